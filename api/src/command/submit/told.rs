//! What the ledger answered, in words: the amount and what is left after it, flags, or why not and what can be done.

use ledger::event::EventType;
use ledger::money::Cents;
use ledger::verdict::{Code, Figure, Flag, Outcome};
use rules::words::say;
use rules::words::{self, Arg, Between, Listed, Message};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::Value;

/// The verdict of an answer, as far as it is told; an entry has the same members.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) outcome: Option<Outcome>,
    pub(super) codes: Vec<String>,
    pub(super) flags: Vec<String>,
    pub(super) gge: Value,
    /// The limit that the statement comes closest to, or exceeds most.
    pub(super) tightest: Option<Tightest>,
    /// Whether a limit in euro was tested whose sum is not known.
    is_left_hidden: bool,
    pub(super) ways_out: Value,
}

/// A limit in euro with what this award makes of it.
#[derive(Debug)]
pub(super) struct Tightest {
    state: Option<String>,
    from: String,
    to: String,
    after: Cents,
    /// The limit.
    pub(super) limit: Cents,
    /// What is left after the award; below zero where it is exceeded.
    pub(super) left: Cents,
}

impl Told {
    /// Of the verdict's members, wherever they stand.
    pub(super) fn of(body: &Value) -> Self {
        let word = |name: &str| body.get(name).and_then(Value::as_str);
        Self {
            outcome: word("outcome").and_then(|word| word.parse().ok()),
            codes: words_of(body, "codes"),
            flags: words_of(body, "flags"),
            gge: body.get("gge").cloned().unwrap_or_default(),
            tightest: tightest(body),
            is_left_hidden: items(body, "checks").any(has_no_sum),
            ways_out: body.get("ways_out").cloned().unwrap_or_default(),
        }
    }

    /// What to say first, and what to say below it.
    pub(super) fn sentences(
        &self,
        kind: Option<EventType>,
        position: u64,
        server: &str,
    ) -> (Message, Vec<Message>) {
        let why = || {
            let each = self.codes.iter().map(|code| say::sent_word(code_meaning(code), code));
            Listed::new(Between::Semicolon, each)
        };
        let first = match self.outcome {
            Some(Outcome::Admitted) => say::sent_admitted(position),
            Some(Outcome::Recorded) if kind == Some(EventType::AwardReported) => say::sent_reported(position),
            Some(Outcome::Recorded) if kind == Some(EventType::AwardGranted) => say::sent_conferred(position),
            Some(Outcome::Recorded) => say::sent_recorded(position),
            Some(Outcome::Deferred) => say::sent_deferred(position, why()),
            Some(Outcome::Refused) | None => say::sent_refused(position, why()),
        };
        let took_effect = matches!(self.outcome, Some(Outcome::Admitted | Outcome::Recorded));
        let worth = figure(&self.gge).map(say::eur);
        let first = match worth.clone().filter(|_| took_effect) {
            Some(worth) => say::sent_worth(first, worth),
            None => first,
        };
        let mut below: Vec<Message> = worth.filter(|_| !took_effect).into_iter().collect();
        below.extend(self.tightest.as_ref().and_then(|limit| limit.told(took_effect)));
        below.extend((took_effect && self.is_left_hidden).then(say::sent_left_unknown));
        let notes = self.flags.iter().map(|flag| say::sent_note(noted(flag)));
        below.extend(notes);
        if !took_effect {
            below.extend(self.ways().into_iter().map(say::sent_way_out));
            below.push(say::way_explain(server, position));
        }
        (first, below)
    }

