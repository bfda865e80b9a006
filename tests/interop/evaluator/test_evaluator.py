"""Cases computed by hand: the examples of the law and of docs/spec/rules.md. Run by second_evaluator.sh."""

import unittest
from datetime import date
from fractions import Fraction

import dates
import evaluate
import money
import statements
from generate import EVIDENCE, HASH
from generate import money as euro
from generate_life import KEYS, verifier_key

A, B, C = "NID:FI:1", "NID:FI:2", "NID:FI:3"
GENERAL, SGEI = "eu-2023-2831", "eu-2023-2832"


def event(kind, /, **data):
    envelope = {name: data.pop("_" + name) for name in ("id", "source", "time") if "_" + name in data}
    return {"type": f"eu.aidledger.{kind}.v1", "data": data, **envelope}


def registered(*names):
    return [event("undertaking.registered", undertaking=n, identifiers=[], natural_person=False) for n in names]


def grant(award, to, day, aid, state="FI", regime=GENERAL, right="on-admission", **more):
    aid = {"form": "grant", "nominal": euro(aid)} if isinstance(aid, str) else aid
    return event("award.granted", award=award, beneficiary=to, member_state=state, granted_on=day, legal_right=right,
                 basis={"regime": regime, **more.pop("basis", {})}, aid=aid, **more)


def report(award, to, day, gge, state="FI", regime=GENERAL, **more):
    aid = {"form": "declared", "gge": euro(gge)} if isinstance(gge, str) else gge
    when = {"granted_on": day} if isinstance(day, str) else {"granted_on_range": day}
    return event("award.reported", award=award, beneficiary=to, member_state=state, basis={"regime": regime}, aid=aid,
                 **when, **more)


def link(above, below, start, level="register"):
    return event("control.declared", controller=above, controlled=below, kind="voting-majority", **{"from": start},
                 evidence={"level": level})


def end(above, below, day, **more):
    return event("control.ended", controller=above, controlled=below, on=day, **more)


def split(of, day, *parts, **more):
    return event("undertaking.split", undertaking=of, on=day, evidence=EVIDENCE, successors=[
        {"undertaking": u, "equity_book_value": euro(x), "activities": []} for u, x in parts], **more)


def judged(*events, procedural=False):
    flat = [e for x in events for e in (x if isinstance(x, list) else [x])]
    return evaluate.evaluate(flat, procedural)


def last(*events, **options):
    return judged(*events, **options)[-1]


class Verdicts(unittest.TestCase):
    def outcome(self, verdict, outcome, *codes):
        self.assertEqual((verdict["outcome"], verdict["codes"]), (outcome, list(codes)), verdict)

    def after(self, verdict, *after):
        self.assertEqual(verdict["checks"][0]["after"], list(after))


class Calendar(unittest.TestCase):
    def test_first_days_of_windows(self):
        # Grant, first day closed, first day half-open.
        for granted, closed, half_open in [
            ("2024-01-05", "2021-01-05", "2021-01-06"), ("2024-02-10", "2021-02-10", "2021-02-11"),
            ("2024-02-29", "2021-02-28", "2021-03-01"), ("2027-02-28", "2024-02-28", "2024-02-29"),
            ("2027-03-01", "2024-03-01", "2024-03-02"), ("2028-02-29", "2025-02-28", "2025-03-01"),
        ]:
            self.assertEqual(str(dates.first_day(dates.parse(granted), False)), closed)
            self.assertEqual(str(dates.first_day(dates.parse(granted), True)), half_open)

    def test_working_days(self):
        friday = date(2026, 11, 20)
        self.assertEqual(dates.working_days_after(friday, 1, set()), date(2026, 11, 23))
        self.assertEqual(dates.working_days_after(friday, 20, set()), date(2026, 12, 18))
        self.assertEqual(dates.working_days_after(friday, 20, {date(2026, 12, 8)}), date(2026, 12, 21))


class Cents(unittest.TestCase):
    def test_half_up_and_never_below_zero(self):
        for value, cents in [("0.005", 1), ("0.00499", 0), ("1.015", 102), ("-3", 0)]:
            self.assertEqual(money.cents(money.exact(value)), cents)

    def test_cents_left_over_go_to_the_largest_remainders(self):
        self.assertEqual(money.divide(100, [1, 1, 1]), [34, 33, 33])
        self.assertEqual(money.divide(100, [1, 1, 4]), [17, 17, 66])  # remainders all 2/3
        self.assertEqual(money.divide(10, [Fraction(1), Fraction(6)]), [1, 9])  # 1.43 and 8.57

    def test_shown(self):
        self.assertEqual([money.shown(0), money.shown(5), money.shown(-105)], ["0.00", "0.05", "-1.05"])


class OneNumber(Verdicts):
    def test_numbers_agree_without_punctuation_code_and_leading_zeros(self):
        number = statements.register_number
        for one, other in [("NID:FI:5", "EUID:FIPRH.5"), ("NID:IT:03", "NID:IT:3"), ("NID:PL:PL4", "NID:PL:4"),
                           ("NID:EL:GR12", "EUID:ELGEMI.12"), ("NID:DK:CVR7", "NID:DK:7"), ("NID:IT:A/12", "NID:IT:A:12")]:
            self.assertEqual(number(one), number(other))
        for one, other in [("NID:DE:HRB0215", "NID:DE:HRB215"), ("NID:GB:7", "NID:IE:7"), ("NID:GB:GBX7", "NID:GB:X7")]:
            self.assertNotEqual(number(one), number(other))
        self.assertEqual([number(x) for x in ("NID:FI:000", "LEI:529900T8BM49AURSDO55", "VAT:FI12345671")], [None] * 3)

    def test_they_wait_until_an_identification_settles_it(self):
        first, again = grant("a", "NID:FI:5", "2026-03-01", "1.00"), grant("b", "NID:FI:5", "2026-03-03", "1.00")
        same = event("undertaking.identified", undertaking="NID:FI:5", same_as=["EUID:FIPRH.5"], evidence=EVIDENCE)
        before = registered("NID:FI:5"), first
        self.outcome(last(*before, again), "admitted")
        self.outcome(last(*before, registered("EUID:FIPRH.5"), again), "deferred", "needs_review")
        self.outcome(last(*before, registered("EUID:FIPRH.5"), same, again), "admitted")
        # On record by an award alone; what is only reported waits for nobody.
        told = report("r", "EUID:FIPRH.5", "2026-03-02", "1.00")
        self.outcome(last(*before, told, again), "deferred", "needs_review")
        self.outcome(last(*before, told, report("q", "NID:FI:5", "2026-03-03", "1.00")), "recorded")


