//! Tests of the room as a whole: shipped packs, good and bad packs as files, cases, dates.

mod cases;
mod coverage;
mod schema;
mod sets;
mod show;
mod since;
mod vectors;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) use show::labels;

use super::rule::DeclaredYears;
use super::*;

fn d(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Every file below a folder, by path inside it.
fn folder(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![path.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let entry = entry.unwrap().path();
            if entry.is_dir() {
                open.push(entry);
            } else {
                let name = entry.strip_prefix(path).unwrap().to_str().unwrap().to_owned();
                files.insert(name, std::fs::read(&entry).unwrap());
            }
        }
    }
    files
}

fn shipped(name: &str) -> Pack {
    let pack = SHIPPED.iter().find(|pack| pack.name == name).unwrap();
    Pack::from_files(&pack.files()).unwrap_or_else(|errors| panic!("{name}\n{errors}"))
}

/// All shipped packs, adopted for every grant date.
fn all_shipped() -> PackSet {
    let adopt =
        |set: PackSet, pack: &ShippedPack| set.adopt(Arc::new(shipped(pack.name)), d("1990-01-01")).unwrap();
    SHIPPED.iter().fold(PackSet::new(), adopt)
}

#[test]
fn the_table_lists_every_file_of_every_pack() {
    let on_disk = folder(&root().join("packs"));
    let mut listed = BTreeMap::new();
    for pack in SHIPPED {
        for (path, bytes) in pack.files() {
            assert!(
                listed.insert(format!("{}/{path}", pack.name), bytes).is_none(),
                "{path} is listed twice"
            );
        }
    }
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&listed), names(&on_disk));
    assert!(listed == on_disk, "rebuild: a shipped pack differs from its folder");
}

#[test]
fn shipped_packs_load_and_keep_their_digest_through_canonical_bytes() {
    for shipped in SHIPPED {
        let files = shipped.files();
        let pack = Pack::from_files(&files).unwrap_or_else(|errors| panic!("{}\n{errors}", shipped.name));
        assert_eq!(pack.id, shipped.name);
        let bytes = Pack::canonical(&files);
        assert_eq!(Pack::from_canonical(&bytes).unwrap(), pack);
        assert_eq!(canonical::digest(&bytes), pack.sha256);
        let log = String::from_utf8(files["CHANGELOG.md"].clone()).unwrap();
        let entry = log.split(&format!("## {}\n", pack.version)).nth(1).expect("the version has an entry");
        assert!(entry.contains("Impacted days:"), "{}: the entry names no impacted days", pack.id);
    }
}

#[test]
fn cases_and_notes_are_outside_the_digest_and_law_is_inside() {
    let files = SHIPPED[1].files();
    let digest = |files: &BTreeMap<String, Vec<u8>>| canonical::digest(&Pack::canonical(files));
    let mut other = files.clone();
    other.remove("CHANGELOG.md").unwrap();
    other.get_mut("cases/boundary.toml").unwrap().push(b'\n');
    assert_eq!(digest(&other), digest(&files));
    for path in files.keys().filter(|p| canonical::is_law(p)) {
        let mut other = files.clone();
        other.get_mut(path).unwrap().push(b'\n');
        assert_ne!(digest(&other), digest(&files), "{path}");
    }
}

#[test]
fn the_general_ceiling_reads_as_the_regulation_says() {
    let set = all_shipped();
    let regime = |id: &str| parse_regime(id).unwrap();
    let caps = set.limits(&regime("eu-2023-2831"), d("2026-11-23"));
    let [cap] = caps.as_slice() else { panic!("one ceiling") };
    assert_eq!(cap.head.id, "eu-2023-2831/ceiling");
    assert_eq!(
        (cap.scope, cap.unit, cap.length(), cap.measure),
        (
            rule::Scope::MemberState,
            rule::Unit::SingleUndertaking,
            rule::Length::Years(3),
            rule::Measure::Euro
        )
    );
    let ceiling = cap.ceiling.on(d("2026-11-23")).unwrap();
    assert_eq!(ceiling.value.to_string(), "300000.00");
    assert_eq!(ceiling.citation.to_string(), "Regulation (EU) 2023/2831 Art. 3(2)");
    assert_eq!(cap.ceiling.on(d("2023-12-31")), None);
    let counted = |id: &str| cap.counts(&regime(id)).map(|row| row.mode);
    for id in ["eu-2023-2831", "eu-1407-2013", "eu-1408-2013", "eu-717-2014"] {
        assert_eq!(counted(id), Some(rule::Mode::Counted), "{id}");
    }
    assert_eq!(counted("eu-360-2012"), Some(rule::Mode::Interpretation));
    for id in ["eu-2023-2832", "gber-28", "no-aid"] {
        assert_eq!(counted(id), None, "{id}");
    }
}

