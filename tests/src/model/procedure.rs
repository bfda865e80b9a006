//! What belongs to procedure (P3 to P8).

use super::Model;
use super::judge::{Found, Judged};
use super::record::standing;
use crate::ops::{Act, Op};

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
            Act::Receipt { award } | Act::Publication { award } => {
                Found::unless(self.record(&[]).award(*award).is_some(), "unknown_award")
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
            Act::OpenProject { project } => {
                let opened = self.stands(|act| act == &Act::OpenProject { project: *project });
                Found::unless(!opened, "contradicts_record")
            }
            Act::AmendProject { project } => {
                let opened = self.stands(|act| act == &Act::OpenProject { project: *project });
                Found::unless(opened, "unknown_project")
            }
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