class Boundaries(Verdicts):
    def test_poland_counts_the_day_three_years_earlier(self):
        before = registered(A), report("r", A, "2021-01-05", "300000.00", "PL")
        self.outcome(last(*before, grant("a", A, "2024-01-05", "1.00", "PL")), "refused", "ceiling_exceeded")
        self.outcome(last(*before, grant("a", A, "2024-01-06", "1.00", "PL")), "admitted")

    def test_italy_does_not_and_the_dispute_is_shown(self):
        verdict = last(registered(A), report("r", A, "2021-02-10", "300000.00", "IT"),
                       grant("a", A, "2024-02-10", "1.00", "IT"))
        self.outcome(verdict, "admitted")
        self.assertEqual(verdict["flags"], ["boundary_dispute"])
        self.assertEqual([c["bound"] for c in verdict["checks"]], ["closed", "half_open"])
        self.outcome(last(registered(A), report("r", A, "2021-02-11", "300000.00", "IT"),
                          grant("a", A, "2024-02-10", "1.00", "IT")),
                     "refused", "ceiling_exceeded")

    def test_all_or_nothing_and_the_exact_ceiling(self):
        first = registered(A), grant("a", A, "2026-01-01", "200000.00")
        self.outcome(last(*first, grant("b", A, "2026-01-02", "100000.00")), "admitted")
        self.outcome(last(*first, grant("b", A, "2026-01-02", "100000.01")), "refused", "ceiling_exceeded")

    def test_each_state_and_each_regulation_has_its_own(self):
        full = registered(A), grant("a", A, "2026-01-01", "300000.00")
        self.outcome(last(*full, grant("b", A, "2026-01-01", "300000.00", "EE")), "admitted")
        self.outcome(last(*full, grant("b", A, "2026-01-01", "750000.00", regime=SGEI)), "admitted")

    def test_sector_aid_counts_inside(self):
        agri = registered(A), report("r", A, "2026-01-01", "50000.00", regime="eu-1408-2013")
        self.outcome(last(*agri, grant("a", A, "2026-01-02", "260000.00")), "refused", "ceiling_exceeded")
        self.outcome(last(*agri, grant("a", A, "2026-01-02", "250000.00")), "admitted")

    def test_a_later_award_is_a_window_too(self):
        late = registered(A), grant("a", A, "2026-06-01", "200000.00")
        verdict = last(*late, grant("b", A, "2026-01-01", "100000.01"))
        self.outcome(verdict, "refused", "ceiling_exceeded")
        self.assertEqual(verdict["checks"][0]["to"], "2026-06-01")

    def test_the_order_of_a_day_nobody_knows(self):
        self.outcome(last(registered(A), report("r", A, "2026-01-01", "160000.00"),
                          grant("a", A, "2026-01-01", "160000.00")),
                     "deferred", "order_ambiguous")

    def test_former_sgei_aid_is_a_matter_of_reading(self):
        verdict = last(registered(A), report("r", A, "2023-10-02", "500000.00", regime="eu-360-2012"),
                       grant("a", A, "2026-03-02", "300000.00"))
        self.outcome(verdict, "admitted")
        self.assertEqual(verdict["flags"], ["interpretation"])

    def test_hindsight_names_what_stands_over(self):
        verdicts = judged(registered(A, B), grant("a", A, "2026-01-01", "250000.00"),
                          grant("b", B, "2026-02-01", "150000.00"),
                          link(A, B, "2026-01-15"))
        self.assertEqual((verdicts[-1]["affects"]["count"], verdicts[-1]["affects"]["sum_over"]), (1, "100000.00"))


