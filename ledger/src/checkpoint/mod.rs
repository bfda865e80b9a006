//! Stand-in until the room is built.
use crate::merkle::Hash;
/// What a log claims.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Checkpoint {
    /// Name of the log.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
}
impl Checkpoint {
    /// The text.
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64())
    }
    /// Reads the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut lines = text.splitn(4, '\n');
        match (lines.next(), lines.next(), lines.next(), lines.next()) {
            (Some(o), Some(s), Some(r), Some("")) => Ok(Self {
                origin: o.to_owned(),
                size: s.parse().map_err(|_| "size")?,
                root: Hash::from_base64(r).map_err(|_| "root")?,
            }),
            _ => Err("lines".to_owned()),
        }
    }
}
