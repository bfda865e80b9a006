//! What belongs to procedure: notices, receipts, applications, projects, systems, schemes, findings, recovery.

use serde_json::{Value, json};

use super::json::{digest, money};
use super::{Day, Sum, award_id, eur};

/// A statement of procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// `notice.served`
    Notice {
        /// Number of the award.
        award: u32,
        /// The figure that was told.
        gge: Sum,
    },
    /// `register.receipt`
    Receipt {
        /// Number of the award.
        award: u32,
        /// When it was registered.
        on: Day,
    },
    /// `publication.made`
    Publication {
        /// Number of the award.
        award: u32,
        /// When it was published.
        on: Day,
    },
    /// `declaration.received`
    Declare {
        /// Who declares.
        who: &'static str,
        /// When.
        signed_on: Day,
        /// First day of which it speaks.
        from: Day,
        /// Last day of which it speaks, where that is stated.
        until: Option<Day>,
    },
    /// `application.received`
    Apply {
        /// Its number.
        application: u32,
        /// Who applies.
        who: &'static str,
        /// Euro cents.
        requested: i128,
    },
    /// `application.reduced`
    ReduceApplication {
        /// Its number.
        application: u32,
        /// Euro cents.
        requested: i128,
    },
    /// `application.closed`
    CloseApplication {
        /// Its number.
        application: u32,
    },
    /// `project.opened`
    OpenProject {
        /// Its number.
        project: u32,
        /// Its cost lines.
        lines: Vec<(&'static str, Sum)>,
    },
    /// `project.amended`
    AmendProject {
        /// Its number.
        project: u32,
        /// Its cost lines.
        lines: Vec<(&'static str, Sum)>,
    },
    /// `system.registered`
    RegisterSystem {
        /// Its number.
        system: u32,
    },
    /// `system.amended`
    AmendSystem {
        /// Its number.
        system: u32,
    },
    /// `scheme.registered`
    RegisterScheme {
        /// Its number.
        scheme: u32,
    },
    /// `finding.raised`
    Raise {
        /// Its number.
        finding: u32,
    },
    /// `finding.closed`
    CloseFinding {
        /// Its number.
        finding: u32,
    },
    /// `recovery.<step>`
    Recovery {
        /// `ordered`, `paid`, `suspended`, `annulled` or `completed`.
        step: &'static str,
        /// Kind of the decision.
        kind: &'static str,
        /// Number of the decision.
        reference: u32,
        /// From whom.
        who: &'static str,
    },
}

const DAY: &str = "2024-01-02";

impl Act {
    pub(super) fn name_mut(&mut self) -> Option<&mut &'static str> {
        match self {
            Self::Apply { who, .. } | Self::Recovery { who, .. } | Self::Declare { who, .. } => Some(who),
            _ => None,
        }
    }

    pub(super) fn award_mut(&mut self) -> Option<&mut u32> {
        match self {
            Self::Notice { award, .. } | Self::Receipt { award, .. } | Self::Publication { award, .. } => {
                Some(award)
            }
            _ => None,
        }
    }

    /// Every number of its own kind, to be changed: of an application, project, system, scheme, finding or decision.
    pub fn number_mut(&mut self) -> Option<&mut u32> {
        match self {
            Self::Apply { application: number, .. }
            | Self::ReduceApplication { application: number, .. }
            | Self::CloseApplication { application: number }
            | Self::OpenProject { project: number, .. }
            | Self::AmendProject { project: number, .. }
            | Self::RegisterSystem { system: number }
            | Self::AmendSystem { system: number }
            | Self::RegisterScheme { scheme: number }
            | Self::Raise { finding: number }
            | Self::CloseFinding { finding: number }
            | Self::Recovery { reference: number, .. } => Some(number),
            _ => None,
        }
    }

    pub(super) fn json(&self, party: &str) -> (String, Value) {
        let (name, data) = match self {
            Self::Notice { award, gge } => (
                "notice.served",
                json!({"award": award_id(*award), "gge": money(*gge), "citation": "Art. 7(4)", "on": DAY, "sha256": digest()}),
            ),
            Self::Receipt { award, on } => ("register.receipt", ticked(*award, *on)),
            Self::Publication { award, on } => ("publication.made", ticked(*award, *on)),
            Self::Declare { who, signed_on, from, until } => {
                let mut period = json!({"from": from.to_string()});
                super::json::put(&mut period, "until", until.map(|until| json!(until.to_string())));
                (
                    "declaration.received",
                    json!({"undertaking": who, "signed_on": signed_on.to_string(), "period": period, "sha256": digest()}),
                )
            }
            Self::Apply { application, who, requested } => (
                "application.received",
                json!({"application": application_id(*application), "undertaking": who, "received_on": DAY,
                       "requested": money(eur(*requested))}),
            ),
            Self::ReduceApplication { application, requested } => (
                "application.reduced",
                json!({"application": application_id(*application), "requested": money(eur(*requested)), "on": DAY}),
            ),
            Self::CloseApplication { application } => (
                "application.closed",
                json!({"application": application_id(*application), "outcome": "rejected", "reason": "late", "on": DAY}),
            ),
            Self::OpenProject { project, lines } => ("project.opened", project_json(*project, lines)),
            Self::AmendProject { project, lines } => ("project.amended", project_json(*project, lines)),
            Self::RegisterSystem { system } => ("system.registered", system_json(*system, party)),
            Self::AmendSystem { system } => ("system.amended", system_json(*system, party)),
            Self::RegisterScheme { scheme } => (
                "scheme.registered",
                json!({"scheme": scheme_id(*scheme), "member_state": "FI", "legal_basis": "Act 1/2024",
                       "in_force": {"from": "2020-01-01"}, "recovery_clause": true,
                       "public_terms": {"url": "https://example.org", "sha256": digest(), "from": "2020-01-01"},
                       "regime": "eu-2023-2831", "articles": []}),
            ),
            Self::Raise { finding } => (
                "finding.raised",
                json!({"finding": format!("f{finding}"), "about": "ledger", "severity": "low", "summary": "looked at"}),
            ),
            Self::CloseFinding { finding } => {
                ("finding.closed", json!({"finding": format!("f{finding}"), "outcome": "settled", "on": DAY}))
            }
            Self::Recovery { step, kind, reference, who } => return recovery(step, kind, *reference, who),
        };
        (name.to_owned(), data)
    }
}