class Forms(Verdicts):
    def gge(self, aid, *before, **more):
        return last(registered(A), *before, grant("a", A, "2026-01-01", aid, **more))

    def loan(self, principal, years, collateral="50", method="safe-harbour"):
        return {"form": "loan", "principal": euro(principal), "years": years, "collateral_percent": collateral,
                "method": method}

    def guarantee(self, amount, years, cover="80", pari=True):
        return {"form": "guarantee", "guaranteed": euro(amount), "years": years, "cover_max_percent": cover,
                "losses_pari_passu": pari, "method": "safe-harbour"}

    def test_loans(self):
        for principal, years, gge in [("1500000", "5", "300000.00"), ("750000", "10", "300000.00"),
                                      ("1000000", "1", "40000.00"),
                                      ("1000000", "3", "120000.00"), ("400000", "4", "64000.00"), ("750000", "7", "210000.00"),
                                      ("500000", "8", "160000.00"), ("100000", "2.5", "10000.00")]:
            self.assertEqual(self.gge(self.loan(principal, years))["gge"], [gge])
        for aid in (self.loan("1000000", "7"), self.loan("1500000", "5", "40")):
            self.outcome(self.gge(aid), "refused", "safe_harbour_not_met")
        self.outcome(self.gge(self.loan("1", "1", method="reference-rate")), "deferred", "not_covered")

    def test_guarantees(self):
        for amount, years, gge in [("2250000", "5", "300000.00"), ("1125000", "10", "300000.00"),
                                   ("800000", "5", "106666.67"),
                                   ("400000", "3", "32000.00"), ("1125000", "7", "210000.00")]:
            self.assertEqual(self.gge(self.guarantee(amount, years))["gge"], [gge])
        for aid in (self.guarantee("1200000", "6"), self.guarantee("1", "1", "85"), self.guarantee("1", "1", pari=False)):
            self.outcome(self.gge(aid), "refused", "safe_harbour_not_met")
        # The odd figure of the SGEI regulation is taken as it is printed.
        verdict = self.gge(self.guarantee("2813036", "10"), regime=SGEI)
        self.assertEqual(verdict["gge"], ["750000.00"])

    def test_gates(self):
        def assessed(**known):
            return event("undertaking.assessed", undertaking=A, on="2025-01-01", evidence=EVIDENCE, **known)
        loan = self.loan("100000", "1")
        self.outcome(self.gge(loan, assessed(size="large")), "refused", "safe_harbour_not_met")
        self.outcome(self.gge(loan, assessed(size="large", credit_band="B")), "admitted")
        self.outcome(self.gge(loan, assessed(size="large", credit_band="CCC")), "refused", "safe_harbour_not_met")
        self.outcome(self.gge(loan, assessed(insolvency="criteria-met")), "refused", "insolvency")
        self.outcome(self.gge(loan, assessed(insolvency="proceedings"), assessed(insolvency="none")), "admitted")

    def reference_loan(self, *before, state="LT", base="2.19", regime=GENERAL, **more):
        aid = {"form": "loan", "principal": euro("100000"), "years": "5", "collateral_percent": "0",
               "method": "reference-rate", "rate_percent": "2.00", **more}
        rate = event("reference.published", table="ec-base-rate", source={"ref": "OJ", "sha256": HASH},
                     rows=[{"member_state": state, "from": "2025-01-01", "percent": base or "0"}])
        aid = {name: value for name, value in aid.items() if value is not None}
        return self.gge(aid, *([rate] if base else []), *before, state=state, regime=regime)

    def test_loans_by_reference_rate(self):
        for gge, more in [
            ("20950.00", {}), ("20950.00", {"collateral_percent": "100"}),
            ("9846.50", {"years": "2.345"}),  # 2.35 years: 100,000 x 2.35 x 4.19 %
            ("9804.60", {"years": "2.344999"}), ("0.00", {"years": "0.004999"}), ("41.90", {"years": "0.005"}),
            ("0.00", {"rate_percent": "6.19"}), ("0.00", {"rate_percent": "7"}),
            ("35950.00", {"rate_percent": "-1"}), ("7750.00", {"base": "-0.45"}),
            ("0.02", {"principal": euro("0.10"), "years": "4", "rate_percent": "1.94"}),  # 0.017
            ("251400.00", {"principal": euro("400000"), "years": "15"}),  # beyond the safe harbours
            ("7.00", {"principal": euro("1000"), "cap": euro("7.00"), "counts_as": "exact"}),
        ]:
            verdict = self.reference_loan(**more)
            self.assertEqual((verdict["outcome"], verdict["gge"]), ("admitted", [gge]), more)
        self.outcome(self.reference_loan(principal=euro("1431981"), years="5"), "refused", "ceiling_exceeded")

    def test_what_a_loan_by_reference_rate_lacks(self):
        def assessed(**known):
            return event("undertaking.assessed", undertaking=A, on="2025-01-01", evidence=EVIDENCE, **known)
        self.outcome(self.reference_loan(state="FI"), "deferred", "not_covered")
        self.outcome(self.reference_loan(regime=SGEI), "deferred", "not_covered")
        self.outcome(self.reference_loan(base=None), "refused", "unknown_reference")
        self.outcome(self.reference_loan(rate_percent=None), "deferred", "needs_review")
        self.outcome(self.reference_loan(base=None, rate_percent=None), "refused", "unknown_reference")
        self.outcome(self.reference_loan(assessed(credit_band="A")), "deferred", "not_covered")
        self.outcome(self.reference_loan(assessed(credit_band="A"), rate_percent=None), "deferred", "not_covered",
                     "needs_review")
        self.outcome(self.reference_loan(assessed(credit_band="unrated", size="small")), "admitted")
        self.outcome(self.reference_loan(assessed(insolvency="proceedings")), "refused", "insolvency")
        self.outcome(self.reference_loan(assessed(size="large")), "refused", "safe_harbour_not_met")
        self.outcome(self.reference_loan(assessed(size="large", credit_band="unrated")), "refused", "safe_harbour_not_met")
        self.outcome(self.reference_loan(assessed(size="large", credit_band="B")), "deferred", "not_covered")
        everything = assessed(size="large", credit_band="CCC", insolvency="criteria-met")
        self.outcome(self.reference_loan(everything, rate_percent=None), "refused", "safe_harbour_not_met", "insolvency",
                     "not_covered", "needs_review")
        self.outcome(self.reference_loan(everything, base=None, principal=euro("1", "SEK")), "refused",
                     "unknown_reference", "unknown_currency_rate")
        # Where the cap counts, the loan's own rate is not needed, and the gates hold.
        capped = {"cap": euro("9.00"), "counts_as": "cap", "rate_percent": None, "base": None}
        self.assertEqual(self.reference_loan(assessed(credit_band="CCC"), **capped)["gge"], ["9.00"])
        self.outcome(self.reference_loan(everything, **capped), "refused", "safe_harbour_not_met", "insolvency")

    def test_discounting(self):
        rate = event("reference.published", table="ec-base-rate", source={"ref": "OJ", "sha256": HASH},
                     rows=[{"member_state": "FI", "from": "2025-01-01", "percent": "2.19"}])
        paid = lambda *days, each: {"form": "instalments", "payments": [{"due": d, "amount": euro(each)} for d in days]}
        self.assertEqual(self.gge(paid("2026-01-01", "2027-01-01", "2028-01-01", each="100000.00"), rate)["gge"],
                         ["290821.41"])
        self.outcome(self.gge(paid("2026-01-01", "2027-01-01", "2028-01-01", each="110000.00"), rate), "refused",
                     "ceiling_exceeded")
        self.assertEqual(self.gge(paid("2027-01-01", each="310000.00"), rate)["gge"], ["300416.71"])
        self.assertEqual(self.gge(paid("2025-01-01", each="10.00"), rate)["gge"], ["10.00"])
        self.outcome(self.gge(paid("2027-01-01", each="1.00")), "refused", "unknown_reference")

    def test_capital_caps_and_funding(self):
        capital = lambda amount, **more: {"form": "capital", "injection": euro(amount), **more}
        self.assertEqual(self.gge(capital("250000.00"))["gge"], ["250000.00"])
        self.outcome(self.gge(capital("300000.01", cap=euro("1.00"), counts_as="cap")), "refused", "not_transparent_aid")
        voucher = {"form": "credits", "face_value": euro("40000.00"), "price_paid": euro("1000.00"),
                   "expires_on": "2027-01-01"}
        self.assertEqual(self.gge({**voucher, "cap": euro("50000.00"), "counts_as": "cap"})["gge"], ["50000.00"])
        self.assertEqual(self.gge({**voucher, "cap": euro("50000.00"), "counts_as": "exact"})["gge"], ["39000.00"])
        fixed = {**voucher, "cap": euro("7.00"), "counts_as": "scheme-fixed-sum"}
        self.outcome(self.gge(fixed), "deferred", "needs_review")
        self.assertEqual(self.gge(fixed, basis={"kind": "scheme"})["gge"], ["7.00"])
        half = [{"origin": "union-central", "share_percent": "50"}, {"origin": "undetermined", "share_percent": "50"}]
        self.assertEqual(self.gge("0.01", funding=half)["gge"], ["0.01"])  # half a cent, half-up

    def test_compute_by_the_table(self):
        def price(start, rate, **more):
            return {"system": "s", "unit": "gpu-hour", "from": start, "price": {"rate": rate, "currency": "EUR"},
                    "method": "m", **more}
        table = event("reference.published", table="compute-price", source={"ref": "r", "sha256": HASH},
                      _time="2024-01-01T00:00:00Z",
                      rows=[price("2025-01-01", "1.00"), price("2025-06-01", "2.00"), price("2026-06-01", "9.00"),
                            price("2025-01-01", "3.00", partition="g")])
        hours = lambda **more: {"form": "compute", "system": "s", "unit": "gpu-hour", "quantity": "10",
                                "price_paid": euro("5.00"), **more}
        self.assertEqual(self.gge(hours(), table)["gge"], ["15.00"])
        self.assertEqual(self.gge(hours(partition="g"), table)["gge"], ["25.00"])
        self.assertEqual(self.gge(hours(partition="x"), table)["gge"], ["15.00"])
        self.outcome(self.gge(hours()), "refused", "unknown_price")
        dear = {"rate": "1000", "currency": "EUR", "evidence": {"method": "m", "sha256": HASH}}
        for quantity, code in (("1000000000000", "ceiling_exceeded"), ("1000000000000.1", "needs_review")):
            verdict = self.gge(hours(quantity=quantity, unit_price=dear, price_paid=euro("0.00")))
            self.assertEqual(verdict["codes"], [code])

    def test_another_currency(self):
        def rates(*rows):
            return event("reference.published", table="fx", source={"ref": "r", "sha256": HASH}, rows=[
                {"member_state": s, "currency": "SEK", "date": d, "rate": r, "source": "x"} for s, d, r in rows])
        crowns = {"form": "grant", "nominal": euro("110.00", "SEK")}
        self.assertEqual(self.gge(crowns, rates(("*", "2025-12-25", "11")))["gge"], ["10.00"])
        self.outcome(self.gge(crowns, rates(("*", "2025-12-24", "11"))), "refused", "unknown_currency_rate")
        own = rates(("*", "2026-01-01", "11"), ("FI", "2025-12-30", "22"))
        self.assertEqual(self.gge(crowns, own)["gge"], ["5.00"])

    def test_no_aid(self):
        def free(ground, **more):
            made = grant("a", A, "2026-01-01", more.pop("aid", "1.00"), regime="no-aid", **more)
            del made["data"]["member_state"]
            made["data"]["treatment"] = {"no-aid": {"ground": ground}}
            return last(registered(A), made)
        union = [{"origin": "union-central", "share_percent": "100"}]
        self.outcome(free("union-central", funding=union), "admitted")
        self.outcome(free("union-central"), "deferred", "needs_review")
        paid = {"form": "service", "market_value": euro("5.00"), "price_paid": euro("5.00")}
        self.outcome(free("market-price", aid=paid), "admitted")
        self.outcome(free("because"), "deferred", "needs_review")


