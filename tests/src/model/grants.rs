//! What is granted, reserved, confirmed, reported, restated and corrected.

use super::awards::{Award, Nace, Right, of_report, retrieved};
use super::cumulation::cumulation;
use super::figures::{Valued, Valuing, counting_share};
use super::fraction::Fraction;
use super::judge::{Found, Judged, in_order, listed};
use super::law::{self, FLAGS};
use super::limits::measure;
use super::record::Record;
use super::scope::{Claim, closing, doubtful};
use super::used::Using;
use super::window::Test;
use super::{Gge, Model, tables};
use crate::ops::{Act, Aid, Conditions, Day, Extra, Grant, Op, Report, Set, Standing, Statement, Terms};

impl Found {
    /// Takes over the figure, or why there is none (F13).
    fn valued(&mut self, valued: Valued, enforced: bool) {
        if enforced {
            self.codes.extend(valued.besides);
        }
        self.flags.extend(valued.flags);
        for code in valued.missing {
            self.unresolved(code, enforced);
        }
        self.gge = valued.gge;
        if matches!(self.gge, Some((_, None))) {
            self.unresolved("needs_review", enforced);
        }
    }
}

/// What the flags say of a beneficiary (U3).
fn identity(record: &Record, who: &str, enforced: bool, found: &mut Found) {
    if !record.knows(who) {
        found.unresolved("unknown_undertaking", enforced);
        found.unanchored = true;
        let identifier = ["LEI:", "VAT:", "EORI:", "PIC:"].iter().any(|scheme| who.starts_with(scheme));
        if identifier && !enforced {
            found.flags.push("identity_not_anchored");
        }
    }
    if who.starts_with("PRS:") {
        found.flags.push("identity_not_matched");
    }
}

/// Whether the beneficiary of an enforced event may be on record under another handle too (U7).
///
/// Reading: what is judged anew is not on record, nor is what is matched with it, which is that award seen again.
fn one_number(record: &Record, stated: &Stated<'_>, found: &mut Found) {
    let own = stated.number.map(|own| record.matched_with(own)).unwrap_or_default();
    let received = |award: &&Award| !award.freed && !own.contains(&award.number);
    let received = record.awards.iter().filter(received).map(|award| award.who);
    if record.has_namesake(record.by(stated.who), &received.collect()) {
        found.codes.push("needs_review");
    }
}