fn ticked(award: u32, on: Day) -> Value {
    json!({"award": award_id(award), "system": "eair", "ref": "r1", "on": on.to_string()})
}

fn application_id(number: u32) -> String {
    format!("ap{number}")
}

/// The id of a project without its party.
pub(super) fn project_id(number: u32) -> String {
    format!("p{number}")
}

/// The id of a scheme without its party.
pub(super) fn scheme_id(number: u32) -> String {
    format!("s{number}")
}

fn project_json(project: u32, lines: &[(&'static str, Sum)]) -> Value {
    let line = |(id, amount): &(&'static str, Sum)| json!({"id": id, "beneficiary": "NID:FI:11111128", "category": "personnel", "amount": money(*amount)});
    let lines: Vec<Value> = lines.iter().map(line).collect();
    json!({"project": project_id(project), "participants": [], "applied_on": "2020-01-01", "starts_on": "2020-02-01",
           "cost_lines": lines, "bonuses": []})
}

fn system_json(system: u32, party: &str) -> Value {
    json!({"system": format!("system-{system}"), "host": party, "kind": "supercomputer", "capacity": [],
           "union_share_percent": "50", "themes": [], "act": "act"})
}

fn recovery(step: &str, kind: &str, reference: u32, who: &str) -> (String, Value) {
    let decision = json!({"kind": kind, "ref": format!("SA.{reference}")});
    let nothing = money(eur(0));
    let data = match step {
        "ordered" => {
            json!({"decision": decision, "undertaking": who, "member_state": "FI", "awards": [], "principal": nothing,
                   "disposed_on": "2021-01-01", "day_count": "act/365"})
        }
        "paid" => {
            json!({"decision": decision, "undertaking": who, "principal": nothing, "interest": nothing, "on": DAY})
        }
        _ => json!({"decision": decision, "undertaking": who, "on": DAY}),
    };
    (format!("recovery.{step}"), data)
}