class Groups(Verdicts):
    def test_parent_and_two_daughters(self):
        chain = registered(A, B, C), link(A, B, "2025-01-01"), link(B, C, "2025-01-01")
        held = (grant("a", A, "2026-01-01", "80000.00"), grant("b", B, "2026-01-02", "100000.00"),
                grant("c", C, "2026-01-03", "50000.00"))
        self.outcome(last(*chain, *held, grant("d", A, "2026-01-04", "70000.00")), "admitted")
        self.outcome(last(*chain, *held, grant("d", A, "2026-01-04", "70000.01")), "refused", "ceiling_exceeded")

    def test_a_municipality_connects_nobody(self):
        public = event("holding.declared", holder=A, held=B, capital_percent="60", votes_percent="60",
                       kind="public-body", **{"from": "2025-01-01"})
        both = (registered(A, B, C), link(A, B, "2025-01-01"), link(A, C, "2025-01-01"),
                grant("b", B, "2026-01-01", "300000.00"))
        self.outcome(last(*both, grant("c", C, "2026-01-02", "1.00")), "refused", "ceiling_exceeded")
        self.outcome(last(*both, public, grant("c", C, "2026-01-02", "1.00")), "admitted")

    def test_merger_keeps_what_was_lawful_and_blocks_what_is_new(self):
        before = registered(A, B), grant("a", A, "2026-01-01", "250000.00"), grant("b", B, "2026-01-01", "150000.00")
        merger = event("undertakings.merged", surviving=A, absorbed=[B], on="2026-06-01", evidence=EVIDENCE)
        verdict = last(*before, merger, grant("c", B, "2026-06-01", "1.00"))
        self.outcome(verdict, "refused", "ceiling_exceeded")
        self.after(verdict, "400001.00")
        self.outcome(last(*before, merger, grant("c", B, "2026-05-31", "150000.00")), "admitted")

    def test_link_days(self):
        both = registered(A, B), grant("a", A, "2025-01-01", "300000.00"), link(A, B, "2025-06-01")
        self.outcome(last(*both, grant("b", B, "2025-05-31", "1.00")), "admitted")
        self.outcome(last(*both, grant("b", B, "2025-06-01", "1.00")), "refused", "ceiling_exceeded")
        settled = end(A, B, "2025-07-01", history="stays-with-recipient")
        self.outcome(last(*both, settled, grant("b", B, "2025-06-30", "1.00")), "refused", "ceiling_exceeded")
        self.outcome(last(*both, settled, grant("b", B, "2025-07-01", "1.00")), "admitted")

    def test_an_unsettled_exit_holds_both_sides(self):
        both = registered(A, B), grant("a", A, "2025-01-01", "200000.00"), link(A, B, "2025-01-01"), end(A, B, "2025-06-01")
        for side in (A, B):
            verdict = last(*both, grant("b", side, "2025-06-01", "100000.01"))
            self.outcome(verdict, "refused", "ceiling_exceeded")
            self.after(verdict, "300000.01")
        part = {"award": "a", "undertaking": B, "amount": euro("50000.00")}
        later = end(A, B, "2025-06-01", history={"attributed": [part]})
        self.outcome(last(*both, later, grant("b", B, "2025-06-01", "250000.00")), "admitted")
        self.outcome(last(*both, later, grant("b", A, "2025-06-01", "150000.01")), "refused", "ceiling_exceeded")

    def test_split_by_equity_and_by_attribution(self):
        before = (registered(A, B, C), grant("a", A, "2025-01-01", "100.00"),
                  split(A, "2025-06-01", (B, "1.00"), (C, "2.00"), _id="s"))
        self.after(last(*before, grant("b", B, "2025-06-01", "1.00")), "34.33")
        self.after(last(*before, grant("b", C, "2025-06-01", "1.00")), "67.67")
        self.after(last(*before, grant("b", C, "2025-05-31", "1.00")), "1.00")
        parts = [{"undertaking": B, "amount": euro("90.00")}, {"undertaking": C, "amount": euro("10.00")}]
        said = event("award.attributed", award="a", parts=parts, split="s", evidence=EVIDENCE)
        self.after(last(*before, said, grant("b", B, "2025-06-01", "1.00")), "91.00")

    def test_a_split_that_cannot_divide_counts_whole_with_each_and_once_together(self):
        before = (registered(A, B, C), grant("a", A, "2025-01-01", "100.00"),
                  split(A, "2025-06-01", (B, "-1.00"), (C, "2.00"), _id="s"))
        self.outcome(last(*before), "deferred", "needs_review")
        review = event("review.decided", about="facts/s", question="q", decision="admit", reason="r", citation="c",
                       valid_for={},
                       _source="urn:aidledger:party:other")
        self.after(last(*before, review, grant("b", B, "2025-06-01", "1.00")), "101.00")
        self.after(last(*before, review, link(B, C, "2025-06-01"), grant("b", B, "2025-06-01", "1.00")), "101.00")

    def test_circle_and_flags_of_evidence(self):
        self.outcome(last(registered(A, B), link(A, B, "2025-01-01"), link(B, A, "2025-01-01")), "deferred", "needs_review")
        weak = last(registered(A, B), grant("a", A, "2025-01-01", "1.00"), link(A, B, "2025-01-01", "declared"),
                    grant("b", B, "2025-01-02", "1.00"))
        self.assertEqual(weak["flags"], ["group_evidence_weak"])
        abroad = "NID:SE:9"
        verdict = last(registered(A, abroad), grant("a", A, "2025-01-01", "1.00"), link(abroad, A, "2025-01-01"),
                       grant("b", abroad, "2025-01-02", "1.00"))
        self.assertEqual(verdict["flags"], ["group_cross_border"])

    def test_ends_without_a_link(self):
        self.outcome(last(registered(A, B), end(A, B, "2025-01-01")), "refused", "unknown_reference")
        self.outcome(last(registered(A, B), link(A, B, "2025-01-01"), end(A, B, "2025-01-01")), "refused",
                     "contradicts_record")


