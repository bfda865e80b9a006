#!/usr/bin/env python3
"""Random questions for the two calculators, answered by both implementations, compared member by member.

    compare_calculators.py --binary PATH [--questions N] [--seed S] [--keep FILE]

Exit code: 0 no difference, 1 a difference; the first question of each kind of it is kept in FILE.
"""

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import interest
import sme

LAW = {
    "micro_heads": "10", "micro_turnover": "2000000.00", "micro_balance": "2000000.00",
    "small_heads": "50", "small_turnover": "10000000.00", "small_balance": "10000000.00",
    "medium_heads": "250", "medium_turnover": "50000000.00", "medium_balance": "43000000.00",
    "partner_percent": "25", "public_percent": "25", "angels_less_than": "1250000.00",
    "local_budget_less_than": "10000000.00", "local_inhabitants_less_than": "5000",
    "periods": 2, "latest_within_years": 2, "estimate_years": 1,
}
READINGS = ["status_kept_on_acquisition", "status_gained_at_once_on_sale", "each_threshold_alone"]
KINDS = ["enterprise"] * 8 + ["investor", "venture-capital", "public-investment-corporation", "business-angel",
                              "business-angel", "university", "non-profit", "institutional", "public-body", "local-authority"]
CONTROL = ["voting-majority", "appoint-majority", "dominant-influence", "shareholder-agreement"]
PERCENTS = ["0", "5", "10", "12.5", "15", "24.99", "25", "25.01", "30", "33.333333", "40", "49", "50", "50.01", "60", "75", "100"]
HEADS = ["0.5", "3", "8", "9.9", "10", "20", "30", "40", "45.5", "49.9", "50", "60", "120", "249", "250", "300"]
MONEY = ["0.00", "500000.00", "1999999.99", "2000000.00", "3000000.01", "9999999.99", "10000000.00", "10000000.01",
         "20000000.00", "43000000.00", "43000000.01", "50000000.00", "50000000.01", "90000000.00"]


def some_day(chance, first=2019, last=2026):
    start = date(first, 1, 1)
    return (start + timedelta(days=chance.randrange((date(last, 12, 31) - start).days))).isoformat()


def accounts(chance, year, names, end):
    closed = date(year, end, 28 if end == 2 else 30 if end in (4, 6, 9, 11) else 31)
    one = {"year": year, "closed_on": closed.isoformat(), "awu": chance.choice(HEADS),
           "turnover": chance.choice(MONEY), "balance_sheet": chance.choice(MONEY)}
    if chance.random() < 0.2:
        one["approved_on"] = (closed + timedelta(days=chance.randrange(400))).isoformat()
    if chance.random() < 0.1:
        one["months"] = chance.choice([1, 5, 6, 7, 9, 11, 13, 18, 24])
    if chance.random() < 0.05:
        one["estimate"] = True
    if chance.random() < 0.03:
        one["turnover"] = None
    if chance.random() < 0.12:
        one["consolidates"] = chance.sample(names, min(len(names), chance.randrange(1, 4)))
    return one


def question(chance):
    """One enterprise with everybody around it: rings, holdings in each other, owners of both, years that are missing."""
    size = chance.choice([1, 2, 3, 3, 4, 4, 5, 6, 8, 12])
    names = [f"e{at}" for at in range(size)]
    persons = [f"p{at}" for at in range(chance.choice([0, 0, 0, 1, 2, 3]))]
    bodies = [f"b{at}" for at in range(chance.choice([0, 0, 0, 1, 2]))]
    fast = chance.random() < 0.5  # half of the questions have whole accounts, so that classes and not gaps are compared
    enterprises = {}
    for name in names:
        one = {}
        if chance.random() < 0.9 or fast:
            end = 12 if chance.random() < 0.85 else chance.randrange(1, 13)
            years = list(range(chance.choice([2021, 2022, 2023, 2024, 2025]), 2026))
            if not fast:
                years = [year for year in years if chance.random() < 0.85]
                if chance.random() < 0.15:
                    years.append(2026)
            one["accounts"] = [accounts(chance, year, [other for other in names if other != name] or [name], end)
                               for year in years]
            if fast:
                for it in one["accounts"]:
                    for member in ("approved_on", "estimate"):
                        it.pop(member, None)
                    it["turnover"] = it["turnover"] or "1.00"
        if chance.random() < 0.5:
            one["established_on"] = some_day(chance, 2015, 2027)
        if chance.random() < 0.15:
            one["stated_size"] = chance.choice(["micro", "small", "medium", "small-mid-cap", "large"])
        enterprises[name] = one
    for name in persons:
        enterprises[name] = {"natural_person": True}
        if chance.random() < 0.15:
            enterprises[name]["accounts"] = [accounts(chance, 2025, names, 12)]
    everybody = names + persons + bodies
    holdings, links, markets, held_of = [], [], [], {}
    for _ in range(chance.randrange(0, 3 * size + 1)):
        holder, held = chance.choice(everybody), chance.choice(names)
        if chance.random() < 0.4:
            held = names[0]
        percent = chance.choice(PERCENTS)
        if held_of.get(held, 0) + float(percent) > 100 and chance.random() < 0.97:
            percent = chance.choice(["0", "5", "10", "12.5"])
        held_of[held] = held_of.get(held, 0) + float(percent)
        one = {"holder": holder, "held": held, "capital": percent, "kind": "enterprise",
               "votes": percent if chance.random() < 0.8 else chance.choice(PERCENTS[:8] if percent != "75" else PERCENTS),
               "from": some_day(chance, 2018, 2022) if chance.random() < 0.7 else some_day(chance)}
        one["kind"] = (chance.choice(["public-body", "public-body", "local-authority"]) if holder in bodies
                       else chance.choice(KINDS[:-2]))
        if one["kind"] == "business-angel" and chance.random() < 0.8:
            one["invested"] = chance.choice(["0.00", "400000.00", "700000.00", "1249999.99", "1250000.00"])
        if one["kind"] == "local-authority" and chance.random() < 0.8:
            one["local_authority"] = {"budget": chance.choice(["9999999.99", "10000000.00"]),
                                      "inhabitants": chance.choice(["4999", "5000"])}
        if holder in persons and chance.random() < 0.4:
            one["acting_jointly"] = chance.choice(["family", "founders"])
        holdings.append(one)
    for _ in range(chance.choice([0, 0, 1, 1, 2, 4])):
        above, below = chance.choice(everybody), chance.choice(names)
        start = some_day(chance)
        link = {"controller": above, "controlled": below, "kind": chance.choice(CONTROL), "from": start}
        if chance.random() < 0.3:
            link["until"] = some_day(chance)
        links.append(link)
    for _ in range(chance.choice([0, 0, 1, 2, 6]) if not persons else size * size):
        markets.append({"a": chance.choice(names), "b": chance.choice(names), "from": some_day(chance),
                        "relation": chance.choice(["same", "adjacent", "neither", "neither"])})
    on = chance.choice(["2026-09-15", "2026-09-15", "2026-03-01", "2025-12-31", "2024-02-29", "2027-06-30"])
    asked = names[0] if chance.random() < 0.95 or not persons else chance.choice(persons)
    law = dict(LAW, **{name: chance.random() < 0.35 for name in READINGS})
    return {"undertaking": asked, "on": on, "enterprises": enterprises, "holdings": holdings, "links": links,
            "markets": markets, "law": law}


