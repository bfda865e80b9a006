//! What is granted, reserved, confirmed, reported, restated and corrected.

use super::awards::{Award, Right};
use super::dates::twenty_working_days;
use super::figures::{Valued, Valuing, counting_share};
use super::fraction::Fraction;
use super::group::{alone, everything};
use super::judge::{Found, Judged, in_order, listed};
use super::law::{self, FLAGS};
use super::limits::measure;
use super::record::Record;
use super::window::Test;
use super::{Gge, Model, tables};
use crate::ops::{Act, Aid, Conditions, Day, Extra, Grant, Op, Report, Set, Standing, Statement, Terms};

impl Found {
    /// Takes over the figure, or why there is none (F13).
    fn valued(&mut self, valued: Valued, enforced: bool) {
        if enforced {
            self.codes.extend(valued.besides);
        }
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
        let identifier = ["LEI:", "VAT:", "EORI:", "PIC:"].iter().any(|scheme| who.starts_with(scheme));
        if identifier && !enforced {
            found.flags.push("identity_not_anchored");
        }
    }
    if who.starts_with("PRS:") {
        found.flags.push("identity_not_matched");
    }
}

/// Exclusions of a new grant (the packs' lists).
fn exclusions(regime: &str, on: Day, nace: &str, conditions: &Conditions, found: &mut Found) {
    found.codes.extend(law::closed(regime, on));
    if law::sector_excluded(regime, on, nace) {
        found.codes.push("excluded_sector");
    }
    found.codes.extend(law::conditions_codes(regime, on, conditions));
}

