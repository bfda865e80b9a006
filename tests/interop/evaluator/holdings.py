"""What a group holds of an award: divisions by splits and exits, and ends that nobody settled (H1-H6)."""

from fractions import Fraction

import dates
from money import divide, exact


class Division:
    """On `day`, what `undertaking` holds of the awards it is about goes to others by weight; `whole`: all to each (H4)."""

    def __init__(self, day, position, undertaking, weights, whole=False, awards=None, except_awards=(), links=None):
        self.day, self.position, self.undertaking = day, position, undertaking
        self.weights, self.whole, self.awards, self.except_awards = weights, whole, awards, set(except_awards)
        self.links = links  # those whose exit it is; None of a split

    def holds_in(self, graph, view):
        """The exit of a link that a view leaves out divides nothing there."""
        before = self.day - dates.timedelta(days=1)
        return self.links is None or any(graph.looked_at(link, before, view) for link in self.links)

    def concerns(self, award):
        return award.name not in self.except_awards and (self.awards is None or award.name in self.awards)


class Pot:
    """Amounts by undertaking that add up, and pots of which a group holds no more than the whole (H4)."""

    def __init__(self, amounts, cap=None):
        self.amounts, self.cap, self.inner = amounts, cap, []

    def divide(self, division, share):
        for pot in self.inner:
            pot.divide(division, share)
        if not division.whole and sum(weight for _, weight in division.weights) == 0:
            return  # by weights of nothing nothing is divided (H3)
        held = self.amounts.pop(division.undertaking, None)
        if held is None:
            return
        if division.whole:
            self.inner.append(Pot({to: held for to, _ in division.weights}, held))
            return
        for (to, _), part in zip(division.weights, share(held, [weight for _, weight in division.weights])):
            self.amounts[to] = self.amounts.get(to, 0) + part

    def held_by(self, group):
        held = sum(amount for name, amount in self.amounts.items() if name in group)
        for pot in self.inner:
            held += min(pot.cap, pot.held_by(group))
        return held


def exact_shares(amount, weights):
    total = sum(weights)
    return [amount * weight / total if total else Fraction(0) for weight in weights]


class Holdings:
    """Holdings under one graph; `divisions` in force by their statements, in order of day, then of position (H2)."""

    def __init__(self, graph, divisions):
        self.graph = graph
        self.divisions = sorted(divisions, key=lambda d: (d.day, d.position))
        self.unsettled = any(x.end and not x.history for x in graph.links)

    def of(self, award, granted, group, view, day, amount, share=divide):
        """What the group, as of `day`, holds of `amount` of an award granted on `granted` (H5)."""
        pot = Pot({self.graph.of(award.handle): amount})
        for division in self.divisions:
            if granted < division.day <= day and division.concerns(award) and division.holds_in(self.graph, view):
                pot.divide(division, share)
        held = pot.held_by(group)
        for end, side in self._open_ends(group, view, day):
            if granted < end:
                before = end - dates.timedelta(days=1)
                whole = self.graph.group(side, before, view)
                held = max(held, self.of(award, granted, whole, view, before, amount, share))
        return held

    def _open_ends(self, group, view, day):
        if not self.unsettled:
            return
        for link in self.graph.links:
            if link.end is None or link.end > day or link.history is not None:
                continue
            before = link.end - dates.timedelta(days=1)
            touches = link.controller in group or link.controlled in group
            if touches and self.graph.looked_at(link, before, view):
                yield link.end, link.controller

    def counted(self, award, group, view, end):
        """Low and high that the group of the day `end` holds of an award with a figure, in the window ending then."""
        low, high = award.value_on(end)
        own = self.of(award, award.day, group, view, end, high)
        return (own if low == high else self.of(award, award.day, group, view, end, low)), own

    def touches(self, award, granted, group, view, end):
        """Whether the group holds any part of the award, however little it counts."""
        return self.of(award, granted, group, view, end, Fraction(1), exact_shares) > 0

    def blocks(self, award, group, view, end, first):
        """Whether an award without a usable figure would count there if it had one (H6), on any day it may be of."""
        earliest, latest = max(award.days[0], first), min(award.days[1], end)
        if earliest > latest:
            return False
        days = {earliest, latest} | {d.day for d in self.divisions} | {x.end for x in self.graph.links if x.end}
        days |= {day - dates.timedelta(days=1) for day in days}
        return any(earliest <= day <= latest and self.touches(award, day, group, view, end) for day in days)


def divisions(graph, statements, attributions, bad_splits, awards):
    """All divisions that the statements in effect make."""
    by_name = {award.name: award for award in awards}
    settling = {id(x.history) for x in graph.links if x.history is not None}
    for s in statements:
        if s.kind == "undertaking.split":
            yield from split_divisions(graph, s, attributions, bad_splits)
        elif s.kind == "control.ended" and id(s) in settling and s.data["history"] != "stays-with-recipient":
            yield from exit_divisions(graph, s, by_name)


def split_divisions(graph, s, attributions, bad_splits):
    undertaking, day = graph.of(s.data["undertaking"]), dates.parse(s.data["on"])
    attributed = attributions.get(id(s), {})
    for name, weights in attributed.items():
        weights = [(graph.of(to), weight) for to, weight in weights]
        yield Division(day, s.position, undertaking, weights, awards={name})
    weights = [(graph.of(x["undertaking"]), exact(x["equity_book_value"]["amount"])) for x in s.data["successors"]]
    yield Division(day, s.position, undertaking, weights, whole=id(s) in bad_splits, except_awards=attributed)


def exit_divisions(graph, s, by_name):
    """The parts named, and what is left of the recorded figure to the recipient (H2)."""
    listed = {}
    for name, to, amount in s.parts:
        listed.setdefault(name, []).append((graph.of(to), amount))
    for name, weights in listed.items():
        award = by_name.get(name)
        if award is None:
            continue
        recipient = graph.of(award.handle)
        known = award.figure is not None and award.figure[1] is not None
        left = Fraction(award.figure[1], 100) - sum(weight for _, weight in weights) if known else Fraction(1)
        rest = max(left, Fraction(0))
        yield Division(dates.parse(s.data["on"]), s.position, recipient, weights + [(recipient, rest)], awards={name},
                       links=[x for x in graph.links if x.history is s])
