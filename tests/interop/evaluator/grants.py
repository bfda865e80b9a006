"""Judging what is granted, reserved, confirmed, corrected, reported (A1-A4, A8-A10, A12, A16, A18, A23, F12, S7, S8)."""

from datetime import timedelta

import dates
import law
import scope
from awards import Award
from money import cents, shown
from verdict import Proposal
from world import scoped, shown_figure


AGAIN = "#again"  # no id can hold it
# A12: what is asked whether it is there already.
DUPLICABLE = ("award.granted", "award.reserved", "award.conditional", "award.reported", "award.set", "award.corrected",
              "award.restated")


def judge(world, event, award, waived=(), fixed=False, floor=None):
    """The codes, flags, figure and checks of an award as proposed. Fills in its figure.

    It is judged as new: what lessened an old self is aside in the judgement and acts on it again afterwards. `fixed`: its
    figure is the recorded one. `floor(award)`: what it is tested with at least, in cents (A8).
    """
    enforced, award.anchored = award.enforced, world.graph.registered(award.handle)
    p = Proposal("admitted" if enforced else "recorded", affects=not enforced, later_than=award.valued_on)
    if enforced and not award.anchored:
        p.codes.add("unknown_undertaking")
    if enforced:
        p.codes |= references(world, event, award)
    if award.no_aid:
        codes, flags = no_aid_codes(world, award), set()
    else:
        codes, flags = aid_codes(world, award, fixed)
    if award.face_of != (award.aid, award.valued_on):
        face = world.valuation(award.data, award.valued_on).face()
        award.face, award.face_of = None if face is None else cents(face), (award.aid, award.valued_on)
    p.gge = shown_figure(award.figure)
    award.misfit = award.no_aid and bool(codes - set(waived))
    if enforced:
        p.codes |= codes
    if not award.no_aid:
        if enforced:
            conditions(world, award, p)
        elif scope.doubtful(award) or to_come(event, award):
            p.flags.add("claim_doubtful")
        least(award, floor, p)
        limits = world.limits(award)
        p.checks, p.flags = limits.checks, p.flags | limits.flags | flags
        p.codes |= limits.codes
    p.codes -= set(waived)
    p.flags |= standing_flags(world, event, award)
    return p


def conditions(world, award, p):
    """What else closes an enforced event that claims to be aid (S1-S6, G19, A2, C1, C2)."""
    p.codes |= scope.codes(award) | life_codes(award) | world.over_the_costs(award) | world.one_number(award)
    if world.ceased(award) or world.known_excluded(award, scope.sector):
        p.codes.add("needs_review")
    codes, flags = world.already_paid(award)
    p.codes |= codes
    p.flags |= flags


def to_come(event, award):
    """A report of what its register can't have seen yet; of a correction, where it sets the date (A21)."""
    dated = event.kind != "award.corrected" or "granted_on" in event.data["set"]
    return dated and award.report and award.retrieved_on is not None and award.days[0] > award.retrieved_on


def least(award, floor, p):
    """What was used and not repaid is tested at the least (A8)."""
    award.tested = None
    if floor and award.known():
        low, high = award.figure
        used = floor(award)
        if used > high:
            award.tested = (max(low or 0, used), used)
            p.flags.add("benefit_not_repaid")
        elif low is not None and used > low:
            award.tested = (used, high)


def references(world, event, award):
    codes = set()
    project, scheme = award.data.get("project"), award.data["basis"].get("scheme")
    opened = {s.full(s.data["project"]) for s in world.of_kind("project.opened")}
    if project and scoped(award, project) not in opened:
        codes.add("unknown_project")
    if scheme and scoped(award, scheme) not in world.schemes:
        codes.add("unknown_scheme")
    return codes


def aid_codes(world, award, fixed):
    """(codes, flags) of finding the figure; one that is fixed is not found again."""
    if fixed:
        return set(), set()
    valuation = world.valuation(award.data, award.valued_on)
    award.figure = valuation.figure()
    return valuation.codes, valuation.flags


def life_codes(award):
    """The longest life of a reservation (A2); a conditional award has none (A3)."""
    if not (award.open and "expires_on" in award.data and law.ceiling_for(award.regime, award.day)):
        return set()
    longest = award.day + timedelta(days=law.LONGEST_RESERVATION_DAYS)
    return {"policy_limit"} if award.until > longest else set()


