//! Reading a policy file, line by line (C2SP tlog-policy, "Policy file syntax and structure").

use std::collections::BTreeMap;

use super::policy::{Log, Node, Policy, Witness};
use crate::checkpoint::{KeyKind, VerifierKey, VkeyError};

/// The longest policy file read.
const MAX_POLICY_BYTES: usize = 1_000_000;

/// Why a file is no policy, and in which line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("policy line {line}: {fault}")]
pub struct PolicyError {
    /// Number of the line, from 1; for what is missing altogether, the line after the last.
    pub line: usize,
    /// What is wrong there.
    pub fault: PolicyFault,
}

/// What is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// Control characters other than tab and newline.
    #[error("has a control character other than tab")]
    Control,
    /// The same public key twice among the logs, or twice among the witnesses.
    #[error("repeats a public key listed before")]
    DuplicateKey,
    /// One public key as a log and as a witness: a log that witnesses itself.
    #[error("gives a log and a witness the same public key")]
    SharedKey,
    /// A name defined twice.
    #[error("defines `{name}` again")]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// Not the fields this kind of line has.
    #[error("is not of the form: {form}")]
    Form {
        /// The form expected.
        form: &'static str,
    },
    /// The key is not readable.
    #[error("verifier key: {0}")]
    Key(VkeyError),
    /// A witness key on a log line, or the reverse.
    #[error("a {line} needs a key of signature type {expected:#04x}, this one has {found:#04x}")]
    KeyKind {
        /// `log` or `witness`.
        line: &'static str,
        /// Type byte it needs.
        expected: u8,
        /// Type byte it has.
        found: u8,
    },
    /// A first word that starts no line.
    #[error("starts with `{word}`, not log, witness, group or quorum")]
    Keyword {
        /// The word.
        word: String,
    },
    /// A name that is a member of a group already. Each witness counts in one way only.
    #[error("makes `{name}` a member a second time")]
    MemberTwice {
        /// The name.
        name: String,
    },
    /// No quorum line.
    #[error("is missing: a policy has exactly one quorum line")]
    NoQuorum,
    /// Not UTF-8.
    #[error("is not UTF-8")]
    NotUtf8,
    /// `none` where a name is defined or a member listed.
    #[error("uses the reserved name none")]
    ReservedName,
    /// A second quorum line.
    #[error("is a second quorum line")]
    SecondQuorum,
    /// A threshold below 1, above the number of members, or no number.
    #[error("has a threshold that is not any, all or a number from 1 to the number of members")]
    Threshold,
    /// Longer than a policy may be.
    #[error("is past the {MAX_POLICY_BYTES} bytes that a policy may have")]
    TooLong,
    /// A name no earlier line defines.
    #[error("names `{name}`, which no earlier line defines")]
    UnknownName {
        /// The name.
        name: String,
    },
    /// The last line lacks its newline: the file may be cut short.
    #[error("does not end in a newline")]
    Unterminated,
}

/// A policy in the making.
#[derive(Default)]
struct Reader {
    policy: Policy,
    names: BTreeMap<String, usize>,
    members: Vec<usize>,
    has_quorum: bool,
}

impl Policy {
    /// Reads a policy file. Strict: whatever is not understood refuses the file, because a line passed over
    /// is a condition not enforced.
    ///
    /// # Errors
    /// The first line at fault.
    pub fn parse(file: &[u8]) -> Result<Self, PolicyError> {
        let at = |line, fault| PolicyError { line, fault };
        if file.len() > MAX_POLICY_BYTES {
            return Err(at(1, PolicyFault::TooLong));
        }
        let mut reader = Reader::default();
        let mut lines = 0;
        for (line, text) in (1..).zip(file.split_inclusive(|byte| *byte == b'\n')) {
            lines = line;
            reader.read_line(text).map_err(|fault| at(line, fault))?;
        }
        if reader.has_quorum { Ok(reader.policy) } else { Err(at(lines + 1, PolicyFault::NoQuorum)) }
    }
}

