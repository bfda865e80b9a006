"""One line of figures from a JSON report: figures.py NAME REPORT EXIT-CODE."""

import json
import sys

name, path, code = sys.argv[1:]
try:
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
except (OSError, ValueError) as error:
    print(f"{name}: no report (exit {code}): {error}")
    sys.exit(1)
tested, selected = report["operations"]["tested"], report["operations"]["selected"]
made, found = report["test_cases"]["generated"], report["test_cases"]["unique_failures"]
kinds = ", ".join(f"{kind['title'].lower()} {kind['count']}" for kind in report["failures"])
errors = sum(error["count"] for error in report["errors"])
words = [f"{made} cases", f"{tested} of {selected} operations", f"{found} findings" + (f" ({kinds})" if kinds else "")]
if errors:
    words.append(f"{errors} errors")
print(f"{name}: " + ", ".join(words) + f", {report['running_time']:.0f} s")
