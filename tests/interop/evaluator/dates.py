"""Civil dates: three years back, the two readings of a window, working days (sentence W1; Regulation 1182/71)."""

from datetime import date, timedelta, timezone

UTC = timezone.utc


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
    return start + timedelta(days=1) if half_open else start


def working_days_after(day, count, holidays):
    """The last day of a term of `count` working days; the day itself is not part of it."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            count -= 1
    return day
