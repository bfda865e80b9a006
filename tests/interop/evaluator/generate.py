"""Streams of facts that collide: few undertakings, few days around the boundaries, amounts around the ceilings.

A stream is a list of events (dicts) and whether it is to be judged with `--procedural`. Everything comes from the seed.
Each event is judged as it is made, so that what is said of an award, a reservation or a deferred statement mostly finds
one; what is expected is never taken from here.
"""

import random
from datetime import date, timedelta

import evaluate
import law
import statements
from graph import View
from world import World

HASH = "a" * 64
PARTY = "urn:aidledger:party:"
BRINGS_AWARDS = ("award.granted", "award.reserved", "award.conditional", "award.reported", "award.set")
UNDERTAKINGS = ["NID:FI:1", "NID:FI:2", "NID:IT:3", "NID:PL:4", "EUID:FIPRH.5", "NID:FI:6"]
STRANGER = "NID:FI:99"
PERSON = "PRS:" + "b" * 32
IDENTIFIERS = ["LEI:529900T8BM49AURSDO55", "VAT:FI12345671"]
# Handles with the number of one of the undertakings, in another register or spelling.
NAMESAKES = ["NID:FI:5", "EUID:FIPRH.1", "NID:IT:0-3", "NID:PL:PL4"]
BASES = [date(2024, 2, 28), date(2024, 2, 29), date(2024, 6, 30), date(2025, 2, 10), date(2025, 2, 28), date(2026, 3, 2)]
GENERAL, SGEI = "eu-2023-2831", "eu-2023-2832"
# What may pay for a service: in a grant that nobody asks about, and in a report.
CONFERRED = [SGEI, "eu-360-2012", "gber-25", "gber-56a", "gber-56a"]
REPORTED = CONFERRED + ["notified", "notified", "unknown", "unknown"]
AMOUNTS = ["0.01", "1.00", "50000.01", "100000.00", "100000.00", "149999.99", "150000.00", "200000.00", "299999.99",
           "300000.00"]
SGEI_AMOUNTS = ["0.01", "250000.00", "450000.00", "749999.99", "750000.00"]
CURRENCIES = {"SEK": "11.0345", "PLN": "4.2991", "DKK": "7.46", "BGN": "1.9", "HRK": "7.5"}
# Around what the lists of sectors exclude, serve, or leave to a person; None is a label alone.
CODES = ["01.10", "03.21", "62.10", "62.10", "01.61", "01.16", "01", "46", "46.31", "10.51", "10.20", "11.05", "03.30",
         "47.11", "49.41", None]
EVIDENCE = {"level": "register", "sha256": HASH}


def money(amount, currency="EUR"):
    return {"amount": amount, "currency": currency}


