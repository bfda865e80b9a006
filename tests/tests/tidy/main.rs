//! The build reads the code: layering, banned calls, dead files, paths in documents, one place for versions.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod closed;
mod length;
mod makers;
mod rooms;
mod source;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests crate lies in the workspace").to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file below a folder with one of the endings, outside build output.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut open = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let foreign =
                ["target", ".git", "node_modules"].contains(&name.as_str()) || name.starts_with(".venv");
            if path.is_dir() && !foreign {
                open.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Code without its comments and without its in-file tests.
fn code_of(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    code.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

fn fail_on(findings: Vec<String>, rule: &str) {
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}

#[test]
fn imports_run_one_way() {
    let allowed = [
        ("ledger", vec![]),
        ("rules", vec!["ledger"]),
        ("api", vec!["ledger", "rules"]),
        ("audit-tools", vec!["ledger", "rules"]),
    ];
    let ours = ["ledger", "rules", "api", "audit-tools", "aidledger-tests"];
    let mut findings = Vec::new();
    for (name, allowed) in allowed {
        let manifest = read(&root().join(name).join("Cargo.toml"));
        for other in ours.iter().filter(|other| **other != name && !allowed.contains(other)) {
            if manifest
                .lines()
                .any(|line| line.starts_with(&format!("{other}.")) || line.starts_with(&format!("{other} ")))
            {
                findings.push(format!("{name} depends on {other}"));
            }
        }
    }
    fail_on(findings, "ledger <- rules <- {api, audit-tools} <- tests");
}

/// (words that must not stand in code, folder, files where they may, why)
const BANNED: &[(&[&str], &str, &[&str], &str)] = &[
    (
        &["SystemTime::now(", "Utc::now(", "Local::now("],
        "",
        &["ledger/src/time/clock.rs"],
        "wall time has one door",
    ),
    (
        &["std::fs", "std::net", "std::env", "tokio", "File::open"],
        "rules/src",
        &[],
        "rules touch nothing outside",
    ),
    (&["thread_rng", "rand::", "fastrand", "getrandom"], "rules/src", &[], "rules know no chance"),
    (&["HashMap"], "rules/src/decide", &[], "no map order may reach a verdict"),
    (&["f32", "f64"], "rules/src", &[], "no floats in rules"),
    (
        &["seat_country", "nationality", "nuts"],
        "rules/src/decide",
        &[],
        "rules never see where an applicant comes from",
    ),
    (&["tokio", "axum"], "ledger/src", &[], "the log is blocking and knows no server"),
    (
        &["io::stdout()", "println!", "print!("],
        "",
        &["api/src/command/say.rs", "audit-tools/src/output.rs"],
        "what nobody reads any more ends no command: standard output has one door in each program",
    ),
    (
        &["std::fs", "File::open", "OpenOptions"],
        "ledger/src",
        &["ledger/src/file/", "ledger/src/index/"],
        "the file port is the only door to the disk",
    ),
];

#[test]
fn banned_calls_stay_behind_their_doors() {
    let mut findings = Vec::new();
    for (words, folder, doors, why) in BANNED {
        let folders: Vec<&str> = if folder.is_empty() {
            vec!["ledger/src", "rules/src", "api/src", "audit-tools/src"]
        } else {
            vec![folder]
        };
        for path in folders.iter().flat_map(|folder| files(folder, &[".rs"])) {
            let name = shown(&path);
            let is_test = name.ends_with("tests.rs") || name.contains("/tests/");
            if is_test || doors.iter().any(|door| name.starts_with(door)) {
                continue;
            }
            let code = code_of(&read(&path));
            findings.extend(
                words
                    .iter()
                    .filter(|word| code.contains(**word))
                    .map(|word| format!("{name}: `{word}` ({why})")),
            );
        }
    }
    fail_on(findings, "calls outside their doors");
}

#[test]
fn no_source_file_is_dead() {
    let mut findings = Vec::new();
    for path in ["ledger/src", "rules/src", "api/src", "audit-tools/src", "tests/src"]
        .iter()
        .flat_map(|folder| files(folder, &[".rs"]))
    {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let folder = path.parent().expect("a file has a folder");
        if ["lib", "main"].contains(&stem.as_str()) || folder.ends_with("bin") {
            continue;
        }
        // `x.rs` and `x/mod.rs` are declared by the module of the folder around them.
        let (around, module) = match stem.as_str() {
            "mod" => (
                folder.parent().expect("a module has a folder around it"),
                folder.file_name().expect("a folder").to_string_lossy().into_owned(),
            ),
            _ => (folder, stem),
        };
        // A folder's modules are declared in its `mod.rs`, or in the file of its name beside it.
        let beside = around.with_extension("rs");
        let declares = ["mod.rs", "lib.rs", "main.rs"]
            .iter()
            .map(|name| around.join(name))
            .chain([beside])
            .filter(|path| path.exists())
            .any(|path| {
                let text = read(&path);
                let wanted = [format!("mod {module};"), format!("mod {module} {{")];
                text.lines()
                    .any(|line| wanted.iter().any(|wanted| line.trim_end().ends_with(wanted.as_str())))
            });
        if !declares {
            findings.push(format!("{}: no `mod {module};` around it", shown(&path)));
        }
    }
    fail_on(findings, "files that nothing declares");
}

#[test]
fn documents_name_paths_that_exist() {
    let mut findings = Vec::new();
    let tops = ["ledger/", "rules/", "api/", "audit-tools/", "tests/", "docs/"];
    for path in files("", &[".md"]) {
        let name = shown(&path);
        for (number, line) in read(&path).lines().enumerate() {
            for quoted in line.split('`').skip(1).step_by(2) {
                let is_path = tops.iter().any(|top| quoted.starts_with(top))
                    && !quoted.contains(['*', '<', '{', ' ', '$'])
                    && !quoted.contains("NNNN")
                    && !quoted.contains("/.venv");
                let target = quoted.trim_end_matches('/');
                if is_path && !root().join(target).exists() {
                    findings.push(format!("{name}:{}: `{quoted}` does not exist", number + 1));
                }
            }
        }
    }
    fail_on(findings, "paths in documents");
}

#[test]
fn links_between_documents_resolve() {
    let mut findings = Vec::new();
    for path in files("", &[".md"]) {
        let folder = path.parent().expect("a file has a folder").to_owned();
        for (number, line) in read(&path).lines().enumerate() {
            for link in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let target = link.split('#').next().unwrap_or("");
                let is_local =
                    !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:");
                if is_local && !folder.join(target).exists() {
                    findings.push(format!("{}:{}: {target}", shown(&path), number + 1));
                }
            }
        }
    }
    fail_on(findings, "links in documents");
}

#[test]
fn crates_share_lints_and_versions() {
    let mut findings = Vec::new();
    for name in ["ledger", "rules", "api", "audit-tools", "tests"] {
        let manifest = read(&root().join(name).join("Cargo.toml"));
        if !manifest.contains("[lints]\nworkspace = true") {
            findings.push(format!("{name}: does not take the workspace's lints"));
        }
        let mut in_dependencies = false;
        for line in manifest.lines() {
            if line.starts_with('[') {
                in_dependencies = line.contains("dependencies");
            } else if in_dependencies
                && !line.trim().is_empty()
                && !line.contains("workspace = true")
                && !line.contains(".workspace")
                && !line.starts_with('#')
            {
                findings.push(format!("{name}: `{line}` names a version of its own"));
            }
        }
    }
    fail_on(findings, "one place for lints and versions");
}

#[test]
fn every_direct_dependency_has_its_reason() {
    let manifest = read(&root().join("Cargo.toml"));
    let section = manifest
        .split("[workspace.dependencies]")
        .nth(1)
        .and_then(|rest| rest.split("\n[").next())
        .expect("a section of dependencies");
    let reasons = read(&root().join("docs/dependencies.md"));
    let ours = ["ledger", "rules", "api", "audit-tools"];
    let names = section.lines().filter_map(|line| line.split(['=', '.']).next()).map(str::trim);
    let named: BTreeSet<&str> =
        names.filter(|name| !name.is_empty() && !name.starts_with('#') && !ours.contains(name)).collect();
    let missing = named
        .iter()
        .filter(|name| !reasons.contains(&format!("`{name}`")) && !reasons.contains(&format!("| {name} ")));
    fail_on(
        missing.map(|name| format!("{name}: no row in docs/dependencies.md")).collect(),
        "reasons for dependencies",
    );
}

#[test]
fn every_record_of_a_decision_is_numbered_once() {
    let mut numbers: Vec<String> = files("docs/adr", &[".md"])
        .iter()
        .filter_map(|path| path.file_name().map(|name| name.to_string_lossy().chars().take(4).collect()))
        .collect();
    numbers.sort();
    let twice = numbers.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone());
    fail_on(twice.collect(), "decision numbers used twice");
}
