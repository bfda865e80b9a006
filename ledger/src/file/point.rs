//! The list of every sync the ledger makes, one name per call site.

/// Where in the code a sync stands. A test switches each one off in turn and must turn red: a sync that nobody
/// would miss is either useless or untested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SyncPoint {
    /// Creation: the names of the top directories.
    CreatedFolders,
    /// Creation: the key line and the empty checkpoint.
    FoundedBytes,
    /// Creation: their names.
    FoundedName,
    /// Journal: the record of a group. The one sync that a receipt waits for.
    JournalRecord,
    /// Journal: the zeros of a segment, new or recycled, before it gets its name.
    SegmentZeros,
    /// Journal: the name of a segment, before the first record goes in.
    SegmentName,
    /// Journal: the old name of a recycled segment is gone, before its bytes go.
    SegmentRetired,
    /// Start: names in the journal's directory that an earlier process may have left unproven.
    JournalNames,
    /// Start: the last record and the zeros after it, written anew.
    TailRewritten,
    /// Start: the bytes of a torn tail moved aside.
    AsideBytes,
    /// Start: the name of that file.
    AsideName,
    /// Publish: a directory made on the way to a tile.
    PublishFolder,
    /// Publish: a full bundle or tile.
    CutBytes,
    /// Publish: its name.
    CutName,
    /// Publish: a partial bundle or tile.
    PartialBytes,
    /// Publish: its name.
    PartialName,
    /// Publish: the checkpoint.
    CheckpointBytes,
    /// Publish: its name.
    CheckpointName,
    /// The verifier key line.
    VkeyBytes,
    /// Its name.
    VkeyName,
    /// A pack or other blob.
    BlobBytes,
    /// Its name.
    BlobName,
    /// A small file that another room keeps (keys, witness state, cursors).
    KeptBytes,
    /// Its name.
    KeptName,
}

impl SyncPoint {
    /// All of them, in the order above.
    pub const ALL: [SyncPoint; 24] = [
        SyncPoint::CreatedFolders,
        SyncPoint::FoundedBytes,
        SyncPoint::FoundedName,
        SyncPoint::JournalRecord,
        SyncPoint::SegmentZeros,
        SyncPoint::SegmentName,
        SyncPoint::SegmentRetired,
        SyncPoint::JournalNames,
        SyncPoint::TailRewritten,
        SyncPoint::AsideBytes,
        SyncPoint::AsideName,
        SyncPoint::PublishFolder,
        SyncPoint::CutBytes,
        SyncPoint::CutName,
        SyncPoint::PartialBytes,
        SyncPoint::PartialName,
        SyncPoint::CheckpointBytes,
        SyncPoint::CheckpointName,
        SyncPoint::VkeyBytes,
        SyncPoint::VkeyName,
        SyncPoint::BlobBytes,
        SyncPoint::BlobName,
        SyncPoint::KeptBytes,
        SyncPoint::KeptName,
    ];
}