#[test]
fn safe_harbours_and_terms_have_their_figures() {
    let set = all_shipped();
    let day = d("2026-11-23");
    for (id, figures) in [
        ("eu-2023-2831", ["1500000.00", "750000.00", "2250000.00", "1125000.00"]),
        ("eu-2023-2832", ["3750000.00", "1875000.00", "5625000.00", "2813036.00"]),
    ] {
        let regime = parse_regime(id).unwrap();
        let loan = set.loan_safe_harbour(&regime, day).unwrap();
        let guarantee = set.guarantee_safe_harbour(&regime, day).unwrap();
        let amounts = [
            &loan.harbour.short_amount,
            &loan.harbour.long_amount,
            &guarantee.harbour.short_amount,
            &guarantee.harbour.long_amount,
        ];
        assert_eq!(amounts.map(|a| a.on(day).unwrap().value.to_string()), figures);
        for harbour in [&loan.harbour, &guarantee.harbour] {
            assert_eq!(
                (harbour.short_years.on(day).unwrap().value, harbour.long_years.on(day).unwrap().value),
                (5, 10)
            );
        }
        assert_eq!(loan.collateral_min_percent.on(day).unwrap().value.to_string(), "50");
        for least in [&loan.harbour.least_band, &guarantee.harbour.least_band] {
            assert_eq!(least.on(day).unwrap().value, ledger::event::undertaking::CreditBand::B);
        }
        assert_eq!(guarantee.cover_max_percent.on(day).unwrap().value.to_string(), "80");
        let duty = set.registration(&regime, day).unwrap();
        assert_eq!(duty.working_days().unwrap().on(day).unwrap().value, 20);
        assert!(set.registration(&regime, d("2025-12-31")).is_none());
        assert_eq!(set.forex(&regime, day).unwrap().max_age_days.on(day).unwrap().value, 7);
        assert_eq!(set.reservation_life(&regime, day).unwrap().days.on(day).unwrap().value, 90);
    }
    assert!(set.capital(&parse_regime("gber-28").unwrap(), day).is_none());
    let calendar = set.calendar(day).unwrap();
    assert_eq!(calendar.weekend.on(day).unwrap().value, [chrono::Weekday::Sat, chrono::Weekday::Sun]);
    assert_eq!(calendar.forward_roll.on(day).unwrap().value, Roll::NextWorkingDay);
    assert_eq!(calendar.look_back_roll.on(day).unwrap().value, Roll::None);
    let doubt = [&calendar.computed_from, &calendar.missing_from];
    assert_eq!(doubt.map(|days| days.on(day).unwrap().value), [3, 20]);
}

#[test]
fn discounting_capital_and_declarations_have_their_figures() {
    let set = all_shipped();
    let (first, last) = (d("2024-01-01"), d("2031-06-30"));
    for (id, article, ceiling) in
        [("eu-2023-2831", "2023/2831", "300000.00"), ("eu-2023-2832", "2023/2832", "750000.00")]
    {
        let regime = parse_regime(id).unwrap();
        for day in [first, last] {
            let discount = set.discount(&regime, day).unwrap();
            assert_eq!(discount.margin_percent.on(day).unwrap().value.to_string(), "1");
            assert_eq!(discount.year_days.on(day).unwrap().value, 365);
            assert_eq!(discount.year_days.on(day).unwrap().standing, Standing::Interpretation);
            let capital = set.capital(&regime, day).unwrap();
            assert_eq!(capital.limit.on(day).unwrap().value.to_string(), ceiling);
            assert_eq!(capital.head.citation.to_string(), format!("Regulation (EU) {article} Art. 4(4)"));
            let duty = set.declaration_duty(&regime, day).unwrap();
            let DeclaredYears::Years(years) = &duty.years else { panic!("{id}: fiscal years") };
            assert_eq!(years.on(day).unwrap().value, 3);
            assert_eq!(duty.head.citation.to_string(), format!("Regulation (EU) {article} Art. 7(4)"));
        }
        for day in [first.pred_opt().unwrap(), last.succ_opt().unwrap()] {
            assert_eq!(set.discount(&regime, day).unwrap().head.id, "eu-deminimis/other-discount");
            assert!(set.capital(&regime, day).is_none());
            assert!(set.declaration_duty(&regime, day).is_none());
        }
    }
    let agriculture = parse_regime("eu-1408-2013").unwrap();
    assert!(set.loan_safe_harbour(&agriculture, first).is_some());
    let duty = set.declaration_duty(&agriculture, first).unwrap();
    assert!(
        matches!(duty.years, DeclaredYears::FiscalYears(_)),
        "until 15 December 2024 it speaks of fiscal years"
    );
    let duty = set.declaration_duty(&agriculture, d("2024-12-16")).unwrap();
    assert!(matches!(duty.years, DeclaredYears::Years(_)));
}

