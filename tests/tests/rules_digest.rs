//! While semantics is 0, `engine.adopted` tells the rules of one build from those of every other by the digest of the sources
//! that decide: no change of a verdict can leave it as it was.

#![expect(clippy::unwrap_used, reason = "a test stops at whatever it did not expect")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rules::decide::VECTORS_SHA256;

#[path = "../../rules/build/digest.rs"]
mod digest;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

#[test]
fn the_program_carries_the_digest_of_the_sources_that_decide() {
    let files = digest::deciding(&root()).unwrap();
    assert_eq!(digest::digest(&files), VECTORS_SHA256, "build anew: the sources changed meanwhile");
    let holds = |start: &str| files.keys().any(|path| path.starts_with(start));
    let text = std::fs::read_to_string(root().join("docs/ARCHITECTURE.md")).unwrap();
    let section = text.split("\n## rules:").nth(1).unwrap().split("\n## ").next().unwrap();
    let rooms: Vec<&str> = section
        .lines()
        .filter_map(|line| line.strip_prefix("**`")?.split("`**").next())
        .filter(|room| !room.contains(' '))
        .collect();
    assert!(rooms.len() > 10, "{rooms:?}");
    for room in rooms {
        let told = digest::TELLING.contains(&room);
        assert_eq!(holds(&format!("rules/src/{room}")), !told, "`{room}` either decides or tells");
    }
    for room in digest::SAYING {
        assert!(holds(&format!("ledger/src/{room}")), "{room}");
    }
    assert!(holds("ledger/src/entry.rs") && !files.keys().any(|path| path.contains("tests")));
}

#[test]
fn it_moves_with_every_figure_and_condition_and_with_nothing_else() {
    let files = digest::deciding(&root()).unwrap();
    let with = |change: &dyn Fn(&mut BTreeMap<String, String>)| {
        let mut changed = files.clone();
        change(&mut changed);
        digest::digest(&changed)
    };
    let path = "rules/src/decide/limits.rs";
    let edit = |from: &str, to: &str| {
        assert!(files[path].contains(from));
        with(&|files| *files.get_mut(path).unwrap() = files[path].replacen(from, to, 1))
    };
    // Every file, by one character of code; a file more, a file less, a file moved.
    for path in files.keys() {
        let moved =
            with(&|files| *files.get_mut(path).unwrap() = format!("const X: u8 = 1;\n{}", files[path]));
        assert_ne!(moved, VECTORS_SHA256, "{path}");
    }
    assert_ne!(
        with(&|files| drop(files.insert("rules/src/decide/new.rs".to_owned(), "x".to_owned()))),
        VECTORS_SHA256
    );
    assert_ne!(with(&|files| drop(files.remove(path))), VECTORS_SHA256);
    // Comments, blank lines, indentation and tests decide nothing.
    assert_eq!(edit("use ", "// A word.\n\n    use "), VECTORS_SHA256);
    let tested = with(&|files| {
        files.get_mut(path).unwrap().push_str("\n#[cfg(test)]\nmod tests {\n    fn x() {}\n}\n")
    });
    assert_eq!(tested, VECTORS_SHA256);
}
