"""Who is one undertaking (U), and who is one single undertaking on a day (G1-G4, G10, G17, G18).

Everything is derived again from the statements in effect, in their order: a retracted one was never made (G16).
In facts mode every statement is as from a register (G5), so there is one body of statements, and weak links are in it.
"""

import dates
from money import exact
from statements import country, handle


class View:
    """With which ties a group is asked for.

    `unlinked` are the kinds of holders whose links are not looked at, `persons` says whether those of natural persons that
    are no enterprises are (G3), `also` names who is an enterprise by being asked about (U6).
    """

    def __init__(self, unlinked=("public-body",), persons=False, also=(), weak=True, crossing=True, majorities=False):
        self.key = (frozenset(unlinked), persons, frozenset(also), weak, crossing, majorities)
        self.unlinked, self.persons, self.also, self.weak, self.crossing, self.majorities = self.key

    def but(self, **changes):
        """The same view with one thing otherwise (G6)."""
        names = ("unlinked", "persons", "also", "weak", "crossing", "majorities")
        return View(**{**dict(zip(names, self.key)), **changes})


class Link:
    def __init__(self, statement, controller, controlled):
        data = statement.data
        self.statement, self.controller, self.controlled = statement, controller, controlled
        self.start = dates.parse(data["from"])
        self.weak = data["evidence"]["level"] == "declared"
        self.majority = data["kind"] == "voting-majority"
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


class Holding:
    def __init__(self, statement, holder, held):
        data = statement.data
        self.holder, self.held, self.kind = holder, held, data["kind"]
        self.votes, self.start, self.position = exact(data["votes_percent"]), dates.parse(data["from"]), statement.position


class Merger:
    def __init__(self, statement, surviving, absorbed):
        self.day, self.position = dates.parse(statement.data["on"]), statement.position
        self.surviving, self.absorbed = surviving, absorbed


class Split:
    def __init__(self, statement, undertaking, successors):
        self.statement = statement
        self.day, self.position = dates.parse(statement.data["on"]), statement.position
        self.undertaking, self.successors = undertaking, successors  # [(undertaking, equity)]
        values = [x["equity_book_value"] for x in statement.data["successors"]]
        amounts = [exact(value["amount"]) for value in values]
        # What divides nothing (G13).
        self.undivided = min(amounts) < 0 or sum(amounts) == 0 or len({value["currency"] for value in values}) > 1

    @property
    def ceases(self):
        return self.undertaking not in {to for to, _ in self.successors}


