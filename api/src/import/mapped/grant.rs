//! What a mapping adds where its rows ask for a yes or no: `award.granted` with the form of aid, its figures, funding and
//! conditions. What a grant must state has no default here either.

use ledger::json::Json;

use super::kind::Kind;
use super::members::{object, text};
use super::sheet::{Block, MapFaults, Shape};
use super::source::Source;

/// Most blocks `[[funding]]`.
const FUNDING_MAX: usize = 16;

const FUNDING: Shape = Shape { required: &["origin", "share_percent"], optional: &[] };
const CONDITIONS: Shape = Shape {
    required: &["export_linked", "domestic_goods", "price_quantity_linked"],
    optional: &["separated_activities", "sgei_service"],
};

/// Conditions that are a yes or no, in the order of an event.
const TRUTHS: &[&str] = &["export_linked", "domestic_goods", "price_quantity_linked", "separated_activities"];

/// A member of a form of aid: its key in the mapping, and where it stands in `aid`.
#[derive(Debug)]
pub(super) struct Member {
    key: &'static str,
    path: (&'static str, Option<&'static str>),
    what: Figure,
    is_needed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    /// An amount in the row's currency.
    Amount,
    /// `true` or `false`.
    Truth,
    /// Anything else, written as a text.
    Word(Kind),
    /// The row's currency itself.
    Currency,
}

const fn amount(key: &'static str) -> Member {
    Member { key, path: (key, None), what: Figure::Amount, is_needed: true }
}

const fn word(key: &'static str, kind: Kind, is_needed: bool) -> Member {
    Member { key, path: (key, None), what: Figure::Word(kind), is_needed }
}

const fn price(key: &'static str, member: &'static str, what: Figure) -> Member {
    Member { key, path: ("unit_price", Some(member)), what, is_needed: false }
}

/// The forms that a table of awards can hold: those whose figures are one value each.
const FORMS: &[(&str, &[Member])] = &[
    ("grant", &[amount("nominal")]),
    (
        "loan",
        &[
            amount("principal"),
            word("years", Kind::Number, true),
            word("collateral_percent", Kind::Number, true),
            word("rate_percent", Kind::Number, false),
            word("method", Kind::LoanMethod, true),
        ],
    ),
    (
        "guarantee",
        &[
            amount("guaranteed"),
            word("years", Kind::Number, true),
            word("cover_max_percent", Kind::Number, true),
            Member {
                key: "losses_pari_passu",
                path: ("losses_pari_passu", None),
                what: Figure::Truth,
                is_needed: true,
            },
            word("premium_percent", Kind::Number, false),
            word("method", Kind::GuaranteeMethod, true),
        ],
    ),
    ("capital", &[amount("injection")]),
    ("credits", &[amount("face_value"), amount("price_paid"), word("expires_on", Kind::Date, true)]),
    ("service", &[amount("market_value"), amount("price_paid")]),
    (
        "compute",
        &[
            word("system", Kind::Id, true),
            word("partition", Kind::Id, false),
            word("unit", Kind::ComputeUnit, true),
            word("quantity", Kind::Number, true),
            price("unit_price_rate", "rate", Figure::Word(Kind::Number)),
            price("unit_price_currency", "currency", Figure::Currency),
            price("unit_price_method", "method", Figure::Word(Kind::Text)),
            price("unit_price_sha256", "sha256", Figure::Word(Kind::Id)),
            amount("price_paid"),
            word("valid_until", Kind::Date, false),
        ],
    ),
];

