"""An award as it stands, its sightings as one, and what it counts on a day (A2, A6, A11, A15, A16, A22)."""

import copy

import dates
from money import cents, exact


class Lessening:
    """What a statement leaves of an award: in cents, fixed when it was made (A6). `row`: it takes back a row alone."""

    def __init__(self, about, day, target, kept, repaid, repaid_on, row):
        self.about, self.day, self.target = about, day, target
        self.kept, self.repaid, self.repaid_on, self.row = kept, repaid, repaid_on, row

    def back_by(self, day):
        """The principal that it says was repaid up to a day."""
        return self.repaid if self.repaid_on is not None and self.repaid_on <= day else 0

    def bound(self, day):
        return max(self.target, self.kept - self.back_by(day))


class Award:
    def __init__(self, name, position, party, data, kind):
        self.name, self.position, self.party, self.data, self.kind = name, position, party, data, kind
        self.handle = data["beneficiary"]
        self.figure = None  # (low, high or None) in cents; None: nothing could be found
        self.tested = None  # the figure that the windows are asked with, where it is another (A8)
        self.face = None  # what may be drawn in full, in cents, as fixed with the aid and the date (A13); None: not known
        self.face_of = None  # the aid and the date that it was fixed for
        self.until = None  # last day for which an open reservation or conditional award counts
        self.reserved_on = None  # of what is open or was confirmed (A21)
        self.open, self.freed = False, False
        self.no_aid = "treatment" in data
        self.misfit = False  # said to be no aid, and its ground does not hold: uncounted (F12, F13)
        # Whether the beneficiary was registered when it was judged: a verdict is not rewritten by what is said later.
        self.anchored = True
        self.report = self.own = False  # came as a report; as one of an award of the signer's own (A23)
        self.retrieved_on = None  # of a report: the day of its newest row
        self.lessened = []  # Lessenings that name it
        self.withdrawals = []  # (on, whether nothing was kept, row)
        self.told = []  # days on which something became of it (A21)
        self.drawn, self.usage = [], []
        self.used = 0  # the most that its use ever came to, in cents (A22)

    def changed(self, **members):
        """A copy with other members: the award as a proposal would have it."""
        other = copy.copy(self)
        for name in ("lessened", "withdrawals", "told", "drawn", "usage"):
            setattr(other, name, list(getattr(self, name)))
        for name, value in members.items():
            setattr(other, name, value)
        return other

    @property
    def aid(self):
        return self.data["aid"]

    @property
    def state(self):
        return self.data.get("member_state")

    @property
    def regime(self):
        return self.data["basis"]["regime"]

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
        return self.days[0] if "granted_on" in self.data else None

    @property
    def valued_on(self):
        """The granting date for rates; of a range of dates its first day is taken."""
        return self.days[0]

    @property
    def begins(self):
        """The earliest day that it can be said to be granted on (A21)."""
        return min(self.reserved_on or self.days[0], self.days[0])

    @property
    def enforced(self):
        return self.kind == "enforced"

    def known(self):
        """Whether it has a figure: a range without a high end is none (A11)."""
        return self.figure is not None and self.figure[1] is not None

    def measured(self):
        return self.known() and self.day is not None

    def own_value(self, day):
        """Low and high on a day by the statements about it alone (A11)."""
        return lessen(self.figure, self.lessened, self.used, day)

    @property
    def service(self):
        """The service of general economic interest that it pays for, if it names one."""
        return self.data.get("conditions", {}).get("sgei_service")

    def there(self, asked_for):
        """Whether an event granted on the day asked for finds it, be it aid or not (A2)."""
        return not self.freed and (not self.open or self.until is None or asked_for <= self.until)

    def use(self, face, worth):
        """What its use comes to (A22), or None where nothing was used or no share is known; face and draws in euro."""
        quantity, shares = self.quantity(), []
        if self.drawn and quantity:
            shares.append(sum(drawn for drawn, _ in self.drawn) / quantity)
        elif self.drawn and quantity is None and face and worth is not None:
            shares.append(worth / face)
        if self.usage and quantity:
            shares.append(max(total for _, total in self.usage) / quantity)
        return cents(max(shares) * self.figure[1] / 100) if shares and self.known() else None

    def quantity(self):
        return exact(self.aid["quantity"]) if self.aid["form"] == "compute" else None