class Graph:
    """The undertakings and their ties as the statements in effect have them; `named`: beneficiaries of awards (U6)."""

    def __init__(self, statements, named=()):
        self.parent, self.known, self.named, persons = {}, set(), named, set()
        self.links, self.mergers, self.splits, self.holdings, self.groups = [], [], [], [], {}
        for s in statements:
            persons |= self._identity(s)
        self.persons = {self.of(name) for name in persons}
        for s in statements:
            self._tie(s)
        self.weak = any(link.weak for link in self.links)
        self.crossing = any(link.crossing for link in self.links)
        self.personal = any(link.controller in self.persons for link in self.links)

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

    def least(self, undertaking):
        """The least of its handles as text (H9)."""
        handles = {name for name in [*self.known, *self.parent, undertaking] if self.of(name) == undertaking}
        return min(handles)

    def _identity(self, s):
        """The handles of natural persons in a statement (U6); joins what it identifies."""
        persons = set()
        if s.kind == "undertaking.registered":
            self.known.add(handle(s.data["undertaking"]))
            for i in s.data["identifiers"]:
                self._join(s.data["undertaking"], f"{i['scheme']}:{i['value']}")
            if s.data["natural_person"] or s.data["undertaking"].startswith("PRS:"):
                persons.add(s.data["undertaking"])
        elif s.kind == "undertaking.identified":
            for other in s.data["same_as"]:
                self._join(s.data["undertaking"], other)
            persons |= {name for name in s.data["same_as"] if name.startswith("PRS:")}
        elif s.kind == "control.declared":
            # A pseudonym is a person's, also where its registration was taken back.
            persons |= {name for name in [s.data["controller"]] if name.startswith("PRS:")}
        return persons

    def _join(self, a, b):
        self.parent.setdefault(self.of(a), self.of(a))
        self.parent[self.of(b)] = self.of(a)

    def enterprise(self, undertaking, view):
        return undertaking in {self.of(name) for name in self.named} | {self.of(name) for name in view.also}

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
            self.mergers.append(Merger(s, self.of(data["surviving"]), [self.of(x) for x in data["absorbed"]]))
        elif s.kind == "undertaking.split":
            self.splits.append(Split(s, self.of(data["undertaking"]), [
                (self.of(x["undertaking"]), exact(x["equity_book_value"]["amount"])) for x in data["successors"]]))
        elif s.kind == "holding.declared":
            self.holdings.append(Holding(s, self.of(data["holder"]), self.of(data["held"])))

    def pair(self, data):
        controller, controlled = self.of(data["controller"]), self.of(data["controlled"])
        return [link for link in self.links if (link.controller, link.controlled) == (controller, controlled)]

    def ended_by(self, data, day):
        return [x for x in self.pair(data) if x.start < day and (x.end is None or x.end >= day)]

    def holder_looked_at(self, holder, day, view):
        """Whether links of this holder are looked at (G3)."""
        kinds = {x.kind for x in self.holdings if x.holder == holder and x.start <= day}
        if kinds & view.unlinked:
            return False
        return view.persons or holder not in self.persons or self.enterprise(holder, view)

    def looked_at(self, link, day, view):
        if (link.weak and not view.weak) or (link.crossing and not view.crossing):
            return False
        return self.holder_looked_at(link.controller, day, view)

    def group(self, undertaking, day, view):
        key = (undertaking, day, view.key)
        if key not in self.groups:
            found = self._reach(undertaking, day, view)
            self.groups[key] = self._with_majorities(found, day, view) if view.majorities else found
        return self.groups[key]

    def _reach(self, undertaking, day, view):
        edges = [(x.controller, x.controlled) for x in self.links if x.in_force(day) and self.looked_at(x, day, view)]
        for merger in self.mergers:
            if merger.day <= day:
                edges += [(merger.surviving, other) for other in merger.absorbed]
        reached, grew = {undertaking}, True
        while grew:
            grew = False
            for a, b in edges:
                if (a in reached) != (b in reached):
                    reached |= {a, b}
                    grew = True
        return frozenset(reached)

    # Holdings (G17, G18).

    def votes(self, holders, held, day, view=None):
        """What some hold of the votes in another: of each pair the newest holding counts."""
        newest = {}
        for x in sorted(self.holdings, key=lambda x: (x.start, x.position)):
            if x.start <= day:
                newest[x.holder, x.held] = x.votes
        return sum(share for (holder, of), share in newest.items() if of == held and holder in holders
                   and (view is None or self.holder_looked_at(holder, day, view)))

    def _with_majorities(self, group, day, view):
        by_links = view.but(majorities=False)
        everybody = {x.holder for x in self.holdings} | {x.held for x in self.holdings}
        found, grew = set(group), True
        while grew:
            grew = False
            for other in sorted(everybody - found):
                its_own = self.group(other, day, by_links)
                below = self.votes(found, other, day, view) > 50
                holds = self.holder_looked_at(other, day, view) and self._is_holder(other, day)
                above = holds and any(self.votes(its_own, member, day, view) > 50 for member in found)
                if below or above:
                    found |= its_own
                    grew = True
        return frozenset(found)

    def _is_holder(self, undertaking, day):
        return any(x.holder == undertaking and x.start <= day for x in self.holdings)

    def undeclared(self, data):
        """Whether a holding, the last one stated, is a majority that no link says (G17)."""
        holder, held, day = self.of(data["holder"]), self.of(data["held"]), dates.parse(data["from"])
        public = any(x.holder == holder and x.kind == "public-body" and x.start <= day for x in self.holdings)
        linked = any((x.controller, x.controlled) == (holder, held) and x.in_force(day) for x in self.links)
        return not public and not linked and self.votes(self.group(holder, day, View()), held, day) > 50

    # Control and mergers.

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

    def another_majority(self, controller, controlled, start):
        """Whether somebody else has the majority of votes on some day on which a link from `start` is in force (G9)."""
        return any(x.majority and x.controlled == controlled and x.controller != controller
                   and (x.end is None or x.end > start) for x in self.links)

    def took_over(self, one, other):
        """Whether one absorbed the other by mergers, directly or through others, on whatever day (A11)."""
        reached, grew = {one}, True
        while grew:
            grew = False
            for merger in self.mergers:
                if merger.surviving in reached and not set(merger.absorbed) <= reached:
                    reached |= set(merger.absorbed)
                    grew = True
        return other in reached