/// What the engine once did where packs were silent: the figures are those of the regulation, for every regime and date.
#[test]
fn awards_of_other_regimes_and_dates_are_valued_and_dated_alike() {
    let set = all_shipped();
    for (id, day) in [
        ("eu-1407-2013", "2016-05-04"),
        ("gber-28", "2026-11-23"),
        ("no-aid", "1990-01-01"),
        ("eu-2023-2831", "2023-12-31"),
        ("eu-2023-2832", "2031-07-01"),
    ] {
        let (regime, day) = (parse_regime(id).unwrap(), d(day));
        let forex = set.forex(&regime, day).unwrap();
        let entry = forex.max_age_days.on(day).unwrap();
        assert_eq!((entry.value, entry.standing), (7, Standing::Interpretation), "{id}");
        let discount = set.discount(&regime, day).unwrap();
        assert_eq!(discount.margin_percent.on(day).unwrap().value.to_string(), "1");
        assert_eq!(discount.year_days.on(day).unwrap().value, 365);
        assert!(set.registration(&regime, day).is_none(), "{id}");
    }
    let day = d("2024-01-01");
    assert_eq!(
        set.forex(&parse_regime("eu-717-2014").unwrap(), day).unwrap().head.id,
        "eu-deminimis/exchange-rate"
    );
    assert!(PackSet::new().forex(&parse_regime("no-aid").unwrap(), day).is_none());
}

#[test]
fn a_rule_for_any_other_regime_holds_for_days_before_its_pack_is_adopted_and_a_ceiling_does_not() {
    let adopted_late = PackSet::new().adopt(Arc::new(shipped("eu-deminimis")), d("2026-01-01")).unwrap();
    let (general, day) = (parse_regime("eu-2023-2831").unwrap(), d("2025-12-31"));
    assert_eq!(adopted_late.forex(&general, day).unwrap().head.id, "eu-deminimis/exchange-rate");
    assert_eq!(
        adopted_late.forex(&general, d("2020-01-01")).unwrap().head.id,
        "eu-deminimis/other-exchange-rate"
    );
    assert!(adopted_late.limits(&general, day).is_empty());
}

#[test]
fn whose_money_counts_and_what_is_no_aid_stand_in_the_pack() {
    use ledger::event::aid::Origin;
    let set = all_shipped();
    let day = d("2026-11-23");
    let funding = set.funding(&parse_regime("eu-2023-2831").unwrap(), day).unwrap();
    for origin in Origin::ALL {
        let counts = !matches!(origin, Origin::UnionCentral | Origin::Private);
        assert_eq!(funding.counts(*origin), counts, "{origin}");
    }
    assert_eq!(funding.head.citation.to_string(), "Regulation (EU) 2023/2831 rec. 14");
    let no_aid = set.no_aid(&parse_regime("no-aid").unwrap(), day).unwrap();
    let tests =
        ["union-central", "private", "market-price", "non-economic-use", "goodwill"].map(|g| no_aid.test(g));
    let money = Some(rule::NoAidTest::NoStateMoney);
    let (price, economic) = (Some(rule::NoAidTest::MarketPrice), Some(rule::NoAidTest::NonEconomicUse));
    assert_eq!(tests, [money, money, price, economic, None]);
    assert!(set.no_aid(&parse_regime("eu-2023-2831").unwrap(), day).is_none());
}

#[test]
fn loans_by_reference_rate_have_a_formula_in_lithuania_alone() {
    let set = all_shipped();
    let regime = parse_regime("eu-2023-2831").unwrap();
    for day in [d("2024-01-01"), d("2031-06-30")] {
        let loan = set.reference_rate_loan(&regime, day).unwrap();
        assert_eq!(loan.head.citation.to_string(), "Regulation (EU) 2023/2831 Art. 4(3)(c)");
        for state in MEMBER_STATES {
            let entry = loan.formula.on(state, day).unwrap();
            let expected = if state == "LT" { LoanFormula::Undiscounted } else { LoanFormula::None };
            assert_eq!((entry.value, entry.standing), (expected, Standing::Interpretation), "{state}");
        }
        let margin = loan.margin_percent.on(day).unwrap();
        assert_eq!((margin.value.to_string().as_str(), margin.standing), ("4", Standing::Interpretation));
        assert_eq!(loan.least_band.on(day).unwrap().value, ledger::event::undertaking::CreditBand::B);
    }
    assert!(set.reference_rate_loan(&regime, d("2023-12-31")).is_none());
    assert!(set.reference_rate_loan(&regime, d("2031-07-01")).is_none());
    assert!(set.reference_rate_loan(&parse_regime("eu-2023-2832").unwrap(), d("2026-11-23")).is_none());
}