def lessen(figure, statements, used, day):
    """What a figure counts in a window that ends on a day (A6)."""
    bounds = [s.bound(day) for s in statements if s.day <= day]
    floor = max(used - sum(s.back_by(day) for s in statements), 0)
    return tuple(max(min([end or 0, *bounds]), floor) for end in figure)


class Sighting:
    """One award of a book, with what it lacks filled in from those matched with it (A11)."""

    def __init__(self, book, award):
        self.award, self.name, self.handle, self.position = award, award.name, award.handle, award.position
        self.kind, self.enforced = award.kind, award.enforced
        self.mates = frozenset(book.cluster(award.name))
        others = [a for a in book.of(award.name) if a is not award and not a.freed and not book.void(a.name)]
        self.state = award.state or next((a.state for a in others if a.state), None)
        known = {a.regime for a in others} - {"unknown"}
        self.regimes = known or {"unknown"} if award.regime == "unknown" else {award.regime}
        best = lambda fit: min((a for a in others if fit(a)), default=None,
                               key=lambda a: (-(a.figure[1] if a.known() else -1), a.position))
        self.figure = award.figure
        # What stands as no aid lacks no figure.
        if not (award.no_aid and not award.misfit) and not award.known() and (other := best(lambda a: a.known())):
            self.figure = other.figure
        self.days, self.day = award.days, award.day
        if award.day is None and (other := best(lambda a: a.day)):
            self.days, self.day = other.days, other.day
        self.anchored = award.anchored or any(a.anchored for a in others)
        self.void = book.void(award.name)
        self.no_aid = award.no_aid and not award.misfit

    @property
    def usable(self):
        return self.has_high and self.day is not None and self.anchored

    @property
    def has_high(self):
        return self.figure is not None and self.figure[1] is not None

    def stands(self, asked_for):
        """Whether it is there and counts; reviews can make it count nothing."""
        return self.award.there(asked_for) and not self.void and not self.no_aid


class Book:
    """The awards of a moment, what is matched, and what reviews set aside."""

    def __init__(self, awards, matches, reviews):
        self.awards, self.matches, self.reviews = awards, matches, reviews
        self.sightings = [Sighting(self, award) for award in awards.values() if not award.freed]

    def cluster(self, name):
        return self.matches.cluster(name)

    def of(self, name):
        """The sightings of one award, by position."""
        found = [self.awards[n] for n in self.cluster(name) if n in self.awards]
        return sorted(found, key=lambda a: (a.position, a.name))

    def void(self, name):
        """The decision that sets a sighting aside: the newest review that concerns it (A15)."""
        decision = next((r.decision for r in reversed(self.reviews) if name in r.concerned), None)
        return None if decision == "counts-as-aid" else decision

    def seen(self, name):
        """The sightings of one award that are in effect, filled in."""
        mates = self.cluster(name)
        return [s for s in self.sightings if s.name in mates]

    def begins(self, name):
        return min(a.begins for a in self.of(name) if not a.freed)

    def granted(self, sighting, day=None):
        """The earliest date of its sightings (H2); of what has none, the day asked for."""
        return min((s.day for s in self.seen(sighting.name) if s.day), default=day)

    def dated(self, name):
        """The earliest date of its sightings (W9)."""
        return min(a.valued_on for a in self.of(name) if not a.freed)

    def statements(self, name):
        """The lessenings that act on a sighting: about it, or about one matched with it, unless they take back a row alone."""
        return [s for a in self.of(name) for s in a.lessened if s.about == name or not s.row]

    def used(self, name):
        return max((a.used for a in self.of(name) if not a.freed), default=0)

    def value(self, sighting, day):
        return lessen(sighting.figure, self.statements(sighting.name), self.used(sighting.name), day)

    def counts(self, name, day):
        """(low, high) of what the award counts on a day, or None without a figure: the highest of its sightings (A6)."""
        pairs = [self.value(s, day) for s in self.seen(name) if s.figure is not None and s.figure[1] is not None]
        return max(pairs, key=lambda pair: (pair[1], pair[0]), default=None)


class Review:
    """A review of an award: which sightings it concerns, for as long as they stay matched with the one it names (A15)."""

    def __init__(self, named, decision, matches):
        self.named, self.decision, self.concerned = named, decision, matches.cluster(named)

    def after_unmatching(self, matches):
        self.concerned &= matches.cluster(self.named)


class Matches:
    """Which awards are the same award seen twice (A11)."""

    def __init__(self, pairs=()):
        self.pairs = set(pairs)

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
