//! Services that are paid for once: other awards that keep a new one from standing, whatever the amounts (C1).

use ledger::event::aid::Regime;
use ledger::ids::Id;
use ledger::verdict::Code;

use super::case::Case;
use super::findings::Findings;
use crate::pack::rule::SameService;
use crate::state::{Aside, Award, State};

/// Notes that the service of an enforced grant is paid for already, or may be.
pub(super) fn judge(state: &State, case: &Case<'_>, service: Option<&Id>, found: &mut Findings) {
    let Some((rule, awards)) = paid_already(state, case, service) else { return };
    if awards.iter().any(|award| award.regime != Regime::Unknown) {
        found.code(rule.code);
    } else if !awards.is_empty() {
        // What came under a regime that nobody knows may be de minimis aid: no refusal of law.
        found.code(Code::NeedsReview);
    }
}

/// The rule on the service that a grant names, and the awards by which its group is paid for it already; `None` where it
/// names none, or no rule binds its regime.
pub(crate) fn paid_already<'a>(
    state: &'a State,
    case: &Case<'_>,
    service: Option<&Id>,
) -> Option<(&'a SameService, Vec<&'a Award>)> {
    let service = service?;
    let rule = state.packs().same_service(&case.regime, case.granted_on)?;
    let whose = case.whose(state);
    let Some(handle) = whose.handle else { return Some((rule, Vec::new())) };
    let group = state.group_on(handle, case.granted_on, &case.view(state, &whose));
    // A sighting of an award that counts elsewhere pays for the service like the other.
    let pays = |award: &&Award| {
        award.service() == Some(service)
            && !award.is_freed()
            && award.set_aside() != Some(Aside::NotCounted)
            && !rule.except.contains(&award.regime)
            && case.granted_on <= award.counts_until()
    };
    let awards = group.into_iter().flat_map(|member| state.awards.for_services(member));
    Some((rule, awards.filter(pays).collect()))
}