def quarter_end(day):
    """The last day of the quarter in which a day lies."""
    day = date.fromisoformat(day)
    after = date(day.year + day.month // 10, (day.month + 2) // 3 * 3 % 12 + 1, 1)
    return str(after - timedelta(days=1))


class Stream:
    def __init__(self, seed, old=False):
        self.rng, self.old, self.events, self.serial = random.Random(seed), old, [], 0
        r = self.rng
        self.procedural = not old and r.random() < 0.3
        self.world, self.reader = World(self.procedural), statements.Reader()
        theme = r.choice(THEMES)
        self.serving, self.lending = not old and theme is SERVING, not old and theme is LENDING
        self.states = ["IT", "FI", "PL"] if old else ["IT", "FI", "PL", "LT"]
        self.state = r.choice(["LT", "LT", "LT", "FI"] if self.lending else self.states)
        self.base = r.choice(BASES)
        self.days = self._days()
        self.people = r.sample(UNDERTAKINGS, r.choice([2, 2, 3, 3, 4]))
        self.links, self.splits, self.facts, self.pairs = [], [], [], []
        self.signers = []
        self.applications, self.projects, self.findings, self.grants, self.reduced = [], [], [], [], set()
        self._begin()
        every = {kind: weight * (3 if kind in theme else 1) for kind, weight in (OLD if old else {**OLD, **NEW, **CHAINS}).items()}
        kinds, weights = list(every), list(every.values())
        for _ in range(r.randint(8, 32)):
            getattr(self, "make_" + self._kind(kinds, weights))()

    def _kind(self, kinds, weights):
        """Mostly a kind of event that has something to be about."""
        for _ in range(6):
            kind = self.rng.choices(kinds, weights)[0]
            if self.rng.random() < 0.04 or self._has_object(kind):
                break
        return kind

    def _has_object(self, kind):
        awards, links = list(self.world.awards.values()), self.world.graph.links
        if kind in ("confirmed", "condition_met", "freed"):
            return any(a.open and not a.freed for a in awards)
        if kind in ("restated", "matched"):
            return any(a.kind == "reported" for a in awards) and len(awards) > 1
        needs = {"end": links, "unmatched": self.world.matches.pairs, "attributed": self.splits}
        about_awards = ("reduced", "withdrawn", "corrected", "waived", "expired", "drawn", "usage", "disputed", "notice",
                        "receipt", "review")
        return bool(awards) if kind in about_awards else bool(needs.get(kind, True))

    def _days(self):
        """About ten days: around the base, around three years later, and February where it hurts."""
        later = self.base.replace(year=self.base.year + 3) if (self.base.month, self.base.day) != (2, 29) else date(
            self.base.year + 3, 2, 28)
        step = lambda day, n: day + timedelta(days=n)
        near = [step(d, n) for d in (self.base, later) for n in (-1, 0, 1)]
        february = [date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 28), date(2028, 2, 29)]
        middle = [step(self.base, n) for n in (30, 90, 91, 400)]
        return self.rng.sample(near, 4) + near[1:5:3] + self.rng.sample(february, 1) + self.rng.sample(middle, 2)

    # Small choices.

    def day(self):
        return str(self.rng.choice(self.days))

    def person(self):
        roll = self.rng.random()
        if roll < 0.02:
            return STRANGER
        if roll < 0.05:
            return self.rng.choice(IDENTIFIERS)
        if roll < 0.08 and not self.old:
            return self.rng.choice([PERSON, PERSON, *NAMESAKES])
        return self.rng.choice(self.people)

    def two(self):
        return self.rng.sample(self.people, 2)

    def regime(self, paying=(SGEI,) * 8 + ("gber-25",)):
        if self.serving and self.rng.random() < 0.8:
            return self.rng.choice(paying)
        # Agriculture and fisheries are left out as long as this evaluator has not read rules-sectors.md.
        return self.rng.choices([GENERAL, SGEI, "eu-1407-2013", "eu-360-2012", "gber-25"], [80, 12, 3, 4, 1])[0]

    def amount(self, regime=GENERAL):
        few = SGEI_AMOUNTS if regime in (SGEI, "eu-360-2012") and self.rng.random() < 0.8 else AMOUNTS
        few = few[:2] if self.serving and self.rng.random() < 0.7 else few
        return self.rng.choice(few) if self.rng.random() < 0.8 else f"{self.rng.randint(0, 310000)}.{self.rng.randint(0, 99):02d}"

    def sum(self, regime=GENERAL):
        if self.rng.random() < 0.07:
            return money(self.amount(regime), self.rng.choice(list(CURRENCIES)))
        return money(self.amount(regime))

    def less(self, award):
        """An amount about an award: mostly less than it was."""
        return money(f"{self.rng.randint(0, 320000)}.{self.rng.randint(0, 99):02d}" if self.rng.random() < 0.3
                     else self.rng.choice(["0.00", "1.00", "20000.00", "33333.33", "100000.00"]))

    def standing(self, fits=lambda award: True):
        return [a.name.removeprefix("facts/") for a in self.world.awards.values() if not a.freed and fits(a)]

    def award(self, fits=lambda award: True):
        """The id of an award in effect, mostly one that fits; now and then one that is gone or never was."""
        roll = self.rng.random()
        pool = self.standing(fits) if roll < 0.9 else self.standing() if roll < 0.96 else [
            a.removeprefix("facts/") for a in self.world.awards]
        pool = pool or self.standing()
        return self.rng.choice(pool) if pool and roll < 0.985 else "nobody-knows-it"

    # Emitting.

    def emit(self, kind, data, fact=False, **envelope):
        self.serial += 1
        name = f"e{self.serial}"
        if not self.old and self.signers and kind != "review.decided" and self.rng.random() < 0.15:
            # Another signer: its short ids are its own, so what it speaks of is mostly written in full.
            envelope.setdefault("source", PARTY + self.rng.choice(self.signers))
            if self.rng.random() < 0.85:
                data = self._in_full(kind, data)
        event = {"type": f"eu.aidledger.{kind}.v1", "id": name, "data": data, **envelope}
        self.events.append(event)
        verdict = evaluate.judge(self.world, self.reader.event(event))
        took_effect = verdict["outcome"] in ("admitted", "recorded")
        if (fact and took_effect) or self.rng.random() < 0.03:
            self.facts.append((event.get("source", PARTY + "facts"), name))
        return name if took_effect else None

    def _in_full(self, kind, data):
        """Statements about an award with its full id; new awards keep their short ones."""
        if kind in BRINGS_AWARDS or not isinstance(data.get("award"), str):
            return data
        full = lambda name: name if "/" in name else f"facts/{name}"
        data = {**data, "award": full(data["award"])}
        if "same_as" in data:
            data["same_as"] = [full(name) for name in data["same_as"]]
        if "split" in data:
            data["split"] = full(data["split"])
        return data

    def give(self, kind, data, **envelope):
        if self.emit(kind, data, **envelope):
            self.grants.append(data)

    def _begin(self):
        r = self.rng
        for n, name in enumerate(self.people):
            ids = []
            if r.random() < 0.25 and n < len(IDENTIFIERS):
                scheme, _, value = IDENTIFIERS[n].partition(":")
                ids = [{"scheme": scheme, "value": value}]
            self.emit("undertaking.registered",
                      {"undertaking": name, "identifiers": ids, "natural_person": False}, fact=True)
        for currency, rate in CURRENCIES.items():
            if r.random() < 0.3:
                self._rates(currency, rate)
        if not self.old:
            if r.random() < (0.9 if self.lending else 0.6):
                self.make_base_rate()
            if r.random() < 0.5:
                self.make_price()
        for _ in range(2 * self.lending):
            self.make_assessed()

    def _rates(self, currency, rate):
        rows = []
        for day in self.rng.sample(self.days, 5):
            back = self.rng.choice([0, 0, 0, 7, 8, 1])
            row = {"member_state": "*" if self.rng.random() < 0.8 else self.state, "currency": currency,
                   "date": str(day - timedelta(days=back)), "rate": rate, "source": "ECB"}
            if not self.old and self.rng.random() < 0.3:
                row |= self.rng.choice([{"source": "InforEuro"}, {"until": str(day)}, {"until": row["date"]}])
            rows.append(row)
        self.publish("fx", rows)

    def publish(self, table, rows):
        # A statement's own time, so that "the day of the statement" is said.
        self.emit("reference.published", {"table": table, "rows": rows, "source": {"ref": "rows", "sha256": HASH}},
                  time=self.day() + "T12:00:00Z")

    # Aid.

    def aid(self, regime):
        r, forms = self.rng, ["grant"] * 6
        if not self.old:
            forms += ["instalments", "interest_subsidy", "loan", "loan", "guarantee", "capital", "compute", "credits",
                      "service"]
        forms += ["loan"] * 12 * self.lending
        made = getattr(self, "form_" + r.choice(forms))(regime)
        if not self.old and r.random() < 0.12:
            made |= {"cap": self.sum(regime), "counts_as": r.choice(["exact", "cap", "scheme-fixed-sum"])}
        return made

    def form_grant(self, regime):
        return {"form": "grant", "nominal": self.sum(regime)}

    def form_instalments(self, regime):
        count = self.rng.randint(1, 3)
        return {"form": "instalments", "payments": [
            {"due": self.day(), "amount": money(self.rng.choice(["100000.00", "105000.00", "75.55", "50000.00"]))}
            for _ in range(count)]}

    def form_interest_subsidy(self, regime):
        return self.form_instalments(regime) | {"form": "interest-subsidy"}

    def form_loan(self, regime):
        r = self.rng
        if not self.old and r.random() < (0.8 if self.lending else 0.15):
            return self._loan_by_reference_rate()
        return {"form": "loan", "principal": money(r.choice(["1500000.00", "750000.00", "750000.01", "1000000.00",
                                                            "500000.00",
                                                            "100000.00", "3750000.00", "1875000.00", "333333.33"])),
                "years": r.choice(["1", "2.5", "3", "5", "5.01", "7", "8", "10", "10.5"]),
                "collateral_percent": r.choice(["50", "50", "100", "49.99"]), "method": "safe-harbour"}

    def _loan_by_reference_rate(self):
        r = self.rng
        amount = r.choice(["100000.00", "100000.00", "333333.33", "50000.01", "0.10", "1431980.91", "1431980.93", "2000000.00"])
        made = {"form": "loan", "principal": money(amount, r.choice(["EUR"] * 20 + list(CURRENCIES))),
                "years": r.choice(["0", "0.004999", "0.005", "1", "2.344999", "2.345", "2.355", "5", "5.00", "12.3456"]),
                "collateral_percent": r.choice(["0", "49.99", "50"]), "method": "reference-rate"}
        if r.random() < 0.85:
            made["rate_percent"] = r.choice(["2.00", "2", "0", "-1.5", "1.999999", "3.55", "6.19", "6.190001", "9"])
        return made

    def form_guarantee(self, regime):
        r = self.rng
        return {"form": "guarantee", "guaranteed": money(r.choice(["2250000.00", "1125000.00", "1125000.01", "800000.00",
                                                                  "400000.00", "5625000.00", "2813036.00", "2000000.00"])),
                "years": r.choice(["1", "3", "5", "5.01", "6", "7", "10", "11"]),
                "cover_max_percent": r.choice(["80", "80", "50", "80.01"]), "losses_pari_passu": r.random() < 0.9,
                "method": r.choices(["safe-harbour", "safe-harbour-premium"], [9, 1])[0]}

    def form_capital(self, regime):
        return {"form": "capital", "injection": money(self.rng.choice(["250000.00", "300000.00", "300000.01",
                                                            "750000.00", "1.00"]))}

    def form_compute(self, regime):
        r = self.rng
        made = {"form": "compute", "system": "lumi", "unit": r.choice(["gpu-hour", "gpu-hour", "node-hour"]),
                "quantity": r.choice(["100", "20000", "54054.5", "162162", "1.5"]),
                "price_paid": self.sum() if r.random() < 0.2 else money("0.00")}
        if r.random() < 0.5:
            made["unit_price"] = {"rate": r.choice(["1.85", "0.333333333333", "15"]),
                                  "currency": r.choice(["EUR", "EUR", "SEK"]),
                                  "evidence": {"method": "tariff", "sha256": HASH}}
        if r.random() < 0.4:
            made["partition"] = r.choice(["g", "c"])
        if r.random() < 0.3:
            made["access"] = {"economic": r.random() < 0.5}
        return made

    def form_credits(self, regime):
        return {"form": "credits", "face_value": self.sum(regime),
                "price_paid": money(self.rng.choice(["0.00", "0.01", "150000.00"])),
                "expires_on": "2031-12-31"}

    def form_service(self, regime):
        return {"form": "service", "market_value": self.sum(regime),
                "price_paid": money(self.rng.choice(["0.00", "1.00", "99999.99"]))}

    def funding(self):
        r = self.rng
        first = r.choice(["0", "12.5", "50", "66.67", "100"])
        rest = str(100 - float(first)).removesuffix(".0") if first != "66.67" else "33.33"
        one, other = r.sample(["state", "shared-management", "union-central", "ms-donated", "private", "undetermined"], 2)
        return [{"origin": one, "share_percent": first}, {"origin": other, "share_percent": rest}]

    # Grants and reports.

    def grant_data(self, right="on-admission"):
        r, regime = self.rng, self.regime(CONFERRED) if right == "conferred" else self.regime()
        name = f"a{self.serial + 1}" if r.random() < 0.98 or not self.grants else r.choice(self.grants)["award"]
        data = {"award": name, "beneficiary": self.person(), "granted_on": self.day(), "legal_right": right,
                "member_state": self.state if r.random() < 0.85 else r.choice(self.states),
                "basis": {"regime": regime, "kind": r.choice(["ad-hoc", "scheme"])}, "aid": self.aid(regime)}
        self._activity(data)
        if not self.old:
            self._service(data)
            if r.random() < 0.12:
                data["funding"] = self.funding()
            if r.random() < 0.015:
                data["project"] = r.choice(self.projects or ["no-project"])
            if r.random() < 0.015:
                data["basis"]["scheme"] = r.choice(["scheme-1", "scheme-2"])
            if r.random() < (0.12 if self.serving else 0.04):
                self._no_aid(data)
        return data

    def _activity(self, data):
        """What is aided and on which conditions, now and then one that closes it, or leaves it to a person."""
        r = self.rng
        if r.random() < 0.08:
            code = r.choice(CODES)
            # A grant states a code, a report may have a label alone.
            named = code or "legal_right" in data
            data["activity"] = {"nace": {"code": code or "62.10", "revision": r.choice(["2", "2.1"])} if named
                                else {"label": "farming"}}
        if r.random() < 0.06:
            data["conditions"] = {"export_linked": r.random() < 0.2, "domestic_goods": r.random() < 0.2,
                                  "price_quantity_linked": r.random() < 0.4}
            if r.random() < 0.5:
                data["conditions"]["separated_activities"] = r.random() < 0.3

    def _service(self, data):
        """Names a service of general economic interest, of very few: mostly one that is paid for already, freed or not."""
        r = self.rng
        # Under 2023/2832 there is no aid without a service.
        if r.random() > (0.9 if data["basis"]["regime"] == SGEI else 0.85 if self.serving else 0.02):
            return
        paid = [a for a in self.world.awards.values() if a.service and a.regime not in law.SPARED]
        service = r.choices(["ferry", "post", "Ferry"], [12, 7, 1])[0]
        if paid and data["basis"]["regime"] == SGEI and r.random() < 0.5:
            other = r.choice(paid)
            service, graph, day = other.service, self.world.graph, date.fromisoformat(data["granted_on"])
            data["beneficiary"] = r.choice(sorted(graph.group(graph.of(other.handle), day, View(set()))))
        data.setdefault("conditions", {"export_linked": False, "domestic_goods": False, "price_quantity_linked": False})
        data["conditions"]["sgei_service"] = service

    def _no_aid(self, data):
        r = self.rng
        del data["member_state"]
        data["treatment"] = {"no-aid": {"ground": r.choice(["union-central", "private", "market-price",
                                                            "non-economic-use", "other"])}}
        data["basis"]["regime"] = r.choice(["no-aid", "no-aid", "no-aid", GENERAL])
        if r.random() < 0.6:
            data["funding"] = [{"origin": r.choice(["union-central", "private", "state"]), "share_percent": "100"}]
        if self.serving and r.random() < 0.7:
            # One whose ground holds.
            data["treatment"], data["basis"]["regime"] = {"no-aid": {"ground": "private"}}, "no-aid"
            data["funding"] = [{"origin": "private", "share_percent": "100"}]

    def make_grant(self):
        data = self.grant_data()
        envelope = {}
        if self.rng.random() < 0.08:
            late = date.fromisoformat(data["granted_on"]) + timedelta(days=self.rng.choice([27, 28, 29, 30, 31, 33, 57, 60]))
            envelope["recordedat"] = f"{late}T10:00:00Z"
        self.give("award.granted", data, **envelope)

    def make_conferred(self):
        data = self.grant_data("conferred")
        self.give("award.granted", data)

    def declared(self, regime):
        roll = self.rng.random()
        if roll < 0.8 or (roll >= 0.94 and self.old):
            return {"form": "declared", "gge": self.sum(regime)}
        if roll < 0.88:
            return {"form": "declared", "gge_range": {"low": money("100.00"), "high": money("100000.00")}}
        if roll < 0.94:
            return {"form": "declared", "gge_range": {"low": money("100000.00")}}
        return self.aid(regime)

    def make_reported(self):
        r, regime = self.rng, self.regime(REPORTED)
        if not self.old and r.random() < 0.08:
            regime = "unknown"
        name = f"r{self.serial + 1}"
        data = {"award": name, "beneficiary": self.person(), "granted_on": self.day(),
                "member_state": self.state if r.random() < 0.85 else r.choice(self.states),
                "basis": {"regime": regime}, "aid": self.declared(regime), "date_basis": "legal-right",
                "reported_from": "register",
                "source_row": {"register": "tam", "id": "row", "retrieved_on": "2039-12-31", "sha256": HASH}}
        if not self.old:
            self._service(data)
            self._activity(data)
            self._authority(data)
        if not self.old and r.random() < 0.08:
            data |= {"date_basis": "quarter-end", "granted_on": quarter_end(data["granted_on"])}
        if not self.old and self.grants and r.random() < (0.3 if self.serving else 0.15):
            self._as_seen(data)
        if r.random() < 0.04:
            day = date.fromisoformat(data.pop("granted_on"))
            data["granted_on_range"] = {"from": str(day), "to": str(day + timedelta(days=r.choice([0, 1, 30])))}
        self.give("award.reported", data)

    def _authority(self, data):
        """Now and then the signer reports what it granted itself."""
        r = self.rng
        if r.random() < 0.1:
            data["granting_authority"] = r.choice([{"name": "Facts"}, {"id": "facts", "name": "x"}, {"name": "North"},
                                                   {"id": "other", "name": "facts"}])
            data["reported_from"] = r.choice(["authority", "register"])
        if r.random() < 0.1:
            data["source_row"] = {**data["source_row"], "retrieved_on": self.day()}

    def _as_seen(self, data):
        """The report of an award that is there already: a duplicate, unless it is matched."""
        grants = [g for g in self.grants if self.serving and "legal_right" in g] or self.grants
        seen = self.rng.choice(grants)
        if "granted_on" in seen and "member_state" in seen:
            for member in ("beneficiary", "granted_on", "member_state"):
                data[member] = seen[member]
            data["date_basis"] = "legal-right"
            data["basis"] = {"regime": self.regime(REPORTED) if self.serving else seen["basis"]["regime"]}
            if "conditions" in seen:
                data["conditions"] = seen["conditions"]
            data["aid"] = seen["aid"]
            self.pairs.append((data["award"], seen["award"]))

    def make_reduced(self):
        award = self.award()
        self.reduced.add(award)
        data = {"award": award, "gge_after": self.less(None), "benefit_kept": self.less(None), "on": self.day(),
                "reason": "less"}
        self._repaid(data)
        self.emit("award.reduced", data)

    def make_withdrawn(self):
        award = self.award()
        self.reduced.add(award)
        data = {"award": award, "benefit_kept": self.less(None), "on": self.day(), "reason": "never begun"}
        self._repaid(data)
        self.emit("award.withdrawn", data)

    def _repaid(self, data):
        if self.rng.random() < 0.3:
            data["repaid"] = {"amount": self.less(None), "interest": money("0.00"), "on": self.day(), "evidence": EVIDENCE}

    def make_corrected(self):
        r, change = self.rng, {}
        which, award = r.random(), self.award(lambda a: not self.serving or (a.service and a.enforced))
        stood = self.world.awards.get(f"facts/{award}")
        reported = stood is not None and stood.kind == "reported"
        if which < 0.5:
            change["aid"] = self.declared(GENERAL) if reported and r.random() < 0.7 else self.aid(GENERAL)
        if 0.4 < which < 0.85 or self.old and which >= 0.85:
            change["granted_on"] = self.day()
        if which > 0.8 or r.random() < 0.1:
            kind = "ad-hoc" if self.old else r.choice(["ad-hoc", "scheme"])
            other = [SGEI, SGEI, "gber-25"] if self.serving else [GENERAL, GENERAL, SGEI, "eu-1407-2013"]
            change["basis"] = {"kind": kind, "regime": r.choice(other)}
        if not self.old and r.random() < 0.1:
            change["activity"] = {"nace": {"code": r.choice(["01.10", "62.10"]), "revision": "2.1"}}
        if not self.old and r.random() < 0.05:
            change["eligible_costs"] = {"lines": [{"id": "trial", "aid": self.sum()}]}
        if self.old and award in self.reduced:
            return  # what a reduction does to a corrected figure is new
        self.emit("award.corrected", {"award": award, "set": change, "reason": "as the act says"})

    def make_registered(self):
        rare = not self.old and self.rng.random() < 0.2
        name = self.rng.choice(NAMESAKES if rare else UNDERTAKINGS)
        ids = []
        if self.rng.random() < 0.5:
            scheme, _, value = self.rng.choice(IDENTIFIERS).partition(":")
            ids = [{"scheme": scheme, "value": value}]
        self.emit("undertaking.registered", {"undertaking": name, "identifiers": ids, "natural_person": False}, fact=True)
        if name not in self.people:
            self.people.append(name)

    def make_identified(self):
        a = self.rng.choice(self.people)
        b = self.rng.choice(self.people + IDENTIFIERS + [STRANGER] + NAMESAKES * (not self.old))
        if a != b:
            self.emit("undertaking.identified", {"undertaking": a, "same_as": [b], "evidence": EVIDENCE}, fact=True)

    def make_retracted(self):
        if self.facts:
            source, name = self.rng.choice(self.facts)
            if self.rng.random() < 0.05:
                source, name = self.rng.choice([(source, "never-said"), (PARTY + "nobody", name)])
            self.emit("statement.retracted", {"source": source, "id": name, "reason": "wrong"})

    def make_fx(self):
        currency = self.rng.choice(list(CURRENCIES))
        self._rates(currency, CURRENCIES[currency])


