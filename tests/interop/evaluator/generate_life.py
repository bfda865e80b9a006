"""The rest of the vocabulary for the generator: groups through time, the life of an award, procedure."""

import base64
import hashlib
from datetime import date, timedelta

import law
from graph import View

HASH = "a" * 64
EVIDENCE = {"level": "register", "sha256": HASH}
AUTHORITY = "urn:aidledger:party:authority"
SIGNERS = ["north", "south"]
KEYS = ["11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5Q",
        "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w"]


def verifier_key(name, x):
    """A log key's line (C2SP signed-note, type 01)."""
    typed = b"\x01" + base64.urlsafe_b64decode(x + "=")
    number = hashlib.sha256(name.encode() + b"\n" + typed).hexdigest()[:8]
    return f"{name}+{number}+{base64.b64encode(typed).decode()}"


def money(amount, currency="EUR"):
    return {"amount": amount, "currency": currency}


NEW = {
    "assessed": 3, "link": 9, "end": 5, "holding": 2, "merger": 2, "split": 5, "attributed": 4, "attested": 1.5,
    "reserved": 5, "conditional": 3, "confirmed": 5, "condition_met": 3, "freed": 2, "restated": 2, "matched": 5,
    "unmatched": 1.5, "waived": 4, "expired": 2, "drawn": 2, "usage": 2, "set": 3, "disputed": 1, "review": 8,
    "party": 1, "base_rate": 1, "price": 1, "coverage": 0.7, "holiday": 0.5, "project": 1, "application": 1.5, "declaration": 1,
    "notice": 1, "receipt": 0.7, "finding": 1, "recovery": 1.5, "system": 0.7, "scheme": 0.7,
}