    /// What can be done: in figures where amounts decide, else as the code says.
    fn ways(&self) -> Vec<Message> {
        let ways = &self.ways_out;
        let text = |of: &Value, name: &str| of.get(name).and_then(Value::as_str).map(str::to_owned);
        let mut found = Vec::new();
        match text(ways, "largest_amount_now").as_deref() {
            Some("0.00") => found.push(say::way_nothing_now()),
            Some(largest) => found.push(say::way_now(Arg::stated_number(largest))),
            None => {}
        }
        found.extend(text(ways, "first_date_for_full_amount").map(|day| say::way_day(Arg::stated_day(&day))));
        let waive = ways.get("waive").unwrap_or(&Value::Null);
        found.extend(text(waive, "amount").map(|amount| say::way_waive(Arg::stated_number(&amount))));
        for award in items(waive, "awards") {
            let (id, counted) = (text(award, "award"), text(award, "counted"));
            found.extend(
                id.zip(counted).map(|(id, counted)| say::way_waive_award(&id, Arg::stated_number(&counted))),
            );
        }
        for other in items(ways, "other_regimes") {
            let (regime, left) = (text(other, "regime"), text(other, "remaining"));
            found.extend(
                regime.zip(left).map(|(regime, left)| say::way_regime(&regime, Arg::stated_number(&left))),
            );
        }
        if found.is_empty() {
            let known = self.codes.iter().filter_map(|code| code.parse::<Code>().ok());
            found.extend(known.map(words::code_way_out));
        }
        found
    }
}

impl Tightest {
    /// Of a refusal a limit is told only where it is why.
    fn told(&self, took_effect: bool) -> Option<Message> {
        let Self { state, from, to, after, limit, left } = self;
        let state = state.as_deref();
        let (from, to) = (Arg::stated_day(from), Arg::stated_day(to));
        if *left < Cents::ZERO {
            let excess = *after - *limit;
            return Some(say::sent_over(*after, *limit, excess, state, from, to));
        }
        took_effect.then(|| say::sent_left(*left, *limit, state, from, to))
    }
}

fn noted(flag: &str) -> Message {
    let meaning = flag.parse::<Flag>().map_or_else(|_| say::as_said(flag), words::flag_meaning);
    say::sent_word(meaning, flag)
}

fn code_meaning(code: &str) -> Message {
    code.parse::<Code>().map_or_else(|_| say::as_said(code), words::code_meaning)
}

fn words_of(body: &Value, name: &str) -> Vec<String> {
    items(body, name).filter_map(Value::as_str).map(str::to_owned).collect()
}

fn items<'a>(of: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    of.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// Of the limits in euro whose sum is known, the one with the least left.
fn tightest(body: &Value) -> Option<Tightest> {
    let read = |check: &Value| {
        let text = |name: &str| check.get(name).and_then(Value::as_str);
        if text("unit") != Some("EUR") {
            return None;
        }
        let after = figure(check.get("after")?)?.high?;
        let limit = cents(text("limit")?)?;
        Some(Tightest {
            state: text("ms").map(str::to_owned),
            from: text("from").unwrap_or_default().to_owned(),
            to: text("to").unwrap_or_default().to_owned(),
            after,
            limit,
            left: limit - after,
        })
    };
    items(body, "checks").filter_map(read).min_by_key(|limit| limit.left)
}

/// A sum with an award in it whose figure nobody knows has no high end.
fn has_no_sum(check: &Value) -> bool {
    let after = check.get("after").and_then(figure);
    check.get("unit").and_then(Value::as_str) == Some("EUR")
        && after.is_some_and(|after| after.high.is_none())
}

/// `["x"]`, `["low","high"]` or `["low",null]`.
fn figure(value: &Value) -> Option<Figure> {
    let ends = value.as_array()?;
    let low = cents(ends.first()?.as_str()?)?;
    match ends.get(1) {
        None => Some(Figure::exact(low)),
        Some(high) => Some(Figure { low, high: high.as_str().and_then(cents) }),
    }
}

fn cents(text: &str) -> Option<Cents> {
    let amount: Decimal = text.parse().ok()?;
    amount.checked_mul(Decimal::ONE_HUNDRED)?.to_i128().map(Cents)
}
