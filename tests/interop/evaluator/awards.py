"""An award as it stands: its figure, what lessened it, and whether it counts at all (A2, A6, A11, A15, A16)."""

import copy
from datetime import date

import dates


class Award:
    def __init__(self, name, position, party, data, kind):
        self.name, self.position, self.party, self.data, self.kind = name, position, party, data, kind
        self.handle = data["beneficiary"]
        self.state, self.regime = data.get("member_state"), data["basis"]["regime"]
        self.figure = None  # (low, high or None) in cents; None: nothing could be found
        self.face = None  # what may be drawn in full, in cents, as fixed with the aid and the date (A13); None: not known
        self.face_of = None  # the aid and the date that it was fixed for
        self.until = None  # last day for which an open reservation or conditional award counts
        self.open, self.freed = False, False
        self.void = None  # the decision by which a review made it count nothing
        self.no_aid = "treatment" in data
        self.misfit = False  # said to be no aid, and its ground does not hold: uncounted (F12, F13)
        # Whether the beneficiary was registered when it was judged: a verdict is not rewritten by what is said later.
        self.anchored = True
        self.lessened = []  # (day, cents): from the day on it counts at most so much
        self.drawn, self.usage = [], []

    def changed(self, **members):
        """A copy with other members: the award as a proposal would have it."""
        other = copy.copy(self)
        other.lessened, other.drawn, other.usage = list(self.lessened), list(self.drawn), list(self.usage)
        for name, value in members.items():
            setattr(other, name, value)
        return other

    @property
    def aid(self):
        return self.data["aid"]

    @property
    def days(self):
        """First and last day on which it may have been granted."""
        if "granted_on" in self.data:
            day = dates.parse(self.data["granted_on"])
            return day, day
        span = self.data["granted_on_range"]
        return dates.parse(span["from"]), dates.parse(span["to"])

    @property
    def day(self):
        first, last = self.days
        return first if "granted_on" in self.data else None

    @property
    def valued_on(self):
        """The granting date for rates; of a range of dates its first day is taken."""
        return self.days[0]

    @property
    def enforced(self):
        return self.kind == "enforced"

    def has_figure(self):
        """A figure that can be counted: what was recorded as `uncounted` stays so until it is judged again."""
        return self.measured() and self.anchored

    def measured(self):
        return self.figure is not None and self.figure[1] is not None and self.day is not None

    def value_on(self, day):
        """Low and high as lessened by what acts on the day (H1, A6)."""
        low, high = self.figure
        for since, most in self.lessened:
            if since <= day:
                low, high = min(low, most) if low is not None else None, min(high, most)
        return low or 0, high

    @property
    def service(self):
        """The service of general economic interest that it pays for, if it names one."""
        return self.data.get("conditions", {}).get("sgei_service")

    def there(self, asked_for):
        """Whether an event granted on the day asked for finds it, be it aid or not (A2)."""
        return not self.freed and (not self.open or self.until is None or asked_for <= self.until)

    def stands(self, asked_for):
        """Whether it is there and counts; reviews can make it count nothing."""
        return self.there(asked_for) and not self.void and (not self.no_aid or self.misfit)


class Matches:
    """Which awards are the same award seen twice (A11)."""

    def __init__(self):
        self.pairs = set()

    def add(self, a, b):
        self.pairs.add(frozenset((a, b)))

    def drop(self, a, b):
        self.pairs.discard(frozenset((a, b)))

    def has(self, a, b):
        return frozenset((a, b)) in self.pairs

    def cluster(self, name):
        found, grew = {name}, True
        while grew:
            grew = False
            for pair in self.pairs:
                if pair & found and not pair <= found:
                    found |= pair
                    grew = True
        return found

    def silenced(self, awards, countable):
        """The names of those that count nothing because another of their cluster counts.

        `countable(award)` says whether an award is in effect and has a figure; the one that counts longest wins, of equals
        the one with the highest recorded high end.
        """
        if not self.pairs:
            return set()
        by_name = {award.name: award for award in awards}
        silent, seen = set(), set()
        for name in by_name:
            if name in seen:
                continue
            members = [by_name[n] for n in self.cluster(name) if n in by_name]
            seen |= {a.name for a in members}
            best = [a for a in members if countable(a)]
            if best:
                lasts = lambda a: a.until.toordinal() if a.open else date.max.toordinal()
                winner = min(best, key=lambda a: (-lasts(a), -a.figure[1], a.position))
                silent |= {a.name for a in members if a is not winner}
        return silent
