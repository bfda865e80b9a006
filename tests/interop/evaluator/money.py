"""Exact figures. Inside, money is a Fraction of a euro until it is recorded, and whole cents (int) from then on."""

from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60


def exact(text):
    return Fraction(str(text))


def half_up(value, decimals):
    return Fraction((value * 10**decimals + Fraction(1, 2)) // 1, 10**decimals)


def cents(value):
    """Half-up to the cent, never below zero (F1)."""
    return int(half_up(max(value, Fraction(0)), 2) * 100)


def shown(amount):
    """Cents as the entry writes them; below zero only in differences."""
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{amount // 100}.{amount % 100:02d}"


def shown_pair(low, high):
    if high is None:
        return [shown(low) if low is not None else None, None]
    return [shown(high)] if low == high else [shown(low), shown(high)]


def power(base, exponent):
    """base ** exponent for exact arguments, to sixty digits: far more than the cent needs."""
    as_decimal = lambda x: Decimal(x.numerator) / Decimal(x.denominator)
    return Fraction(as_decimal(base) ** as_decimal(exponent))


def divide(amount, weights):
    """Cents by weights: whole cents of each exact share, what is left to the largest remainders, the earlier on a tie (H3)."""
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    shares = [Fraction(amount) * weight / total for weight in weights]
    whole = [int(share) for share in shares]
    by_remainder = sorted(range(len(weights)), key=lambda i: (whole[i] - shares[i], i))
    for i in by_remainder[: amount - sum(whole)]:
        whole[i] += 1
    return whole
