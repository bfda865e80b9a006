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
    /// What else there is to know.
    pub flags: Vec<&'static str>,
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

    /// The two gates of loans and guarantees, where the regime has a safe harbour of the form (F8).
    fn gates(&self, record: &Record, valuing: &Valuing<'_>, harbour: Option<Harbour>) -> Vec<&'static str> {
        if harbour.is_none() {
            return Vec::new();
        }
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

    /// A loan or guarantee by its safe harbour: `fits` says whether all but amount and term is as it must be (F6, F7).
    fn by_harbour(
        &self,
        valuing: &Valuing<'_>,
        harbour: &Harbour,
        fits: bool,
        (amount, milli_years): (Sum, i128),
        flags: &mut Vec<&'static str>,
    ) -> Form {
        let whole = self.euro(amount, valuing.state, valuing.on).ok_or(vec!["unknown_currency_rate"])?;
        let part = whole.times(&counting_share(valuing.funding));
        let pair = |amount: &Fraction| {
            [harbour.short, harbour.long]
                .into_iter()
                .find(|(most, years)| *amount <= Fraction::whole(*most) && milli_years <= years * 1000)
        };
        if pair(&part).is_some() && pair(&whole).is_none() {
            flags.push("interpretation");
        }
        let (most, years) = pair(&part).filter(|_| fits).ok_or(vec!["safe_harbour_not_met"])?;
        let share = part.times(&Fraction::of(milli_years, years * 1000)).over(&Fraction::whole(most));
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
        flags: &mut Vec<&'static str>,
    ) -> Form {
        let Some(margin_e2) = law::unrated_margin(valuing.regime, valuing.state, valuing.on) else {
            return Err(vec!["not_covered"]);
        };
        let mut missing = Vec::new();
        if !matches!(self.band(record, valuing), None | Some("unrated")) {
            missing.push("not_covered");
        }
        let principal = self.euro(principal, valuing.state, valuing.on);
        let base = tables::base_rate(&self.past, valuing.state, valuing.on);
        let lacks = [
            (principal.is_none(), "unknown_currency_rate"),
            (base.is_none(), "unknown_reference"),
            (rate_e6.is_none(), "needs_review"),
        ];
        missing.extend(lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, code)| code));
        note_age(base, valuing.on, flags);
        let (Some(principal), Some((_, base_e2)), Some(rate_e6), true) =
            (principal, base, rate_e6, missing.is_empty())
        else {
            return Err(missing);
        };
        let part = principal.times(&counting_share(valuing.funding));
        let years = Fraction::of((milli_years + 5) / 10, 100);
        let short_e6 = (base_e2 + margin_e2) * 10_000 - rate_e6;
        Ok(exact(part.times(&years).times(&Fraction::of(short_e6, 100_000_000))))
    }

    /// A loan or guarantee, and what closes it (F6 to F9, F15); `sum` is a fixed sum that counts in its place (F10).
    fn lent(
        &self,
        record: &Record,
        valuing: &Valuing<'_>,
        fixed: bool,
        flags: &mut Vec<&'static str>,
    ) -> Form {
        let (amount, milli_years, method, fits, harbour) = match valuing.aid {
            Aid::Loan { principal, milli_years, collateral_e6, method, .. } => {
                let harbour = law::loan_harbour(valuing.regime, valuing.on);
                (*principal, *milli_years, *method, *collateral_e6 >= 50_000_000, harbour)
            }
            Aid::Guarantee { guaranteed, milli_years, cover_e6, pari_passu, method } => {
                let harbour = law::guarantee_harbour(valuing.regime, valuing.on);
                (*guaranteed, *milli_years, *method, *cover_e6 <= 80_000_000 && *pari_passu, harbour)
            }
            _ => return Err(Vec::new()),
        };
        let mut closed = self.gates(record, valuing, harbour);
        let figure = match (method, harbour, valuing.aid) {
            ("safe-harbour", Some(harbour), _) => {
                self.by_harbour(valuing, &harbour, fits, (amount, milli_years), flags)
            }
            _ if fixed => Ok(exact(Fraction::whole(0))),
            ("reference-rate", _, Aid::Loan { rate_e6, .. }) => {
                self.by_reference_rate(record, valuing, amount, milli_years, *rate_e6, flags)
            }
            _ => Err(vec!["not_covered"]),
        };
        match figure {
            Ok(figure) if closed.is_empty() => Ok(figure),
            Ok(_) => Err(closed),
            Err(codes) => {
                closed.extend(codes);
                Err(closed)
            }
        }
    }

    fn difference(&self, valuing: &Valuing<'_>, value: Sum, paid: Sum) -> Form {
        let euro = |sum| self.euro(sum, valuing.state, valuing.on);
        let (Some(value), Some(paid)) = (euro(value), euro(paid)) else {
            return Err(vec!["unknown_currency_rate"]);
        };
        Ok(exact(value.less(&paid)))
    }

    fn payments(
        &self,
        valuing: &Valuing<'_>,
        payments: &[(Day, Sum)],
        flags: &mut Vec<&'static str>,
    ) -> Form {
        let base = tables::base_rate(&self.past, valuing.state, valuing.on);
        note_age(base, valuing.on, flags);
        // One, the base rate and one percentage point.
        let rate = base.map(|(_, percent_e2)| Fraction::of(10_000 + percent_e2 + 100, 10_000));
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
        micro_hours: i128,
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
        Ok(exact(price.times(&Fraction::of(micro_hours, 1_000_000)).less(&paid)))
    }

    /// What a form comes to, its cap aside: of loans, guarantees and capital the State's part.
    fn form(&self, record: &Record, valuing: &Valuing<'_>, flags: &mut Vec<&'static str>) -> Form {
        let zero = Sum { minor: 0, currency: "EUR" };
        match valuing.aid {
            Aid::Grant(sum) | Aid::Declared(sum) => self.difference(valuing, *sum, zero),
            Aid::Capital(injection) => {
                let whole = self.euro(*injection, valuing.state, valuing.on);
                let whole = whole.ok_or(vec!["unknown_currency_rate"])?;
                Ok(exact(whole.times(&counting_share(valuing.funding))))
            }
            Aid::Credits { face: value, paid } | Aid::Service { value, paid } => {
                self.difference(valuing, *value, *paid)
            }
            Aid::Compute { micro_rate, currency, micro_hours, paid } => {
                self.hours(valuing, (*micro_rate, currency), *micro_hours, *paid)
            }
            Aid::Hours { system, partition, unit, micro_hours, price, paid, .. } => {
                let listed = || tables::price(&self.past, system, *partition, unit, valuing.on);
                match price.or_else(listed) {
                    Some(price) => self.hours(valuing, price, *micro_hours, *paid),
                    None if self.euro(*paid, valuing.state, valuing.on).is_none() => {
                        Err(vec!["unknown_price", "unknown_currency_rate"])
                    }
                    None => Err(vec!["unknown_price"]),
                }
            }
            Aid::Instalments { payments, .. } => self.payments(valuing, payments, flags),
            Aid::Loan { .. } | Aid::Guarantee { .. } => self.lent(record, valuing, false, flags),
            Aid::Range { low, high } => {
                let low = low.map(|low| self.end(valuing, low)).transpose();
                let high = high.map(|high| self.end(valuing, high)).transpose();
                Ok((low?.unwrap_or_else(|| Between::exactly(Fraction::whole(0))), high?))
            }
            // Neither a figure nor a cap (F18).
            Aid::Silent => Err(vec!["not_transparent_aid"]),
            Aid::Capped { of, .. } => self.form(record, &Valuing { aid: of, ..*valuing }, flags),
        }
    }

    fn end(&self, valuing: &Valuing<'_>, sum: Sum) -> Result<Between, Vec<&'static str>> {
        let euro = self.euro(sum, valuing.state, valuing.on).ok_or(vec!["unknown_currency_rate"])?;
        Ok(Between::exactly(euro))
    }

    /// A figure that is at most the cap, which also stands in for a high end (F10).
    fn at_most(&self, record: &Record, valuing: &Valuing<'_>, cap: Sum, valued: &mut Valued) -> Form {
        let cap = self.euro(cap, valuing.state, valuing.on).ok_or(vec!["unknown_currency_rate"]);
        match (self.form(record, valuing, &mut valued.flags), cap) {
            (Ok((low, high)), Ok(cap)) => {
                let most = Between::exactly(cap.clone());
                Ok((low.at_most(&cap), Some(high.map_or(most, |high| high.at_most(&cap)))))
            }
            (Err(mut codes), Err(more)) => {
                codes.extend(more);
                Err(codes)
            }
            (Err(codes), _) | (_, Err(codes)) => Err(codes),
        }
    }

    /// A cap that counts (F10): against the ceiling on the forms whose figure it stands in for.
    fn counting_cap(&self, valuing: &Valuing<'_>, cap: Sum, valued: &mut Valued) -> Form {
        let whole = self.euro(cap, valuing.state, valuing.on).ok_or(vec!["unknown_currency_rate"])?;
        let held = matches!(
            valuing.aid.form(),
            Aid::Compute { .. }
                | Aid::Hours { .. }
                | Aid::Credits { .. }
                | Aid::Service { .. }
                | Aid::Declared(_)
                | Aid::Silent
                | Aid::Range { .. }
        );
        if held {
            self.against_ceiling(valuing, &whole, valued);
        }
        Ok(exact(whole))
    }

    /// The State's part of an amount against the ceiling of the regime (F3, F10, F16).
    fn against_ceiling(&self, valuing: &Valuing<'_>, whole: &Fraction, valued: &mut Valued) {
        let Some(limit) = ceiling(valuing.regime, valuing.on).map(|ceiling| Fraction::whole(ceiling.limit))
        else {
            return;
        };
        if whole.times(&counting_share(valuing.funding)) > limit {
            valued.besides.push("not_transparent_aid");
        } else if *whole > limit {
            valued.flags.push("interpretation");
        }
    }

    /// What a form with its cap comes to before the share of F11, and whether that share was taken already.
    fn with_cap(&self, record: &Record, valuing: &Valuing<'_>, valued: &mut Valued) -> (Form, bool) {
        let form = Valuing { aid: valuing.aid.form(), ..*valuing };
        let lent = matches!(form.aid, Aid::Loan { .. } | Aid::Guarantee { .. });
        let instrument = lent || matches!(form.aid, Aid::Capital(_));
        let (cap, counts_as) = match valuing.aid {
            Aid::Capped { cap, counts_as, .. } => (*cap, *counts_as),
            _ => return (self.form(record, &form, &mut valued.flags), instrument),
        };
        match counts_as {
            "scheme-fixed-sum" => {
                let conditions =
                    if lent { self.lent(record, &form, true, &mut valued.flags).err() } else { None };
                let mut missing = conditions.unwrap_or_default();
                if !valuing.by_scheme {
                    // A fixed sum is what a scheme announced; another cap counts nowhere.
                    missing.push("needs_review");
                    return (Err(missing), false);
                }
                match self.counting_cap(valuing, cap, valued) {
                    Ok(figure) if missing.is_empty() => (Ok(figure), false),
                    Ok(_) => (Err(missing), false),
                    Err(more) => (Err([missing, more].concat()), false),
                }
            }
            _ if instrument => (self.form(record, &form, &mut valued.flags), true),
            "cap" => (self.counting_cap(valuing, cap, valued), false),
            _ if matches!(form.aid, Aid::Silent) => (self.counting_cap(valuing, cap, valued), false),
            _ => (self.at_most(record, &form, cap, valued), false),
        }
    }

    /// The gross grant equivalent.
    pub(super) fn worth(&self, record: &Record, valuing: &Valuing<'_>) -> Valued {
        let mut valued = Valued::default();
        // The limit on capital needs the injection in euro, also where a cap counts.
        let mut unmeasured = false;
        if let Aid::Capital(injection) = valuing.aid.form()
            && ceiling(valuing.regime, valuing.on).is_some()
        {
            match self.euro(*injection, valuing.state, valuing.on) {
                Some(injection) => self.against_ceiling(valuing, &injection, &mut valued),
                None => unmeasured = true,
            }
        }
        let (form, taken) = self.with_cap(record, valuing, &mut valued);
        let share = if taken { Fraction::whole(1) } else { counting_share(valuing.funding) };
        match form {
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
        if valued.gge.is_none() {
            // No rate was used for a figure (F17).
            valued.flags.retain(|flag| *flag != "reference_old");
        }
        valued
    }

    /// Whether a form comes to nothing (F12).
    pub(super) fn comes_to_nothing(&self, record: &Record, valuing: &Valuing<'_>) -> bool {
        // Of the whole, whoever pays for it.
        let form = Valuing { aid: valuing.aid.form(), funding: &[], ..*valuing };
        matches!(self.form(record, &form, &mut Vec::new()),
            Ok((_, Some(high))) if high == Between::exactly(Fraction::whole(0)))
    }
}

/// A base rate of more than a year is worth a flag (F17).
fn note_age(base: Option<(Day, i128)>, on: Day, flags: &mut Vec<&'static str>) {
    if base.is_some_and(|(from, _)| on.signed_duration_since(from).num_days() > 366) {
        flags.push("reference_old");
    }
}
