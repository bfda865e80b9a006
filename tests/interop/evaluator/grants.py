"""Judging what is granted, reserved, confirmed, corrected, reported (A1-A4, A8-A10, A12, A16, A18, F12)."""

from datetime import timedelta

import dates
import law
from awards import Award
from money import cents
from verdict import Proposal
from world import shown_figure


AGAIN = "#again"  # no id can hold it
# A12 names reports and grants; members of a set are grants, and a restatement has the flags of a report (A9).
DUPLICABLE = ("award.granted", "award.reported", "award.set", "award.restated")


def judge(world, event, award, waived=(), fixed=False):
    """The codes, flags, figure and checks of an award as proposed. Fills in its figure.

    It is judged as new: what lessened an old self is aside in the judgement and acts on it again afterwards. `fixed`: its
    figure is the recorded one.
    """
    enforced, award.anchored = award.enforced, world.graph.registered(award.handle)
    p = Proposal("admitted" if enforced else "recorded", affects=not enforced, later_than=award.valued_on)
    if enforced and not award.anchored:
        p.codes.add("unknown_undertaking")
    if enforced:
        p.codes |= references(world, event, award)
    codes = no_aid_codes(world, award) if award.no_aid else aid_codes(world, award, fixed) | life_codes(award)
    if award.face_of != (award.aid, award.valued_on):
        face = world.valuation(award.data, award.valued_on).face()
        award.face, award.face_of = None if face is None else cents(face), (award.aid, award.valued_on)
    p.gge = shown_figure(award.figure)
    award.misfit = award.no_aid and bool(codes - set(waived))
    if enforced:
        p.codes |= codes
    if enforced and not award.no_aid:
        p.codes |= world.already_paid(award) | world.one_number(award)
    if not award.no_aid:
        limits = world.limits(award)
        p.checks, p.flags = limits.checks, p.flags | limits.flags
        p.codes |= limits.codes
    p.codes -= set(waived)
    p.flags |= standing_flags(world, event, award)
    return p


def references(world, event, award):
    codes = set()
    project, scheme = award.data.get("project"), award.data["basis"].get("scheme")
    opened = {s.full(s.data["project"]) for s in world.of_kind("project.opened")}
    if project and scoped(award, project) not in opened:
        codes.add("unknown_project")
    if scheme and scoped(award, scheme) not in world.schemes:
        codes.add("unknown_scheme")
    return codes


def scoped(award, reference):
    return reference if "/" in reference else f"{award.party}/{reference}"


def aid_codes(world, award, fixed):
    """Values the award and says what stands against it besides limits."""
    codes, day = set(), award.valued_on
    if not fixed:
        valuation = world.valuation(award.data, day)
        award.figure = valuation.figure()
        codes |= valuation.codes
    if not law.may_grant(award.regime, day):
        codes.add("regime_not_in_force")
    elif law.ceiling_for(award.regime, day) is None:
        codes.add("not_covered")
    if law.ceiling_for(award.regime, day):
        sector = award.data.get("activity", {}).get("nace", {}).get("code", "")
        if sector[:2] in law.EXCLUDED_DIVISIONS:
            codes.add("excluded_sector")
        said = award.data.get("conditions", {})
        if any(said.get(name) for name in ("export_linked", "domestic_goods", "price_quantity_linked")):
            codes.add("conditions_excluded")
    return codes


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
    flags |= world.identity_flags(award)
    if award.handle.startswith("PRS:"):
        flags.add("identity_not_matched")
    if not award.has_figure() and (award.misfit or not award.no_aid):
        flags.add("uncounted")
    if world.duplicate(award) and event.kind in DUPLICABLE:
        flags.add("possible_duplicate")
    return flags


def new(world, event, data, kind):
    """A new award; one whose id is used stands beside the old one while it is judged, under a name of its own."""
    name = event.full(data["award"])
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
    p.flags |= world.duties(event, award)
    if world.late(event, award):
        p.flags.add("late_registration")
    p.act = put(world, award)
    return p


def reserved(world, event, waived=()):
    award = new(world, event, event.data, "enforced")
    award.open, award.until = True, dates.parse(event.data["expires_on"])
    p = judge(world, event, award, waived)
    p.codes |= id_used(award)
    p.flags |= world.duties(event, award)
    p.act = put(world, award)
    return p


def conditional(world, event, waived=()):
    kind = "enforced" if event.data["legal_right"] == "on-admission" else "conferred"
    award = new(world, event, event.data, kind)
    award.open, award.until = True, dates.parse(event.data["long_stop"])
    p = judge(world, event, award, waived)
    p.codes |= id_used(award)
    p.flags |= world.duties(event, award)
    p.act = put(world, award)
    return p


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
    p.act = put(world, award)
    return p


def larger(world, award, old):
    """Whether the aid confirmed is more than the aid reserved would be on the same day (A4)."""
    reserved_then = world.valuation({**old.data, "granted_on": award.data["granted_on"]}, award.day).figure()
    return award.has_figure() and reserved_then is not None and award.figure[1] > (reserved_then[1] or 0)


def freed(world, event, waived=()):
    award, code = open_reservation(world, event)
    if award is None:
        return Proposal(codes={code})
    return Proposal(act=put(world, award.changed(freed=True)), affects=True, later_than=award.valued_on)


def reported(world, event, waived=()):
    award = new(world, event, event.data, "reported")
    p = judge(world, event, award)
    p.codes |= id_used(award)
    p.act = put(world, award)
    return p


def restated(world, event, waived=()):
    old = world.in_effect(event.full(event.data["award"]))
    if old is None:
        return Proposal(codes={"unknown_award"})
    if old.kind != "reported":
        return Proposal(codes={"contradicts_record"})
    award = old.changed(data={**old.data, "aid": event.data["aid"]})
    p = judge(world, event, award)
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
    award = old.changed(data=data, regime=data["basis"]["regime"])
    p = judge(world, event, award, waived, still_fixed(old, award, event.data["set"]))
    if award.open and award.day > award.until:
        p.codes.add("contradicts_record")
    p.act = put(world, award)
    return p


def award_set(world, event, waived=()):
    """Members in their order, each with those before it in effect; all or none (A10)."""
    whole, made, figures = Proposal("admitted"), [], []
    before = dict(world.awards)
    for data in event.data["awards"]:
        award = new(world, event, data, "enforced")
        p = judge(world, event, award, waived)
        p.codes |= id_used(award)
        p.flags |= world.duties(event, award)
        whole.codes |= p.codes
        whole.flags |= p.flags
        whole.checks += p.checks
        figures.append((0, 0) if award.no_aid else award.figure)
        if not p.codes:
            world.put(award)
        made.append(award)
    world.awards = before
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
