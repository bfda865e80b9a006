"""What an act is not for: dates, sectors, conditions (S1-S6), and claims that cannot be (S8)."""

from datetime import date

import law

BOTH = ("2", "2.1")


def rows(effect, codes, revisions=BOTH):
    return {(revision, code): effect for code in codes.split() for revision in revisions}


AGRICULTURE = rows("excluded", "01.1 01.2 01.3 01.4 01.5") | rows("review", "01.16 01.29 01.6 01.7 02.3")
FISHERIES = rows("excluded", "03.1 03.2") | rows("review", "03.3", ("2.1",))
AGRICULTURE_TRADE = rows(
    "excluded", "10.1 10.3 10.4 10.51 10.6 46.21 46.22 46.23 46.31 46.32 46.33 47.21 47.22"
) | rows("review", "10.5 10.7 10.8 10.9 11 12 13.1 46.1 46.2 46.3 46.9 47.1 47.2 47.76 47.9") | rows("review", "47.8", ("2",))
FISHERIES_TRADE = rows("excluded", "10.2 47.23") | rows("review", "46.1 46.3 46.9 47.1 47.2 47.9") | rows(
    "review", "47.8", ("2",))
FISHERY_SECTOR = rows("excluded", "03.1 03.2 10.2 47.23") | rows("review", "03.3 46.32", ("2.1",)) | rows(
    "review", "46.38", ("2",))
CARRIAGE_AND_COAL = rows("excluded", "49.41") | rows("review", "05 49.42")
SERVES_AGRICULTURE = rows("served", "01.1 01.2 01.3 01.4 01.5") | rows("review", "01.6 01.7 02.3")
SERVES_FISHERY_SECTOR = rows("served", "03.1 03.2 10.2 47.23") | rows("review", "46.3 47.2") | rows("review", "03.3", ("2.1",))
SERVES_FISHERIES = rows("served", "03.1 03.2") | rows("review", "03.3", ("2.1",))

# On this day 1407/2013, 360/2012 and 717/2014 changed places on fishery products (Regulation (EU) 2023/2391).
FISHERY_CHANGE = date(2023, 10, 25)


def excluded_lists(regime, day):
    if regime in (law.GENERAL, law.SGEI):
        return [AGRICULTURE, FISHERIES]
    if regime == law.FORMER_GENERAL:
        return [AGRICULTURE, FISHERY_SECTOR if day < FISHERY_CHANGE else FISHERIES]
    if regime == law.FORMER_SGEI:
        return [AGRICULTURE, FISHERY_SECTOR if day < FISHERY_CHANGE else FISHERIES, CARRIAGE_AND_COAL]
    return []


def served_list(regime, day):
    if regime == law.AGRICULTURE:
        return SERVES_AGRICULTURE
    if regime == law.FISHERIES:
        return SERVES_FISHERY_SECTOR if day < FISHERY_CHANGE else SERVES_FISHERIES
    return None


def trade_lists(regime, day):
    """The lists that say for which activities a fixed price or quantity excludes; None: for whatever activity (S4)."""
    if regime in (law.AGRICULTURE, law.FISHERIES):
        return None
    if regime in (law.FORMER_GENERAL, law.FORMER_SGEI) and day < FISHERY_CHANGE:
        return [AGRICULTURE_TRADE]
    return [AGRICULTURE_TRADE, FISHERIES_TRADE]


def lies_under(code, row):
    return code == row or code.startswith(row if "." in row else row + ".")


def effect(table, activity):
    """What a list says of the activity aided; None where it says nothing (S2)."""
    if activity is None:
        return None
    code, revision = activity["nace"].get("code"), activity["nace"].get("revision")
    if code is None:
        return "review"
    of_revision = {row: said for (rev, row), said in table.items() if rev == revision}
    met = [row for row in of_revision if lies_under(code, row)]
    if met:
        return of_revision[max(met, key=len)]
    return "review" if any(lies_under(row, code) for row in of_revision) else None


def strongest(effects):
    return next((said for said in ("excluded", "review") if said in effects), None)


def sector(regime, day, activity):
    """`excluded`, `review` or None: what S2 and S3 say of an activity under a regime."""
    if activity is None:
        return None
    served = served_list(regime, day)
    if served is not None:
        found = effect(served, activity)
        return {"served": None, "review": "review", None: "excluded"}[found]
    return strongest({effect(table, activity) for table in excluded_lists(regime, day)})


def conditions(regime, day, data):
    """`excluded`, `review` or None: what S4 says of the conditions stated."""
    said = data.get("conditions", {})
    if regime not in law.VALIDITY:
        return None
    if said.get("export_linked") or said.get("domestic_goods"):
        return "excluded"
    if not said.get("price_quantity_linked"):
        return None
    tables = trade_lists(regime, day)
    if tables is None:
        return "excluded"
    return strongest({effect(table, data.get("activity")) for table in tables})


def lacks_service(regime, data):
    """Both acts serve providers of services of general economic interest alone (S5)."""
    return regime in (law.SGEI, law.FORMER_SGEI) and data.get("conditions", {}).get("sgei_service") is None


def codes(award):
    """What closes an enforced event that claims to be aid (S1-S5)."""
    found, day, regime = set(), award.valued_on, award.regime
    if not law.may_grant(regime, day, award.data["basis"].get("kind")):
        found.add("regime_not_in_force")
    elif law.ceiling_for(regime, day) is None:
        found.add("not_covered")
    found |= {"excluded": {"excluded_sector"}, "review": {"needs_review"}, None: set()}[
        sector(regime, day, award.data.get("activity"))]
    found |= {"excluded": {"conditions_excluded"}, "review": {"needs_review"}, None: set()}[
        conditions(regime, day, award.data)]
    if lacks_service(regime, award.data):
        found.add("conditions_excluded")
    return found


def doubtful(award):
    """Whether what stands anyway cannot be under its regime by its own statement (S8)."""
    day, regime = award.valued_on, award.regime
    last = law.last_day(regime, award.data["basis"].get("kind", "scheme"))
    return (
        (last is not None and day > last)
        or sector(regime, day, award.data.get("activity")) == "excluded"
        or conditions(regime, day, award.data) == "excluded"
        or lacks_service(regime, award.data)
    )
