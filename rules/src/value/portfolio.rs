//! What guarantees on a portfolio of loans are worth to the intermediary that gives them (rules-sectors D21).

use std::collections::BTreeMap;

use ledger::event::aid::{Form, Portfolio};
use ledger::event::undertaking::CreditBand;
use ledger::ids::UndertakingId;
use ledger::verdict::Code;
use num_rational::BigRational;

use super::aided::Priced;
use super::exact::{fraction, whole};
use super::market::Market;
use crate::calendar::look_back_start;
use crate::pack::rule::{PortfolioRule, band_suffices, of_state};
use crate::state::Award;

/// What a portfolio comes to, before the State's share is taken.
pub(super) struct Judged {
    /// What bars it.
    pub codes: Vec<Code>,
    /// In euro; `None` where it fits neither figure, or a rate is missing.
    pub euro: Option<BigRational>,
    /// Whether both figures fit.
    pub is_open: bool,
}

impl Market<'_> {
    /// What a portfolio comes to; `None` where no pack has the method.
    pub(super) fn portfolio(&mut self, portfolio: &Portfolio, beneficiary: &UndertakingId) -> Option<Judged> {
        let state = self.state;
        let rule = state.packs().portfolio(&self.to.regime, self.to.granted_on)?;
        let on = self.to.granted_on;
        let [ceiling, total, total_small, small] =
            [&rule.ceiling, &rule.total, &rule.total_small, &rule.small_loan]
                .map(|figure| figure.on(on).map(|figure| fraction(figure.value)));
        let (ceiling, total, total_small, small) = (ceiling?, total?, total_small?, small?);
        let mut codes = Vec::new();
        let cover = rule.cover_max_percent.on(on)?.value;
        let least = rule.least_band.on(on)?.value;
        let unrated = portfolio.least_band == CreditBand::Unrated;
        let terms = portfolio.new_senior_loans && portfolio.advantage_passed_on && portfolio.equal_terms;
        let rated = unrated || band_suffices(portfolio.least_band, least);
        if portfolio.cover_max_percent.value() > cover || !terms || !rated {
            codes.push(Code::NotTransparentAid);
        }
        if unrated {
            codes.push(Code::NeedsReview);
        }
        let (own, largest) = (self.euro_of(portfolio.loans), self.euro_of(portfolio.largest_loan));
        let (Some(own), Some(largest)) = (own, largest) else {
            return Some(Judged { codes, euro: None, is_open: false });
        };
        let (all, most) = self.with_others(rule, beneficiary, (own.clone(), largest))?;
        let fits = all < total;
        let fits_small = all < total_small && most <= small;
        let by = if fits { &total } else { &total_small };
        let euro = ((fits || fits_small) && *by > whole(0)).then(|| ceiling * own / by);
        if euro.is_none() && !codes.contains(&Code::NotTransparentAid) {
            codes.push(Code::NotTransparentAid);
        }
        Some(Judged { codes, euro, is_open: fits && fits_small })
    }

    /// The loans of an intermediary, with those of its other portfolios of the years before, and the largest loan of them.
    fn with_others(
        &mut self,
        rule: &PortfolioRule,
        beneficiary: &UndertakingId,
        own: (BigRational, BigRational),
    ) -> Option<(BigRational, BigRational)> {
        let (state, to) = (self.state, self.to);
        let Some(handle) = state.undertakings.find(beneficiary) else { return Some(own) };
        let boundary = of_state(&rule.boundary, to.member_state, to.granted_on)?.value;
        let first = look_back_start(to.granted_on, rule.years, boundary);
        let same = state.undertakings.same(handle);
        // Seen several times it is one, with the larger loans.
        let mut seen: BTreeMap<u32, (BigRational, BigRational)> = BTreeMap::new();
        let counts = |award: &&Award| {
            (award.member_state, award.regime) == (to.member_state, to.regime)
                && (first..=to.granted_on).contains(&award.granted_on)
                && to.granted_on <= award.counts_until()
                && !award.is_freed()
                && award.set_aside().is_none()
                && !award.was_given_back(to.granted_on)
        };
        for award in state.awards.of(&same).filter(counts) {
            let Some(Form::Portfolio(other)) = award.aid.as_deref().map(|aid| &aid.form) else { continue };
            let mut market = Market::new(state, Priced::of(award));
            let (loans, largest) = (market.euro_of(other.loans), market.euro_of(other.largest_loan));
            let (Some(loans), Some(largest)) = (loans, largest) else {
                self.missing.extend(market.missing);
                return Some(own);
            };
            let number = state.awards.index(&award.id).map_or(0, |index| state.awards.first_of(index));
            let entry = seen.entry(number).or_insert_with(|| (whole(0), whole(0)));
            *entry = (entry.0.clone().max(loans), entry.1.clone().max(largest));
        }
        Some(seen.into_values().fold(own, |(sum, most), (loans, largest)| (sum + loans, most.max(largest))))
    }
}
