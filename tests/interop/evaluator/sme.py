#!/usr/bin/env python3
"""The SME test of Annex I to Regulation (EU) No 651/2014, a second time: docs/spec/sme.md in Python, exact fractions.

    sme.py < FACTS.jsonl > ANSWERS.jsonl

A line is one question: `undertaking`, `on`, `enterprises`, `holdings`, `links`, `markets`, `law`. Every step names the
sentence it obeys; those of the act are written `Art.`.
"""

import json
import sys
from datetime import date
from fractions import Fraction

MICRO, SMALL, MEDIUM, LARGE = range(4)
WORDS = ["micro", "small", "medium", "large"]
EVERY = {MICRO, SMALL, MEDIUM, LARGE}
# Art. 3(2), second subparagraph, (a) to (d); `investor` is any of (a) and (c) whose own word is not known.
LISTED = {"investor", "venture-capital", "public-investment-corporation", "business-angel", "university",
          "non-profit-research", "institutional", "local-authority"}
PUBLIC = {"public-body", "local-authority"}
# Control that is one of votes: Art. 3(3)(a) and (d).
BY_VOTES = {"voting-majority", "shareholder-agreement"}
NEAR = {"same", "adjacent"}


def number(text):
    return Fraction(text)


def day(text):
    return date.fromisoformat(text) if text else None


def years_before(when, years):
    """The same day so many years before; of 29 February the 28th."""
    try:
        return when.replace(year=when.year - years)
    except ValueError:
        return when.replace(year=when.year - years, day=28)


class Law:
    def __init__(self, given):
        self.heads = [number(given[name]) for name in ("micro_heads", "small_heads", "medium_heads")]
        self.turnover = [number(given[name]) for name in ("micro_turnover", "small_turnover", "medium_turnover")]
        self.balance = [number(given[name]) for name in ("micro_balance", "small_balance", "medium_balance")]
        self.partner = number(given["partner_percent"])
        self.public = number(given["public_percent"])
        self.angels = number(given["angels_less_than"])
        self.budget = number(given["local_budget_less_than"])
        self.inhabitants = number(given["local_inhabitants_less_than"])
        self.periods = given["periods"]
        self.old_after = given["latest_within_years"]
        self.new_for = given["estimate_years"]
        self.kept_on_purchase = given["status_kept_on_acquisition"]
        self.at_once_on_sale = given["status_gained_at_once_on_sale"]
        self.each_alone = given["each_threshold_alone"]


class Accounts:
    def __init__(self, given):
        self.year = given["year"]
        self.closed = day(given["closed_on"])
        self.approved = day(given.get("approved_on")) or self.closed
        self.estimate = given.get("estimate", False)
        # Art. 4(1): on an annual basis. Turnover is a flow, the balance sheet a stock, and work units are of a year already.
        turnover = None if given.get("turnover") is None else number(given["turnover"])
        if turnover is not None:
            turnover = turnover * 12 / given.get("months", 12)
        balance = None if given.get("balance_sheet") is None else number(given["balance_sheet"])
        self.figures = (number(given["awu"]), turnover, balance)
        self.inside = set(given.get("consolidates", []))


class Enterprise:
    def __init__(self, given):
        self.person = given.get("natural_person", False)
        self.established = day(given.get("established_on"))
        self.stated = given.get("stated_size")
        by_year = {}
        for one in given.get("accounts", []):
            by_year[one["year"]] = Accounts(one)  # M2: the last stated of a year
        self.accounts = [by_year[year] for year in sorted(by_year)]


class Case:
    def __init__(self, given):
        self.asked = given["undertaking"]
        self.on = day(given["on"])
        self.law = Law(given["law"])
        self.all = {name: Enterprise(one) for name, one in given["enterprises"].items()}
        self.holdings = given["holdings"]
        self.links = given["links"]
        self.markets = given["markets"]
        for one in self.holdings:
            for name in (one["holder"], one["held"]):
                self.all.setdefault(name, Enterprise({}))
        for one in self.links:
            for name in (one["controller"], one["controlled"]):
                self.all.setdefault(name, Enterprise({}))
        self.all.setdefault(self.asked, Enterprise({}))


