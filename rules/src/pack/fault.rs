//! What is wrong with a pack, said so that a lawyer can put it right: file, line, message, hint.

use std::cell::Cell;
use std::fmt;

use thiserror::Error;

/// Every mistake a loader can find. Closed: a new check is a new variant.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PackFaultKind {
    /// The file is no TOML.
    #[error("{0}")]
    Syntax(String),
    /// A key, a rule or a parameter stands twice.
    #[error("duplicate {what} `{name}`")]
    Duplicate {
        /// What stands twice: key, parameter, rule, list.
        what: &'static str,
        /// Its name, empty where the parser does not give it.
        name: String,
    },
    /// A key that exists nowhere in a pack.
    #[error("unknown key `{key}` in {block}")]
    UnknownKey {
        /// The key as written.
        key: String,
        /// The block it stands in.
        block: String,
    },
    /// A key that exists, but in another kind of block.
    #[error("misplaced key `{key}` in {block}")]
    MisplacedKey {
        /// The key as written.
        key: String,
        /// The block it stands in.
        block: String,
    },
    /// A key that a block must have.
    #[error("{block} has no `{key}`")]
    MissingKey {
        /// The key to add.
        key: &'static str,
        /// The block that lacks it.
        block: String,
    },
    /// A binary floating-point number.
    #[error("`{key}` is a float")]
    Float {
        /// The key that holds it.
        key: String,
    },
    /// A value of another TOML type.
    #[error("`{key}` must be {wanted}, and is of type {found}")]
    WrongType {
        /// The key that holds it.
        key: String,
        /// What belongs there.
        wanted: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A value of the right type that cannot be.
    #[error("{0}")]
    BadValue(String),
    /// Between two values of one parameter there are days without any.
    #[error("gap in {what}: no value from {from} to {to}")]
    Gap {
        /// The parameter.
        what: String,
        /// First day without a value.
        from: chrono::NaiveDate,
        /// Last day without a value.
        to: chrono::NaiveDate,
    },
    /// Two values of one parameter share days.
    #[error("overlap in {what}: two values on {on}")]
    Overlap {
        /// The parameter.
        what: String,
        /// First day with two values.
        on: chrono::NaiveDate,
    },
    /// A rule is in force on a day for which its parameter has no value.
    #[error("{rule} is in force on {on}, but its parameter `{parameter}` has no value then")]
    Uncovered {
        /// The rule.
        rule: String,
        /// The parameter.
        parameter: String,
        /// The first such day found.
        on: chrono::NaiveDate,
    },
    /// A rule names a parameter or list that is not in the pack.
    #[error("{rule} refers to {what} `{name}`, which does not exist")]
    Unresolved {
        /// The rule.
        rule: String,
        /// `parameter` or `list`.
        what: &'static str,
        /// The name as written.
        name: String,
    },
    /// A rule names a parameter whose unit it cannot use.
    #[error("{rule} needs `{name}` in {wanted}, but its unit is `{found}`")]
    WrongUnit {
        /// The rule.
        rule: String,
        /// The parameter.
        name: String,
        /// What the rule can use.
        wanted: &'static str,
        /// What the parameter declares.
        found: String,
    },
    /// A rule that came to nothing, where nothing else says why.
    #[error("{rule} could not be read")]
    Unread {
        /// The rule.
        rule: String,
    },
    /// A figure, or the days of a rule, changed since an earlier version, and no case shows it.
    #[error("{what} changes on {on} ({change}), and no case speaks of {missing}")]
    NoCase {
        /// The parameter, perhaps of a Member State or currency, or the rule.
        what: String,
        /// The day of the change.
        on: chrono::NaiveDate,
        /// What it was and what it is.
        change: String,
        /// That day, or the one before it.
        missing: chrono::NaiveDate,
    },
    /// Another pack than the one it is compared with, or the same version of it with other law.
    #[error("{0}")]
    NotSince(String),
    /// Nothing refers to a parameter or list.
    #[error("{what} `{name}` is used by no rule")]
    Unused {
        /// `parameter` or `list`.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A rule kind outside the closed set.
    #[error("unknown rule kind `{0}`")]
    UnknownKind(String),
    /// A rule kind of the closed set that this release cannot judge.
    #[error("rule kind `{0}` is not judged by this release")]
    KindNotJudged(&'static str),
    /// Two rules claim one case.
    #[error("{first} and {second} both claim {case} on {on}")]
    Conflict {
        /// One rule, with its pack where packs differ.
        first: String,
        /// The other rule.
        second: String,
        /// The case both claim.
        case: String,
        /// The first day on which both do.
        on: chrono::NaiveDate,
    },
    /// A limit for a regime that no rule of the pack dates on a day of the limit.
    #[error("limit `{rule}` holds on {on}, but no rule says that `{regime}` may be used then")]
    Undated {
        /// The limit.
        rule: String,
        /// Its regime.
        regime: String,
        /// The first such day found.
        on: chrono::NaiveDate,
    },
    /// One CELEX number stands for two acts.
    #[error("{celex} is called `{first}` and `{second}`")]
    TwoNames {
        /// The number.
        celex: String,
        /// Act and ELI in one place.
        first: String,
        /// Act and ELI in the other.
        second: String,
    },
    /// A file outside the folders of a pack.
    #[error("unknown file")]
    UnknownFile,
    /// The pack has no `pack.toml`.
    #[error("no pack.toml")]
    NoPackFile,
    /// A file is not UTF-8 text with LF line ends.
    #[error("{0}")]
    NotPlainText(&'static str),
    /// More files or bytes than a pack may have.
    #[error("{what}: {found}, more than {limit}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// Its size.
        found: usize,
        /// What is allowed.
        limit: usize,
    },
    /// Canonical bytes that no pack encodes to.
    #[error("not a canonical pack: {0}")]
    NotCanonical(&'static str),
}

/// One mistake with its place and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFault {
    /// Path inside the pack, such as `params/ceilings.toml`.
    pub file: String,
    /// Line, from 1; 0 where the whole file is meant.
    pub line: u32,
    /// What is wrong.
    pub kind: PackFaultKind,
    /// How to put it right.
    pub hint: String,
}

/// `params/ceilings.toml:12: unknown key `celxe` in citation (did you mean `celex`?)`.
impl fmt::Display for PackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {} ({})", self.kind, self.hint)
    }
}

