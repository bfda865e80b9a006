"""Facts about undertakings and groups, and procedure (U, G, P1, P4, P5, P7, P8, G16)."""

import base64
from collections import Counter

import dates
from figures import Missing
from graph import View
from money import cents, exact
from statements import handle
from verdict import Proposal


def record(world, event, affects=True):
    return Proposal(act=lambda: world.statements.append(event), affects=affects)


def unknown(world, *handles):
    return set() if all(world.graph.registered(h) for h in handles) else {"unknown_undertaking"}


def strangers(world, *handles):
    """The answer where somebody named is not registered: nothing else is looked for (U2)."""
    return Proposal(codes={"unknown_undertaking"}) if unknown(world, *handles) else None


def simple(world, event, waived=()):
    return record(world, event)


def naming(*members):
    """A fact whose named undertakings must be registered (U2)."""
    def handler(world, event, waived=()):
        named = []
        for name in members:
            value = event.data[name]
            named += value if isinstance(value, list) else [value]
        return strangers(world, *named) or record(world, event)
    return handler


def registered(world, event, waived=()):
    """An identifier belongs to one undertaking."""
    p, own = record(world, event), world.graph.of(event.data["undertaking"])
    for i in event.data["identifiers"]:
        name = f"{i['scheme']}:{i['value']}"
        if world.graph.registered(name) and world.graph.of(name) != own:
            p.codes.add("identifier_in_use")
    return p


def declared(world, event, waived=()):
    data, graph, p = event.data, world.graph, record(world, event)
    if stop := strangers(world, data["controller"], data["controlled"]):
        return stop
    controller, controlled = graph.of(data["controller"]), graph.of(data["controlled"])
    if controller == controlled:
        p.codes.add("contradicts_record")
    elif graph.controls(controlled, controller, dates.parse(data["from"])):
        p.codes.add("needs_review")
    p.codes -= set(waived)
    return p


def ended(world, event, waived=()):
    data, graph, p = event.data, world.graph, record(world, event)
    day, history = dates.parse(data["on"]), data.get("history")
    listed = history["attributed"] if isinstance(history, dict) else []
    if stop := strangers(world, data["controller"], data["controlled"], *[part["undertaking"] for part in listed]):
        return stop
    pair = graph.pair(data)
    if not graph.ended_by(data, day):
        # A mixture of links ended earlier and links that begin later is read as the latter.
        p.codes.add("contradicts_record" if any(x.start >= day for x in pair) else "unknown_reference")
    event.parts = []
    p.codes |= settle(world, event, listed, day)
    return p


def settle(world, event, listed, day):
    """The parts of an exit (G11): awards known, received by a side, and no more than their recorded figures."""
    codes, sums = set(), Counter()
    graph = world.graph
    before = day - dates.timedelta(days=1)
    # Either side is read as the whole single undertaking of the day before, from either end of the link.
    sides = [graph.group(graph.of(event.data[x]), before, View({"public-body"})) for x in ("controller", "controlled")]
    for part in listed:
        award = world.in_effect(event.full(part["award"]))
        if award is None:
            codes.add("unknown_award")
            continue
        try:
            amount = world.euro_at_grant(award, part["amount"])
        except Missing as missing:
            codes.add(str(missing))
            continue
        sums[award.name] += amount
        # An award without a figure has no parts; one without a high end has as many as are named.
        most = award.figure[1] if award.figure else 0
        if most is not None and sums[award.name] * 100 > most:
            codes.add("contradicts_record")
        if not any(graph.of(award.handle) in side for side in sides):
            codes.add("contradicts_record")
        event.parts.append((award.name, part["undertaking"], amount))
    return codes


def merged(world, event, waived=()):
    data, p = event.data, record(world, event)
    if stop := strangers(world, data["surviving"], *data["absorbed"]):
        return stop
    if world.graph.of(data["surviving"]) in {world.graph.of(x) for x in data["absorbed"]}:
        p.codes.add("contradicts_record")
    return p


def split(world, event, waived=()):
    data, graph = event.data, world.graph
    successors = [graph.of(x["undertaking"]) for x in data["successors"]]
    if stop := strangers(world, data["undertaking"], *[x["undertaking"] for x in data["successors"]]):
        return stop
    p = Proposal(affects=True)
    again = any(
        graph.of(s.data["undertaking"]) == graph.of(data["undertaking"]) and s.data["on"] == data["on"]
        for s in world.of_kind("undertaking.split")
    )
    if again or len(set(successors)) < len(successors):
        p.codes.add("contradicts_record")
    values = [exact(x["equity_book_value"]["amount"]) for x in data["successors"]]
    currencies = {x["equity_book_value"]["currency"] for x in data["successors"]}
    bad = min(values) < 0 or sum(values) == 0 or len(currencies) > 1
    if bad:
        p.codes.add("needs_review")
    p.codes -= set(waived)

    def act():
        world.statements.append(event)
        if bad:
            world.bad_splits.add(id(event))
    p.act = act
    return p


def attributed(world, event, waived=()):
    """G14: parts of an award that a split undertaking had received."""
    data, graph, p = event.data, world.graph, record(world, event)
    if stop := strangers(world, *[part["undertaking"] for part in data["parts"]]):
        return stop
    award = world.in_effect(event.full(data["award"]))
    if award is None:
        p.codes.add("unknown_award")
    event.split = next(
        (s for s in world.of_kind("undertaking.split") if f"{s.party}/{s.id}" == event.full(data["split"])), None)
    if event.split is None:
        p.codes.add("unknown_reference")
    if award is None or event.split is None:
        return p
    of = event.split.data
    try:
        event.parts = [(x["undertaking"], world.euro_at_grant(award, x["amount"])) for x in data["parts"]]
    except Missing as missing:
        p.codes.add(str(missing))
        return p
    event.award, total = award.name, sum(weight for _, weight in event.parts)
    successors = {graph.of(x["undertaking"]) for x in of["successors"]}
    if (
        graph.of(award.handle) != graph.of(of["undertaking"])
        or not award.days[0] < dates.parse(of["on"])
        or not {graph.of(x["undertaking"]) for x in data["parts"]} <= successors
        or award.figure != (cents(total),) * 2
    ):
        p.codes.add("contradicts_record")
    return p


