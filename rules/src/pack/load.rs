//! A pack as a whole: from the files of a folder, or their canonical bytes, to its rules and figures.

use std::collections::BTreeMap;

use super::canonical::{self, MAX_BYTES, MAX_FILES};
use super::citation::Citation;
use super::fault::{PackErrors, PackFaultKind, PackFaults};
use super::list::{self, List};
use super::omission::{self, Omission};
use super::param::{self, Parameter};
use super::read::Sheet;
use super::regime::{MEMBER_STATES, Regime};
use super::rule::{self, Names, Rule};
use super::shape::{self, Shape};
use super::timeline::Dated;

/// How far a pack may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Written with care, checked by no lawyer.
    Illustrative,
    /// Checked by a lawyer.
    Reviewed,
    /// Put in force by a rule authority of its own.
    Adopted,
}

impl Status {
    /// The word a pack uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Illustrative => "illustrative",
            Status::Reviewed => "reviewed",
            Status::Adopted => "adopted",
        }
    }
}

/// One version of one body of law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Its name, such as `eu-deminimis`.
    pub id: String,
    /// Its version: up to three numbers with points.
    pub version: String,
    /// What it is.
    pub title: String,
    /// How far it may be trusted.
    pub status: Status,
    /// Whose law: `eu`, or a Member State.
    pub jurisdiction: String,
    /// What it leaves out.
    pub not_modelled: Vec<Omission>,
    /// Its rules, by path of their file and order in it.
    pub rules: Vec<Rule>,
    /// Its figures by name.
    pub params: BTreeMap<String, Parameter>,
    /// Its lists by name.
    pub lists: BTreeMap<String, List>,
    /// SHA-256 of its canonical bytes.
    pub sha256: [u8; 32],
}

impl Pack {
    /// Reads a pack from the files of its folder, by path inside it. Files of cases, README.md and CHANGELOG.md may be
    /// there and are not read; any other file is a fault.
    pub fn from_files(files: &BTreeMap<String, Vec<u8>>) -> Result<Pack, PackErrors> {
        let faults = PackFaults::default();
        check_files(files, &faults);
        let texts = texts(files, &faults);
        let pack = read_pack(&texts, &faults).map(|mut pack| {
            pack.sha256 = canonical::digest(&canonical::encode(files));
            pack
        });
        faults.settle(pack)
    }

    /// The canonical bytes of a pack's files; cases and notes are left out. Says nothing about whether they load.
    pub fn canonical(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
        canonical::encode(files)
    }

    /// Reads a pack from canonical bytes; `sha256` is theirs.
    pub fn from_canonical(bytes: &[u8]) -> Result<Pack, PackErrors> {
        Pack::from_files(&canonical::decode(bytes)?)
    }

    /// The digest in lower-case hexadecimal, as events write it.
    pub fn sha256_hex(&self) -> String {
        canonical::hex(&self.sha256)
    }

    /// Every citation of the pack: of values, rules, counting matrices and what it leaves out.
    pub fn citations(&self) -> Vec<&Citation> {
        let omitted = self.not_modelled.iter().filter_map(|omission| omission.citation.as_ref());
        cited(&self.params, &self.rules).into_iter().map(|(_, citation)| citation).chain(omitted).collect()
    }

    /// What it leaves out that touches aid of a form under a regime.
    pub(crate) fn omitted(&self, regime: &Regime, form: Option<&str>) -> impl Iterator<Item = &Omission> {
        let named = || self.rules.iter().filter_map(Rule::regimes).any(|regimes| regimes.contains(regime));
        let of_all = self.not_modelled.iter().any(|omission| omission.regimes.is_none()) && named();
        let touches = move |omission: &&Omission| {
            omission.is_of_form(form)
                && omission.regimes.as_ref().map_or(of_all, |regimes| regimes.contains(regime))
        };
        self.not_modelled.iter().filter(touches)
    }
}

fn check_files(files: &BTreeMap<String, Vec<u8>>, faults: &PackFaults) {
    let law = || files.iter().filter(|(path, _)| canonical::is_law(path));
    let bytes = law().fold(0_usize, |sum, (_, b)| sum.saturating_add(b.len()));
    for (what, found, limit) in [("bytes", bytes, MAX_BYTES), ("files", law().count(), MAX_FILES)] {
        if found > limit {
            let hint = "a pack holds figures and rules; split it, or take out what is none";
            faults.add("pack.toml", 0, PackFaultKind::TooLarge { what, found, limit }, hint);
        }
    }
    for path in files.keys().filter(|path| !canonical::is_law(path) && !canonical::is_companion(path)) {
        let hint = "a pack has pack.toml, params/*.toml, rules/*.toml, lists/*.csv, cases/*.toml, CHANGELOG.md and \
                    README.md; names in small letters, digits and hyphens";
        faults.add(path, 0, PackFaultKind::UnknownFile, hint);
    }
    if !files.contains_key("pack.toml") {
        let hint = "add id, version, title, status, jurisdiction, not_modelled";
        faults.add("pack.toml", 0, PackFaultKind::NoPackFile, hint);
    }
}