/// All mistakes of a pack at once, by file and line. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", lines(.0))]
pub struct PackErrors(Vec<PackFault>);

impl PackErrors {
    /// The mistakes, by file and line.
    pub fn faults(&self) -> &[PackFault] {
        &self.0
    }

    /// These and others, by file and line.
    #[must_use]
    pub(super) fn and(mut self, others: PackErrors) -> PackErrors {
        self.0.extend(others.0);
        self.0.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        self
    }
}

fn lines(faults: &[PackFault]) -> String {
    faults.iter().map(PackFault::to_string).collect::<Vec<_>>().join("\n")
}

/// Collects mistakes while reading goes on, so that one run names them all. Whoever reads holds it by reference: a block
/// notes what is wrong with it, and no reader hands a collection on to the next.
#[derive(Default)]
pub(super) struct PackFaults(Cell<Vec<PackFault>>);

impl PackFaults {
    pub(super) fn add(&self, file: &str, line: u32, kind: PackFaultKind, hint: impl Into<String>) {
        let mut all = self.0.take();
        all.push(PackFault { file: file.to_owned(), line, kind, hint: hint.into() });
        self.0.set(all);
    }

    pub(super) fn is_empty(&self) -> bool {
        let all = self.0.take();
        let empty = all.is_empty();
        self.0.set(all);
        empty
    }

    /// Takes over the faults of another collection that `keep` lets through.
    pub(super) fn append(&self, other: PackFaults, keep: impl Fn(&PackFaultKind) -> bool) {
        let mut all = self.0.take();
        all.extend(other.0.into_inner().into_iter().filter(|fault| keep(&fault.kind)));
        self.0.set(all);
    }

    /// The value, or everything that was wrong. `None` always comes with a fault; were it ever to come without one,
    /// the pack still would not load.
    pub(super) fn settle<T>(self, value: Option<T>) -> Result<T, PackErrors> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            _ => {
                if self.is_empty() {
                    self.add("pack.toml", 0, PackFaultKind::NoPackFile, "the pack could not be read");
                }
                let mut all = self.0.into_inner();
                all.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
                Err(PackErrors(all))
            }
        }
    }
}
