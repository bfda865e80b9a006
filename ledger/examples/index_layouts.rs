//! Measures ways to lay postings out on sled; the figures stand in `docs/adr/0005-sled-read-side.md`.
//!
//! `cargo run --release -p ledger --example index_layouts -- LAYOUT EVENTS DIR`
//! with LAYOUT one of `small` (a key per posting and per event id), `be` (chunks of 256, eight bytes a position),
//! `varint` (chunks of 256, distances), `varint-small-ids` (the same, but a key per event id) and `room` (what
//! `ledger::index` does: `varint` with checks, digest and ids in memory). One layout per process, so that memory is
//! comparable. DIR must not exist.

use std::collections::HashMap;
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use ledger::index::{Index, Indexed, Key, Kind};
use sha2::{Digest, Sha256};

const BATCH: u64 = 256;
const FLUSH_EVERY: u64 = 64 * BATCH;
const CACHE: u64 = 64 << 20;
type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [layout, events, dir] = args.as_slice() else {
        return Err("usage: index_layouts LAYOUT EVENTS DIR".into());
    };
    let (events, dir) = (events.parse::<u64>()?, Path::new(dir));
    if dir.exists() {
        return Err(format!("{} exists; name a folder that does not", dir.display()).into());
    }
    let before = resident()?;
    let (spent, after) = match layout.as_str() {
        "room" => room(dir, events)?,
        other => raw(dir, events, Raw::named(other).ok_or("no such layout")?)?,
    };
    let reopened = reopen(dir, layout == "room")?;
    let bytes = size(dir)?;
    writeln!(
        std::io::stdout(),
        "{layout:<17} {events:>8} events  {:>7} events/s  {:>5} B/event on disk  {:>5} B/event in memory  reopen {:>5} ms",
        u128::from(events) * 1_000_000 / spent.as_micros().max(1),
        bytes / events,
        after.saturating_sub(before) / events,
        reopened.as_millis(),
    )?;
    Ok(())
}

/// A stream of the expected shape: a dozen types, 40 issuers, an undertaking per ten events, an award per three.
fn event(position: u64, events: u64) -> Indexed {
    let r = |salt: u64, below: u64| mix(position ^ (salt << 56)) % below.max(1);
    // Squaring makes the first types common and the last rare.
    let kind = r(1, 12) * r(2, 12) / 12;
    let leaf_hash = Sha256::digest(position.to_be_bytes()).into();
    let keys = vec![
        Key::new(Kind::Type, format!("award.type-{kind}")),
        Key::new(Kind::Issuer, format!("party-{}", r(3, 40))),
        Key::new(
            Kind::Outcome,
            ["admitted", "recorded", "refused"].get(usize::from(r(4, 8) < 2)).copied().unwrap_or(""),
        ),
        Key::new(Kind::Undertaking, format!("NID:FI:{:08}", r(5, events / 10))),
        Key::new(Kind::Subject, format!("award-{:08}", r(6, events / 3))),
    ];
    Indexed {
        position,
        leaf_hash,
        source: format!("party-{}", r(3, 40)),
        id: format!("event-{position:010}"),
        keys,
    }
}

fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Applies all events in batches; the time spent inside `apply` and `flush`, and the memory at the end.
fn feed(
    events: u64,
    mut apply: impl FnMut(&[Indexed]) -> Outcome<()>,
    mut flush: impl FnMut() -> Outcome<()>,
) -> Outcome<Duration> {
    let mut spent = Duration::ZERO;
    for start in (0..events).step_by(usize::try_from(BATCH)?) {
        let end = start.saturating_add(BATCH).min(events);
        let batch: Vec<Indexed> = (start..end).map(|p| event(p, events)).collect();
        let begun = Instant::now();
        apply(&batch)?;
        if end % FLUSH_EVERY == 0 || end == events {
            flush()?;
        }
        spent += begun.elapsed();
    }
    Ok(spent)
}

fn room(dir: &Path, events: u64) -> Outcome<(Duration, u64)> {
    let opened = Index::open(dir, CACHE)?;
    let follower = std::cell::RefCell::new(opened.follower);
    let apply = |batch: &[Indexed]| Ok(follower.borrow_mut().apply(batch).map(|_| ())?);
    let spent = feed(events, apply, || Ok(follower.borrow_mut().flush()?))?;
    let memory = resident()?;
    let (ids, id_bytes) = opened.index.id_memory();
    writeln!(std::io::stdout(), "  ids in memory: {ids}, {id_bytes} B, {} B each", id_bytes / ids.max(1))?;
    let filter = |e: &Indexed| e.keys.iter().filter(|k| k.kind != Kind::Subject).cloned().collect::<Vec<_>>();
    let begun = Instant::now();
    let mut found = 0;
    for n in 0..1_000 {
        let e = event(mix(n) % events, events);
        found += opened.index.positions(&filter(&e), None, 100)?.positions.len();
    }
    writeln!(
        std::io::stdout(),
        "  1000 questions of four keys, {found} answers: {} us each",
        begun.elapsed().as_micros() / 1_000
    )?;
    Ok((spent, memory))
}

#[derive(Clone, Copy, PartialEq)]
enum Postings {
    Small,
    Be,
    Varint,
}

