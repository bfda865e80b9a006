#!/usr/bin/env python3
"""Recovery interest by Regulation (EC) No 794/2004, Arts 9 and 11, a second time: docs/spec/interest.md in Python.

    interest.py < ORDERS.jsonl > ANSWERS.jsonl
"""

import json
import sys
from datetime import date, timedelta
from fractions import Fraction

FIRST_HALF = Fraction(1, 2)


def day(text):
    return date.fromisoformat(text)


def anniversary(start, years, last_of_february):
    """I3: the same day so many years later; of 29 February the 28th, or 1 March."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        february = date(start.year + years, 2, 28)
        return february if last_of_february else february + timedelta(days=1)


def part_of_year(count, start, end):
    """I5: which part of a year lies between two days, by the day count of the order."""
    days = (end - start).days
    if count == "act/365":
        return Fraction(days, 365)
    if count == "act/360":
        return Fraction(days, 360)
    if count == "act/act":
        part, at = Fraction(0), start
        while at < end:
            until = min(end, date(at.year + 1, 1, 1))
            part += Fraction((until - at).days, (date(at.year + 1, 1, 1) - date(at.year, 1, 1)).days)
            at = until
        return part
    if count == "30/360":
        first, second = min(start.day, 30), end.day
        if second == 31 and first == 30:
            second = 30
        return Fraction(360 * (end.year - start.year) + 30 * (end.month - start.month) + second - first, 360)
    return None


class Unknown(Exception):
    """No figure, and why."""


class Tranche:
    """What was put at disposal on one day, and what of it and of its interest is left."""

    def __init__(self, amount, start):
        self.start, self.principal = start, amount
        # Interest of past years bears interest (Art. 11(2)); that of the running year does not yet.
        self.old, self.running = Fraction(0), Fraction(0)
        self.year, self.at, self.broken = 0, start, False

    def owed(self):
        return self.principal + self.old + self.running


class Order:
    def __init__(self, given):
        self.law, self.rates = given["law"], given["rates"]
        self.state, self.count = given["member_state"], given["day_count"]
        self.tranches = [Tranche(Fraction(one["amount"]), day(one["on"])) for one in given["disposals"]]
        self.tranches.sort(key=lambda one: one.start)
        self.payments = sorted(given["payments"], key=lambda one: day(one["on"]))
        self.on = day(given["on"])
        self.overpaid = Fraction(0)

    def rate(self, when):
        """I2: the base rate of the State that recovers, in force on the day, and the margin (Art. 9(2), 11(1))."""
        fit = [(day(row["from"]), place) for place, row in enumerate(self.rates)
               if row["member_state"] == self.state and day(row["from"]) <= when]
        if not fit:
            raise Unknown("no rate on " + when.isoformat())
        base = Fraction(self.rates[max(fit)[1]]["percent"])
        rate = (base + Fraction(self.law["margin_percent"])) / 100
        return max(rate, Fraction(0)) if self.law["never_below_zero"] else rate

    def accrue(self, tranche, until):
        """I4, I6: interest up to a day; at each anniversary it becomes part of what bears interest."""
        while tranche.at < until:
            began = anniversary(tranche.start, tranche.year, self.law["february_28"])
            ends = anniversary(tranche.start, tranche.year + 1, self.law["february_28"])
            stop = min(ends, until)
            rate = self.rate(began)
            if tranche.at == began and stop == ends:
                part = Fraction(1)
            else:
                part = part_of_year(self.count, tranche.at, stop)
                if part is None:
                    raise Unknown("no day count " + self.count)
            tranche.running += (tranche.principal + tranche.old) * rate * part
            tranche.at = stop
            if stop == ends:
                tranche.year += 1
                tranche.old, tranche.running = tranche.old + tranche.running, Fraction(0)

    def credit(self, payment):
        """I7 to I9: what a payment is taken off: the oldest disposal first."""
        principal, interest = Fraction(payment["principal"]), Fraction(payment["interest"])
        if not self.law["credited_as_stated"]:
            interest, principal = interest + principal, Fraction(0)
        principal, interest = self.off_principal(principal), self.off_interest(interest)
        # What is too much for one is taken off the other.
        self.overpaid += self.off_interest(principal) + self.off_principal(interest)

    def due(self):
        return [one for one in self.tranches if one.start <= self.paying]

    def off_principal(self, money):
        for one in self.due():
            taken = min(money, one.principal)
            one.principal -= taken
            money -= taken
        return money

    def off_interest(self, money):
        for one in self.due():
            for name in ("old", "running"):
                taken = max(Fraction(0), min(money, getattr(one, name)))
                setattr(one, name, getattr(one, name) - taken)
                money -= taken
        return money

    def run(self):
        for payment in self.payments:
            self.paying = day(payment["on"])
            if self.paying > self.on:
                break
            for one in self.tranches:
                self.accrue(one, self.paying)
            self.credit(payment)
        for one in self.tranches:
            self.accrue(one, self.on)


def cents(euro):
    """I10: half a cent goes up, once, at the end."""
    whole = (euro * 100 + FIRST_HALF).__floor__()
    sign = "-" if whole < 0 else ""
    return f"{sign}{abs(whole) // 100}.{abs(whole) % 100:02d}"


def judge(given):
    order = Order(given)
    try:
        order.run()
    except Unknown as why:
        # I11: no figure, never zero; what was put at disposal and paid back is still known.
        left = sum((Fraction(one["amount"]) for one in given["disposals"] if day(one["on"]) <= order.on), Fraction(0))
        left -= sum(Fraction(one["principal"]) for one in given["payments"] if day(one["on"]) <= order.on)
        return {"principal": cents(max(left, Fraction(0))), "interest": None, "owed": None, "overpaid": None,
                "why": str(why)}
    principal = sum((one.principal for one in order.tranches if one.start <= order.on), Fraction(0))
    owed = sum((one.owed() for one in order.tranches if one.start <= order.on), Fraction(0))
    total = cents(owed)
    return {"principal": cents(principal), "interest": cents(Fraction(total) - principal), "owed": total,
            "overpaid": cents(order.overpaid), "why": None}


def main():
    for line in sys.stdin:
        print(json.dumps(judge(json.loads(line))))


if __name__ == "__main__":
    main()
