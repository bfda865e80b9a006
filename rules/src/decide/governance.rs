//! What governs the ledger: the directory's own rules, packs that are at hand, prices for the past.

use ledger::directory::AuthorisedEvent;
use ledger::event::Event;
use ledger::event::governance::{PackAdopted, ReferencePublished, ReferenceRows, SystemAmended};
use ledger::verdict::{Code, Flag};

use super::findings::Findings;
use super::reproduces;
use crate::pack::PackSource;
use crate::state::State;
use crate::statement::Governance;

pub(super) fn judge(
    state: &State,
    event: &AuthorisedEvent,
    stated: Governance<'_>,
    packs: &dyn PackSource,
) -> Findings {
    match stated {
        Governance::Directory(body, _) => Findings::with(state.directory.governance_codes(body)),
        Governance::Engine(adopted) => {
            let ours = reproduces(adopted.semantics, adopted.vectors_sha256.as_str());
            Findings::only_if(!ours, Code::SemanticsUnsupported)
        }
        Governance::Pack(adopted) => Findings::only_if(!fits(state, adopted, packs), Code::PackMissing),
        Governance::Reference(rows) => published(state, event.event(), rows),
        Governance::SystemAmended(amended) => system_amended(state, event, amended),
        Governance::System(_) | Governance::Scheme(_) => Findings::default(),
    }
}

/// Whether a pack is at hand, is the one named, and can be put in force.
fn fits(state: &State, adopted: &PackAdopted, packs: &dyn PackSource) -> bool {
    packs.pack(adopted.sha256.as_str()).is_some_and(|(pack, size)| {
        let named = pack.id == adopted.pack.as_str() && pack.version == adopted.version.as_str();
        named && size == adopted.size && state.packs().adopt(pack, adopted.applies_from.date()).is_ok()
    })
}

/// `reference.published`: a price that begins before the day on which it is stated comes late, and reprices nothing.
fn published(state: &State, event: &Event, published: &ReferencePublished) -> Findings {
    let mut found = Findings::with(state.directory.governance_codes(&event.body));
    let stated_on = event.time.date_as_written();
    if let ReferenceRows::ComputePrices(rows) = &published.rows
        && rows.iter().any(|row| row.from.date() < stated_on)
    {
        found.flag(Flag::LateRegistration);
    }
    found
}

/// `system.amended`: of a system on record, by a host that registered it.
fn system_amended(state: &State, event: &AuthorisedEvent, amended: &SystemAmended) -> Findings {
    let mut hosts = state.facts.hosts_of(&amended.system).peekable();
    if hosts.peek().is_none() {
        return Findings::just(Code::UnknownReference);
    }
    Findings::only_if(!event.is_fact() && !hosts.any(|host| host == event.signer()), Code::NotYours)
}
