//! Production code as the checks read it: without comments, texts and in-file tests; and which file is which module.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{files, read, shown};

/// One file of a crate.
pub struct Source {
    /// From the workspace's root.
    pub name: String,
    /// Below `src`: `directory/mod.rs` is `[directory]`, `lib.rs` and `main.rs` are empty.
    pub module: Vec<String>,
    /// Its code; what was blanked out is spaces, so that lines stand where they stood.
    pub code: String,
}

impl Source {
    /// The line, from 1, of a byte of its code.
    pub fn line(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }
}

/// The production files of a crate.
pub fn sources(krate: &str) -> Vec<Source> {
    let src = format!("{krate}/src");
    let production = files(&src, &[".rs"]).into_iter().map(|path| (shown(&path), path));
    let production = production.filter(|(name, _)| !name.ends_with("tests.rs") && !name.contains("/tests/"));
    production
        .map(|(name, path)| {
            let inner = name[src.len() + 1..].trim_end_matches(".rs");
            let module = inner.split('/').filter(|part| !["mod", "lib", "main"].contains(part));
            let module = module.map(str::to_owned).collect();
            Source { module, code: production_code(&read(&path)), name }
        })
        .collect()
}

/// The code without comments, texts and what stands under `#[cfg(test)]`.
fn production_code(text: &str) -> String {
    let mut code = blanked(text);
    for Range { start, end } in tested(text) {
        code = format!("{}{}{}", &code[..start], spaces(&code[start..end]), &code[end..]);
    }
    code
}

/// The production code of a file, and its texts: where each stands, and what is in it.
pub fn literals(text: &str) -> (String, Vec<(usize, String)>) {
    let production = production_code(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let raw =
            first == 'r' && is_raw(rest) && !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let end = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => text_end(rest),
            'r' if raw => raw_end(rest),
            '\'' => character_end(rest),
            _ => 0,
        };
        if end > 0 && (first == '"' || raw) {
            let inside = rest[..end].trim_start_matches(['r', '#']).trim_end_matches('#').trim_matches('"');
            found.push((at, inside.to_owned()));
        }
        at += if end == 0 { first.len_utf8() } else { end };
    }
    let tested = tested(text);
    found.retain(|(at, _)| tested.iter().all(|range| !range.contains(at)));
    (production, found)
}

/// What stands under `#[cfg(test)]`.
fn tested(text: &str) -> Vec<Range<usize>> {
    let code = blanked(text);
    let starts = code.match_indices("#[cfg(test)]").map(|(at, _)| at);
    starts
        .map(|at| {
            let rest = &code[at..];
            match rest.find(['{', ';']) {
                Some(open) if rest[open..].starts_with('{') => at..closing(&code, at + open) + 1,
                Some(end) => at..at + end + 1,
                None => at..code.len(),
            }
        })
        .collect()
}

fn spaces(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect()
}

/// The code with comments and the insides of texts and characters turned into spaces.
pub fn blanked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => text_end(rest),
            'r' if is_raw(rest) && !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') => raw_end(rest),
            '\'' => character_end(rest),
            _ => 0,
        };
        if end == 0 {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            out.push_str(&spaces(&rest[..end]));
            rest = &rest[end..];
        }
    }
    out
}

fn text_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_raw(text: &str) -> bool {
    text[1..].trim_start_matches('#').starts_with('"')
}

fn raw_end(text: &str) -> usize {
    let hashes = text[1..].chars().take_while(|c| *c == '#').count();
    let close = format!("\"{}", "#".repeat(hashes));
    let from = hashes + 2;
    text[from..].find(&close).map_or(text.len(), |end| from + end + close.len())
}

/// Past a character; 0 where the quote begins a lifetime.
fn character_end(text: &str) -> usize {
    let mut inner = text[1..].char_indices();
    match inner.next() {
        Some((_, '\\')) => text[3..].find('\'').map_or(0, |end| end + 4),
        Some(_) => inner.next().filter(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 2),
        None => 0,
    }
}

/// Where the bracket that opens at `open` closes.
pub fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code[open..].char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + at;
        }
    }
    code.len() - 1
}

/// Where a word stands by itself.
pub fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |at| !code[..*at].ends_with(part) && !code[at + word.len()..].starts_with(part))
}