class Holding:
    def __init__(self, given):
        self.holder, self.held, self.kind = given["holder"], given["held"], given["kind"]
        self.capital, self.votes = number(given["capital"]), number(given["votes"])
        self.invested = None if given.get("invested") is None else number(given["invested"])
        self.local = given.get("local_authority")
        self.jointly = given.get("acting_jointly")


class Structure:
    """Who holds and controls whom on a day, what is not known read one way (`high`: so that more is added) or the other."""

    def __init__(self, case, when, high):
        self.case, self.high = case, high
        newest = {}
        for place, one in enumerate(case.holdings):  # F1
            if one["holder"] != one["held"] and day(one["from"]) <= when:
                key, rank = (one["holder"], one["held"]), (day(one["from"]), place)
                if key not in newest or newest[key][0] < rank:
                    newest[key] = (rank, one)
        self.holdings = [Holding(one) for _, one in newest.values()]
        self.holdings = [one for one in self.holdings if one.capital or one.votes]
        self.control = [(one["controller"], one["controlled"], one["kind"]) for one in case.links  # F2
                        if one["controller"] != one["controlled"] and day(one["from"]) <= when
                        and not (one.get("until") and day(one["until"]) <= when)]
        relation = {}
        for place, one in enumerate(case.markets):  # F3
            if day(one["from"]) <= when:
                pair, rank = frozenset((one["a"], one["b"])), (day(one["from"]), place)
                if pair not in relation or relation[pair][0] < rank:
                    relation[pair] = (rank, one["relation"])
        self.relation = {pair: said for pair, (_, said) in relation.items()}
        self.public = {one.holder for one in self.holdings if one.kind in PUBLIC} - {case.asked}  # F4
        self.enterprises = {name for name in case.all if name not in self.public and not self.mere_person(name)}
        self.unknown_markets = set()
        self.components()

    def mere_person(self, name):
        """F5: a natural person that is on record with nothing of its own is no enterprise (Art. 1)."""
        one = self.case.all[name]
        return one.person and not one.accounts and one.stated is None and name != self.case.asked

    def reach(self, roots):
        """L1: whom some holders control, directly or through those they control (Art. 3(3))."""
        inside = set(roots)
        while True:
            votes = {}
            for one in self.holdings:
                if one.holder in inside and one.held not in inside:
                    votes[one.held] = votes.get(one.held, 0) + one.votes
            more = {held for held, sum_ in votes.items() if sum_ > 50}
            more |= {below for above, below, _ in self.control if above in inside and below not in inside}
            more &= self.enterprises
            if not more:
                return inside - set(roots)
            inside |= more

    def components(self):
        """L2 to L4: the linked enterprises."""
        self.of = {name: name for name in self.enterprises}
        for above, below, _ in self.control:  # L2
            if above in self.enterprises and below in self.enterprises:
                self.join(above, below)
        persons = {}
        for one in self.holdings:
            if self.mere_person(one.holder) and one.jointly:
                persons.setdefault(("group", one.jointly), set()).add(one.holder)
        for name in self.case.all:
            if self.mere_person(name):
                persons[("alone", name)] = {name}
        for roots in persons.values():  # L4
            reached = sorted(self.reach(roots))
            for place, one in enumerate(reached):
                for other in reached[place + 1:]:
                    said = self.relation.get(frozenset((one, other)))
                    if said in NEAR or (said is None and self.high):
                        self.join(one, other)
        self.person_roots = list(persons.values())
        while self.joined_by_votes():  # L3
            pass

    def joined_by_votes(self):
        votes = {}
        for one in self.holdings:
            if one.holder in self.enterprises and one.held in self.enterprises:
                if self.of[one.holder] != self.of[one.held]:
                    key = (self.of[one.holder], one.held)
                    votes[key] = votes.get(key, 0) + one.votes
        for (group, held), sum_ in sorted(votes.items()):
            if sum_ > 50:
                self.join(group, held)
                return True
        return False

    def join(self, one, other):
        old, new = self.of[one], self.of[other]
        if old != new:
            for name, group in self.of.items():
                if group == old:
                    self.of[name] = new

    def linked_to(self, name):
        return {other for other, group in self.of.items() if group == self.of.get(name)}

    def linked(self, holder, held):
        if holder in self.of:
            return self.of[holder] == self.of.get(held)
        return held in self.reach({holder})

    def exempt(self, one):
        """E1 to E4: an investor of the list that is not linked (Art. 3(2), second subparagraph)."""
        if one.kind not in LISTED or self.linked(one.holder, one.held):
            return False
        if one.kind == "business-angel":
            angels = [other for other in self.holdings if other.held == one.held and other.kind == "business-angel"]
            total = sum(other.invested or 0 for other in angels)
            if total >= self.case.law.angels:
                return False
            return not (self.high and any(other.invested is None for other in angels))
        if one.kind == "local-authority":
            if one.local is None:
                return not self.high
            return (number(one.local["budget"]) < self.case.law.budget
                    and number(one.local["inhabitants"]) < self.case.law.inhabitants)
        return True

    def barred(self):
        """P1 to P3: 25 % or more in public hands (Art. 3(4))."""
        asked = self.case.asked
        hands = self.public | self.reach(self.public)
        own = [one for one in self.holdings if one.held == asked and one.holder in hands and not self.exempt(one)]
        capital, votes = sum(one.capital for one in own), sum(one.votes for one in own)
        by_statement = any(above in hands and below == asked and kind in BY_VOTES for above, below, kind in self.control)
        limit = self.case.law.public
        return by_statement or capital >= limit or votes >= limit

    def partners(self):
        """T1 to T5: group of partners -> percentage (Art. 3(2), 6(2))."""
        own = self.linked_to(self.case.asked)
        up, down = {}, {}
        for held in own:
            for group in {self.of[one.holder] for one in self.holdings if one.held == held and one.holder in self.of}:
                if group != self.of[self.case.asked]:
                    theirs = [one for one in self.holdings if one.held == held and self.of.get(one.holder) == group]
                    percent = self.interest(theirs)
                    if percent:
                        up[group] = up.get(group, 0) + percent
        for held in self.enterprises - own:
            ours = [one for one in self.holdings if one.held == held and one.holder in own]
            percent = self.interest(ours, held_by_us=True)
            if percent:
                group = self.of[held]
                down[group] = down.get(group, 0) + percent
        return {group: min(Fraction(100), max(up.get(group, 0), down.get(group, 0))) for group in up.keys() | down.keys()}

    def interest(self, holdings, held_by_us=False):
        """The percentage of joint holders; none below the threshold, and none where all of those who hold in us are exempt."""
        if not holdings or not held_by_us and all(self.exempt(one) for one in holdings):
            return None
        percent = max(sum(one.capital for one in holdings), sum(one.votes for one in holdings))
        return percent if percent >= self.case.law.partner else None

    def more_than_whole(self):
        """K1: capital or votes of an enterprise that counts add up to more than there is."""
        counted = self.linked_to(self.case.asked)
        for group in self.partners():
            counted |= {name for name, other in self.of.items() if other == group}
        wrong = set()
        for held in counted:
            theirs = [one for one in self.holdings if one.held == held]
            if sum(one.capital for one in theirs) > 100 or sum(one.votes for one in theirs) > 100:
                wrong.add(held)
        return wrong


