"""What must hold of every stream, whatever its verdicts: sums of holdings, orders of learning, windows. Run by
second_evaluator.sh."""

import itertools
import random
import unittest

import dates
import evaluate
import generate
import statements
from generate import EVIDENCE
from generate import money as euro
from graph import View
from test_evaluator import A, event, grant, registered
from world import World

STREAMS = 60


def worlds(seed, streams=STREAMS):
    """The worlds in which generated streams end."""
    for number in range(streams):
        events, procedural = generate.stream(f"{seed}:{number}")
        world, reader = World(procedural), statements.Reader()
        for event in events:
            evaluate.judge(world, reader.event(event))
        yield f"{seed}:{number}", world


def undertakings(world):
    graph = world.graph
    names = {graph.of(name) for name in [*graph.known, *graph.parent]} | {graph.of(a.handle) for a in world.awards.values()}
    return sorted(names)


def days(world):
    steps = {step.day for step in world.holdings().steps} | {a.day for a in world.awards.values() if a.day}
    return sorted(steps | {day + dates.ONE for day in steps})


class Holdings(unittest.TestCase):
    def test_what_all_hold_is_what_the_award_counts(self):
        """By the steps nothing is lost and nothing made: over all undertakings the parts come to the whole (H2, H3, H9)."""
        asked = 0
        for seed, world in worlds("sums"):
            book, holdings, everybody = world.book(), world.holdings(), set(undertakings(world))
            for s in book.sightings:
                if s.figure is None or s.figure[1] is None or not s.day:
                    continue
                for day in days(world):
                    pot = holdings.by_steps(s, book.granted(s), View(), day, s.figure[1])
                    self.assertEqual(pot.held_by(everybody), s.figure[1], (seed, s.name, day))
                    if not pot.wholes:
                        self.assertEqual(sum(pot.held_by({name}) for name in everybody), s.figure[1], (seed, s.name, day))
                    asked += len(pot.amounts) > 1
        self.assertGreater(asked, 50)

    def test_a_group_holds_no_less_than_a_part_of_it_and_no_more_than_the_whole(self):
        for seed, world in worlds("bounds", STREAMS // 2):
            book, holdings, everybody = world.book(), world.holdings(), undertakings(world)
            for s in book.sightings:
                if s.figure is None or s.figure[1] is None or not s.day:
                    continue
                for day in days(world)[::3]:
                    all_of = holdings.of(s, book.granted(s), frozenset(everybody), View(), day, s.figure[1])
                    self.assertEqual(all_of, s.figure[1], (seed, s.name, day))
                    for name in everybody:
                        one = holdings.of(s, book.granted(s), frozenset({name}), View(), day, s.figure[1])
                        self.assertLessEqual(one, s.figure[1], (seed, s.name, day, name))

    def test_an_absorbed_undertaking_holds_nothing_afterwards(self):
        for seed, world in worlds("absorbed", STREAMS // 2):
            book, holdings, graph = world.book(), world.holdings(), world.graph
            surviving = {merger.surviving for merger in graph.mergers}
            for merger in graph.mergers:
                for other in set(merger.absorbed) - surviving:
                    for s in book.sightings:
                        for day in [day for day in days(world) if day > merger.day]:
                            pot = holdings.by_steps(s, book.granted(s, s.days[0]), View(), day, 100)
                            self.assertEqual(pot.amounts.get(other, 0), 0, (seed, s.name, other, day))


class Sightings(unittest.TestCase):
    def test_an_award_counts_once_in_a_window(self):
        """Of matched sightings the window holds at most one, and no more than the largest of them counts (W10)."""
        for seed, world in worlds("once"):
            windows = world.windows()
            sightings = [s for s in windows.book.sightings if s.state and s.day]
            for s in sightings:
                group = frozenset(undertakings(world))
                held = windows._held(sightings, group, View(), dates.three_years_before(s.day), s.day)
                clusters = [one.mates for one, _ in held]
                self.assertEqual(len(clusters), len(set(clusters)), seed)
                for one, (low, high) in held:
                    self.assertLessEqual(low, high, (seed, one.name))
                    self.assertLessEqual(high, windows.book.counts(one.name, s.day)[1], (seed, one.name))

    def test_use_is_a_floor_and_lessening_has_no_order(self):
        """What an award counts is never below what was used and not repaid; later days lessen more, but for what is repaid."""
        for seed, world in worlds("floor"):
            book = world.book()
            for s in book.sightings:
                if s.figure is None or s.figure[1] is None:
                    continue
                for day in days(world):
                    low, high = book.value(s, day)
                    back = sum(x.back_by(day) for x in book.statements(s.name))
                    self.assertGreaterEqual(high, book.used(s.name) - back, (seed, s.name))
                    self.assertLessEqual(high, max(s.figure[1], book.used(s.name)), (seed, s.name))
                    self.assertLessEqual(low, high, (seed, s.name))


class Order(unittest.TestCase):
    def test_use_and_a_lessening_in_any_order_leave_the_same(self):
        """What is used is a floor, whichever was filed first, and whatever their days (A6, A22)."""
        rng = random.Random("use")
        for _ in range(40):
            day = lambda: f"2025-{rng.randint(2, 9):02d}-01"
            drawn = [event("award.drawn", award="a", host="facts", system="s", quantity="1", value=euro(str(rng.randint(0, 80))),
                           on=day()) for _ in range(2)]
            repaid = {"amount": euro(str(rng.randint(0, 60))), "interest": euro("1"), "on": day(), "evidence": EVIDENCE}
            less = event("award.reduced", award="a", gge_after=euro(str(rng.randint(0, 100))), on=day(), reason="r",
                         benefit_kept=euro(str(rng.randint(0, 100))), repaid=repaid)
            left = set()
            for told in itertools.permutations([*drawn, less]):
                world, reader = World(), statements.Reader()
                stream = [*registered(A), grant("a", A, "2025-01-01", "100.00"), *told]
                self.assertTrue(all(evaluate.judge(world, reader.event(e))["codes"] == [] for e in stream))
                ends = [dates.parse(f"2025-{month:02d}-01") for month in range(1, 12)]
                left.add(tuple(world.book().counts("facts/a", end) for end in ends))
            self.assertEqual(len(left), 1)

    def test_facts_learnt_in_another_order_give_the_same_holdings(self):
        """Mergers, splits and ends act where their days put them (H8), whenever they were stated."""
        compared = 0
        for seed, world in worlds("order"):
            kinds = ("undertakings.merged", "undertaking.split")
            facts = [s for s in world.statements if s.kind in kinds]
            same_day = len({s.data["on"] for s in facts}) < len(facts)
            if len(facts) < 2 or same_day or any(s.kind == "control.ended" for s in world.statements):
                continue
            before = held(world)
            for s, place in zip(reversed(facts), [i for i, s in enumerate(world.statements) if s.kind in kinds]):
                world.statements[place] = s
            world.refresh()
            self.assertEqual(held(world), before, seed)
            compared += 1
        self.assertGreater(compared, 2)


def held(world):
    book, holdings = world.book(), world.holdings()
    amounts = {}
    for s in book.sightings:
        for day in days(world):
            pot = holdings.by_steps(s, book.granted(s, s.days[0]), View(), day, 100_000)
            amounts[s.name, day] = {name: pot.held_by({name}) for name in undertakings(world) if pot.held_by({name})}
    return amounts


if __name__ == "__main__":
    unittest.main()
