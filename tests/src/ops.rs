//! Statements as plain data, and the JSON in which the ledger reads them.
//!
//! The model reads the plain data and the engine reads the JSON, so that neither can inherit the other's reading.

pub mod act;
pub mod aid;
pub mod json;
pub mod read;

use chrono::NaiveDate;

pub use act::Act;
pub use aid::Aid;

/// A civil date.
pub type Day = NaiveDate;

/// A sum of money in hundredths of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// Hundredths.
    pub minor: i128,
    /// ISO 4217 code of a currency with two decimals.
    pub currency: &'static str,
}

/// Euro in cents.
pub fn eur(cents: i128) -> Sum {
    Sum { minor: cents, currency: "EUR" }
}

/// What of Article 1(1) is true of a grant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Export-related.
    pub export_linked: bool,
    /// Contingent on domestic goods.
    pub domestic_goods: bool,
    /// Fixed on price or quantity of primary products.
    pub price_quantity_linked: bool,
    /// Whether excluded activities are kept apart, where that is stated.
    pub separated: Option<bool>,
    /// The service of general economic interest that it is for.
    pub service: Option<&'static str>,
}

/// `award.granted`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Number of the award.
    pub award: u32,
    /// Beneficiary.
    pub who: &'static str,
    /// Granting State.
    pub state: &'static str,
    /// Granting date.
    pub on: Day,
    /// Whether the right was conferred before the ledger was asked.
    pub conferred: bool,
    /// Legal basis.
    pub regime: &'static str,
    /// The aid.
    pub aid: Aid,
    /// NACE code of revision 2.1.
    pub nace: &'static str,
    /// Conditions.
    pub conditions: Conditions,
}

/// `award.reported`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Number of the award.
    pub award: u32,
    /// Beneficiary.
    pub who: &'static str,
    /// Granting State.
    pub state: &'static str,
    /// Granting date, or the first of its possible ones.
    pub on: Day,
    /// The last possible granting date, where the date is a range.
    pub until: Option<Day>,
    /// Legal basis.
    pub regime: &'static str,
    /// The aid.
    pub aid: Aid,
}

/// What a correction sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Set {
    /// New aid.
    pub aid: Option<Aid>,
    /// New granting date.
    pub on: Option<Day>,
    /// New legal basis.
    pub regime: Option<&'static str>,
    /// New NACE code.
    pub nace: Option<&'static str>,
}

/// An exchange rate: ten-thousandths of the currency for one euro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateRow {
    /// Whose source; `None`: everybody's.
    pub state: Option<&'static str>,
    /// Currency.
    pub currency: &'static str,
    /// Date of the rate.
    pub date: Day,
    /// The last day on which it holds, where that is stated.
    pub until: Option<Day>,
    /// Whether it comes from the Commission's monthly list.
    pub monthly: bool,
    /// Ten-thousandths of the currency for one euro.
    pub rate_e4: i128,
}

/// A published base rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseRow {
    /// Member State.
    pub state: &'static str,
    /// From when on.
    pub from: Day,
    /// Hundredths of a percent; may be below zero.
    pub percent_e2: i128,
}

/// A published price of computing time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceRow {
    /// The system.
    pub system: &'static str,
    /// Its partition.
    pub partition: Option<&'static str>,
    /// `gpu-hour`, `node-hour`, ..
    pub unit: &'static str,
    /// From when on.
    pub from: Day,
    /// The price of an hour.
    pub price: aid::HourPrice,
}

/// A public holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayRow {
    /// Whose; `None`: everybody's.
    pub state: Option<&'static str>,
    /// The day.
    pub date: Day,
    /// Whether the State itself published it; computed otherwise.
    pub official: bool,
}

/// What was given back.
pub type Repaid = (Sum, Day);

/// How far a granting statement goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    /// `award.granted`
    #[default]
    Granted,
    /// `award.reserved`, to a last day.
    Reserved(Day),
    /// `award.conditional`, to a long stop.
    Conditional(Day),
}

