"""The figures of the law, written down from the regulations themselves and from nothing else in this repository."""

from datetime import date
from fractions import Fraction

GENERAL, SGEI = "eu-2023-2831", "eu-2023-2832"
AGRICULTURE, FISHERIES = "eu-1408-2013", "eu-717-2014"
FORMER_GENERAL, FORMER_SGEI = "eu-1407-2013", "eu-360-2012"


class Ceiling:
    def __init__(self, regime, amount, code, counted, unlinked, loan, guarantee):
        self.regime, self.limit, self.code = regime, amount * 100, code
        self.rule = f"{regime}/ceiling"
        self.counted = counted
        # Whether aid of the former SGEI regulation counts is open under both (Art. 5(1) of 2023/2831 is silent).
        self.interpretive = {FORMER_SGEI}
        self.unlinked = unlinked
        self.loan, self.guarantee = loan, guarantee

    def in_force(self, day):
        """Art. 8, and the six months of Art. 7(3)."""
        return date(2024, 1, 1) <= day <= date(2031, 6, 30)


# Safe harbours: (amount, years) for the short and for the long term; Art. 4(3)(b) and 4(6)(b).
CEILINGS = {
    GENERAL: Ceiling(
        GENERAL, 300_000, "ceiling_exceeded", {GENERAL, FORMER_GENERAL, AGRICULTURE, FISHERIES}, {"public-body"},
        [(1_500_000, 5), (750_000, 10)], [(2_250_000, 5), (1_125_000, 10)],
    ),
    SGEI: Ceiling(
        SGEI, 750_000, "sgei_ceiling_exceeded", {SGEI}, {"public-body", "non-profit"},
        [(3_750_000, 5), (1_875_000, 10)], [(5_625_000, 5), (2_813_036, 10)],
    ),
}
LEAST_COLLATERAL = Fraction(50)
HIGHEST_COVER = Fraction(80)
HALF_OPEN_STATES = {"IT"}
OLDEST_RATE_DAYS = 7
LONGEST_RESERVATION_DAYS = 90
REGISTRATION_WORKING_DAYS = 20
DISCOUNT_MARGIN = Fraction(1)
# Loans by reference rate: percentage points above the base rate for an undertaking without a rating, by regime and State.
REFERENCE_RATE_MARGINS = {(GENERAL, "LT"): Fraction(4)}
# Art. 5(2) of 2023/2832: no compensation for the same service beside it. De minimis aid is none.
ONE_PAYMENT_FOR_A_SERVICE = {SGEI}
SPARED = {GENERAL, SGEI, AGRICULTURE, FISHERIES, FORMER_GENERAL, FORMER_SGEI}
EXCLUDED_DIVISIONS = {"01", "03"}
STATE_ORIGINS = {"state", "shared-management", "ms-donated", "undetermined"}
GOOD_BANDS = {"AAA", "AA", "A", "BBB", "BB", "B"}

# Grants may be made in these times (the extended last days of the sector regulations); the former two have run out.
VALIDITY = {
    GENERAL: (date(2024, 1, 1), date(2031, 6, 30)),
    SGEI: (date(2024, 1, 1), date(2031, 6, 30)),
    AGRICULTURE: (date(2014, 1, 1), date(2032, 12, 31)),
    FISHERIES: (date(2014, 7, 1), date(2029, 12, 31)),
}
RUN_OUT = {FORMER_GENERAL, FORMER_SGEI}


def may_grant(regime, day):
    if regime in RUN_OUT:
        return False
    first, last = VALIDITY.get(regime, (date.min, date.max))
    return first <= day <= last


def ceiling_for(regime, day):
    ceiling = CEILINGS.get(regime)
    return ceiling if ceiling and ceiling.in_force(day) else None


def half_open(state):
    return state in HALF_OPEN_STATES
