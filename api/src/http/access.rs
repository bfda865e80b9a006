//! The one table of routes: method, path, who may ask, what body is taken. Nothing is served that has no row here.
//!
//! The router, the OpenAPI document, the page `/docs` and the tests are all made from [`ROUTES`]: a row without a
//! handler does not compile, and a handler without a row is dead code, which does not pass either.

/// Whom a caller speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// An undertaking that asks about itself.
    Applicant,
    /// A hosting entity.
    HostingEntity,
    /// An auditor: reads everything.
    Auditor,
    /// Who runs the ledger.
    Operator,
    /// Nobody in particular.
    Public,
}

impl Role {
    /// Every role, in the order of the table's columns.
    pub const ALL: [Self; 5] =
        [Self::Applicant, Self::HostingEntity, Self::Auditor, Self::Operator, Self::Public];

    /// The word in tokens and documents.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::HostingEntity => "hosting-entity",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
            Self::Public => "public",
        }
    }

    /// The role with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// How callers are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The listener is on the loopback interface and every caller is an auditor; for one machine and for trying out.
    LoopbackOpen,
    /// Closed by default: a caller is `public` unless a token says more.
    Tokens,
}

/// What a role may do on a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    No,
    /// Everything.
    Yes,
    /// What is its own: an applicant's undertaking and group, a hosting entity's awards and statements.
    Own,
    /// Everything, if it says what for (`purpose=`), which is logged.
    Purpose,
    /// Public where the operator publishes the whole log, otherwise nothing.
    PublicLog,
}

impl Cell {
    /// The word that the table and the interface's document have for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Cell::No => "no",
            Cell::Yes => "yes",
            Cell::Own => "own",
            Cell::Purpose => "for a stated purpose",
            Cell::PublicLog => "where the log is public",
        }
    }
}

/// A body that a route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyRule {
    /// Accepted media types; empty accepts any.
    pub media: &'static [&'static str],
    /// Longest body in bytes; more is never read.
    pub bytes_max: usize,
}

