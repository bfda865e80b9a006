//! What a group is and holds, written down as plainly as the rules say it: every award against every statement, nothing
//! remembered, nothing fast. Days and undertakings are small numbers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

/// Undertakings in a stream.
pub const UNDERTAKINGS: usize = 14;

/// What becomes of a history at an exit.
#[derive(Debug, Clone)]
pub enum Fate {
    Unsettled,
    Stays,
    /// Award by number of its statement, to whom, share of the figure in percent.
    Attributed(Vec<(usize, usize, u8)>),
}

#[derive(Debug, Clone)]
pub enum Op {
    Award {
        who: usize,
        day: u16,
        last: Option<u16>,
        cents: i128,
        open: Option<u16>,
        uncounted: bool,
    },
    Reduce {
        award: usize,
        day: u16,
        most: i128,
    },
    Link {
        a: usize,
        b: usize,
        day: u16,
        weak: bool,
    },
    End {
        a: usize,
        b: usize,
        day: u16,
        fate: Fate,
    },
    Merge {
        a: usize,
        b: usize,
        day: u16,
    },
    Split {
        who: usize,
        day: u16,
        to: Vec<(usize, i128)>,
    },
    /// Split by number of its statement; shares in percent.
    Attribute {
        split: usize,
        award: usize,
        parts: Vec<(usize, u8)>,
    },
    Same {
        a: usize,
        b: usize,
    },
    Holding {
        who: usize,
        day: u16,
        public: bool,
    },
    Retract {
        what: usize,
    },
}

#[derive(Debug, Clone)]
pub struct Stated {
    pub op: Op,
    /// `None`: relied on by everybody.
    pub party: Option<u8>,
}

/// As a view, in small numbers.
#[derive(Debug, Clone, Copy)]
pub struct Eyes {
    pub viewer: Option<u8>,
    pub others: bool,
    /// 0: no weak links; 1: those relied on; 2: all.
    pub weak: u8,
    pub public: bool,
    pub non_profit: bool,
    pub across: bool,
}

pub fn date(day: u16) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(u64::from(day))
}

pub fn country(who: usize) -> &'static str {
    if who % 5 == 4 { "EE" } else { "FI" }
}

pub type Set = BTreeSet<usize>;

/// What an edge comes to in a view.
struct Edge {
    a: usize,
    b: usize,
    from: u16,
    end: u16,
    /// How it ended, if that is how it ends: the day, what becomes of the history, the number of the statement.
    exit: Option<(u16, Fate, usize)>,
}

/// What moves what others hold, and when.
struct Step {
    day: u16,
    /// The number of the statement.
    at: usize,
    what: What,
}

enum What {
    /// The group of the day before, and what is stated of awards.
    Exit(Set, Vec<(usize, usize, u8)>),
    Split(usize, Vec<(usize, i128)>),
    /// Surviving, absorbed.
    Merge(usize, usize),
}

impl Step {
    fn waits_for(&self, other: &Self) -> bool {
        match (&self.what, &other.what) {
            (What::Split(owner, _), What::Merge(surviving, _)) => owner == surviving,
            (What::Merge(_, absorbed), What::Split(owner, _)) => absorbed == owner,
            _ => false,
        }
    }
}

/// Who stands for whom in the end.
fn last(heirs: &BTreeMap<usize, usize>, who: usize) -> usize {
    let mut at = who;
    while let Some(next) = heirs.get(&at) {
        at = *next;
    }
    at
}

/// Cents by weights; those left over go to the largest remainders, the earlier first.
fn shared(whole: i128, parts: &[(usize, i128)]) -> Vec<(usize, i128)> {
    let total: i128 = parts.iter().map(|(_, weight)| weight).sum();
    if total == 0 || whole == 0 {
        return Vec::new();
    }
    let mut shares: Vec<(usize, i128, i128)> =
        parts.iter().map(|(to, weight)| (*to, whole * weight / total, whole * weight % total)).collect();
    let mut left = whole - shares.iter().map(|(_, share, _)| share).sum::<i128>();
    while left > 0 {
        let largest = shares.iter().map(|(_, _, rest)| *rest).max().unwrap();
        let lucky = shares.iter_mut().find(|(_, _, rest)| *rest == largest).unwrap();
        lucky.1 += 1;
        lucky.2 = -1;
        left -= 1;
    }
    shares.into_iter().map(|(to, share, _)| (to, share)).collect()
}

