"""The few faults that turn a line away, as far as the cases of tests/acts and the rules text speak of them."""

import dates

QUARTER_ENDS = {(3, 31), (6, 30), (9, 30), (12, 31)}


def fault(raw):
    """The name of a fault in a line, or None."""
    data, kind = raw["data"], raw["type"].removeprefix("eu.aidledger.").removesuffix(".v1")
    if kind == "control.declared" and data["controller"] == data["controlled"]:
        return "self_control"
    if kind == "undertakings.merged" and data["surviving"] in data["absorbed"]:
        return "self_merge"
    if kind == "award.reserved" and data["expires_on"] < data["granted_on"]:
        return "ends_before_start"
    if data.get("date_basis") == "quarter-end" and "granted_on" in data:
        day = dates.parse(data["granted_on"])
        if (day.month, day.day) not in QUARTER_ENDS:
            return "not_a_quarter_end"
    aid = data.get("aid", {})
    return "two_figures" if {"gge", "gge_range"} <= set(aid) else None
