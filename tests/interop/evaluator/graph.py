"""Who is one undertaking (U), and who is one single undertaking on a day (G1-G4, G10).

Everything is derived again from the statements in effect, in their order: a retracted one was never made (G16).
In facts mode every statement is as from a register (G5), so there is one body of statements, and weak links are in it.
"""

import dates
from statements import country, handle


class View:
    """With which links a group is asked for; `unlinked` are the kinds of holders whose links are not looked at (G3)."""

    def __init__(self, unlinked, weak=True, crossing=True):
        self.key = (frozenset(unlinked), weak, crossing)
        self.unlinked, self.weak, self.crossing = unlinked, weak, crossing

    def without_weak(self):
        return View(self.unlinked, False, self.crossing)

    def without_crossing(self):
        return View(self.unlinked, self.weak, False)


class Link:
    def __init__(self, statement, controller, controlled):
        data = statement.data
        self.statement, self.controller, self.controlled = statement, controller, controlled
        self.start = dates.parse(data["from"])
        self.weak = data["evidence"]["level"] == "declared"
        here, there = country(handle(data["controller"])), country(handle(data["controlled"]))
        self.crossing = here is not None and there is not None and here != there
        self.ends = []  # (day, statement)

    @property
    def end(self):
        """The earliest end holds (G10)."""
        return min((day for day, _ in self.ends), default=None)

    @property
    def history(self):
        """What settles the end, or None: an unsettled end (G11). Ending again on the same day settles it."""
        settled = [s for day, s in self.ends if day == self.end and "history" in s.data]
        return settled[-1] if settled else None

    def in_force(self, day):
        return self.start <= day and (self.end is None or day < self.end)


class Graph:
    """The undertakings and their ties as the statements in effect have them."""

    def __init__(self, statements):
        self.parent, self.known = {}, set()
        self.links, self.mergers, self.holders, self.groups = [], [], [], {}
        for s in statements:
            self._identity(s)
        for s in statements:
            self._tie(s)
        self.weak = any(link.weak for link in self.links)
        self.crossing = any(link.crossing for link in self.links)

    # Identity.

    def of(self, text):
        """The undertaking a handle stands for: one representative handle."""
        name = handle(text)
        while self.parent.get(name, name) != name:
            name = self.parent[name]
        return name

    def handles(self, text):
        """Every handle that is the same undertaking as this one, itself included."""
        named = {handle(text), *self.parent, *self.parent.values(), *self.known}
        return {name for name in named if self.of(name) == self.of(text)}

    def registered(self, text):
        return self.of(text) in {self.of(name) for name in self.known}

    def _identity(self, s):
        if s.kind == "undertaking.registered":
            self.known.add(handle(s.data["undertaking"]))
            for i in s.data["identifiers"]:
                self._join(s.data["undertaking"], f"{i['scheme']}:{i['value']}")
        elif s.kind == "undertaking.identified":
            for other in s.data["same_as"]:
                self._join(s.data["undertaking"], other)

    def _join(self, a, b):
        self.parent[self.of(b)] = self.of(a)

    # Ties.

    def _tie(self, s):
        data = s.data
        if s.kind == "control.declared":
            self.links.append(Link(s, self.of(data["controller"]), self.of(data["controlled"])))
        elif s.kind == "control.ended":
            day = dates.parse(data["on"])
            for link in self.ended_by(data, day):
                link.ends.append((day, s))
        elif s.kind == "undertakings.merged":
            ends = [self.of(data["surviving"])] + [self.of(x) for x in data["absorbed"]]
            self.mergers.append((dates.parse(data["on"]), ends))
        elif s.kind == "holding.declared":
            self.holders.append((self.of(data["holder"]), data["kind"], dates.parse(data["from"])))

    def pair(self, data):
        controller, controlled = self.of(data["controller"]), self.of(data["controlled"])
        return [link for link in self.links if (link.controller, link.controlled) == (controller, controlled)]

    def ended_by(self, data, day):
        return [x for x in self.pair(data) if x.start < day and (x.end is None or x.end >= day)]

    def looked_at(self, link, day, view):
        if (link.weak and not view.weak) or (link.crossing and not view.crossing):
            return False
        kinds = {kind for holder, kind, start in self.holders if holder == link.controller and start <= day}
        return not kinds & view.unlinked

    def group(self, undertaking, day, view):
        key = (undertaking, day, view.key)
        if key not in self.groups:
            self.groups[key] = self._reach(undertaking, day, view)
        return self.groups[key]

    def _reach(self, undertaking, day, view):
        edges = [(x.controller, x.controlled) for x in self.links if x.in_force(day) and self.looked_at(x, day, view)]
        for start, ends in self.mergers:
            if start <= day:
                edges += [(ends[0], other) for other in ends[1:]]
        reached, grew = {undertaking}, True
        while grew:
            grew = False
            for a, b in edges:
                if (a in reached) != (b in reached):
                    reached |= {a, b}
                    grew = True
        return frozenset(reached)

    def controls(self, above, below, day):
        """Whether `above` controls `below` on the day, directly or through others (G9). Mergers are not control."""
        reached, grew = {above}, True
        while grew:
            grew = False
            for link in self.links:
                if link.in_force(day) and link.controller in reached and link.controlled not in reached:
                    reached.add(link.controlled)
                    grew = True
        return below in reached