#[derive(Clone, Copy)]
struct Raw {
    postings: Postings,
    small_ids: bool,
}

impl Raw {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "small" => Self { postings: Postings::Small, small_ids: true },
            "be" => Self { postings: Postings::Be, small_ids: false },
            "varint" => Self { postings: Postings::Varint, small_ids: false },
            "varint-small-ids" => Self { postings: Postings::Varint, small_ids: true },
            _ => return None,
        })
    }
}

fn raw(dir: &Path, events: u64, layout: Raw) -> Outcome<(Duration, u64)> {
    let db = sled::Config::new().path(dir).cache_capacity(CACHE).flush_every_ms(None).open()?;
    let spent = feed(events, |batch| apply_raw(&db, batch, layout), || Ok(db.flush().map(|_| ())?))?;
    Ok((spent, resident()?))
}

fn hash16(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into_iter().take(16).collect()
}

fn apply_raw(db: &sled::Db, batch: &[Indexed], layout: Raw) -> Outcome<()> {
    let mut rows = sled::Batch::default();
    let mut streams: HashMap<Vec<u8>, Vec<u64>> = HashMap::new();
    for e in batch {
        for key in &e.keys {
            let mut name = vec![key.kind as u8];
            name.extend(hash16(&[key.name.as_bytes()]));
            streams.entry(name).or_default().push(e.position);
        }
        if layout.small_ids {
            let mut key = vec![0];
            key.extend(hash16(&[e.source.as_bytes(), e.id.as_bytes()]));
            rows.insert(key, e.position.to_be_bytes().to_vec());
        }
    }
    if !layout.small_ids {
        // Batches are as long as a chunk, so each batch is one id chunk.
        let mut key = vec![0];
        key.extend(batch.first().map_or(0, |e| e.position).to_be_bytes());
        rows.insert(
            key,
            batch.iter().flat_map(|e| hash16(&[e.source.as_bytes(), e.id.as_bytes()])).collect::<Vec<u8>>(),
        );
    }
    for (name, positions) in streams {
        match layout.postings {
            Postings::Small => positions.iter().for_each(|p| rows.insert(at(&name, *p), &[])),
            encoding => extend(db, &mut rows, &name, &positions, encoding)?,
        }
    }
    rows.insert(vec![0xff], batch.last().map_or(0, |e| e.position).to_be_bytes().to_vec());
    Ok(db.apply_batch(rows)?)
}

fn at(name: &[u8], position: u64) -> Vec<u8> {
    let mut key = name.to_vec();
    key.extend(position.to_be_bytes());
    key
}

fn extend(
    db: &sled::Db,
    rows: &mut sled::Batch,
    name: &[u8],
    added: &[u64],
    encoding: Postings,
) -> Outcome<()> {
    let mut open = match db.scan_prefix(name).next_back().transpose()? {
        Some((key, value)) => decode(&key, &value, encoding),
        None => Vec::new(),
    };
    for position in added {
        if open.len() >= 256 {
            put(rows, name, &open, encoding);
            open.clear();
        }
        open.push(*position);
    }
    put(rows, name, &open, encoding);
    Ok(())
}

fn put(rows: &mut sled::Batch, name: &[u8], positions: &[u64], encoding: Postings) {
    let Some(first) = positions.first() else { return };
    let mut value = Vec::new();
    for (before, after) in positions.iter().zip(positions.iter().skip(1)) {
        if encoding == Postings::Be {
            value.extend(after.to_be_bytes());
            continue;
        }
        let mut distance = after - before;
        while distance >= 0x80 {
            value.push(0x80 | u8::try_from(distance & 0x7f).unwrap_or(0));
            distance >>= 7;
        }
        value.push(u8::try_from(distance).unwrap_or(0));
    }
    rows.insert(at(name, *first), value);
}

fn decode(key: &[u8], value: &[u8], encoding: Postings) -> Vec<u64> {
    let mut last = key.last_chunk::<8>().map_or(0, |b| u64::from_be_bytes(*b));
    let mut positions = vec![last];
    if encoding == Postings::Be {
        positions.extend(value.as_chunks::<8>().0.iter().map(|b| u64::from_be_bytes(*b)));
        return positions;
    }
    let (mut distance, mut shift) = (0, 0);
    for byte in value {
        distance |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            last += distance;
            positions.push(last);
            (distance, shift) = (0, 0);
        }
    }
    positions
}

/// Time until the first question could be answered: for the room that includes reading and checking every row.
fn reopen(dir: &Path, room: bool) -> Outcome<Duration> {
    let begun = Instant::now();
    if room {
        drop(Index::open(dir, CACHE)?);
    } else {
        drop(sled::Config::new().path(dir).cache_capacity(CACHE).flush_every_ms(None).open()?.get([0xff])?);
    }
    Ok(begun.elapsed())
}

fn resident() -> Outcome<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm")?;
    Ok(statm.split(' ').nth(1).ok_or("no resident size")?.parse::<u64>()? * 4096)
}

fn size(dir: &Path) -> Outcome<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        bytes += if meta.is_dir() {
            size(&entry.path())?
        } else {
            std::os::unix::fs::MetadataExt::blocks(&meta) * 512
        };
    }
    Ok(bytes)
}
