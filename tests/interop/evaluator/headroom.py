"""What a ceiling leaves to an undertaking in a State on a day (G8, W12), as everybody sees it."""

import law
from awards import Award


def headroom(world, undertaking, regime, state, day):
    """{ceiling, used, remaining (cents), causes}, or None where the regime has no ceiling then."""
    ceiling = law.ceiling_for(regime, day)
    if ceiling is None:
        return None
    asked = Award("#asked", 0, "", {"beneficiary": undertaking, "member_state": state, "granted_on": str(day),
                                    "basis": {"regime": regime}, "aid": {}}, "enforced")
    asked.figure = (0, 0)
    windows = world.windows()
    view = windows.view(ceiling, asked)
    own = law.half_open(state)
    mine = windows.read(asked, ceiling, view, own, ceiling.counted)
    remaining = lambda reading: max(ceiling.limit - reading.worst[1], 0)
    wider = windows.read(asked, ceiling, view.but(majorities=True), own, ceiling.counted)
    causes = [cause for cause, holds in (
        ("uncounted-award", mine.blocked), ("unknown-regime", mine.unknown),
        ("link-not-declared", remaining(wider) < remaining(mine))) if holds]
    return {"ceiling": ceiling.limit, "used": mine.worst[1], "remaining": remaining(mine), "causes": causes}
