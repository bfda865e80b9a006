"""From a form of aid to its gross grant equivalent (F1-F18)."""

from datetime import timedelta
from fractions import Fraction

import dates
import law
from money import cents, exact, half_up, power


# Cents beyond which there is no figure (F1).
LARGEST = 10**17


class Missing(Exception):
    """A figure that can't be found, by its code."""


class Rates:
    """Reference rows as published so far, in the order of their publication."""

    def __init__(self):
        self.rows = {}

    def add(self, table, rows):
        self.rows.setdefault(table, []).extend(rows)

    def of(self, table):
        return self.rows.get(table, [])

    def newest(self, rows, day, name="from"):
        """The newest not after the day, of equals the last published."""
        fit = [(dates.parse(row[name]), place) for place, row in enumerate(rows) if dates.parse(row[name]) <= day]
        return rows[max(fit)[1]] if fit else None

    def euro(self, money, state, day):
        amount, currency = exact(money["amount"]), money["currency"]
        return amount if currency == "EUR" else amount / self.rate(currency, state, day)

    def rate(self, currency, state, day):
        """Fixed for good, else of the rows that hold on the day the newest: the State's own where it has any (F2)."""
        if currency in law.CONVERSION and day.year >= law.CONVERSION[currency][0]:
            return exact(law.CONVERSION[currency][1])
        rows = [row for row in self.of("fx") if row["currency"] == currency]
        own = [row for row in rows if row["member_state"] == state]
        rows = own or [row for row in rows if row["member_state"] == "*"]
        row = self.newest([row for row in rows if holds(row, day)], day, "date")
        if row is None:
            raise Missing("unknown_currency_rate")
        return exact(row["rate"])

    def base_row(self, state, day):
        row = self.newest([r for r in self.of("ec-base-rate") if r["member_state"] == state], day)
        if row is None:
            raise Missing("unknown_reference")
        return row

    def unit_price(self, aid, state, day):
        """In euro: the event's own price, else the table's (F4)."""
        price = aid.get("unit_price")
        if price is None:
            rows = [r for r in self.of("compute-price") if (r["system"], r["unit"]) == (aid["system"], aid["unit"])]
            # "Without such rows" is read as: no row of the partition at all, whatever its date.
            same = [r for r in rows if r.get("partition") == aid.get("partition")]
            row = self.newest(same or [r for r in rows if "partition" not in r], day)
            if row is None:
                raise Missing("unknown_price")
            price = row["price"]
        return self.euro({"amount": price["rate"], "currency": price["currency"]}, state, day)