pub struct Plain {
    all: Vec<Stated>,
    eyes: Eyes,
    /// The lowest number of the same undertaking.
    names: Vec<usize>,
    edges: Vec<Edge>,
}

/// A window's sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    pub low: i128,
    pub high: i128,
    pub uncounted: bool,
}

impl Plain {
    pub fn new(all: &[Stated], eyes: &Eyes) -> Self {
        let mut plain = Self { all: all.to_vec(), eyes: *eyes, names: Vec::new(), edges: Vec::new() };
        plain.names = plain.names(eyes);
        plain.edges = plain.edges(eyes);
        plain
    }

    /// Statements in effect.
    fn now(&self) -> impl Iterator<Item = (usize, &Stated)> {
        let retracted =
            |stated: &Stated| if let Op::Retract { what } = stated.op { Some(what) } else { None };
        let gone: BTreeSet<usize> = self.all.iter().filter_map(retracted).collect();
        self.all.iter().enumerate().filter(move |(at, _)| !gone.contains(at))
    }

    fn relied(stated: &Stated, eyes: &Eyes) -> bool {
        stated.party.is_none() || eyes.others || stated.party == eyes.viewer
    }

    /// The lowest number of the same undertaking, for everybody.
    fn names(&self, eyes: &Eyes) -> Vec<usize> {
        let mut names: Vec<usize> = (0..UNDERTAKINGS).collect();
        for _ in 0..UNDERTAKINGS {
            for (_, stated) in self.now().filter(|(_, stated)| Self::relied(stated, eyes)) {
                if let Op::Same { a, b } = stated.op {
                    let low = names[a].min(names[b]);
                    (names[a], names[b]) = (low, low);
                }
            }
        }
        names
    }

    /// Every edge that connects.
    fn edges(&self, eyes: &Eyes) -> Vec<Edge> {
        let names = &self.names;
        let mut edges = Vec::new();
        for (at, stated) in self.now() {
            match stated.op {
                Op::Merge { a, b, day } if Self::relied(stated, eyes) => {
                    edges.push(Edge { a, b, from: day, end: u16::MAX, exit: None });
                }
                Op::Same { a, b } if Self::relied(stated, eyes) => {
                    edges.push(Edge { a, b, from: 0, end: u16::MAX, exit: None });
                }
                Op::Link { a, b, day, weak } => {
                    let own = stated.party.is_none() || stated.party == eyes.viewer;
                    let seen = match (weak, eyes.weak) {
                        (true, 0) => false,
                        (true, 1) => own,
                        (true, _) => true,
                        (false, _) => Self::relied(stated, eyes),
                    };
                    let crosses = country(a) != country(b);
                    if !seen || (crosses && !eyes.across) {
                        continue;
                    }
                    let ended = self.end_of(at, eyes);
                    let mut end = ended.map_or(u16::MAX, |(end, _, _)| end);
                    for (_, other) in self.now().filter(|(_, other)| Self::relied(other, eyes)) {
                        if let Op::Holding { who, day, public } = other.op
                            && names[who] == names[a]
                            && !(if public { eyes.public } else { eyes.non_profit })
                        {
                            end = end.min(day);
                        }
                    }
                    if day < end {
                        let exit = ended
                            .filter(|(on, _, _)| *on == end)
                            .map(|(on, fate, at)| (on, fate.clone(), at));
                        edges.push(Edge { a, b, from: day, end, exit });
                    }
                }
                _ => {}
            }
        }
        edges
    }

