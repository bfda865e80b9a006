//! What belongs to procedure (P3 to P8).

use super::awards::{Award, Right};
use super::grants::Stated;
use super::group::alone;
use super::judge::{Found, Judged};
use super::life::granted;
use super::record::{Record, standing};
use super::{Model, dates, law, tables};
use crate::ops::{Act, Day, Op};

fn act(op: &Op) -> Option<&Act> {
    if let Op::Act(act) = op { Some(act) } else { None }
}

impl Model {
    /// Acts of procedure that stand.
    fn acts(&self) -> Vec<&Act> {
        standing(&self.past).into_iter().filter_map(|past| act(&past.op)).collect()
    }

    /// Whether an act of a sort stands.
    pub(super) fn stands(&self, sort: impl Fn(&Act) -> bool) -> bool {
        self.acts().into_iter().any(sort)
    }

    /// What is found of an act.
    pub(super) fn act(&self, act: &Act) -> Judged {
        let governs =
            matches!(act, Act::RegisterSystem { .. } | Act::AmendSystem { .. } | Act::RegisterScheme { .. });
        (self.of_act(act), if governs { "admitted" } else { "recorded" }, None)
    }

    fn of_act(&self, act: &Act) -> Found {
        match act {
            Act::Notice { award, gge } => {
                let record = self.record(&[]);
                let Some(award) = record.award(*award) else { return Found::only("unknown_award") };
                let Some(told) = self.euro(*gge, award.state, award.on) else {
                    return Found::only("unknown_currency_rate");
                };
                let mut found = Found::default();
                if award.gge != Some((told.cents(), Some(told.cents()))) {
                    found.flags.push("gge_differs_from_declared");
                }
                found
            }
            Act::Receipt { award, on } | Act::Publication { award, on } => {
                let record = self.record(&[]);
                let Some(award) = record.award(*award) else { return Found::only("unknown_award") };
                let mut found = Found::unless(*on >= granted(&record, award), "contradicts_record");
                if matches!(act, Act::Receipt { .. }) && self.registered_late(award, *on) {
                    found.flags.push("late_registration");
                }
                found
            }
            Act::Declare { who, .. } => {
                let record = self.record(&[who]);
                Found::unless(record.knows(who), "unknown_undertaking")
            }
            // Reading: an application may be by anyone, and be received again.
            Act::Apply { .. }
            | Act::RegisterSystem { .. }
            | Act::RegisterScheme { .. }
            | Act::Raise { .. } => Found::default(),
            Act::ReduceApplication { application, requested } => self.reduced(*application, *requested),
            Act::CloseApplication { application } => self.closing(
                |act| matches!(act, Act::Apply { application: of, .. } if of == application),
                |act| act == &Act::CloseApplication { application: *application },
            ),
            Act::OpenProject { project, .. } => {
                Found::unless(!self.is_opened(*project), "contradicts_record")
            }
            Act::AmendProject { project, .. } => Found::unless(self.is_opened(*project), "unknown_project"),
            Act::AmendSystem { system } => {
                let known = self.stands(|act| act == &Act::RegisterSystem { system: *system });
                Found::unless(known, "unknown_reference")
            }
            Act::CloseFinding { finding } => self.closing(
                |act| act == &Act::Raise { finding: *finding },
                |act| act == &Act::CloseFinding { finding: *finding },
            ),
            Act::Recovery { step, kind, reference, who } => {
                let record = self.record(&[who]);
                if !record.knows(who) {
                    return Found::only("unknown_undertaking");
                }
                let mut found = Found::default();
                let ordered = self.stands(|act| {
                    matches!(act, Act::Recovery { step: "ordered", kind: of, reference: number, who: whose }
                        if (of, number) == (kind, reference) && record.by(whose) == record.by(who))
                });
                if *step != "ordered" && !ordered {
                    found.codes.push("unknown_reference");
                }
                found
            }
        }
    }

    /// What a grant lacks of what the granting authority has to have (P1, P2).
    pub(super) fn duties(&self, record: &Record, stated: &Stated<'_>, found: &mut Found) {
        let Some((ceiling, state)) = law::ceiling(stated.regime, stated.on).zip(stated.state) else { return };
        if !self.procedural {
            return;
        }
        let (who, on) = (record.by(stated.who), stated.on);
        let from = dates::start(on, law::half_open(state));
        let covered = |regime: &&str| {
            self.past.iter().any(|past| match &past.op {
                Op::Covers(rows) => {
                    rows.iter().any(|row| (row.0, row.1) == (state, *regime) && row.2 <= from)
                }
                _ => false,
            })
        };
        let open = |regime: &&&str| super::scope::was_open_since(regime, from);
        let declared = self.stands(|act| match act {
            Act::Declare { who: of, signed_on, from: first, until } => {
                record.by(of) == who
                    && *signed_on <= on
                    && *first <= from
                    && until.is_none_or(|until| until >= *signed_on)
            }
            _ => false,
        });
        if !declared && !ceiling.counted().iter().filter(open).all(covered) {
            found.flags.push("declaration_missing");
        }
        let group = record.group(who, on, super::group::of_nothing());
        let attested = standing(&self.past).into_iter().any(|past| match &past.op {
            Op::Attest { who: of, members, on: day } => {
                let all = members.iter().chain([of]).fold(0, |all, name| all | alone(record.by(name)));
                *day <= on && record.by(of) == who && all == group
            }
            _ => false,
        });
        if !attested {
            found.flags.push("group_not_attested");
        }
    }

    fn is_opened(&self, number: u32) -> bool {
        self.stands(|act| matches!(act, Act::OpenProject { project, .. } if *project == number))
    }

    /// Whether a receipt of an award that came by no report says that it was registered late (P9).
    fn registered_late(&self, award: &Award, on: Day) -> bool {
        let Some(state) = award.state.filter(|_| law::has_to_be_registered(award.regime, award.on)) else {
            return false;
        };
        let late = |on: Day| tables::is_late(&self.past, state, award.on, on);
        let earlier = self
            .stands(|act| matches!(act, Act::Receipt { award: of, on } if *of == award.number && !late(*on)));
        award.right != Right::Reported && late(on) && !earlier
    }

    fn closing(&self, opens: impl Fn(&Act) -> bool, closes: impl Fn(&Act) -> bool) -> Found {
        if !self.stands(opens) {
            return Found::only("unknown_reference");
        }
        Found::unless(!self.stands(closes), "contradicts_record")
    }

    fn reduced(&self, application: u32, requested: i128) -> Found {
        let mut now = None;
        for act in self.acts() {
            match act {
                Act::Apply { application: of, requested, .. }
                | Act::ReduceApplication { application: of, requested }
                    if *of == application =>
                {
                    now = Some(*requested);
                }
                _ => {}
            }
        }
        let received =
            self.stands(|act| matches!(act, Act::Apply { application: of, .. } if *of == application));
        let Some(now) = now.filter(|_| received) else { return Found::only("unknown_reference") };
        let closed = self.stands(|act| act == &Act::CloseApplication { application });
        Found::unless(!closed && requested <= now, "contradicts_record")
    }
}