def holds(row, day):
    """From its date to its `until`; without that for seven days, or to the end of the month of the Commission's rates."""
    start = dates.parse(row["date"])
    if "until" in row:
        last = dates.parse(row["until"])
    elif row["source"] == "InforEuro":
        last = (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    else:
        last = start + timedelta(days=law.OLDEST_RATE_DAYS)
    return start <= day <= last


class Grantee:
    """What was assessed of a beneficiary by a day: the newest statement of each member (U4)."""

    def __init__(self, assessed):
        self.size, self.insolvency = assessed.get("size"), assessed.get("insolvency")
        self.band = assessed.get("credit_band")


class Valuation:
    """One valuation: what is granted, on which day, by which State, to whom."""

    def __init__(self, rates, data, day, grantee):
        self.rates, self.data, self.day, self.grantee = rates, data, day, grantee
        self.state, self.regime, self.aid = data.get("member_state"), data["basis"]["regime"], data["aid"]
        self.codes, self.flags = set(), set()

    def euro(self, money):
        return self.rates.euro(money, self.state, self.day)

    def figure(self):
        """(low, high) in cents, high None for an open range; None with `codes` where nothing can be found."""
        found = self._counted()
        if found is None or self.codes - {"not_transparent_aid"}:
            # No rate was used where nothing was found with it (F17).
            self.flags.discard("reference_old")
        # What is above the limit on capital or on a cap has a figure; what is outside a safe harbour has none.
        if found is None or self.codes - {"not_transparent_aid"}:
            return None
        share = self.state_share()
        figure = tuple(None if end is None else cents(end * share) for end in found)
        if any(end is not None and end > LARGEST for end in figure):
            self.codes.add("needs_review")
            return None
        return figure

    def form_in_cents(self):
        """What the form itself comes to, caps and funding aside; None where that can't be found."""
        high = (self._try(self._form) or (None, None))[1]
        return None if high is None or self.codes else cents(high)

    def state_share(self):
        """The part of the funding that is State aid (F11)."""
        if "funding" not in self.data:
            return Fraction(1)
        return sum((exact(f["share_percent"]) for f in self.data["funding"] if f["origin"] in law.STATE_ORIGINS),
                   Fraction(0)) / 100

    def _counted(self):
        """The whole that is counted; the State's share of it is taken at the end, once (F11, F16)."""
        form, cap, counts_as = self.aid["form"], None, self.aid.get("counts_as")
        by_part = form in ("loan", "guarantee", "capital")
        if form in ("loan", "guarantee"):
            self._gates(form)
        announced = counts_as != "scheme-fixed-sum" or self.data["basis"].get("kind", "ad-hoc") == "scheme"
        if "cap" in self.aid and announced and not (by_part and counts_as in ("cap", "exact")):
            cap = self._try(lambda: self.euro(self.aid["cap"]))
        if "cap" in self.aid and self._cap_counts(by_part):
            return self._capped(cap, form, counts_as)
        low, high = self._try(self._form) or (None, None)
        if low is None and high is None:
            return None
        if "cap" in self.aid and not by_part:
            if cap is None:
                return None
            low, high = min(low or Fraction(0), cap), cap if high is None else min(high, cap)
        return low, high

    def _cap_counts(self, by_part):
        """Whether the cap itself is counted (F10, F18)."""
        if self.aid.get("counts_as") == "scheme-fixed-sum":
            return True
        without = self.aid["form"] == "declared" and not {"gge", "gge_range"} & set(self.aid)
        return not by_part and (self.aid.get("counts_as") == "cap" or without)

    def _capped(self, cap, form, counts_as):
        """The conditions of the form stay; its own price, rate or margin is not needed."""
        if counts_as == "scheme-fixed-sum" and self.data["basis"].get("kind", "ad-hoc") != "scheme":
            self.codes.add("needs_review")
        if form == "capital":
            self._try(self._capital)
        elif form in ("loan", "guarantee") and self.aid["method"] == "safe-harbour":
            self._try(self._form)
            self.codes.discard("not_covered")
        ceiling = law.ceiling_for(self.regime, self.day)
        if cap is not None and ceiling and form in ("compute", "credits", "service", "declared"):
            self._within(cap, ceiling.limit, "not_transparent_aid")
        return None if cap is None else (cap, cap)

    def _within(self, whole, limit, code):
        """Holds the State's part of an amount against a limit in cents; the whole may be outside (F16)."""
        if whole * self.state_share() * 100 > limit:
            self.codes.add(code)
        elif whole * 100 > limit:
            self.flags.add("interpretation")

    def _try(self, work):
        try:
            return work()
        except Missing as missing:
            self.codes.add(str(missing))
            return None

    def _form(self):
        made = getattr(self, "_" + self.aid["form"].replace("-", "_"))()
        return made if isinstance(made, tuple) else (made, made)

    def _grant(self):
        return self.euro(self.aid["nominal"])

    def _credits(self):
        return max(self.euro(self.aid["face_value"]) - self.euro(self.aid["price_paid"]), Fraction(0))

    def _service(self):
        return max(self.euro(self.aid["market_value"]) - self.euro(self.aid["price_paid"]), Fraction(0))

    def _capital(self):
        injection, ceiling = self.euro(self.aid["injection"]), law.ceiling_for(self.regime, self.day)
        if ceiling:
            self._within(injection, ceiling.limit, "not_transparent_aid")
        return injection

    def _compute(self):
        # Everything that is missing is said.
        paid = self._try(lambda: self.euro(self.aid["price_paid"])) or Fraction(0)
        price = self.rates.unit_price(self.aid, self.state, self.day)
        return max(price * exact(self.aid["quantity"]) - paid, Fraction(0))

    def _instalments(self):
        amounts = [self._try(lambda: self.euro(payment["amount"])) or Fraction(0) for payment in self.aid["payments"]]
        rate, total = (self._base_rate() + law.DISCOUNT_MARGIN) / 100, Fraction(0)
        for payment, amount in zip(self.aid["payments"], amounts):
            days = max((dates.parse(payment["due"]) - self.day).days, 0)
            total += amount / power(1 + rate, Fraction(days, 365))
        return total

    _interest_subsidy = _instalments

    def _base_rate(self):
        """In percent; flagged where it is old (F17)."""
        row = self.rates.base_row(self.state, self.day)
        if dates.parse(row["from"]) < self.day - timedelta(days=law.OLDEST_BASE_RATE_DAYS):
            self.flags.add("reference_old")
        return exact(row["percent"])

    def _declared(self):
        if "gge" in self.aid:
            return self.euro(self.aid["gge"])
        if "gge_range" not in self.aid:
            raise Missing("not_transparent_aid")
        span = self.aid["gge_range"]
        return tuple(self.euro(span[end]) if end in span else None for end in ("low", "high"))

    # Loans and guarantees (F6-F9, F15, F16).

    def _loan(self):
        margin = law.REFERENCE_RATE_MARGINS.get((self.regime, self.state))
        if self.aid["method"] == "reference-rate" and margin is not None and law.ceiling_for(self.regime, self.day):
            return self._by_reference_rate(margin)
        return self._safe_harbour("loan", self.aid["principal"], exact(self.aid["collateral_percent"])
                                  >= law.LEAST_COLLATERAL)

    def _guarantee(self):
        covered = exact(self.aid["cover_max_percent"]) <= law.HIGHEST_COVER
        return self._safe_harbour("guarantee", self.aid["guaranteed"], covered and self.aid["losses_pari_passu"])

    def _safe_harbour(self, name, money, conditions):
        ceiling = law.ceiling_for(self.regime, self.day)
        if self.aid["method"] != "safe-harbour" or ceiling is None:
            raise Missing("not_covered")
        amount, years = self.euro(money), exact(self.aid["years"])
        pairs = getattr(ceiling, name)
        fit = lambda held: [(most, term) for most, term in pairs if held <= most and years <= term]
        part = fit(amount * self.state_share())
        if part and not fit(amount):
            self.flags.add("interpretation")
        if not part or not conditions:
            raise Missing("safe_harbour_not_met")
        most, term = part[0]
        return Fraction(ceiling.limit, 100) * amount / most * years / term

    def _by_reference_rate(self, margin):
        """What the loan would cost without aid, less what it costs, undiscounted (F15). Everything that is missing is said."""
        if self.grantee.band not in (None, "unrated"):
            self.codes.add("not_covered")
        if "rate_percent" not in self.aid:
            self.codes.add("needs_review")
        base = self._try(self._base_rate)
        principal = self._try(lambda: self.euro(self.aid["principal"]))
        if base is None or principal is None or "rate_percent" not in self.aid:
            return None
        years = half_up(exact(self.aid["years"]), 2)
        return principal * years * (base + margin - exact(self.aid["rate_percent"])) / 100

    def _gates(self, form):
        """Neither insolvent nor large without a good rating; what is unknown does not close a gate (F8)."""
        if law.ceiling_for(self.regime, self.day) is None:
            return
        if self.grantee.insolvency in ("proceedings", "criteria-met"):
            self.codes.add("insolvency")
        if self.grantee.size == "large" and self.grantee.band not in law.GOOD_BANDS:
            self.codes.add("safe_harbour_not_met")

    def face(self):
        """What draws are measured against, in euro (A13), or None; computing time is measured in hours."""
        aid = self.aid
        if aid["form"] == "compute":
            return None
        names = {"grant": "nominal", "credits": "face_value", "service": "market_value", "loan": "principal",
                 "guarantee": "guaranteed", "capital": "injection"}
        def whole():
            if aid["form"] in names:
                return self.euro(aid[names[aid["form"]]])
            if aid["form"] in ("instalments", "interest-subsidy"):
                return sum((self.euro(p["amount"]) for p in aid["payments"]), Fraction(0))
            declared = self._declared()
            return declared[1] if isinstance(declared, tuple) else declared

        def found(figure):
            try:
                return figure()
            except Missing:
                return None

        bounds = [found(whole)] + ([found(lambda: self.euro(aid["cap"]))] if "cap" in aid else [])
        # Above the one that is known is above the smaller of both.
        return min((bound for bound in bounds if bound is not None), default=None)
