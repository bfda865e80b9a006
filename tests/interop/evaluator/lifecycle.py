"""What becomes of an award: reductions, matches, draws, usage, disputes, notices (A6, A7, A11, A13, A14, P3, P6)."""

from fractions import Fraction

import dates
from figures import Missing
from money import cents, exact
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


def lessening(world, event, award):
    """(day, what it counts at most by the statement, what is kept and not repaid): all in cents (A6)."""
    data, euro = event.data, lambda name: cents(world.euro_at_grant(award, data[name]))
    day = dates.parse(data["on"])
    kept = Fraction(0)
    if "benefit_kept" in data:
        kept = world.euro_at_grant(award, data["benefit_kept"])
        if "repaid" in data:
            kept -= world.euro_at_grant(award, data["repaid"]["amount"])
    if event.kind == "award.reduced":
        return day, euro("gge_after"), cents(kept), None
    if event.kind == "award.withdrawn":
        return day, 0, cents(kept), None
    if event.kind == "award.waived":
        day = max(day, dates.parse(data["repaid_on"]))
    amount = euro("amount")
    if not award.has_figure():
        return day, None, cents(kept), amount
    return day, award.value_on(day)[1] - amount, cents(kept), amount


@about
def lessened(world, event, award):
    p = Proposal()
    expiry = event.kind == "credits.expired"
    day, most, kept, amount = lessening(world, event, award)
    if most is not None and amount is not None and most < 0:
        return Proposal(codes={"contradicts_record"})
    if not award.has_figure():
        # Of the two figures the second can be larger without a first one that counts; nothing changes.
        p.flags.add("uncounted")
        if most is not None and kept > most:
            p.flags.add("benefit_not_repaid")
        if event.kind == "award.waived" and event.data["repaid_on"] > event.data["on"]:
            p.flags.add("benefit_not_repaid")
        return p
    if expiry and not event.data["right_lapsed"]:
        p.gge = worth(award, day)
        return p
    if kept > most:
        p.flags.add("benefit_not_repaid")
    if event.kind == "award.waived" and event.data["repaid_on"] > event.data["on"]:
        p.flags.add("benefit_not_repaid")
    made = award.changed()
    # What it counts then is the bound that stays, whatever is corrected later.
    made.lessened.append((day, min(award.value_on(day)[1], max(most, kept))))
    p.gge = worth(made, day)
    p.act = lambda: world.put(made)
    return p


def worth(award, day):
    return shown_figure(award.value_on(day)) if award.has_figure() else None


def party_names(event):
    return [event.full(name) for name in event.data["same_as"]]


def matched(world, event, waived=()):
    names = [event.full(event.data["award"])] + party_names(event)
    awards = [world.in_effect(name) for name in names]
    if None in awards:
        return Proposal(codes={"unknown_award"})
    if len({world.graph.of(a.handle) for a in awards}) > 1:
        return Proposal(codes={"contradicts_record"})
    p = Proposal(affects=True, later_than=min(a.valued_on for a in awards))
    if len({a.figure for a in awards if a.figure is not None}) > 1:
        p.flags.add("sources_differ")
    p.act = lambda: [world.matches.add(names[0], other) for other in names[1:] if other != names[0]]
    return p


def unmatched(world, event, waived=()):
    first, others = event.full(event.data["award"]), party_names(event)
    awards = [world.in_effect(name) for name in [first, *others]]
    codes = {"unknown_award"} if None in awards else set()
    if not all(world.matches.has(first, other) for other in others):
        codes.add("unknown_reference")
    if codes:
        return Proposal(codes=codes)
    return Proposal(affects=True, later_than=min(a.valued_on for a in awards),
                    act=lambda: [world.matches.drop(first, other) for other in others])


@about
def drawn(world, event, award):
    made, hours = award.changed(), award.aid["form"] == "compute"
    # What is awarded in hours is drawn in hours, whatever a rate would say.
    made.drawn.append((exact(event.data["quantity"]), event.data["value"]))
    if hours:
        above = sum(q for q, _ in made.drawn) > exact(award.aid["quantity"])
    else:
        face = world.valuation(award.data, award.valued_on).face()
        if face is None and award.face is not None:
            face = Fraction(award.face, 100)
        worth = sum(world.euro_at_grant(award, value) for _, value in made.drawn)
        above = face is not None and worth > face
    return Proposal(flags={"draw_exceeds_award"} if above else (), act=lambda: world.put(made))


@about
def used(world, event, award):
    day, total = dates.parse(event.data["to"]), exact(event.data["quantity"])
    for earlier, quantity in award.usage:
        if (earlier <= day and total < quantity) or (earlier > day and total > quantity):
            return Proposal(codes={"contradicts_record"})
    made = award.changed()
    made.usage.append((day, total))
    above = award.aid["form"] == "compute" and total > exact(award.aid["quantity"])
    return Proposal(flags={"draw_exceeds_award"} if above else (), act=lambda: world.put(made))


@about
def marked(world, event, award):
    """A dispute changes nothing else (A14); receipts and publications tick off duties (P6) and can be taken back."""
    if event.kind in ("register.receipt", "publication.made"):
        return Proposal(act=lambda: world.statements.append(event))
    return Proposal()


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
    "register.receipt": marked, "publication.made": marked,
}