    /// The earliest relied-on end of a link: day, what becomes of the history, number of that statement.
    fn end_of(&self, link: usize, eyes: &Eyes) -> Option<(u16, &Fate, usize)> {
        let Op::Link { a, b, day: from, .. } = self.all[link].op else { return None };
        let mut ends: Vec<(u16, &Fate, usize)> = Vec::new();
        for (at, stated) in self.now().filter(|(at, stated)| *at > link && Self::relied(stated, eyes)) {
            if let Op::End { a: c, b: d, day, fate } = &stated.op {
                let signer = Eyes { viewer: stated.party, others: false, weak: 1, ..*eyes };
                let names = self.names(&signer);
                if names[a] == names[*c] && names[b] == names[*d] && from < *day {
                    ends.push((*day, fate, at));
                }
            }
        }
        let first = ends.iter().map(|(day, _, _)| *day).min()?;
        ends.retain(|(day, _, _)| *day == first);
        let settled = ends.iter().rev().find(|(_, fate, _)| !matches!(fate, Fate::Unsettled));
        settled.or(ends.first()).copied()
    }

    pub fn group(&self, who: usize, day: u16) -> Set {
        let mut group = Set::from([who]);
        loop {
            let before = group.len();
            for Edge { a, b, from, end, .. } in &self.edges {
                if *from <= day && day < *end && (group.contains(a) || group.contains(b)) {
                    group.extend([*a, *b]);
                }
            }
            if group.len() == before {
                return group;
            }
        }
    }

    /// What an award counts in a window that ends on a day: low, high; `None` where it has no figure.
    fn counted(&self, award: usize, day: u16) -> Option<(i128, i128)> {
        let Op::Award { cents, uncounted, last, .. } = self.all[award].op else { return None };
        if uncounted || last.is_some() {
            return None;
        }
        let mut most = cents;
        for (_, stated) in self.now() {
            if let Op::Reduce { award: of, day: on, most: less } = stated.op
                && of == award
                && on <= day
            {
                most = most.min(less);
            }
        }
        Some((most.min(cents / 2), most))
    }

    /// The high end that an award counts on a day; nothing without a figure.
    pub fn counts(&self, award: usize, day: u16) -> i128 {
        self.counted(award, day).map_or(0, |(_, high)| high)
    }

    /// Everything that moves what others hold, in its order: exits of a day first, then splits and mergers as they wait for
    /// each other.
    fn steps(&self) -> Vec<Step> {
        let (names, eyes) = (&self.names, &self.eyes);
        let mut steps: Vec<Step> = Vec::new();
        for (at, stated) in self.now().filter(|(_, stated)| Self::relied(stated, eyes)) {
            match &stated.op {
                Op::Split { who, day, to } => {
                    let to = to.iter().map(|(to, weight)| (names[*to], *weight)).collect();
                    steps.push(Step { day: *day, at, what: What::Split(names[*who], to) });
                }
                Op::Merge { a, b, day } => {
                    steps.push(Step { day: *day, at, what: What::Merge(names[*a], names[*b]) });
                }
                _ => {}
            }
        }
        for edge in &self.edges {
            let Some((day, Fate::Attributed(parts), at)) = &edge.exit else { continue };
            if steps.iter().all(|step| step.at != *at) {
                let group = self.group(edge.a, day - 1).into_iter().map(|who| names[who]).collect();
                steps.push(Step { day: *day, at: *at, what: What::Exit(group, parts.clone()) });
            }
        }
        steps.sort_by_key(|step| (step.day, !matches!(step.what, What::Exit(..)), step.at));
        let mut ordered = Vec::new();
        while !steps.is_empty() {
            let today = steps.iter().take_while(|step| step.day == steps[0].day).count();
            let waits = |at: usize| (0..today).any(|other| steps[at].waits_for(&steps[other]));
            let next = (0..today).find(|at| !waits(*at)).unwrap_or(0);
            ordered.push(steps.remove(next));
        }
        ordered
    }

