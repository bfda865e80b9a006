#!/usr/bin/env python3
"""Generates streams, has both evaluators judge them and compares every verdict, member by member.

    compare.py --audit PATH [--streams N] [--seed S] [--features new|old] [--keep FILE] [--workers N]

Exit code: 0 no difference, 1 a difference (the shrunk stream stands in FILE) or a stream that could not be judged.
"""

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections import Counter

import evaluate
import generate
import law

CHECK_MEMBERS = ("rule", "ms", "from", "to", "unit", "bound", "after", "limit")
MEMBERS = ("position", "id", "outcome", "codes", "flags", "gge", "checks")
# What the engine did not say before the whole life of an award was in it.
NEW_FLAGS = {"possible_duplicate", "identity_not_anchored", "identity_not_matched"}


def normal(verdict, old):
    """The members both print. `affects` is compared where the engine prints it."""
    shown = {name: verdict[name] for name in MEMBERS}
    shown["checks"] = [{m: c[m] for m in CHECK_MEMBERS if m in c} for c in verdict["checks"]]
    if old:
        shown["flags"] = [f for f in verdict["flags"] if f not in NEW_FLAGS]
    return shown


def engine(events, procedural, options):
    """The engine's verdicts, or the text of its complaint."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
        file.write("".join(json.dumps(event) + "\n" for event in events))
    try:
        extra = ["--procedural"] if procedural else []
        run = subprocess.run([options.audit, "replay", "--facts", file.name, *extra], capture_output=True, text=True,
                             timeout=60)
    finally:
        os.unlink(file.name)
    if run.returncode != 0:
        return None, f"exit {run.returncode}: {run.stderr.strip()[:2000]}"
    return [json.loads(line) for line in run.stdout.splitlines()], None


def difference(events, procedural, options):
    """(index, theirs, ours), (None, complaint, None) where the engine can't read the stream, or None. And our verdicts."""
    ours = evaluate.evaluate(events, procedural)
    theirs, complaint = engine(events, procedural, options)
    if theirs is None:
        return (None, complaint, None), ours
    old = options.features == "old"
    for index, (mine, other) in enumerate(zip(ours, theirs)):
        a, b = normal(other, old), normal(mine, old)
        if "affects" in other:
            a["affects"], b["affects"] = other["affects"], mine["affects"]
        if a != b:
            return (index, a, b), ours
    return (None if len(ours) == len(theirs) else (None, f"{len(theirs)} lines for {len(ours)} events", None)), ours


def members_that_differ(found):
    index, a, b = found
    return None if index is None else tuple(name for name in a if a[name] != b[name])


