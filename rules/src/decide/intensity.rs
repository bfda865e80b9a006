//! What State aid may come to on a cost line: the highest intensity or amount (rules-sectors D23(d)).

use num_rational::BigRational;

use crate::state::{Award, State};
use crate::value::{Priced, Worth, exact_euro, share_of};

/// The least and the greatest amount that may be allowed on a line.
#[derive(Debug, Clone)]
pub(crate) struct Allowed {
    pub least: BigRational,
    pub most: BigRational,
}

/// What the law allows an award of State aid on a line of an amount: by the rules of its article, by the decision that its report
/// states; where neither says it, nothing at least, and at most the line.
pub(crate) fn allowed(state: &State, award: &Award, line: &BigRational) -> Result<Allowed, Worth> {
    let within = |amount: BigRational| if amount > *line { line.clone() } else { amount };
    if let Some(by_article) = by_article(state, award, line) {
        return Ok(Allowed { least: within(by_article.least), most: within(by_article.most) });
    }
    if let Some(decided) = by_decision(state, award, line)? {
        return Ok(Allowed { least: within(decided.clone()), most: within(decided) });
    }
    Ok(Allowed { least: BigRational::from_integer(0.into()), most: line.clone() })
}

/// What the rules of kind `intensity` of the adopted packs allow for the article and part of an award; not known as long as no
/// pack has such rules.
fn by_article(_state: &State, _award: &Award, _line: &BigRational) -> Option<Allowed> {
    None
}

/// What the Commission's decision fixes for notified aid, as its report states it.
fn by_decision(state: &State, award: &Award, line: &BigRational) -> Result<Option<BigRational>, Worth> {
    let Some(terms) = award.terms.as_deref() else { return Ok(None) };
    let share = terms.most_percent.map(|percent| share_of(line, percent.value()));
    let amount = match terms.most_amount {
        Some(money) => Some(exact_euro(state, Priced::of(award), money)?),
        None => None,
    };
    Ok(match (share, amount) {
        (Some(share), Some(amount)) => Some(share.min(amount)),
        (one, other) => one.or(other),
    })
}