class Sum:
    """Figures of a period with those that are linked and partners added (Art. 6)."""

    def __init__(self):
        self.heads, self.turnover, self.balance = Fraction(0), Fraction(0), Fraction(0)
        self.complete, self.lines = True, []

    def add(self, name, role, percent, accounts):
        heads, turnover, balance = accounts.figures
        self.heads += heads * percent / 100
        self.turnover += (turnover or 0) * percent / 100
        self.balance += (balance or 0) * percent / 100
        if turnover is None or balance is None:  # M6: money whose rate is not known
            self.complete = False
        self.lines.append([name, role, str(percent), accounts.year])

    def missing(self, name, role, percent):
        self.complete = False
        self.lines.append([name, role, str(percent), None])


def usable(case, one):
    """M3: approved accounts on the day asked for (Art. 4(1))."""
    return [it for it in one.accounts if not it.estimate and it.closed <= case.on and it.approved <= case.on]


def estimate(case, one):
    """M5: the estimate of a new enterprise (Art. 4(3))."""
    if usable(case, one) or one.established is None:
        return None
    rest = [it for it in one.accounts if it.year - one.established.year <= case.law.new_for
            and it.year >= one.established.year and it.year <= case.on.year]
    return rest[-1] if rest else None


ZERO = object()


def figures_of(case, name, period):
    """M4: the accounts of another enterprise that belong to a period of the one asked for; ZERO before it was there."""
    one = case.all[name]
    approved = usable(case, one)
    if period.latest:
        # By closing day; of one closing day the later year.
        found = max(approved, key=lambda it: (it.closed, it.year)) if approved else estimate(case, one)
        since = years_before(period.closed, case.law.old_after)
        if found is not None and found.closed <= since:
            found = None
        if found is None and one.established is not None and one.established > case.on:
            return ZERO
        return found
    since = years_before(period.closed, 1)
    fit = [it for it in approved if since < it.closed <= period.closed]
    if fit:
        return max(fit, key=lambda it: (it.closed, it.year))
    if one.established is not None and one.established > period.closed:
        return ZERO
    return None


