"""Testing a figure against its ceiling in every window that matters (W1-W8), and how awards stand with hindsight (W9)."""

import dates
import law
from graph import View
from money import shown, shown_pair


class Reading:
    """The windows under one reading of the boundary: what exceeds, what is open, and the window with the least left."""

    def __init__(self):
        self.exceeds, self.exceeds_anyhow, self.blocked, self.worst = False, False, False, None

    def answer(self, enforced):
        """`fits`, `exceeds` or `open` (W7). What stands anyway leaves nothing open: W5 and W6 are for enforced events."""
        if not enforced:
            return "exceeds" if self.exceeds else "fits"
        if self.exceeds_anyhow:
            return "exceeds"
        return "open" if self.exceeds or self.blocked else "fits"


class Limits:
    """What the limits say of one event."""

    def __init__(self):
        self.codes, self.flags, self.checks = set(), set(), []

    def compared(self):
        return self.codes, self.checks, "over_ceiling" in self.flags


class Windows:
    """The awards in effect, as they would be with the event, in one state of the graph."""

    def __init__(self, graph, holdings, awards, matches):
        self.graph, self.holdings, self.awards = graph, holdings, awards
        self.usable = {a.name for a in awards if a.has_figure()}
        in_effect = lambda a: a.name in self.usable and not a.freed and not a.void and not a.no_aid
        self.silent = matches.silenced(awards, in_effect)

    def test(self, award):
        """All limits on an award as new: `self.awards` holds neither its old self nor what is matched with it (A8)."""
        ceiling = law.ceiling_for(award.regime, award.day)
        if ceiling is None or award.state is None:
            return Limits()
        view = View(ceiling.unlinked)
        found = self._judge(award, ceiling, view)
        if self.graph.weak:
            if self._judge(award, ceiling, view.without_weak()).compared() != found.compared():
                found.flags.add("group_evidence_weak")
        if self.graph.crossing:
            if self._judge(award, ceiling, view.without_crossing()).compared() != found.compared():
                found.flags.add("group_cross_border")
        return found

    def _judge(self, award, ceiling, view):
        own = law.half_open(award.state)
        readings = {bound: self._read(award, ceiling, view, bound, ceiling.counted) for bound in (False, True)}
        mine, limits = readings[own], Limits()
        if mine.exceeds_anyhow or (mine.exceeds and not award.enforced):
            limits.codes.add(ceiling.code)
        elif mine.exceeds:
            limits.codes.add("order_ambiguous")
        if mine.blocked:
            limits.codes.add("uncounted_award_in_window")
        if not award.enforced:
            if ceiling.code in limits.codes:
                limits.flags.add("over_ceiling")
            limits.codes = set()
        if readings[False].answer(award.enforced) != readings[True].answer(award.enforced):
            limits.flags.add("boundary_dispute")
            limits.checks = [check(ceiling, award, readings[b], ("closed", "half_open")[b]) for b in (False, True)]
        else:
            limits.checks = [check(ceiling, award, mine)]
        wider = self._read(award, ceiling, view, own, ceiling.counted | ceiling.interpretive)
        if wider.answer(award.enforced) != mine.answer(award.enforced):
            limits.flags.add("interpretation")
        return limits

    def _read(self, award, ceiling, view, half_open, regimes):
        undertaking, day = self.graph.of(award.handle), award.day
        counted = [a for a in self._meant(award.state, regimes, day) if a.name in self.usable]
        blocking = [a for a in self._meant(award.state, regimes, day) if a.name not in self.usable]
        reading = Reading()
        ends = {a.day for a in counted if a.day > day and dates.first_day(a.day, half_open) <= day}
        for end in [day] + sorted(ends):
            group, first = self.graph.group(undertaking, end, view), dates.first_day(end, half_open)
            # W2: a later day is a window's end only if an award of that day counts for the group of that day; one
            # reduced to nothing does.
            if end != day and not any(a.day == end and self.holdings.touches(a, end, group, view, end) for a in counted):
                continue
            held = [(a, *self.holdings.counted(a, group, view, end)) for a in counted if first <= a.day <= end]
            # W4: the new figure in full, whatever divisions would leave of it.
            low, high = (award.figure[i] + sum(x[1 + i] for x in held) for i in (0, 1))
            late = sum(x[2] for x in held if x[0].day == day and not x[0].enforced)
            reading.exceeds |= high > ceiling.limit
            reading.exceeds_anyhow |= high - late > ceiling.limit
            reading.blocked |= any(self.holdings.blocks(a, group, view, end, first) for a in blocking)
            if reading.worst is None or high > reading.worst[1]:
                reading.worst = (low, high, first, end)
        return reading

    def _meant(self, state, regimes, asked_for):
        return [
            a for a in self.awards
            if a.state == state and a.regime in regimes and a.stands(asked_for) and a.name not in self.silent
        ]

    def over(self):
        """Awards that stand over a ceiling of their own regime with hindsight: {name: (position, excess, day)} (W9)."""
        found = {}
        for award in self.awards:
            if award.name not in self.usable or award.name in self.silent or not award.stands(award.day):
                continue
            ceiling = law.ceiling_for(award.regime, award.day)
            excess = self._hindsight(award, ceiling) if ceiling else 0
            if excess > 0:
                found[award.name] = (award.position, excess, award.day)
        return found

    def _hindsight(self, award, ceiling):
        view, end = View(ceiling.unlinked), award.day
        group = self.graph.group(self.graph.of(award.handle), end, view)
        first, total, own = dates.first_day(end, law.half_open(award.state)), 0, 0
        for other in self._meant(award.state, ceiling.counted, end):
            if other.name in self.usable and first <= other.day <= end:
                held = self.holdings.counted(other, group, view, end)[1]
                total += held
                own = held if other is award else own
        return total - ceiling.limit if own > 0 else 0


def check(ceiling, award, reading, bound=None):
    low, high, first, end = reading.worst
    made = {"rule": ceiling.rule, "ms": award.state, "from": str(first), "to": str(end), "unit": "EUR"}
    if bound:
        made["bound"] = bound
    return made | {"after": shown_pair(low, high), "limit": shown(ceiling.limit)}
