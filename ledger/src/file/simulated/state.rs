//! What is visible, what is durable, and what a power cut makes of the difference.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fate::Fate;

/// The unit in which a disk writes: a sector is new or old, and unsynced sectors reach the disk in any order.
pub const SECTOR: usize = 512;

/// The number of the root directory.
pub(super) const ROOT: u64 = 0;

/// All nodes, by number.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub nodes: BTreeMap<u64, Node>,
    pub next: u64,
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    File(Content),
    Folder(Names),
}

/// A file: what its readers see, what is on the platter, and the writes between.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    pub visible: Arc<Vec<u8>>,
    pub durable: Arc<Vec<u8>>,
    pub pending: Vec<Write>,
}

/// One unsynced write.
#[derive(Clone, Debug)]
pub(super) struct Write {
    pub offset: usize,
    pub bytes: Arc<Vec<u8>>,
    /// The file is cut to nothing first.
    pub truncates: bool,
}

/// A directory, likewise.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub visible: BTreeMap<String, u64>,
    pub durable: BTreeMap<String, u64>,
    pub pending: Vec<Change>,
}

/// One unsynced change of a directory; each is atomic, and they reach the disk in any order.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Bind(String, u64),
    Unbind(String),
    Rename(String, String, u64),
}

impl Change {
    fn apply(&self, names: &mut BTreeMap<String, u64>) {
        match self {
            Change::Bind(name, node) => {
                names.insert(name.clone(), *node);
            }
            Change::Unbind(name) => {
                names.remove(name);
            }
            Change::Rename(from, to, node) => {
                names.remove(from);
                names.insert(to.clone(), *node);
            }
        }
    }
}

impl Names {
    pub fn change(&mut self, change: Change) {
        change.apply(&mut self.visible);
        self.pending.push(change);
    }

    pub fn settle(&mut self) {
        for change in std::mem::take(&mut self.pending) {
            change.apply(&mut self.durable);
        }
    }
}

impl Content {
    pub fn write(&mut self, write: Write) {
        apply_whole(Arc::make_mut(&mut self.visible), &write);
        self.pending.push(write);
    }

    pub fn settle(&mut self) {
        for write in std::mem::take(&mut self.pending) {
            apply_whole(Arc::make_mut(&mut self.durable), &write);
        }
    }
}

fn apply_whole(target: &mut Vec<u8>, write: &Write) {
    if write.truncates {
        target.clear();
    }
    let end = write.offset.saturating_add(write.bytes.len());
    if end > target.len() {
        target.resize(end, 0);
    }
    if let Some(place) = target.get_mut(write.offset..end) {
        place.copy_from_slice(&write.bytes);
    }
}

/// Puts those bytes of the write into `target` whose index in the write `keeps` names.
fn apply(target: &mut Vec<u8>, write: &Write, keeps: impl Fn(usize) -> bool) {
    if write.truncates {
        target.clear();
    }
    for (index, byte) in write.bytes.iter().enumerate().filter(|(index, _)| keeps(*index)) {
        let at = write.offset.saturating_add(index);
        if at >= target.len() {
            target.resize(at.saturating_add(1), 0);
        }
        if let Some(place) = target.get_mut(at) {
            *place = *byte;
        }
    }
}

impl State {
    pub fn new() -> State {
        let nodes = BTreeMap::from([(ROOT, Node::Folder(Names::default()))]);
        State { nodes, next: ROOT.saturating_add(1) }
    }

    pub fn add(&mut self, node: Node) -> u64 {
        let number = self.next;
        self.next = number.saturating_add(1);
        self.nodes.insert(number, node);
        number
    }

    /// The state after the power came back: `fate` decides what became of everything unsynced. Directories first,
    /// because what can no longer be reached need not be decided.
    pub fn after_power_cut(&self, fate: &mut dyn Fate) -> State {
        let mut after = State { nodes: BTreeMap::new(), next: self.next };
        let mut waiting = vec![ROOT];
        let mut met = BTreeSet::new();
        while let Some(number) = waiting.pop() {
            if !met.insert(number) {
                continue;
            }
            match self.nodes.get(&number) {
                Some(Node::Folder(names)) => {
                    let left = names_left(names, fate);
                    waiting.extend(left.values().copied());
                    let names = Names { visible: left.clone(), durable: left, pending: Vec::new() };
                    after.nodes.insert(number, Node::Folder(names));
                }
                Some(Node::File(content)) => {
                    let left = bytes_left(content, fate);
                    let content = Content { visible: left.clone(), durable: left, pending: Vec::new() };
                    after.nodes.insert(number, Node::File(content));
                }
                None => {}
            }
        }
        after
    }

