"""Public holidays of the States of the ledger, 2024 to 2031, as docs/reference/holidays-2024-2031.csv has them.

Calculated, not official: Regulation (EEC, Euratom) No 1182/71, Art. 2(1), means the days that each State lists, and a register
may publish those over these. Days that fall on a Saturday or Sunday are left out: they are no working days anyway.

Without arguments it compares the shipped file with what the library gives; with --write it writes the file.
Exit code: 0 the same, 1 different.
"""
import csv
import io
import pathlib
import sys

import holidays

FILE = pathlib.Path(__file__).parents[2] / "docs/reference/holidays-2024-2031.csv"
# As the ledger writes them, and as the library does.
OTHERWISE = {"EL": ("GR", None), "XI": ("GB", "NIR")}
STATES = (
    "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK XI".split()
)
YEARS = range(2024, 2032)


def rows():
    for state in STATES:
        country, part = OTHERWISE.get(state, (state, None))
        days = holidays.country_holidays(country, subdiv=part, years=YEARS, language="en_US")
        for day in sorted(days):
            if day.weekday() < 5:
                name = days[day].replace(",", ";").replace('"', "")
                yield [state, day.isoformat(), name, "computed"]


def main() -> int:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(["member_state", "date", "name", "status"])
    out.writerows(rows())
    if sys.argv[1:] == ["--write"]:
        FILE.write_text(text.getvalue(), encoding="utf-8")
        return 0
    same = FILE.read_text(encoding="utf-8") == text.getvalue()
    lines = text.getvalue().count("\n") - 1
    print(f"{lines} holidays of {len(STATES)} States: {'the same' if same else 'the shipped file differs'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
