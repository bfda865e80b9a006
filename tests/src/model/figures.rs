//! The gross grant equivalent of an aid (F).

use super::fraction::{Between, Fraction, discounted};
use super::law::{self, Harbour, ceiling};
use super::record::{Record, standing};
use super::{Gge, Model, tables};
use crate::ops::{Aid, Day, Op, Sum};

/// Cents beyond which there is no figure (F1).
const LARGEST: i128 = 100_000_000_000_000_000;

/// An aid, and what its figure depends on.
#[derive(Debug, Clone, Copy)]
pub struct Valuing<'a> {
    /// The aid.
    pub aid: &'a Aid,
    /// The beneficiary.
    pub who: &'static str,
    /// Granting State.
    pub state: Option<&'static str>,
    /// Legal basis.
    pub regime: &'a str,
    /// Granting date.
    pub on: Day,
    /// Where the money comes from; empty: all from the State.
    pub funding: &'a [(&'static str, i128)],
    /// Whether the basis is a scheme.
    pub by_scheme: bool,
}

/// What was found of an aid's figure.
#[derive(Debug, Default)]
pub struct Valued {
    /// The figure.
    pub gge: Option<Gge>,
    /// Why there is none.
    pub missing: Vec<&'static str>,
    /// What speaks against the aid though it has a figure.
    pub besides: Vec<&'static str>,
}

/// Low end, high end; or why there is no figure.
type Form = Result<(Between, Option<Between>), Vec<&'static str>>;

fn exact(figure: Fraction) -> (Between, Option<Between>) {
    let figure = Between::exactly(figure.max(Fraction::whole(0)));
    (figure.clone(), Some(figure))
}