/// What a row of grants states beyond what every row does.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    pub(super) legal_right: String,
    form: &'static str,
    members: Vec<(&'static Member, Source)>,
    pub(super) funding: Vec<(Source, Source)>,
    pub(super) conditions: Vec<(&'static str, Source)>,
    pub(super) sgei_service: Option<Source>,
}

impl Grant {
    /// Reads the blocks `[aid]`, `[[funding]]` and `[conditions]`.
    pub(super) fn read(
        root: &Block<'_>,
        legal_right: Option<String>,
        faults: &mut MapFaults,
    ) -> Option<Self> {
        let aid = root.open("aid", faults);
        let read = aid.as_ref().and_then(|aid| read_form(aid, faults));
        let blocks = root.blocks("funding", FUNDING_MAX, FUNDING, faults);
        if blocks.is_empty() {
            let hint = "write [[funding]] with origin and share_percent";
            faults.add(root.line, "a grant states where its money comes from", hint);
        }
        let mut funding = Vec::new();
        for block in &blocks {
            let origin = Source::read(block, "origin", Kind::Origin, faults);
            let share = Source::read(block, "share_percent", Kind::Number, faults);
            funding.extend(origin.zip(share));
        }
        let block = root.block("conditions", CONDITIONS, faults)?;
        let mut truth = |key: &&'static str| Some((*key, Source::read(&block, key, Kind::Truth, faults)?));
        let conditions = TRUTHS.iter().filter_map(&mut truth).collect();
        let sgei_service = Source::read(&block, "sgei_service", Kind::Id, faults);
        let (form, members) = read?;
        Some(Self { legal_right: legal_right?, form, members, funding, conditions, sgei_service })
    }

    /// Every source.
    pub(super) fn sources(&self) -> impl Iterator<Item = &Source> {
        let funding = self.funding.iter().flat_map(|(origin, share)| [origin, share]);
        let rest = self.conditions.iter().map(|(_, source)| source).chain(&self.sgei_service);
        self.members.iter().map(|(_, source)| source).chain(funding).chain(rest)
    }

    /// The members of the form, by what has to be read for each.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'static Member, &Source)> {
        self.members.iter().map(|(member, source)| (*member, source))
    }

    /// `aid` from its members' values, each with its place.
    pub(super) fn aid(&self, values: Vec<(&'static Member, Json)>, currency: &str) -> Json {
        let mut members = vec![("form".to_owned(), text(self.form))];
        let mut price: Vec<(String, Json)> = Vec::new();
        let mut evidence: Vec<(String, Json)> = Vec::new();
        for (member, value) in values {
            match member.path {
                (name, None) => members.push((name.to_owned(), value)),
                (_, Some(inner @ ("method" | "sha256"))) => evidence.push((inner.to_owned(), value)),
                (_, Some(inner)) => price.push((inner.to_owned(), value)),
            }
        }
        if !price.is_empty() || !evidence.is_empty() {
            if price.iter().all(|(name, _)| name != "currency") {
                price.push(("currency".to_owned(), text(currency)));
            }
            price.push(("evidence".to_owned(), Json::Object(evidence)));
            members.push(("unit_price".to_owned(), Json::Object(price)));
        }
        Json::Object(members)
    }
}

impl Member {
    /// Whether it is an amount of money.
    pub(super) fn is_amount(&self) -> bool {
        self.what == Figure::Amount
    }

    /// Whether a row can't do without it.
    pub(super) fn is_needed(&self) -> bool {
        self.is_needed
    }

    /// A value that is no amount, as an event writes it.
    pub(super) fn json(&self, value: String) -> Json {
        match self.what {
            Figure::Truth => Json::Bool(value == "true"),
            Figure::Amount | Figure::Word(_) | Figure::Currency => text(value),
        }
    }

    fn kind(&self) -> Kind {
        match self.what {
            Figure::Amount => Kind::Raw,
            Figure::Truth => Kind::Truth,
            Figure::Word(kind) => kind,
            Figure::Currency => Kind::Currency,
        }
    }
}

/// A yes or no of `conditions`, and the service that a row names.
pub(super) fn conditions(truths: Vec<(&'static str, String)>, sgei_service: Option<String>) -> Json {
    let mut members: Vec<(String, Json)> =
        truths.into_iter().map(|(name, value)| (name.to_owned(), Json::Bool(value == "true"))).collect();
    members.extend(sgei_service.map(|id| ("sgei_service".to_owned(), text(id))));
    Json::Object(members)
}

/// `funding` from its parts.
pub(super) fn funding(parts: Vec<(String, String)>) -> Json {
    let part = |(origin, share): (String, String)| {
        object([("origin", Some(text(origin))), ("share_percent", Some(text(share)))])
    };
    Json::Array(parts.into_iter().map(part).collect())
}

type Form = (&'static str, Vec<(&'static Member, Source)>);

fn read_form(aid: &Block<'_>, faults: &mut MapFaults) -> Option<Form> {
    let named = aid.text("form", faults);
    let form = FORMS.iter().find(|(name, _)| Some(*name) == named.as_deref());
    let Some((form, members)) = form else {
        let known: Vec<&str> = FORMS.iter().map(|(name, _)| *name).collect();
        let hint = format!("use one of {}", known.join(", "));
        faults.add(aid.line_of("form"), "the form of a grant is missing or not one a table can hold", hint);
        return None;
    };
    let known = || members.iter().map(|member| member.key).chain(["form", "currency"]);
    for (key, line) in aid.keys() {
        if !known().any(|known| known == key) {
            let hint = format!("use: {}", known().collect::<Vec<_>>().join(", "));
            faults.add(line, format!("`aid` of the form {form} has no key `{key}`"), hint);
        }
    }
    let mut read = Vec::new();
    for member in *members {
        if member.is_needed && !aid.has(member.key) {
            let message = format!("`aid` of the form {form} lacks `{}`", member.key);
            faults.add(aid.line, message, "see docs/spec/csv-mapping.md");
        }
        read.extend(Source::read(aid, member.key, member.kind(), faults).map(|source| (member, source)));
    }
    Some((form, read))
}
