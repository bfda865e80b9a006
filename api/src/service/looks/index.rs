//! Which stretches of the record can name an undertaking: kept in memory, built while the record is read.

use ledger::ids::UndertakingId;

use super::line::Line;
use super::part::Part;

/// Bytes of a stretch, before the next one begins. Small, so that a page reads little; a stretch costs about a hundredth of its
/// bytes in memory.
const STRETCH_BYTES: u64 = 256 * 1024;

/// Consecutive lines of one file.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub part: Part,
    /// Its first byte in the file, and the byte behind it.
    pub bytes: (u64, u64),
    /// Numbers of its first and last line.
    pub lines: (u64, u64),
    /// Hashes of the undertakings named; equal ones may be different undertakings, so lines are compared again.
    names: Vec<u32>,
}

/// All stretches, in order.
#[derive(Debug, Default)]
pub(super) struct Index {
    stretches: Vec<Stretch>,
}

impl Index {
    /// Takes in a line at a place.
    pub fn add(&mut self, part: &Part, (from, to): (u64, u64), line: &Line) {
        let names = line.undertakings.iter().flatten().map(|id| hash(id));
        match self.stretches.last_mut() {
            // A number that runs backwards was tampered with: the check says so, and it can't be asked for.
            Some(last) if line.n <= last.lines.1 => {}
            Some(last)
                if last.part == *part
                    && last.bytes.1 == from
                    && to.saturating_sub(last.bytes.0) <= STRETCH_BYTES =>
            {
                (last.bytes.1, last.lines.1) = (to, line.n);
                last.names.extend(names);
                // Doubling before each tidying keeps the cost of a line constant.
                if last.names.len() == last.names.capacity() {
                    tidy(&mut last.names);
                }
            }
            last => {
                if let Some(last) = last {
                    tidy(&mut last.names);
                    last.names.shrink_to_fit();
                }
                let (bytes, lines) = ((from, to), (line.n, line.n));
                self.stretches.push(Stretch { part: part.clone(), bytes, lines, names: names.collect() });
            }
        }
    }

    /// Forgets files that are gone.
    pub fn forget(&mut self, gone: &[Part]) {
        self.stretches.retain(|stretch| !gone.contains(&stretch.part));
    }

    /// At most `limit` stretches with lines from number `first` on that may name one of `of`, and whether there are more.
    pub fn candidates(&self, of: Option<&[UndertakingId]>, first: u64, limit: usize) -> (Vec<Stretch>, bool) {
        let wanted: Option<Vec<u32>> = of.map(|of| of.iter().map(|id| hash(id.as_str())).collect());
        let start = self.stretches.partition_point(|stretch| stretch.lines.1 < first);
        let fits = |stretch: &&Stretch| {
            wanted.as_ref().is_none_or(|wanted| stretch.names.iter().any(|name| wanted.contains(name)))
        };
        let rest = self.stretches.get(start..).unwrap_or_default();
        let mut found = rest.iter().filter(fits);
        let some: Vec<Stretch> = found
            .by_ref()
            .take(limit)
            .map(|stretch| Stretch { names: Vec::new(), part: stretch.part.clone(), ..*stretch })
            .collect();
        (some, found.next().is_some())
    }
}

fn tidy(names: &mut Vec<u32>) {
    names.sort_unstable();
    names.dedup();
    names.reserve(names.len());
}

/// FNV-1a, 32 bits: a filter, no identity.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