/// Whether the service of an enforced event is paid for by another award that its regime does not bear (C1).
///
/// Reading: the group is that under the ceiling of the event's regime; what is matched with an award judged anew is no
/// other award, but that one seen again.
fn cumulation(record: &Record, stated: &Stated<'_>, conditions: &Conditions, found: &mut Found) {
    let (regime, on) = (stated.regime, stated.on);
    let Some((service, (spared, ceiling))) =
        conditions.service.zip(law::spared(regime).zip(law::ceiling(regime, on)))
    else {
        return;
    };
    let group = record.group(record.by(stated.who), on, everything(ceiling.rule));
    let own = stated.number.map(|own| record.matched_with(own)).unwrap_or_default();
    let pays = |award: &Award| {
        award.conditions.service == Some(service)
            && group & alone(record.by(award.who)) != 0
            && !spared.contains(&award.regime)
            && !own.contains(&award.number)
            && !award.freed
            && award.set_aside != Some("not-counted")
            && !award.has_run_out(on)
    };
    let paying =
        record.awards.iter().filter(|award| pays(award)).map(|award| award.regime).collect::<Vec<_>>();
    if paying.iter().any(|regime| *regime != "unknown") {
        found.codes.push("cumulation_exceeded");
    } else if !paying.is_empty() {
        found.codes.push("needs_review");
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
            self.stands(|act| matches!(act, Act::OpenProject { project } if *project == number))
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
        };
        let valuing = stated.valuing();
        if let Some(ground) = terms.no_aid {
            if !self.no_aid(&record, &valuing, ground) {
                found.unresolved("needs_review", enforced);
            }
        } else {
            if enforced {
                exclusions(grant.regime, grant.on, grant.nace, &grant.conditions, &mut found);
                cumulation(&record, &stated, &grant.conditions, &mut found);
                one_number(&record, &stated, &mut found);
            }
            let lasts = matches!(terms.standing, Standing::Reserved(until) if law::lasts_too_long(grant.regime, grant.on, until));
            if lasts {
                found.codes.push("policy_limit");
            }
            found.valued(self.worth(&record, &valuing), enforced);
            let test = Test { who: record.by(grant.who), state: grant.state, on: grant.on, without: None };
            measure(&record, grant.regime, &test, enforced, &mut found);
        }
        if terms.standing == Standing::Granted {
            let has_term = state.is_some();
            if has_term && recorded_on > twenty_working_days(grant.on, &tables::holidays(&self.past, state)) {
                found.flags.push("late_registration");
            }
            self.duplicate(&record, grant.who, grant.on, false, None, &mut found);
        }
        (found, if grant.conferred { "recorded" } else { "admitted" }, Some(grant.on))
    }

    /// Whether the same award may be on record already (A12).
    fn duplicate(
        &self,
        record: &Record,
        who: &str,
        on: Day,
        is_report: bool,
        own: Option<u32>,
        found: &mut Found,
    ) {
        let matched = own.map(|own| record.matched_with(own)).unwrap_or_default();
        let same = |award: &&Award| {
            !award.freed
                && !matched.contains(&award.number)
                && record.by(award.who) == record.by(who)
                && (award.on, award.until) == (on, None)
                && award.gge.is_some()
                && award.gge == found.gge
                && (is_report || award.right == Right::Reported)
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
        let terms = Terms { funding: extra.funding.clone(), ..Terms::default() };
        let stated = Stated {
            number: None,
            who: report.who,
            state: Some(report.state),
            regime: report.regime,
            on: report.on,
            until: report.until,
            aid: &report.aid,
            terms: &terms,
        };
        self.told(&record, &stated, None, &mut found);
        (found, "recorded", Some(report.on))
    }

    /// `award.restated` (A9)
    pub(super) fn restate(&self, award: u32, aid: &Aid) -> Judged {
        let record = self.record(&[]);
        let Some(award) = record.award(award) else {
            return (Found::only("unknown_award"), "recorded", None);
        };
        if award.right != Right::Reported {
            return (Found::only("contradicts_record"), "recorded", None);
        }
        let mut found = Found::default();
        let stated = Stated { number: Some(award.number), aid, ..Stated::of(award) };
        self.told(&record, &stated, None, &mut found);
        (found, "recorded", Some(award.on))
    }

    /// What is found of a report, new or restated.
    fn told(&self, record: &Record, stated: &Stated<'_>, known: Option<Gge>, found: &mut Found) {
        identity(record, stated.who, false, found);
        if stated.until.is_some() {
            found.flags.push("uncounted");
        }
        self.figure(record, stated, known, false, found);
        if stated.until.is_none() {
            self.duplicate(record, stated.who, stated.on, true, stated.number, found);
        }
    }

    /// The figure of an award, found anew unless it is known, and its limits.
    fn figure(
        &self,
        record: &Record,
        stated: &Stated<'_>,
        known: Option<Gge>,
        enforced: bool,
        found: &mut Found,
    ) {
        let valued = match known {
            Some(gge) => Valued { gge: Some(gge), ..Valued::default() },
            None => self.worth(record, &stated.valuing()),
        };
        found.valued(valued, enforced);
        if let Some(state) = stated.state {
            let test = Test { who: record.by(stated.who), state, on: stated.on, without: stated.number };
            measure(record, stated.regime, &test, enforced, found);
        }
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
        self.judge_again(&record, award, &stated, None, enforced, &mut found);
        if aid.is_some() {
            let reserved = self.worth(&record, &Stated { on, ..Stated::of(award) }.valuing());
            if let (Some((_, Some(new))), Some((_, Some(old)))) = (found.gge, reserved.gge)
                && new > old
            {
                found.codes.push("contradicts_record");
            }
        }
        (found, if enforced { "admitted" } else { "recorded" }, Some(on))
    }

    /// An award judged as if new, without its old self: exclusions, figure, limits; or its treatment as no aid.
    fn judge_again(
        &self,
        record: &Record,
        award: &Award,
        stated: &Stated<'_>,
        known: Option<Gge>,
        enforced: bool,
        found: &mut Found,
    ) {
        if let Some(ground) = award.terms.no_aid {
            if !self.no_aid(record, &stated.valuing(), ground) {
                found.unresolved("needs_review", enforced);
            }
            return;
        }
        if enforced {
            exclusions(stated.regime, stated.on, award.nace, &award.conditions, found);
            cumulation(record, stated, &award.conditions, found);
            one_number(record, stated, found);
        }
        self.figure(record, stated, known, enforced, found);
    }

    /// `award.corrected` (A8)
    pub(super) fn correct(&self, number: u32, set: &Set) -> Judged {
        let record = self.record(&[]);
        let Some(award) = record.award(number) else {
            return (Found::only("unknown_award"), "recorded", None);
        };
        let mut found = Found::default();
        let enforced = award.right == Right::Admitted;
        let mut corrected = award.clone();
        corrected.nace = set.nace.unwrap_or(award.nace);
        if set.regime.is_some() {
            (corrected.terms.by_scheme, corrected.terms.scheme) = (false, None);
        }
        let on = set.on.unwrap_or(award.on);
        let regime = set.regime.unwrap_or(award.regime);
        identity(&record, award.who, enforced, &mut found);
        if enforced {
            found.codes.extend(self.named(&corrected.terms));
        }
        // What is open can't end before it begins.
        if award.open.is_some_and(|until| until < on) {
            found.codes.push("contradicts_record");
        }
        if let (Standing::Reserved(_), Some(until), None) =
            (award.terms.standing, award.open, award.terms.no_aid)
            && law::lasts_too_long(regime, on, until)
        {
            found.codes.push("policy_limit");
        }
        if award.right == Right::Conferred {
            found.flags.push("granted_without_check");
        }
        let until = if set.on.is_some() { None } else { award.until };
        if until.is_some() {
            found.flags.push("uncounted");
        }
        // A figure is fixed at the grant: only what it hangs on makes another one (A8).
        let by_regime =
            matches!(award.aid.form(), Aid::Loan { .. } | Aid::Guarantee { .. } | Aid::Capital(_));
        let capped = matches!(award.aid, Aid::Capped { .. });
        let same = set.aid.is_none()
            && on == award.on
            && (regime == award.regime || !by_regime)
            && (corrected.terms.by_scheme == award.terms.by_scheme || !capped);
        let known = award.gge.filter(|_| same);
        let aid = set.aid.as_ref().unwrap_or(&award.aid);
        let stated = Stated { on, until, regime, aid, terms: &corrected.terms, ..Stated::of(award) };
        self.judge_again(&record, &corrected, &stated, known, enforced, &mut found);
        (found, if enforced { "admitted" } else { "recorded" }, Some(on))
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
            sum = sum.zip(own.or(none)).map(|(sum, own)| sum + own);
        }
        all.gge = sum.map(|sum| (sum, Some(sum)));
        all.instead = Some(members);
        (all, "admitted", None)
    }
}

/// An award as it is to be judged.
struct Stated<'a> {
    number: Option<u32>,
    who: &'static str,
    state: Option<&'static str>,
    regime: &'a str,
    on: Day,
    until: Option<Day>,
    aid: &'a Aid,
    terms: &'a Terms,
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
}
