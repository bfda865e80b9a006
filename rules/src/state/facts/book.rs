//! What was said of one thing, in the order of the log, so that any of it can be taken back as if it had never been said.

use imbl::{OrdMap, Vector};

/// Statements by what they are about, each with its position.
#[derive(Debug, Clone)]
pub(super) struct Book<K: Ord + Clone, V: Clone> {
    pages: OrdMap<K, Vector<(u64, V)>>,
}

impl<K: Ord + Clone, V: Clone> Default for Book<K, V> {
    fn default() -> Self {
        Self { pages: OrdMap::new() }
    }
}

impl<K: Ord + Clone, V: Clone> Book<K, V> {
    /// Everything said of a thing that was not taken back, oldest first.
    pub fn of<'a>(&'a self, key: &K) -> impl DoubleEndedIterator<Item = &'a V> + use<'a, K, V> {
        self.pages.get(key).into_iter().flatten().map(|(_, said)| said)
    }

    /// What anything was said of.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.pages.keys()
    }

    /// What was said of each thing last.
    pub fn all(&self) -> impl Iterator<Item = (&K, &V)> {
        self.pages.iter().filter_map(|(key, page)| page.last().map(|(_, said)| (key, said)))
    }

    pub fn write(&mut self, key: K, position: u64, said: V) {
        self.pages.entry(key).or_default().push_back((position, said));
    }

    /// Takes back what the statement at a position said of a thing.
    pub fn strike(&mut self, key: &K, position: u64) {
        let Some(page) = self.pages.get_mut(key) else { return };
        // Positions ascend: statements are written in the order of the log.
        if let Ok(line) = page.binary_search_by_key(&position, |(at, _)| *at) {
            page.remove(line);
        }
        if page.is_empty() {
            self.pages.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Book;

    #[test]
    fn what_is_struck_was_never_said() {
        let mut book: Book<&str, u8> = Book::default();
        book.write("a", 3, 1);
        book.write("a", 7, 2);
        book.write("b", 8, 3);
        book.strike(&"a", 4);
        book.strike(&"c", 3);
        assert_eq!(book.of(&"a").copied().collect::<Vec<_>>(), [1, 2]);
        book.strike(&"a", 3);
        assert_eq!(book.of(&"a").copied().collect::<Vec<_>>(), [2]);
        book.strike(&"a", 7);
        assert_eq!((book.of(&"a").count(), book.of(&"b").count()), (0, 1));
        assert_eq!(book.pages.len(), 1);
    }
}
