"""The steps that move what is held of an award: mergers, splits, exits, in their order (H2-H4, H8, H9)."""

from fractions import Fraction

import dates
from money import divide


def exact_shares(amount, weights):
    """Like `divide`, without rounding: whether somebody holds something is asked without amounts (H6)."""
    total = sum(weights)
    return [amount * weight / total if total else Fraction(0) for weight in weights]


class Exit:
    """The end of a link whose history is attributed: parts by award, and what stays (H9)."""

    def __init__(self, statement, links):
        self.statement, self.links = statement, links
        self.day, self.position = dates.parse(statement.data["on"]), statement.position

    def weights(self, graph, sightings):
        """[(undertaking, weight)] in their order and the weight that stays, of an award with these sightings."""
        parts = [(graph.of(to), part) for name, to, part in self.statement.parts if name in sightings]
        return parts, sum(stays for name, stays in self.statement.stays if name in sightings)


def exits(graph):
    settling = {}
    for link in graph.links:
        if link.history is not None and link.history.data["history"] != "stays-with-recipient":
            settling.setdefault(id(link.history), []).append(link)
    return [Exit(links[0].history, links) for links in settling.values()]


def in_order(graph):
    """All steps by day; on one day exits first, then splits and mergers as they wait for each other (H8)."""
    by_day = {}
    for step in exits(graph) + graph.mergers + graph.splits:
        by_day.setdefault(step.day, []).append(step)
    ordered = []
    for day in sorted(by_day):
        first = [step for step in by_day[day] if isinstance(step, Exit)]
        ordered += sorted(first, key=lambda step: step.position)
        left = [step for step in by_day[day] if not isinstance(step, Exit)]
        while left:
            free = [step for step in left if not waits(step, left)] or left
            acts = min(free, key=lambda step: step.position)
            ordered.append(acts)
            left.remove(acts)
    return ordered


def is_split(step):
    return hasattr(step, "successors")


def waits(step, others):
    """A split for the mergers that its undertaking survives, a merger for the splits of those it absorbs."""
    if is_split(step):
        return any(not is_split(x) and x.surviving == step.undertaking for x in others)
    return any(is_split(x) and x.undertaking in step.absorbed for x in others)


class Pot:
    """Amounts by undertaking that add up, and wholes of which several hold all (H4)."""

    def __init__(self, amounts):
        self.amounts, self.wholes = amounts, []

    def each(self):
        """This pot and those within it: later steps act on each as if it alone were there."""
        yield self
        for whole in self.wholes:
            for branch in whole.branches:
                yield from branch.each()

    def add(self, to, amount):
        self.amounts[to] = self.amounts.get(to, 0) + amount

    def held_by(self, group):
        held = sum(amount for name, amount in self.amounts.items() if name in group)
        return held + sum(whole.held_by(group) for whole in self.wholes)


class Whole:
    """An amount that each of several holds: together no more than it."""

    def __init__(self, amount, holders):
        self.bound, self.branches = amount, [Pot({to: amount}) for to in holders]

    def held_by(self, group):
        return min(self.bound, sum(branch.held_by(group) for branch in self.branches))


class Run:
    """One amount of one award, led through the steps in a view up to a day, or up to that of a given statement."""

    def __init__(self, graph, view, award, share):
        self.graph, self.view, self.award, self.share = graph, view, award, share
        self.into = {}  # absorbed -> surviving

    def resolved(self, undertaking):
        while undertaking in self.into:
            undertaking = self.into[undertaking]
        return undertaking

    def upto(self, steps, day, amount, before=None):
        pot = Pot({self.award.holder: amount})
        for step in steps:
            if step.day > day or getattr(step, "statement", None) is before is not None:
                break
            for one in list(pot.each()):
                if isinstance(step, Exit):
                    self._leave(one, step)
                elif is_split(step):
                    self._split(one, step)
                else:
                    self._merge(one, step)
            if not isinstance(step, Exit) and not is_split(step):
                self._forward(step)
        return pot

    def _forward(self, step):
        """What comes to an absorbed one later comes to the surviving (H2)."""
        chain, at = [], step.surviving
        while at in self.into:
            at = self.into[at]
            chain.append(at)
        if set(chain) & set(step.absorbed):
            del self.into[step.surviving]
        for other in step.absorbed:
            if other != step.surviving:
                self.into.setdefault(other, step.surviving)

    def _merge(self, pot, step):
        to = self._survivor(step)
        for other in step.absorbed:
            if other in pot.amounts:
                pot.add(to, pot.amounts.pop(other))

    def _survivor(self, step):
        """Where the surviving stands for itself again it takes what it absorbs."""
        at, chain = step.surviving, []
        while at in self.into:
            at = self.into[at]
            chain.append(at)
        return step.surviving if set(chain) & set(step.absorbed) else at

    def _split(self, pot, step):
        if not (self.award.granted < step.day or step.ceases) or step.undertaking not in pot.amounts:
            return
        attributed = self.award.attributed(step)
        if attributed is None and step.undivided:
            held = pot.amounts.pop(step.undertaking)
            pot.wholes.append(Whole(held, [self.resolved(to) for to, _ in step.successors]))
            return
        weights = step.successors if attributed is None else attributed
        if sum(weight for _, weight in weights) == 0:
            return  # by weights of nothing nothing is divided (H3)
        held = pot.amounts.pop(step.undertaking)
        for (to, _), part in zip(weights, self.share(held, [weight for _, weight in weights])):
            if part:
                pot.add(self.resolved(to), part)

    def _leave(self, pot, step):
        before = step.day - dates.timedelta(days=1)
        parts, stays = step.weights(self.graph, self.award.sightings)
        if not parts or not self.award.granted < step.day:
            return
        if not any(self.graph.looked_at(link, before, self.view) for link in step.links):
            return
        group = self.graph.group(step.links[0].controller, before, self.view)
        holders = sorted((name for name in pot.amounts if name in group), key=self.graph.least)
        held = [pot.amounts[name] for name in holders]
        weights = [weight for _, weight in parts] + [stays]
        if not holders or sum(weights) == 0:
            return
        *given, left = self.share(sum(held), weights)
        for name, rest in zip(holders, self.share(left, held) if sum(held) else held):
            pot.amounts[name] = rest
        for (to, _), part in zip(parts, given):
            if part:
                pot.add(self.resolved(to), part)
