//! Every date at which a shipped pack changes: the day before, the day of, and never a hole between.

use super::*;
use crate::pack::rule::Length;

/// First and last days named in the text of the pack, read without the loader.
fn dates_in(text: &str) -> Vec<chrono::NaiveDate> {
    text.lines()
        .filter_map(|line| line.strip_prefix("from = ").or_else(|| line.strip_prefix("until = ")))
        .map(d)
        .collect()
}

#[test]
fn values_begin_and_end_on_their_days() {
    let mut checked = 0;
    for pack in SHIPPED.iter().map(|pack| shipped(pack.name)) {
        for parameter in pack.params.values() {
            for dated in parameter.values.values() {
                let entries = dated.entries();
                let first = entries.first().unwrap();
                assert_eq!(
                    dated.on(first.from.pred_opt().unwrap()),
                    None,
                    "{} before its first day",
                    parameter.id
                );
                for (entry, next) in entries.iter().zip(entries.iter().skip(1).map(Some).chain([None])) {
                    assert_eq!(dated.on(entry.from), Some(entry));
                    checked += 1;
                    let Some(until) = entry.until else {
                        assert!(next.is_none());
                        assert_eq!(dated.on(d("2199-12-31")), Some(entry));
                        continue;
                    };
                    assert_eq!(dated.on(until), Some(entry));
                    assert_eq!(dated.on(until.succ_opt().unwrap()), next);
                }
            }
        }
    }
    assert_eq!(checked, 168);
}

#[test]
fn rules_hold_from_their_first_to_their_last_day_and_find_their_values() {
    let set = all_shipped();
    let mut checked = 0;
    for pack in SHIPPED.iter().map(|pack| shipped(pack.name)) {
        for rule in &pack.rules {
            let head = rule.head();
            let held = |day| set.rules(day).any(|r| r.head().id == head.id);
            assert!(!held(head.from.pred_opt().unwrap()) && held(head.from), "{}", head.id);
            if let Some(until) = head.until {
                assert!(held(until) && !held(until.succ_opt().unwrap()), "{}", head.id);
            }
            checked += 1;
            let Rule::Limit(cap) = rule else { continue };
            // What Italy reads otherwise is the first day of a period of years; fiscal years have none.
            let of_years = matches!(cap.length(), Length::Years(_));
            for day in [head.from, head.until.unwrap()] {
                assert!(cap.ceiling.on(day).is_some());
                for state in MEMBER_STATES {
                    let expected = if state == "IT" && of_years { "half-open" } else { "closed" };
                    assert_eq!(cap.boundary_on(state.parse().ok(), day).unwrap().as_str(), expected);
                }
            }
        }
    }
    assert_eq!(checked, 140);
}

/// Whatever date stands in a file is one of the boundaries the loader knows: none is silently dropped.
#[test]
fn no_date_of_a_file_is_lost() {
    for shipped in SHIPPED {
        let pack = Pack::from_files(&shipped.files()).unwrap();
        let mut known: Vec<chrono::NaiveDate> = Vec::new();
        for entry in pack.params.values().flat_map(|p| p.values.values()).flat_map(Dated::entries) {
            known.extend([Some(entry.from), entry.until].into_iter().flatten());
        }
        for head in pack.rules.iter().map(Rule::head) {
            known.extend([Some(head.from), head.until].into_iter().flatten());
        }
        for rule in &pack.rules {
            let Rule::InForce(rule) = rule else { continue };
            known.extend(rule.tail.iter().map(|tail| tail.until));
        }
        let mut seen = 0;
        for (path, bytes) in shipped.files().iter().filter(|(path, _)| canonical::is_law(path)) {
            for date in dates_in(std::str::from_utf8(bytes).unwrap()) {
                assert!(known.contains(&date), "{path}: {date}");
                seen += 1;
            }
        }
        assert!(seen >= 4);
    }
}
