"""Unsigned statements of the host, one a line, made from the program's own templates: statements.py AIDLEDGER FIRM.

The first registers the undertaking, the second grants; those after it are for the cases to submit.
"""

import datetime
import json
import subprocess
import sys
from copy import deepcopy

program, firm = sys.argv[1:]


def template(name):
    """The program's example of an event type, without what `sign` fills in."""
    text = subprocess.run([program, "template", name], check=True, capture_output=True, text=True).stdout
    event = json.loads(text)
    for member in ("specversion", "source", "ledger", "time", "datacontenttype"):
        event.pop(member)
    return event


def grant(number, amount):
    """A grant of money on the firm, under a number of its own."""
    event = deepcopy(template("award.granted"))
    event["id"] = f"grant-{number}"
    event["subject"] = event["data"]["award"] = f"2026-{number}"
    event["data"]["beneficiary"] = firm
    event["data"]["granting_authority"] = {"id": "host", "name": "Host"}
    event["data"]["granted_on"] = datetime.datetime.now(datetime.UTC).date().isoformat()
    event["data"]["instrument"] = "grant-or-interest-subsidy"
    event["data"]["aid"] = {"form": "grant", "nominal": {"amount": amount, "currency": "EUR"}}
    return event


registered = template("undertaking.registered")
registered["subject"] = registered["data"]["undertaking"] = firm
grants = [grant("1", "1000.00"), grant("2", "2000.00"), grant("3", "900000.00")]
stranger = grant("4", "10.00")
stranger["data"]["beneficiary"] = "NID:FI:0000001-9"
for statement in [registered, *grants, stranger]:
    print(json.dumps(statement))
