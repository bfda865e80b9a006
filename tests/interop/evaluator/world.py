"""What has taken effect so far, and the questions every handler asks of it."""

from fractions import Fraction

import dates
import law
from awards import Book, Matches
from figures import Grantee, Missing, Rates, Valuation
from graph import Graph, View
from holdings import Holdings
from money import exact, shown_pair
from statements import handle, register_number
from windows import Limits, Windows


class World:
    def __init__(self, procedural=False):
        self.procedural = procedural
        self.statements = []  # facts of U, G and P in effect, in the order in which they took effect
        self.awards, self.matches, self.reviews, self.rates = {}, Matches(), [], Rates()
        self.named = set()  # beneficiaries of awards that took effect, whatever became of them (U6)
        self.deferred = {}  # "<party>/<event id>" -> event
        self.systems, self.schemes, self.parties, self.keys = set(), set(), {}, set()
        self.refresh()

    def refresh(self):
        """The graph and the holdings are derived again after every change."""
        self.graph = Graph(self.statements, self.named)
        self.over = None

    def put(self, award):
        self.awards[award.name] = award
        self.named.add(award.handle)

    def of_kind(self, *kinds):
        return [s for s in self.statements if s.kind in kinds]

    def in_effect(self, name):
        award = self.awards.get(name)
        return award if award and not award.freed else None

    def book(self, *changed, without=()):
        """The awards as they are, some of them changed, some thought away."""
        awards = {name: award for name, award in self.awards.items() if name not in without}
        awards |= {award.name: award for award in changed}
        return Book(awards, self.matches, self.reviews)

    def told(self, name):
        """The days on which something became of an award, whichever sighting was named (A21)."""
        mates = self.matches.cluster(name)
        days = [day for award in self.book().of(name) for day in award.told]
        return days + [dates.parse(s.data["on"]) for s in self.of_kind("register.receipt", "publication.made")
                       if s.full(s.data["award"]) in mates]

    # Windows.

    def holdings(self):
        return Holdings(self.graph, self.of_kind("award.attributed"))

    def windows(self, without=()):
        return Windows(self.graph, self.holdings(), self.book(without=without))

    def standing_over(self):
        if self.over is None:
            self.over = self.windows().over()
        return self.over

    def limits(self, award):
        """What the limits say of an award as proposed; nothing where it can't be counted."""
        if not award.measured() or award.no_aid or not (award.enforced or award.anchored):
            return Limits()
        return self.windows(self.matches.cluster(award.name)).test(award)

    # Conditions of an enforced event that are no limits.

    def ceased(self, award):
        """Whether the beneficiary, or who took it over, split away by the granting date (G19)."""
        names, grew = {self.graph.of(award.handle)}, True
        while grew:
            grew = False
            for merger in self.graph.mergers:
                if merger.day <= award.valued_on and set(merger.absorbed) & names and merger.surviving not in names:
                    names.add(merger.surviving)
                    grew = True
        return any(s.undertaking in names and s.ceases and s.day <= award.valued_on for s in self.graph.splits)

    def known_excluded(self, award, excluded):
        """Whether another award of the same undertaking names an activity that is excluded (S6)."""
        if award.data.get("conditions", {}).get("separated_activities") is not False:
            return False
        book, own = self.book(), self.matches.cluster(award.name)
        return any(
            self.graph.of(other.handle) == self.graph.of(award.handle) and other.name not in own and not other.freed
            and book.void(other.name) != "not-counted"
            and excluded(award.regime, award.valued_on, other.data.get("activity")) == "excluded"
            for other in self.awards.values())

    def already_paid(self, award):
        """(codes, flags) of the group having got something else for the same service (C1)."""
        ceiling = law.ceiling_for(award.regime, award.day)
        if ceiling is None or award.regime not in law.ONE_PAYMENT_FOR_A_SERVICE or award.service is None:
            return set(), set()
        view = View(ceiling.unlinked, law.persons_count(award.state, award.day), {award.handle})
        group, book = self.graph.group(self.graph.of(award.handle), award.day, view), self.book()
        # What is matched with it is the same award seen twice (A8, A11).
        same = self.matches.cluster(award.name)
        regimes = {
            other.regime for other in self.awards.values()
            if other.service == award.service and other.regime not in law.SPARED and other.name not in same
            and other.there(award.day) and book.void(other.name) != "not-counted"
            and self.graph.of(other.handle) in group and not self.gone(other, book, award.day)
        }
        barring = regimes - law.SPARED_IN_DOUBT
        if not barring:
            return set(), {"interpretation"} if regimes else set()
        return {"needs_review"} if barring == {"unknown"} else {"cumulation_exceeded"}, set()

    def gone(self, award, book, day):
        """Withdrawn by a day with nothing kept, and nothing drawn or used (C1)."""
        mates = book.of(award.name)
        drawn = (exact(value["amount"]) for a in mates for _, value in a.drawn)
        if any(drawn) or any(total for a in mates for _, total in a.usage):
            return False
        return any(on <= day and nothing for a in mates for on, nothing, row in a.withdrawals if a is award or not row)

    def over_the_costs(self, award):
        """Its own aid with State aid on the same cost lines, against the amounts of the lines (C2)."""
        project, lines = award.data.get("project"), aid_by_line(award)
        if award.regime not in law.SAME_COSTS or law.ceiling_for(award.regime, award.valued_on) is None or project is None:
            return set()
        amounts, found = self.cost_lines(scoped(award, project)), set()
        for line in lines:
            if line["id"] not in amounts:
                continue
            try:
                most = self.euro_at_grant(award, amounts[line["id"]])
                own = self.euro_at_grant(award, line["aid"])
            except Missing:
                continue
            on_line = lambda regimes: own + self.state_aid(award, project, line["id"], regimes)
            if on_line(lambda r: r.startswith("gber-") or r == "notified") > most:
                found.add("cumulation_exceeded")
            elif on_line(lambda r: r.startswith("gber-") or r in ("notified", "unknown")) > most:
                found.add("needs_review")
        return found

    def cost_lines(self, project):
        """{line: money} of a project as it was stated last."""
        said = [s for s in self.of_kind("project.opened", "project.amended") if s.full(s.data["project"]) == project]
        return {line["id"]: line["amount"] for s in said for line in s.data["cost_lines"]}

    def state_aid(self, award, project, line, regimes):
        """The aid of other awards on a line, in euro; what is matched counts once, with the largest."""
        book, same, total = self.book(), self.matches.cluster(award.name), {}
        for other in self.awards.values():
            if other.name in same or not other.there(award.valued_on) or not regimes(other.regime):
                continue
            if book.void(other.name) or self.gone(other, book, award.valued_on) or "project" not in other.data:
                continue
            if scoped(other, other.data["project"]) != scoped(award, project):
                continue
            for x in aid_by_line(other):
                if x["id"] == line:
                    mates = frozenset(self.matches.cluster(other.name))
                    try:
                        aid = self.euro_at_grant(other, x["aid"])
                    except Missing:
                        continue
                    total[mates] = max(total.get(mates, 0), aid)
        return sum(total.values())

    def one_number(self, award):
        """Whether the beneficiary may be on record under another handle too (U7)."""
        # What is judged anew is not on record, nor is what is matched with it.
        same = self.matches.cluster(award.name)
        received = {handle(a.handle) for name, a in self.awards.items() if not a.freed and name not in same}
        own = self.graph.handles(award.handle)
        others = (self.graph.known | received) - own
        numbers = {register_number(name) for name in own} - {None}
        return {"needs_review"} if any(register_number(name) in numbers for name in others) else set()

    # Figures.

    def grantee(self, handle, day):
        known = {}
        for s in sorted(self.of_kind("undertaking.assessed"), key=lambda s: (s.data["on"], s.position)):
            if self.graph.of(s.data["undertaking"]) == self.graph.of(handle) and dates.parse(s.data["on"]) <= day:
                known.update(s.data)
        return Grantee(known)

    def valuation(self, data, day):
        return Valuation(self.rates, data, day, self.grantee(data["beneficiary"], day))

    def euro_at_grant(self, award, money):
        """Amounts stated later are converted at the rates of the granting date (F14)."""
        return self.rates.euro(money, award.state, award.valued_on)

    def face(self, award):
        """What draws are measured against, in euro: at the rates now on record, else as it was (A13)."""
        face = self.valuation(award.data, award.valued_on).face()
        return Fraction(award.face, 100) if face is None and award.face is not None else face

    def used(self, award):
        """What the use of an award comes to at the rates now on record (A22), in cents or None."""
        try:
            worth = sum(self.euro_at_grant(award, value) for _, value in award.drawn) if award.quantity() is None else None
        except Missing:
            worth = None
        return award.use(self.face(award), worth)

    # Procedure (P1, P2, P9, P10).

    def group_at_grant(self, award):
        """The group that an attestation speaks of: under no ceiling in particular, as the granting State has it (G3, G15)."""
        view = View(persons=law.persons_count(award.state, award.day), also={award.handle})
        return self.graph.group(self.graph.of(award.handle), award.day, view)

    def duties(self, event, award):
        """Flags of Art. 7(4) and of the attestation, under the policy `flag`."""
        ceiling = law.ceiling_for(award.regime, award.day)
        if not self.procedural or award.state is None or ceiling is None:
            return set()
        flags, back = set(), dates.three_years_before(award.day)
        covered = all(self._covered(award.state, regime, back) for regime in ceiling.counted
                      if law.last_day(regime, "scheme") >= back)
        if not covered and not any(self._declares(s, event, award, back) for s in self.of_kind("declaration.received")):
            flags.add("declaration_missing")
        if not any(self._attests(s, award) for s in self.of_kind("group.attested")):
            flags.add("group_not_attested")
        return flags

    def _covered(self, state, regime, back):
        covers = [r["covers_from"] for r in self.rates.of("register-coverage")
                  if (r["member_state"], r["regime"]) == (state, regime)]
        return bool(covers) and dates.parse(covers[-1]) <= back

    def _declares(self, s, event, award, back):
        signed, period = dates.parse(s.data["signed_on"]), s.data["period"]
        same = s.party == event.party and self.graph.of(s.data["undertaking"]) == self.graph.of(award.handle)
        until = dates.parse(period["until"]) if "until" in period else None
        return same and signed <= award.day and dates.parse(period["from"]) <= back and (not until or until >= signed)

    def _attests(self, s, award):
        members = {self.graph.of(x) for x in [s.data["undertaking"], *s.data["members"]]}
        return dates.parse(s.data["on"]) <= award.day and members == self.group_at_grant(award)

    def late(self, award, day):
        """Whether what is registered on a day is said to be late: by how much depends on the list of holidays (P9, P10)."""
        start = law.REGISTERED_FROM.get(award.regime)
        if start is None or award.state is None or award.day is None or award.day < start or day <= award.day:
            return False
        rows = [r for r in self.rates.of("holidays") if r["member_state"] in ("*", award.state)]
        free, kind = dates.holidays(rows, award.state, range((award.day + dates.ONE).year, day.year + 1))
        last = dates.working_days_after(award.day, law.REGISTRATION_WORKING_DAYS, free)
        return dates.working_days_between(last, day, free) >= law.LATE_FROM[kind]

    def duplicate(self, award):
        """Another award of the same undertaking, day, figure and no other State, not matched (A12)."""
        for other in self.awards.values():
            if other.freed or other.name in self.matches.cluster(award.name):
                continue
            same = other.day == award.day is not None and other.figure == award.figure is not None
            states = other.state == award.state or None in (other.state, award.state)
            if same and states and self.graph.of(other.handle) == self.graph.of(award.handle):
                return True
        return False

    def identity_flags(self, award):
        if self.graph.registered(award.handle):
            return set()
        scheme = award.handle.partition(":")[0]
        if scheme in ("LEI", "VAT", "EORI", "PIC"):
            return {"uncounted", "identity_not_anchored"}
        return {"uncounted"}


def scoped(award, reference):
    """Short ids of projects and schemes are the signer's own (A18)."""
    return reference if "/" in reference else f"{award.party}/{reference}"


def aid_by_line(award):
    """The aid by cost line; costs that are not named by lines are stated in a word."""
    costs = award.data.get("eligible_costs", {})
    return costs.get("lines", []) if isinstance(costs, dict) else []


def shown_figure(figure):
    return None if figure is None else shown_pair(*figure)
