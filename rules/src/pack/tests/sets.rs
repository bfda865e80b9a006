//! Adopted packs together.

use super::*;

fn pack(id: &str, rule: &str) -> Arc<Pack> {
    let cite = r#"citation = { act = "Act", celex = "32023R2831", eli = "http://data.europa.eu/eli/reg/2023/2831/oj", article = "8" }"#;
    let head = format!(
        "id = \"{id}\"\nversion = \"1.0.0\"\ntitle = \"T\"\nstatus = \"illustrative\"\njurisdiction = \"eu\"\nnot_modelled = []\n"
    );
    let rules = format!(
        "[rule.\"{rule}\"]\nkind = \"eligibility\"\ncondition = \"in-force\"\ntitle = \"T\"\nregimes = [\"eu-2023-2831\"]\nfrom = 2024-01-01\nlegacy = false\n{cite}\n"
    );
    let files = [("pack.toml", head), ("rules/a.toml", rules)];
    let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.into_bytes())).collect();
    Arc::new(Pack::from_files(&files).unwrap_or_else(|errors| panic!("{errors}")))
}

#[test]
fn the_digest_of_no_packs_is_that_of_the_empty_string() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(PackSet::new().digest_hex(), empty);
}

#[test]
fn the_digest_hashes_sorted_lines_whatever_the_order_of_adoption() {
    let (a, b) = (Arc::new(shipped("eu-calendar")), Arc::new(shipped("eu-deminimis")));
    let lines = format!(
        "eu-calendar {} {}\neu-deminimis {} {}\n",
        a.version,
        a.sha256_hex(),
        b.version,
        b.sha256_hex()
    );
    let day = d("2014-01-01");
    let one = PackSet::new().adopt(a.clone(), day).unwrap().adopt(b.clone(), day).unwrap();
    let two = PackSet::new().adopt(b, day).unwrap().adopt(a, day).unwrap();
    assert_eq!(one.digest(), canonical::digest(lines.as_bytes()));
    assert_eq!(one.digest(), two.digest());
}

#[test]
fn the_newest_adoption_judges_from_its_date_and_the_older_one_before() {
    let (old, new) = (pack("p", "a/old"), pack("p", "a/new"));
    let set =
        PackSet::new().adopt(old, d("2020-01-01")).unwrap().adopt(new.clone(), d("2027-01-01")).unwrap();
    let rule = |set: &PackSet, day: &str| set.rules(d(day)).map(|r| r.head().id.clone()).collect::<Vec<_>>();
    assert_eq!(rule(&set, "2026-12-31"), ["a/old"]);
    assert_eq!(rule(&set, "2027-01-01"), ["a/new"]);
    assert_eq!(rule(&set, "2019-12-31"), Vec::<String>::new());
    assert_eq!(set.packs().count(), 2);
    let replaced = set.adopt(new, d("2020-01-01")).unwrap();
    assert_eq!(rule(&replaced, "2026-12-31"), ["a/new"]);
    assert_eq!(replaced.packs().count(), 1);
}

#[test]
fn packs_that_claim_one_case_cannot_both_be_adopted() {
    let set = PackSet::new().adopt(pack("p", "a/one"), d("2020-01-01")).unwrap();
    let errors = set.adopt(pack("q", "b/two"), d("2020-01-01")).unwrap_err();
    let text = errors.to_string();
    assert!(
        text.contains(
            "rule `a/one` of p and rule `b/two` of q both claim the validity of eu-2023-2831 on 2024-01-01"
        ),
        "{text}"
    );
}

#[test]
fn validity_tells_run_out_from_unknown() {
    let set = all_shipped();
    let on = |regime: &str, day: &str| {
        let regime = parse_regime(regime).unwrap();
        match set.validity(&regime, d(day), false) {
            Validity::InForce(rule) => rule.head.id.clone(),
            Validity::NotInForce => "not in force".into(),
            Validity::NotCovered => "not covered".into(),
        }
    };
    assert_eq!(on("eu-2023-2831", "2026-01-01"), "eu-2023-2831/in-force");
    assert_eq!(on("eu-2023-2831", "2031-07-01"), "not in force");
    assert_eq!(on("eu-1407-2013", "2024-01-01"), "not in force");
    assert_eq!(on("gber-28", "2026-01-01"), "not covered");
}
