"""Testing a figure against its ceiling in every window that matters (W1-W8, W10, W11), and hindsight (W9)."""

import dates
import law
from graph import View
from money import shown, shown_pair


class Reading:
    """The windows under one reading: what exceeds, what is open, and the window with the least left."""

    def __init__(self):
        self.exceeds, self.exceeds_anyhow, self.blocked, self.over_today = False, False, False, False
        self.unknown = False  # it stands beside an award of unknown regime (W11)
        self.worst = None

    def answer(self, enforced):
        """`fits`, `exceeds` or `open` (W7). What stands anyway leaves nothing open and is over by its own date alone (W4)."""
        if not enforced:
            return "exceeds" if self.over_today else "fits"
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
    """The awards of a book, as they would be with the event, in one state of the graph."""

    def __init__(self, graph, holdings, book):
        self.graph, self.holdings, self.book = graph, holdings, book

    def view(self, ceiling, award):
        return View(ceiling.unlinked, law.persons_count(award.state, award.day), {award.handle})

    def test(self, award):
        """All limits on an award as new: the book holds neither its old self nor what is matched with it (A8)."""
        ceiling = law.ceiling_for(award.regime, award.day)
        if ceiling is None or award.state is None:
            return Limits()
        view = self.view(ceiling, award)
        found = self._judge(award, ceiling, view)
        for flag, asked, other in self.other_views(view):
            if asked and self._judge(award, ceiling, other).compared() != found.compared():
                found.flags.add(flag)
        return found

    def other_views(self, view):
        """The views of G6: the flag, whether it can make a difference at all, the view."""
        graph = self.graph
        return [
            ("group_evidence_weak", graph.weak, view.but(weak=False)),
            ("group_cross_border", graph.crossing, view.but(crossing=False)),
            ("group_natural_person", graph.personal, view.but(persons=not view.persons)),
            ("link_not_declared", graph.holdings, view.but(majorities=True)),
        ]

    def _judge(self, award, ceiling, view):
        own, counted = law.half_open(award.state), ceiling.counted
        readings = {bound: self.read(award, ceiling, view, bound, counted) for bound in (False, True)}
        mine, limits = readings[own], Limits()
        if award.enforced:
            limits.codes = self._codes(mine, ceiling)
        elif mine.over_today:
            limits.flags.add("over_ceiling")
        if award.enforced and mine.unknown:
            limits.flags.add("beside_unknown_regime")
        if readings[False].answer(award.enforced) != readings[True].answer(award.enforced):
            limits.flags.add("boundary_dispute")
            limits.checks = [check(ceiling, award, readings[b], ("closed", "half_open")[b]) for b in (False, True)]
        else:
            limits.checks = [check(ceiling, award, mine)]
        for regimes in (counted | ceiling.interpretive, counted - ceiling.doubtful):
            if self.read(award, ceiling, view, own, regimes).answer(award.enforced) != mine.answer(award.enforced):
                limits.flags.add("interpretation")
        return limits

    def _codes(self, reading, ceiling):
        codes = set()
        if reading.exceeds_anyhow:
            codes.add(ceiling.code)
        elif reading.exceeds:
            codes.add("order_ambiguous")
        if reading.blocked:
            codes.add("uncounted_award_in_window")
        return codes

    def read(self, award, ceiling, view, half_open, regimes):
        undertaking, day = self.graph.of(award.handle), award.day
        meant = self._meant(award.state, regimes, day)
        strange = self._strange(award.state, day)
        reading, figure = Reading(), award.tested or award.figure
        for end in self._ends(undertaking, day, meant, view, half_open):
            group, first = self.graph.group(undertaking, end, view), dates.first_day(end, half_open)
            held = self._held(meant, group, view, first, end)
            # W4: the new figure in full, whatever divisions would leave of it.
            low, high = (figure[i] + sum(pair[i] for _, pair in held) for i in (0, 1))
            sure = self._held([s for s in meant if s.day != day or self._checked(s, day)], group, view, first, end)
            reading.exceeds |= high > ceiling.limit
            reading.exceeds_anyhow |= figure[1] + sum(pair[1] for _, pair in sure) > ceiling.limit
            reading.over_today |= end == day and high > ceiling.limit and figure[1] > 0
            reading.blocked |= any(self._blocks(s, group, view, end, first) for s in meant if not s.usable)
            reading.unknown |= any(self._strange_in(s, group, view, end, first) for s in strange)
            if reading.worst is None or high > reading.worst[1]:
                reading.worst = (low, high, first, end)
        return reading

    def _meant(self, state, regimes, asked_for):
        """The sightings that a ceiling asks about, as if none were matched (W10)."""
        return [s for s in self.book.sightings if s.state == state and s.regimes & regimes and s.stands(asked_for)]

    def _strange(self, state, asked_for):
        """Sightings of awards of which nobody knows the regime (W11)."""
        named = lambda s: {a.regime for a in self.book.of(s.name) if not a.freed and not self.book.void(a.name)}
        return [s for s in self.book.sightings
                if s.state in (state, None) and s.stands(asked_for) and named(s) == {"unknown"}]

    def _strange_in(self, s, group, view, end, first):
        """Whether the group holds something of it in the window: more than nothing, where it has a figure (W11)."""
        if not s.usable:
            return self._blocks(s, group, view, end, first)
        if not first <= s.day <= end:
            return False
        return self.holdings.pair(s, self.book.granted(s), group, view, end, self.book.value(s, end))[1] > 0

    def _ends(self, undertaking, day, meant, view, half_open):
        """The ends of the windows in which an event of the day is tested (W2)."""
        later = {s.day for s in meant if s.usable and s.day > day and dates.first_day(s.day, half_open) <= day}
        yield day
        for end in sorted(later):
            group = self.graph.group(undertaking, end, view)
            if any(s.usable and s.day == end and self.holdings.touches(s, self.book.granted(s), group, view, end)
                   for s in meant):
                yield end

    def _held(self, meant, group, view, first, end):
        """[(sighting, (low, high))]: of every award the sighting of which the group holds most in the window (W10)."""
        best = {}
        for s in meant:
            if s.usable and first <= s.day <= end:
                pair = self.holdings.pair(s, self.book.granted(s), group, view, end, self.book.value(s, end))
                rank = (pair[1], pair[0], -s.position)
                if s.mates not in best or rank > best[s.mates][0]:
                    best[s.mates] = (rank, s, pair)
        return [(s, pair) for _, s, pair in best.values()]

    def _checked(self, sighting, day):
        """Whether a sighting of its award that is dated that day was checked (W5)."""
        return any(s.enforced and s.day == day for s in self.book.seen(sighting.name))

    def _blocks(self, s, group, view, end, first):
        return self.holdings.blocks(s, lambda day: self.book.granted(s, day), group, view, end, first)

    def over(self):
        """Awards that stand over a ceiling of their own regime with hindsight: {name: (position, excess, day)} (W9)."""
        found = {}
        for s in self.book.sightings:
            ceiling = law.ceiling_for(s.award.regime, s.day)
            if ceiling and s.usable and s.stands(s.day):
                excess = self._hindsight(s, ceiling)
                if excess > 0:
                    found[s.name] = (s.position, excess, s.day)
        return found

    def _hindsight(self, sighting, ceiling):
        view = View(ceiling.unlinked, law.persons_count(sighting.state, sighting.day))
        end = sighting.day
        group = self.graph.group(self.graph.of(sighting.handle), end, view)
        meant = self._meant(sighting.state, ceiling.counted, end)
        held = self._held(meant, group, view, dates.first_day(end, law.half_open(sighting.state)), end)
        own = sum(pair[1] for s, pair in held if s is sighting)
        return sum(pair[1] for _, pair in held) - ceiling.limit if own > 0 else 0


def check(ceiling, award, reading, bound=None):
    low, high, first, end = reading.worst
    made = {"rule": ceiling.rule, "ms": award.state, "from": str(first), "to": str(end), "unit": "EUR"}
    if bound:
        made["bound"] = bound
    return made | {"after": shown_pair(low, high), "limit": shown(ceiling.limit)}