impl Model {
    /// Projects and schemes that a grant names (A18).
    fn named(&self, terms: &Terms) -> Vec<&'static str> {
        let opened = |number: u32| {
            self.stands(|act| matches!(act, Act::OpenProject { project, .. } if *project == number))
        };
        let registered = |number: u32| {
            self.stands(|act| matches!(act, Act::RegisterScheme { scheme } if *scheme == number))
        };
        let mut codes = Vec::new();
        if terms.project.is_some_and(|project| !opened(project)) {
            codes.push("unknown_project");
        }
        if terms.scheme.is_some_and(|scheme| !registered(scheme)) {
            codes.push("unknown_scheme");
        }
        codes
    }

    /// Treated as no aid (F12): only whether the ground fits.
    fn no_aid(&self, record: &Record, valuing: &Valuing<'_>, ground: &str) -> bool {
        let fits = match ground {
            "union-central" | "private" => counting_share(valuing.funding) == Fraction::whole(0),
            "market-price" => self.comes_to_nothing(record, valuing),
            "non-economic-use" => matches!(valuing.aid.form(), Aid::Hours { economic: Some(false), .. }),
            _ => false,
        };
        fits && valuing.regime == "no-aid"
    }

    /// `award.granted`, `award.reserved`, `award.conditional`.
    pub(super) fn grant(&self, grant: &Grant, terms: &Terms, recorded_on: Day) -> Judged {
        let record = self.record(&[grant.who]);
        let mut found = Found::default();
        let enforced = !grant.conferred;
        identity(&record, grant.who, enforced, &mut found);
        if record.awards.iter().any(|award| award.number == grant.award) {
            found.codes.push("award_id_used");
        }
        if enforced {
            found.codes.extend(self.named(terms));
        } else {
            found.flags.push("granted_without_check");
        }
        let state = terms.no_aid.is_none().then_some(grant.state);
        let stated = Stated {
            number: None,
            who: grant.who,
            state,
            regime: grant.regime,
            on: grant.on,
            until: None,
            aid: &grant.aid,
            terms,
            kind: Some(terms.by_scheme),
            nace: Some((grant.nace, terms.nace_2)),
            conditions: &grant.conditions,
        };
        let valuing = stated.valuing();
        if let Some(ground) = terms.no_aid {
            if !self.no_aid(&record, &valuing, ground) {
                found.unresolved("needs_review", enforced);
            }
        } else {
            if matches!(terms.standing, Standing::Reserved(until) if law::lasts_too_long(grant.regime, grant.on, until))
            {
                found.codes.push("policy_limit");
            }
            self.judge_as_aid(&record, &stated, None, enforced, &mut found);
        }
        if let (Standing::Granted, Some(state)) = (terms.standing, state)
            && law::has_to_be_registered(grant.regime, grant.on)
            && tables::is_late(&self.past, state, grant.on, recorded_on)
        {
            found.flags.push("late_registration");
        }
        self.duties(&record, &stated, &mut found);
        self.duplicate(&record, &stated, &mut found);
        (found, if grant.conferred { "recorded" } else { "admitted" }, Some(grant.on))
    }

    /// What is asked of whatever claims to be aid: scope, cumulation, figure and limits.
    fn judge_as_aid(
        &self,
        record: &Record,
        stated: &Stated<'_>,
        known: Option<Gge>,
        enforced: bool,
        found: &mut Found,
    ) {
        let claim = stated.claim();
        if enforced {
            found.codes.extend(closing(record, stated.who, stated.number, &claim));
            if record.has_ceased(record.by(stated.who), stated.on) {
                found.codes.push("needs_review");
            }
            cumulation(self, record, stated, found);
            one_number(record, stated, found);
        } else if doubtful(&claim) {
            found.flags.push("claim_doubtful");
        }
        let valued = match known {
            Some(gge) => Valued { gge: Some(gge), ..Valued::default() },
            None => self.worth(record, &stated.valuing()),
        };
        found.valued(valued, enforced);
        let Some(state) = stated.state else { return };
        let test = Test { who: record.by(stated.who), state, on: stated.on, without: stated.number };
        let gge = found.gge.and_then(|(low, high)| Some((low, high?)));
        let gge = gge.map(|gge| found.at_least(gge));
        measure(record, stated.regime, &test, enforced, gge, found);
    }

    /// Whether the same award may be on record already (A12).
    fn duplicate(&self, record: &Record, stated: &Stated<'_>, found: &mut Found) {
        if stated.until.is_some() {
            return;
        }
        let matched = stated.number.map(|own| record.matched_with(own)).unwrap_or_default();
        let same = |award: &&Award| {
            !award.freed
                && !matched.contains(&award.number)
                && record.by(award.who) == record.by(stated.who)
                && (award.on, award.until) == (stated.on, None)
                && award.gge.is_some()
                && award.gge == found.gge
                && award.state.zip(stated.state).is_none_or(|(one, other)| one == other)
        };
        if record.awards.iter().any(|award| same(&award)) {
            found.flags.push("possible_duplicate");
        }
    }

    /// `award.reported`
    pub(super) fn report(&self, report: &Report, extra: &Extra) -> Judged {
        let record = self.record(&[report.who]);
        let mut found = Found::default();
        if record.awards.iter().any(|award| award.number == report.award) {
            found.codes.push("award_id_used");
        }
        let terms = of_report(extra);
        let conditions = Conditions { service: extra.service, ..extra.conditions.unwrap_or_default() };
        let stated = Stated {
            number: None,
            who: report.who,
            state: Some(report.state),
            regime: report.regime,
            on: report.on,
            until: report.until,
            aid: &report.aid,
            terms: &terms,
            kind: extra.by_scheme,
            nace: extra.nace,
            conditions: &conditions,
        };
        if extra.quarter_end && !is_quarter_end(report.on) {
            return (Found::only("turned-away"), "turned-away", None);
        }
        if extra.own {
            found.flags.extend(["own_award_reported", "granted_without_check"]);
        }
        self.told(&record, &stated, retrieved(extra.retrieved_on), &mut found);
        (found, "recorded", Some(report.on))
    }

    /// `award.restated` (A9)
    pub(super) fn restate(&self, award: u32, aid: &Aid, retrieved_on: Option<Day>) -> Judged {
        let record = self.record(&[]);
        let Some(award) = record.award(award) else {
            return (Found::only("unknown_award"), "recorded", None);
        };
        if award.right != Right::Reported {
            return (Found::only("contradicts_record"), "recorded", None);
        }
        let mut found = Found::default();
        let stated = Stated { aid, ..Stated::of(award) };
        self.told(&record, &stated, retrieved(retrieved_on), &mut found);
        if award.own {
            found.flags.extend(["own_award_reported", "granted_without_check"]);
        }
        let using = Using { aid, anew: true, ..Using::of(award) };
        self.note_used(&using, &mut found);
        (found, "recorded", Some(record.earliest(award, award.on)))
    }

    /// What is found of a report, new or restated.
    fn told(&self, record: &Record, stated: &Stated<'_>, retrieved_on: Day, found: &mut Found) {
        identity(record, stated.who, false, found);
        if stated.until.is_some() {
            found.flags.push("uncounted");
        }
        if stated.on > retrieved_on {
            found.flags.push("claim_doubtful");
        }
        self.judge_as_aid(record, stated, None, false, found);
        self.duplicate(record, stated, found);
    }

    /// What the used value comes to on new terms (A22).
    fn note_used(&self, using: &Using<'_>, found: &mut Found) {
        let Some((_, Some(high))) = found.gge else { return };
        found.used = self.used_value(using, high);
        found.amounts = found.used.into_iter().collect();
    }

    /// `award.confirmed` and `award.condition-met` (A3, A4)
    pub(super) fn confirm(&self, number: u32, on: Day, aid: Option<&Aid>, met: bool) -> Judged {
        let record = self.record(&[]);
        let only = |code| (Found::only(code), "recorded", None);
        let Some(award) = record.award(number) else { return only("unknown_award") };
        // Reading: a right under a condition is confirmed by its condition alone, a reservation by a confirmation.
        let conditional = matches!(award.terms.standing, Standing::Conditional(_));
        if award.open.is_none() || conditional != met {
            return only("award_id_used");
        }
        let mut found = Found::default();
        let enforced = award.right == Right::Admitted;
        if on < award.on {
            found.codes.push("contradicts_record");
        }
        if enforced && award.has_run_out(on) {
            found.codes.push("reservation_expired");
        }
        if !enforced {
            found.flags.push("granted_without_check");
        }
        identity(&record, award.who, enforced, &mut found);
        if enforced {
            found.codes.extend(self.named(&award.terms));
        }
        let stated = Stated { on, aid: aid.unwrap_or(&award.aid), ..Stated::of(award) };
        self.judge_again(&record, &stated, None, enforced, &mut found);
        if aid.is_some() {
            let reserved = self.worth(&record, &Stated { on, ..Stated::of(award) }.valuing());
            if let (Some((_, Some(new))), Some((_, Some(old)))) = (found.gge, reserved.gge)
                && new > old
            {
                found.codes.push("contradicts_record");
            }
        }
        let using = Using { aid: stated.aid, on, anew: aid.is_some() || on != award.on, ..Using::of(award) };
        self.note_used(&using, &mut found);
        self.duties(&record, &stated, &mut found);
        let later_than = record.earliest(award, on);
        (found, if enforced { "admitted" } else { "recorded" }, Some(later_than))
    }

    /// An award judged as if new, without its old self; or its treatment as no aid.
    fn judge_again(
        &self,
        record: &Record,
        stated: &Stated<'_>,
        known: Option<Gge>,
        enforced: bool,
        found: &mut Found,
    ) {
        match stated.terms.no_aid {
            Some(ground) => {
                if !self.no_aid(record, &stated.valuing(), ground) {
                    found.unresolved("needs_review", enforced);
                }
            }
            None => self.judge_as_aid(record, stated, known, enforced, found),
        }
    }

    /// `award.corrected` (A8)
    pub(super) fn correct(&self, number: u32, set: &Set) -> Judged {
        let record = self.record(&[]);
        let Some(award) = record.award(number) else {
            return (Found::only("unknown_award"), "recorded", None);
        };
        let mut found = Found::default();
        let enforced = award.right == Right::Admitted;
        let mut terms = award.terms.clone();
        if set.regime.is_some() {
            (terms.by_scheme, terms.scheme) = (false, None);
        }
        let on = set.on.unwrap_or(award.on);
        let regime = set.regime.unwrap_or(award.regime);
        identity(&record, award.who, enforced, &mut found);
        if enforced {
            found.codes.extend(self.named(&terms));
        }
        // What is open can't end before it begins, and nothing was done with an award before it was granted (A21).
        let ends_first = award.open.is_some_and(|until| until < on);
        if ends_first || (set.on.is_some() && self.moves_behind(&record, award, on)) {
            found.codes.push("contradicts_record");
        }
        if let (Standing::Reserved(_), Some(until), None) =
            (award.terms.standing, award.open, award.terms.no_aid)
            && law::lasts_too_long(regime, on, until)
        {
            found.codes.push("policy_limit");
        }
        if award.right == Right::Conferred || award.own {
            found.flags.push("granted_without_check");
        }
        if award.own {
            found.flags.push("own_award_reported");
        }
        let until = if set.on.is_some() { None } else { award.until };
        if until.is_some() {
            found.flags.push("uncounted");
        }
        if set.on.is_some() && award.retrieved_on.is_some_and(|read| on > read) {
            found.flags.push("claim_doubtful");
        }
        // A figure is fixed at the grant: only what it hangs on makes another one (A8).
        let by_regime =
            matches!(award.aid.form(), Aid::Loan { .. } | Aid::Guarantee { .. } | Aid::Capital(_));
        let capped = matches!(award.aid, Aid::Capped { .. });
        let same = set.aid.is_none()
            && on == award.on
            && (regime == award.regime || !by_regime)
            && (terms.by_scheme == award.terms.by_scheme || !capped);
        let known = award.gge.filter(|_| same);
        let stated = Stated {
            on,
            until,
            regime,
            aid: set.aid.as_ref().unwrap_or(&award.aid),
            terms: &terms,
            kind: if set.regime.is_some() { Some(false) } else { award.kind },
            nace: set.nace.map(|code| (code, false)).or(award.nace),
            ..Stated::of(award)
        };
        let using =
            Using { aid: stated.aid, on, anew: set.aid.is_some() || on != award.on, ..Using::of(award) };
        let new = known.or_else(|| self.worth(&record, &stated.valuing()).gge);
        // What is no aid has no figure that could be less than what was used.
        if let Some((_, Some(high))) = new.filter(|_| stated.terms.no_aid.is_none()) {
            // Not below what was used, on the new terms too, less what was given back.
            let used = self.used_value(&using, high).max(record.used(award));
            found.least = used.map(|used| used - record.repaid(award, on));
            if found.least.is_some_and(|least| least > high) {
                found.flags.push("benefit_not_repaid");
            }
        }
        self.judge_again(&record, &stated, known, enforced, &mut found);
        self.duplicate(&record, &stated, &mut found);
        self.note_used(&using, &mut found);
        let later_than = record.earliest(award, on);
        (found, if enforced { "admitted" } else { "recorded" }, Some(later_than))
    }

    /// `award.set` (A10)
    ///
    /// Reading: each member is judged with those before it that were themselves admitted.
    pub(super) fn together(&self, grants: &[(Grant, Terms)], statement: &Statement) -> Judged {
        let mut model = self.clone();
        let (mut all, mut members) = (Found::default(), Vec::new());
        let mut sum = Some(0);
        for (grant, terms) in grants {
            let (found, _, _) = model.grant(grant, terms, statement.recorded_on);
            let codes = listed(&found.codes);
            let flags = in_order(FLAGS, &found.flags);
            if codes.is_empty() {
                let op = Op::Offer(grant.clone(), terms.clone());
                let past = model.recorded(&Statement { op, ..statement.clone() }, &found, &flags);
                model.past.push(past.clone());
                members.push(past);
            }
            all.codes.extend(codes);
            all.flags.extend(flags);
            all.checks.extend(found.checks);
            let own = found.gge.and_then(|(_, high)| high);
            // What is no aid has no figure, and adds none.
            let none = terms.no_aid.map(|_| 0);
            all.members.push(found.gge);
            sum = sum.zip(own.or(none)).map(|(sum, own)| sum + own);
        }
        all.gge = sum.map(|sum| (sum, Some(sum)));
        all.instead = Some(members);
        (all, "admitted", None)
    }
}