def published(world, event, waived=()):
    data, p = event.data, Proposal("admitted")
    if event.timed and data["table"] == "compute-price" and any(dates.parse(r["from"]) < event.stated for r in data["rows"]):
        p.flags.add("late_registration")
    p.act = lambda: world.rates.add(data["table"], data["rows"])
    return p


def admitted(world, event, waived=()):
    """Whom the rules rely on is not asked of facts; a party is admitted once, with keys that nobody has or had."""
    name, keys = event.data["party"], [jwk["x"] for jwk in event.data["keys"]]
    codes = {"party_exists"} if name in world.parties else set()
    if len(set(keys)) < len(keys) or set(keys) & world.keys:
        codes.add("key_in_use")

    def act():
        world.parties.add(name)
        world.keys |= set(keys)
    return Proposal("admitted", codes, act=act)


def log_key_added(world, event, waived=()):
    """One key, one purpose: under whatever name, the key itself is compared."""
    raw = base64.b64decode(event.data["vkey"].split("+", 2)[2])[1:]
    key = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    return Proposal("admitted", {"key_in_use"} if key in world.keys else (), act=lambda: world.keys.add(key))


def token_revoked(world, event, waived=()):
    """A party that is named has to be one; what a token opens is no matter of the rules."""
    party = event.data.get("party")
    return Proposal("admitted", {"unknown_party"} if party is not None and party not in world.parties else ())


def governance(names, member):
    def handler(world, event, waived=()):
        name = event.full(event.data[member]) if member == "scheme" else event.data[member]
        missing = event.kind == "system.amended" and name not in getattr(world, names)
        return Proposal("admitted", {"unknown_reference"} if missing else (), act=lambda: getattr(world, names).add(name))
    return handler


# Projects, applications, findings (P4), recovery (P5): what was said before is looked up among the statements in effect.


def said(world, event, member, *kinds):
    name = event.full(event.data[member])
    return [s for s in world.of_kind(*kinds) if s.full(s.data[member]) == name]


def project(world, event, waived=()):
    opened, p = said(world, event, "project", "project.opened"), record(world, event, False)
    if event.kind == "project.opened":
        p.codes = {"contradicts_record"} if opened else set()
    else:
        p.codes = set() if opened else {"unknown_project"}
    return p


def application(world, event, waived=()):
    p = record(world, event, False)
    history = said(world, event, "application", "application.received", "application.reduced", "application.closed")
    received = [s for s in history if s.kind == "application.received"]
    if event.kind == "application.received":
        return p
    if not received:
        p.codes.add("unknown_reference")
    elif any(s.kind == "application.closed" for s in history):
        p.codes.add("contradicts_record")
    elif event.kind == "application.reduced":
        now = [s for s in history if "requested" in s.data][-1]
        if exact(event.data["requested"]["amount"]) > exact(now.data["requested"]["amount"]):
            p.codes.add("contradicts_record")
    return p


def finding_closed(world, event, waived=()):
    p = record(world, event, False)
    if not said(world, event, "finding", "finding.raised"):
        p.codes.add("unknown_reference")
    elif said(world, event, "finding", "finding.closed"):
        p.codes.add("contradicts_record")
    return p


def recovery(world, event, waived=()):
    p, graph = record(world, event, False), world.graph
    if stop := strangers(world, event.data["undertaking"]):
        return stop
    if event.kind == "recovery.ordered":
        return p
    key = lambda s: (s.data["decision"]["kind"], s.data["decision"]["ref"], graph.of(s.data["undertaking"]))
    if not any(key(s) == key(event) for s in world.of_kind("recovery.ordered")):
        p.codes.add("unknown_reference")
    return p


def retracted(world, event, waived=()):
    """Facts of U, G and P in effect are taken back, for later positions (G16)."""
    wanted = (event.data["source"].rpartition(":")[2], event.data["id"])
    found = next((s for s in world.statements if (s.party, s.id) == wanted), None)
    if found is None:
        return Proposal(codes={"unknown_reference"})
    return Proposal(act=lambda: world.statements.remove(found), affects=True)


HANDLERS = {
    "party.admitted": admitted, "log-key.added": log_key_added, "token.revoked": token_revoked,
    "undertaking.registered": registered, "undertaking.identified": naming("undertaking"),
    "undertaking.assessed": naming("undertaking"), "holding.declared": naming("holder", "held"),
    "control.declared": declared, "control.ended": ended, "undertakings.merged": merged,
    "undertaking.split": split, "award.attributed": attributed, "group.attested": naming("undertaking", "members"),
    "reference.published": published, "system.registered": governance("systems", "system"),
    "system.amended": governance("systems", "system"), "scheme.registered": governance("schemes", "scheme"),
    "project.opened": project, "project.amended": project,
    "application.received": application, "application.reduced": application, "application.closed": application,
    "finding.raised": simple, "finding.closed": finding_closed, "declaration.received": simple,
    "recovery.ordered": recovery, "recovery.paid": recovery, "recovery.suspended": recovery,
    "recovery.annulled": recovery, "recovery.completed": recovery, "statement.retracted": retracted,
}
