//! Every message but those about words of the wire: its key, and the arguments that its text may name.

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::undertaking::{CreditBand, Size};
use ledger::ids::{MemberState, PartyId, ScopedId, UndertakingId};
use ledger::money::{Cents, Currency};
use ledger::verdict::Figure;
use rust_decimal::Decimal;

use super::message::{Count, Message};

macro_rules! messages {
    ($($visible:vis $key:ident($($arg:ident: $type:ty),*);)*) => {
        $(
            #[doc = concat!("The message `", stringify!($key), "`.")]
            #[must_use]
            $visible fn $key($($arg: $type),*) -> Message {
                Message::new(stringify!($key), vec![$((stringify!($arg), $arg.into())),*])
            }
        )*

        /// Each key with the names of its arguments.
        #[cfg(test)]
        pub(super) const ALL: &[(&str, &[&str])] = &[$((stringify!($key), &[$(stringify!($arg)),*])),*];
    };
}

messages! {
    // What became of a statement.
    pub(crate) verdict(outcome: Message, kind: Message);
    pub(crate) no_effect();
    pub(crate) named(word: &str, meaning: Message);
    pub(crate) way_out(way: Message);
    pub(crate) prices_the_past();
    pub(crate) unknown_object(id: &str);
    pub(crate) disagrees();
    pub(crate) no_rule(rule: &str);

    // Amounts.
    pub(crate) eur(amount: Figure);
    pub(crate) figure_range(low: Cents, high: Cents);
    pub(crate) figure_open(low: Cents);

    // What aid is worth.
    pub(crate) worth(form: &str);
    pub(crate) worth_unsettled(form: &str);
    pub(crate) no_rate(currency: Currency);
    pub(crate) not_judged(form: &str);
    pub(crate) too_large();
    pub(crate) rate(currency: Currency, rate: Decimal, on: NaiveDate, source: &str);
    pub(crate) rate_age(days: u32);
    pub(crate) rate_for_good(currency: Currency, rate: Decimal, from: NaiveDate);
    pub(crate) rounding();
    pub(crate) decided_as_before();
    pub(crate) lessened();
    pub(crate) old_figure();
    pub(crate) stated_after();
    pub(crate) kept();
    pub(crate) repaid();
    pub(crate) old_self();
    pub(crate) operation(formula: Message);
    pub(crate) formula(terms: &str);
    pub(crate) smaller_of(first: Message, second: &str);
    pub(crate) share_of(whole: Message, percent: Decimal);
    pub(crate) sum_of_discounted(percent: &str, days: u32);
    pub(crate) input_nominal(figure: &str, unit: &str);
    pub(crate) input_face_value(figure: &str, unit: &str);
    pub(crate) input_market_value(figure: &str, unit: &str);
    pub(crate) input_price_paid(figure: &str, unit: &str);
    pub(crate) input_quantity(figure: &str, unit: &str);
    pub(crate) input_unit_price(figure: &str, unit: &str);
    pub(crate) input_declared(figure: &str, unit: &str);
    pub(crate) input_low_end(figure: &str, unit: &str);
    pub(crate) input_high_end(figure: &str, unit: &str);
    pub(crate) input_payment(figure: &str, unit: &str);
    pub(crate) input_principal(figure: &str, unit: &str);
    pub(crate) input_guaranteed(figure: &str, unit: &str);
    pub(crate) input_injection(figure: &str, unit: &str);
    pub(crate) input_years(figure: Decimal);
    pub(crate) input_collateral(figure: Decimal);
    pub(crate) input_interest_rate(figure: Decimal);
    pub(crate) input_cover(figure: Decimal);
    pub(crate) input_cap(figure: &str, unit: &str);

    // Forms of aid that are no plain money.
    pub(crate) no_price();
    pub(crate) no_base_rate();
    pub(crate) not_covered(form: &str);
    pub(crate) barred();
    pub(crate) price(price: &str, unit: &str, from: NaiveDate, method: &str);
    pub(crate) discount_rate(percent: Decimal);
    pub(crate) base_rate(percent: Decimal, from: NaiveDate);
    pub(crate) margin(percent: Decimal);
    pub(crate) year_days(days: u32);
    pub(crate) payment(due: NaiveDate, days: u32);
    pub(crate) safe_harbour();
    pub(crate) pair(amount: Cents, years: u32, fits: bool);
    pub(crate) formula_ceiling(ceiling: Cents);
    pub(crate) collateral(least: Decimal, met: bool);
    pub(crate) cover(most: Decimal, met: bool);
    pub(crate) size(size: Option<Size>);
    pub(crate) band(band: Option<CreditBand>, least: CreditBand);
    pub(crate) insolvency_unknown();
    pub(crate) insolvency_none();
    pub(crate) insolvency_proceedings();
    pub(crate) insolvency_criteria_met();
    pub(crate) capital_limit(limit: Cents);
    pub(crate) cap_limit(limit: Cents);
    pub(crate) gates();
    pub(crate) part_inside(percent: Decimal);
    pub(crate) not_transparent();
    pub(crate) saved_interest();
    pub(crate) reference_rate(percent: Decimal);
    pub(crate) no_margin();
    pub(crate) rate_not_stated();
    pub(crate) formula_years(years: Decimal);
    pub(crate) cap_exact();
    pub(crate) cap_in_full();
    pub(crate) cap_fixed_sum();
    pub(crate) share(percent: Decimal);

    // Whose awards are added up.
    pub(crate) group(numbers: usize);
    pub(crate) single_undertaking(undertakings: usize, numbers: usize, numbered: bool, day: NaiveDate);
    pub(crate) unregistered(id: &UndertakingId);
    pub(crate) member(id: &UndertakingId);
    pub(crate) registered_at(position: u64);
    pub(crate) same_by(id: &UndertakingId, position: u64);
    pub(crate) controls(controller: &UndertakingId, controlled: &UndertakingId, from: NaiveDate, weak: bool, by: Option<&PartyId>);
    pub(crate) absorbed(surviving: &UndertakingId, absorbed: &UndertakingId, on: NaiveDate, by: Option<&PartyId>);
    pub(crate) same_for(other: &UndertakingId, by: Option<&PartyId>);
    pub(crate) set_aside(holder: &UndertakingId, public: bool, from: NaiveDate, links: usize);
    pub(crate) another_group(day: NaiveDate);
    pub(crate) joins(id: &UndertakingId);
    pub(crate) leaves(id: &UndertakingId);
    pub(crate) control_ended(controller: &UndertakingId, controlled: &UndertakingId, on: NaiveDate);
    pub(crate) reading_without_weak();
    pub(crate) reading_with_all_weak();
    pub(crate) reading_through_persons();
    pub(crate) reading_without_persons();
    pub(crate) reading_undeclared();
    pub(crate) reading_across_borders();
    pub(crate) reading_within_borders();
    pub(crate) reading_all_parties();
    pub(crate) reading_all_stated();

    // What a group holds of an award.
    pub(crate) received(by: &UndertakingId);
    pub(crate) whole();
    pub(crate) by_merger(on: NaiveDate);
    pub(crate) by_equity(on: NaiveDate);
    pub(crate) as_attributed(on: NaiveDate);
    pub(crate) at_exit(on: NaiveDate);
    pub(crate) undivided(on: NaiveDate);
    pub(crate) part(id: &UndertakingId, here: bool);
    pub(crate) unsettled_exit(controller: &UndertakingId, controlled: &UndertakingId, on: NaiveDate);
    pub(crate) reserved(until: NaiveDate);
    pub(crate) conditional(until: NaiveDate);
    pub(crate) sighting(id: &ScopedId, on: NaiveDate);

    // Limits.
    pub(crate) check(state: Option<MemberState>, after: Figure, limit: Cents);
    pub(crate) limit(limit: Cents);
    pub(crate) parameter(from: NaiveDate, reading: bool, note: Option<&str>);
    pub(crate) boundary(closed: bool, years: u32, first_day: NaiveDate);
    pub(crate) window(from: NaiveDate, to: NaiveDate, count: usize);
    pub(crate) this_award(on: NaiveDate);
    pub(crate) tentative();
    pub(crate) remaining();
    pub(crate) excess();
    pub(crate) sum_and_ceiling(sum: Figure, ceiling: Cents);
    pub(crate) other_windows(count: usize);
    pub(crate) boundary_dispute(day: NaiveDate, closed: bool);
    pub(crate) same_day();
    pub(crate) interpreted(regime: Regime, note: Option<&str>);
    pub(crate) counted_by_reading(regime: Regime, note: Option<&str>);
    pub(crate) without_readings();
    pub(crate) with_interpreted();
    pub(crate) award(id: &ScopedId, on: NaiveDate, standing: Message);
    pub(crate) standing_admitted();
    pub(crate) standing_recorded();
    pub(crate) standing_over_ceiling();
    pub(crate) standing_reduced();
    pub(crate) standing_uncounted();
    pub(crate) reduced(on: NaiveDate, most: Cents);
    pub(crate) uncounted(id: &ScopedId, on: NaiveDate);
    pub(crate) uncounted_awards(count: usize);
    pub(crate) more_awards(count: usize);
    pub(crate) more(count: usize);
    pub(crate) paid_once(service: &str, count: usize);
    pub(crate) affects(count: usize);
    pub(crate) affected(id: &ScopedId, on: NaiveDate);
    pub(crate) paid_in_doubt(count: usize, note: &str);
    pub(crate) cost_line(line: &str, amount: Cents, own: Cents, others: Cents, over: bool);
    pub(crate) claimed(regime: Regime);
    pub(crate) claimed_date(day: NaiveDate);
    pub(crate) claimed_activity();
    pub(crate) claimed_condition();
    pub(crate) claimed_no_service();
    pub(crate) duty(days: u32, last: NaiveDate, late: bool);
    pub(crate) holidays(count: usize);
    pub(crate) lateness(days: u32);
    pub(crate) not_certain(days: u32);
    pub(crate) not_tested(days: u32);
    pub(crate) headroom();

    // What becomes of an award.
    pub(crate) without_reservation();
    pub(crate) given_up();
    pub(crate) counts_from_then();
    pub(crate) seen();
    pub(crate) counts_for_all(id: &ScopedId);
    pub(crate) awarded_quantity(quantity: Decimal);
    pub(crate) awarded_value(value: Cents);
    pub(crate) drawn_quantity(quantity: Decimal);
    pub(crate) drawn_value(value: Cents);
    pub(crate) waited(kind: Message);
    pub(crate) of_the_set(id: &ScopedId, outcome: Message);

    // What a statement names.
    pub(crate) detail_number(value: String);
    pub(crate) detail_rules(value: String);
    pub(crate) detail_digest(value: String);
    pub(crate) detail_applies_from(value: String);
    pub(crate) detail_semantics(value: String);
    pub(crate) detail_source(value: String);
    pub(crate) detail_party(value: String);
    pub(crate) detail_key(value: String);
    pub(crate) detail_statement(value: String);
    pub(crate) detail_application(value: String);
    pub(crate) detail_amount(value: String);
    pub(crate) detail_award(value: String);
    pub(crate) detail_band(value: String);
    pub(crate) detail_beneficiary(value: String);
    pub(crate) detail_citation(value: String);
    pub(crate) detail_condition(value: String);
    pub(crate) detail_controlled(value: String);
    pub(crate) detail_controller(value: String);
    pub(crate) detail_decision(value: String);
    pub(crate) detail_document(value: String);
    pub(crate) detail_equity(value: String);
    pub(crate) detail_expires_on(value: String);
    pub(crate) detail_finding(value: String);
    pub(crate) detail_from(value: String);
    pub(crate) detail_granted_on(value: String);
    pub(crate) detail_ground(value: String);
    pub(crate) detail_held(value: String);
    pub(crate) detail_holder(value: String);
    pub(crate) detail_insolvency(value: String);
    pub(crate) detail_interest(value: String);
    pub(crate) detail_kind(value: String);
    pub(crate) detail_legal_basis(value: String);
    pub(crate) detail_long_stop(value: String);
    pub(crate) detail_member(value: String);
    pub(crate) detail_outcome(value: String);
    pub(crate) detail_on(value: String);
    pub(crate) detail_principal(value: String);
    pub(crate) detail_project(value: String);
    pub(crate) detail_quantity(value: String);
    pub(crate) detail_question(value: String);
    pub(crate) detail_reason(value: String);
    pub(crate) detail_receipt(value: String);
    pub(crate) detail_scheme(value: String);
    pub(crate) detail_share(value: String);
    pub(crate) detail_size(value: String);
    pub(crate) detail_stays();
    pub(crate) detail_subject(value: String);
    pub(crate) detail_successor(value: String);
    pub(crate) detail_summary(value: String);
    pub(crate) detail_system(value: String);
    pub(crate) detail_undertaking(value: String);
    pub(crate) detail_until(value: String);

    // Answers to questions about headroom.
    pub(crate) headroom_left(remaining: Cents, on: NaiveDate, regime: Regime, state: MemberState, undertaking: &UndertakingId, bound: bool);
    pub(crate) headroom_used(ceiling: Cents, used: Cents);
    pub(crate) headroom_exceeded(ceiling: Cents, used: Cents, excess: Cents);
    pub(crate) headroom_award(on: NaiveDate, award: &ScopedId, standing: &str, position: u64);
    pub(crate) headroom_release(on: NaiveDate, amount: Cents, remaining: Cents);
    pub(crate) headroom_unknown_undertaking(id: &UndertakingId);
    pub(crate) headroom_no_ceiling(regime: Regime, on: NaiveDate, others: &str);
    pub(crate) headroom_no_ceiling_at_all(regime: Regime, on: NaiveDate);
    pub(crate) headroom_state_needed();

    // The headroom page, whose amounts come in groups of three digits.
    pub page_left(bound: bool, remaining: &str);
    pub page_of(undertaking: &UndertakingId);
    pub page_terms(on: NaiveDate, state: MemberState, regime: Regime, ceiling: &str, used: &str);
    pub page_exceeded(excess: &str);
    pub page_upper_bound();
    pub page_no_release();
    pub page_coverage(regime: Regime, from: Option<NaiveDate>, uncounted: Count, unknown: Count);

    // The problem of a statement without effect.
    pub refused();
    pub deferred();
    pub recorded_as(position: u64, outcome: &str, code: &str);
    pub room_left(largest: Cents);
    pub fits_on(day: NaiveDate);

    // What an audit says.
    pub(crate) exit_sound();
    pub(crate) exit_could_not_run();
    pub(crate) exit_unsound();
    pub(crate) exit_verdict_differs();
    pub(crate) exit_incomplete();
    pub(crate) exit_state_corrupt();
    pub(crate) verdict_differs(member: &str, citation: Option<&str>);
    pub(crate) differs();
    pub(crate) check_line(rule: &str, from: &str, to: &str, after: Figure, limit: Cents, left: Cents);
    pub(crate) checked_head(size: Count);
    pub(crate) checked_tree();
    pub(crate) checked_entries(entries: Count);
    pub(crate) checked_verdicts(verdicts: Count);
    pub(crate) checked_consistency(name: &str, size: Count);
    pub(crate) checked_cosigned(witnesses: &str);
    pub(crate) open_without_head();
    pub(crate) open_entries(from: u64, to: u64);
    pub(crate) open_verdicts(verdicts: Count);
    pub(crate) open_semantics();
    pub(crate) open_whose();
    pub(crate) open_other_histories();
    pub(crate) open_rollback();
    pub(crate) open_left_out();
    pub(crate) open_truth();
    pub(crate) open_clock();
    pub(crate) open_journal();
}
