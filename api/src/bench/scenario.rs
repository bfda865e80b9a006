//! The scenario file: what is posted, by how many, in what portions.

use toml_edit::{Document, Item, TableLike};

/// The scenario that ships with the product.
pub const DEFAULT: &str = include_str!("default.toml");

/// Most events of one load: what is signed beforehand is held in memory.
const EVENTS_MAX: i64 = 1_000_000;

/// One load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// What to call it.
    pub name: String,
    /// Connections at a time.
    pub connections: usize,
    /// Events in all.
    pub events: usize,
    /// Events a request; 1 posts single statements.
    pub batch: usize,
}

/// A scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Undertakings that the awards go to.
    pub undertakings: usize,
    /// The loads, one after the other.
    pub loads: Vec<Load>,
}

/// Why a scenario file can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioError {
    /// Not TOML.
    #[error("the scenario is not TOML: {0}")]
    Syntax(String),
    /// A key is absent, unknown or out of range.
    #[error("`{key}` in the scenario: {why}")]
    Key {
        /// Which.
        key: String,
        /// What is wrong, and what to write.
        why: &'static str,
    },
}

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// [`ScenarioError`] naming the key.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        let document = Document::parse(text).map_err(|error| ScenarioError::Syntax(error.to_string()))?;
        let table = document.as_table();
        known(table, &["undertakings", "load"])?;
        let undertakings = count(table, "undertakings", 100_000)?;
        let loads = table.get("load").and_then(Item::as_array_of_tables);
        let loads = loads.ok_or_else(|| key("load", "name at least one [[load]]"))?;
        let loads = loads.iter().map(|load| Load::read(load)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { undertakings, loads })
    }
}

impl Load {
    fn read(table: &dyn TableLike) -> Result<Self, ScenarioError> {
        known(table, &["name", "connections", "events", "batch"])?;
        let name = table
            .get("name")
            .and_then(Item::as_str)
            .ok_or_else(|| key("name", "give the load a name in quotes"))?;
        Ok(Self {
            name: name.to_owned(),
            connections: count(table, "connections", 1_024)?,
            events: count(table, "events", EVENTS_MAX)?,
            batch: count(table, "batch", 10_000)?,
        })
    }
}

fn key(key: &str, why: &'static str) -> ScenarioError {
    ScenarioError::Key { key: key.to_owned(), why }
}

fn known(table: &dyn TableLike, names: &[&str]) -> Result<(), ScenarioError> {
    match table.iter().find(|(name, _)| !names.contains(name)) {
        Some((name, _)) => Err(key(name, "no such key; see `aidledger bench --print-scenario`")),
        None => Ok(()),
    }
}

fn count(table: &dyn TableLike, name: &str, max: i64) -> Result<usize, ScenarioError> {
    let value = table.get(name).and_then(Item::as_integer).filter(|value| (1..=max).contains(value));
    value
        .and_then(|value| usize::try_from(value).ok())
        .ok_or_else(|| key(name, "write a whole number of at least 1, within bounds"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_a_scenario_and_mistakes_are_named() {
        assert_eq!(Scenario::parse(DEFAULT).unwrap().loads.len(), 3);
        for (text, key) in [
            ("undertakings = 0\n[[load]]", "undertakings"),
            ("undertakings = 1", "load"),
            ("undertaking = 1", "undertaking"),
        ] {
            let error = Scenario::parse(text).unwrap_err();
            assert!(matches!(&error, ScenarioError::Key { key: found, .. } if found == key), "{error}");
        }
    }
}