/// What a grant states beside the plain members of [`Grant`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Grant, reservation or right under a condition.
    pub standing: Standing,
    /// Whether the basis is a scheme; ad hoc otherwise.
    pub by_scheme: bool,
    /// Number of the scheme it names.
    pub scheme: Option<u32>,
    /// Number of the project it names.
    pub project: Option<u32>,
    /// Origin and share in hundredths of a percent; empty: all from the State.
    pub funding: Vec<(&'static str, i128)>,
    /// Why it is no aid: then no State grants.
    pub no_aid: Option<&'static str>,
    /// Whether the NACE code is of revision 2; of 2.1 otherwise.
    pub nace_2: bool,
    /// Cost lines of the project, and what of the aid is for each.
    pub lines: Vec<(&'static str, Sum)>,
}

/// What a report states beside the plain members of [`Report`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extra {
    /// Origin and share in hundredths of a percent; empty: not stated.
    pub funding: Vec<(&'static str, i128)>,
    /// Whether the date is the end of a quarter.
    pub quarter_end: bool,
    /// The service of general economic interest that it is for; stands in the conditions.
    pub service: Option<&'static str>,
    /// What else is stated of Article 1(1), where anything is.
    pub conditions: Option<Conditions>,
    /// NACE code, and whether it is of revision 2.
    pub nace: Option<(&'static str, bool)>,
    /// Whether the basis is a scheme, where that is stated.
    pub by_scheme: Option<bool>,
    /// Number of the project, cost lines, and what of the aid is for each.
    pub lines: (Option<u32>, Vec<(&'static str, Sum)>),
    /// Whether it is an award of the party that reports.
    pub own: bool,
    /// When its row was read; a fixed day otherwise.
    pub retrieved_on: Option<Day>,
}

/// What becomes of the history when control ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum History {
    /// Every award counts with whoever received it.
    Stays,
    /// Parts of awards, and with whom they count.
    Attributed(Vec<(u32, &'static str, Sum)>),
}

/// What a review is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A statement, by its id.
    Statement(String),
    /// An award, by its number.
    Award(u32),
}

/// What is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// `undertaking.registered`
    Register {
        /// The undertaking.
        who: &'static str,
        /// Identifiers it claims.
        identifiers: Vec<&'static str>,
        /// Whether it is a natural person.
        person: bool,
    },
    /// `undertaking.identified`
    Identify {
        /// The undertaking.
        who: &'static str,
        /// What else it is called.
        same_as: Vec<&'static str>,
    },
    /// `undertaking.assessed`
    Assess {
        /// The undertaking.
        who: &'static str,
        /// Of which day.
        on: Day,
        /// Size.
        size: Option<&'static str>,
        /// Insolvency.
        insolvency: Option<&'static str>,
        /// Credit band.
        band: Option<&'static str>,
    },
    /// `control.declared`
    Control {
        /// Who controls.
        controller: &'static str,
        /// Who is controlled.
        controlled: &'static str,
        /// Which of the four kinds.
        kind: &'static str,
        /// From when on.
        from: Day,
        /// `declared`, `documented` or `register`.
        level: &'static str,
        /// Share in millionths of a percent, where it is stated.
        share_e6: Option<i128>,
    },
    /// `control.ended`
    EndControl {
        /// Who controlled.
        controller: &'static str,
        /// Who was controlled.
        controlled: &'static str,
        /// The first day without control.
        on: Day,
        /// What becomes of the history, where that is settled.
        history: Option<History>,
    },
    /// `holding.declared`
    Holding {
        /// Who holds.
        holder: &'static str,
        /// Whose shares.
        held: &'static str,
        /// What the holder is.
        kind: &'static str,
        /// From when on.
        from: Day,
        /// Share of the votes in millionths of a percent.
        votes_e6: i128,
    },
    /// `undertakings.merged`
    Merge {
        /// Which survives.
        surviving: &'static str,
        /// Which it takes in.
        absorbed: Vec<&'static str>,
        /// On which day.
        on: Day,
    },
    /// `undertaking.split`
    Split {
        /// Which is split.
        who: &'static str,
        /// On which day.
        on: Day,
        /// Into which, with equity in hundredths, which may be below zero, and its currency.
        successors: Vec<(&'static str, i128, &'static str)>,
    },
    /// `award.attributed`
    Attribute {
        /// Number of the award.
        award: u32,
        /// Id of the split.
        split: String,
        /// Whether the id is given in full.
        full: bool,
        /// Parts, and with whom they count.
        parts: Vec<(&'static str, Sum)>,
    },
    /// `group.attested`
    Attest {
        /// The undertaking.
        who: &'static str,
        /// All others of its group.
        members: Vec<&'static str>,
        /// On which day.
        on: Day,
    },
    /// `statement.retracted`
    Retract {
        /// Id of the statement taken back.
        id: String,
    },
    /// `reference.published`, table `fx`
    Rates(Vec<RateRow>),
    /// `reference.published`, table `holidays`
    Holidays(Vec<HolidayRow>),
    /// `reference.published`, table `ec-base-rate`
    BaseRates(Vec<BaseRow>),
    /// `reference.published`, table `compute-price`
    Prices(Vec<PriceRow>),
    /// `reference.published`, table `register-coverage`: State, regime, since when.
    Covers(Vec<(&'static str, &'static str, Day)>),
    /// `award.granted`
    Grant(Grant),
    /// `award.granted`, `award.reserved` or `award.conditional` with more terms.
    Offer(Grant, Terms),
    /// `award.set`
    Together(Vec<(Grant, Terms)>),
    /// `award.confirmed`
    Confirm {
        /// Number of the award.
        award: u32,
        /// Granting date.
        on: Day,
        /// The aid, where it became less.
        aid: Option<Aid>,
    },
    /// `award.condition-met`
    Met {
        /// Number of the award.
        award: u32,
        /// Granting date.
        on: Day,
    },
    /// `award.released`
    Release {
        /// Number of the award.
        award: u32,
    },
    /// `award.condition-failed`
    Failed {
        /// Number of the award.
        award: u32,
        /// On which day.
        on: Day,
    },
    /// `award.reported`
    Report(Report),
    /// `award.reported` with more members.
    Tell(Report, Extra),
    /// `award.restated`
    Restate {
        /// Number of the award.
        award: u32,
        /// The aid as it is now stated.
        aid: Aid,
        /// When its row was read; a fixed day otherwise.
        retrieved_on: Option<Day>,
    },
    /// `award.reduced`
    Reduce {
        /// Number of the award.
        award: u32,
        /// What it comes to now.
        after: Sum,
        /// What was used or paid out.
        kept: Sum,
        /// What of that was given back, and when.
        repaid: Option<Repaid>,
        /// From when on.
        on: Day,
    },
    /// `award.withdrawn`
    Withdraw {
        /// Number of the award.
        award: u32,
        /// What was used or paid out.
        kept: Sum,
        /// What of that was given back, and when.
        repaid: Option<Repaid>,
        /// From when on.
        on: Day,
    },
    /// `award.waived`
    Waive {
        /// Number of the award.
        award: u32,
        /// How much of the equivalent.
        amount: Sum,
        /// From when on.
        on: Day,
        /// When it was paid back.
        repaid_on: Day,
        /// What was used or paid out.
        kept: Sum,
        /// What of that was given back, and when.
        repaid: Option<Repaid>,
    },
    /// `credits.expired`
    Expire {
        /// Number of the award.
        award: u32,
        /// How much.
        amount: Sum,
        /// On which day.
        on: Day,
        /// Whether the right to it lapsed.
        lapsed: bool,
    },
    /// `award.corrected`
    Correct {
        /// Number of the award.
        award: u32,
        /// What is put right.
        set: Set,
    },
    /// `award.matched`
    Match {
        /// Number of the award.
        award: u32,
        /// Under which other numbers it is known.
        same_as: Vec<u32>,
    },
    /// `award.unmatched`
    Unmatch {
        /// Number of the award.
        award: u32,
        /// Which are others after all.
        same_as: Vec<u32>,
    },
    /// `award.drawn`
    Draw {
        /// Number of the award.
        award: u32,
        /// Millionths of an hour.
        micro_hours: i128,
        /// What that is worth.
        value: Sum,
        /// On which day.
        on: Day,
    },
    /// `usage.reported`
    Usage {
        /// Number of the award.
        award: u32,
        /// To which day.
        to: Day,
        /// Millionths of an hour in all.
        micro_hours: i128,
    },
    /// `award.disputed`
    Dispute {
        /// Number of the award.
        award: u32,
    },
    /// `dispute.lodged`
    Lodge {
        /// Number of the award.
        award: u32,
    },
    /// `review.decided`
    Review {
        /// About what.
        about: About,
        /// Which of the five decisions.
        decision: &'static str,
    },
    /// What belongs to procedure and decides no limit.
    Act(Act),
}

impl Op {
    /// Every handle it names, to be changed.
    pub fn names_mut(&mut self) -> Vec<&mut &'static str> {
        match self {
            Self::Register { who, identifiers: others, .. }
            | Self::Identify { who, same_as: others }
            | Self::Attest { who, members: others, .. }
            | Self::Merge { surviving: who, absorbed: others, .. } => {
                let mut all: Vec<_> = others.iter_mut().collect();
                all.push(who);
                all
            }
            Self::Assess { who, .. } => vec![who],
            Self::Control { controller: one, controlled: other, .. }
            | Self::Holding { holder: one, held: other, .. } => vec![one, other],
            Self::EndControl { controller, controlled, history, .. } => {
                let mut all = vec![controller, controlled];
                if let Some(History::Attributed(parts)) = history {
                    all.extend(parts.iter_mut().map(|(_, who, _)| who));
                }
                all
            }
            Self::Split { who, successors, .. } => {
                let mut all: Vec<_> = successors.iter_mut().map(|(who, _, _)| who).collect();
                all.push(who);
                all
            }
            Self::Attribute { parts, .. } => parts.iter_mut().map(|(who, _)| who).collect(),
            Self::Grant(grant) | Self::Offer(grant, _) => vec![&mut grant.who],
            Self::Together(grants) => grants.iter_mut().map(|(grant, _)| &mut grant.who).collect(),
            Self::Report(report) | Self::Tell(report, _) => vec![&mut report.who],
            Self::Act(act) => act.name_mut().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Every handle it names.
    pub fn names(&self) -> Vec<&'static str> {
        self.clone().names_mut().into_iter().map(|name| *name).collect()
    }

    /// Every award number it names, to be changed.
    pub fn awards_mut(&mut self) -> Vec<&mut u32> {
        match self {
            Self::EndControl { history: Some(History::Attributed(parts)), .. } => {
                parts.iter_mut().map(|(award, _, _)| award).collect()
            }
            Self::Grant(grant) | Self::Offer(grant, _) => vec![&mut grant.award],
            Self::Together(grants) => grants.iter_mut().map(|(grant, _)| &mut grant.award).collect(),
            Self::Report(report) | Self::Tell(report, _) => vec![&mut report.award],
            Self::Match { award, same_as } | Self::Unmatch { award, same_as } => {
                let mut all: Vec<_> = same_as.iter_mut().collect();
                all.push(award);
                all
            }
            Self::Attribute { award, .. }
            | Self::Confirm { award, .. }
            | Self::Met { award, .. }
            | Self::Release { award }
            | Self::Failed { award, .. }
            | Self::Restate { award, .. }
            | Self::Reduce { award, .. }
            | Self::Withdraw { award, .. }
            | Self::Waive { award, .. }
            | Self::Expire { award, .. }
            | Self::Correct { award, .. }
            | Self::Draw { award, .. }
            | Self::Usage { award, .. }
            | Self::Dispute { award }
            | Self::Lodge { award }
            | Self::Review { about: About::Award(award), .. } => vec![award],
            Self::Act(act) => act.award_mut().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Every statement id it names, to be changed.
    pub fn ids_mut(&mut self) -> Vec<&mut String> {
        match self {
            Self::Retract { id } | Self::Review { about: About::Statement(id), .. } => vec![id],
            Self::Attribute { split, .. } => vec![split],
            _ => Vec::new(),
        }
    }

    /// Whether it publishes rows of a table.
    pub fn is_table(&self) -> bool {
        matches!(
            self,
            Self::Rates(_) | Self::Holidays(_) | Self::BaseRates(_) | Self::Prices(_) | Self::Covers(_)
        )
    }
}

/// A statement and when the ledger learned of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Event id, unique in a stream.
    pub id: String,
    /// UTC date of recording.
    pub recorded_on: Day,
    /// What is stated.
    pub op: Op,
}

/// The party in whose name statements are written.
pub const PARTY: &str = "facts";

/// The id of an award without its party.
pub fn award_id(award: u32) -> String {
    format!("a{award}")
}