from generate_chains import CHAINS, Chains  # noqa: E402  (kept apart for their length: the rest of the vocabulary)
from generate_life import Life, NEW  # noqa: E402

OLD = {"grant": 30, "conferred": 8, "reported": 14, "reduced": 4, "withdrawn": 3, "corrected": 5, "registered": 1,
       "identified": 1, "retracted": 2, "fx": 1}


# A stream has one of these in threefold, so that what belongs together meets. Under the last two, services are paid for
# twice, and a State has a formula for its loans.
SERVING = ("grant", "reported", "review", "conferred", "reserved", "conditional", "confirmed", "condition_met", "corrected",
           "matched", "freed", "link", "holding")
LENDING = ("assessed", "base_rate", "grant", "corrected")
THEMES = [
    (), ("grant", "assessed"), ("link", "end", "split", "attributed", "merger", "holding", "grant"),
    ("reserved", "conditional", "confirmed", "condition_met", "freed", "waived"),
    ("reported", "matched", "unmatched", "restated"),
    ("set", "review", "corrected", "reported"), SERVING, LENDING,
    ("chain", "inherited", "exit", "split", "end", "link", "grant"),
    ("sighting", "matched", "unmatched", "reserved", "grant"),
    ("spending", "sighting", "corrected", "grant"), ("majority", "person", "holding", "link", "grant"),
    ("capped", "lines", "grant", "reported"),
]


class Whole(Stream, Life, Chains):
    """A stream over the whole vocabulary."""


def stream(seed, old=False):
    made = Whole(seed, old)
    return made.events, made.procedural
