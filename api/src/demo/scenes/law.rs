//! The law changes while the ledger runs: a rule authority adopts a new version of a pack. What was answered stands; grants of later
//! dates are answered by the new one, and grants of earlier dates by the old one still.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rules::pack::{Pack, SHIPPED};

use super::super::cast::Who::{North, RuleAuthority};
use super::super::script::{ADMITTED, Script, cash};
use crate::service::pack_adopted;

/// The pack that changes.
const CHANGES: &str = "eu-deminimis";
/// Days from today on which the new figure begins.
const BEGINS: u64 = 30;

/// A new version of a shipped pack, in canonical bytes: the general ceiling is higher from a day on. The figure is invented.
#[must_use]
pub fn newer_law(today: NaiveDate) -> Option<(Pack, Vec<u8>)> {
    let mut files = SHIPPED.iter().find(|pack| pack.name == CHANGES)?.files();
    let from = today.checked_add_days(Days::new(BEGINS))?;
    edit(&mut files, "pack.toml", |text| {
        let old = Pack::from_files(&SHIPPED.iter().find(|pack| pack.name == CHANGES)?.files()).ok()?;
        let (head, last) = old.version.rsplit_once('.')?;
        let next = last.parse::<u32>().ok()?.checked_add(1)?;
        let text = text.replace(&format!("\"{}\"", old.version), &format!("\"{head}.{next}\""));
        Some(text.replace(&old.title, &format!("{} (as the demonstration changes it)", old.title)))
    })?;
    edit(&mut files, "params/ceilings.toml", |text| {
        let block = text.split("[[parameter.general-ceiling.value]]").nth(1)?;
        let citation = block.lines().find(|line| line.starts_with("citation"))?;
        Some(format!(
            "{text}\n[[parameter.general-ceiling.value]]\nfrom = {from}\nvalue = \"310000.00\"\n{citation}\nnote = \"Invented for the demonstration.\"\n"
        ))
    })?;
    let bytes = Pack::canonical(&files);
    Some((Pack::from_canonical(&bytes).ok()?, bytes))
}

fn edit(
    files: &mut BTreeMap<String, Vec<u8>>,
    path: &str,
    change: impl Fn(&str) -> Option<String>,
) -> Option<()> {
    let text = String::from_utf8(files.get(path)?.clone()).ok()?;
    files.insert(path.to_owned(), change(&text)?.into_bytes());
    Some(())
}

pub(super) fn play(script: &mut Script<'_>) {
    let Some((pack, bytes)) = newer_law(script.date(0)) else { return };
    let early = script.company("FI", "Heather Genomics Oy");
    let late = script.company("FI", "Sorrel Genomics Oy");
    let over_the_old = "refused ceiling_exceeded";
    script.grant_on(North, 40, "law-1", &late, cash(305_000), over_the_old);
    let adopted = pack_adopted(&pack, bytes.len(), &script.day(30));
    script.say(RuleAuthority, "pack.adopted", adopted, ADMITTED);
    script.grant_on(North, 40, "law-2", &late, cash(305_000), ADMITTED);
    script.grant_on(North, 29, "law-3", &early, cash(305_000), over_the_old);
    script.grant_on(North, 30, "law-4", &early, cash(310_000), ADMITTED);
}
