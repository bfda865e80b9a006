//! What a step of a case may do, which keys it has, and what kind of value each key holds.

use crate::pack::shape::{Form, Shape, may, need, shape};

/// A block whose keys hold what [`kind`] says.
macro_rules! told {
    ($what:expr, [$($required:literal)*] [$($optional:literal)*]) => {
        Shape {
            what: $what,
            parts: [&[], &[$(need($required, Form::OfCases),)* $(may($optional, Form::OfCases)),*]],
        }
    };
}

/// Euro with two decimals at most.
const AMOUNT: Form = Form::Plain(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?");
pub(in crate::pack) const OUTCOMES: Form = Form::OneOf(&["admitted", "recorded", "refused", "deferred"]);
pub(super) const CONDITIONS: &[&str] = &["export_linked", "domestic_goods", "price_quantity_linked"];

pub(super) const CASE_FILE: Shape = shape("case file", &[need("case", Form::OfCases)]);
pub(in crate::pack) const CASE: Shape = shape(
    "case",
    &[
        need("name", Form::Text),
        need("source", Form::Text),
        need("grant", Form::Block(&CASE_AID)),
        need("expect", Form::Block(&CASE_EXPECT)),
        may("award", Form::Rows(0, &CASE_AID)),
        may("headroom", Form::Rows(0, &CASE_HEADROOM)),
    ],
);
pub(in crate::pack) const CASE_IN_STEPS: Shape = shape(
    "case",
    &[
        need("name", Form::Text),
        need("source", Form::Text),
        need("citation", Form::Text),
        need("step", Form::OfCases),
        may("undertakings", Form::Names),
        may("undertaking", Form::Rows(0, &UNDERTAKING)),
        may("member_state", Form::State),
        may("regime", Form::Regime),
        may("procedural", Form::Truth),
        may("headroom", Form::Rows(0, &CASE_HEADROOM)),
    ],
);
pub(super) const CASE_AID: Shape = shape(
    "aid",
    &[
        need("date", Form::Date),
        need("amount", AMOUNT),
        need("member_state", Form::State),
        need("regime", Form::Regime),
        need("right", Form::OneOf(&["on-admission", "conferred", "reported"])),
        may("undertaking", Form::Text),
        may("nace", Form::Text),
        may("nace_revision", Form::Text),
        may("conditions", Form::AnyOf(0, CONDITIONS)),
        may("separated", Form::Truth),
        may("service", Form::Text),
        may("basis", Form::OneOf(&["ad-hoc", "scheme"])),
        may("registered_on", Form::Date),
    ],
);
pub(super) const CASE_EXPECT: Shape = shape(
    "expect",
    &[
        need("outcome", OUTCOMES),
        need("codes", Form::Codes),
        need("flags", Form::Flags),
        need("citation", Form::Text),
    ],
);
pub(super) const CASE_HEADROOM: Shape = shape(
    "headroom",
    &[
        need("on", Form::Date),
        need("remaining", AMOUNT),
        need("excess", AMOUNT),
        may("undertaking", Form::Text),
        may("member_state", Form::State),
        may("regime", Form::Regime),
        may("next_release", Form::Date),
        may("upper_bound", Form::Truth),
    ],
);

/// The shapes of cases and of their steps, to tell a misplaced key from an unknown one.
pub(super) fn shapes() -> Vec<&'static Shape> {
    let of_cases: [&'static Shape; 6] =
        [&CASE_FILE, &CASE, &CASE_IN_STEPS, &CASE_AID, &CASE_EXPECT, &CASE_HEADROOM];
    of_cases.into_iter().chain(Act::ALL.iter().map(|act| act.shape())).collect()
}

/// Keys that every step may have.
macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $event:literal, [$($required:literal)*] [$($optional:literal)*];)*) => {
        /// What is stated in a step.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Act {
            $($(#[$doc])* #[doc = concat!("`", $word, "`, told as `", $event, "`.")] $name,)*
        }

        impl Act {
            /// Every act, in the order of the specification.
            pub const ALL: &'static [Act] = &[$(Act::$name),*];

            /// The word after `do`.
            pub fn word(self) -> &'static str {
                match self { $(Act::$name => $word,)* }
            }

            /// The event it is told as, without prefix and version.
            pub fn event(self) -> &'static str {
                match self { $(Act::$name => $event,)* }
            }

            pub(in crate::pack) fn shape(self) -> &'static Shape {
                match self {
                    $(Act::$name => {
                        const SHAPE: Shape = told!(
                            concat!("step `", $word, "`"),
                            ["do" $($required)*]
                            ["id" "expect" "registered_on" $($optional)*]
                        );
                        &SHAPE
                    })*
                }
            }
        }
    };
}