macro_rules! routes {
    ($($(#[$doc:meta])* $name:ident: $method:literal $path:literal, $body:expr, [$a:ident $h:ident $u:ident $o:ident $p:ident], $open:literal, $summary:literal;)*) => {
        /// Every route.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Route { $(#[doc = concat!("`", $method, " ", $path, "`")] $name,)* }

        /// The table. In a path `{x}` stands for one segment and `{*x}` for one or more, as in axum.
        pub const ROUTES: &[Row] = &[$(Row {
            route: Route::$name, name: stringify!($name), method: $method, path: $path, body: $body,
            cells: [Cell::$a, Cell::$h, Cell::$u, Cell::$o, Cell::$p], open_on_loopback: $open, summary: $summary,
        },)*];
    };
}

/// One route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub route: Route,
    /// Its name, the OpenAPI `operationId`.
    pub name: &'static str,
    /// HTTP method; `GET` serves `HEAD` too.
    pub method: &'static str,
    /// Path pattern, axum's notation.
    pub path: &'static str,
    /// The body it takes.
    pub body: Option<BodyRule>,
    /// Who may, by [`Role::ALL`].
    pub cells: [Cell; 5],
    /// Whether it is open in [`Mode::LoopbackOpen`] although an auditor's token would not open it.
    pub open_on_loopback: bool,
    /// One line for people.
    pub summary: &'static str,
}

impl Row {
    /// What a role may.
    #[must_use]
    pub fn cell(&self, role: Role) -> Cell {
        let [applicant, host, auditor, operator, public] = self.cells;
        match role {
            Role::Applicant => applicant,
            Role::HostingEntity => host,
            Role::Auditor => auditor,
            Role::Operator => operator,
            Role::Public => public,
        }
    }

    /// Whether its answers may be kept by anybody who passes them on (`Cache-Control: public`).
    #[must_use]
    pub fn is_public(&self, public_log: bool) -> bool {
        match self.cell(Role::Public) {
            Cell::Yes => true,
            Cell::PublicLog => public_log,
            Cell::No | Cell::Own | Cell::Purpose => false,
        }
    }

    /// What a caller may, by mode, role and whether the log is published.
    #[must_use]
    pub fn permits(&self, mode: Mode, role: Role, public_log: bool) -> Cell {
        let open = mode == Mode::LoopbackOpen && self.open_on_loopback;
        let seen_by_all = public_log && self.cell(Role::Public) == Cell::PublicLog;
        match self.cell(role) {
            _ if open || seen_by_all => Cell::Yes,
            Cell::PublicLog => Cell::No,
            cell => cell,
        }
    }
}

/// One statement: a compact JWS has at most 32,768 bytes; up to the double is read so that its refusal can be signed.
const STATEMENT: Option<BodyRule> =
    Some(BodyRule { media: &["application/jose", "application/jwt"], bytes_max: 65_536 });
/// Statements by line.
const STATEMENTS: Option<BodyRule> =
    Some(BodyRule { media: &["application/x-ndjson"], bytes_max: BATCH_BYTES_MAX });
/// Facts to try out.
const FACTS: Option<BodyRule> = Some(BodyRule { media: &["application/json"], bytes_max: 262_144 });
/// The canonical bytes of a pack.
const PACK: Option<BodyRule> =
    Some(BodyRule { media: &["application/octet-stream", "text/plain"], bytes_max: 4 << 20 });
/// A C2SP tlog-witness request: a size line, at most 63 hashes, a checkpoint.
const WITNESS: Option<BodyRule> = Some(BodyRule { media: &[], bytes_max: 65_536 });

/// Longest batch, bytes.
pub const BATCH_BYTES_MAX: usize = 16 << 20;
/// Most lines of a batch.
pub const BATCH_LINES_MAX: usize = 10_000;

routes! {
    // name: method path, body, [applicant hosting-entity auditor operator public], open on loopback, summary
    Ledger: "GET" "/v1/ledger", None, [Yes Yes Yes Yes Yes], true, "Identity, keys, policy and head of the ledger";
    Submit: "POST" "/v1/events", STATEMENT, [Yes Yes Yes Yes Yes], true, "Submit one signed statement";
    SubmitBatch: "POST" "/v1/events/batch", STATEMENTS, [Yes Yes Yes Yes Yes], true, "Submit statements, one per line";
    Simulate: "POST" "/v1/simulations", FACTS, [No Yes Yes Yes No], true, "Judge unsigned facts on top of the current state; nothing is recorded";
    Routes: "POST" "/v1/routes", FACTS, [No Yes Yes Yes No], true, "Which regimes carry a planned support, how much and from when; nothing is recorded";
    Events: "GET" "/v1/events", None, [No Own Yes Yes PublicLog], true, "Entries by position, page by page";
    EventStream: "GET" "/v1/events/stream", None, [No No Yes Yes PublicLog], true, "Entries as they come (server-sent events)";
    Proof: "GET" "/v1/events/{position}/proof", None, [No Own Yes Yes PublicLog], true, "Inclusion proof of an entry (C2SP tlog-proof)";
    Explanation: "GET" "/v1/events/{position}/explanation", None, [No Own Yes Yes PublicLog], true, "Why the verdict is what it is";
    Event: "GET" "/v1/events/{position}", None, [No Own Yes Yes PublicLog], true, "One entry";
    Headroom: "GET" "/v1/undertakings/{id}/headroom", None, [Own Purpose Yes Yes No], true, "How much may still be granted, why, and when more frees up";
    Awards: "GET" "/v1/undertakings/{id}/awards", None, [Own Own Yes Yes No], true, "Awards of an undertaking";
    Undertaking: "GET" "/v1/undertakings/{id}", None, [Own Purpose Yes Yes No], true, "An undertaking and its group";
    UndertakingLooks: "GET" "/v1/undertakings/{id}/looks", None, [Own No Yes Yes No], true, "Who looked at an undertaking, and why";
    Looks: "GET" "/v1/looks", None, [No No Yes Yes No], true, "Who looked at which undertaking, and why";
    Duties: "GET" "/v1/duties", None, [No Own Yes Yes No], true, "What has to be done by when after aid was granted";
    Parties: "GET" "/v1/parties", None, [Yes Yes Yes Yes Yes], true, "Parties, roles, mandates and keys";
    RulePacks: "GET" "/v1/rule-packs", None, [Yes Yes Yes Yes Yes], true, "Adopted packs";
    SummariesDue: "GET" "/v1/intake/summaries", None, [No No No Yes No], true, "Summaries of what was turned away that are still to be signed";
    PutPack: "PUT" "/v1/packs/{sha256}", PACK, [No No No Yes No], true, "Publish the bytes of a pack before it is adopted";
    Checkpoint: "GET" "/checkpoint", None, [Yes Yes Yes Yes Yes], true, "Signed head (C2SP tlog-checkpoint)";
    VerifierKey: "GET" "/vkey", None, [Yes Yes Yes Yes Yes], true, "Verifier key line of the checkpoint's signer (C2SP signed-note)";
    EntryTile: "GET" "/tile/entries/{*index}", None, [No No Yes Yes PublicLog], true, "Entry bundle (C2SP tlog-tiles)";
    HashTile: "GET" "/tile/{level}/{*index}", None, [Yes Yes Yes Yes Yes], true, "Hash tile (C2SP tlog-tiles)";
    PackFile: "GET" "/pack/{sha256}", None, [Yes Yes Yes Yes Yes], true, "Canonical bytes of a pack";
    AddCheckpoint: "POST" "/add-checkpoint", WITNESS, [Yes Yes Yes Yes Yes], true, "Cosign another log's checkpoint (C2SP tlog-witness)";
    Witnessed: "GET" "/witness/{sha256}/checkpoint", None, [Yes Yes Yes Yes Yes], true, "The last checkpoint cosigned for another log, with both signatures (C2SP tlog-witness)";
    OpenApi: "GET" "/openapi.json", None, [Yes Yes Yes Yes Yes], true, "This interface as OpenAPI 3.1";
    Docs: "GET" "/docs", None, [Yes Yes Yes Yes Yes], true, "This interface as a page";
    Errors: "GET" "/docs/errors", None, [Yes Yes Yes Yes Yes], true, "Codes, flags and problems as a page";
    Health: "GET" "/healthz", None, [Yes Yes Yes Yes Yes], true, "Whether the process answers";
    Ready: "GET" "/readyz", None, [Yes Yes Yes Yes Yes], true, "Whether statements are taken";
    Metrics: "GET" "/metrics", None, [No No Yes Yes No], true, "Figures for Prometheus";
    Style: "GET" "/ui/style.css", None, [Yes Yes Yes Yes Yes], true, "The pages' style sheet";
    Home: "GET" "/", None, [Yes Yes Yes Yes Yes], true, "Headroom of an undertaking, as a page";
}