/// A path as written, and whether it is only a name given out (`pub use`).
struct Written {
    path: Vec<String>,
    name: String,
    given_out: bool,
}

/// Reads the tree of paths that begins at `rest` and returns what follows it.
fn tree<'a>(rest: &'a str, prefix: &[String], given_out: bool, out: &mut Vec<Written>) -> &'a str {
    let rest = rest.trim_start();
    if let Some(group) = rest.strip_prefix('{') {
        let mut rest = group.trim_start();
        while !rest.is_empty() && !rest.starts_with('}') {
            let after = tree(rest, prefix, given_out, out).trim_start();
            // What is no path ends the group.
            let Some(next) = after.strip_prefix(',') else { return after.trim_start_matches('}') };
            rest = next.trim_start();
        }
        return rest.trim_start_matches('}');
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let (word, after) = match rest.strip_prefix('*') {
        Some(after) => ("*", after),
        None => rest.split_at(end),
    };
    if word.is_empty() {
        out.push(Written { path: prefix.to_vec(), name: String::new(), given_out });
        return rest;
    }
    let mut path = prefix.to_vec();
    path.push(word.to_owned());
    if let Some(deeper) = after.trim_start().strip_prefix("::") {
        return tree(deeper, &path, given_out, out);
    }
    let alias = after.trim_start().strip_prefix("as ").map(str::trim_start);
    let name = alias
        .map_or(word, |alias| alias.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(word));
    let name = name.to_owned();
    // `use a::{self}` gives the name of `a`.
    let name = if name == "self" { prefix.last().cloned().unwrap_or_default() } else { name };
    out.push(Written { path, name, given_out });
    match alias {
        Some(alias) => alias.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
        None => after,
    }
}

/// Where the `use` statements of a file stand: after the word, to the semicolon.
fn uses(code: &str) -> Vec<Range<usize>> {
    let ranges = words(code, "use").map(|at| at + 3..code[at..].find(';').map_or(code.len(), |end| at + end));
    ranges.collect()
}

/// Every path of a file that may lead to another file of its crate.
fn written(code: &str) -> Vec<Written> {
    let mut out = Vec::new();
    let uses = uses(code);
    for range in &uses {
        let before = code[..range.start - 3].trim_end();
        let given_out = before.ends_with("pub")
            || before.rfind("pub(").is_some_and(|open| closing(before, open + 3) + 1 == before.len());
        tree(&code[range.clone()], &[], given_out, &mut out);
    }
    for root in ["crate", "super", "self"] {
        for at in words(code, root) {
            let inner = code[..at].ends_with("::")
                || code[..at].ends_with("(in ")
                || uses.iter().any(|range| range.contains(&at));
            if !inner && code[at + root.len()..].starts_with("::") {
                tree(&code[at..], &[], false, &mut out);
            }
        }
    }
    out
}

/// An import of one file by another.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// The file, by its place in the list, that is imported.
    pub of: usize,
    /// Whether it is only a name given out (`pub use`).
    pub given_out: bool,
    /// As written.
    pub text: String,
}

/// The files of a crate and what each imports.
pub struct Map {
    /// The files.
    pub sources: Vec<Source>,
    /// The imports of each, itself left out.
    pub imports: Vec<Vec<Import>>,
}

impl Map {
    /// Reads a crate.
    pub fn of(krate: &str) -> Self {
        let sources = sources(krate);
        let modules: BTreeMap<Vec<String>, usize> =
            sources.iter().enumerate().rev().map(|(at, source)| (source.module.clone(), at)).collect();
        let paths: Vec<Vec<Written>> = sources.iter().map(|source| written(&source.code)).collect();
        let finder = Finder { modules: &modules, paths: &paths };
        let mut imports = Vec::new();
        for (at, source) in sources.iter().enumerate() {
            let mut found = Vec::new();
            let by_name = finder.by_name(source, &paths[at]);
            for one in paths[at].iter().chain(&by_name) {
                if let Some(of) = finder.find(&source.module, &one.path, 0).filter(|of| *of != at) {
                    found.push(Import { of, given_out: one.given_out, text: one.path.join("::") });
                }
            }
            found.sort();
            found.dedup();
            imports.push(found);
        }
        Self { sources, imports }
    }
}

