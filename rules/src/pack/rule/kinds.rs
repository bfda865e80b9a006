//! The table of kinds: what a rule in a file may be, and what it becomes. **A new kind is a row here.**
//!
//! - [`KINDS`] names every kind of the format, whether or not this release judges it.
//! - `ROWS` has a row for each form of a kind that this release reads: its word, what tells it from others of the kind, its keys
//!   with what may stand at each, and its reader. The published schema is made of it.
//! - `judged` has a line for each kind that is judged.

use toml_edit::{Item, TableLike};

use crate::pack::fault::PackFaultKind;
use crate::pack::shape::{
    COUNTS, DUTY_SECTOR, Form, INSTRUMENTS, Key, NO_AID_GROUND, OF_EVERY_RULE, OPTION, RETROACTION, Shape,
    TAIL, may, need,
};

use super::judged::Rule;
use super::reader::RuleReader;
use super::{cumulation, duty, eligibility, exclusion, group, limit, national, separated, valuation};

/// The closed set of rule kinds of the format, whether or not this release judges them: a kind that a later release judges
/// is told from a slip of the pen.
pub(in crate::pack) const KINDS: [&str; 13] = [
    "window_cap",
    "lifetime_cap",
    "national_cap",
    "intensity",
    "cumulation",
    "total_funding",
    "eligibility",
    "exclusion",
    "notification_threshold",
    "valuation",
    "duty",
    "share",
    "recovery_interest",
];

/// What a block of a rule may be.
pub(in crate::pack) struct Row {
    /// Its `kind`.
    pub(in crate::pack) kind: &'static str,
    /// What tells it from others of the kind.
    pub(in crate::pack) told_by: ToldBy,
    /// Its keys.
    pub(in crate::pack) shape: Shape,
    /// Its reader.
    pub(super) read: fn(&mut RuleReader<'_, '_>) -> Option<Rule>,
}

