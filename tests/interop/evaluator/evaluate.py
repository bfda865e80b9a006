#!/usr/bin/env python3
"""Judges a stream of facts by docs/spec/rules.md and prints one JSON line per event, as `aid-audit replay --facts` does.

    evaluate.py [--procedural] FILE
"""

import argparse
import json

import facts
import grants
import lifecycle
import statements
from verdict import CODES, DEFERRING, KEPT_WHEN_REFUSED, Proposal, affects, line
from world import World

HANDLERS = {**facts.HANDLERS, **grants.HANDLERS, **lifecycle.HANDLERS}


def review(world, event):
    """A15: about a deferred statement, or about an award."""
    about, decision = event.data["about"], event.data["decision"]
    waiting = world.deferred.get(about)
    if waiting is not None:
        return resolve(world, event, waiting, decision)
    award = world.in_effect(about)
    if award is None:
        return Proposal("admitted", {"unknown_reference"})
    if decision in ("admit", "refuse"):
        return Proposal("admitted", {"contradicts_record"})
    made = award.changed(void=None if decision == "counts-as-aid" else decision)
    return Proposal("admitted", act=lambda: world.put(made), affects=True, later_than=award.valued_on)


def resolve(world, event, waiting, decision):
    close = lambda: world.deferred.pop(event.data["about"])
    if decision == "refuse":
        return Proposal("admitted", act=close)
    before = dict(world.awards)
    p = HANDLERS[waiting.kind](world, waiting.judged_at(event), DEFERRING)
    counts = decision in ("admit", "counts-as-aid")
    if not counts:
        # No limit and no condition of aid is asked of what counts nothing.
        p.codes &= set(CODES[: CODES.index("pack_missing") + 1])
        p.checks, p.flags = [], p.flags - KEPT_WHEN_REFUSED - {"over_ceiling", "uncounted"}
    effect = p.act

    def act():
        effect()
        close()
        if not counts:
            for award in [a for a in world.awards.values() if before.get(a.name) is not a]:
                world.put(award.changed(void=decision))
    return Proposal("admitted", p.codes, p.flags, p.gge, p.checks, act, True, p.later_than)


def judge(world, event):
    """The verdict on one event; what takes effect changes the world."""
    handler = HANDLERS.get(event.kind)
    if event.kind == "review.decided":
        proposal = review(world, event)
    else:
        proposal = handler(world, event) if handler else Proposal()
    verdict = line(event, proposal)
    if verdict["outcome"] in ("admitted", "recorded"):
        before = world.standing_over() if proposal.affects else None
        if proposal.act:
            proposal.act()
        world.refresh()
        if proposal.affects:
            verdict["affects"] = affects(before, world.standing_over(), proposal.later_than)
    elif verdict["outcome"] == "deferred":
        world.deferred[f"{event.party}/{event.id}"] = event
    return verdict


def evaluate(events, procedural=False):
    """The verdicts on a stream of events (dicts), in its order."""
    world, reader = World(procedural), statements.Reader()
    return [judge(world, reader.event(event)) for event in events]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--procedural", action="store_true")
    arguments.add_argument("file")
    given = arguments.parse_args()
    with open(given.file, encoding="utf-8") as file:
        for verdict in evaluate([json.loads(line) for line in file], given.procedural):
            print(json.dumps(verdict))


if __name__ == "__main__":
    main()
