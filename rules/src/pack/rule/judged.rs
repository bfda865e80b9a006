//! What a rule in a file becomes: a line for each kind that is judged, with its type, the question by which the set of packs picks
//! it, the regimes that it speaks of, the cases it claims, the places in the law that its rows cite.
//!
//! No method but the question gives a rule of a kind away. One that nobody asks is dead code, which the compiler refuses: a rule
//! that is loaded but judged by nobody would pass in silence.

use crate::pack::citation::Citation;
use crate::pack::regime::Regime;

use super::cumulation::{SameCosts, SameService};
use super::duty::{CalendarRule, DeclarationDuty, DutyRule};
use super::eligibility::{InForce, NoAidRule, ReservationLife};
use super::exclusion::{ConditionExclusion, SectorExclusion};
use super::group::GroupRule;
use super::head::Head;
use super::limit::Limit;
use super::national::NationalCap;
use super::separated::Separated;
use super::valuation::{
    CapitalRule, CappedRule, ConversionRule, DiscountRule, ForexRule, FundingRule, GuaranteeSafeHarbour,
    LoanSafeHarbour, PortfolioRule, ReferenceRateLoan,
};

macro_rules! kinds {
    ($($(#[$of:meta])* $kind:ident($rule:ty), picked by $pick:ident,
       of |$whose:ident| $spoken:expr, claims |$one:ident| $claims:expr, cites |$same:ident| $cites:expr;)*) => {
        /// A rule of a kind that this release judges or counts with.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[$of])* $kind($rule),)*
        }

        impl Rule {
            /// Id, title, dates and citation.
            pub fn head(&self) -> &Head {
                match self {
                    $(Rule::$kind(rule) => &rule.head,)*
                }
            }

            pub(super) fn head_mut(&mut self) -> &mut Head {
                match self {
                    $(Rule::$kind(rule) => &mut rule.head,)*
                }
            }

            /// The regimes that it speaks of; `None`: of every one, or of every other one.
            #[must_use]
            pub fn regimes(&self) -> Option<Vec<Regime>> {
                match self {
                    $(Rule::$kind($whose) => $spoken,)*
                }
            }

            /// The cases it claims: two rules with a case in common on one day contradict each other.
            pub(in crate::pack) fn claims(&self) -> Vec<String> {
                match self {
                    $(Rule::$kind($one) => $claims,)*
                }
            }

            /// The citations of its rows, beside its own.
            pub(in crate::pack) fn citations_of_rows(&self) -> Vec<&Citation> {
                match self {
                    $(Rule::$kind($same) => $cites,)*
                }
            }
        }

        #[deny(dead_code)]
        impl Rule {
            $(pub(in crate::pack) fn $pick(&self) -> Option<&$rule> {
                if let Rule::$kind(rule) = self { Some(rule) } else { None }
            })*
        }
    };
}