def shrink(events, procedural, options, budget=400):
    """Removes lines, long runs first, as long as a difference in the same members remains."""
    wanted = members_that_differ(difference(events, procedural, options)[0])
    size = max(len(events) // 2, 1)
    while size:
        place = 0
        while place < len(events) and budget:
            fewer, budget = events[:place] + events[place + size:], budget - 1
            found = difference(fewer, procedural, options)[0] if fewer else None
            if found and members_that_differ(found) == wanted:
                events = fewer
            else:
                place += size
        size //= 2
    return events


def reached(events, verdicts):
    """How often a stream comes to what few of its events are about: services paid for twice (C1), reference rates (F15)."""
    paid, drawn = {}, Counter()
    for event, verdict in zip(events, verdicts):
        data, stands = event["data"], verdict["outcome"] in ("admitted", "recorded")
        loan = data.get("aid", {}).get("method") == "reference-rate" and "basis" in data
        if loan and (data["basis"]["regime"], data.get("member_state")) in law.REFERENCE_RATE_MARGINS:
            for what in verdict["codes"] or ["a figure" if verdict["gge"] else "uncounted"]:
                drawn["reference rate", what] += 1
        service = data.get("conditions", {}).get("sgei_service")
        if service is None or not stands:
            continue
        others = paid.setdefault(data["beneficiary"], set())
        if data["basis"]["regime"] not in law.SPARED:
            others.add(service)
        elif data["basis"]["regime"] in law.ONE_PAYMENT_FOR_A_SERVICE and verdict["outcome"] == "admitted" and others:
            drawn["service", f"admitted beside {'the same' if service in others else 'another'}"] += 1
    return drawn


def one(job):
    number, options = job
    seed = f"{options.seed}:{number}"
    events, procedural = generate.stream(seed, options.features == "old")
    try:
        found, ours = difference(events, procedural, options)
    except Exception as error:  # the stream that broke us is worth more than the traceback alone
        raise RuntimeError(f"stream {seed}") from error
    drawn = Counter()
    for event, verdict in zip(events, ours):
        drawn["type", event["type"].removeprefix("eu.aidledger.").removesuffix(".v1"), verdict["outcome"]] += 1
        drawn["outcome", verdict["outcome"]] += 1
        drawn.update(("code", code) for code in verdict["codes"])
        drawn.update(("flag", flag) for flag in verdict["flags"])
        drawn["affects", "listed"] += verdict["affects"] is not None
        drawn["checks", f"{len(verdict['checks'])} in a verdict"] += 1
        if "cumulation_exceeded" in verdict["codes"]:
            kind = event["type"].removeprefix("eu.aidledger.").removesuffix(".v1")
            drawn["service", f"refused {kind}"] += 1
    drawn += reached(events, ours)
    return number, events, procedural, found, drawn


def report(number, events, procedural, found, options, keep):
    index, theirs, ours = found
    print(f"DIFFERENCE in stream {number} of seed {options.seed}" + (" (--procedural)" if procedural else ""))
    if index is None:
        print(theirs)
        small = events
    else:
        print(f"first at line {index + 1}: {json.dumps(events[index])}")
        small = shrink(events, procedural, options)
        last, theirs, ours = difference(small, procedural, options)[0]
        print(f"shrunk to {len(small)} lines, at line {last + 1}; members that differ: "
              + ", ".join(n for n in theirs if theirs[n] != ours[n]))
        print("engine: ", json.dumps(theirs))
        print("here:   ", json.dumps(ours))
    with open(keep, "w", encoding="utf-8") as file:
        file.write("".join(json.dumps(event) + "\n" for event in small))
    print(f"kept in {keep}")


def table(drawn):
    types = sorted({key[1] for key in drawn if key[0] == "type"})
    print("events by type: admitted recorded refused deferred")
    for name in types:
        counts = [drawn["type", name, o] for o in ("admitted", "recorded", "refused", "deferred")]
        print(f"  {name:24}" + "".join(f"{n:9}" for n in counts))
    for what in ("outcome", "code", "flag", "affects", "checks", "service", "reference rate"):
        print(f"{what}: " + ", ".join(f"{key[1]} {n}" for key, n in sorted(drawn.items()) if key[0] == what))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--audit", required=True)
    arguments.add_argument("--streams", type=int, default=2000)
    arguments.add_argument("--seed", default="1")
    arguments.add_argument("--features", choices=("new", "old"), default="new")
    arguments.add_argument("--keep", default="second-evaluator-difference.jsonl")
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--differences", type=int, default=5, help="stop after so many")
    options = arguments.parse_args()
    print(f"seed {options.seed}, {options.streams} streams, features {options.features}", flush=True)
    drawn, differ, done = Counter(), 0, 0
    with multiprocessing.Pool(options.workers) as pool:
        jobs = ((number, options) for number in range(options.streams))
        for number, events, procedural, found, counts in pool.imap_unordered(one, jobs, chunksize=8):
            drawn, done = drawn + counts, done + 1
            if found:
                differ += 1
                stem, ending = os.path.splitext(options.keep)
                report(number, events, procedural, found, options, f"{stem}-{number}{ending}")
                if differ >= options.differences:
                    pool.terminate()
                    break
    table(drawn)
    print(f"seed {options.seed}: {done} streams, {sum(n for k, n in drawn.items() if k[0] == 'outcome')} events, {differ} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
