//! Names that are no settings, and which ones are meant.

use super::{ConfigError, PREFIX, SETTINGS, Setting};

/// Variables that begin so and are no settings: the language of what a command prints, and what the project's own tests and
/// tools read.
pub(super) const NO_SETTINGS: [&str; 5] =
    ["AIDLEDGER_BLESS", "AIDLEDGER_JSON_DOCUMENTS", "AIDLEDGER_LANG", "AIDLEDGER_ORACLE", "AIDLEDGER_SEED"];
/// Settings of older releases, and what is there instead.
const RETIRED: [(&str, &str); 1] = [("max_clock_skew_ms", "clock_step_max_ms")];
/// A name this near to a setting's is a slip of the same, whatever it begins with.
const SLIP_MAX: usize = 2;

/// The error of a name in a file that is no setting.
pub(super) fn unknown(place: &str, name: &str) -> ConfigError {
    let retired = RETIRED.iter().find(|(old, _)| *old == name);
    let hint = match (retired, nearest(name)) {
        (Some((_, new)), _) => format!(" any more: see `{new}` in `serve --print-config`"),
        (None, Some(near)) => format!(": did you mean `{}`?", near.name),
        (None, None) => "; `serve --print-config` lists them".to_owned(),
    };
    ConfigError::Unknown { place: place.to_owned(), name: name.to_owned(), hint }
}

/// What to say of a variable that is no setting; `None` if it has nothing to do with us.
pub(super) fn slip(variable: &str) -> Option<String> {
    let upper = variable.to_uppercase();
    let ours = upper.strip_prefix(PREFIX.trim_end_matches('_')).map(|rest| rest.trim_start_matches('_'));
    let whole = SETTINGS.iter().find(|setting| distance(&upper, &setting.variable()) <= SLIP_MAX);
    if let Some(setting) = whole.or_else(|| ours.and_then(nearest)) {
        return Some(format!("{variable} is no setting: did you mean {}?", setting.variable()));
    }
    let retired = |(old, _): &&(&str, &str)| ours.is_some_and(|rest| rest.eq_ignore_ascii_case(old));
    if let Some((_, new)) = RETIRED.iter().find(retired) {
        return Some(format!("{variable} is no setting any more: see {PREFIX}{}", new.to_uppercase()));
    }
    ours.map(|_| format!("{variable} is no setting; `serve --print-config` lists them"))
}

/// The setting that is meant: whose name ends so, or is nearest; `None` if none is near.
fn nearest(name: &str) -> Option<&'static Setting> {
    let plain = |name: &str| name.replace('.', "_").to_lowercase();
    let name = plain(name);
    let part = SETTINGS.iter().find(|setting| plain(setting.name).ends_with(&format!("_{name}")));
    part.or_else(|| {
        let near = SETTINGS.iter().min_by_key(|setting| distance(&name, &plain(setting.name)))?;
        let most = (near.name.chars().count() / 3).max(SLIP_MAX);
        (distance(&name, &plain(near.name)) <= most).then_some(near)
    })
}

/// How many characters must be put in, taken out or replaced to make one of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (n, a) in one.chars().enumerate() {
        let mut last = n.saturating_add(1);
        let mut next = vec![last];
        for (b, (above_left, above)) in other.chars().zip(row.iter().zip(row.iter().skip(1))) {
            let replaced = above_left.saturating_add(usize::from(a != b));
            last = replaced.min(above.saturating_add(1)).min(last.saturating_add(1));
            next.push(last);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
