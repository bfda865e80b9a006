//! What is asked about: enterprises with their accounts, who holds in whom, who controls whom, and whose markets are near.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ledger::event::undertaking::{ControlKind, HoldingKind, MarketRelation, Size};
use num_rational::BigRational;

use super::law::Class;
use crate::value::whole;

/// How an enterprise is called: one name for all its handles.
pub type Name = String;

/// Months of the year that figures are put on the basis of.
pub const MONTHS_OF_YEAR: u32 = 12;

/// Accounts of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounts {
    /// The year they are called by: that of their last day.
    pub year: i32,
    /// Their last day.
    pub closed_on: NaiveDate,
    /// The day of approval; `None`: approved when they were closed.
    pub approved_on: Option<NaiveDate>,
    /// Months that they cover.
    pub months: u32,
    /// A bona fide estimate and no accounts.
    pub is_estimate: bool,
    /// Annual work units.
    pub heads: BigRational,
    /// Turnover in euro as stated, for the months covered; `None` where no exchange rate is known.
    pub turnover: Option<BigRational>,
    /// Balance sheet total in euro.
    pub balance: Option<BigRational>,
    /// Whose data are inside already.
    pub consolidates: BTreeSet<Name>,
}

impl Accounts {
    /// Turnover on an annual basis (Art. 4(1)): a flow, so in proportion to the months.
    #[must_use]
    pub fn annual_turnover(&self) -> Option<BigRational> {
        let months = whole(i128::from(self.months.max(1)));
        self.turnover.as_ref().map(|turnover| turnover * whole(i128::from(MONTHS_OF_YEAR)) / months)
    }

    /// Whether they are closed and approved accounts on a day.
    pub(super) fn are_approved(&self, on: NaiveDate) -> bool {
        !self.is_estimate && self.closed_on <= on && self.approved_on.is_none_or(|approved| approved <= on)
    }
}

/// What is known of one enterprise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Enterprise {
    /// Whether it is a natural person.
    pub is_person: bool,
    /// Day of its foundation.
    pub established_on: Option<NaiveDate>,
    /// The size that somebody stated.
    pub stated: Option<Size>,
    /// Its accounts by year.
    pub accounts: BTreeMap<i32, Accounts>,
}

impl Enterprise {
    /// The stated size as a class.
    pub(super) fn stated_class(&self) -> Option<Class> {
        self.stated.map(|size| match size {
            Size::Micro => Class::Micro,
            Size::Small => Class::Small,
            Size::Medium => Class::Medium,
            Size::SmallMidCap | Size::Large => Class::Large,
        })
    }
}

/// What a holder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// An enterprise, a natural person or whatever else is not in the list.
    Other,
    /// A public body outside the list.
    PublicBody,
    /// A local authority: in the list if it is small.
    LocalAuthority,
    /// A business angel: in the list as long as the angels have invested little.
    BusinessAngel,
    /// Any other investor of the list (Art. 3(2), second subparagraph).
    Listed,
}

impl Holder {
    /// Whether it is a public body (F4).
    pub(super) fn is_public(self) -> bool {
        match self {
            Self::PublicBody | Self::LocalAuthority => true,
            Self::Other | Self::BusinessAngel | Self::Listed => false,
        }
    }

    /// What the kind of a declared holding makes of a holder.
    #[must_use]
    pub fn of(kind: HoldingKind) -> Self {
        match kind {
            // A non-profit holder is in the list as a university or research centre, and has a kind of its own then.
            HoldingKind::Enterprise | HoldingKind::NonProfit => Self::Other,
            HoldingKind::PublicBody => Self::PublicBody,
            HoldingKind::LocalAuthority => Self::LocalAuthority,
            HoldingKind::BusinessAngel => Self::BusinessAngel,
            // `investor` is one of the list without its own word.
            HoldingKind::Investor
            | HoldingKind::VentureCapital
            | HoldingKind::PublicInvestmentCorporation
            | HoldingKind::University
            | HoldingKind::NonProfitResearch
            | HoldingKind::Institutional => Self::Listed,
        }
    }
}

/// Budget and inhabitants of a local authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalAuthority {
    /// Annual budget in euro.
    pub budget: BigRational,
    /// Inhabitants.
    pub inhabitants: BigRational,
}

/// What a holder has in an enterprise from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Who holds.
    pub holder: Name,
    /// In whom.
    pub held: Name,
    /// Percent of the capital.
    pub capital: BigRational,
    /// Percent of the votes.
    pub votes: BigRational,
    /// What the holder is.
    pub kind: Holder,
    /// First day.
    pub from: NaiveDate,
    /// Euro invested in the enterprise held.
    pub invested: Option<BigRational>,
    /// Of a local authority.
    pub local_authority: Option<LocalAuthority>,
    /// The group of persons that act jointly.
    pub acting_jointly: Option<Name>,
}

/// A control link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Who controls.
    pub controller: Name,
    /// Whom.
    pub controlled: Name,
    /// By what.
    pub kind: ControlKind,
    /// First day.
    pub from: NaiveDate,
    /// The first day on which it is no more.
    pub until: Option<NaiveDate>,
}

/// How the markets of two enterprises lie to each other (Art. 3(3), fourth and fifth subparagraph).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The same relevant market, or directly upstream or downstream.
    Near,
    /// Neither.
    Apart,
}

impl Relation {
    /// What a statement of markets says.
    #[must_use]
    pub fn of(relation: MarketRelation) -> Self {
        match relation {
            MarketRelation::Same | MarketRelation::Adjacent => Self::Near,
            MarketRelation::Neither => Self::Apart,
        }
    }
}

/// What somebody stated of the markets of two enterprises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Market {
    /// One.
    pub a: Name,
    /// The other.
    pub b: Name,
    /// How they lie.
    pub relation: Relation,
    /// First day.
    pub from: NaiveDate,
}

/// A question, with all that is on record for it. Statements stand in their order: of one day the later counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Whose class is asked for.
    pub undertaking: Name,
    /// On which day.
    pub on: NaiveDate,
    /// Enterprises by name; of one that is only named elsewhere nothing is known.
    pub enterprises: BTreeMap<Name, Enterprise>,
    /// Holdings.
    pub holdings: Vec<Holding>,
    /// Control links.
    pub links: Vec<Control>,
    /// Markets.
    pub markets: Vec<Market>,
}

impl Facts {
    /// Everybody who is named.
    pub(super) fn named(&self) -> BTreeSet<Name> {
        let held = self.holdings.iter().flat_map(|one| [&one.holder, &one.held]);
        let linked = self.links.iter().flat_map(|one| [&one.controller, &one.controlled]);
        let all = self.enterprises.keys().chain(held).chain(linked).chain([&self.undertaking]);
        all.cloned().collect()
    }

    /// Whether a natural person has nothing of its own on record, so that it is no enterprise (F5; Art. 1).
    pub(super) fn is_mere_person(&self, name: &Name) -> bool {
        *name != self.undertaking
            && self
                .enterprises
                .get(name)
                .is_some_and(|one| one.is_person && one.accounts.is_empty() && one.stated.is_none())
    }
}