class Life:
    # Groups.

    def make_assessed(self):
        r, day = self.rng, str(min(self.days)) if self.lending else self.day()
        data = {"undertaking": self.person(), "on": day, "evidence": EVIDENCE}
        if r.random() < 0.6:
            data["size"] = r.choice(["small", "medium", "large", "large"])
        if r.random() < 0.4:
            data["insolvency"] = r.choice(["none", "none", "proceedings", "criteria-met"])
        if r.random() < (0.35 if self.lending else 0.5):
            data["credit_band"] = r.choice(["AAA", "B", "CCC", "unrated"] + ["unrated"] * 3 * self.lending)
        self.emit("undertaking.assessed", data, fact=True)

    def make_link(self):
        r, (above, below) = self.rng, self.two()
        level = "declared" if r.random() < 0.25 else "register"
        kind = r.choice(["voting-majority", "appoint-majority", "dominant-influence", "shareholder-agreement"])
        self.emit("control.declared", {"controller": above, "controlled": below, "kind": kind, "from": self.day(),
                                       "evidence": {"level": level}}, fact=True)
        self.links.append((above, below))

    def make_end(self):
        r = self.rng
        above, below, day = self._running_link()
        data = {"controller": above, "controlled": below, "on": day}
        roll = r.random()
        if roll < 0.3:
            data["history"] = "stays-with-recipient"
        elif roll < 0.6 and self.grants:
            data["history"] = {"attributed": [self._part(above, below) for _ in range(r.randint(1, 2))]}
        self.emit("control.ended", data, fact=True)

    def _running_link(self):
        """A link with a day on which it can end; now and then anything."""
        links = [x for x in self.world.graph.links if x.start < max(self.days)]
        if not links or self.rng.random() < 0.06:
            return (*self.two(), self.day())
        link = self.rng.choice([x for x in links if x.end is None] or links)
        fit = [d for d in self.days if link.start < d] if self.rng.random() < 0.93 else self.days
        day = link.end if link.end and self.rng.random() < 0.5 else self.rng.choice(fit)
        return link.statement.data["controller"], link.statement.data["controlled"], str(day)

    def _part(self, above, below):
        amount = self.rng.choice(["1.00", "33333.33", "50000.00", "100000.01"])
        whose = (above, below) if self.rng.random() < 0.8 else self.people
        award = self.award(lambda a: a.handle in whose and a.figure and (a.figure[1] or 0) > 5_000_000)
        to = self.rng.choice([above, below] if self.rng.random() < 0.85 else self.people)
        return {"award": award, "undertaking": to, "amount": money(amount)}

    def make_holding(self):
        above, below = self.rng.choice(self.links) if self.links else self.two()
        self.emit("holding.declared", {"holder": above, "held": below, "capital_percent": "60", "votes_percent": "60",
                                       "kind": self.rng.choice(["public-body", "non-profit", "non-profit" if self.serving
                                                                else "investor"]),
                                       "from": self.day()}, fact=True)

    def make_merger(self):
        one, other = self.two()
        self.emit("undertakings.merged", {"surviving": one, "absorbed": [other], "on": self.day(), "evidence": EVIDENCE},
                  fact=True)

    def make_split(self):
        r = self.rng
        successors = r.sample(self.people, r.randint(1, min(3, len(self.people))))
        odd, plain = ["1.00", "1.00", "2.00", "333.33", "0.00", "-5.00"], ["1.00", "2.00", "7.00"]
        equity = lambda: r.choice(odd if r.random() < 0.3 else plain)
        held = [a for a in self.world.awards.values() if a.day and a.handle in self.people and a.day < max(self.days)]
        award = r.choice(held) if held and r.random() < 0.8 else None
        of = award.handle if award else r.choice(self.people)
        day = str(r.choice([d for d in self.days if d > award.day])) if award else self.day()
        if self.splits and r.random() < 0.35:
            # What came out of one split is split again.
            _, _, first, came = r.choice(self.splits)
            of, later = r.choice(came), [d for d in self.days if str(d) > first]
            day = str(r.choice(later)) if later else day
        name = self.emit("undertaking.split", {
            "undertaking": of, "on": day, "evidence": EVIDENCE,
            "successors": [{"undertaking": x, "equity_book_value": money(equity(), "EUR" if r.random() < 0.98 else "SEK"),
                            "activities": []} for x in successors]}, fact=True)
        if name:
            self.splits.append((name, of, day, successors))

    def make_attributed(self):
        r = self.rng
        if not self.splits:
            return
        name, of, day, successors = r.choice(self.splits)
        award = self.award(lambda a: a.handle == of and a.day and str(a.day) < day and a.measured())
        stood = self.world.in_effect(f"facts/{award}")
        whole = stood.figure[1] if stood and stood.measured() else 100
        first = r.randint(0, whole)
        chosen = r.sample(successors, min(2, len(successors)))
        shares = [whole] if len(chosen) == 1 else [first, whole - first]
        if r.random() < 0.08:
            shares[0] += 1
        self.emit("award.attributed", {
            "award": award, "split": name if r.random() < 0.9 else f"facts/{name}", "evidence": EVIDENCE,
            "parts": [{"undertaking": to, "amount": money(f"{share // 100}.{share % 100:02d}")}
                      for to, share in zip(chosen, shares)]}, fact=True)

    def make_attested(self):
        of = self.rng.choice(self.people)
        rest, day = [x for x in self.people if x != of], self.rng.choice(self.days)
        group = self.world.graph.group(self.world.graph.of(of), day, View({"public-body"}))
        members = [x for x in rest if self.world.graph.of(x) in group]
        if self.rng.random() < 0.2:
            members = self.rng.sample(rest, self.rng.randint(0, len(rest)))
        self.emit("group.attested", {"undertaking": of, "members": members, "on": str(day), "sha256": HASH}, fact=True)

    # The life of an award.

    def make_reserved(self):
        data = self.grant_data()
        start = date.fromisoformat(data["granted_on"])
        ends = [start + timedelta(days=n) for n in (0, 30, 90, 91)] + [d for d in self.days if 0 <= (d - start).days <= 90]
        data |= {"expires_on": str(self.rng.choice(ends)), "applicant_consent": {"sha256": HASH}}
        self.give("award.reserved", data)

    def make_conditional(self):
        data = self.grant_data(self.rng.choice(["on-admission", "conferred"]))
        start = date.fromisoformat(data["granted_on"])
        data |= {"condition": "building permit", "long_stop": str(self.rng.choice([d for d in self.days if d >= start]))}
        self.give("award.conditional", data)

    def _open(self):
        """An open reservation and a day on which it may be confirmed; now and then anything."""
        award = self.award(lambda a: a.open)
        stood = self.world.in_effect(f"facts/{award}")
        days = [str(d) for d in self.days if stood and stood.open and stood.day <= d <= stood.until]
        return award, self.rng.choice(days) if days and self.rng.random() < 0.8 else self.day()

    def make_confirmed(self):
        award, day = self._open()
        data = {"award": award, "granted_on": day}
        if self.rng.random() < 0.3:
            data["aid"] = self.aid("eu-2023-2831")
        self.emit("award.confirmed", data)

    def make_condition_met(self):
        award, day = self._open()
        self.emit("award.condition-met", {"award": award, "on": day, "evidence": EVIDENCE})

    def make_freed(self):
        award = self.award(lambda a: a.open and (a.service or not self.serving))
        if self.rng.random() < 0.6:
            self.emit("award.released", {"award": award, "reason": "not needed"})
        else:
            self.emit("award.condition-failed", {"award": award, "on": self.day(),
                "reason": "no permit"})

    def make_restated(self):
        self.emit("award.restated", {"award": self.award(lambda a: a.kind == "reported"),
                                     "aid": self.declared("eu-2023-2831"), "reason": "the register corrected it",
                                     "source_row": {"register": "tam", "id": "row", "retrieved_on": "2026-11-01",
                                         "sha256": HASH}})

    def make_matched(self):
        r = self.rng
        if self.pairs and r.random() < 0.5:
            a, b = r.choice(self.pairs)
        else:
            a = self.award(lambda a: a.kind == "reported")
            stood = self.world.in_effect(f"facts/{a}")
            b = self.award(lambda x: stood and x.handle == stood.handle and x is not stood)
        if a != b:
            self.emit("award.matched", {"award": a, "same_as": [b], "evidence": EVIDENCE})
            self.pairs.append((a, b))

    def make_unmatched(self):
        pairs = [sorted(n.removeprefix("facts/") for n in pair) for pair in self.world.matches.pairs]
        a, b = self.rng.choice(sorted(pairs)) if pairs and self.rng.random() < 0.9 else (self.award(), self.award())
        if self.rng.random() < 0.5:
            a, b = b, a
        self.emit("award.unmatched", {"award": a, "same_as": [b], "evidence": EVIDENCE})

    def make_waived(self):
        r, day = self.rng, self.day()
        data = {"award": self.award(), "amount": self.less(None), "on": day, "repaid_on": r.choice([day, self.day()]),
                "evidence": EVIDENCE, "benefit_kept": self.less(None) if r.random() < 0.4 else money("0.00")}
        self._repaid(data)
        self.emit("award.waived", data)

    def make_expired(self):
        self.emit("credits.expired", {"award": self.award(), "amount": self.less(None), "on": self.day(),
                                      "right_lapsed": self.rng.random() < 0.7, "ground": "the term ran out"})

    def make_drawn(self):
        self.emit("award.drawn", {"award": self.award(), "host": "facts", "system": "lumi",
                                  "quantity": self.rng.choice(["1", "60", "20000.5"]),
                                  "value": self.sum(), "on": self.day()})

    def make_usage(self):
        self.emit("usage.reported", {"award": self.award(lambda a: a.aid["form"] == "compute"), "to": self.day(),
                                     "quantity": self.rng.choice(["1", "50", "101", "20000", "20000.1"])})

    def make_set(self):
        members = []
        for _ in range(self.rng.randint(1, 3)):
            data = self.grant_data()
            data["award"] = f"s{self.serial + 1}.{len(members)}"
            members.append(data)
        self.emit("award.set", {"awards": members}, time=min(m["granted_on"] for m in members) + "T00:00:00Z")

    def make_disputed(self):
        self.emit(self.rng.choice(["award.disputed", "dispute.lodged"]), {"award": self.award(), "reason": "contested"})

    def make_review(self):
        r, full = self.rng, lambda name: name if "/" in name else f"facts/{name}"
        waiting = sorted(self.world.deferred)
        paid = (lambda a: a.service and a.regime not in law.SPARED) if self.serving else lambda a: True
        about = r.choice(waiting) if waiting and r.random() < 0.75 else full(self.award(paid))
        self.emit("review.decided", {
            "about": about, "question": "is it aid", "reason": "as the file shows", "citation": "Art. 107(1)", "valid_for": {},
            "decision": r.choices(["admit", "counts-as-aid", "no-aid", "not-counted", "refuse"],
                                  [5, 3, 2, 2, 1] if about in waiting else [1, 6, 5, 5, 1])[0]},
            source=AUTHORITY if r.random() < 0.97 else "urn:aidledger:party:facts")

    def make_party(self):
        r, name = self.rng, self.rng.choice(SIGNERS)
        if r.random() < 0.25:
            line = verifier_key(r.choice(["log.example/a", "log.example/b"]), r.choice(KEYS))
            self.emit("log-key.added", {"vkey": line, "purpose": r.choice(["checkpoint", "token"])})
        if r.random() < 0.25:
            scope = r.choice([{}, {"party": name}, {"party": name, "role": "hosting-entity"}, {"role": "auditor"}])
            self.emit("token.revoked", {"issued_before": "1980-01-01T00:00:00.000000Z", "reason": "lost", **scope})
        keys = [{"kty": "OKP", "crv": "Ed25519", "x": x} for x in r.choices(KEYS, k=r.choice([0, 0, 1, 2]))]
        self.emit("party.admitted", {"party": name, "name": name, "roles": ["granting-authority"], "keys": keys,
                                     "mandates": []})
        if name not in self.signers:
            self.signers.append(name)

    # Reference rows.

    def make_base_rate(self):
        states = [self.state, *([] if self.lending else self.states)]
        self.publish("ec-base-rate", [
            {"member_state": self.rng.choice(states),
             "from": self.rng.choice(["2021-01-01", self.day()]),
             "percent": self.rng.choice(["2.19", "-0.45", "3.5"])} for _ in range(3)])

    def make_price(self):
        rows = []
        for _ in range(self.rng.randint(1, 3)):
            row = {"system": "lumi", "unit": self.rng.choice(["gpu-hour", "gpu-hour", "node-hour"]),
                "from": self.rng.choice(["2023-01-01", self.day()]),
                   "price": {"rate": self.rng.choice(["2.50", "1.85", "0.07"]), "currency": "EUR"}, "method": "tariff"}
            if self.rng.random() < 0.4:
                row["partition"] = "g"
            rows.append(row)
        self.publish("compute-price", rows)

    def make_coverage(self):
        self.publish("register-coverage", [{"member_state": self.state, "regime": "eu-2023-2831",
            "covers_from": self.rng.choice(["2021-01-01", self.day()])}])

    def make_holiday(self):
        self.publish("holidays", [{"member_state": self.rng.choice(["*", self.state]),
                                   "date": str(date.fromisoformat(self.day()) + timedelta(days=self.rng.randint(1, 20)))}])

    # Procedure.

    def make_project(self):
        name = f"p{self.rng.randint(1, 2)}"
        kind = self.rng.choice(["project.opened", "project.amended"])
        self.emit(kind, {"project": name, "participants": [], "applied_on": self.day(), "starts_on": self.day(),
                         "cost_lines": [], "bonuses": []}, fact=True)
        self.projects.append(name)

    def make_application(self):
        name, roll = f"ap{self.rng.randint(1, 2)}", self.rng.random()
        if name not in self.applications and roll < 0.9:
            self.applications.append(name)
            self.emit("application.received", {"application": name, "undertaking": self.rng.choice(self.people),
                                               "received_on": self.day(), "requested": money("1000.00")}, fact=True)
        elif roll < 0.6:
            self.emit("application.reduced", {"application": name, "on": self.day(), "requested": money(
                self.rng.choice(["900.00", "1000.00", "1000.01", "800.00"]))}, fact=True)
        else:
            self.emit("application.closed", {"application": name, "outcome": "rejected", "reason": "late", "on": self.day()},
                      fact=True)

    def make_declaration(self):
        period = {"from": self.rng.choice(["2020-01-01", self.day()])}
        if self.rng.random() < 0.4:
            period["until"] = max(period["from"], self.day())
        self.emit("declaration.received", {"undertaking": self.rng.choice(self.people), "signed_on": self.day(),
                                           "period": period, "awards": [], "group": [], "sha256": HASH}, fact=True,
                  **({"source": AUTHORITY} if self.rng.random() < 0.1 else {}))

    def make_notice(self):
        award = self.award()
        gge = next((g["aid"]["nominal"] for g in self.grants if g["award"] == award and "nominal" in g["aid"]),
            money("1.00"))
        self.emit("notice.served", {"award": award, "gge": gge, "citation": "Art. 7(4)", "on": self.day(), "sha256": HASH},
                  fact=True)

    def make_receipt(self):
        self.emit(self.rng.choice(["register.receipt", "publication.made"]),
                  {"award": self.award(), "system": "rna", "ref": "COR-1", "on": self.day()}, fact=True)

    def make_finding(self):
        name = f"f{self.rng.randint(1, 2)}"
        if name not in self.findings and self.rng.random() < 0.8:
            self.findings.append(name)
            self.emit("finding.raised", {"finding": name, "about": "facts/x", "severity": "high", "summary": "no evidence"},
                      fact=True)
        else:
            self.emit("finding.closed", {"finding": name, "outcome": "remedied", "on": self.day()}, fact=True)

    def make_recovery(self):
        r, decision = self.rng, {"kind": self.rng.choice(["commission", "court"]), "ref": "C-1"}
        kind = r.choice(["ordered", "ordered", "paid", "suspended", "annulled", "completed"])
        data = {"decision": decision, "undertaking": self.rng.choice(self.people[:2])}
        if kind == "ordered":
            data |= {"member_state": self.state, "awards": [], "principal": money("5.00"), "disposed_on": self.day(),
                "day_count": "act/365"}
        elif kind == "paid":
            data |= {"principal": money("1.00"), "interest": money("0.10"), "on": self.day()}
        else:
            data["on"] = self.day()
        self.emit(f"recovery.{kind}", data, fact=True)

    def make_system(self):
        self.emit(self.rng.choice(["system.registered", "system.amended"]), {
            "system": self.rng.choice(["lumi", "leonardo"]),
            "host": "facts", "kind": "gpu", "capacity": [], "union_share_percent": "50",
            "themes": [], "act": "hosting agreement"})

    def make_scheme(self):
        self.emit("scheme.registered", {
            "scheme": self.rng.choice(["scheme-1",
                "scheme-2"]), "member_state": self.state, "legal_basis": "act", "regime": "eu-2023-2831",
            "in_force": {"from": "2024-01-01"}, "recovery_clause": True, "articles": [],
            "public_terms": {"url": "https://example.org", "sha256": HASH, "from": "2024-01-01"}})