acts! {
    /// One undertaking controls another.
    Link = "link", "control.declared", ["controller" "controlled" "from"] ["kind" "share_percent" "level"];
    /// It does so no more.
    Unlink = "unlink", "control.ended", ["controller" "controlled" "on"] ["history" "attributed"];
    /// Several become one.
    Merge = "merge", "undertakings.merged", ["surviving" "absorbed" "on"] [];
    /// One becomes several.
    Split = "split", "undertaking.split", ["on" "successors"] ["undertaking"];
    /// An award of a split undertaking goes to successors.
    Attribute = "attribute", "award.attributed", ["award" "statement" "parts"] [];
    /// Somebody holds a share.
    Hold = "hold", "holding.declared", ["holder" "held" "as" "from"] ["share_percent"];
    /// Size, insolvency and rating become known.
    Assess = "assess", "undertaking.assessed", ["on"] ["undertaking" "size" "insolvency" "credit_band"];
    /// Somebody has searched for the whole group.
    Attest = "attest", "group.attested", ["on" "members"] ["undertaking"];
    /// A grant.
    Grant = "grant", "award.granted", ["date"]
        ["award" "undertaking" "member_state" "regime" "amount" "aid" "right" "nace" "conditions" "service" "funding" "no_aid" "scheme"
         "basis" "project" "lines" "costs" "measure" "class" "separated" "product_sector" "fishery_purpose" "fishery_exception"];
    /// A reservation.
    Reserve = "reserve", "award.reserved", ["award" "date" "expires_on"]
        ["undertaking" "member_state" "regime" "amount" "aid" "nace" "conditions" "service" "funding" "scheme"
         "basis" "project" "lines" "costs" "measure" "class" "separated" "product_sector" "fishery_purpose" "fishery_exception"];
    /// A right under a condition.
    Conditional = "conditional", "award.conditional", ["award" "date" "long_stop"]
        ["undertaking" "member_state" "regime" "amount" "aid" "right" "nace" "conditions" "service" "funding" "scheme"
         "basis" "project" "lines" "costs" "measure" "class" "separated" "product_sector" "fishery_purpose" "fishery_exception"];
    /// What another source says was granted.
    Report = "report", "award.reported", ["date"]
        ["award" "undertaking" "member_state" "regime" "amount" "aid" "until" "date_basis" "nace" "conditions" "service" "funding"
         "project" "lines" "measure" "class" "max_intensity_percent" "max_amount" "compensation" "product_sector" "fishery_purpose"];
    /// Several grants, all or none.
    Set = "set", "award.set", ["members"] [];
    /// A reservation becomes a grant.
    Confirm = "confirm", "award.confirmed", ["award" "date"] ["amount" "aid"];
    /// The condition came about.
    ConditionMet = "condition-met", "award.condition-met", ["award" "on"] [];
    /// It did not.
    ConditionFailed = "condition-failed", "award.condition-failed", ["award" "on"] [];
    /// A reservation is given up.
    Release = "release", "award.released", ["award"] [];
    /// An award counts less.
    Reduce = "reduce", "award.reduced", ["award" "to" "kept" "on"] ["repaid"];
    /// An award is taken back.
    Withdraw = "withdraw", "award.withdrawn", ["award" "kept" "on"] ["repaid"];
    /// A beneficiary gives up aid.
    Waive = "waive", "award.waived", ["award" "amount" "on" "repaid_on" "kept"] ["repaid"];
    /// Credits run out.
    Expire = "expire", "credits.expired", ["award" "amount" "on" "right_lapsed"] [];
    /// An award is put right.
    Correct = "correct", "award.corrected", ["award"] ["date" "amount" "aid" "regime"];
    /// A register gives a newer figure.
    Restate = "restate", "award.restated", ["award"] ["amount" "aid"];
    /// Awards are one.
    Match = "match", "award.matched", ["award" "same_as"] [];
    /// They are not.
    Unmatch = "unmatch", "award.unmatched", ["award" "same_as"] [];
    /// Part of an award is used.
    Draw = "draw", "award.drawn", ["award" "quantity" "value" "on"] [];
    /// A person decides what was left open.
    Review = "review", "review.decided", ["decision"] ["award" "statement" "class"];
    /// An applicant declares other aid.
    Declare = "declare", "declaration.received", ["on" "from"] ["undertaking" "until"];
    /// A register has taken an award in.
    Receipt = "receipt", "register.receipt", ["award" "on"] [];
    /// A statement is taken back.
    Retract = "retract", "statement.retracted", ["statement"] [];
    /// A scheme.
    Scheme = "scheme", "scheme.registered", ["scheme"] ["member_state" "regime" "from"];
    /// A project with its cost lines.
    Project = "project", "project.opened", ["project" "lines"] ["undertaking"];
    /// A base rate.
    BaseRate = "base-rate", "reference.published", ["from" "percent"] ["member_state"];
    /// An exchange rate.
    Rate = "rate", "reference.published", ["currency" "date" "rate"] ["member_state" "until" "source"];
    /// A price of computing time.
    Price = "price", "reference.published", ["from" "unit_price"] ["system" "partition" "unit" "currency"];
    /// Since when a register covers a regime.
    Coverage = "coverage", "reference.published", ["covers_from"] ["member_state" "regime" "level" "all_authorities"];
    /// A State chooses a higher ceiling.
    Option = "option", "reference.published", ["option" "from"] ["member_state" "regime" "until"];
    /// What a State granted beside the ledger.
    Total = "total", "reference.published", ["on" "amount"] ["member_state" "regime" "years" "product_sector"];
    /// Public holidays.
    Holidays = "holidays", "reference.published", ["dates"] ["member_state" "status"];
}

