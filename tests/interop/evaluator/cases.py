#!/usr/bin/env python3
"""Judges the cases of tests/acts, which were written from the acts alone, and prints by theme how many hold.

    cases.py [FOLDER]

What the evaluator does not answer as the act has it, and why, stands in not_yet.txt beside this file. Exit code: 0 all hold
but those listed, 1 otherwise (also where a listed one holds).
"""

import argparse
import json
import sys
from pathlib import Path

import dates
import evaluate
import statements
from faults import fault
from headroom import headroom
from money import shown
from world import World

HERE = Path(__file__).parent
TAKES_EFFECT = ("admitted", "recorded")


def answered_otherwise(expect, verdict):
    """What a verdict says otherwise than a line of a case."""
    outcome, other = verdict["outcome"], []
    wanted = expect.get("outcome")
    if outcome != wanted if wanted else outcome not in TAKES_EFFECT:
        other.append(f"{outcome} {verdict['codes']} and not {wanted or 'in effect'}")
    other += [f"no code {code} in {verdict['codes']}" for code in expect.get("codes") or [] if code not in verdict["codes"]]
    other += [f"no flag {flag} in {verdict['flags']}" for flag in expect.get("has_flags", []) if flag not in verdict["flags"]]
    other += [f"the flag {flag}" for flag in expect.get("has_not_flags", []) if flag in verdict["flags"]]
    if "gge" in expect:
        gge = [expect["gge"]] if isinstance(expect["gge"], str) else expect["gge"]
        if verdict["gge"] != gge:
            other.append(f"gge {verdict['gge']} and not {gge}")
    if expect.get("after"):
        sums = [check["after"][-1] for check in verdict["checks"]]
        if expect["after"] not in sums:
            other.append(f"after {sums} and not {expect['after']}")
    return other


def left_otherwise(world, asked):
    left = headroom(world, asked["undertaking"], asked["regime"], asked["member_state"], dates.parse(asked["on"]))
    place = f"headroom of {asked['undertaking']} on {asked['on']}"
    if left is None:
        return [f"{place}: no ceiling"]
    other = [f"{place}: {name} {shown(left[name])} and not {asked[name]}" for name in ("ceiling", "used", "remaining")
             if name in asked and shown(left[name]) != asked[name]]
    if "upper_bound" in asked and bool(left["causes"]) != asked["upper_bound"]:
        other.append(f"{place}: upper bound by {left['causes']}")
    return other


def judged(case):
    """Everything that a case answers otherwise than the act, line by line."""
    world, reader, other = World(case.get("procedural", False)), statements.Reader(), []
    for number, line in enumerate(case["lines"], 1):
        turned_away = fault(line["statement"])
        if turned_away:
            verdict = {"outcome": "turned-away", "codes": [turned_away], "flags": [], "gge": None, "checks": []}
        else:
            verdict = evaluate.judge(world, reader.event(line["statement"]))
        other += [f"line {number}: {what}" for what in answered_otherwise(line["expect"], verdict)]
    for asked in case.get("headroom", []):
        other += left_otherwise(world, asked)
    return other


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", nargs="?", default=HERE.parents[1] / "acts", type=Path)
    given = arguments.parse_args()
    listed = {line.strip() for line in (HERE / "not_yet.txt").read_text(encoding="utf-8").splitlines()
              if line.strip() and not line.startswith("#")}
    wrong, mended, seen = [], [], set()
    for file in sorted(given.folder.glob("*.json")):
        held = not_held = 0
        for case in json.loads(file.read_text(encoding="utf-8")):
            name = f"{file.stem}: {case['case']}"
            seen.add(name)
            other = judged(case)
            held, not_held = held + (not other), not_held + bool(other)
            if other and name not in listed:
                wrong.append((name, case["certain"], other))
            elif not other and name in listed:
                mended.append(name)
        print(f"{file.stem:24} {held:4} held {not_held:4} not held")
    for name, certain, other in wrong:
        print(f"OTHERWISE {name}" + ("" if certain else " (open in the act)"), *other, sep="\n    ")
    for name in mended:
        print(f"HOLDS NOW, and leaves not_yet.txt: {name}")
    for name in sorted(listed - seen):
        print(f"NO CASE of this name: {name}")
    return 1 if wrong or mended or listed - seen else 0


if __name__ == "__main__":
    sys.exit(main())
