//! The order of rooms: the lists of `docs/ARCHITECTURE.md` are read, and every import is held against them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::source::Map;
use super::{fail_on, read, root};

const CRATES: [&str; 4] = ["ledger", "rules", "api", "audit-tools"];

/// The rooms of a crate from the bottom up: the words in bold code with which paragraphs of its section begin.
fn rooms(krate: &str) -> Vec<String> {
    let text = read(&root().join("docs/ARCHITECTURE.md"));
    let head = format!("\n## {krate}:");
    let section = text.split(&head).nth(1).unwrap_or_else(|| panic!("ARCHITECTURE has no section `{krate}`"));
    let section = section.split("\n## ").next().unwrap_or(section);
    let lines = section.lines().filter_map(|line| line.strip_prefix("**`")?.split("**").next());
    lines.flat_map(|names| names.split('`').step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn every_room_stands_in_the_list_and_the_other_way_round() {
    let mut findings = Vec::new();
    for krate in CRATES {
        let listed: BTreeSet<String> = rooms(krate).into_iter().collect();
        let there: BTreeSet<String> = Map::of(krate)
            .sources
            .into_iter()
            .filter_map(|source| source.module.into_iter().next())
            .collect();
        findings.extend(there.difference(&listed).map(|room| format!("{krate}/src/{room}: not in the list")));
        findings.extend(
            listed.difference(&there).map(|room| format!("{krate}: `{room}` is listed, but is no room")),
        );
    }
    fail_on(findings, "rooms of docs/ARCHITECTURE.md");
}

#[test]
fn a_room_imports_rooms_above_it_only() {
    let mut findings = Vec::new();
    for krate in CRATES {
        let listed = rooms(krate);
        let place = |room: &str| listed.iter().position(|listed| listed == room);
        let map = Map::of(krate);
        for (source, imports) in map.sources.iter().zip(&map.imports) {
            // The crate's root only declares its rooms.
            let Some(own) = source.module.first() else { continue };
            for import in imports {
                let Some(other) = map.sources[import.of].module.first() else { continue };
                if place(other) > place(own) {
                    let (name, text) = (&source.name, &import.text);
                    findings
                        .push(format!("{name}: `{text}`, but `{other}` stands below `{own}` in the list"));
                }
            }
        }
    }
    fail_on(findings, "imports against the order of rooms (docs/ARCHITECTURE.md)");
}

/// (files that import each other in a circle, why they may)
const CIRCLES: &[(&[&str], &str)] = &[];

#[test]
fn files_import_each_other_in_no_circle() {
    let mut findings = Vec::new();
    let mut used = BTreeSet::new();
    for krate in CRATES {
        let map = Map::of(krate);
        for knot in knots(&map) {
            let names: BTreeSet<&str> = knot.iter().map(|at| map.sources[*at].name.as_str()).collect();
            let allowed = CIRCLES.iter().position(|(files, _)| names.iter().all(|name| files.contains(name)));
            match allowed {
                Some(at) => {
                    used.insert(at);
                }
                None => findings.push(format!("{} files: {}", knot.len(), shortest(&map, &knot))),
            }
        }
    }
    let stale = CIRCLES.iter().enumerate().filter(|(at, _)| !used.contains(at));
    findings.extend(
        stale.map(|(_, (files, _))| format!("no circle any more, take it out: {}", files.join(", "))),
    );
    fail_on(findings, "circles of files (cut one import, or list the circle with its reason)");
}

/// What a file uses. A folder's root may call what lies in its folder: it stands over it, as one idea.
fn uses(map: &Map, from: usize) -> BTreeMap<usize, &str> {
    let own = &map.sources[from].module;
    let used = map.imports[from].iter().filter(|import| !map.sources[import.of].module.starts_with(own));
    used.map(|import| (import.of, import.text.as_str())).collect()
}

fn reached(map: &Map, from: usize) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<usize> = uses(map, from).into_keys().collect();
    while let Some(at) = open.pop() {
        if seen.insert(at) {
            open.extend(uses(map, at).into_keys());
        }
    }
    seen
}

/// Files that all reach each other.
fn knots(map: &Map) -> Vec<Vec<usize>> {
    let reached: Vec<BTreeSet<usize>> = (0..map.sources.len()).map(|at| reached(map, at)).collect();
    let mut knots: Vec<Vec<usize>> = Vec::new();
    for at in 0..reached.len() {
        let knot: Vec<usize> = (0..reached.len())
            .filter(|other| reached[at].contains(other) && reached[*other].contains(&at))
            .collect();
        if knot.first() == Some(&at) && knot.len() > 1 {
            knots.push(knot);
        }
    }
    knots
}

/// The shortest circle in a knot, as text.
fn shortest(map: &Map, knot: &[usize]) -> String {
    let around = |start: usize| {
        let mut came: BTreeMap<usize, usize> = BTreeMap::new();
        let mut open = VecDeque::from([start]);
        while let Some(at) = open.pop_front() {
            for next in uses(map, at).into_keys() {
                if next == start {
                    let mut way = vec![start, at];
                    while let Some(before) =
                        way.last().filter(|last| **last != start).and_then(|last| came.get(last))
                    {
                        way.push(*before);
                    }
                    way.reverse();
                    way.dedup();
                    return way;
                }
                came.entry(next).or_insert_with(|| {
                    open.push_back(next);
                    at
                });
            }
        }
        Vec::new()
    };
    let way = knot.iter().map(|start| around(*start)).min_by_key(Vec::len).unwrap_or_default();
    let steps = way.windows(2).map(|pair| {
        format!(
            "{} uses `{}`",
            map.sources[pair[0]].name,
            uses(map, pair[0]).get(&pair[1]).copied().unwrap_or_default()
        )
    });
    let steps: Vec<String> = steps.collect();
    let all: Vec<&str> = knot.iter().map(|at| map.sources[*at].name.as_str()).collect();
    format!("{}\n      ({})", steps.join(", "), all.join(" "))
}