impl Act {
    /// The act of a word.
    pub fn parse(word: &str) -> Option<Act> {
        Act::ALL.iter().copied().find(|act| act.word() == word)
    }

    /// Whether it brings an award on record.
    pub fn brings_an_award(self) -> bool {
        matches!(self, Act::Grant | Act::Reserve | Act::Conditional | Act::Report)
    }

    /// The outcome where a step says none; `None` where limits decide and the step must say it.
    pub(in crate::pack) fn usual_outcome(self) -> Option<&'static str> {
        match self {
            Act::Grant | Act::Reserve | Act::Conditional | Act::Set | Act::Confirm | Act::ConditionMet => {
                None
            }
            Act::Correct => None,
            Act::Review => Some("admitted"),
            Act::Scheme
            | Act::BaseRate
            | Act::Rate
            | Act::Price
            | Act::Coverage
            | Act::Option
            | Act::Total
            | Act::Holidays => Some("admitted"),
            _ => Some("recorded"),
        }
    }
}

/// What kind of value a key holds.
#[derive(Clone, Copy)]
pub(in crate::pack) enum Kind {
    /// A declared undertaking.
    Undertaking,
    /// Several of them.
    Undertakings,
    /// The name of an award: a new one where the step brings one on record, else one of an earlier step.
    Award,
    /// Awards of earlier steps.
    Awards,
    /// The id of an earlier step.
    Statement,
    Date,
    /// Civil dates.
    Dates,
    /// A decimal string: most places, and whether a minus may stand before it.
    Number(usize, bool),
    Truth,
    OneOf(&'static [&'static str]),
    /// Words of its own.
    Text,
    State,
    Regime,
    Conditions,
    Rows(&'static Shape),
    Aid,
}

