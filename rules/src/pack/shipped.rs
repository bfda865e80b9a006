//! The packs that come with this release, inside the binary.

use std::collections::BTreeMap;

/// A shipped pack: its folder's name and its files by path.
#[derive(Debug, Clone, Copy)]
pub struct ShippedPack {
    /// The folder under `rules/packs/`, which is the pack's id.
    pub name: &'static str,
    files: &'static [(&'static str, &'static str)],
}
/// (to come)
pub const SHIPPED: [ShippedPack; 0] = [];