    /// What stays of an award at an exit, by what was on record when it was stated.
    fn stays(&self, exit: usize, award: usize, given: i128) -> i128 {
        let Op::End { a, b, day, .. } = self.all[exit].op else { return 0 };
        let signer = Eyes {
            viewer: self.all[exit].party,
            others: false,
            weak: 1,
            public: false,
            non_profit: true,
            across: true,
        };
        let then = Plain::new(&self.all[..exit], &signer);
        let sides =
            (0..UNDERTAKINGS).filter(|who| [a, b].iter().any(|side| then.names[*who] == then.names[*side]));
        let group: Set =
            sides.flat_map(|side| then.group(side, day - 1)).map(|who| then.names[who]).collect();
        let Op::Award { day: granted, .. } = self.all[award].op else { return 0 };
        match then.counted(award, day - 1) {
            Some((_, high)) => {
                let held = then.holders(award, granted, day - 1, high);
                let held: i128 =
                    held.iter().filter(|(who, _)| group.contains(who)).map(|(_, cents)| cents).sum();
                (held - given).max(0)
            }
            None => 1,
        }
    }

    /// Who holds how much of an amount of an award granted on a day, by the steps up to `until`.
    fn holders(&self, award: usize, granted: u16, until: u16, amount: i128) -> BTreeMap<usize, i128> {
        let Op::Award { who, cents, .. } = self.all[award].op else { return BTreeMap::new() };
        let mut held = BTreeMap::from([(self.names[who], amount)]);
        let mut heirs: BTreeMap<usize, usize> = BTreeMap::new();
        for step in self.steps().into_iter().filter(|step| step.day <= until) {
            match step.what {
                What::Merge(surviving, absorbed) => {
                    let mut at = surviving;
                    while let Some(next) = heirs.get(&at) {
                        at = *next;
                        if at == absorbed {
                            heirs.remove(&surviving);
                            break;
                        }
                    }
                    let heir = last(&heirs, surviving);
                    if absorbed != heir {
                        heirs.entry(absorbed).or_insert(heir);
                        let cents = held.remove(&absorbed).unwrap_or(0);
                        *held.entry(heir).or_default() += cents;
                    }
                }
                What::Split(owner, mut parts) => {
                    if granted >= step.day && parts.iter().any(|(to, _)| *to == owner) {
                        continue;
                    }
                    for (_, other) in self.now().filter(|(_, other)| Self::relied(other, &self.eyes)) {
                        if let Op::Attribute { split, award: of, parts: attributed } = &other.op
                            && *split == step.at
                            && *of == award
                        {
                            let part = |(to, share): &(usize, u8)| {
                                (self.names[*to], cents * i128::from(*share) / 100)
                            };
                            parts = attributed.iter().map(part).collect();
                        }
                    }
                    if parts.iter().all(|(_, weight)| *weight == 0) {
                        continue;
                    }
                    let whole = held.remove(&owner).unwrap_or(0);
                    for (to, share) in shared(whole, &parts) {
                        *held.entry(last(&heirs, to)).or_default() += share;
                    }
                }
                What::Exit(group, parts) => {
                    let mut named: Vec<(usize, i128)> = parts
                        .iter()
                        .filter(|(of, _, _)| *of == award)
                        .map(|(_, to, share)| (self.names[*to], cents * i128::from(*share) / 100))
                        .collect();
                    if granted >= step.day || named.iter().all(|(_, weight)| *weight == 0) {
                        continue;
                    }
                    let given: i128 = named.iter().map(|(_, cents)| cents).sum();
                    let stays = self.stays(step.at, award, given);
                    let mut own: Vec<(usize, i128)> =
                        group.iter().filter_map(|who| Some((*who, held.remove(who)?))).collect();
                    own.retain(|(_, cents)| *cents > 0);
                    own.sort_by_key(|(who, _)| self.text(*who));
                    let whole = own.iter().map(|(_, cents)| cents).sum();
                    // Nobody is named by the number of nobody.
                    named.push((usize::MAX, stays));
                    for (to, share) in shared(whole, &named) {
                        if to == usize::MAX {
                            for (back, share) in shared(share, &own) {
                                *held.entry(last(&heirs, back)).or_default() += share;
                            }
                        } else {
                            *held.entry(last(&heirs, to)).or_default() += share;
                        }
                    }
                }
            }
        }
        held
    }