def serving(made, service="ferry"):
    made["data"]["conditions"] = {"export_linked": False, "domestic_goods": False, "price_quantity_linked": False,
                                  "sgei_service": service}
    return made


class Services(Verdicts):
    """C1: compensation for a service beside de minimis aid for it."""

    def aid(self, award="a", to=A, day="2026-01-01", amount="1.00", **more):
        return serving(grant(award, to, day, amount, regime=more.pop("regime", SGEI), **more), more.pop("service", "ferry"))

    def paid(self, award="r", to=A, day="2025-01-01", regime="notified", **more):
        return serving(report(award, to, day, "1.00", regime=regime, **more))

    def barred(self, *events):
        self.outcome(last(registered(A, B, C), *events), "refused", "cumulation_exceeded")

    def free(self, *events):
        self.outcome(last(registered(A, B, C), *events), "admitted")

    def test_the_same_service_is_paid_for_once(self):
        self.barred(self.paid(), self.aid())
        self.free(self.paid(), serving(self.aid(), "post"))
        self.free(self.paid(), serving(self.aid(), "Ferry"))
        self.free(self.paid(), grant("a", A, "2026-01-01", "1.00", regime=SGEI))
        self.free(report("r", A, "2025-01-01", "1.00", regime="notified"), self.aid())
        self.free(self.paid(), self.aid(regime=GENERAL))
        self.free(self.paid(to=B), self.aid())
        for regime in ("gber-25", "no-aid"):
            self.barred(self.paid(regime=regime), self.aid())
        self.outcome(last(registered(A), self.paid(regime="unknown"), self.aid()), "deferred", "needs_review")
        self.barred(self.paid(regime="unknown"), self.paid("s"), self.aid())
        for regime in (GENERAL, SGEI, "eu-1408-2013", "eu-717-2014", "eu-1407-2013", "eu-360-2012"):
            self.free(self.paid(regime=regime), self.aid())

    def test_neither_day_nor_state_nor_figure_matter(self):
        self.barred(self.paid(day="2019-01-01"), self.aid())
        self.barred(self.paid(day="2029-01-01"), self.aid())
        self.barred(self.paid(day={"from": "2025-01-01", "to": "2025-03-31"}), self.aid())
        self.barred(self.paid(state="SE"), self.aid())
        self.barred(serving(report("r", A, "2025-01-01", {"form": "declared", "gge_range": {"low": euro("1.00")}},
                                   regime="notified")), self.aid())
        gone = event("award.withdrawn", award="r", benefit_kept=euro("0.00"), on="2025-02-01", reason="r")
        self.barred(self.paid(), gone, self.aid())
        match = event("award.matched", award="r", same_as=["q"], evidence=EVIDENCE)
        self.barred(self.paid(), report("q", A, "2025-01-01", "2.00", regime="notified"), match, self.aid())

    def test_the_group_is_that_of_the_granting_date(self):
        linked = self.paid(to=B), link(A, B, "2025-06-01")
        self.free(*linked, self.aid(day="2025-05-31"))
        self.barred(*linked, self.aid(day="2025-06-01"))
        self.free(*linked, end(A, B, "2026-01-01"), self.aid(day="2026-01-01"))
        self.barred(self.paid(to=B), link(A, B, "2025-06-01", "declared"), self.aid())
        abroad = "NID:SE:9"
        self.barred(registered(abroad), self.paid(to=abroad), link(abroad, A, "2025-06-01"), self.aid())
        for kind in ("public-body", "non-profit"):
            holding = event("holding.declared", holder=A, held=B, capital_percent="60", votes_percent="60", kind=kind,
                            **{"from": "2025-01-01"})
            self.free(*linked, holding, self.aid())
        vat = "VAT:FI12345671"
        same = event("undertaking.identified", undertaking=A, same_as=[vat], evidence=EVIDENCE)
        self.free(self.paid(to=vat), self.aid())
        self.barred(self.paid(to=vat), same, self.aid())
        # A split divides amounts; the award was received by the undertaking that is split.
        divided = split(A, "2025-06-01", (B, "1.00"), (C, "1.00"))
        self.free(self.paid(), divided, self.aid(to=B))

    def test_reviews_and_claims_of_no_aid(self):
        review = lambda decision: event("review.decided", about="facts/r", question="q", decision=decision, reason="r",
                                        citation="c", valid_for={}, _source="urn:aidledger:party:other")
        self.barred(self.paid(), review("no-aid"), self.aid())
        self.free(self.paid(), review("not-counted"), self.aid())
        self.barred(self.paid(), review("not-counted"), review("no-aid"), self.aid())
        self.barred(self.paid(), review("not-counted"), review("counts-as-aid"), self.aid())

        def unaided(award):
            made = self.aid(award, regime="no-aid", funding=[{"origin": "private", "share_percent": "100"}])
            del made["data"]["member_state"]
            made["data"]["treatment"] = {"no-aid": {"ground": "private"}}
            return made
        self.barred(unaided("n"), self.aid())
        self.free(self.paid(), unaided("n"))
        self.outcome(last(registered(A), self.paid(), self.aid(right="conferred")), "recorded")

    def test_a_statement_let_stand_by_review(self):
        waiting = {**self.aid("g", regime="gber-25"), "id": "g"}
        review = lambda decision: event("review.decided", about="facts/g", question="q", decision=decision, reason="r",
                                        citation="c", valid_for={}, _source="urn:aidledger:party:other")
        self.outcome(last(registered(A), waiting), "deferred", "not_covered")
        self.free(waiting, self.aid())
        self.barred(waiting, review("admit"), self.aid())
        self.barred(waiting, review("no-aid"), self.aid())
        self.free(waiting, review("not-counted"), self.aid())
        # What waits itself is asked when it is judged again, if it is to be aid.
        loan = {"form": "loan", "principal": euro("1"), "years": "1", "collateral_percent": "50", "method": "reference-rate"}
        itself = registered(A), {**self.aid("g", amount=loan), "id": "g"}, self.paid()
        self.outcome(last(*itself, review("admit")), "refused", "cumulation_exceeded")
        self.outcome(last(*itself, review("no-aid")), "admitted")

    def conditional(self, made, stop="2026-03-01", right="conferred"):
        made["type"] = "eu.aidledger.award.conditional.v1"
        made["data"] |= {"long_stop": stop, "condition": "c", "legal_right": right}
        return made

    def test_what_is_open_or_freed(self):
        waiting = self.conditional(self.aid("c", regime="gber-25"))
        failed = event("award.condition-failed", award="c", on="2026-02-01", reason="r")
        met = event("award.condition-met", award="c", on="2026-02-01", evidence=EVIDENCE)
        self.barred(waiting, self.aid(day="2026-03-01"))
        self.free(waiting, self.aid(day="2026-03-02"))
        self.free(waiting, failed, self.aid(day="2026-03-01"))
        self.barred(waiting, met, self.aid(day="2026-03-02"))

    def test_confirmations_corrections_and_sets(self):
        waiting = self.conditional(self.aid("c"), right="on-admission")
        met = event("award.condition-met", award="c", on="2026-02-01", evidence=EVIDENCE)
        self.free(waiting, met)
        self.barred(waiting, self.paid(), met)
        correct = lambda **changes: event("award.corrected", award="a", set=changes, reason="r")
        self.barred(self.aid(), self.paid(), correct(granted_on="2026-01-02"))
        sgei = {"regime": SGEI, "kind": "ad-hoc"}
        self.barred(self.aid(regime=GENERAL), self.paid(), correct(basis=sgei))
        self.free(self.aid(), self.paid(), correct(basis={"regime": GENERAL, "kind": "ad-hoc"}))
        # What is matched with it is the award itself.
        match = event("award.matched", award="a", same_as=["r"], evidence=EVIDENCE)
        self.free(self.aid(), self.paid(), match, correct(granted_on="2026-01-02"))
        whole = lambda *made: event("award.set", _time="2026-01-01T00:00:00Z", awards=[x["data"] for x in made])
        unaided = self.aid("n", regime="no-aid", funding=[{"origin": "private", "share_percent": "100"}])
        del unaided["data"]["member_state"]
        unaided["data"]["treatment"] = {"no-aid": {"ground": "private"}}
        self.barred(whole(unaided, self.aid()))
        self.free(whole(self.aid(), unaided))
        self.free(whole(self.aid(), self.aid("b")))

    def test_it_stands_beside_the_ceiling(self):
        self.outcome(last(registered(A), self.paid(), self.aid(amount="750000.01")), "refused", "sgei_ceiling_exceeded",
                     "cumulation_exceeded")