kinds! {
    /// How much one undertaking may hold.
    Limit(Limit), picked by limit,
        of |r| Some(vec![r.regime]),
        claims |r| vec![r.claims()],
        cites |r| r.counts.iter().map(|row| &row.citation).collect();
    /// How much a State may grant to all undertakings together.
    National(NationalCap), picked by national,
        of |r| Some(vec![r.regime]),
        claims |r| r.claims(),
        cites |r| r.counts.iter().map(|row| &row.citation).collect();
    /// The grant dates for which a regime may be used.
    InForce(InForce), picked by in_force,
        of |r| Some(r.regimes.clone()),
        claims |r| each("the validity", &r.regimes),
        cites |r| r.tail.iter().map(|tail| &tail.citation).chain(&r.retroaction).collect();
    /// Activities or accounts of two worlds that are kept apart.
    Separated(Separated), picked by separated,
        of |r| Some(r.regimes.clone()),
        claims |r| r.claims(), cites |_r| Vec::new();
    /// How long a reservation may live.
    ReservationLife(ReservationLife), picked by reservation_life,
        of |r| Some(r.regimes.clone()),
        claims |r| each("the longest reservation", &r.regimes), cites |_r| Vec::new();
    /// On which grounds something is no aid at all.
    NoAid(NoAidRule), picked by no_aid,
        of |r| Some(r.regimes.clone()),
        claims |r| each("the grounds of no aid", &r.regimes),
        cites |r| r.grounds.iter().map(|row| &row.citation).collect();
    /// Sectors a regime does not serve, or the one that it does.
    Sector(SectorExclusion), picked by sector,
        of |r| Some(r.regimes.clone()),
        claims |r| r.claims(), cites |_r| Vec::new();
    /// Conditions under which a regime may not be used.
    Condition(ConditionExclusion), picked by condition,
        of |r| Some(r.regimes.clone()),
        claims |r| r.claims(), cites |_r| Vec::new();
    /// Services that are not to be paid for twice.
    SameService(SameService), picked by same_service,
        of |r| Some(r.regimes.clone()),
        claims |r| each("the services paid for once", &r.regimes), cites |_r| Vec::new();
    /// Costs that are not to be paid for twice.
    SameCosts(SameCosts), picked by same_costs,
        of |r| Some(r.regimes.clone()),
        claims |r| each("the costs paid for once", &r.regimes), cites |_r| Vec::new();
    /// Who is one undertaking where no ceiling says it.
    Group(GroupRule), picked by group,
        of |_r| None,
        claims |_r| vec!["the single undertaking without a ceiling".to_owned()], cites |_r| Vec::new();
    /// How old an exchange rate may be.
    Forex(ForexRule), picked by forex,
        of |r| r.regimes.named(),
        claims |r| words("the exchange rate", r.regimes.words()), cites |_r| Vec::new();
    /// At which rates currencies are converted for good.
    Conversion(ConversionRule), picked by conversion,
        of |_r| None,
        claims |r| r.rates.keys().map(|of| format!("the conversion rate of {of}")).collect(), cites |_r| Vec::new();
    /// Whose money is State aid.
    Funding(FundingRule), picked by funding,
        of |r| r.regimes.named(),
        claims |r| words("the money of the State", r.regimes.words()), cites |_r| Vec::new();
    /// Loans whose grant equivalent needs no risk assessment.
    Loan(LoanSafeHarbour), picked by loan,
        of |r| Some(vec![r.harbour.regime]),
        claims |r| each("the loan safe harbour", &[r.harbour.regime]), cites |_r| Vec::new();
    /// Guarantees whose grant equivalent needs no risk assessment.
    Guarantee(GuaranteeSafeHarbour), picked by guarantee,
        of |r| Some(vec![r.harbour.regime]),
        claims |r| each("the guarantee safe harbour", &[r.harbour.regime]), cites |_r| Vec::new();
    /// Guarantees on the loans of a financial intermediary.
    Portfolio(PortfolioRule), picked by portfolio,
        of |r| Some(vec![r.regime]),
        claims |r| each("the portfolios of loans", &[r.regime]), cites |_r| Vec::new();
    /// Loans valued by the difference to a reference rate.
    ReferenceRate(ReferenceRateLoan), picked by reference_rate,
        of |r| Some(vec![r.regime]),
        claims |r| each("the loans by reference rate", &[r.regime]), cites |_r| Vec::new();
    /// How payments to come are discounted.
    Discount(DiscountRule), picked by discount,
        of |r| r.regimes.named(),
        claims |r| words("the discount rate", r.regimes.words()), cites |_r| Vec::new();
    /// Up to which amount a capital injection is transparent.
    Capital(CapitalRule), picked by capital,
        of |r| Some(vec![r.regime]),
        claims |r| each("the capital injections", &[r.regime]), cites |_r| Vec::new();
    /// Up to which cap another instrument is transparent.
    Capped(CappedRule), picked by capped,
        of |r| Some(vec![r.regime]),
        claims |r| each("the capped instruments", &[r.regime]), cites |_r| Vec::new();
    /// What is to be done by a day, or kept until one.
    Duty(DutyRule), picked by duty,
        of |r| (!r.regimes.is_empty()).then(|| r.regimes.clone()),
        claims |r| r.claims(),
        cites |r| r.sectors.iter().map(|row| &row.citation).collect();
    /// When a declaration of other aid is needed.
    Declaration(DeclarationDuty), picked by declaration,
        of |r| Some(r.regimes.clone()),
        claims |r| each("the declaration duty", &r.regimes), cites |_r| Vec::new();
    /// Which days are working days, and which periods roll.
    Calendar(CalendarRule), picked by calendar,
        of |_r| None,
        claims |_r| vec!["the working-day calendar".to_owned()], cites |_r| Vec::new();
}

fn words(what: &str, words: Vec<String>) -> Vec<String> {
    words.iter().map(|word| format!("{what} of {word}")).collect()
}

fn each(what: &str, regimes: &[Regime]) -> Vec<String> {
    words(what, regimes.iter().map(Regime::to_string).collect())
}