#[test]
fn a_service_is_paid_for_once_under_the_regulation_on_services() {
    let set = all_shipped();
    let regime = |id: &str| parse_regime(id).unwrap();
    let services = regime("eu-2023-2832");
    for day in [d("2024-01-01"), d("2031-06-30")] {
        let rule = set.same_service(&services, day).unwrap();
        assert_eq!(rule.head.citation.to_string(), "Regulation (EU) 2023/2832 Art. 5(2)");
        assert_eq!(rule.code.as_str(), "cumulation_exceeded");
        assert_eq!(rule.except, [services]);
        let in_doubt = ["eu-2023-2831", "eu-1408-2013", "eu-717-2014", "eu-1407-2013", "eu-360-2012"];
        assert_eq!(rule.except_in_doubt, in_doubt.map(regime));
        assert!(set.same_service(&regime("eu-2023-2831"), day).is_none());
    }
    assert!(set.same_service(&services, d("2023-12-31")).is_none());
    assert!(set.same_service(&services, d("2031-07-01")).is_none());
}

#[test]
fn who_makes_no_group_differs_per_ceiling_and_borders_are_a_marked_reading() {
    let set = all_shipped();
    let day = d("2026-11-23");
    let cap = |id: &str| set.limits(&parse_regime(id).unwrap(), day).first().copied().cloned().unwrap();
    let (general, sgei) = (cap("eu-2023-2831"), cap("eu-2023-2832"));
    let (public, non_profit) = (rule::UnlinkedHolder::PublicBody, rule::UnlinkedHolder::NonProfit);
    assert!(general.is_unlinked_through(public) && sgei.is_unlinked_through(public));
    assert!(!general.is_unlinked_through(non_profit) && sgei.is_unlinked_through(non_profit));
    for cap in [general, sgei] {
        let entry = cap.cross_border.on("FI", day).unwrap();
        assert_eq!((entry.value, entry.standing), (LinkPolicy::Counted, Standing::Interpretation));
        assert_eq!(entry.citation.to_string(), "Regulation (EU) 2023/2831 Art. 2(2)");
        assert!(cap.cross_border.on("FI", d("2023-12-31")).is_none());
    }
}

#[test]
fn a_member_state_may_read_borders_otherwise() {
    let mut files = SHIPPED[1].files();
    let path = "params/groups.toml";
    let text = String::from_utf8(files[path].clone()).unwrap();
    let own = text.split("[[parameter").find(|block| block.starts_with(".cross-border-links")).unwrap();
    let own = own.replace("from = 2024-01-01", "member_state = \"IE\"\nfrom = 2027-01-01");
    let own = own.replace("\"counted\"", "\"not-counted\"");
    files.insert(path.to_owned(), format!("{text}\n[[parameter{own}").into_bytes());
    let pack = Pack::from_files(&files).unwrap_or_else(|errors| panic!("{errors}"));
    let cap = pack.rules.iter().find_map(|r| if let Rule::Limit(cap) = r { Some(cap) } else { None });
    let on = |state, day| cap.unwrap().cross_border.on(state, d(day)).unwrap().value;
    assert_eq!(on("IE", "2026-12-31"), LinkPolicy::Counted);
    assert_eq!(on("IE", "2027-01-01"), LinkPolicy::NotCounted);
    assert_eq!(on("FI", "2027-01-01"), LinkPolicy::Counted);
}

mod wild {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// Any bytes in any place of a shipped pack: an answer, never a panic, and what loads has one encoding.
        #[test]
        fn damaged_packs_are_answered(which in 0..SHIPPED.len(), file in any::<prop::sample::Index>(),
                                      at in any::<prop::sample::Index>(), cut in 0_usize..12,
                                      put in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b'['), Just(b'\n')], 0..4)) {
            let mut files = SHIPPED[which].files();
            let path = files.keys().nth(file.index(files.len())).unwrap().clone();
            let bytes = files.get_mut(&path).unwrap();
            let from = at.index(bytes.len());
            bytes.splice(from..(from + cut).min(bytes.len()), put);
            let _ = case::from_files(&files);
            if let Ok(pack) = Pack::from_files(&files) {
                prop_assert_eq!(Pack::from_canonical(&Pack::canonical(&files)).unwrap(), pack);
            }
        }

        #[test]
        fn arbitrary_canonical_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Pack::from_canonical(&bytes);
        }
    }
}
