"""The figures of the law, written down from the regulations themselves and from nothing else in this repository."""

from datetime import date
from fractions import Fraction

GENERAL, SGEI = "eu-2023-2831", "eu-2023-2832"
AGRICULTURE, FISHERIES = "eu-1408-2013", "eu-717-2014"
FORMER_GENERAL, FORMER_SGEI = "eu-1407-2013", "eu-360-2012"


class Ceiling:
    def __init__(self, regime, amount, code, counted, doubtful, interpretive, unlinked, loan, guarantee):
        self.regime, self.limit, self.code = regime, amount * 100, code
        self.rule = f"{regime}/ceiling"
        self.counted = counted
        self.doubtful = doubtful  # counted with status interpretation (C3)
        self.interpretive = interpretive  # not counted, and another reading would count it (W7)
        self.unlinked = unlinked
        self.loan, self.guarantee = loan, guarantee

    def in_force(self, day):
        """Art. 8, and the six months of Art. 7(3)."""
        return date(2024, 1, 1) <= day <= date(2031, 6, 30)


# Safe harbours: (amount, years) for the short and for the long term; Art. 4(3)(b) and 4(6)(b).
CEILINGS = {
    GENERAL: Ceiling(
        GENERAL, 300_000, "ceiling_exceeded", {GENERAL, FORMER_GENERAL, AGRICULTURE, FISHERIES}, {FORMER_GENERAL},
        {FORMER_SGEI}, {"public-body"},
        [(1_500_000, 5), (750_000, 10)], [(2_250_000, 5), (1_125_000, 10)],
    ),
    SGEI: Ceiling(
        SGEI, 750_000, "sgei_ceiling_exceeded", {SGEI, FORMER_SGEI}, {FORMER_SGEI}, set(), {"public-body", "non-profit"},
        [(3_750_000, 5), (1_875_000, 10)], [(5_625_000, 5), (2_813_036, 10)],
    ),
}
LEAST_COLLATERAL = Fraction(50)
HIGHEST_COVER = Fraction(80)
HALF_OPEN_STATES = {"IT"}
LONGEST_RESERVATION_DAYS = 90
DISCOUNT_MARGIN = Fraction(1)
# Loans by reference rate: percentage points above the base rate for an undertaking without a rating, by regime and State.
REFERENCE_RATE_MARGINS = {(GENERAL, "LT"): Fraction(4)}
OLDEST_BASE_RATE_DAYS = 366
OLDEST_RATE_DAYS = 7

# Irrevocable conversion rates: (first year, units for one euro). Regulation (EC) No 2866/98 and the acts that amend it.
CONVERSION = {
    "BEF": (1999, "40.3399"), "DEM": (1999, "1.95583"), "ESP": (1999, "166.386"), "FRF": (1999, "6.55957"),
    "IEP": (1999, "0.787564"), "ITL": (1999, "1936.27"), "LUF": (1999, "40.3399"), "NLG": (1999, "2.20371"),
    "ATS": (1999, "13.7603"), "PTE": (1999, "200.482"), "FIM": (1999, "5.94573"), "GRD": (2001, "340.750"),
    "SIT": (2007, "239.640"), "MTL": (2008, "0.429300"), "CYP": (2008, "0.585274"), "SKK": (2009, "30.1260"),
    "EEK": (2011, "15.6466"), "LVL": (2014, "0.702804"), "LTL": (2015, "3.45280"), "HRK": (2023, "7.53450"),
    "BGN": (2026, "1.95583"),
}

# Art. 5(2) of 2023/2832: no compensation for the same service beside it. Its own aid is none; whether that of the other
# de minimis regulations is, is in doubt (Art. 5(1) against 5(2)).
ONE_PAYMENT_FOR_A_SERVICE = {SGEI}
SPARED = {SGEI}
SPARED_IN_DOUBT = {GENERAL, AGRICULTURE, FISHERIES, FORMER_GENERAL, FORMER_SGEI}
# Art. 5(3): what is State aid on the same costs.
SAME_COSTS = {GENERAL, SGEI}
STATE_ORIGINS = {"state", "shared-management", "ms-donated", "undetermined"}
GOOD_BANDS = {"AAA", "AA", "A", "BBB", "BB", "B"}

# Art. 6(2): the day from which the term of registration holds, by regime (1408/2013 by Regulation 2024/3118).
REGISTRATION_WORKING_DAYS = 20
REGISTERED_FROM = {GENERAL: date(2026, 1, 1), SGEI: date(2026, 1, 1), AGRICULTURE: date(2027, 1, 1)}
LATE_FROM = {"official": 1, "computed": 3, "missing": 20}

# First day, end of validity, end of the tail, whom the tail serves, and whether nothing is granted under it any more.
VALIDITY = {
    GENERAL: (date(2024, 1, 1), date(2030, 12, 31), date(2031, 6, 30), "any-aid", False),
    SGEI: (date(2024, 1, 1), date(2030, 12, 31), date(2031, 6, 30), "any-aid", False),
    AGRICULTURE: (date(2014, 1, 1), date(2032, 12, 31), date(2033, 6, 30), "schemes", False),
    FISHERIES: (date(2014, 7, 1), date(2029, 12, 31), date(2030, 6, 30), "schemes", False),
    FORMER_GENERAL: (date(2014, 1, 1), date(2023, 12, 31), date(2024, 6, 30), "schemes", True),
    FORMER_SGEI: (date(2012, 4, 29), date(2023, 12, 31), date(2024, 6, 30), "any-aid", True),
}


def last_day(regime, kind):
    """The last day on which a regime is open to aid of this kind of basis, or None of a regime that nobody dates (S1)."""
    if regime not in VALIDITY:
        return None
    _, end, tail, serves, _ = VALIDITY[regime]
    return tail if serves == "any-aid" or kind == "scheme" else end


def may_grant(regime, day, kind):
    """Whether an enforced event may be dated so, as far as the dates of the regime go."""
    if regime not in VALIDITY:
        return True
    first, _, _, _, legacy = VALIDITY[regime]
    return not legacy and first <= day <= last_day(regime, kind)


def ceiling_for(regime, day):
    ceiling = CEILINGS.get(regime)
    return ceiling if ceiling and day and ceiling.in_force(day) else None


def half_open(state):
    return state in HALF_OPEN_STATES


def persons_count(state, day):
    """Whether links of natural persons that are no enterprises connect (G3); open in law, so by State and date."""
    return state == "IT" and day is not None and day >= date(2025, 1, 1)
