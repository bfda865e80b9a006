//! The closed words an answer is written in: outcomes, codes, flags.

use ledger::verdict::{Code, Flag, Outcome};

use crate::pack::read::Block;

/// An outcome at `key`.
pub(super) fn outcome(block: &Block<'_>, key: &str) -> Option<String> {
    let words: Vec<&str> = Outcome::ALL.iter().map(|outcome| outcome.as_str()).collect();
    let known = |word: &str| words.contains(&word).then(|| word.to_owned());
    block.word(key, &words.join(", "), known)
}

/// Every code that a case may expect.
pub(in crate::pack) fn codes() -> Vec<&'static str> {
    Code::ALL.iter().map(|code| code.as_str()).collect()
}

/// Every flag that a case may expect.
pub(in crate::pack) fn flags() -> Vec<&'static str> {
    Flag::ALL.iter().map(|flag| flag.as_str()).collect()
}

/// Words of a closed list; those outside are noted.
pub(super) fn closed_words(block: &Block<'_>, key: &str, known: &[&str]) -> Option<Vec<String>> {
    let words = block.words(key)?;
    for word in words.iter().filter(|word| !known.contains(&word.as_str())) {
        block.refuse(key, &format!("unknown word `{word}` in {key}"), &known.join(", "));
    }
    Some(words)
}
