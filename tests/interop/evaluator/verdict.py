"""From a proposal to the line that is printed: order of codes, outcome, what a refused or deferred verdict keeps."""

import hashlib
from datetime import date

from money import shown

CODES = """not_authorised not_yours no_mandate four_eyes unknown_party party_exists unknown_key key_in_use last_key unknown_reference
semantics_unsupported unknown_undertaking unknown_award unknown_project unknown_scheme award_id_used identifier_in_use
contradicts_record pack_missing unknown_currency_rate unknown_price regime_not_in_force scheme_only scheme_not_exempt excluded_sector
conditions_excluded condition_not_met cost_not_eligible not_transparent_aid safe_harbour_not_met insolvency undertaking_in_difficulty outstanding_recovery_order not_an_sme
not_a_startup not_eligible_undertaking not_entitled_to_access no_incentive_effect declaration_missing reservation_expired ceiling_exceeded sgei_ceiling_exceeded
sector_ceiling_exceeded national_cap_exceeded lifetime_amount_exceeded intensity_exceeded cumulation_exceeded
notification_threshold_exceeded share_exhausted policy_limit order_ambiguous uncounted_award_in_window not_covered
needs_review""".split()
FLAGS = """granted_without_check over_ceiling own_award_reported boundary_dispute late_registration possible_duplicate
sources_differ uncounted group_evidence_weak group_not_attested group_cross_border identity_not_matched
identity_not_anchored interpretation declaration_missing publication_due benefit_not_repaid draw_exceeds_award
gge_differs_from_declared
link_not_declared group_natural_person beside_unknown_regime split_undivided claim_doubtful reference_old
national_total_unknown size_contradicted exempt_by_later_text old_terms""".split()
DEFERRING = {"order_ambiguous", "uncounted_award_in_window", "not_covered", "needs_review"}
KEPT_WHEN_REFUSED = {"boundary_dispute", "interpretation", "group_evidence_weak", "group_cross_border",
                     "group_natural_person", "link_not_declared", "size_contradicted"}
ALONE = {c for c in CODES if c.startswith("unknown_")} | {"not_authorised", "not_yours", "no_mandate"}


class Proposal:
    """What an event would do. `act` changes the world.

    `affects`: whether hindsight is listed (W9); `later_than`: of an event about awards, only what was granted after.
    """

    def __init__(self, outcome="recorded", codes=(), flags=(), gge=None, checks=(), act=None, affects=False,
                 later_than=date.min, members=None, amounts=None):
        self.outcome, self.codes, self.flags = outcome, set(codes), set(flags)
        self.gge, self.checks, self.act = gge, list(checks), act
        self.affects, self.later_than = affects, later_than
        self.members, self.amounts = members, amounts  # what the verdict keeps for later (A24)


def ordered(codes):
    """Where an authority or unknown_* code holds, only those are listed."""
    return [c for c in CODES if c in (codes & ALONE or codes)]


def line(event, proposal):
    codes, flags, checks = ordered(proposal.codes), proposal.flags, proposal.checks
    outcome = proposal.outcome
    if codes:
        outcome = "deferred" if set(codes) <= DEFERRING else "refused"
        flags = flags & KEPT_WHEN_REFUSED if outcome == "refused" else set()
        checks = checks if outcome == "refused" else []
    return {
        "position": event.position, "id": event.id, "outcome": outcome, "codes": codes,
        "flags": [f for f in FLAGS if f in flags], "gge": proposal.gge, "members": None if codes else proposal.members,
        "amounts": None if codes else proposal.amounts, "checks": checks, "affects": None,
    }


def affects(before, after, later_than):
    """Awards that stand over a ceiling now and did not before, one line each by position."""
    new = [(position, excess) for name, (position, excess, day) in after.items() if name not in before and day > later_than]
    new.sort(key=lambda line: line[0])
    if not new:
        return None
    text = "".join(f"{position} {shown(excess)}\n" for position, excess in new)
    total = shown(sum(excess for _, excess in new))
    return {"count": len(new), "sum_over": total, "sha256": hashlib.sha256(text.encode()).hexdigest()}