/// How the rows of a kind are told apart.
pub(in crate::pack) enum ToldBy {
    /// By a word at a key.
    Word(&'static str, &'static str),
    /// By a key that is there.
    Key(&'static str),
    /// It is the one that is left.
    Nothing,
}

/// The keys of a rule of a kind: those of every rule, and its own.
const fn rule(what: &'static str, own: &'static [Key]) -> Shape {
    Shape { what, parts: [OF_EVERY_RULE, own] }
}

/// What tells a row apart stands at a key of its own.
const fn told(key: &'static str) -> Key {
    need(key, Form::Text)
}

const FISHERY_PURPOSES: [&str; 8] = [
    "vessel-purchase",
    "engine",
    "capacity",
    "new-vessel",
    "cessation",
    "exploratory",
    "business-transfer",
    "restocking",
];
const FISHERY_EXCEPTIONS: [&str; 4] =
    ["outermost-under-12m", "cessation-2021-1139", "conservation-measure", "experimental"];
/// What a duty is called.
const DUTY_NAME: Form = Form::Plain("[a-z0-9-]{1,64}");
/// From what day a duty runs.
const STARTS: Form = Form::OneOf(&[
    "grant",
    "report",
    "year-of-grant",
    "tax-declaration",
    "scheme",
    "last-aid-of-scheme",
    "last-aid-of-provider",
    "request",
    "quarter",
    "year",
    "date",
]);
/// Who has to do it.
const BY: Form = Form::OneOf(&["member-state", "granting-authority", "intermediary", "provider", "host"]);

const HOLDERS: Form = Form::AnyOf(0, &["public-body", "non-profit"]);

/// In the order in which hints name them; what is told by nothing stands after its fellows.
pub(in crate::pack) static ROWS: [Row; 27] = [
    Row {
        kind: "window_cap",
        told_by: ToldBy::Nothing,
        shape: rule(
            "window_cap rule",
            &[
                need("regime", Form::Regime),
                need("scope", Form::OneOf(&["member-state", "union"])),
                need("unit", Form::OneOf(&["single-undertaking"])),
                need("ceiling", Form::Parameter("EUR")),
                need("code", Form::Code),
                need("unlinked_through", HOLDERS),
                need("cross_border", Form::Parameter("cross-border")),
                need("counts", Form::Rows(1, &COUNTS)),
                may("window_years", Form::Whole(1, 30)),
                may("boundary", Form::Parameter("boundary")),
                may("fiscal_years", Form::Whole(1, 30)),
                may("natural_persons", Form::Parameter("natural-persons")),
                may("sum", Form::Truth),
                may("ceiling_disputed", Form::Parameter("EUR")),
                may("option", Form::Block(&OPTION)),
            ],
        ),
        read: |rule| limit::window_cap(rule).map(Rule::Limit),
    },
    Row {
        kind: "national_cap",
        told_by: ToldBy::Nothing,
        shape: rule(
            "national_cap rule",
            &[
                need("regime", Form::Regime),
                need("scope", Form::OneOf(&["member-state"])),
                need("caps", Form::List),
                need("total_age", Form::Parameter("day")),
                need("code", Form::Code),
                need("counts", Form::Rows(1, &COUNTS)),
                may("window_years", Form::Whole(1, 30)),
                may("boundary", Form::Parameter("boundary")),
                may("fiscal_years", Form::Whole(1, 30)),
                may("fiscal_years_of", Form::AnyOf(1, &["beneficiary", "recipient", "calendar"])),
                may("option", Form::Block(&OPTION)),
                may("option_only", Form::Truth),
                may("share", Form::Parameter("percent")),
                may("product_sector", Form::Truth),
            ],
        ),
        read: |rule| national::national_cap(rule).map(Rule::National),
    },
    Row {
        kind: "eligibility",
        told_by: ToldBy::Word("condition", "in-force"),
        shape: rule(
            "eligibility rule",
            &[
                told("condition"),
                need("regimes", Form::Regimes(1)),
                need("legacy", Form::Truth),
                may("tail", Form::Block(&TAIL)),
                may("retroaction", Form::Block(&RETROACTION)),
            ],
        ),
        read: |rule| eligibility::in_force(rule).map(Rule::InForce),
    },
    Row {
        kind: "eligibility",
        told_by: ToldBy::Word("condition", "reservation-life"),
        shape: rule(
            "eligibility rule",
            &[told("condition"), need("regimes", Form::Regimes(1)), need("days", Form::Parameter("day"))],
        ),
        read: |rule| eligibility::reservation_life(rule).map(Rule::ReservationLife),
    },
    Row {
        kind: "eligibility",
        told_by: ToldBy::Word("condition", "separated"),
        shape: rule(
            "eligibility rule",
            &[
                told("condition"),
                need("regimes", Form::Regimes(1)),
                need("not_stated", Form::OneOf(&["nothing", "review"])),
                need("code", Form::Code),
                may("sectors", Form::Names),
                may("beside", Form::Regimes(1)),
            ],
        ),
        read: |rule| separated::separated(rule).map(Rule::Separated),
    },
    Row {
        kind: "eligibility",
        told_by: ToldBy::Word("condition", "no-aid"),
        shape: rule(
            "eligibility rule",
            &[
                told("condition"),
                need("regimes", Form::Regimes(1)),
                need("grounds", Form::Rows(0, &NO_AID_GROUND)),
            ],
        ),
        read: |rule| eligibility::no_aid(rule).map(Rule::NoAid),
    },
    Row {
        kind: "cumulation",
        told_by: ToldBy::Word("condition", "same-service"),
        shape: rule(
            "cumulation rule",
            &[
                told("condition"),
                need("regimes", Form::Regimes(1)),
                need("except", Form::Regimes(0)),
                need("code", Form::Code),
                may("except_in_doubt", Form::Regimes(0)),
                may("note", Form::Text),
            ],
        ),
        read: |rule| cumulation::same_service(rule).map(Rule::SameService),
    },
    Row {
        kind: "cumulation",
        told_by: ToldBy::Word("condition", "same-costs"),
        shape: rule(
            "cumulation rule",
            &[
                told("condition"),
                need("regimes", Form::Regimes(1)),
                need("state_aid", Form::AnyOf(1, &["gber", "notified"])),
                need("code", Form::Code),
                may("limit", Form::OneOf(&["line", "highest-intensity"])),
            ],
        ),
        read: |rule| cumulation::same_costs(rule).map(Rule::SameCosts),
    },
    Row {
        kind: "cumulation",
        told_by: ToldBy::Word("condition", "single-undertaking"),
        shape: rule(
            "cumulation rule",
            &[
                told("condition"),
                need("unlinked_through", HOLDERS),
                need("cross_border", Form::Parameter("cross-border")),
                may("natural_persons", Form::Parameter("natural-persons")),
            ],
        ),
        read: |rule| group::single_undertaking(rule).map(Rule::Group),
    },
    Row {
        kind: "exclusion",
        told_by: ToldBy::Word("statement", "fishery_purpose"),
        shape: rule(
            "exclusion rule",
            &[
                told("statement"),
                need("regimes", Form::Regimes(1)),
                need("except", Form::Regimes(0)),
                need("purposes", Form::AnyOf(1, &FISHERY_PURPOSES)),
                need("spared", Form::AnyOf(0, &FISHERY_EXCEPTIONS)),
                need("code", Form::Code),
            ],
        ),
        read: |rule| exclusion::purposes(rule).map(Rule::Condition),
    },
    Row {
        kind: "exclusion",
        told_by: ToldBy::Key("statement"),
        shape: rule(
            "exclusion rule",
            &[
                need("regimes", Form::Regimes(1)),
                need("except", Form::Regimes(0)),
                need(
                    "statement",
                    Form::OneOf(&[
                        "export_linked",
                        "domestic_goods",
                        "price_quantity_linked",
                        "no_sgei_service",
                    ]),
                ),
                need("code", Form::Code),
                may("sectors", Form::List),
                may("excludes", Form::AnyOf(0, &["purchased", "marketed"])),
                may("reviews", Form::AnyOf(0, &["purchased", "marketed"])),
            ],
        ),
        read: |rule| exclusion::condition(rule).map(Rule::Condition),
    },
    Row {
        kind: "exclusion",
        told_by: ToldBy::Key("serves"),
        shape: rule(
            "exclusion rule",
            &[
                need("regimes", Form::Regimes(1)),
                need("except", Form::Regimes(0)),
                need("serves", Form::List),
                need("code", Form::Code),
            ],
        ),
        read: |rule| exclusion::served(rule).map(Rule::Sector),
    },
    Row {
        kind: "exclusion",
        told_by: ToldBy::Nothing,
        shape: rule(
            "exclusion rule",
            &[
                need("regimes", Form::Regimes(1)),
                need("except", Form::Regimes(0)),
                need("sectors", Form::List),
                need("code", Form::Code),
            ],
        ),
        read: |rule| exclusion::sector(rule).map(Rule::Sector),
    },
    Row {
        kind: "valuation",
        told_by: ToldBy::Word("method", "forex"),
        shape: rule(
            "valuation rule",
            &[
                told("method"),
                need("regimes", Form::RegimesOrAnyOther),
                need("max_age", Form::Parameter("day")),
            ],
        ),
        read: |rule| valuation::forex(rule).map(Rule::Forex),
    },
    Row {
        kind: "valuation",
        told_by: ToldBy::Word("method", "conversion"),
        shape: rule("valuation rule", &[told("method"), need("rates", Form::Parameter("conversion-rate"))]),
        read: |rule| valuation::conversion(rule).map(Rule::Conversion),
    },
    Row {
        kind: "valuation",
        told_by: ToldBy::Word("method", "loan-safe-harbour"),
        shape: rule(
            "valuation rule",
            &[
                told("method"),
                need("regime", Form::Regime),
                need("ceiling", Form::Parameter("EUR")),
                need("short_amount", Form::Parameter("EUR")),
                need("short_years", Form::Parameter("year")),
                need("long_amount", Form::Parameter("EUR")),
                need("long_years", Form::Parameter("year")),
                need("least_band", Form::Parameter("credit-band")),
                need("collateral_min", Form::Parameter("percent")),
                may("gate", Form::OneOf(&["every-method", "formula"])),
                may("option", Form::Block(&OPTION)),
            ],
        ),
        read: |rule| valuation::loan(rule).map(Rule::Loan),
    },
    Row {
        kind: "valuation",
        told_by: ToldBy::Word("method", "guarantee-safe-harbour"),
        shape: rule(
            "valuation rule",
            &[
                told("method"),
                need("regime", Form::Regime),
                need("ceiling", Form::Parameter("EUR")),
                need("short_amount", Form::Parameter("EUR")),
                need("short_years", Form::Parameter("year")),
                need("long_amount", Form::Parameter("EUR")),
                need("long_years", Form::Parameter("year")),
                need("least_band", Form::Parameter("credit-band")),
                need("cover_max", Form::Parameter("percent")),
                may("losses", Form::OneOf(&["proportional", "not-asked"])),
                may("gate", Form::OneOf(&["every-method", "formula"])),
                may("option", Form::Block(&OPTION)),
            ],
        ),
        read: |rule| valuation::guarantee(rule).map(Rule::Guarantee),
    },
    Row {
        kind: "valuation",
        told_by: ToldBy::Word("method", "loan-reference-rate"),
        shape: rule(
            "valuation rule",
            &[
                told("method"),
                need("regime", Form::Regime),
                need("formula", Form::Parameter("loan-formula")),
                need("years_decimals", Form::Parameter("decimals")),
                need("margin", Form::Parameter("percent")),
                need("least_band", Form::Parameter("credit-band")),
                need("base_rate_age", Form::Parameter("day")),
            ],
        ),
        read: |rule| valuation::reference_rate(rule).map(Rule::ReferenceRate),
    },
    Row {
        kind: "valuation",
        told_by: ToldBy::Word("method", "discount"),
        shape: rule(
            "valuation rule",
            &[
                told("method"),
                need("regimes", Form::RegimesOrAnyOther),
                need("margin", Form::Parameter("percent")),
                need("year_days", Form::Parameter("day")),
                need("base_rate_age", Form::Parameter("day")),
            ],
        ),
        read: |rule| valuation::discount(rule).map(Rule::Discount),
    },
    Row {
        kind: "valuation",
        told_by: ToldBy::Word("method", "capital"),
        shape: rule(
            "valuation rule",
            &[
                told("method"),
                need("regime", Form::Regime),
                need("limit", Form::Parameter("EUR")),
                may("option", Form::Block(&OPTION)),
            ],
        ),
        read: |rule| valuation::capital(rule).map(Rule::Capital),
    },
    Row {
        kind: "valuation",
        told_by: ToldBy::Word("method", "capped"),
        shape: rule(
            "valuation rule",
            &[
                told("method"),
                need("regime", Form::Regime),
                need("limit", Form::Parameter("EUR")),
                may("option", Form::Block(&OPTION)),
            ],
        ),
        read: |rule| valuation::capped(rule).map(Rule::Capped),
    },
    Row {
        kind: "valuation",
        told_by: ToldBy::Word("method", "portfolio"),
        shape: rule(
            "valuation rule",
            &[
                told("method"),
                need("regime", Form::Regime),
                need("ceiling", Form::Parameter("EUR")),
                need("total", Form::Parameter("EUR")),
                need("total_small", Form::Parameter("EUR")),
                need("small_loan", Form::Parameter("EUR")),
                need("cover_max", Form::Parameter("percent")),
                need("least_band", Form::Parameter("credit-band")),
                need("years", Form::Whole(1, 30)),
                need("boundary", Form::Parameter("boundary")),
            ],
        ),
        read: |rule| valuation::portfolio(rule).map(Rule::Portfolio),
    },
    Row {
        kind: "valuation",
        told_by: ToldBy::Word("method", "funding"),
        shape: rule(
            "valuation rule",
            &[
                told("method"),
                need("regimes", Form::RegimesOrAnyOther),
                need(
                    "origins",
                    Form::AnyOf(
                        1,
                        &[
                            "state",
                            "shared-management",
                            "union-central",
                            "ms-donated",
                            "private",
                            "undetermined",
                        ],
                    ),
                ),
            ],
        ),
        read: |rule| valuation::funding(rule).map(Rule::Funding),
    },
    Row {
        kind: "duty",
        told_by: ToldBy::Word("duty", "deadline"),
        shape: rule(
            "duty rule",
            &[
                told("duty"),
                need("name", DUTY_NAME),
                need("starts", STARTS),
                need("by", BY),
                need("ticked_by", Form::OneOf(&["register.receipt", "publication.made", "duty.done"])),
                may("regimes", Form::Regimes(1)),
                may("about", Form::OneOf(&["member-state", "system"])),
                may("register", Form::OneOf(&["national", "union"])),
                may("basis", Form::OneOf(&["ad-hoc", "scheme"])),
                may("instruments", Form::AnyOf(0, INSTRUMENTS)),
                may("except_instruments", Form::AnyOf(0, INSTRUMENTS)),
                may("working_days", Form::Parameter("working-day")),
                may("days", Form::Parameter("day")),
                may("months", Form::Parameter("month")),
                may("years", Form::Parameter("year")),
                may("day", Form::Parameter("day-of-year")),
                may("date", Form::Parameter("date")),
                may("wider_years", Form::Parameter("year")),
                may("roll", Form::Parameter("roll")),
                may("above", Form::Parameter("EUR")),
                may("by_sector", Form::Rows(1, &DUTY_SECTOR)),
            ],
        ),
        read: |rule| duty::deadline(rule).map(Rule::Duty),
    },
    Row {
        kind: "duty",
        told_by: ToldBy::Word("duty", "retention"),
        shape: rule(
            "duty rule",
            &[
                told("duty"),
                need("name", DUTY_NAME),
                need("starts", STARTS),
                need("by", BY),
                need("regimes", Form::Regimes(1)),
                may("basis", Form::OneOf(&["ad-hoc", "scheme"])),
                may("instruments", Form::AnyOf(0, INSTRUMENTS)),
                may("except_instruments", Form::AnyOf(0, INSTRUMENTS)),
                may("years", Form::Parameter("year")),
                may("fiscal_years", Form::Parameter("year")),
                may("roll", Form::Parameter("roll")),
                may("above", Form::Parameter("EUR")),
                may("by_sector", Form::Rows(1, &DUTY_SECTOR)),
            ],
        ),
        read: |rule| duty::retention(rule).map(Rule::Duty),
    },
    Row {
        kind: "duty",
        told_by: ToldBy::Word("duty", "declaration"),
        shape: rule(
            "duty rule",
            &[
                told("duty"),
                need("regimes", Form::Regimes(1)),
                may("years", Form::Parameter("year")),
                may("fiscal_years", Form::Parameter("year")),
                may("register", Form::OneOf(&["any", "national"])),
            ],
        ),
        read: |rule| duty::declaration(rule).map(Rule::Declaration),
    },
    Row {
        kind: "duty",
        told_by: ToldBy::Word("duty", "calendar"),
        shape: rule(
            "duty rule",
            &[
                told("duty"),
                need("weekend", Form::Parameter("weekdays")),
                need("forward_roll", Form::Parameter("roll")),
                need("look_back_roll", Form::Parameter("roll")),
                need("computed_from", Form::Parameter("working-day")),
                need("missing_from", Form::Parameter("working-day")),
            ],
        ),
        read: |rule| duty::calendar(rule).map(Rule::Calendar),
    },
];

impl Row {
    /// The row that a block is of.
    pub(super) fn of(table: &dyn TableLike) -> Result<&'static Row, (PackFaultKind, String)> {
        let word = |key: &str| table.get(key).and_then(Item::as_str).unwrap_or_default();
        let kind = word("kind");
        if !table.contains_key("kind") {
            let missing = PackFaultKind::MissingKey { key: "kind", block: "a rule".to_owned() };
            return Err((missing, format!("kind is one of: {}", KINDS.join(", "))));
        }
        let mut of_kind = ROWS.iter().filter(|row| row.kind == kind);
        let told = |row: &&Row| match row.told_by {
            ToldBy::Word(key, choice) => word(key) == choice,
            ToldBy::Key(key) => table.contains_key(key),
            ToldBy::Nothing => true,
        };
        if let Some(row) = of_kind.clone().find(told) {
            return Ok(row);
        }
        let choices: Vec<(&str, &str)> = of_kind.by_ref().filter_map(Row::choice).collect();
        Err(match (choices.first(), KINDS.iter().find(|known| **known == kind)) {
            (Some((key, _)), _) => {
                let choices: Vec<&str> = choices.iter().map(|(_, choice)| *choice).collect();
                let wrong =
                    PackFaultKind::BadValue(format!("{kind} rule with unknown {key} `{}`", word(key)));
                (wrong, format!("{key} is one of: {}", choices.join(", ")))
            }
            (None, Some(known)) => {
                let hint = "a rule that is loaded but not judged would pass in silence; list it in not_modelled instead";
                (PackFaultKind::KindNotJudged(known), hint.to_owned())
            }
            (None, None) => {
                let hint = format!("kind is one of: {}", KINDS.join(", "));
                (PackFaultKind::UnknownKind(kind.to_owned()), hint)
            }
        })
    }

    /// The word that tells it from others of its kind; empty where none does.
    pub(in crate::pack) fn form(&self) -> &'static str {
        match self.told_by {
            ToldBy::Word(_, word) | ToldBy::Key(word) => word,
            ToldBy::Nothing => "",
        }
    }

    fn choice(&self) -> Option<(&'static str, &'static str)> {
        match self.told_by {
            ToldBy::Word(key, choice) => Some((key, choice)),
            ToldBy::Key(_) | ToldBy::Nothing => None,
        }
    }
}
