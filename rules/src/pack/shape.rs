//! Which keys each kind of block has: the whole grammar of a pack in one place. That of cases stands with the cases.

use super::fault::PackFaultKind;

/// Keys of one kind of block.
pub(super) struct Shape {
    /// What the block is called in messages.
    pub(super) what: &'static str,
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
}

pub(super) const fn shape(
    what: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> Shape {
    Shape { what, required, optional }
}

pub(super) const PACK: Shape =
    shape("pack.toml", &["id", "version", "title", "status", "jurisdiction", "not_modelled"], &[]);
pub(super) const CITATION: Shape =
    shape("citation", &["act", "celex", "eli"], &["article", "recital", "paragraph", "point"]);
pub(super) const PARAM_FILE: Shape = shape("parameter file", &["parameter"], &[]);
pub(super) const PARAMETER: Shape = shape("parameter", &["title", "unit", "value"], &["per"]);
pub(super) const VALUE: Shape =
    shape("value", &["from", "value", "citation"], &["until", "member_state", "currency", "status", "note"]);
pub(super) const RULE_FILE: Shape = shape("rule file", &["rule"], &[]);
pub(super) const WINDOW_CAP: Shape = shape(
    "window_cap rule",
    &[
        "kind",
        "title",
        "regime",
        "from",
        "citation",
        "scope",
        "unit",
        "window_years",
        "boundary",
        "ceiling",
        "code",
        "unlinked_through",
        "cross_border",
        "counts",
    ],
    &["until", "natural_persons"],
);
pub(super) const COUNTS: Shape = shape("counts", &["regime", "mode", "citation"], &["status", "note"]);
pub(super) const IN_FORCE: Shape = shape(
    "eligibility rule",
    &["kind", "title", "condition", "regimes", "legacy", "from", "citation"],
    &["until", "tail"],
);
pub(super) const TAIL: Shape = shape("tail", &["until", "serves", "citation"], &[]);
pub(super) const RESERVATION_LIFE: Shape = shape(
    "eligibility rule",
    &["kind", "title", "condition", "regimes", "days", "from", "citation"],
    &["until"],
);
pub(super) const NO_AID: Shape = shape(
    "eligibility rule",
    &["kind", "title", "condition", "regimes", "grounds", "from", "citation"],
    &["until"],
);
pub(super) const NO_AID_GROUND: Shape = shape("ground", &["ground", "test", "citation"], &[]);
pub(super) const SECTOR: Shape = shape(
    "exclusion rule",
    &["kind", "title", "regimes", "except", "sectors", "from", "citation", "code"],
    &["until"],
);
pub(super) const SERVED: Shape = shape(
    "exclusion rule",
    &["kind", "title", "regimes", "except", "serves", "from", "citation", "code"],
    &["until"],
);
pub(super) const CONDITION: Shape = shape(
    "exclusion rule",
    &["kind", "title", "regimes", "except", "statement", "from", "citation", "code"],
    &["until", "sectors"],
);
pub(super) const SAME_SERVICE: Shape = shape(
    "cumulation rule",
    &["kind", "title", "condition", "regimes", "except", "from", "citation", "code"],
    &["until", "except_in_doubt", "note"],
);
pub(super) const SAME_COSTS: Shape = shape(
    "cumulation rule",
    &["kind", "title", "condition", "regimes", "state_aid", "from", "citation", "code"],
    &["until"],
);
pub(super) const SINGLE_UNDERTAKING: Shape = shape(
    "cumulation rule",
    &["kind", "title", "condition", "unlinked_through", "cross_border", "from", "citation"],
    &["until", "natural_persons"],
);
pub(super) const FOREX: Shape = shape(
    "valuation rule",
    &["kind", "title", "method", "regimes", "max_age", "from", "citation"],
    &["until"],
);
pub(super) const CONVERSION: Shape =
    shape("valuation rule", &["kind", "title", "method", "rates", "from", "citation"], &["until"]);
pub(super) const FUNDING: Shape = shape(
    "valuation rule",
    &["kind", "title", "method", "regimes", "origins", "from", "citation"],
    &["until"],
);
pub(super) const LOAN: Shape = shape(
    "valuation rule",
    &[
        "kind",
        "title",
        "method",
        "regime",
        "ceiling",
        "short_amount",
        "short_years",
        "long_amount",
        "long_years",
        "least_band",
        "collateral_min",
        "from",
        "citation",
    ],
    &["until"],
);
pub(super) const GUARANTEE: Shape = shape(
    "valuation rule",
    &[
        "kind",
        "title",
        "method",
        "regime",
        "ceiling",
        "short_amount",
        "short_years",
        "long_amount",
        "long_years",
        "least_band",
        "cover_max",
        "from",
        "citation",
    ],
    &["until"],
);
pub(super) const REFERENCE_RATE: Shape = shape(
    "valuation rule",
    &[
        "kind",
        "title",
        "method",
        "regime",
        "formula",
        "years_decimals",
        "margin",
        "least_band",
        "base_rate_age",
        "from",
        "citation",
    ],
    &["until"],
);
pub(super) const DEADLINE: Shape = shape(
    "duty rule",
    &["kind", "title", "duty", "name", "starts", "by", "ticked_by", "from", "citation"],
    &[
        "until",
        "regimes",
        "about",
        "register",
        "basis",
        "instruments",
        "except_instruments",
        "working_days",
        "days",
        "months",
        "years",
        "day",
        "date",
        "wider_years",
        "roll",
        "above",
        "by_sector",
    ],
);
pub(super) const RETENTION: Shape = shape(
    "duty rule",
    &["kind", "title", "duty", "name", "starts", "by", "regimes", "from", "citation"],
    &[
        "until",
        "basis",
        "instruments",
        "except_instruments",
        "years",
        "fiscal_years",
        "roll",
        "above",
        "by_sector",
    ],
);
pub(super) const DUTY_SECTOR: Shape = shape("by_sector", &["activities", "above", "citation"], &[]);
pub(super) const DISCOUNT: Shape = shape(
    "valuation rule",
    &["kind", "title", "method", "regimes", "margin", "year_days", "base_rate_age", "from", "citation"],
    &["until"],
);
pub(super) const CAPITAL: Shape =
    shape("valuation rule", &["kind", "title", "method", "regime", "limit", "from", "citation"], &["until"]);
pub(super) const CAPPED: Shape =
    shape("valuation rule", &["kind", "title", "method", "regime", "limit", "from", "citation"], &["until"]);
pub(super) const DECLARATION: Shape =
    shape("duty rule", &["kind", "title", "duty", "regimes", "years", "from", "citation"], &["until"]);
pub(super) const CALENDAR: Shape = shape(
    "duty rule",
    &[
        "kind",
        "title",
        "duty",
        "weekend",
        "forward_roll",
        "look_back_roll",
        "computed_from",
        "missing_from",
        "from",
        "citation",
    ],
    &["until"],
);
/// Every shape of a pack: where a key may stand, to tell a misplaced key from an unknown one.
pub(super) const SHAPES: [&Shape; 33] = [
    &PACK,
    &CITATION,
    &PARAM_FILE,
    &PARAMETER,
    &VALUE,
    &RULE_FILE,
    &WINDOW_CAP,
    &COUNTS,
    &IN_FORCE,
    &TAIL,
    &RESERVATION_LIFE,
    &NO_AID,
    &NO_AID_GROUND,
    &SECTOR,
    &SERVED,
    &CONDITION,
    &SAME_SERVICE,
    &SAME_COSTS,
    &SINGLE_UNDERTAKING,
    &FOREX,
    &CONVERSION,
    &FUNDING,
    &LOAN,
    &GUARANTEE,
    &REFERENCE_RATE,
    &DISCOUNT,
    &CAPITAL,
    &CAPPED,
    &DEADLINE,
    &RETENTION,
    &DUTY_SECTOR,
    &DECLARATION,
    &CALENDAR,
];

impl Shape {
    pub(super) fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
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
        "not_modelled" => "list what the pack leaves out; not_modelled = [] claims completeness",
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