class Period:
    def __init__(self, accounts, closed, latest):
        self.accounts, self.closed, self.latest = accounts, closed, latest


def surrounded(case, structure, period):
    """A1 to A6: the sum of a period."""
    result = Sum()
    own = structure.linked_to(case.asked)
    used = {case.asked: period.accounts}
    partners = structure.partners()
    members = {group: {name for name, other in structure.of.items() if other == group} for group in partners}
    for name in own.union(*members.values()) - {case.asked}:
        used[name] = figures_of(case, name, period)

    def inside(among):
        """Those whose data somebody else's accounts hold already, who is not inside theirs."""
        below = {name: set() for name in among}
        for name in among:
            accounts = used[name]
            if accounts is not None and accounts is not ZERO:
                below[name] = accounts.inside & among - {name}
        closure = {}
        for name in among:
            seen, open_ = set(), [name]
            while open_:
                for next_ in below[open_.pop()]:
                    if next_ not in seen:
                        seen.add(next_)
                        open_.append(next_)
            closure[name] = seen
        return {name for name in among
                if any(name in closure[other] and other not in closure[name] for other in among if other != name)}

    def add(name, role, percent, held):
        if name in held:
            result.lines.append([name, "consolidated", str(percent), None])
        elif used[name] is None:
            result.missing(name, role, percent)
        elif used[name] is not ZERO:
            result.add(name, role, percent, used[name])

    held = inside(own)
    for name in sorted(own):
        add(name, "itself" if name == case.asked else "linked", Fraction(100), held)
    for group, percent in partners.items():
        held = inside(members[group] | own)
        for name in sorted(members[group]):
            add(name, "partner", percent, held)
    return result


def both(one, other):
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def tests(law, result):
    """C1, C2: of each class whether heads, and whether money, are within: True, False, or None where not known."""
    if result is None:
        return [(None, None)] * 3
    answers = []
    heads = money = True
    for rank in reversed(range(3)):  # within the category of SMEs: a smaller class needs the larger ones
        few = result.heads < law.heads[rank]
        little = result.turnover <= law.turnover[rank] or result.balance <= law.balance[rank]
        # What is missing only adds: a sum that is over without it is over, one that is within may be over.
        heads = both(heads, few and (True if result.complete else None))
        money = both(money, little and (True if result.complete else None))
        answers.append((heads, money))
    return answers[::-1]


def statuses(law, chain):
    """D1 to D3: which statuses are possible after periods whose own test is True, False or not known (Art. 4(2))."""
    possible = None
    for answer in chain:
        answers = (True, False) if answer is None else (answer,)
        if possible is None:
            possible = {(it, 0) for it in answers}
            continue
        after = set()
        for status, against in possible:
            for it in answers:
                if it == status:
                    after.add((status, 0))
                elif against + 1 >= law.periods:
                    after.add((it, 0))
                else:
                    after.add((status, against + 1))
        possible = after
    return {status for status, _ in possible}