const SUCCESSOR: Shape = told!("successor", ["undertaking" "equity"] []);
const PART: Shape = told!("part", ["undertaking" "amount"] []);
const ATTRIBUTED: Shape = told!("attributed part", ["award" "undertaking" "amount"] []);
const PAYMENT: Shape = told!("payment", ["due" "amount"] []);
const FUNDING: Shape = told!("source of funding", ["origin" "share_percent"] []);
/// A member of a set: a grant without answer of its own.
pub(super) const MEMBER: Shape =
    told!("member of the set", ["award" "undertaking" "date" "amount"] ["member_state" "regime"]);
/// A name of an undertaking with what is known of it.
pub(super) const UNDERTAKING: Shape = told!(
    "undertaking",
    ["name"]
    ["country" "size" "insolvency" "credit_band" "assessed_on" "fiscal_year_end" "fiscal_year_change" "fiscal_years"]
);
/// From when on fiscal years end on another day.
pub(super) const CHANGE: Shape = told!("change of the fiscal year", ["from" "end"] []);
/// A fiscal year as it was.
pub(super) const FISCAL_YEAR: Shape = told!("fiscal year", ["from" "until"] []);
/// A cost line of a project, or the aid for it.
pub(in crate::pack) const LINE: Shape = told!("cost line", ["id"] ["amount" "aid" "share_percent"]);
/// A step's expectation in full.
pub(in crate::pack) const STEP_EXPECT: Shape = told!("expect", ["outcome"] ["codes" "flags" "gge"]);

/// The kind of a key's value. `members` of an attestation are undertakings, those of a set are grants.
pub(in crate::pack) fn kind(act: Act, key: &str) -> Option<Kind> {
    Some(match key {
        // Of a total which years it goes over; elsewhere how many.
        "years" if act == Act::Total => Kind::OneOf(&["rolling", "fiscal"]),
        "level" if act == Act::Coverage => Kind::OneOf(&["national", "union"]),
        "undertaking" | "controller" | "controlled" | "surviving" | "holder" | "held" => Kind::Undertaking,
        "absorbed" => Kind::Undertakings,
        "members" if act == Act::Set => Kind::Rows(&MEMBER),
        "members" => Kind::Undertakings,
        "award" => Kind::Award,
        "same_as" => Kind::Awards,
        "statement" => Kind::Statement,
        "date" | "on" | "from" | "until" | "expires_on" | "long_stop" | "repaid_on" | "due"
        | "covers_from" | "assessed_on" => Kind::Date,
        "amount" | "kept" | "to" | "repaid" | "principal" | "guaranteed" | "injection" | "face_value"
        | "price_paid" | "market_value" | "loans" | "largest_loan" | "cap" | "low" | "high" | "value"
        | "gge" | "max_amount" => Kind::Number(2, false),
        "equity" => Kind::Number(2, true),
        "percent" | "rate_percent" => Kind::Number(4, true),
        "share_percent" | "collateral_percent" | "cover_max_percent" | "max_intensity_percent" => {
            Kind::Number(4, false)
        }
        "years" | "quantity" | "unit_price" | "rate" => Kind::Number(12, false),
        "right_lapsed" | "losses_pari_passu" | "economic" | "separated" | "all_authorities"
        | "compensation" => Kind::Truth,
        "as" => Kind::OneOf(&["public-body", "non-profit", "investor", "enterprise"]),
        "level" => Kind::OneOf(&["declared", "documented", "register"]),
        "history" => Kind::OneOf(&["stays-with-recipient"]),
        "right" => Kind::OneOf(&["on-admission", "conferred"]),
        "date_basis" => Kind::OneOf(&["legal-right", "quarter-end", "published"]),
        "counts_as" => Kind::OneOf(&["exact", "cap", "scheme-fixed-sum"]),
        "method" => Kind::OneOf(&["safe-harbour", "reference-rate", "safe-harbour-premium"]),
        "unit" => Kind::OneOf(&["gpu-hour", "node-hour", "core-hour", "tb-hour"]),
        "project" | "measure" | "class" | "product_sector" | "id" | "end" | "fiscal_year_end" => Kind::Text,
        "lines" => Kind::Rows(&LINE),
        "fiscal_year_change" => Kind::Rows(&CHANGE),
        "fiscal_years" => Kind::Rows(&FISCAL_YEAR),
        "currency" | "source" | "system" | "partition" | "nace" | "scheme" | "no_aid" | "service" => {
            Kind::Text
        }
        "member_state" | "country" => Kind::State,
        "regime" => Kind::Regime,
        "conditions" => Kind::Conditions,
        "successors" => Kind::Rows(&SUCCESSOR),
        "parts" => Kind::Rows(&PART),
        "attributed" => Kind::Rows(&ATTRIBUTED),
        "payments" => Kind::Rows(&PAYMENT),
        "funding" => Kind::Rows(&FUNDING),
        "aid" => Kind::Aid,
        _ => return words(key),
    })
}

