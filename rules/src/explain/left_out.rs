//! What the packs leave out that an answer touches.

use chrono::NaiveDate;
use ledger::event::Event;
use ledger::event::aid::Regime;
use ledger::event::award::Granting;

use super::reason::{Reason, step};
use crate::pack::{Omission, OmissionEffect};
use crate::state::State;
use crate::statement::{AwardStatement, Statement};
use crate::words::{Message, pack_word, say};

/// Aid that a statement speaks of.
struct Touched {
    regime: Regime,
    form: Option<&'static str>,
    on: NaiveDate,
}

/// A line for each omission that touches an award of which a statement speaks, under the law as it stands in a state.
pub(super) fn of_event(state: &State, event: &Event) -> Vec<Reason> {
    let mut told: Vec<&Omission> = Vec::new();
    let touched = touched(state, event);
    for touched in &touched {
        for omission in state.packs().omitted(&touched.regime, touched.form, touched.on) {
            if !told.contains(&omission) {
                told.push(omission);
            }
        }
    }
    told.into_iter().map(left_out).collect()
}

/// An omission in words.
pub(super) fn said(omission: &Omission) -> Message {
    say::left_out(&omission.text, pack_word("effect", omission.effect.as_str()))
}

fn left_out(omission: &Omission) -> Reason {
    let line = step("not-modelled", said(omission));
    match &omission.citation {
        Some(citation) => line.cited(citation.to_string()),
        None => line,
    }
}

/// Whether a code may come of an omission, and of which: the first that touches the statement and has such an effect.
pub(super) fn behind<'s>(state: &'s State, event: &Event, effect: OmissionEffect) -> Option<&'s Omission> {
    touched(state, event).iter().find_map(|touched| {
        let mut all: Vec<&'s Omission> = Vec::new();
        for pack in state.packs().judging(touched.on) {
            all.extend(pack.omitted(&touched.regime, touched.form));
        }
        all.into_iter().find(|omission| omission.effect == effect)
    })
}

fn touched(state: &State, event: &Event) -> Vec<Touched> {
    let Statement::Award(stated) = Statement::of(event) else { return Vec::new() };
    let granting = |grant: &dyn Granting| Touched {
        regime: grant.basis().regime,
        form: Some(grant.aid().form.word()),
        on: grant.granted_on().date(),
    };
    match stated {
        AwardStatement::New(new) => vec![granting(new.grant())],
        AwardStatement::Set(set) => set.awards.iter().map(|grant| granting(grant)).collect(),
        AwardStatement::Reported(report) => {
            let first = report.granted_on.or(report.granted_on_range.as_ref().map(|range| range.from));
            let form = Some(report.aid.form.word());
            let touched = first.map(|on| Touched { regime: report.basis.regime, form, on: on.date() });
            touched.into_iter().collect()
        }
        AwardStatement::Restated(_)
        | AwardStatement::Corrected(_)
        | AwardStatement::Confirmed(_)
        | AwardStatement::Freed(_)
        | AwardStatement::Lessened(_)
        | AwardStatement::Matched(_)
        | AwardStatement::Unmatched(_)
        | AwardStatement::Disputed(_)
        | AwardStatement::Drawn(_)
        | AwardStatement::Used(_) => {
            let awards = stated.awards(&event.source);
            let known = awards.iter().filter_map(|award| state.awards.find(award));
            known.map(|award| Touched { regime: award.regime, form: None, on: award.granted_on }).collect()
        }
    }
}