impl Reader {
    fn read_line(&mut self, line: &[u8]) -> Result<(), PolicyFault> {
        let line = line.strip_suffix(b"\n").ok_or(PolicyFault::Unterminated)?;
        if line.iter().any(|byte| (*byte < b' ' && *byte != b'\t') || *byte == 0x7f) {
            return Err(PolicyFault::Control);
        }
        // A comment may be in any encoding; what has a meaning is UTF-8.
        if line.trim_ascii_start().starts_with(b"#") {
            return Ok(());
        }
        let line = std::str::from_utf8(line).map_err(|_| PolicyFault::NotUtf8)?;
        let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] => Ok(()),
            ["log", rest @ ..] => self.read_log(rest),
            ["witness", rest @ ..] => self.read_witness(rest),
            ["group", rest @ ..] => self.read_group(rest),
            ["quorum", rest @ ..] => self.read_quorum(rest),
            [word, ..] => Err(PolicyFault::Keyword { word: (*word).to_owned() }),
        }
    }

    fn read_log(&mut self, words: &[&str]) -> Result<(), PolicyFault> {
        let (vkey, url) = match words {
            [vkey] => (vkey, None),
            [vkey, url] => (vkey, Some((*url).to_owned())),
            _ => return Err(PolicyFault::Form { form: "log <vkey> [<url>]" }),
        };
        let key = read_key(vkey, "log", KeyKind::Ed25519)?;
        if self.policy.logs.iter().any(|log| log.key.public_key() == key.public_key()) {
            return Err(PolicyFault::DuplicateKey);
        }
        if self.policy.witnesses().any(|(_, other, _)| other.public_key() == key.public_key()) {
            return Err(PolicyFault::SharedKey);
        }
        self.policy.logs.push(Log { key, url });
        Ok(())
    }

    fn read_witness(&mut self, words: &[&str]) -> Result<(), PolicyFault> {
        let (name, vkey, url) = match words {
            [name, vkey] => (name, vkey, None),
            [name, vkey, url] => (name, vkey, Some((*url).to_owned())),
            _ => return Err(PolicyFault::Form { form: "witness <name> <vkey> [<url>]" }),
        };
        let key = read_key(vkey, "witness", KeyKind::CosignatureV1)?;
        if self.policy.witnesses().any(|(_, other, _)| other.public_key() == key.public_key()) {
            return Err(PolicyFault::DuplicateKey);
        }
        if self.policy.logs.iter().any(|log| log.key.public_key() == key.public_key()) {
            return Err(PolicyFault::SharedKey);
        }
        let name = (*name).to_owned();
        self.define(&name.clone(), Node::Witness(Box::new(Witness { name, key, url })))
    }

    fn read_group(&mut self, words: &[&str]) -> Result<(), PolicyFault> {
        let [name, threshold, listed @ ..] = words else {
            return Err(PolicyFault::Form { form: "group <name> <k|any|all> <member>..." });
        };
        if listed.is_empty() {
            return Err(PolicyFault::Form { form: "group <name> <k|any|all> <member>..." });
        }
        let threshold = match *threshold {
            "any" => 1,
            "all" => listed.len(),
            number => crate::merkle::decimal(number)
                .and_then(|number| usize::try_from(number).ok())
                .filter(|number| (1..=listed.len()).contains(number))
                .ok_or(PolicyFault::Threshold)?,
        };
        let mut members = Vec::new();
        for member in listed {
            let at = self.resolve(member)?;
            if self.members.contains(&at) {
                return Err(PolicyFault::MemberTwice { name: (*member).to_owned() });
            }
            self.members.push(at);
            members.push(at);
        }
        self.define(name, Node::Group { threshold, members })
    }

    fn read_quorum(&mut self, words: &[&str]) -> Result<(), PolicyFault> {
        let [name] = words else {
            return Err(PolicyFault::Form { form: "quorum <name|none>" });
        };
        if self.has_quorum {
            return Err(PolicyFault::SecondQuorum);
        }
        self.policy.quorum = if *name == "none" { None } else { Some(self.resolve(name)?) };
        self.has_quorum = true;
        Ok(())
    }

    fn define(&mut self, name: &str, node: Node) -> Result<(), PolicyFault> {
        if name == "none" {
            return Err(PolicyFault::ReservedName);
        }
        if self.names.contains_key(name) {
            return Err(PolicyFault::DuplicateName { name: name.to_owned() });
        }
        self.names.insert(name.to_owned(), self.policy.nodes.len());
        self.policy.nodes.push(node);
        Ok(())
    }

    fn resolve(&self, name: &str) -> Result<usize, PolicyFault> {
        if name == "none" {
            return Err(PolicyFault::ReservedName);
        }
        self.names.get(name).copied().ok_or_else(|| PolicyFault::UnknownName { name: name.to_owned() })
    }
}

fn read_key(vkey: &str, line: &'static str, kind: KeyKind) -> Result<VerifierKey, PolicyFault> {
    let key = VerifierKey::parse(vkey).map_err(PolicyFault::Key)?;
    if key.kind() == kind {
        Ok(key)
    } else {
        Err(PolicyFault::KeyKind { line, expected: kind.byte(), found: key.kind().byte() })
    }
}