def no_aid_codes(world, award):
    """F12: whether the ground holds. No figure, no limit, no exclusion."""
    award.figure = None
    ground, valuation = award.data["treatment"]["no-aid"]["ground"], world.valuation(award.data, award.day)
    if ground in ("union-central", "private"):
        fits = valuation.state_share() == 0
    elif ground == "market-price":
        fits = valuation.form_in_cents() == 0
    elif ground == "non-economic-use":
        fits = award.aid["form"] == "compute" and award.aid.get("access", {}).get("economic") is False
    else:
        fits = False
    return set() if fits and award.regime == "no-aid" else {"needs_review"}


def standing_flags(world, event, award):
    """Flags of an award that stands."""
    flags = {"granted_without_check"} if award.kind == "conferred" else set()
    flags |= {"own_award_reported"} if award.own else set()
    flags |= world.identity_flags(award)
    if award.handle.startswith("PRS:"):
        flags.add("identity_not_matched")
    if not (award.measured() and award.anchored) and (award.misfit or not award.no_aid):
        flags.add("uncounted")
    if world.duplicate(award) and event.kind in DUPLICABLE:
        flags.add("possible_duplicate")
    return flags


# What facts mode takes a grant to be for that does not say it: computer programming.
UNSTATED_ACTIVITY = {"nace": {"code": "62.10", "revision": "2.1"}}


def new(world, event, data, kind):
    """A new award; one whose id is used stands beside the old one while it is judged, under a name of its own."""
    name = event.full(data["award"])
    if event.kind != "award.reported":
        data = {"activity": UNSTATED_ACTIVITY, **data}
    return Award(name + AGAIN * (name in world.awards), event.position, event.party, data, kind)


def id_used(award):
    return {"award_id_used"} if award.name.endswith(AGAIN) else set()


def put(world, *awards):
    return lambda: [world.put(a) for a in awards]


def granted(world, event, waived=()):
    data = event.data
    award = new(world, event, data, "enforced" if data["legal_right"] == "on-admission" else "conferred")
    p = judge(world, event, award, waived)
    p.codes |= id_used(award)
    p.flags |= world.duties(event, award) | lateness(world, event, award)
    p.act = put(world, award)
    return p


def lateness(world, event, award):
    """Asked where the line says when it was recorded (A19, P9)."""
    late = event.recorded and not award.no_aid and world.late(award, event.at.astimezone(dates.UTC).date())
    return {"late_registration"} if late else set()


def reserved(world, event, waived=(), until="expires_on"):
    kind = "conferred" if event.data["legal_right"] == "conferred" else "enforced"
    award = new(world, event, event.data, kind)
    award.open, award.until, award.reserved_on = True, dates.parse(event.data[until]), award.day
    p = judge(world, event, award, waived)
    p.codes |= id_used(award)
    p.flags |= world.duties(event, award)
    p.act = put(world, award)
    return p


def conditional(world, event, waived=()):
    return reserved(world, event, waived, "long_stop")


def open_reservation(world, event):
    """The open reservation or conditional award an event is about, or its code (A4, A5)."""
    award = world.awards.get(event.full(event.data["award"]))
    if award is None or award.freed:
        return None, "unknown_award"
    # A reservation waits for its confirmation, a conditional award for its condition; either is freed by either (A5).
    other = {"award.confirmed": "long_stop", "award.condition-met": "expires_on"}.get(event.kind)
    return (award, None) if award.open and other not in award.data else (None, "award_id_used")


def confirmed(world, event, waived=()):
    old, code = open_reservation(world, event)
    if old is None:
        return Proposal("admitted", {code})
    day = event.data["granted_on"] if event.kind == "award.confirmed" else event.data["on"]
    data = {**old.data, "granted_on": day, **({"aid": event.data["aid"]} if "aid" in event.data else {})}
    award = old.changed(data=data, open=False, until=None)
    p = judge(world, event, award, waived)
    if award.day < old.day:
        p.codes.add("contradicts_record")
    if award.enforced:
        if award.day > old.until:
            p.codes.add("reservation_expired")
        if "aid" in event.data and larger(world, award, old):
            p.codes.add("contradicts_record")
    p.codes -= set(waived)
    p.flags |= world.duties(event, award)
    p.amounts = use_again(world, award)
    p.act = put(world, award)
    return p


def use_again(world, award):
    """What its use comes to on new terms; no correction takes down what it ever came to (A22, A24)."""
    used = world.used(award)
    if used is None:
        return None
    award.used = max(award.used, used)
    return [shown(used)]


def larger(world, award, old):
    """Whether the aid confirmed is more than the aid reserved would be on the same day (A4)."""
    reserved_then = world.valuation({**old.data, "granted_on": award.data["granted_on"]}, award.day).figure()
    return award.measured() and reserved_then is not None and award.figure[1] > (reserved_then[1] or 0)


