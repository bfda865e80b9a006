"""What becomes of an award: lessenings, matches, draws, usage, disputes, notices (A6, A7, A11, A13, A14, A21, A22, P3, P6)."""

from itertools import combinations

import dates
from awards import Lessening, Matches
from figures import Missing
from money import cents, exact, shown
from verdict import Proposal
from world import shown_figure


def about(handler):
    """Finds the award, answers `unknown_award` where there is none in effect, and a missing rate by its code (F14)."""
    def found(world, event, waived=()):
        award = world.in_effect(event.full(event.data["award"]))
        if award is None:
            return Proposal(codes={"unknown_award"})
        try:
            return handler(world, event, award)
        except Missing as missing:
            return Proposal(codes={str(missing)})
    return found


def days_of(event):
    """The days that must not be before the grant (A21)."""
    data = event.data
    days = [data[name] for name in ("on", "to", "repaid_on") if name in data]
    return [dates.parse(day) for day in days + ([data["repaid"]["on"]] if "repaid" in data else [])]


def too_early(world, event, award):
    return any(day < world.book().begins(award.name) for day in days_of(event))


class Stated:
    """The amounts of a lessening in cents, at the rates of the grant (A6, F14)."""

    def __init__(self, world, event, award):
        euro = lambda money: cents(world.euro_at_grant(award, money))
        data = event.data
        self.kind = event.kind
        self.amount = euro(data["amount"]) if "amount" in data else None
        self.after = euro(data["gge_after"]) if "gge_after" in data else None
        self.kept = euro(data["benefit_kept"]) if "benefit_kept" in data else 0
        self.repaid, self.repaid_on = 0, None
        if "repaid" in data:
            self.repaid, self.repaid_on = euro(data["repaid"]["amount"]), dates.parse(data["repaid"]["on"])

    def target(self, counted):
        """What it counts at most by the statement, or None where the record does not allow it (A6, A7)."""
        if self.kind == "award.withdrawn":
            return 0
        if self.kind == "award.reduced":
            return self.after if self.after <= counted else None
        return counted - self.amount if self.amount <= counted else None


@about
def lessened(world, event, award):
    data, book, stated = event.data, world.book(), Stated(world, event, award)
    if too_early(world, event, award):
        return Proposal(codes={"contradicts_record"})
    day = dates.parse(data["on"])
    if event.kind == "award.waived":
        day = max(day, dates.parse(data["repaid_on"]))
    alone = event.kind == "award.withdrawn" and award.report and not award.own
    made = award.changed()
    made.told += days_of(event)
    if event.kind == "award.withdrawn":
        made.withdrawals.append((day, stated.kept <= stated.repaid, alone))
    p = Proposal(affects=True, later_than=book.dated(award.name), act=lambda: world.put(made))
    if event.kind == "award.waived" and data["repaid_on"] > data["on"]:
        p.flags.add("benefit_not_repaid")
    counted = book.counts(award.name, day)
    alone_among = alone and len(book.seen(award.name)) > 1
    row = next(s for s in book.seen(award.name) if s.name == award.name)
    if counted is None or alone_among and not row.has_high:
        return without_figure(p, stated)
    most = stated.target(counted[1])
    if most is None:
        return Proposal(codes={"contradicts_record"})
    if event.kind == "credits.expired" and not data["right_lapsed"]:
        p.gge = shown_figure(counted)
        return p
    made.lessened.append(Lessening(award.name, day, most, stated.kept, stated.repaid, stated.repaid_on, alone))
    p.amounts = [shown(most), shown(stated.kept), shown(stated.repaid)]
    after = world.book(made)
    left = after.counts(award.name, day)
    if alone and len(after.seen(award.name)) > 1:
        mine = next(s for s in after.seen(award.name) if s.name == award.name)
        left = after.value(mine, day)
    p.gge = shown_figure(left)
    if left[1] > most:
        p.flags.add("benefit_not_repaid")
    return p


def without_figure(p, stated):
    """Nothing changes but what is told of it (A7)."""
    p.flags.add("uncounted")
    target = {"award.reduced": stated.after, "award.withdrawn": 0}.get(stated.kind)
    if target is not None and stated.kept - stated.repaid > target:
        p.flags.add("benefit_not_repaid")
    return p


def matched(world, event, waived=()):
    names = [event.full(event.data["award"])] + [event.full(name) for name in event.data["same_as"]]
    if None in [world.in_effect(name) for name in names]:
        return Proposal(codes={"unknown_award"})
    together = Matches(world.matches.pairs)
    for other in names[1:]:
        if other != names[0]:
            together.add(names[0], other)
    sightings = [world.awards[name] for name in sorted(together.cluster(names[0])) if name in world.awards]
    if len({a.state for a in sightings} - {None}) > 1 or not all(
        one_recipient(world.graph, a, b) for a, b in combinations(sightings, 2)
    ):
        return Proposal(codes={"contradicts_record"})
    there = [a for a in sightings if not a.freed]
    p = Proposal(affects=True, later_than=min(a.valued_on for a in there))
    if any(differ(a, b) for a, b in combinations(there, 2)):
        p.flags.add("sources_differ")
    p.act = lambda: setattr(world, "matches", together)
    return p