/// The law files as text; what is no plain text is noted and left out.
fn texts<'a>(files: &'a BTreeMap<String, Vec<u8>>, faults: &PackFaults) -> BTreeMap<&'a str, &'a str> {
    let mut texts = BTreeMap::new();
    for (path, bytes) in files.iter().filter(|(path, _)| canonical::is_law(path)) {
        match canonical::plain_text(bytes) {
            Ok(text) => {
                texts.insert(path.as_str(), text);
            }
            Err(why) => {
                faults.add(
                    path,
                    0,
                    PackFaultKind::NotPlainText(why),
                    "save it as UTF-8 with LF line ends, without BOM",
                );
            }
        }
    }
    texts
}

fn read_pack(texts: &BTreeMap<&str, &str>, faults: &PackFaults) -> Option<Pack> {
    let homes = rule::homes();
    let mut params = BTreeMap::new();
    let mut lists = BTreeMap::new();
    for (path, text) in texts {
        if path.starts_with("params/") {
            param::read_file(path, text, &homes, &mut params, faults);
        } else if path.starts_with("lists/")
            && let Some(list) = list::read_file(path, text, faults)
        {
            lists.insert(list.id.clone(), list);
        }
    }
    // A name that does not resolve because its own file is broken would be a second message for one mistake.
    let sound = faults.is_empty();
    let mut names = Names::new(&params, &lists);
    let unresolved = PackFaults::default();
    let mut rules = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| path.starts_with("rules/")) {
        rules.extend(rule::read_file(path, text, &mut names, &unresolved));
    }
    rule::conflicts(rules.iter().map(|rule| ("this pack", rule)), &unresolved);
    if sound && unresolved.is_empty() {
        rule::undated(&rules, &unresolved);
        rule::bare_sums(&rules, &unresolved);
    }
    if sound && unresolved.is_empty() {
        names.note_unused(&unresolved);
    }
    let of_its_own = |kind: &PackFaultKind| {
        !matches!(kind, PackFaultKind::Unresolved { .. } | PackFaultKind::Unread { .. })
    };
    faults.append(unresolved, |kind| sound || of_its_own(kind));
    note_two_names(&params, &rules, faults);
    let head = texts.get("pack.toml").and_then(|text| read_head(text, &homes, faults))?;
    Some(Pack { rules, params, lists, ..head })
}

fn read_head(text: &str, homes: &[&'static Shape], faults: &PackFaults) -> Option<Pack> {
    let sheet = Sheet::parse("pack.toml", text, homes, faults)?;
    let block = sheet.root(&shape::PACK);
    let id = block.word("id", "small letters, digits and hyphens, at most 64", plain_name);
    let version = block.word("version", "up to three numbers with points, such as \"1.0.0\"", plain_version);
    let title = block.text("title");
    let status = block.word("status", "illustrative, reviewed, adopted", status);
    let jurisdiction = block.word("jurisdiction", "eu, or a Member State code", jurisdiction);
    let not_modelled = omission::read(&block);
    Some(Pack {
        id: id?,
        version: version?,
        title: title?,
        status: status?,
        jurisdiction: jurisdiction?,
        not_modelled: not_modelled?,
        rules: Vec::new(),
        params: BTreeMap::new(),
        lists: BTreeMap::new(),
        sha256: [0; 32],
    })
}

fn plain_name(text: &str) -> Option<String> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (text.len() <= 64 && text.bytes().all(plain)).then(|| text.to_owned())
}

fn plain_version(text: &str) -> Option<String> {
    let number = |part: &str| part.parse::<u32>().is_ok_and(|n| n.to_string() == part);
    (text.split('.').count() <= 3 && text.split('.').all(number)).then(|| text.to_owned())
}

fn status(word: &str) -> Option<Status> {
    match word {
        "illustrative" => Some(Status::Illustrative),
        "reviewed" => Some(Status::Reviewed),
        "adopted" => Some(Status::Adopted),
        _ => None,
    }
}

fn jurisdiction(word: &str) -> Option<String> {
    (word == "eu" || MEMBER_STATES.contains(&word)).then(|| word.to_owned())
}

/// Every citation with the place of the block that holds it.
fn cited<'a>(
    params: &'a BTreeMap<String, Parameter>,
    rules: &'a [Rule],
) -> Vec<(&'a (String, u32), &'a Citation)> {
    let mut all = Vec::new();
    for parameter in params.values() {
        let entries = parameter.values.values().flat_map(Dated::entries);
        all.extend(entries.map(|entry| (&parameter.place, &entry.citation)));
    }
    for rule in rules {
        all.push((&rule.head().place, &rule.head().citation));
        all.extend(rule.citations_of_rows().into_iter().map(|citation| (&rule.head().place, citation)));
    }
    all
}

/// Notes a CELEX number that is written with two acts or two ELIs: one of the two is a slip.
fn note_two_names(params: &BTreeMap<String, Parameter>, rules: &[Rule], faults: &PackFaults) {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for (place, citation) in cited(params, rules) {
        let name = format!("{}, {}", citation.act, citation.eli);
        let first = names.entry(&citation.celex).or_insert_with(|| name.clone());
        if *first != name {
            let kind =
                PackFaultKind::TwoNames { celex: citation.celex.clone(), first: first.clone(), second: name };
            faults.add(&place.0, place.1, kind, "write one act with one CELEX number and one ELI everywhere");
        }
    }
}
