//! What a pack leaves out, and what becomes of a grant that an omission touches: nobody relies on a silence.

use ledger::event::aid::{FORMS, Regime};

use super::citation::Citation;
use super::read::Block;
use super::regime::parse_regime;
use super::shape::OMISSION;

/// What an omission does to a grant that it touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OmissionEffect {
    /// It is said beside the answer.
    Warn,
    /// A person decides: `needs_review`.
    Refer,
    /// The grant is not covered: `not_covered`.
    Error,
}

impl OmissionEffect {
    /// The word a pack uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            OmissionEffect::Warn => "warn",
            OmissionEffect::Refer => "refer",
            OmissionEffect::Error => "error",
        }
    }

    fn parse(word: &str) -> Option<OmissionEffect> {
        [OmissionEffect::Warn, OmissionEffect::Refer, OmissionEffect::Error]
            .into_iter()
            .find(|effect| effect.as_str() == word)
    }
}

/// Something that a pack does not model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omission {
    /// What it is, in a sentence.
    pub text: String,
    /// What it does to a grant that it touches.
    pub effect: OmissionEffect,
    /// Where what is left out is written.
    pub citation: Option<Citation>,
    /// The regimes that it touches; `None`: every one that a rule of the pack names.
    pub regimes: Option<Vec<Regime>>,
    /// The forms of aid that it touches; `None`: every one.
    pub forms: Option<Vec<String>>,
}

impl Omission {
    /// Whether it touches aid of a form; what has no form, such as a headroom, is touched by those of every form alone.
    pub(super) fn is_of_form(&self, form: Option<&str>) -> bool {
        self.forms.as_ref().is_none_or(|forms| form.is_some_and(|form| forms.iter().any(|word| word == form)))
    }
}

/// The omissions of pack.toml; `None` where one of them is no sound one.
pub(super) fn read(head: &Block<'_>) -> Option<Vec<Omission>> {
    if !head.peek_words("not_modelled").is_empty() {
        let hint = "write a block each: [[not_modelled]] with text = \"..\" and effect = \"warn\", \"refer\" or \"error\"";
        head.refuse("not_modelled", "a sentence does not say what becomes of a grant that it touches", hint);
        return None;
    }
    head.blocks("not_modelled", &OMISSION).iter().map(read_one).collect()
}

fn read_one(block: &Block<'_>) -> Option<Omission> {
    let text = block.text("text");
    let effect = block.word("effect", "warn, refer, error", OmissionEffect::parse);
    let citation = if block.has("citation") { Some(Citation::read(block)?) } else { None };
    let regimes = closed(block, "regimes", "such as eu-2023-2831, gber-28", parse_regime)?;
    let known = |word: &str| FORMS.contains(&word).then(|| word.to_owned());
    let forms = closed(block, "forms", &FORMS.join(", "), known)?;
    Some(Omission { text: text?, effect: effect?, citation, regimes, forms })
}

/// At least one word of a closed list, at a key that may be missing; `None` where it is no answer.
#[expect(clippy::option_option, reason = "absent and wrong are two answers")]
fn closed<T>(
    block: &Block<'_>,
    key: &str,
    choices: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<Option<Vec<T>>> {
    if !block.has(key) {
        return Some(None);
    }
    let words = block.words(key)?;
    let read: Option<Vec<T>> = words.iter().map(|word| parse(word)).collect();
    let read = read.filter(|all| !all.is_empty());
    if read.is_none() {
        block.refuse(key, &format!("`{key}` names nothing that is known"), &format!("expected: {choices}"));
    }
    read.map(Some)
}
