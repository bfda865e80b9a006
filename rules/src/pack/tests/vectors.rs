//! Packs as files: good ones load, bad ones fail with the message that stands beside them.
//!
//! A bad pack is `bad/<name>/`: either whole, or only the files in which it differs from `good/small`; `expected.txt`
//! holds the message, and `remove.txt`, where present, the paths to take away.

use super::*;

fn vectors(kind: &str) -> PathBuf {
    root().join("../tests/vectors/pack").join(kind)
}

fn folders(kind: &str) -> Vec<(String, BTreeMap<String, Vec<u8>>)> {
    let mut all: Vec<_> =
        std::fs::read_dir(vectors(kind)).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all.into_iter()
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), folder(&path)))
        .collect()
}

fn text(files: &mut BTreeMap<String, Vec<u8>>, name: &str) -> Option<String> {
    files.remove(name).map(|bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn good_packs_load_with_their_frozen_digest() {
    let all = folders("good");
    assert!(!all.is_empty());
    for (name, mut files) in all {
        let expected = text(&mut files, "sha256.txt").unwrap();
        let pack = Pack::from_files(&files).unwrap_or_else(|errors| panic!("{name}\n{errors}"));
        assert_eq!(pack.sha256_hex(), expected.trim(), "{name}");
    }
}

#[test]
fn bad_packs_fail_with_the_message_beside_them() {
    let all = folders("bad");
    assert!(all.len() >= 150, "{}", all.len());
    let mut wrong = Vec::new();
    for (name, mut changed) in all {
        let expected =
            text(&mut changed, "expected.txt").unwrap_or_else(|| panic!("{name} has no expected.txt"));
        let mut files = folder(&vectors("good").join("small"));
        files.remove("sha256.txt");
        for path in text(&mut changed, "remove.txt").unwrap_or_default().lines() {
            files.remove(path).unwrap();
        }
        files.extend(changed);
        let message = check(&files).map(|_| ()).expect_err(&name).to_string();
        // A message names the words of a list that the ledger closes: with a new one it is read again and written anew.
        if std::env::var_os("AIDLEDGER_BLESS").is_some() {
            std::fs::write(
                vectors("bad").join(&name).join("expected.txt"),
                format!(
                    "{message}
"
                ),
            )
            .unwrap();
            continue;
        }
        if message.trim() != expected.trim() {
            wrong.push(format!(
                "{name}
{message}
and not
{expected}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_mistakes_are_named_at_once() {
    let mut files = folder(&vectors("good").join("small"));
    files.remove("sha256.txt");
    for name in ["unknown-key", "rule-without-scope", "list-ragged-row"] {
        let mut changed = folder(&vectors("bad").join(name));
        changed.remove("expected.txt");
        files.extend(changed);
    }
    let errors = Pack::from_files(&files).unwrap_err();
    assert!(errors.faults().len() >= 3, "{errors}");
    let places: Vec<(&str, u32)> = errors.faults().iter().map(|f| (f.file.as_str(), f.line)).collect();
    assert!(places.is_sorted());
}
