//! The same service and the same costs under other regimes (C1, C2).

use super::awards::Award;
use super::fraction::Fraction;
use super::grants::Stated;
use super::group::{alone, everything};
use super::judge::Found;
use super::law::{self, Beside};
use super::record::Record;
use super::{Model, record::standing};
use crate::ops::{Act, Day, Op, Sum};

/// What speaks against an enforced event because of other aid for the same.
pub(super) fn cumulation(model: &Model, record: &Record, stated: &Stated<'_>, found: &mut Found) {
    same_service(record, stated, found);
    same_costs(model, record, stated, found);
}

/// Whether it was withdrawn by a day with nothing kept, drawn or used.
fn was_given_up(record: &Record, award: &Award, on: Day) -> bool {
    let matched = record.awards.iter().filter(|other| award.class.contains(&other.number));
    let acts = |number: u32, alone: bool| number == award.number || !alone;
    let withdrawals = matched.clone().flat_map(|other| {
        other.less.iter().filter(move |less| acts(other.number, less.alone) && less.withdraws)
    });
    let nothing_kept = withdrawals.into_iter().any(|less| {
        let back = less.repaid.map_or(0, |(cents, _)| cents);
        less.day <= on && less.kept - back <= 0
    });
    let touched = matched.into_iter().any(|other| other.touched);
    nothing_kept && !touched
}

/// Whether the service is paid for by another award that the regime does not bear (C1).
///
/// Reading: the group is that under the ceiling of the event's regime; what is matched with an award judged anew is no
/// other award, but that one seen again.
fn same_service(record: &Record, stated: &Stated<'_>, found: &mut Found) {
    let (regime, on) = (stated.regime, stated.on);
    if !law::bars_compensation(regime) {
        return;
    }
    let Some((service, ceiling)) = stated.conditions.service.zip(law::ceiling(regime, on)) else { return };
    let who = record.by(stated.who);
    let view = everything(ceiling.rule, stated.state.unwrap_or_default(), on, Some(who));
    let group = record.group(who, on, view);
    let own = stated.number.map(|own| record.matched_with(own)).unwrap_or_default();
    let pays = |award: &&Award| {
        award.conditions.service == Some(service)
            && group & alone(record.by(award.who)) != 0
            && !own.contains(&award.number)
            && !award.freed
            && award.set_aside != Some("not-counted")
            && !award.has_run_out(on)
            && !was_given_up(record, award, on)
    };
    let paying = record.awards.iter().filter(|award| pays(award)).map(|award| law::beside(award.regime));
    let paying: Vec<Beside> = paying.collect();
    if paying.contains(&Beside::Bars) {
        found.codes.push("cumulation_exceeded");
    } else if paying.contains(&Beside::Unknown) {
        found.codes.push("needs_review");
    } else if paying.contains(&Beside::SparedInDoubt) {
        found.flags.push("interpretation");
    }
}

/// Whether on a cost line aid and State aid come to more than the costs (C2).
fn same_costs(model: &Model, record: &Record, stated: &Stated<'_>, found: &mut Found) {
    let binds = law::bars_more_than_costs(stated.regime) && law::ceiling(stated.regime, stated.on).is_some();
    let Some(project) = stated.terms.project.filter(|_| binds) else { return };
    let euro = |sum: Sum, award: Option<&Award>| match award {
        Some(award) => model.euro(sum, award.state, award.on),
        None => model.euro(sum, stated.state, stated.on),
    };
    let own = stated.number.map(|own| record.matched_with(own)).unwrap_or_default();
    let there = |award: &&Award| {
        award.there()
            && !own.contains(&award.number)
            && award.terms.project == Some(project)
            && !award.has_run_out(stated.on)
            && !was_given_up(record, award, stated.on)
    };
    let others: Vec<&Award> = record.awards.iter().filter(there).collect();
    let lines = lines_of(model, project);
    let (mut exceeds, mut may) = (false, false);
    for (line, _) in &stated.terms.lines {
        let whole = lines.iter().find(|(id, _)| id == line).and_then(|(_, amount)| euro(*amount, None));
        let mine = sum_on(&stated.terms.lines, line, |sum| euro(sum, None));
        let (Some(whole), Some(mine)) = (whole, mine) else { continue };
        let with = |fits: &dyn Fn(&Award) -> bool| {
            // Matched ones count once, with the largest aid for the line.
            let mut largest: Vec<(Option<&u32>, Fraction)> = Vec::new();
            for award in others.iter().filter(|award| fits(award)) {
                let Some(aid) = sum_on(&award.terms.lines, line, |sum| euro(sum, Some(award))) else {
                    continue;
                };
                let class = award.class.first();
                match largest.iter_mut().find(|(of, _)| *of == class) {
                    Some((_, most)) => *most = most.clone().max(aid),
                    None => largest.push((class, aid)),
                }
            }
            largest.into_iter().fold(mine.clone(), |sum, (_, aid)| sum.plus(&aid)) > whole
        };
        let state_aid = |award: &Award| law::is_state_aid(award.regime);
        exceeds |= with(&state_aid);
        may |= with(&|award: &Award| state_aid(award) || award.regime == "unknown");
    }
    if exceeds {
        found.codes.push("cumulation_exceeded");
    } else if may {
        found.codes.push("needs_review");
    }
}

/// What is stated for one line, in all; `None` where there is nothing, or a rate is missing.
fn sum_on(
    lines: &[(&'static str, Sum)],
    line: &str,
    euro: impl Fn(Sum) -> Option<Fraction>,
) -> Option<Fraction> {
    let mut sum: Option<Fraction> = None;
    for (_, amount) in lines.iter().filter(|(id, _)| *id == line) {
        let amount = euro(*amount)?;
        sum = Some(sum.map_or(amount.clone(), |sum| sum.plus(&amount)));
    }
    sum
}

/// The cost lines of a project as last stated.
fn lines_of(model: &Model, number: u32) -> Vec<(&'static str, Sum)> {
    let mut last = Vec::new();
    for past in standing(&model.past) {
        if let Op::Act(Act::OpenProject { project, lines } | Act::AmendProject { project, lines }) = &past.op
            && *project == number
        {
            last.clone_from(lines);
        }
    }
    last
}