    /// The least handle of an undertaking as text.
    fn text(&self, name: usize) -> String {
        let own = (0..UNDERTAKINGS).filter(|who| self.names[*who] == name);
        own.map(|who| format!("NID:{}:{who:08}", country(who))).min().unwrap()
    }

    /// Who bears an unsettled end of a side: itself, the successors of one that splits, whoever takes one over.
    fn bearers(&self, side: usize, (end, s): (u16, u16)) -> Set {
        let mut bearers = Set::from([self.names[side]]);
        for step in self.steps().into_iter().filter(|step| end <= step.day && step.day <= s) {
            match step.what {
                What::Split(owner, to) if bearers.contains(&owner) => {
                    bearers.extend(to.into_iter().map(|(to, _)| to));
                }
                What::Merge(surviving, absorbed) if bearers.contains(&absorbed) => {
                    bearers.insert(surviving);
                }
                _ => {}
            }
        }
        bearers
    }

    /// What a group as of day `s` holds of an amount of an award (H5).
    pub fn holds(&self, group: &Set, s: u16, award: usize, granted: u16, amount: i128) -> i128 {
        let own: BTreeSet<usize> = group.iter().map(|who| self.names[*who]).collect();
        let held = self.holders(award, granted, s, amount);
        let mut most: i128 = held.iter().filter(|(who, _)| own.contains(who)).map(|(_, cents)| cents).sum();
        for edge in &self.edges {
            let Some((day, Fate::Unsettled, _)) = edge.exit else { continue };
            for side in [edge.a, edge.b] {
                if day <= s && granted < day && !own.is_disjoint(&self.bearers(side, (day, s))) {
                    let before = self.group(side, day - 1);
                    most = most.max(self.holds(&before, day - 1, award, granted, amount));
                }
            }
        }
        most
    }

    /// The sum of the window from a date to a day, for an event of another day.
    pub fn sum(&self, who: usize, from: NaiveDate, to: u16, of: u16) -> Sum {
        let group = self.group(who, to);
        let mut sum = Sum { low: 0, high: 0, uncounted: false };
        for (at, stated) in self.now() {
            let Op::Award { day, last, open, .. } = stated.op else { continue };
            if open.is_some_and(|until| of > until) {
                continue;
            }
            let lies = |day: u16| from <= date(day) && day <= to;
            match self.counted(at, to) {
                Some((low, high)) if lies(day) => {
                    sum.low += self.holds(&group, to, at, day, low);
                    sum.high += self.holds(&group, to, at, day, high);
                }
                Some(_) => {}
                None => {
                    for may in (day..=last.unwrap_or(day)).filter(|may| lies(*may)) {
                        sum.uncounted |= self.holds(&group, to, at, may, 1_000_000_000_000) > 0;
                    }
                }
            }
        }
        sum
    }

    /// Days after one on which a window of an event of it ends, before another.
    pub fn later_ends(&self, who: usize, of: u16, before: NaiveDate) -> BTreeSet<u16> {
        let mut ends = BTreeSet::new();
        for (at, stated) in self.now() {
            let Op::Award { day, open, .. } = stated.op else { continue };
            let counts = self.counted(at, day).is_some() && open.is_none_or(|until| of <= until);
            let held = || self.holds(&self.group(who, day), day, at, day, 1_000_000_000_000) > 0;
            if day > of && date(day) < before && counts && held() {
                ends.insert(day);
            }
        }
        ends
    }
}