    /// Every path with its content (`None`: a directory), as its readers see it.
    pub fn image(&self) -> BTreeMap<String, Option<Arc<Vec<u8>>>> {
        let mut image = BTreeMap::new();
        let mut waiting = vec![(String::new(), ROOT)];
        while let Some((path, number)) = waiting.pop() {
            match self.nodes.get(&number) {
                Some(Node::Folder(names)) => {
                    for (name, child) in &names.visible {
                        let below = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
                        waiting.push((below, *child));
                    }
                    image.insert(path, None);
                }
                Some(Node::File(content)) => {
                    image.insert(path, Some(content.visible.clone()));
                }
                None => {}
            }
        }
        image
    }
}

fn names_left(names: &Names, fate: &mut dyn Fate) -> BTreeMap<String, u64> {
    let mut left = names.durable.clone();
    for change in &names.pending {
        if fate.choose(2) == 1 {
            change.apply(&mut left);
        }
    }
    left
}

fn bytes_left(content: &Content, fate: &mut dyn Fate) -> Arc<Vec<u8>> {
    if content.pending.is_empty() {
        return content.durable.clone();
    }
    let mut left = content.durable.as_ref().clone();
    for write in &content.pending {
        tear(&mut left, write, fate);
    }
    Arc::new(left)
}

/// Lets a write reach the disk not at all, wholly, up to some byte, or in some of its sectors.
fn tear(target: &mut Vec<u8>, write: &Write, fate: &mut dyn Fate) {
    let len = write.bytes.len();
    let first = write.offset.checked_div(SECTOR).unwrap_or(0);
    let sector = |index: usize| {
        write.offset.saturating_add(index).checked_div(SECTOR).unwrap_or(0).saturating_sub(first)
    };
    let sectors = sector(len.saturating_sub(1)).saturating_add(1);
    match kinds(fate.is_exhaustive(), len, sectors, fate) {
        Tear::Lost => {}
        Tear::Whole => apply_whole(target, write),
        Tear::Prefix(end) => apply(target, write, |index| index < end),
        Tear::Sectors(mask) => apply(target, write, |index| kept(mask, sector(index))),
    }
}

/// Bit `sector` of the mask; the mask repeats, so that long writes get a pattern too.
fn kept(mask: u64, sector: usize) -> bool {
    let shift = u32::try_from(sector.checked_rem(64).unwrap_or(0)).unwrap_or(0);
    mask.checked_shr(shift).unwrap_or(0) & 1 == 1
}

enum Tear {
    Lost,
    Whole,
    Prefix(usize),
    Sectors(u64),
}

/// With a seed: anything. When everything is to be tried: every subset of up to four sectors, else the telling ones;
/// and cuts inside a sector at both its ends and in the middle.
fn kinds(exhaustive: bool, len: usize, sectors: usize, fate: &mut dyn Fate) -> Tear {
    if len == 0 {
        return if fate.choose(2) == 0 { Tear::Lost } else { Tear::Whole };
    }
    if !exhaustive {
        return match fate.choose(4) {
            0 => Tear::Lost,
            1 => Tear::Whole,
            2 => Tear::Prefix(fate.choose(len)),
            _ => Tear::Sectors((0..64).fold(0, |mask, _| (mask << 1) | u64::from(fate.choose(2) == 1))),
        };
    }
    let masks: &[u64] = match sectors {
        0 | 1 => &[],
        2 => &[0b01, 0b10],
        3 => &[0b001, 0b010, 0b011, 0b100, 0b101, 0b110],
        4 => &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
        _ => &[1, 2, !1, !2, 0x5555_5555_5555_5555, 0xaaaa_aaaa_aaaa_aaaa, !0 << 3],
    };
    let cuts = [1, 20, len / 2, len.saturating_sub(33), len.saturating_sub(1)];
    match fate.choose(cuts.len().saturating_add(masks.len()).saturating_add(2)) {
        0 => Tear::Lost,
        1 => Tear::Whole,
        n => match (cuts.get(n.saturating_sub(2)), masks.get(n.saturating_sub(2).saturating_sub(cuts.len())))
        {
            (Some(cut), _) => Tear::Prefix(*cut),
            (None, mask) => Tear::Sectors(mask.copied().unwrap_or(1)),
        },
    }
}