/// The closed list from which the word at a key is, and other keys of a kind of their own.
fn words(key: &str) -> Option<Kind> {
    Some(match key {
        "kind" => Kind::OneOf(&[
            "voting-majority",
            "appoint-majority",
            "dominant-influence",
            "shareholder-agreement",
        ]),
        "origin" => Kind::OneOf(&[
            "state",
            "shared-management",
            "union-central",
            "ms-donated",
            "private",
            "undetermined",
        ]),
        "dates" => Kind::Dates,
        "option" => Kind::OneOf(&["3(3a)", "3(2a)"]),
        "basis" => Kind::OneOf(&["scheme", "ad-hoc"]),
        "costs" => Kind::OneOf(&["unknown", "none-identifiable"]),
        "fishery_purpose" => Kind::OneOf(&[
            "vessel-purchase",
            "engine",
            "capacity",
            "new-vessel",
            "cessation",
            "exploratory",
            "business-transfer",
            "restocking",
            "none",
        ]),
        "fishery_exception" => Kind::OneOf(&[
            "outermost-under-12m",
            "cessation-2021-1139",
            "conservation-measure",
            "experimental",
        ]),
        "size" => Kind::OneOf(&["micro", "small", "medium", "small-mid-cap", "large"]),
        "insolvency" => Kind::OneOf(&["none", "proceedings", "criteria-met"]),
        "credit_band" | "least_band" => Kind::OneOf(&["AAA", "AA", "A", "BBB", "BB", "B", "CCC", "unrated"]),
        "status" => Kind::OneOf(&["official", "computed"]),
        "decision" => Kind::OneOf(&["admit", "refuse", "counts-as-aid", "no-aid", "not-counted"]),
        _ => return None,
    })
}

macro_rules! forms {
    ($($form:literal [$($required:literal)*] [$($optional:literal)*];)*) => {
        /// The words of `form`.
        pub(super) const FORMS: &[&str] = &[$($form),*];

        /// Each form with its keys.
        pub(in crate::pack) fn forms() -> impl Iterator<Item = (&'static str, &'static Shape)> {
            FORMS.iter().filter_map(|word| Some((*word, form(word)?)))
        }

        /// The keys of a form of aid; any may have a cap and a currency.
        pub(super) fn form(word: &str) -> Option<&'static Shape> {
            Some(match word {
                $($form => {
                    const SHAPE: Shape = told!(
                        concat!("aid of form `", $form, "`"),
                        ["form" $($required)*]
                        ["currency" "cap" "counts_as" $($optional)*]
                    );
                    &SHAPE
                })*
                _ => return None,
            })
        }
    };
}

forms! {
    "grant" ["amount"] [];
    "instalments" ["payments"] [];
    "interest-subsidy" ["payments"] [];
    "loan" ["principal" "years" "collateral_percent"] ["rate_percent" "method"];
    "guarantee" ["guaranteed" "years" "cover_max_percent"] ["losses_pari_passu" "method"];
    "capital" ["injection"] [];
    "compute" ["quantity"] ["unit_price" "system" "partition" "unit" "price_paid" "economic"];
    "credits" ["face_value"] ["price_paid" "expires_on"];
    "service" ["market_value"] ["price_paid"];
    "portfolio" ["loans" "largest_loan" "from" "until" "cover_max_percent" "least_band"] [];
    "declared" [] ["amount" "low" "high"];
}