/// Share of funding that counts (F11).
pub(super) fn counting_share(funding: &[(&'static str, i128)]) -> Fraction {
    if funding.is_empty() {
        return Fraction::whole(1);
    }
    let counting = funding.iter().filter(|(origin, _)| law::COUNTING_ORIGINS.contains(origin));
    Fraction::of(counting.map(|(_, share)| share).sum(), 10_000)
}

impl Model {
    /// A sum in euro cents, exactly (F2).
    pub(super) fn euro(&self, sum: Sum, state: Option<&str>, on: Day) -> Option<Fraction> {
        tables::euro(&self.past, sum, state, on)
    }

    /// The newest known value of one member of an assessment (U4).
    fn known(
        &self,
        record: &Record,
        who: &str,
        on: Day,
        member: impl Fn(&Op) -> Option<&'static str>,
    ) -> Option<&'static str> {
        let mut newest: Option<(Day, &'static str)> = None;
        for past in standing(&self.past) {
            let Op::Assess { who: of, on: stated, .. } = &past.op else { continue };
            let fits = record.by(of) == record.by(who) && *stated <= on;
            if let Some(value) = member(&past.op).filter(|_| fits)
                && newest.is_none_or(|(day, _)| day <= *stated)
            {
                newest = Some((*stated, value));
            }
        }
        newest.map(|(_, value)| value)
    }

    fn band(&self, record: &Record, valuing: &Valuing<'_>) -> Option<&'static str> {
        let member = |op: &Op| if let Op::Assess { band, .. } = op { *band } else { None };
        self.known(record, valuing.who, valuing.on, member)
    }

    /// The two gates of loans and guarantees (F6, F8).
    fn gates(&self, record: &Record, valuing: &Valuing<'_>) -> Vec<&'static str> {
        let known =
            |member: fn(&Op) -> Option<&'static str>| self.known(record, valuing.who, valuing.on, member);
        let size = known(|op| if let Op::Assess { size, .. } = op { *size } else { None });
        let insolvency = known(|op| if let Op::Assess { insolvency, .. } = op { *insolvency } else { None });
        let band = self.band(record, valuing);
        let mut closed = Vec::new();
        if matches!(insolvency, Some("proceedings" | "criteria-met")) {
            closed.push("insolvency");
        }
        if size == Some("large") && !matches!(band, Some("AAA" | "AA" | "A" | "BBB" | "BB" | "B")) {
            closed.push("safe_harbour_not_met");
        }
        closed
    }

    /// A loan or guarantee by its safe harbour: `fits` says whether all but amount and term is as it must be.
    fn by_harbour(
        &self,
        record: &Record,
        valuing: &Valuing<'_>,
        harbour: Option<Harbour>,
        fits: bool,
        (amount, milli_years): (Sum, i128),
    ) -> Form {
        let Some(harbour) = harbour else { return Err(vec!["not_covered"]) };
        let mut closed = self.gates(record, valuing);
        let Some(amount) = self.euro(amount, valuing.state, valuing.on) else {
            closed.push("unknown_currency_rate");
            return Err(closed);
        };
        let pair = [harbour.short, harbour.long]
            .into_iter()
            .find(|(most, years)| amount <= Fraction::whole(*most) && milli_years <= years * 1000);
        let Some((most, years)) = pair.filter(|_| fits) else {
            closed.push("safe_harbour_not_met");
            return Err(closed);
        };
        if !closed.is_empty() {
            return Err(closed);
        }
        let share = amount.times(&Fraction::of(milli_years, years * 1000)).over(&Fraction::whole(most));
        Ok(exact(share.times(&Fraction::whole(harbour.ceiling))))
    }

    /// A loan by reference rate: what its interest leaves out of base rate and margin, year by year (F15).
    fn by_reference_rate(
        &self,
        record: &Record,
        valuing: &Valuing<'_>,
        principal: Sum,
        milli_years: i128,
        rate_e6: Option<i128>,
    ) -> Form {
        let Some(margin_e2) = law::unrated_margin(valuing.regime, valuing.state, valuing.on) else {
            return Err(vec!["not_covered"]);
        };
        let mut missing = self.gates(record, valuing);
        if !matches!(self.band(record, valuing), None | Some("unrated")) {
            missing.push("not_covered");
        }
        let principal = self.euro(principal, valuing.state, valuing.on);
        let base_e2 = tables::base_rate(&self.past, valuing.state, valuing.on);
        let lacks = [
            (principal.is_none(), "unknown_currency_rate"),
            (base_e2.is_none(), "unknown_reference"),
            (rate_e6.is_none(), "needs_review"),
        ];
        missing.extend(lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, code)| code));
        let (Some(principal), Some(base_e2), Some(rate_e6), true) =
            (principal, base_e2, rate_e6, missing.is_empty())
        else {
            return Err(missing);
        };
        let years = Fraction::of((milli_years + 5) / 10, 100);
        let short_e6 = (base_e2 + margin_e2) * 10_000 - rate_e6;
        Ok(exact(principal.times(&years).times(&Fraction::of(short_e6, 100_000_000))))
    }

    fn difference(&self, valuing: &Valuing<'_>, value: Sum, paid: Sum) -> Form {
        let euro = |sum| self.euro(sum, valuing.state, valuing.on);
        let (Some(value), Some(paid)) = (euro(value), euro(paid)) else {
            return Err(vec!["unknown_currency_rate"]);
        };
        Ok(exact(value.less(&paid)))
    }

    fn payments(&self, valuing: &Valuing<'_>, payments: &[(Day, Sum)]) -> Form {
        let rate = tables::discount(&self.past, valuing.state, valuing.on);
        let mut codes = Vec::new();
        if rate.is_none() {
            codes.push("unknown_reference");
        }
        let mut sum = Between::exactly(Fraction::whole(0));
        for (due, amount) in payments {
            let amount = self.euro(*amount, valuing.state, valuing.on);
            if amount.is_none() {
                codes.push("unknown_currency_rate");
            }
            let (Some(rate), Some(amount)) = (&rate, amount) else { continue };
            let days = due.signed_duration_since(valuing.on).num_days();
            sum = sum.plus(&discounted(&amount, rate, u32::try_from(days).unwrap_or(0)));
        }
        if codes.is_empty() { Ok((sum.clone(), Some(sum))) } else { Err(codes) }
    }

    fn hours(
        &self,
        valuing: &Valuing<'_>,
        price: (i128, &'static str),
        milli_hours: i128,
        paid: Sum,
    ) -> Form {
        let (micro_rate, currency) = price;
        let euro = |sum| self.euro(sum, valuing.state, valuing.on);
        // A rate of one million millionths is a hundred hundredths.
        let whole = Sum { minor: 100, currency };
        let (Some(one), Some(paid)) = (euro(whole), euro(paid)) else {
            return Err(vec!["unknown_currency_rate"]);
        };
        let price = one.times(&Fraction::of(micro_rate, 1_000_000));
        Ok(exact(price.times(&Fraction::of(milli_hours, 1000)).less(&paid)))
    }

    /// What a form comes to, its cap and its funding aside.
    fn form(&self, record: &Record, valuing: &Valuing<'_>) -> Form {
        let zero = Sum { minor: 0, currency: "EUR" };
        match valuing.aid {
            Aid::Grant(sum) | Aid::Declared(sum) | Aid::Capital(sum) => self.difference(valuing, *sum, zero),
            Aid::Credits { face: value, paid } | Aid::Service { value, paid } => {
                self.difference(valuing, *value, *paid)
            }
            Aid::Compute { micro_rate, currency, milli_hours, paid } => {
                self.hours(valuing, (*micro_rate, currency), *milli_hours, *paid)
            }
            Aid::Hours { system, partition, unit, milli_hours, price, paid, .. } => {
                let listed = || tables::price(&self.past, system, *partition, unit, valuing.on);
                match price.or_else(listed) {
                    Some(price) => self.hours(valuing, price, *milli_hours, *paid),
                    None if self.euro(*paid, valuing.state, valuing.on).is_none() => {
                        Err(vec!["unknown_price", "unknown_currency_rate"])
                    }
                    None => Err(vec!["unknown_price"]),
                }
            }
            Aid::Instalments { payments, .. } => self.payments(valuing, payments),
            Aid::Loan { principal, milli_years, rate_e6, method: "reference-rate", .. } => {
                self.by_reference_rate(record, valuing, *principal, *milli_years, *rate_e6)
            }
            Aid::Loan { principal, milli_years, collateral_e2, .. } => {
                let harbour = law::loan_harbour(valuing.regime, valuing.on);
                self.by_harbour(record, valuing, harbour, *collateral_e2 >= 5000, (*principal, *milli_years))
            }
            Aid::Guarantee { guaranteed, milli_years, cover_e2, pari_passu, method } => {
                let harbour =
                    law::guarantee_harbour(valuing.regime, valuing.on).filter(|_| *method == "safe-harbour");
                let fits = *cover_e2 <= 8000 && *pari_passu;
                self.by_harbour(record, valuing, harbour, fits, (*guaranteed, *milli_years))
            }
            Aid::Range { low, high } => {
                let (low, high) = (
                    low.map_or(Ok(None), |low| self.end(valuing, low)),
                    high.map_or(Ok(None), |high| self.end(valuing, high)),
                );
                Ok((low?.unwrap_or_else(|| Between::exactly(Fraction::whole(0))), high?))
            }
            Aid::Capped { of, cap, counts_as } => self.capped(record, valuing, of, *cap, counts_as),
        }
    }

    fn end(&self, valuing: &Valuing<'_>, sum: Sum) -> Result<Option<Between>, Vec<&'static str>> {
        let euro = self.euro(sum, valuing.state, valuing.on).ok_or(vec!["unknown_currency_rate"])?;
        Ok(Some(Between::exactly(euro)))
    }

    /// A cap (F10).
    ///
    /// Reading: where the cap counts, the two gates of F6 still close; the other conditions of the safe harbour do not.
    fn capped(&self, record: &Record, valuing: &Valuing<'_>, of: &Aid, cap: Sum, counts_as: &str) -> Form {
        let cap = self.euro(cap, valuing.state, valuing.on).ok_or(vec!["unknown_currency_rate"]);
        if counts_as == "exact" {
            let figure = self.form(record, &Valuing { aid: of, ..*valuing });
            return match (figure, cap) {
                (Ok((low, high)), Ok(cap)) => {
                    let most = Between::exactly(cap.clone());
                    Ok((low.at_most(&cap), Some(high.map_or(most, |high| high.at_most(&cap)))))
                }
                (Err(mut codes), Err(more)) => {
                    codes.extend(more);
                    Err(codes)
                }
                (Err(codes), _) | (_, Err(codes)) => Err(codes),
            };
        }
        let mut codes = match of {
            Aid::Loan { .. } | Aid::Guarantee { .. } => self.gates(record, valuing),
            _ => Vec::new(),
        };
        match cap {
            Ok(cap) if codes.is_empty() => Ok(exact(cap)),
            Ok(_) => Err(codes),
            Err(more) => {
                codes.extend(more);
                Err(codes)
            }
        }
    }

    /// The gross grant equivalent.
    pub(super) fn worth(&self, record: &Record, valuing: &Valuing<'_>) -> Valued {
        let mut valued = Valued::default();
        let mut fixed_alone = false;
        // The limit on capital needs the injection in euro, also where a cap counts.
        let mut unmeasured = false;
        if let Aid::Capital(injection) = valuing.aid.form()
            && ceiling(valuing.regime, valuing.on).is_some()
        {
            unmeasured = self.euro(*injection, valuing.state, valuing.on).is_none();
        }
        if let Aid::Capital(injection) = valuing.aid.form()
            && let Some(injection) = self.euro(*injection, valuing.state, valuing.on)
            && ceiling(valuing.regime, valuing.on)
                .is_some_and(|ceiling| injection > Fraction::whole(ceiling.limit))
        {
            valued.besides.push("not_transparent_aid");
        }
        if let Aid::Capped { counts_as: "scheme-fixed-sum", .. } = valuing.aid
            && !valuing.by_scheme
        {
            // A fixed sum is what a scheme announced.
            fixed_alone = true;
        }
        let share = counting_share(valuing.funding);
        match self.form(record, valuing) {
            Ok((low, high)) => {
                let cents = |figure: Between| figure.times(&share).cents();
                let (low, high) = (cents(low), high.map(cents));
                if low.max(high.unwrap_or(low)) > LARGEST {
                    valued.missing.push("needs_review");
                } else {
                    valued.gge = Some((low, high));
                }
            }
            Err(codes) => valued.missing = codes,
        }
        if unmeasured {
            valued.gge = None;
            valued.missing.push("unknown_currency_rate");
        }
        if fixed_alone {
            valued.gge = None;
            valued.missing.push("needs_review");
        }
        valued
    }

    /// Whether a form comes to nothing (F12).
    pub(super) fn comes_to_nothing(&self, record: &Record, valuing: &Valuing<'_>) -> bool {
        matches!(self.form(record, &Valuing { aid: valuing.aid.form(), ..*valuing }),
            Ok((_, Some(high))) if high == Between::exactly(Fraction::whole(0)))
    }
}