struct Finder<'a> {
    modules: &'a BTreeMap<Vec<String>, usize>,
    paths: &'a [Vec<Written>],
}

impl Finder<'_> {
    /// What a file calls through the name of a module: of its own child, or of one that it imports.
    fn by_name(&self, source: &Source, paths: &[Written]) -> Vec<Written> {
        let own = self
            .modules
            .keys()
            .filter_map(|module| module.split_last())
            .filter(|(_, around)| **around == source.module);
        let children = own.map(|(child, _)| (child.clone(), vec!["self".to_owned(), child.clone()]));
        let is_module = |one: &&Written| one.path.len() > 1 && self.is_module(&source.module, &one.path);
        let imported = paths.iter().filter(is_module).map(|one| (one.name.clone(), one.path.clone()));
        let names: BTreeMap<String, Vec<String>> = children.chain(imported).collect();
        let uses = uses(&source.code);
        let mut out = Vec::new();
        for (name, path) in &names {
            for at in words(&source.code, name) {
                let inner = source.code[..at].ends_with("::") || uses.iter().any(|range| range.contains(&at));
                if let Some(rest) = source.code[at + name.len()..].strip_prefix("::").filter(|_| !inner) {
                    tree(rest, path, false, &mut out);
                }
            }
        }
        out
    }

    fn is_module(&self, module: &[String], path: &[String]) -> bool {
        let path = path.strip_suffix(&["self".to_owned()]).unwrap_or(path);
        let probe: Vec<String> = path.iter().cloned().chain(["..".to_owned()]).collect();
        let here = self.find(module, &probe, 8);
        here.is_some_and(|at| {
            self.modules.iter().any(|(module, of)| *of == at && module.last() == path.last())
        })
    }

    /// The file in which the thing stands that `path`, written in `module`, names; names given on are followed.
    fn find(&self, module: &[String], path: &[String], depth: usize) -> Option<usize> {
        let mut current = module.to_vec();
        let mut rest = path;
        match rest.first()?.as_str() {
            "crate" => current.clear(),
            "self" => {}
            "super" => {
                current.pop();
            }
            first => {
                current.push(first.to_owned());
                self.modules.get(&current)?;
            }
        }
        rest = &rest[1..];
        while let Some(next) = rest.first() {
            if next == "super" {
                current.pop();
            } else {
                let mut deeper = current.clone();
                deeper.push(next.clone());
                if !self.modules.contains_key(&deeper) {
                    break;
                }
                current = deeper;
            }
            rest = &rest[1..];
        }
        let here = *self.modules.get(&current)?;
        let Some(name) = rest.first().filter(|_| depth < 8) else { return Some(here) };
        let passed_on = self.paths[here].iter().find(|one| one.name == *name && one.path.len() > 1);
        let onward = passed_on.and_then(|one| {
            let path: Vec<String> = one
                .path
                .iter()
                .filter(|part| *part != "self" || one.path[0] == "self")
                .cloned()
                .chain(rest[1..].iter().cloned())
                .collect();
            self.find(&current, &path, depth + 1)
        });
        Some(onward.unwrap_or(here))
    }
}

#[test]
fn paths_are_read_in_every_form() {
    let code = production_code(
        "use crate::{a::{self, B}, c as d};\npub(crate) use super::e::*;\n// crate::no\nfn f<'a>() { let t = \"crate::no\"; let c = '\"';
         super::super::g::h::<T>() }\npub(in crate::no) fn i() { r#\"crate::no\"#; self::j::k!() }\n#[cfg(test)]\nmod tests { use crate::no; }\n",
    );
    let read: Vec<(String, String, bool)> =
        written(&code).into_iter().map(|one| (one.path.join("::"), one.name, one.given_out)).collect();
    let wanted = [
        ("crate::a::self", "a", false),
        ("crate::a::B", "B", false),
        ("crate::c", "d", false),
        ("super::e::*", "*", true),
        ("super::super::g::h", "", false),
        ("self::j::k", "k", false),
    ];
    let wanted = wanted.map(|(path, name, given_out)| (path.to_owned(), name.to_owned(), given_out));
    assert_eq!(read, wanted);
}