def order(chance):
    """A recovery order with disposals, payments and the rates of two States."""
    disposals = [{"amount": f"{chance.randrange(1, 10**8) / 100:.2f}",
                  "on": chance.choice(["2020-02-29", "2024-02-29", some_day(chance, 2007, 2026), "2023-12-31", "2024-08-31"])}
                 for _ in range(chance.choice([1, 1, 1, 2, 3]))]
    payments = [{"principal": f"{chance.choice([0, 0, chance.randrange(10**7)]) / 100:.2f}",
                 "interest": f"{chance.choice([0, chance.randrange(10**6)]) / 100:.2f}", "on": some_day(chance, 2010, 2027)}
                for _ in range(chance.choice([0, 0, 1, 2, 4]))]
    rates = [{"member_state": chance.choice(["FI", "FI", "SE"]), "from": some_day(chance, 2006, 2026),
              "percent": f"{chance.randrange(-300, 700) / 100}"} for _ in range(chance.randrange(0, 9))]
    if chance.random() < 0.8:
        rates.append({"member_state": "FI", "from": "2005-01-01", "percent": "2.15"})
    law = {"margin_percent": "1", "never_below_zero": chance.random() < 0.5, "february_28": chance.random() < 0.5,
           "credited_as_stated": chance.random() < 0.5}
    count = chance.choice(["act/365"] * 4 + ["act/360", "act/act", "30/360", "by hand"])
    if chance.random() < 0.15:
        payments.append({"principal": disposals[0]["amount"], "interest": "0.00", "on": some_day(chance, 2024, 2026)})
    return {"disposals": disposals, "payments": payments, "rates": rates, "member_state": "FI", "day_count": count,
            "on": chance.choice([some_day(chance, 2008, 2028), "2026-02-28", "2028-02-29", disposals[0]["on"]]), "law": law}


CALCULATORS = {"sme": (question, sme.judge), "interest": (order, interest.judge)}


def compare(name, options):
    make, judge = CALCULATORS[name]
    chance = random.Random(f"{name} {options.seed}")
    questions = [make(chance) for _ in range(options.questions)]
    text = "".join(json.dumps(one) + "\n" for one in questions)
    run = subprocess.run([options.binary, name], input=text, capture_output=True, text=True, timeout=1800)
    if run.returncode != 0:
        print(f"{name}: exit {run.returncode}: {run.stderr.strip()[:2000]}")
        return 1
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    seen, kept, different = Counter(), {}, 0
    for place, (one, theirs) in enumerate(zip(questions, answers, strict=True)):
        ours = json.loads(json.dumps(judge(one)))
        seen[str(ours.get("class") or ours.get("owed") and "figure")] += 1
        members = [member for member in ours if ours[member] != theirs.get(member)] + sorted(theirs.keys() - ours.keys())
        if members:
            different += 1
            kept.setdefault(members[0], (place, members, one, ours, theirs))
    print(f"{name}: seed {options.seed}, {len(questions)} questions, {different} differences; {dict(seen)}")
    for place, members, one, ours, theirs in kept.values():
        for member in members:
            print(f"  question {place}, {member}: {ours.get(member)} here, {theirs.get(member)} there")
        with open(options.keep, "a", encoding="utf-8") as file:
            file.write(json.dumps({"calculator": name, "question": one, "ours": ours, "theirs": theirs}) + "\n")
    return 1 if different else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--questions", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", default="calculators-difference.jsonl")
    parser.add_argument("--only", choices=sorted(CALCULATORS))
    options = parser.parse_args()
    names = [options.only] if options.only else list(CALCULATORS)
    sys.exit(max(compare(name, options) for name in names))


if __name__ == "__main__":
    main()
