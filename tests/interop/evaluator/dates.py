"""Civil dates: three years back, the two readings of a window, working days (sentence W1; Regulation 1182/71)."""

from datetime import date, timedelta, timezone

UTC = timezone.utc
ONE = timedelta(days=1)


def parse(text):
    return date.fromisoformat(text)


def three_years_before(day):
    """The same day three years earlier; 29 February has none and becomes the 28th."""
    try:
        return day.replace(year=day.year - 3)
    except ValueError:
        return date(day.year - 3, 2, 28)


def first_day(end, half_open):
    """The first day that lies in the window ending on `end`."""
    start = three_years_before(end)
    return start + ONE if half_open else start


def working(day, free):
    return day.weekday() < 5 and day not in free


def working_days_after(day, count, free):
    """The last day of a term of `count` working days; the day itself is not part of it."""
    while count:
        day += ONE
        count -= working(day, free)
    return day


def working_days_between(last, day, free):
    """How many working days a day lies after the last one of a term, itself included."""
    return sum(working(last + timedelta(days=n), free) for n in range(1, (day - last).days + 1))


def holidays(rows, state, years):
    """The holidays of some years, and how good the list is: the worst of the years decides (P10)."""
    free, found = set(), set()
    for year in years:
        of_year = [r for r in rows if parse(r["date"]).year == year]
        own = [r for r in of_year if r["member_state"] == state]
        official = [r for r in own if r.get("status", "official") == "official"]
        used = of_year if not official else official + [r for r in of_year if r["member_state"] == "*"]
        free |= {parse(r["date"]) for r in used}
        found.add("official" if official else "computed" if own else "missing")
    return free, next(kind for kind in ("missing", "computed", "official") if kind in found)
