"""What belongs together and is learnt in any order: chains of mergers and splits, sightings of one award, use and lessening."""

from datetime import date, timedelta

from graph import View
from money import divide, shown

HASH = "a" * 64
EVIDENCE = {"level": "register", "sha256": HASH}
GENERAL, SGEI = "eu-2023-2831", "eu-2023-2832"
REGISTER = "urn:aidledger:party:fi-register"

CHAINS = {"chain": 5, "inherited": 4, "exit": 6, "sighting": 8, "spending": 7, "majority": 4, "person": 1, "capped": 4, "lines": 2}


def money(amount, currency="EUR"):
    return {"amount": amount, "currency": currency}


class Chains:
    """Mixed into the stream: every method emits one or several events."""

    def aid_data(self, right="on-admission"):
        """A grant that claims to be aid of a State."""
        data = self.grant_data(right)
        if data.pop("treatment", None):
            data["basis"]["regime"] = GENERAL
        return {"member_state": self.state, **data}

    # Mergers, splits, attributions, exits.

    def make_chain(self):
        """A merger, a split of the surviving, an exit: dated in one order, learnt in any."""
        r = self.rng
        if len(self.people) < 3:
            return self.make_merger()
        one, other, third = r.sample(self.people, 3)
        early, late = sorted(str(day) for day in r.sample(self.days, 2))
        if r.random() < 0.15:
            early, late = late, early
        if r.random() < 0.1:
            late = early
        self.give("award.granted", self.aid_data() | {"beneficiary": other, "granted_on": r.choice([early, self.day()])})
        told = [lambda: self._merge(one, other, early), lambda: self._split_of(one, [third, r.choice([one, other])], late)]
        r.shuffle(told)
        for tell in told:
            tell()
        if r.random() < 0.5:
            self.make_inherited()

    def _merge(self, surviving, absorbed, day):
        self.emit("undertakings.merged", {"surviving": surviving, "absorbed": [absorbed], "on": day, "evidence": EVIDENCE},
                  fact=True)

    def _split_of(self, of, successors, day):
        r = self.rng
        name = self.emit("undertaking.split", {
            "undertaking": of, "on": day, "evidence": EVIDENCE,
            "successors": [{"undertaking": x, "equity_book_value": money(r.choice(["1.00", "1.00", "2.00", "333.33", "0.00"])),
                            "activities": []} for x in dict.fromkeys(successors)]}, fact=True)
        if name:
            self.splits.append((name, of, day, list(dict.fromkeys(successors))))

    def make_inherited(self):
        """An award attributed at a split of whoever holds something of it then, received or inherited."""
        r, world = self.rng, self.world
        if not self.splits:
            return
        name, of, day, successors = r.choice(self.splits)
        split = next((s for s in world.graph.splits if s.statement.id == name), None)
        held = list(self._held_at(split)) if split else []
        if not held:
            return
        award, amount = r.choice(held)
        first = r.randint(0, amount)
        shares = [amount] if len(successors) == 1 else [first, amount - first]
        if r.random() < 0.08:
            shares[0] += 1
        chosen = r.sample(successors, len(shares))
        self.emit("award.attributed", {
            "award": award, "split": f"facts/{name}", "evidence": EVIDENCE,
            "parts": [{"undertaking": to, "amount": money(shown(share))} for to, share in zip(chosen, shares)]}, fact=True)

    def _held_at(self, split):
        """Awards of which the split undertaking holds something when it splits, and how much."""
        world, book, holdings = self.world, self.world.book(), self.world.holdings()
        for s in book.sightings:
            granted = book.granted(s, s.days[0])
            if s.figure is None or s.figure[1] is None or not (granted < split.day or split.ceases):
                continue
            pot = holdings.by_steps(s, granted, View(), split.day, book.value(s, split.day)[1], divide, split.statement)
            if pot.held_by({world.graph.of(split.undertaking)}) > 0:
                yield s.name, pot.held_by({world.graph.of(split.undertaking)})

    def make_exit(self):
        """A link ends, and of what the group held on the day before some goes to somebody (G11, H9), or nobody says."""
        r, world = self.rng, self.world
        links = [x for x in world.graph.links if x.start < max(self.days)]
        if not links:
            return
        link = r.choice([x for x in links if x.end is None] or links)
        data, day = link.statement.data, link.end or r.choice([day for day in self.days if day > link.start])
        if r.random() < 0.35:
            return self._unsettled(data["controller"], data["controlled"], day)
        before, parts = day - timedelta(days=1), []
        group = world.graph.group(link.controller, before, View())
        names = r.sample(sorted(world.awards), len(world.awards))
        held = [name for name in names if self._group_has(name, group, before)][:2] or names[:1]
        for name in held:
            most = self._group_has(name, group, before)
            amount = r.choice([most, most // 2, most // 3, most // 3, most + 1, 0])
            to = r.choice([data["controller"], data["controlled"], r.choice(self.people)])
            parts.append({"award": name, "undertaking": to, "amount": money(shown(amount))})
        if parts:
            self.emit("control.ended", {"controller": data["controller"], "controlled": data["controlled"], "on": str(day),
                                        "history": {"attributed": parts}}, fact=True)

    def _unsettled(self, above, below, day):
        """An end that nobody settles, and what becomes of its two sides from then on (H5)."""
        r = self.rng
        self.emit("control.ended", {"controller": above, "controlled": below, "on": str(day)}, fact=True)
        later = str(r.choice([x for x in self.days if x >= day]))
        side, other = r.choice([above, below]), r.choice(self.people)
        if r.random() < 0.6:
            self._split_of(side, r.sample(self.people, min(2, len(self.people))), later)
        elif other != side:
            self._merge(other, side, later)

    def _group_has(self, name, group, day):
        """What a group holds of an award on a day by the steps, in cents."""
        book, holdings = self.world.book(), self.world.holdings()
        known = [s for s in book.seen(name) if s.figure is not None and s.figure[1] is not None]
        pots = [holdings.by_steps(s, book.granted(s, s.days[0]), View(), day, book.value(s, day)[1]) for s in known]
        return max((pot.held_by(group) for pot in pots), default=0)

    # Sightings.

    def make_sighting(self):
        """An award seen again with one thing otherwise, and matched, at once or later."""
        r = self.rng
        seen = [a for a in self.world.awards.values() if not a.freed and a.day]
        if not seen:
            return self.make_reported()
        stood, name = r.choice(seen), f"m{self.serial + 1}"
        data = {"award": name, "beneficiary": stood.handle, "granted_on": str(stood.day), "member_state": stood.state or self.state,
                "basis": {"regime": stood.regime}, "aid": self._as_recorded(stood), "date_basis": "legal-right",
                "reported_from": "register", "granting_authority": {"name": "somebody"},
                "source_row": {"register": "tam", "id": name, "retrieved_on": r.choice(["2026-11-01", self.day()]),
                               "sha256": HASH}}
        if stood.service:
            data["conditions"] = {"export_linked": False, "domestic_goods": False, "price_quantity_linked": False,
                                  "sgei_service": stood.service}
        for _ in range(r.choice([0, 1, 1, 2])):
            self._otherwise(data)
        if self.emit("award.reported", data, source=REGISTER) is None:
            return None
        self.grants.append({**data, "award": f"fi-register/{name}"})
        self.pairs.append((f"fi-register/{name}", stood.name))
        if r.random() < 0.8:
            self.emit("award.matched", {"award": f"fi-register/{name}", "same_as": [stood.name], "evidence": EVIDENCE})
        return name

    def _as_recorded(self, stood):
        figure = shown(stood.figure[1]) if stood.known() else "100000.00"
        return {"form": "declared", "gge": money(figure)}

    def _otherwise(self, data):
        r = self.rng
        what = r.choice(["date", "date", "regime", "regime", "unknown", "figure", "figure", "none", "state", "span", "who"])
        if what == "date" and "granted_on" in data:
            data["granted_on"] = self.day()
        elif what == "regime":
            data["basis"] = {"regime": r.choice([GENERAL, SGEI, "eu-1407-2013", "eu-360-2012", "gber-25"])}
        elif what == "unknown":
            data["basis"] = {"regime": "unknown"}
        elif what == "figure":
            data["aid"] = {"form": "declared", "gge": self.sum()}
        elif what == "none":
            data["aid"] = {"form": "declared", **r.choice([{}, {"gge_range": {"low": money("1.00")}}])}
        elif what == "state":
            data["member_state"] = r.choice(self.states)
        elif what == "span" and "granted_on" in data:
            day = date.fromisoformat(data.pop("granted_on"))
            data["granted_on_range"] = {"from": str(day), "to": str(day + timedelta(days=r.choice([0, 1, 400])))}
        elif what == "who":
            merged = [(m.surviving, other) for m in self.world.graph.mergers for other in m.absorbed]
            data["beneficiary"] = r.choice(merged)[0] if merged and r.random() < 0.7 else self.person()

    # Use and lessening.

    def make_spending(self):
        """Draws, usage, reductions and waivers of one award, in any order of their days and of their filing."""
        r = self.rng
        name = self.award(lambda a: a.known())
        stood = self.world.in_effect(name if "/" in name else f"facts/{name}")
        if stood is None:
            return
        near = [str(day) for day in self.days if day >= stood.begins] or [self.day()]
        mates = sorted(self.world.matches.cluster(stood.name))
        for _ in range(r.randint(1, 4)):
            day = r.choice(near) if r.random() < 0.9 else self.day()
            about = r.choice(mates)
            getattr(self, r.choice(["_draw", "_draw", "_use", "_reduce", "_withdraw", "_waive", "_lapse"]))(about, day, stood)

    def _some(self, stood):
        """An amount between nothing and somewhat more than the award."""
        high = stood.figure[1] if stood.known() else 100
        return money(shown(self.rng.choice([0, high, high // 2, high // 3, self.rng.randint(0, high + high // 4 + 1)])))

    def _draw(self, about, day, stood):
        self.emit("award.drawn", {"award": about, "host": "facts", "system": "lumi",
                                  "quantity": self.rng.choice(["1", "60", "20000.5"]), "value": self._some(stood), "on": day})

    def _use(self, about, day, stood):
        self.emit("usage.reported", {"award": about, "to": day, "quantity": self.rng.choice(["10", "50", "100", "150", "20000"])})

    def _reduce(self, about, day, stood):
        self.emit("award.reduced", {"award": about, "gge_after": self._some(stood), "benefit_kept": self._some(stood),
                                    "on": day, "reason": "less", **self._back(stood)})

    def _withdraw(self, about, day, stood):
        kept = self._some(stood) if self.rng.random() < 0.5 else money("0.00")
        self.emit("award.withdrawn", {"award": about, "benefit_kept": kept, "on": day, "reason": "ended", **self._back(stood)})

    def _waive(self, about, day, stood):
        self.emit("award.waived", {"award": about, "amount": self._some(stood), "on": day, "evidence": EVIDENCE,
                                   "repaid_on": self.rng.choice([day, self.day()]), "benefit_kept": self._some(stood),
                                   **self._back(stood)})

    def _lapse(self, about, day, stood):
        self.emit("credits.expired", {"award": about, "amount": self._some(stood), "on": day, "ground": "the term ran out",
                                      "right_lapsed": self.rng.random() < 0.7})

    def _back(self, stood):
        if self.rng.random() < 0.5:
            return {}
        return {"repaid": {"amount": self._some(stood), "interest": money("3.00"), "on": self.day(), "evidence": EVIDENCE}}

    # Groups that nobody declared, and persons.

    def make_majority(self):
        r, (holder, held) = self.rng, self.two()
        self.emit("holding.declared", {
            "holder": holder, "held": held, "capital_percent": r.choice(["10", "60"]),
            "votes_percent": r.choice(["12", "30", "25", "50", "50.000001", "60", "100"]), "from": self.day(),
            "kind": r.choice(["enterprise", "enterprise", "investor", "public-body", "non-profit"])}, fact=True)

    def make_person(self):
        """A natural person that is no enterprise and has companies: open in law, and Italy counts."""
        r, name = self.rng, "PRS:" + "c" * 32
        self.emit("undertaking.registered", {"undertaking": name, "identifiers": [], "natural_person": True}, fact=True)
        for below in r.sample(self.people, 2):
            self.emit("control.declared", {"controller": name, "controlled": below, "kind": "dominant-influence",
                                           "from": self.day(), "evidence": EVIDENCE}, fact=True)
        if r.random() < 0.2:
            self.give("award.granted", self.aid_data() | {"beneficiary": name})

    # Caps, cost lines.

    def make_capped(self):
        r, regime = self.rng, self.rng.choice([GENERAL, GENERAL, SGEI])
        capped = {"cap": money(r.choice(["1.00", "50000.00", "299999.99", "300000.00", "300000.01", "600000.00", "1500000.00"]))}
        capped["counts_as"] = r.choice(["cap", "cap", "exact", "exact", "scheme-fixed-sum"])
        form = r.choice(["declared", "declared", "loan", "guarantee", "capital", "compute", "credits", "service", "grant"])
        made = {"form": "declared"} if form == "declared" else getattr(self, "form_" + form)(regime)
        if form == "declared" and r.random() < 0.5:
            made |= r.choice([{"gge": self.sum()}, {"gge_range": {"low": money("5.00")}}])
        # A grant states no figure of others without a cap.
        if r.random() < 0.9 or {"gge", "gge_range"} & set(made):
            made |= capped
        data = self.aid_data(r.choice(["on-admission", "on-admission", "conferred"])) | {"aid": made}
        data["basis"] = {"regime": regime, "kind": r.choice(["ad-hoc", "scheme"])}
        if r.random() < 0.6:
            data["funding"] = self.funding()
        self.give("award.granted", data)

    def make_lines(self):
        """Aid and State aid on the cost lines of a project."""
        r = self.rng
        line = lambda amount: {"eligible_costs": {"lines": [{"id": r.choice(["trial", "trial", "compute"]),
                                                              "aid": money(amount)}]}, "project": "pilot"}
        self.emit("project.opened", {
            "project": "pilot", "participants": [], "applied_on": self.day(), "starts_on": self.day(), "bonuses": [],
            "cost_lines": [{"id": "trial", "beneficiary": self.people[0], "category": "personnel",
                            "amount": money("100000.00")}]}, fact=True)
        for _ in range(r.randint(1, 2)):
            self.emit("award.reported", {
                "award": f"n{self.serial + 1}", "beneficiary": self.person(), "granted_on": self.day(),
                "member_state": self.state, "date_basis": "legal-right", "reported_from": "register",
                "basis": {"regime": r.choice(["gber-25", "notified", "unknown", GENERAL])},
                "granting_authority": {"name": "somebody"},
                "source_row": {"register": "tam", "id": "row", "retrieved_on": "2026-11-01", "sha256": HASH},
                "aid": {"form": "declared", "gge": money("80000.00")},
                **line(r.choice(["80000.00", "99999.99", "20000.00"]))})
        self.give("award.granted", self.aid_data() | line(r.choice(["20000.00", "20000.01", "0.01"])))
