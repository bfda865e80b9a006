"""Facts about undertakings and groups, and procedure (U, G, P1, P4, P5, P7, P8, G16)."""

import base64
from fractions import Fraction

import dates
from figures import Missing
from graph import Graph, Split, View
from money import cents, divide, exact, shown
from steps import exact_shares
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
    """An identifier belongs to one undertaking. Natural persons are not matched across parties (U3)."""
    p, own = record(world, event), world.graph.of(event.data["undertaking"])
    if event.data["natural_person"] or event.data["undertaking"].startswith("PRS:"):
        p.flags.add("identity_not_matched")
    for i in event.data["identifiers"]:
        name = f"{i['scheme']}:{i['value']}"
        if world.graph.registered(name) and world.graph.of(name) != own:
            p.codes.add("identifier_in_use")
    return p


def declared(world, event, waived=()):
    data, graph, p = event.data, world.graph, record(world, event)
    if stop := strangers(world, data["controller"], data["controlled"]):
        return stop
    controller, controlled, start = graph.of(data["controller"]), graph.of(data["controlled"]), dates.parse(data["from"])
    if controller == controlled or no_majority(graph, data, controller, controlled, start):
        p.codes.add("contradicts_record")
    if controller != controlled and graph.controls(controlled, controller, start):
        p.codes.add("needs_review")
    p.codes -= set(waived)
    return p


def no_majority(graph, data, controller, controlled, start):
    """A majority of votes that is none, or that somebody else has (G9)."""
    if data["kind"] != "voting-majority":
        return False
    few = "share_percent" in data and exact(data["share_percent"]) <= 50
    return few or graph.another_majority(controller, controlled, start)


def held(world, event, waived=()):
    """A holding that is a majority, with no link that says so, is recorded with a flag (G17)."""
    p = record(world, event)
    if stop := strangers(world, event.data["holder"], event.data["held"]):
        return stop
    if Graph([*world.statements, event], world.named).undeclared(event.data):
        p.flags.add("link_not_declared")
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
    event.parts, event.stays = [], []
    p.codes |= leave(world, event, listed, day)
    if listed:
        p.amounts = [shown(x) for _, _, x in event.parts] + [shown(stays) for _, stays in event.stays]
    return p


def leave(world, event, listed, day):
    """The parts of an exit and what stays: known awards of which the group holds something, and no more than it (G11, H9)."""
    codes, sums = set(), {}
    book = world.book()
    for part in listed:
        award = world.in_effect(event.full(part["award"]))
        if award is None:
            codes.add("unknown_award")
            continue
        try:
            amount = cents(world.euro_at_grant(award, part["amount"]))
        except Missing as missing:
            codes.add(str(missing))
            continue
        mates = frozenset(book.cluster(award.name))
        first, so_far = sums.get(mates, (award.name, 0))
        sums[mates] = (first, so_far + amount)
        event.parts.append((award.name, part["undertaking"], amount))
    for first, total in sums.values():
        something, most = group_holds(world, event, book, first, day - dates.ONE)
        if not something or (most is not None and total > most):
            codes.add("contradicts_record")
        # Of a figure or high end that is not known: one cent.
        known = most is not None and any(s.figure is not None and s.figure[1] is not None for s in book.seen(first))
        event.stays.append((first, max(most - total, 0) if known else 1))
    return codes


def group_holds(world, event, book, name, before):
    """Whether the group of the day before holds something of an award, and how much at the most; None: without end."""
    graph, holdings, view = world.graph, world.holdings(), View()
    group = graph.group(graph.of(event.data["controller"]), before, view) | graph.group(
        graph.of(event.data["controlled"]), before, view)
    something, open_end, amounts = False, False, [0]
    for s in book.seen(name):
        granted = book.granted(s, s.days[0])
        whole = lambda amount, share: holdings.by_steps(s, granted, view, before, amount, share).held_by(group)
        something |= whole(Fraction(1), exact_shares) > 0
        if s.figure is not None and s.figure[1] is not None:
            amounts.append(whole(book.value(s, before)[1], divide))
        elif s.figure is not None:
            open_end = True
    return something, None if open_end and len(amounts) == 1 else max(amounts)


def merged(world, event, waived=()):
    data, graph, p = event.data, world.graph, record(world, event)
    if stop := strangers(world, data["surviving"], *data["absorbed"]):
        return stop
    absorbed, day = {graph.of(x) for x in data["absorbed"]}, dates.parse(data["on"])
    if graph.of(data["surviving"]) in absorbed or any(s.undertaking in absorbed and s.day > day for s in graph.splits):
        p.codes.add("contradicts_record")
    return p


def split(world, event, waived=()):
    data, graph, p = event.data, world.graph, record(world, event)
    successors = [graph.of(x["undertaking"]) for x in data["successors"]]
    if stop := strangers(world, data["undertaking"], *[x["undertaking"] for x in data["successors"]]):
        return stop
    made = Split(event, graph.of(data["undertaking"]), [])
    again = any(s.undertaking == made.undertaking and s.day == made.day for s in graph.splits)
    gone = any(made.undertaking in merger.absorbed and merger.day < made.day for merger in graph.mergers)
    if again or gone or len(set(successors)) < len(successors):
        p.codes.add("contradicts_record")
    if made.undivided:
        p.flags.add("split_undivided")
    return p


def attributed(world, event, waived=()):
    """G14: the parts of an award of which a split undertaking holds something when it splits."""
    data, graph, p = event.data, world.graph, record(world, event)
    if stop := strangers(world, *[part["undertaking"] for part in data["parts"]]):
        return stop
    award = world.in_effect(event.full(data["award"]))
    if award is None:
        p.codes.add("unknown_award")
    found = next((x for x in graph.splits if f"{x.statement.party}/{x.statement.id}" == event.full(data["split"])), None)
    if found is None:
        p.codes.add("unknown_reference")
    if award is None or found is None:
        return p
    try:
        event.parts = [(x["undertaking"], cents(world.euro_at_grant(award, x["amount"]))) for x in data["parts"]]
    except Missing as missing:
        p.codes.add(str(missing))
        return p
    event.award, event.split = award.name, found.statement
    p.amounts = [shown(part) for _, part in event.parts]
    chosen, successors = {graph.of(to) for to, _ in event.parts}, {to for to, _ in found.successors}
    if not chosen <= successors or not divided(world, award.name, found, sum(part for _, part in event.parts)):
        p.codes.add("contradicts_record")
    return p


def divided(world, name, found, total):
    """Whether the split divides something of the award, and the parts are what is held of one of its sightings (G14)."""
    book, holdings, something, amounts = world.book(), world.holdings(), False, set()
    for s in book.seen(name):
        granted = book.granted(s, s.days[0])
        if not (granted < found.day or found.ceases):
            return False
        then = lambda amount, share: holdings.by_steps(
            s, granted, View(), found.day, amount, share, found.statement).held_by({found.undertaking})
        something |= then(Fraction(1), exact_shares) > 0
        if s.figure is not None and s.figure[1] is not None:
            low, high = book.value(s, found.day)
            if low == high:
                amounts.add(then(high, divide))
    return something and total in amounts


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
        world.parties[name] = event.data.get("name", "")
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
    "undertaking.assessed": naming("undertaking"), "holding.declared": held,
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