def classes(law, sums):
    """D4: the classes that are possible after the periods."""
    chains = [tests(law, it) for it in sums]
    held = []
    for rank in range(3):
        if law.each_alone:
            heads = statuses(law, [period[rank][0] for period in chains])
            money = statuses(law, [period[rank][1] for period in chains])
            held.append({one and other for one in heads for other in money})
        else:
            held.append(statuses(law, [both(*period[rank]) for period in chains]))
    possible = {rank for rank in range(3) if True in held[rank] and all(False in held[less] for less in range(rank))}
    if all(False in one for one in held):
        possible.add(LARGE)
    return possible


def periods_of(case):
    """M7, M8: the periods of the one asked for, oldest first; None stands for one that is not on record."""
    one = case.all[case.asked]
    approved = usable(case, one)
    if not approved:
        guess = estimate(case, one)
        return [Period(guess, min(guess.closed, case.on), True)] if guess else None
    periods, before = [], None
    for accounts in approved:
        if before is not None:
            periods += [None] * min(2, accounts.year - before - 1)
        before = accounts.year
        periods.append(Period(accounts, accounts.closed, False))
    periods[-1].latest = True
    if periods[-1].closed <= years_before(case.on, case.law.old_after):
        periods += [None, None]
    return periods


def choose(law, today, then):
    """D6: the reading of the day and the reading at the closing days."""
    if then < today:  # a purchase made it larger
        return then if law.kept_on_purchase else today
    if today < then:  # a sale made it smaller
        return today if law.at_once_on_sale else then
    return today


def judge(given):
    case = Case(given)
    law = case.law
    now = {high: Structure(case, case.on, high) for high in (False, True)}
    barred = {high: now[high].barred() for high in (False, True)}
    wrong = sorted(now[True].more_than_whole())
    periods = periods_of(case)
    one = case.all[case.asked]
    today, then, shown = set(), set(), {}
    contradicted = False
    if periods is None:
        # M9: no accounts. A stated size is relied on as long as nothing on record is against it (Art. 3(5)).
        period = Period(None, case.on, True)
        for high in (False, True):
            shown[high] = surrounded(case, now[high], period)
        stated = None if one.stated is None else (LARGE if one.stated == "small-mid-cap" else WORDS.index(one.stated))
        for high in (False, True):
            if barred[high]:
                today.add(LARGE)
            elif stated is None:
                today |= classes(law, [shown[high]])
            else:
                today.add(stated)
                if stated < LARGE and both(*tests(law, shown[False])[stated]) is False:
                    today |= {rank for rank in EVERY if rank > stated}
        then = set(today)
        final = today
    else:
        for high in (False, True):
            sums, closed_sums = [], []
            for period in periods:
                if period is None:
                    sums.append(None)
                    closed_sums.append(None)
                    continue
                sums.append(surrounded(case, now[high], period))
                if period.latest:
                    shown[high] = sums[-1]
                closed_sums.append(surrounded(case, Structure(case, period.closed, high), period))
            today |= {LARGE} if barred[high] else classes(law, sums)
            then |= {LARGE} if barred[high] else classes(law, closed_sums)
        final = {choose(law, one_, other) for one_ in today for other in then}
    low, high = shown[False], shown[True]
    complete = (low.complete and high.complete
                and (low.heads, low.turnover, low.balance) == (high.heads, high.turnover, high.balance))
    decided = WORDS[min(final)] if len(final) == 1 and not wrong else None
    if periods is not None and one.stated is not None and decided is not None:
        contradicted = decided != ("large" if one.stated == "small-mid-cap" else one.stated)
    return {
        "class": decided, "best": WORDS[min(final)], "worst": WORDS[max(final)],
        "of_the_day": [WORDS[it] for it in sorted(today)], "at_closing": [WORDS[it] for it in sorted(then)],
        "barred": barred[False], "perhaps_barred": barred[True], "more_than_whole": wrong, "contradicted": contradicted,
        "awu": str(low.heads), "turnover": str(low.turnover), "balance_sheet": str(low.balance), "complete": complete,
        "lines": sorted(low.lines, key=lambda line: (line[0], line[1])),
    }


def main():
    for line in sys.stdin:
        print(json.dumps(judge(json.loads(line))))


if __name__ == "__main__":
    main()