/// An award as it is to be judged.
#[derive(Clone, Copy)]
pub(super) struct Stated<'a> {
    pub number: Option<u32>,
    pub who: &'static str,
    pub state: Option<&'static str>,
    pub regime: &'a str,
    pub on: Day,
    pub until: Option<Day>,
    pub aid: &'a Aid,
    pub terms: &'a Terms,
    pub kind: Option<bool>,
    pub nace: Option<Nace>,
    pub conditions: &'a Conditions,
}

impl<'a> Stated<'a> {
    fn of(award: &'a Award) -> Self {
        Self {
            number: Some(award.number),
            who: award.who,
            state: award.state,
            regime: award.regime,
            on: award.on,
            until: award.until,
            aid: &award.aid,
            terms: &award.terms,
            kind: award.kind,
            nace: award.nace,
            conditions: &award.conditions,
        }
    }

    fn valuing(&self) -> Valuing<'a> {
        Valuing {
            aid: self.aid,
            who: self.who,
            state: self.state,
            regime: self.regime,
            on: self.on,
            funding: &self.terms.funding,
            by_scheme: self.terms.by_scheme,
        }
    }

    fn claim(&self) -> Claim<'a> {
        Claim {
            regime: self.regime,
            on: self.on,
            by_scheme: self.kind,
            nace: self.nace,
            conditions: self.conditions,
        }
    }
}

/// Whether a day is the last of a quarter (A16).
fn is_quarter_end(on: Day) -> bool {
    use chrono::Datelike as _;
    on.month().is_multiple_of(3) && super::dates::next(on).day() == 1
}
