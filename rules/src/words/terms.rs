//! Terms of the law in each language: one table (`docs/reference/legal-terms.csv`), which the catalogues name as `{ -term }`.
//!
//! A row is a term in one form: `base`, or another that a language needs beside it (`gen`, `pl`, ..), left empty where a
//! language has none. Source and standing are said in the row of the base: `verified` names the languages whose words were seen in
//! the act's text in that language, or `yes` for all. The English words are those of the acts that the packs cite.

use std::fmt::Write as _;

use super::language::Language;

/// The table as it stands in the source.
const TABLE: &str = include_str!("../../../docs/reference/legal-terms.csv");

/// A term of the law in one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// How the catalogues name it.
    pub key: &'static str,
    /// `base`, or another form.
    pub form: &'static str,
    cells: [&'static str; 4],
    /// Where it is written; of a base.
    pub source: &'static str,
    verified: &'static str,
}

impl Term {
    /// Its words in a language; none where the language has no such form.
    #[must_use]
    pub fn words(&self, language: Language) -> Option<&'static str> {
        let [en, fr, de, pl] = self.cells;
        let words = match language {
            Language::English => en,
            Language::French => fr,
            Language::German => de,
            Language::Polish => pl,
        };
        Some(words).filter(|words| !words.is_empty())
    }

    /// Whether its words in a language were seen in the act's own text in that language.
    #[must_use]
    pub fn is_verified(&self, language: Language) -> bool {
        let verified = || self.verified.split(' ').any(|code| code == "yes" || code == language.code());
        language == Language::English || verified()
    }

    fn is_base(&self) -> bool {
        self.form == "base"
    }
}

/// Every term of the table in every form, in its order.
pub fn terms() -> impl Iterator<Item = Term> {
    TABLE.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let mut next = || cells.next();
        let (key, form) = (next()?, next()?);
        let words = [next()?, next()?, next()?, next()?];
        Some(Term { key, form, cells: words, source: next()?, verified: next()? })
    })
}

/// Whether every term was seen in the acts' own texts in this language.
#[must_use]
pub fn are_verified(language: Language) -> bool {
    terms().filter(Term::is_base).all(|term| term.is_verified(language))
}

/// The terms as a catalogue names them: `-ceiling`, with a variant for each further form.
pub(super) fn fluent(language: Language) -> String {
    let mut text = String::new();
    for base in terms().filter(Term::is_base) {
        let _ = writeln!(text, "-{} = {{ $form ->", base.key);
        for term in terms().filter(|term| term.key == base.key) {
            if let Some(words) = term.words(language) {
                let default = if term.is_base() { "*" } else { "" };
                let _ = writeln!(text, "   {default}[{}] {words}", term.form);
            }
        }
        text.push_str("  }\n");
    }
    text
}