def one_recipient(graph, a, b):
    one, other = graph.of(a.handle), graph.of(b.handle)
    return one == other or graph.took_over(one, other) or graph.took_over(other, one)


def differ(a, b):
    """Whether two sightings that both have it differ in date, regime or figure (A11)."""
    if a.day and b.day and a.day != b.day:
        return True
    if "unknown" not in (a.regime, b.regime) and a.regime != b.regime:
        return True
    if not (a.known() and b.known()):
        return False
    reports = [(x, y) for x, y in ((a, b), (b, a)) if x.report and x.retrieved_on]
    return any((x.figure[0] or 0, x.figure[1]) != y.own_value(x.retrieved_on) for x, y in reports) if reports else (
        a.figure != b.figure)


def unmatched(world, event, waived=()):
    first, *others = [event.full(event.data["award"])] + [event.full(name) for name in event.data["same_as"]]
    awards = [world.in_effect(name) for name in [first, *others]]
    codes = {"unknown_award"} if None in awards else set()
    if not all(world.matches.has(first, other) for other in others):
        codes.add("unknown_reference")
    if codes:
        return Proposal(codes=codes)

    def act():
        world.matches = Matches(world.matches.pairs)
        for other in others:
            world.matches.drop(first, other)
        for review in world.reviews:
            review.after_unmatching(world.matches)
    return Proposal(affects=True, later_than=world.book().dated(first), act=act)


def spent(world, event, award, made, above):
    """The answer to a draw or a usage report: what it comes to, and whether it is too much (A13, A22)."""
    if too_early(world, event, award):
        return Proposal(codes={"contradicts_record"})
    day, book = days_of(event)[0], world.book()
    made.told += days_of(event)
    used = world.used(made)
    made.used = max(made.used, used or 0)
    p = Proposal(affects=True, later_than=book.dated(award.name), act=lambda: world.put(made))
    p.amounts = None if used is None else [shown(used)]
    after = world.book(made)
    statements = after.statements(award.name)
    net = made.used - sum(s.back_by(day) for s in statements)
    bounds = [s.target for s in statements if s.day <= day] + ([made.figure[1]] if made.known() else [])
    if above or made.known() and any(net > bound for bound in bounds):
        p.flags.add("draw_exceeds_award")
    days = [s.day for s in statements] + [s.repaid_on for s in statements if s.repaid_on]
    if book.counts(award.name, day) and any(
        after.counts(award.name, on)[1] > book.counts(award.name, on)[1] for on in days
    ):
        p.flags.add("benefit_not_repaid")
    return p


@about
def drawn(world, event, award):
    made = award.changed()
    made.drawn.append((exact(event.data["quantity"]), event.data["value"]))
    # What is awarded in hours is drawn in hours, whatever a rate would say.
    if award.quantity() is not None:
        above = sum(q for q, _ in made.drawn) > award.quantity()
    else:
        face = world.face(award)
        worth = sum(world.euro_at_grant(award, value) for _, value in made.drawn)
        above = face is not None and worth > face
    return spent(world, event, award, made, above)


@about
def used(world, event, award):
    day, total = dates.parse(event.data["to"]), exact(event.data["quantity"])
    for earlier, quantity in award.usage:
        if (earlier <= day and total < quantity) or (earlier > day and total > quantity):
            return Proposal(codes={"contradicts_record"})
    made = award.changed()
    made.usage.append((day, total))
    return spent(world, event, award, made, award.quantity() is not None and total > award.quantity())


@about
def marked(world, event, award):
    """A dispute changes nothing else (A14)."""
    return Proposal()


@about
def ticked(world, event, award):
    """Receipts and publications tick off duties (P6) and can be taken back; a receipt tells when it was registered (P9)."""
    if too_early(world, event, award):
        return Proposal(codes={"contradicts_record"})
    p = Proposal(act=lambda: world.statements.append(event))
    if event.kind == "register.receipt" and not award.report and not award.no_aid:
        earlier = [s for s in world.of_kind("register.receipt") if s.full(s.data["award"]) == award.name]
        late = lambda s: world.late(award, dates.parse(s.data["on"]))
        if late(event) and all(late(s) for s in earlier):
            p.flags.add("late_registration")
    return p


@about
def notified(world, event, award):
    """A notice of another figure than the recorded one (P3). An award without one figure differs from any."""
    said = cents(world.euro_at_grant(award, event.data["gge"]))
    return Proposal(flags=() if award.figure == (said, said) else {"gge_differs_from_declared"},
                    act=lambda: world.statements.append(event))


HANDLERS = {
    "award.reduced": lessened, "award.withdrawn": lessened, "award.waived": lessened, "credits.expired": lessened,
    "award.matched": matched, "award.unmatched": unmatched, "award.drawn": drawn, "usage.reported": used,
    "award.disputed": marked, "dispute.lodged": marked, "notice.served": notified,
    "register.receipt": ticked, "publication.made": ticked,
}