class Life(Verdicts):
    def reserved(self, until="2026-03-01", amount="200000.00"):
        made = grant("a", A, "2026-01-01", amount)
        made["type"] = "eu.aidledger.award.reserved.v1"
        made["data"] |= {"expires_on": until, "applicant_consent": {"sha256": HASH}}
        return registered(A), made

    def test_reservation_counts_until_it_expires(self):
        self.outcome(last(*self.reserved(), grant("b", A, "2026-03-01", "100000.01")), "refused", "ceiling_exceeded")
        self.outcome(last(*self.reserved(), grant("b", A, "2026-03-02", "100000.01")), "admitted")
        self.outcome(last(*self.reserved("2026-04-01")), "admitted")
        self.outcome(last(*self.reserved("2026-04-02")), "refused", "policy_limit")

    def test_confirmation(self):
        confirm = lambda day, **more: event("award.confirmed", award="a", granted_on=day, **more)
        self.outcome(last(*self.reserved(), confirm("2026-03-01")), "admitted")
        self.outcome(last(*self.reserved(), confirm("2026-03-02")), "refused", "reservation_expired")
        self.outcome(last(*self.reserved(), confirm("2025-12-31")), "refused", "contradicts_record")
        more = {"form": "grant", "nominal": euro("200000.01")}
        self.outcome(last(*self.reserved(), confirm("2026-02-01", aid=more)), "refused", "contradicts_record")
        self.outcome(last(*self.reserved(), confirm("2026-02-01"), confirm("2026-02-01")), "refused", "award_id_used")
        free = event("award.released", award="a", reason="r")
        self.outcome(last(*self.reserved(), free, confirm("2026-02-01")), "refused", "unknown_award")
        self.outcome(last(*self.reserved(), free, grant("b", A, "2026-01-02", "300000.00")), "admitted")

    def test_reductions_act_forward(self):
        reduce = event("award.reduced", award="a", gge_after=euro("10.00"), benefit_kept=euro("30.00"), on="2026-06-01",
                       reason="r",
                       repaid={"amount": euro("5.00"), "interest": euro("0.00"), "on": "2026-06-01", "evidence": EVIDENCE})
        verdict = last(registered(A), grant("a", A, "2026-01-01", "100.00"), reduce)
        self.assertEqual((verdict["gge"], verdict["flags"]), (["25.00"], ["benefit_not_repaid"]))
        both = registered(A), grant("a", A, "2026-01-01", "100.00"), reduce
        self.after(last(*both, grant("b", A, "2026-05-31", "1.00")), "101.00")
        self.after(last(*both, grant("b", A, "2026-06-01", "1.00")), "26.00")

    def test_waiver(self):
        waive = lambda amount, repaid_on: event("award.waived", award="a", amount=euro(amount), on="2026-03-01",
                                                repaid_on=repaid_on,
                                                evidence=EVIDENCE, benefit_kept=euro("0.00"))
        before = registered(A), grant("a", A, "2026-01-01", "100.00")
        self.outcome(last(*before, waive("100.01", "2026-03-01")), "refused", "contradicts_record")
        verdict = last(*before, waive("40.00", "2026-04-01"))
        self.assertEqual((verdict["gge"], verdict["flags"]), (["60.00"], ["benefit_not_repaid"]))
        self.after(last(*before, waive("40.00", "2026-04-01"), grant("b", A, "2026-03-31", "1.00")), "101.00")
        self.after(last(*before, waive("40.00", "2026-04-01"), grant("b", A, "2026-04-01", "1.00")), "61.00")

    def test_matched_awards_count_once_at_the_higher_figure(self):
        both = registered(A), grant("a", A, "2026-01-01", "100.00"), report("r", A, "2026-01-02", "120.00")
        match = event("award.matched", award="r", same_as=["a"], evidence=EVIDENCE)
        verdict = last(*both, match)
        self.assertEqual(verdict["flags"], ["sources_differ"])
        self.after(last(*both, match, grant("b", A, "2026-02-01", "1.00")), "121.00")
        unmatch = event("award.unmatched", award="r", same_as=["a"], evidence=EVIDENCE)
        self.after(last(*both, match, unmatch, grant("b", A, "2026-02-01", "1.00")), "221.00")
        self.outcome(last(*both, unmatch), "refused", "unknown_reference")

    def test_possible_duplicate(self):
        verdict = last(registered(A), grant("a", A, "2026-01-01", "100.00"), report("r", A, "2026-01-01", "100.00"))
        self.assertEqual(verdict["flags"], ["possible_duplicate"])

    def test_set(self):
        whole = lambda *amounts: event("award.set", _time="2026-01-01T00:00:00Z", awards=[
            grant(f"s{n}", A, "2026-01-01", x)["data"] for n, x in enumerate(amounts)])
        verdict = last(registered(A), whole("100000.00", "200000.00"))
        self.outcome(verdict, "admitted")
        self.assertEqual((verdict["gge"], len(verdict["checks"])), (["300000.00"], 2))
        self.outcome(last(registered(A), whole("100000.00", "200000.01")), "refused", "ceiling_exceeded")
        self.outcome(last(registered(A), whole("100000.00", "200000.01"), grant("a", A, "2026-01-01", "300000.00")),
                     "admitted")

    def test_reviews(self):
        review = lambda about, decision, by="other": event("review.decided", about=about, question="q",
                                                           decision=decision, reason="r",
                                                           citation="c", valid_for={}, _source=f"urn:aidledger:party:{by}")
        waiting = registered(A), report("r", A, "2026-01-01", {"form": "declared", "gge_range": {"low": euro("1.00")}}), \
            {**grant("a", A, "2026-02-01", "5.00"), "id": "g"}
        self.outcome(last(*waiting), "deferred", "uncounted_award_in_window")
        verdict = last(*waiting, review("facts/g", "admit"))
        self.outcome(verdict, "admitted")
        self.assertEqual(verdict["gge"], ["5.00"])
        self.outcome(last(*waiting, review("facts/g", "admit", "facts")), "admitted")  # unsigned: nobody's own case
        self.outcome(last(*waiting, review("facts/g", "refuse"), review("facts/g", "admit")), "refused", "unknown_reference")
        self.outcome(last(*waiting, review("facts/r", "not-counted"), grant("b", A, "2026-02-01", "1.00")), "admitted")
        self.outcome(last(*waiting, review("facts/r", "admit")), "refused", "contradicts_record")

    def test_draws_and_usage(self):
        drawn = event("award.drawn", award="a", host="facts", system="s", quantity="1", value=euro("60.00"), on="2026-02-01")
        verdicts = judged(registered(A), grant("a", A, "2026-01-01", "100.00"), drawn, drawn)
        self.assertEqual([v["flags"] for v in verdicts[2:]], [[], ["draw_exceeds_award"]])
        used = lambda day, total: event("usage.reported", award="a", to=day, quantity=total)
        before = registered(A), grant("a", A, "2026-01-01", "100.00"), used("2026-03-01", "10")
        self.outcome(last(*before, used("2026-02-01", "11")), "refused", "contradicts_record")
        self.outcome(last(*before, used("2026-04-01", "9")), "refused", "contradicts_record")
        self.outcome(last(*before, used("2026-04-01", "11")), "recorded")


