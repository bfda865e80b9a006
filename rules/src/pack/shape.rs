//! Which keys each kind of block has, and what may stand at each: the grammar of a pack. That of rules stands with the table of
//! kinds (`rule/kinds.rs`), that of cases with the cases; the published schemas (`schema`) are made of all three.

use ledger::event::aid::FORMS;

use super::fault::PackFaultKind;

/// Keys of one kind of block.
pub(super) struct Shape {
    /// What the block is called in messages.
    pub(super) what: &'static str,
    /// Its keys: those that blocks of its sort have in common, then its own.
    pub(super) parts: [&'static [Key]; 2],
}

/// A key of a block.
pub(super) struct Key {
    pub(super) name: &'static str,
    /// Whether the block cannot be without it.
    pub(super) required: bool,
    pub(super) form: Form,
}

/// What stands at a key.
pub(super) enum Form {
    /// Words, not empty, without blanks around them.
    Text,
    /// A text of a pattern (a regular expression that holds for the whole).
    Plain(&'static str),
    /// A civil date.
    Date,
    /// A whole number from the first to the second.
    Whole(u32, u32),
    /// Yes or no.
    Truth,
    /// One word of a closed list.
    OneOf(&'static [&'static str]),
    /// At least so many words of a closed list, none twice.
    AnyOf(usize, &'static [&'static str]),
    /// The Union, or a Member State.
    Jurisdiction,
    /// Names of a case's own, none twice.
    Names,
    /// A Member State.
    State,
    /// Codes of verdicts, none twice.
    Codes,
    /// Flags of verdicts, none twice.
    Flags,
    /// One regime.
    Regime,
    /// At least so many regimes, none twice.
    Regimes(usize),
    /// Regimes, or the word for every other one.
    RegimesOrAnyOther,
    /// A code that a rule may give.
    Code,
    /// The name of a parameter of a unit.
    Parameter(&'static str),
    /// The name of a list.
    List,
    /// What the unit of the parameter says.
    Value,
    /// A block inside the block.
    Block(&'static Shape),
    /// At least so many blocks.
    Rows(usize, &'static Shape),
    /// Blocks by name, of shapes that the schema of their file tells.
    Named,
    /// What the grammar of cases says.
    OfCases,
}

/// A key that a block must have.
pub(super) const fn need(name: &'static str, form: Form) -> Key {
    Key { name, required: true, form }
}

/// A key that a block may have.
pub(super) const fn may(name: &'static str, form: Form) -> Key {
    Key { name, required: false, form }
}

/// A kind of block with keys of its own alone.
pub(super) const fn shape(what: &'static str, keys: &'static [Key]) -> Shape {
    Shape { what, parts: [&[], keys] }
}

pub(super) const PACK: Shape = shape(
    "pack.toml",
    &[
        need("id", Form::Plain("[a-z0-9-]{1,64}")),
        need("version", Form::Plain(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){0,2}")),
        need("title", Form::Text),
        need("status", Form::OneOf(&["illustrative", "reviewed", "adopted"])),
        need("jurisdiction", Form::Jurisdiction),
        need("not_modelled", Form::Rows(0, &OMISSION)),
    ],
);
pub(super) const OMISSION: Shape = shape(
    "not_modelled",
    &[
        need("text", Form::Text),
        need("effect", Form::OneOf(&["warn", "refer", "error"])),
        may("citation", Form::Block(&CITATION)),
        may("regimes", Form::Regimes(1)),
        may("forms", Form::AnyOf(1, FORMS)),
    ],
);
pub(super) const CITATION: Shape = shape(
    "citation",
    &[
        need("act", Form::Text),
        need("celex", Form::Plain("[0-9]{5}[A-Z]{1,2}[0-9]{4,}")),
        need("eli", Form::Plain("http://data\\.europa\\.eu/eli/.*")),
        may("article", Form::Text),
        may("recital", Form::Text),
        may("paragraph", Form::Text),
        may("point", Form::Text),
    ],
);
pub(super) const PARAM_FILE: Shape = shape("parameter file", &[need("parameter", Form::Named)]);
pub(super) const PARAMETER: Shape = shape(
    "parameter",
    &[
        need("title", Form::Text),
        need("unit", Form::OneOf(&UNITS)),
        need("value", Form::Rows(1, &VALUE)),
        may("per", Form::OneOf(&["member-state", "currency"])),
    ],
);
pub(super) const VALUE: Shape = shape(
    "value",
    &[
        need("from", Form::Date),
        need("value", Form::Value),
        need("citation", Form::Block(&CITATION)),
        may("until", Form::Date),
        may("member_state", Form::State),
        may("currency", Form::Plain("[A-Z]{3}")),
        may("status", Form::OneOf(&["interpretation"])),
        may("note", Form::Text),
    ],
);
pub(super) const RULE_FILE: Shape = shape("rule file", &[need("rule", Form::Named)]);
pub(super) const COUNTS: Shape = shape(
    "counts",
    &[
        need("regime", Form::Regime),
        need("mode", Form::OneOf(&["counted", "interpretation"])),
        need("citation", Form::Block(&CITATION)),
        may("status", Form::OneOf(&["interpretation"])),
        may("note", Form::Text),
    ],
);
pub(super) const DUTY_SECTOR: Shape = shape(
    "by_sector",
    &[
        need("activities", Form::List),
        need("above", Form::Parameter("EUR")),
        need("citation", Form::Block(&CITATION)),
    ],
);
pub(super) const TAIL: Shape = shape(
    "tail",
    &[
        need("until", Form::Date),
        need("serves", Form::OneOf(&["any-aid", "schemes"])),
        need("citation", Form::Block(&CITATION)),
    ],
);
pub(super) const OPTION: Shape = shape(
    "option",
    &[
        need("regime", Form::Regime),
        need("word", Form::OneOf(&["3(3a)", "3(2a)"])),
        need("citation", Form::Block(&CITATION)),
        may("from", Form::Date),
        may("until", Form::Date),
        may("ceiling", Form::Parameter("EUR")),
        may("limit", Form::Parameter("EUR")),
        may("caps", Form::List),
        may("short_amount", Form::Parameter("EUR")),
        may("long_amount", Form::Parameter("EUR")),
    ],
);
pub(super) const RETROACTION: Shape = shape("retroaction", &[need("citation", Form::Block(&CITATION))]);
pub(super) const AMOUNT: Shape = shape(
    "amount",
    &[
        need("regimes", Form::Regimes(1)),
        need("amount", Form::Parameter("EUR")),
        need("citation", Form::Block(&CITATION)),
    ],
);
pub(super) const NO_AID_GROUND: Shape = shape(
    "ground",
    &[
        need("ground", Form::Text),
        need("test", Form::OneOf(&["no-state-money", "market-price", "non-economic-use"])),
        need("citation", Form::Block(&CITATION)),
    ],
);

/// Keys that every rule has.
pub(super) const OF_EVERY_RULE: &[Key] = &[
    need("kind", Form::Text),
    need("title", Form::Text),
    need("from", Form::Date),
    may("until", Form::Date),
    need("citation", Form::Block(&CITATION)),
];

/// The closed set of units, and with it how a value is written.
pub(super) const UNITS: [&str; 17] = [
    "EUR",
    "percent",
    "day",
    "working-day",
    "month",
    "year",
    "decimals",
    "day-of-year",
    "date",
    "boundary",
    "weekdays",
    "roll",
    "cross-border",
    "natural-persons",
    "credit-band",
    "loan-formula",
    "conversion-rate",
];

/// How aid may be given, as registers call it.
pub(super) const INSTRUMENTS: &[&str] = &[
    "grant-or-interest-subsidy",
    "loan-or-repayable-advance",
    "guarantee",
    "tax-advantage",
    "risk-finance",
    "subsidised-services",
    "other",
];

/// Every shape of a pack but those of rules: where a key may stand, to tell a misplaced key from an unknown one.
pub(super) const SHAPES: [&Shape; 14] = [
    &PACK,
    &OMISSION,
    &CITATION,
    &PARAM_FILE,
    &PARAMETER,
    &VALUE,
    &RULE_FILE,
    &COUNTS,
    &DUTY_SECTOR,
    &TAIL,
    &OPTION,
    &RETROACTION,
    &AMOUNT,
    &NO_AID_GROUND,
];

impl Shape {
    /// Its keys, those of its sort first.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static Key> {
        self.parts.into_iter().flatten()
    }

    /// The names of its keys: what it must have before what it may.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.required().chain(self.all().filter(|key| !key.required).map(|key| key.name))
    }

    /// The names of those that it must have.
    pub(super) fn required(&self) -> impl Iterator<Item = &'static str> {
        self.all().filter(|key| key.required).map(|key| key.name)
    }
}

/// Why a key may not stand in a block, and what was probably meant.
pub(super) fn stray(
    key: &str,
    block: &str,
    shape: &Shape,
    homes: &[&'static Shape],
) -> (PackFaultKind, String) {
    let (key_name, block) = (key.to_owned(), block.to_owned());
    if let Some(near) = shape.keys().find(|known| close(known, key)) {
        return (PackFaultKind::UnknownKey { key: key_name, block }, format!("did you mean `{near}`?"));
    }
    let homes = homes.iter().filter(|home| home.keys().any(|k| k == key));
    let mut homes: Vec<&str> = homes.map(|home| home.what).collect();
    homes.dedup();
    let known = shape.keys().collect::<Vec<_>>().join(", ");
    match homes.first() {
        Some(_) => (
            PackFaultKind::MisplacedKey { key: key_name, block },
            format!("it belongs in: {}", homes.join(", ")),
        ),
        None => (PackFaultKind::UnknownKey { key: key_name, block }, format!("keys of this block: {known}")),
    }
}

/// Whether two keys differ by one slip of the pen: one letter missing, added, changed, or two swapped.
pub(super) fn close(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = |x: &[char], y: &[char], skip_x: usize, skip_y: usize| {
        x.iter().skip(skip_x).eq(y.iter().skip(skip_y)) && a != b
    };
    let next = head.saturating_add(1);
    let swapped = a.get(head) == b.get(next) && a.get(next) == b.get(head) && a.get(head).is_some();
    let after = head.saturating_add(2);
    tail(&a, &b, next, next)
        || tail(&a, &b, next, head)
        || tail(&a, &b, head, next)
        || (swapped && tail(&a, &b, after, after))
}

/// Why the key is asked for.
pub(super) fn missing_hint(key: &str) -> &'static str {
    match key {
        "citation" => {
            "every value and rule has its own: citation = { act = \"..\", celex = \"..\", eli = \"..\", article = \"..\" }"
        }
        "scope" => {
            "say for whom the cap is counted: scope = \"member-state\" or \"union\"; there is no default"
        }
        "unit" => {
            "say what is counted: a cap has unit = \"single-undertaking\", \"linked-enterprises\" or \"undertaking-project\"; a parameter EUR, percent, day, .."
        }
        "unlinked_through" => {
            "say through which holders enterprises are not linked: unlinked_through = [\"public-body\"], or []"
        }
        "cross_border" => {
            "say whether links across a border connect: name a parameter of unit cross-border; there is no default"
        }
        "regimes" => "name the regimes it applies to, such as regimes = [\"eu-2023-2831\"]",
        "except" => "name the regimes it spares; except = [] if none",
        "from" => "the first grant date for which it holds: from = 2024-01-01",
        "not_modelled" => {
            "say what the pack leaves out, a block [[not_modelled]] each; not_modelled = [] claims completeness"
        }
        "effect" => "say what becomes of a grant that it touches: effect = \"warn\", \"refer\" or \"error\"",
        _ => "add it; docs/spec/pack.md shows an example",
    }
}

#[cfg(test)]
mod tests {
    use super::close;

    #[test]
    fn slips_of_the_pen_are_recognised() {
        for (a, b) in [
            ("celex", "celxe"),
            ("celex", "clex"),
            ("celex", "cellex"),
            ("until", "untill"),
            ("from", "form"),
        ] {
            assert!(close(a, b) && close(b, a), "{a} {b}");
        }
        for (a, b) in [("celex", "celex"), ("scope", "unit"), ("from", "until"), ("a", "abc")] {
            assert!(!close(a, b), "{a} {b}");
        }
    }
}
