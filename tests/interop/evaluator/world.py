"""What has taken effect so far, and the questions every handler asks of it."""

from collections import defaultdict

import dates
import law
from awards import Matches
from figures import Grantee, Rates, Valuation
from graph import Graph, View
from holdings import Holdings, divisions
from money import shown_pair
from statements import handle, register_number
from windows import Limits, Windows


class World:
    def __init__(self, procedural=False):
        self.procedural = procedural
        self.statements = []  # facts of U, G and P in effect, in the order in which they took effect
        self.awards, self.matches, self.rates = {}, Matches(), Rates()
        self.deferred = {}  # "<party>/<event id>" -> event
        self.bad_splits = set()
        self.systems, self.schemes, self.parties, self.keys = set(), set(), set(), set()
        self.refresh()

    def refresh(self):
        """The graph and the holdings are derived again after every change."""
        self.graph = Graph(self.statements)
        self.over = None

    def put(self, award):
        self.awards[award.name] = award

    def of_kind(self, *kinds):
        return [s for s in self.statements if s.kind in kinds]

    def in_effect(self, name):
        award = self.awards.get(name)
        return award if award and not award.freed else None

    # Windows.

    def attributions(self):
        """{split statement: {award: [(undertaking, weight)]}}; a later attribution replaces the earlier (G14)."""
        found = defaultdict(dict)
        for s in self.of_kind("award.attributed"):
            found[id(s.split)][s.award] = [(to, weight) for to, weight in s.parts]
        return found

    def windows(self, without=()):
        """The windows of the awards in effect, some of them thought away."""
        awards = [award for name, award in self.awards.items() if name not in without]
        held = Holdings(self.graph, divisions(
            self.graph, self.statements, self.attributions(), self.bad_splits, self.awards.values()))
        return Windows(self.graph, held, awards, self.matches)

    def standing_over(self):
        if self.over is None:
            self.over = self.windows().over()
        return self.over

    def limits(self, award):
        """What the limits say of an award as proposed; nothing where it can't be counted."""
        if not award.measured() or award.no_aid or not (award.enforced or award.anchored):
            return Limits()
        return self.windows(self.matches.cluster(award.name)).test(award)

    def already_paid(self, award):
        """What the group having got something else than de minimis aid for the same service comes to, if it has (C1)."""
        ceiling = law.ceiling_for(award.regime, award.day)
        if ceiling is None or award.regime not in law.ONE_PAYMENT_FOR_A_SERVICE or award.service is None:
            return set()
        group = self.graph.group(self.graph.of(award.handle), award.day, View(ceiling.unlinked))
        # What is matched with it is the same award seen twice (A8, A11).
        same = self.matches.cluster(award.name)
        regimes = {
            other.regime for other in self.awards.values()
            if other.service == award.service and other.regime not in law.SPARED and other.name not in same
            and other.there(award.day) and other.void != "not-counted" and self.graph.of(other.handle) in group
        }
        if not regimes:
            return set()
        return {"needs_review"} if regimes == {"unknown"} else {"cumulation_exceeded"}

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

    # Procedure (P1, P2, late registration).

    def group_at_grant(self, award):
        """The group that an attestation speaks of: under no ceiling in particular (G3, G15)."""
        return self.graph.group(self.graph.of(award.handle), award.day, View({"public-body"}))

    def duties(self, event, award):
        """Flags of Art. 7(4) and of the attestation, under the policy `flag`."""
        if not self.procedural or award.regime not in law.CEILINGS or award.state is None:
            return set()
        if law.ceiling_for(award.regime, award.day) is None:
            return set()
        flags, back = set(), dates.three_years_before(award.day)
        covers = [r["covers_from"] for r in self.rates.of("register-coverage")
                  if (r["member_state"], r["regime"]) == (award.state, award.regime)]
        covered = covers and dates.parse(covers[-1]) <= back
        if not covered and not any(self._declares(s, event, award, back) for s in self.of_kind("declaration.received")):
            flags.add("declaration_missing")
        if not any(self._attests(s, award) for s in self.of_kind("group.attested")):
            flags.add("group_not_attested")
        return flags

    def _declares(self, s, event, award, back):
        signed, period = dates.parse(s.data["signed_on"]), s.data["period"]
        same = s.party == event.party and self.graph.of(s.data["undertaking"]) == self.graph.of(award.handle)
        until = dates.parse(period["until"]) if "until" in period else None
        return same and signed <= award.day and dates.parse(period["from"]) <= back and (not until or until >= signed)

    def _attests(self, s, award):
        members = {self.graph.of(x) for x in [s.data["undertaking"], *s.data["members"]]}
        return dates.parse(s.data["on"]) <= award.day and members == self.group_at_grant(award)

    def late(self, event, award):
        """More than 20 working days between the grant and the record (only where the line says when it was recorded)."""
        if not event.recorded or award.regime not in law.CEILINGS or not law.ceiling_for(award.regime, award.day):
            return False
        free = {dates.parse(r["date"]) for r in self.rates.of("holidays") if r["member_state"] in ("*", award.state)}
        return event.at.astimezone(dates.UTC).date() > dates.working_days_after(
            award.day, law.REGISTRATION_WORKING_DAYS, free)

    def duplicate(self, award):
        """Another award of the same undertaking, day and figure, not matched, one of the two a report (A12)."""
        for other in self.awards.values():
            if other.freed or other.name in self.matches.cluster(award.name) or self.graph.of(other.handle) != self.graph.of(award.handle):
                continue
            same = other.day == award.day is not None and other.figure == award.figure is not None
            if same and "reported" in (award.kind, other.kind):
                return True
        return False

    def identity_flags(self, award):
        if self.graph.registered(award.handle):
            return set()
        scheme = award.handle.partition(":")[0]
        if scheme in ("LEI", "VAT", "EORI", "PIC"):
            return {"uncounted", "identity_not_anchored"}
        return {"uncounted"}


def shown_figure(figure):
    return None if figure is None else shown_pair(*figure)