def freed(world, event, waived=()):
    award, code = open_reservation(world, event)
    if award is None:
        return Proposal(codes={code})
    return Proposal(act=put(world, award.changed(freed=True)), affects=True, later_than=world.book().dated(award.name))


def own_award(world, event):
    """Whether a report is of an award of the signer's own; in facts mode nobody has a mandate (A23)."""
    authority, signer = event.data.get("granting_authority", {}), event.party
    if "id" in authority:
        return authority["id"] == signer
    names = {name.casefold() for name in (signer, world.parties.get(signer)) if name}
    return event.data.get("reported_from") == "authority" or authority.get("name", "").casefold() in names


def retrieved(data):
    return dates.parse(data["source_row"]["retrieved_on"]) if "source_row" in data else None


def reported(world, event, waived=()):
    own = own_award(world, event)
    award = new(world, event, event.data, "conferred" if own else "reported")
    award.report, award.own, award.retrieved_on = True, own, retrieved(event.data)
    p = judge(world, event, award)
    p.codes |= id_used(award)
    p.act = put(world, award)
    return p


def restated(world, event, waived=()):
    old = world.in_effect(event.full(event.data["award"]))
    if old is None:
        return Proposal(codes={"unknown_award"})
    if not old.report:
        return Proposal(codes={"contradicts_record"})
    award = old.changed(data={**old.data, "aid": event.data["aid"]}, retrieved_on=retrieved(event.data) or old.retrieved_on)
    p = judge(world, event, award)
    p.amounts, p.later_than = use_again(world, award), world.book(award).dated(award.name)
    p.act = put(world, award)
    return p


def still_fixed(old, award, change):
    """Whether a correction leaves all on which the recorded figure hangs: nothing published since reprices it (F1, A8)."""
    kind = lambda x: x.data["basis"].get("kind", "ad-hoc")
    by_regime = award.aid["form"] in ("loan", "guarantee", "capital") and old.regime != award.regime
    by_scheme = "cap" in award.aid and kind(old) != kind(award)
    return old.figure is not None and "aid" not in change and old.days[0] == award.days[0] and not by_regime and not by_scheme


def corrected(world, event, waived=()):
    old = world.in_effect(event.full(event.data["award"]))
    if old is None:
        return Proposal(codes={"unknown_award"})
    data = dict(old.data)
    for name, value in event.data["set"].items():
        data[name] = value
    if "granted_on" in event.data["set"]:
        data.pop("granted_on_range", None)
    award = old.changed(data=data)
    if old.open:
        award.reserved_on = award.day
    book, used = world.book(), []

    def floor(proposed):
        used.append(use_again(world, proposed))
        repaid = sum(s.back_by(proposed.valued_on) for s in book.statements(proposed.name))
        return max(world.book(proposed).used(proposed.name) - repaid, 0)

    p = judge(world, event, award, waived, still_fixed(old, award, event.data["set"]), floor)
    p.amounts = used[0] if used else None
    proposed = world.book(award)
    p.later_than, begins = proposed.dated(award.name), proposed.begins(award.name)
    if award.open and award.day > award.until:
        p.codes.add("contradicts_record")
    if "granted_on" in event.data["set"] and any(day < begins for day in world.told(award.name)):
        p.codes.add("contradicts_record")
    p.codes -= set(waived)
    p.act = put(world, award)
    return p


def award_set(world, event, waived=()):
    """Members in their order, each with those before it in effect; all or none (A10)."""
    whole, made, figures = Proposal("admitted", members=[]), [], []
    before, named = dict(world.awards), set(world.named)
    for data in event.data["awards"]:
        award = new(world, event, data, "enforced")
        p = judge(world, event, award, waived)
        p.codes |= id_used(award)
        p.flags |= world.duties(event, award) | lateness(world, event, award)
        whole.codes |= p.codes
        whole.flags |= p.flags
        whole.checks += p.checks
        whole.members.append(p.gge)
        figures.append((0, 0) if award.no_aid else award.figure)
        if not p.codes:
            world.put(award)
            world.refresh()
        made.append(award)
    world.awards, world.named = before, named
    world.refresh()
    if None not in figures:
        whole.gge = shown_figure(tuple(sum(ends) for ends in zip(*figures)))
    whole.act, whole.later_than = put(world, *made), min(award.valued_on for award in made)
    return whole


HANDLERS = {
    "award.granted": granted, "award.reserved": reserved, "award.conditional": conditional,
    "award.confirmed": confirmed, "award.condition-met": confirmed,
    "award.released": freed, "award.condition-failed": freed,
    "award.reported": reported, "award.restated": restated, "award.corrected": corrected, "award.set": award_set,
}
