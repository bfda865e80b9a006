"""What a group holds of an award: by the steps, and by ends that nobody settled (H1, H5, H6)."""

from fractions import Fraction

import dates
from money import divide
from steps import Run, exact_shares, in_order, is_split


class Held:
    """An award as the steps see it: who received it, when it was granted (H2), what is attributed at which split (G14)."""

    def __init__(self, holder, granted, sightings, attributions):
        self.holder, self.granted, self.sightings, self._attributions = holder, granted, sightings, attributions

    def attributed(self, split):
        """The parts by which an award was attributed at a split, by whichever sighting; None: by equity."""
        found = None
        for s in self._attributions:
            if s.split is split.statement and s.award in self.sightings:
                found = s.weights
        return found


class Holdings:
    """Holdings under one graph; `attributions`: the statements `award.attributed` in effect, in their order."""

    def __init__(self, graph, attributions):
        self.graph, self.steps = graph, in_order(graph)
        for s in attributions:
            s.weights = [(graph.of(to), part) for to, part in s.parts]
        self.attributions = attributions
        self.unsettled = [x for x in graph.links if x.end and x.history is None]
        self.seen = {}

    def by_steps(self, sighting, granted, view, day, amount, share=divide, before=None):
        """The pot of an amount after the steps up to a day."""
        award = Held(self.graph.of(sighting.handle), granted, sighting.mates, self.attributions)
        return Run(self.graph, view, award, share).upto(self.steps, day, amount, before)

    def of(self, sighting, granted, group, view, day, amount, share=divide):
        """What the group, as of `day`, holds of `amount` of an award granted on `granted` (H5)."""
        key = (sighting.name, granted, group, view.key, day, amount, share)
        if key not in self.seen:
            self.seen[key] = self._of(sighting, granted, group, view, day, amount, share)
        return self.seen[key]

    def _of(self, sighting, granted, group, view, day, amount, share):
        held = self.by_steps(sighting, granted, view, day, amount, share).held_by(group)
        for link in self.unsettled:
            before = link.end - dates.timedelta(days=1)
            if link.end > day or not granted < link.end or not self.graph.looked_at(link, before, view):
                continue
            if self.bearers(link, day) & group:
                whole = self.graph.group(link.controller, before, view)
                held = max(held, self.of(sighting, granted, whole, view, before, amount, share))
        return held

    def bearers(self, link, day):
        """Who bears an unsettled end: its two undertakings, and whom splits and mergers put in their place."""
        bearers = {link.controller, link.controlled}
        for step in self.steps:
            if not link.end <= step.day <= day:
                continue
            if is_split(step) and step.undertaking in bearers:
                bearers |= {to for to, _ in step.successors}
            elif hasattr(step, "absorbed") and set(step.absorbed) & bearers:
                bearers.add(step.surviving)
        return bearers

    def pair(self, sighting, granted, group, view, end, figure):
        """Low and high that the group of the day `end` holds of a figure."""
        low, high = figure
        own = self.of(sighting, granted, group, view, end, high)
        return (own if low == high else self.of(sighting, granted, group, view, end, low)), own

    def touches(self, sighting, granted, group, view, end):
        """Whether the group holds any part of the award, however little it counts (H6)."""
        return self.of(sighting, granted, group, view, end, Fraction(1), exact_shares) > 0

    def blocks(self, sighting, granted, group, view, end, first):
        """Whether an award without a usable figure would count there if it had one (H6), on any day it may be of.

        `granted(day)` is the granting date for the steps, if it was granted on the day.
        """
        earliest, latest = max(sighting.days[0], first), min(sighting.days[1], end)
        if earliest > latest:
            return False
        days = {earliest, latest} | {step.day for step in self.steps} | {x.end for x in self.graph.links if x.end}
        days |= {day - dates.timedelta(days=1) for day in days}
        return any(earliest <= day <= latest and self.touches(sighting, granted(day), group, view, end) for day in days)