class Procedure(Verdicts):
    def test_declaration_and_attestation_are_flagged(self):
        flags = lambda *events: last(registered(A), *events, grant("a", A, "2026-01-01", "1.00"), procedural=True)["flags"]
        self.assertEqual(flags(), ["group_not_attested", "declaration_missing"])
        said = event("declaration.received", undertaking=A, signed_on="2025-12-01", period={"from": "2023-01-01"},
                     awards=[], group=[], sha256=HASH)
        attested = event("group.attested", undertaking=A, members=[], on="2025-12-01", sha256=HASH)
        self.assertEqual(flags(said, attested), [])

    def test_a_key_has_one_purpose_and_a_party_is_known(self):
        x, y = ({"kty": "OKP", "crv": "Ed25519", "x": KEYS[n]} for n in (0, 1))
        admit = lambda name, *keys: event("party.admitted", party=name, name=name, roles=[], keys=list(keys), mandates=[])
        logs = lambda name, n: event("log-key.added", vkey=verifier_key(name, KEYS[n]), purpose="token")
        revoke = lambda **more: event("token.revoked", issued_before="1980-01-01T00:00:00.000000Z", reason="lost", **more)
        self.outcome(last(admit("north", x), admit("south", x)), "refused", "key_in_use")
        self.outcome(last(admit("north", x), admit("north", x)), "refused", "party_exists", "key_in_use")
        self.outcome(last(admit("north", x, x)), "refused", "key_in_use")
        self.outcome(last(logs("log.example/a", 0), admit("north", x)), "refused", "key_in_use")
        self.outcome(last(logs("log.example/a", 0), logs("log.example/b", 0)), "refused", "key_in_use")
        self.outcome(last(admit("north", x), logs("log.example/a", 0)), "refused", "key_in_use")
        self.outcome(last(admit("north", x), logs("log.example/a", 1), admit("south")), "admitted")
        self.outcome(last(admit("north", x, y), revoke(party="north")), "admitted")
        self.outcome(last(revoke(party="nobody")), "refused", "unknown_party")
        self.outcome(last(revoke()), "admitted")

    def test_order_of_codes_and_what_stands_alone(self):
        verdict = last(registered(A), grant("a", A, "2026-01-01", "1.00"), grant("a", A, "2026-01-01", "300000.00"))
        self.outcome(verdict, "refused", "award_id_used", "ceiling_exceeded")
        self.outcome(last(grant("a", A, "2026-01-01", "300000.01")), "refused", "unknown_undertaking")


if __name__ == "__main__":
    unittest.main()
