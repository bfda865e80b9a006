//! Undertakings and what joins and parts them.

use ledger::event::Body;
use ledger::event::undertaking::{UndertakingIdentified, UndertakingRegistered};

use super::Effect;
use crate::state::State;

/// Whether a statement belongs here.
pub(super) fn concerns(body: &Body) -> bool {
    matches!(
        body,
        Body::UndertakingRegistered(_)
            | Body::UndertakingIdentified(_)
            | Body::HoldingDeclared(_)
            | Body::ControlDeclared(_)
            | Body::ControlEnded(_)
            | Body::UndertakingsMerged(_)
            | Body::UndertakingSplit(_)
            | Body::AwardAttributed(_)
            | Body::GroupAttested(_)
    )
}

impl State {
    pub(super) fn fold_group(&mut self, effect: &Effect<'_>) {
        match &effect.event.body {
            Body::UndertakingRegistered(registered) => self.register(effect, registered),
            Body::UndertakingIdentified(identified) => self.identify(effect, identified),
            _ => {}
        }
    }

    fn register(&mut self, effect: &Effect<'_>, registered: &UndertakingRegistered) {
        let name = registered.name.as_ref().map(ledger::event::field::Text::as_str);
        let own = self.undertakings.register(&registered.undertaking, name, effect.position);
        for identifier in registered.identifiers.iter().filter_map(|identifier| identifier.id()) {
            let other = self.undertakings.intern(&identifier);
            self.undertakings.link(own, other, effect.position);
        }
        self.remember(effect.event, effect.position);
    }

    fn identify(&mut self, effect: &Effect<'_>, identified: &UndertakingIdentified) {
        let own = self.undertakings.intern(&identified.undertaking);
        for same in &identified.same_as {
            let other = self.undertakings.intern(same);
            self.undertakings.link(own, other, effect.position);
        }
        self.remember(effect.event, effect.position);
    }
}
