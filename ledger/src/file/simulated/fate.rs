//! Who decides what a power cut leaves: a seed, or every possibility in turn.

/// A source of decisions.
pub trait Fate {
    /// Picks one of `options` (at least one): a number below it.
    fn choose(&mut self, options: usize) -> usize;
    /// Whether every possibility will be tried, so that whoever asks should offer few.
    fn is_exhaustive(&self) -> bool;
}

/// Decisions from a seed (SplitMix64): the same seed gives the same decisions.
#[derive(Clone, Debug)]
pub struct Seeded(u64);

impl Seeded {
    /// Decisions of this seed.
    pub fn new(seed: u64) -> Seeded {
        Seeded(seed)
    }

    /// The next 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end` (0 if `end` is 0).
    pub fn below(&mut self, end: u64) -> u64 {
        self.draw().checked_rem(end).unwrap_or(0)
    }
}

impl Fate for Seeded {
    fn choose(&mut self, options: usize) -> usize {
        let end = u64::try_from(options).unwrap_or(u64::MAX);
        usize::try_from(self.below(end)).unwrap_or(0)
    }

    fn is_exhaustive(&self) -> bool {
        false
    }
}

/// Every sequence of decisions, one after the other: a counter whose digits are discovered while counting.
#[derive(Clone, Debug, Default)]
pub struct Enumerated {
    /// (decision taken, number of options) in the order asked.
    digits: Vec<(usize, usize)>,
    asked: usize,
}

impl Enumerated {
    /// Moves to the next sequence; `false` when all were tried.
    pub fn advance(&mut self) -> bool {
        self.asked = 0;
        while let Some((taken, options)) = self.digits.pop() {
            let next = taken.saturating_add(1);
            if next < options {
                self.digits.push((next, options));
                return true;
            }
        }
        false
    }
}

impl Fate for Enumerated {
    fn choose(&mut self, options: usize) -> usize {
        let at = self.asked;
        self.asked = at.saturating_add(1);
        match self.digits.get(at) {
            Some((taken, _)) => *taken,
            None => {
                self.digits.push((0, options.max(1)));
                0
            }
        }
    }

    fn is_exhaustive(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_through_every_sequence_once() {
        let mut fate = Enumerated::default();
        let mut seen = Vec::new();
        loop {
            let first = fate.choose(2);
            // The second question depends on the first answer.
            let second = if first == 0 { fate.choose(3) } else { 9 };
            seen.push((first, second));
            if !fate.advance() {
                break;
            }
        }
        assert_eq!(seen, [(0, 0), (0, 1), (0, 2), (1, 9)]);
    }
}
