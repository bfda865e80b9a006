"""Reading a facts stream: one event a line, with what may be missing filled in."""

import copy
from datetime import date, datetime, timezone

import dates

PARTY = "urn:aidledger:party:"


class Event:
    """One line. `at` is when it was recorded; `stated` the day of the statement as its sender wrote it."""

    def __init__(self, position, kind, identity, party, stated, at, recorded, timed, data):
        self.position, self.kind, self.id, self.party = position, kind, identity, party
        self.stated, self.at, self.recorded, self.timed, self.data = stated, at, recorded, timed, data

    def full(self, reference):
        """Short ids are the signer's own (A18)."""
        return reference if "/" in reference else f"{self.party}/{reference}"

    def judged_at(self, review):
        """The same statement, judged now and taking effect at the position of its review (A15)."""
        other = copy.copy(self)
        other.position, other.at, other.recorded = review.position, review.at, review.recorded
        return other


def moment(text):
    """Python knows no second 60; a leap second keeps the day as written."""
    if text[17:19] == "60":
        text = text[:17] + "59" + text[19:]
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def own_date(data):
    for name in ("granted_on", "on", "from"):
        if isinstance(data.get(name), str):
            return datetime.combine(dates.parse(data[name]), datetime.min.time(), timezone.utc)
    return None


class Reader:
    """Line n is position n; what is recorded never goes back in time."""

    def __init__(self):
        self.position, self.at = 0, datetime(1990, 1, 1, tzinfo=timezone.utc)

    def event(self, raw):
        data = raw["data"]
        time = moment(raw["time"]) if "time" in raw else own_date(data) or self.at
        recorded = moment(raw["recordedat"]) if "recordedat" in raw else None
        self.position, self.at = self.position + 1, max(self.at, recorded or time)
        kind = raw["type"].removeprefix("eu.aidledger.").removesuffix(".v1")
        party = raw.get("source", PARTY + "facts").removeprefix(PARTY)
        name = raw.get("id", f"line-{self.position}")
        stated = date(time.year, time.month, time.day)
        return Event(self.position, kind, name, party, stated, self.at, recorded is not None, "time" in raw, data)


def handle(text):
    """Undertakings as the ledger writes them: NID and VAT in upper case without blanks, dots and dashes."""
    scheme, _, rest = text.partition(":")
    if scheme == "NID":
        country, _, number = rest.partition(":")
        return f"NID:{country}:{plain(number)}"
    if scheme == "VAT":
        return f"VAT:{plain(rest)}"
    return text if scheme == "PRS" else f"{scheme}:{rest.upper()}"


def plain(number):
    return "".join(c for c in number.upper() if c not in " .-")


def register_number(text):
    """State and number of a handle, as two handles of one company have them in common (U7); None where it names no register."""
    scheme, _, rest = text.partition(":")
    if scheme not in ("NID", "EUID"):
        return None
    number = rest[3:] if scheme == "NID" else rest.partition(".")[2]
    number = "".join(c for c in number if c.isalnum())
    state = rest[:2]
    for code in {"EL": ("EL", "GR"), "DK": ("DK", "CVR")}.get(state, (state,)):
        if number.startswith(code) and number[len(code):][:1].isdigit():
            number = number[len(code):]
            break
    number = number.lstrip("0")
    return (state, number) if number else None


def country(text):
    """The country in a handle, or None: only national numbers, EUIDs and VAT numbers carry one (G4)."""
    scheme, _, rest = text.partition(":")
    return rest[:2] if scheme in ("NID", "EUID", "VAT") else None
