//! Examples from which cases are made: the frozen vectors, the templates, and artefacts signed here.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use api::import::mapped::Mapping;
use api::import::tables::PlainTable;
use api::service::token::{TokenClaims, TokenRole, issue};
use ed25519_dalek::SigningKey;
use ledger::checkpoint::{Checkpoint, Cosigner, Note, NoteSigner, VerifierKey, parse_note, sign_note};
use ledger::event::EventType;
use ledger::event::template::template;
use ledger::merkle::tile::{encode_bundle, encode_hashes};
use ledger::merkle::{Nodes, leaf_hash, prove_consistency, prove_inclusion, root_at};
use ledger::prove::TlogProof;
use ledger::submission::{SecretKey, sign, to_base64url};
use ledger::time::At;
use ledger::witness::AddCheckpoint;
use rules::pack::{Pack, SHIPPED};

use crate::vectors::{Vector, compact_template, test_key, vectors_dir};

/// Every file below a folder, in order.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(&path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// The artefacts inside vector files of a folder.
fn vectors(folder: &str) -> Vec<Vec<u8>> {
    let read =
        |path: &PathBuf| Vector::from_file(&path.to_string_lossy(), &std::fs::read(path).unwrap()).bytes;
    below(&vectors_dir().join(folder)).iter().map(read).collect()
}

/// The bad artefacts of the log's formats: each names its reader in its head, which a line of dashes ends.
fn refused(reader: &str) -> Vec<Vec<u8>> {
    let wanted = format!("reader: {reader}\n");
    let inside = |path: &PathBuf| {
        let file = std::fs::read(path).unwrap();
        let at = file.windows(5).position(|five| five == b"\n---\n")?;
        file.starts_with(wanted.as_bytes()).then(|| file[at + 5..].to_vec())
    };
    below(&vectors_dir().join("checkpoint/bad")).iter().filter_map(inside).collect()
}

fn good(name: &str) -> Vec<u8> {
    std::fs::read(vectors_dir().join("checkpoint/good").join(name)).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

pub(super) fn events() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> =
        EventType::ALL.iter().map(|event_type| compact_template(*event_type).into_bytes()).collect();
    all.push(long_name(20_000).into_bytes());
    all
}

/// Found once: faults under one long name repeated it, and a refusal was sixty times as long as the document.
fn long_name(length: usize) -> String {
    let faults: Vec<String> = (0..70).map(|n| format!("\"{n}\":0.5")).collect();
    format!("{{\"{}\":{{{}}}}}", "n".repeat(length), faults.join(","))
}

/// Found once: the faults of header and payload were bounded each, but not together.
fn faults_on_both_sides() -> String {
    let payload = long_name(1);
    let header = "{\"alg\":1,\"kid\":2,\"typ\":3,\"x\":4}";
    format!("{}.{}.{}", to_base64url(header.as_bytes()), to_base64url(payload.as_bytes()), "A".repeat(86))
}

pub(super) fn jws() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = EventType::ALL
        .iter()
        .map(|kind| sign(template(*kind).as_bytes(), &test_key(1)).into_bytes())
        .collect();
    all.extend(vectors("submission/bad"));
    all.push(faults_on_both_sides().into_bytes());
    all
}

pub(super) fn queries() -> Vec<Vec<u8>> {
    let some = [
        "",
        "after=0&limit=500&type=award.granted&subject=a%2Fb&issuer=csc&undertaking=NID:FI:1234567-1&outcome=admitted",
        "type=eu.aidledger.award.granted.v1",
        "after=9007199254740992",
        "regime=eu-2023-2831&member-state=FI&on=2026-11-20&known-at=17&purpose=application+17",
        "member-state=FI&on=2024-02-29&purpose=%C3%A9t%C3%A9",
        "known-at=0",
        "after=12&limit=1000",
        "undertaking=+VAT:FI12345671+&regime=&member-state=&on=&known-at=&purpose=",
        "limit=1&limit=1",
        "l%69mit=5",
        "&&=&a",
    ];
    let mut all: Vec<Vec<u8>> = some.iter().map(|text| text.as_bytes().to_vec()).collect();
    // Found once: each name nobody knows was a fault of its own, without a bound, and a refusal fifty times as long as the query.
    all.push("a&".repeat(2_048).into_bytes());
    all
}

pub(super) fn batches() -> Vec<Vec<u8>> {
    let line = sign(template(EventType::AwardGranted).as_bytes(), &test_key(1));
    vec![
        Vec::new(),
        format!("{line}\n{line}\n").into_bytes(),
        format!("\n\r\n  {line}  \r\nno statement\n\n{line}").into_bytes(),
        "a\n".repeat(101).into_bytes(),
        format!("{}{}\n{line}\na\n", "a\n".repeat(100), "b".repeat(100)).into_bytes(),
    ]
}

pub(super) fn simulations() -> Vec<Vec<u8>> {
    let fact = |event_type: EventType| {
        let event: serde_json::Value = serde_json::from_str(template(event_type)).unwrap();
        serde_json::json!({"type": event_type.name(), "data": event["data"]})
    };
    let facts = [fact(EventType::AwardGranted), fact(EventType::UndertakingRegistered)];
    let whole = serde_json::json!({"events": facts, "on": "2026-11-20", "as_party": "csc", "purpose": "application 17"});
    let one = serde_json::json!({"events": [facts[0]]});
    let wrong = serde_json::json!({"events": [{"type": "x"}, 1, {}], "on": null, "as_party": "", "purpose": "a", "more": 1});
    let (none, many) =
        (serde_json::json!({"events": []}), serde_json::json!({"events": vec![facts[1].clone(); 65]}));
    [whole, one, none, many, wrong].iter().map(|body| body.to_string().into_bytes()).collect()
}

pub(super) fn words() -> Vec<Vec<u8>> {
    let some = [
        "NID:FI:1234567-1",
        "NID:DE:HRB/123",
        "EUID:DEK1101R.HRB116737",
        "LEI:5493001KJTIIGC8Y1R12",
        "VAT:FI12345671",
        "EORI:DE1234567",
        "PIC:999999999",
        "PRS:0123456789abcdef",
        "csc",
        "award-2026-1",
        "FI",
        "EL",
        "EUR",
        "2026-11-20",
        "2024-02-29",
        "0001-01-01",
        "2026-11-20T09:30:00+02:00",
        "2026-11-20T09:30:00.000000Z",
        "1969-12-31T23:59:59Z",
        "300000.00",
        "-0.01",
        "0.00",
        "abcd-_",
        "AAAA",
    ];
    let mut all: Vec<Vec<u8>> = some.iter().map(|text| text.as_bytes().to_vec()).collect();
    for file in ["id/good.jsonl", "id/bad.jsonl"] {
        let text = std::fs::read_to_string(vectors_dir().join(file)).unwrap();
        let value = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok();
        let texts = |line: serde_json::Value| {
            let members = line.as_object().cloned().unwrap_or_default();
            members.into_iter().filter_map(|(_, value)| value.as_str().map(|text| text.as_bytes().to_vec()))
        };
        all.extend(text.lines().filter_map(value).flat_map(texts).filter(|text| text.len() < 200));
    }
    all
}

pub(super) fn entries() -> Vec<Vec<u8>> {
    let mut all = vectors("entry/good");
    all.extend(vectors("entry/bad").into_iter().filter(|bytes| bytes.len() < 8_192));
    all
}

// --- a log of our own: seven entries, two heads, one witness ------------------------------------------------------------

const ORIGIN: &str = "log.example/fuzz";

fn signer() -> NoteSigner {
    NoteSigner::new(ORIGIN, SigningKey::from_bytes(&[5; 32])).unwrap()
}

pub(super) fn log_key() -> VerifierKey {
    signer().verifier_key().clone()
}

fn cosigner() -> Cosigner {
    Cosigner::new("witness.example/fuzz", SigningKey::from_bytes(&[6; 32])).unwrap()
}

pub(super) fn witness_key() -> VerifierKey {
    cosigner().verifier_key().clone()
}

fn leaves() -> Vec<Vec<u8>> {
    (0..7_u8).map(|n| vec![n; usize::from(n) * 3]).collect()
}

/// The entry that all proofs here prove, and where it stands.
pub(super) fn proven_entry() -> Vec<u8> {
    leaves()[2].clone()
}

/// Positions at which it is proven.
pub(super) fn positions() -> [u64; 1] {
    [2]
}

fn tree() -> Nodes {
    Nodes::from_leaves(leaves().iter().map(|leaf| leaf_hash(leaf)))
}

/// The checkpoints that were signed.
pub(super) fn signed_texts() -> &'static [String] {
    static TEXTS: OnceLock<Vec<String>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let at = |size| Checkpoint { origin: ORIGIN.to_owned(), size, root: root_at(&tree(), size).unwrap() };
        [3, 7].map(|size| at(size).to_text()).to_vec()
    })
}

fn cosigned(text: &str) -> Note {
    let mut note = parse_note(&sign_note(text, &[&signer()]).unwrap()).unwrap();
    note.add(cosigner().cosign(text, 1_700_000_000).unwrap()).unwrap();
    note
}

pub(super) fn notes() -> Vec<Vec<u8>> {
    let mut all = refused("note");
    all.extend(refused("open"));
    all.extend(refused("checkpoint"));
    all.extend(["checkpoint.txt", "checkpoint-with-unknown-ml-dsa.txt", "specification-note.txt"].map(good));
    for text in signed_texts() {
        all.push(text.clone().into_bytes());
        all.push(cosigned(text).to_string().into_bytes());
        all.push(sign_note(text, &[&signer()]).unwrap().into_bytes());
    }
    all
}

pub(super) fn vkeys() -> Vec<Vec<u8>> {
    let mut all = refused("vkey");
    all.extend([log_key(), witness_key()].map(|key| key.to_string().into_bytes()));
    all.extend(
        ["log.vkey", "witness.vkey", "specification.vkey"].map(|name| good(name).trim_ascii_end().to_vec()),
    );
    all
}

pub(super) fn proofs() -> Vec<Vec<u8>> {
    let mut all = refused("proof");
    all.extend(refused("verify"));
    all.extend(["receipt.tlog-proof", "receipt-with-extra.tlog-proof"].map(good));
    for (text, size) in signed_texts().iter().zip([3, 7]) {
        let hashes = prove_inclusion(&tree(), positions()[0], size).unwrap();
        let checkpoint = cosigned(text).to_string();
        let proof = TlogProof { extra: None, index: positions()[0], hashes, checkpoint };
        all.push(proof.to_string().into_bytes());
    }
    all
}

pub(super) fn policies() -> Vec<Vec<u8>> {
    let mut all = refused("policy");
    all.push(good("policy.txt"));
    let (log, witness) = (log_key(), witness_key());
    all.push(format!("log {log}\nwitness w {witness}\ngroup g any w\nquorum g\n").into_bytes());
    all.push(format!("log {log} https://log.example\nquorum none\n").into_bytes());
    all
}

pub(super) fn sent() -> AddCheckpoint {
    static SENT: OnceLock<AddCheckpoint> = OnceLock::new();
    let make = || {
        let note = parse_note(&sign_note(&signed_texts()[1], &[&signer()]).unwrap()).unwrap();
        AddCheckpoint { old: 3, proof: prove_consistency(&tree(), 3, 7).unwrap(), note }
    };
    SENT.get_or_init(make).clone()
}

pub(super) fn requests() -> Vec<Vec<u8>> {
    let mut all = refused("add-checkpoint");
    all.push(good("add-checkpoint.txt"));
    all.push(sent().to_string().into_bytes());
    all
}

/// The cosignature lines that the witness made over what was sent.
pub(super) fn cosignature_lines() -> &'static [String] {
    static LINES: OnceLock<Vec<String>> = OnceLock::new();
    let line = |time| cosigner().cosign(&signed_texts()[1], time).unwrap().to_string();
    LINES.get_or_init(|| [0, 1_700_000_000].map(line).to_vec())
}

pub(super) fn cosignatures() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> =
        cosignature_lines().iter().map(|line| format!("{line}\n").into_bytes()).collect();
    all.push(format!("{}\n", cosignature_lines().join("\n")).into_bytes());
    all.push(format!("{}\n", cosigner().cosign(&signed_texts()[0], 5).unwrap()).into_bytes());
    all.extend(["3\n", "7\n", "8\n", "0\n"].map(|text| text.as_bytes().to_vec()));
    all
}

pub(super) fn tile_paths() -> Vec<Vec<u8>> {
    let some = [
        "tile/0/000",
        "tile/0/x001/x234/067",
        "tile/63/000.p/1",
        "tile/entries/005",
        "tile/entries/x001/000.p/255",
        "tile/entries/x018/x446/x744/x073/x709/x551/615",
        "tile/0/x018/x446/x744/x073/x709/x551/616",
        "tile/00/000",
    ];
    some.map(|text| text.as_bytes().to_vec()).to_vec()
}

pub(super) fn tiles() -> Vec<Vec<u8>> {
    let hashes = |count| encode_hashes(&vec![leaf_hash(b"x"); count]);
    vec![hashes(1), hashes(2), hashes(255), hashes(256), Vec::new()]
}

pub(super) fn bundles() -> Vec<Vec<u8>> {
    vec![
        encode_bundle(leaves()).unwrap(),
        encode_bundle(vec![[7; 3]; 256]).unwrap(),
        encode_bundle([vec![1; 65_535]]).unwrap(),
        vec![0; 514],
    ]
}

// --- the door -------------------------------------------------------------------------------------------------------

pub(super) fn paths() -> Vec<Vec<u8>> {
    let some = [
        "/",
        "/v1/ledger",
        "/v1/events/7/proof",
        "/tile/entries/000",
        "/tile/%65ntries/000",
        "/tile/entries%2F000.p%2F11",
        "/v1/undertakings/NID:FI:1234567-1/headroom",
        "/v1/undertakings/NID%3aDE%3AHRB%2f123/awards",
        "/tile/63/x001/000.p/7",
        "/pack/0000000000000000000000000000000000000000000000000000000000000000",
        "/a/./b",
        "/a/../b",
        "//",
        "/v1/",
        "*",
        "http://host/v1/ledger",
        "/%2e%2e/%2E",
        "/%c3%a9",
        "/\u{e9}",
        "/%ff",
        "/%c2%85",
    ];
    some.map(|text| text.as_bytes().to_vec()).to_vec()
}

pub(super) fn jwks() -> Vec<Vec<u8>> {
    let key = test_key(3);
    let mut all = vec![key.jwk().to_string(), key.public().jwk().to_string()];
    all.push(all[1].replace("Ed25519", "X25519"));
    all.push(r#"{"kty":"OKP","crv":"Ed25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#.to_owned());
    all.into_iter().map(String::into_bytes).collect()
}

/// The ledger that the tokens are for.
pub(super) const TOKEN_LEDGER: &str = "a-ledger-of-forty-three-characters-or-so-ok";

/// When they were issued, for an hour; microseconds.
pub(super) const TOKEN_ISSUED: i64 = 1_900_000_000_000_000;

pub(super) fn token_key() -> SecretKey {
    test_key(4)
}

/// The tokens that were issued, with what they say.
pub(super) fn good_tokens() -> &'static [(String, TokenClaims)] {
    static TOKENS: OnceLock<Vec<(String, TokenClaims)>> = OnceLock::new();
    TOKENS.get_or_init(|| {
        let issued = At::from_micros(TOKEN_ISSUED).unwrap();
        let expires = At::from_micros(TOKEN_ISSUED + 3_600_000_000).unwrap();
        let claims = |role, undertaking: Option<&str>, party: Option<&str>| TokenClaims {
            id: "AAECAwQFBgcICQoLDA0ODw".parse().unwrap(),
            issued,
            role,
            undertaking: undertaking.map(|id| id.parse().unwrap()),
            party: party.map(|id| id.parse().unwrap()),
            expires,
        };
        let all = [
            claims(TokenRole::Applicant, Some("NID:FI:12345671"), None),
            claims(TokenRole::HostingEntity, None, Some("csc")),
            claims(TokenRole::Auditor, None, None),
            claims(TokenRole::Operator, None, None),
        ];
        all.into_iter().map(|claims| (issue(TOKEN_LEDGER, &claims, &token_key()), claims)).collect()
    })
}

pub(super) fn tokens() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = good_tokens().iter().map(|(token, _)| token.clone().into_bytes()).collect();
    // Of another key, of another kind, and for nobody.
    all.push(issue(TOKEN_LEDGER, &good_tokens()[2].1, &test_key(9)).into_bytes());
    all.push(sign(b"{}", &token_key()).into_bytes());
    let nobody = TokenClaims { undertaking: None, ..good_tokens()[0].1.clone() };
    all.push(issue(TOKEN_LEDGER, &nobody, &token_key()).into_bytes());
    all
}

// --- files ----------------------------------------------------------------------------------------------------------

pub(super) fn packs() -> Vec<Vec<u8>> {
    let folder = vectors_dir().join("pack/good/small");
    let name = |path: &PathBuf| path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
    let small = below(&folder).iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect();
    let mut all = vec![Pack::canonical(&small)];
    all.extend(
        SHIPPED.iter().map(|shipped| Pack::canonical(&shipped.files())).filter(|bytes| bytes.len() < 20_000),
    );
    all
}

fn mapping_text() -> String {
    std::fs::read_to_string(root().join("docs/guides/rna-italy.map.toml")).unwrap()
}

pub(super) fn mappings() -> Vec<Vec<u8>> {
    vec![mapping_text().into_bytes()]
}

pub(super) fn shipped_mapping() -> &'static Mapping {
    static MAPPING: OnceLock<Mapping> = OnceLock::new();
    MAPPING.get_or_init(|| Mapping::read(&mapping_text()).unwrap())
}

/// Header and some rows of a table, so that one case is quick.
fn pieces(file: &str) -> Vec<Vec<u8>> {
    let text = std::fs::read_to_string(root().join(file)).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines[1..].chunks(4).map(|rows| format!("{}{}", lines[0], rows.concat()).into_bytes()).collect()
}

pub(super) fn small_csv() -> Vec<u8> {
    pieces("tests/data/rna-oddities.csv").swap_remove(0)
}

pub(super) fn csv() -> Vec<Vec<u8>> {
    pieces("tests/data/rna-oddities.csv")
}

pub(super) fn tam() -> Vec<Vec<u8>> {
    pieces("tests/data/tam-oddities.csv")
}

pub(super) fn rates() -> Vec<Vec<u8>> {
    let some = [
        "Date,USD,SEK,CYP,\n2026-11-20,1.0812,11.0345,N/A,\n2026-11-19,1.08,11,N/A,\n",
        r#"[{"country":"UK","currency":"Pound","isoA3Code":"GBP","isoA2Code":"GB","value":0.85628,"comment":null,"dateStart":"01/11/2026","dateEnd":"30/11/2026"}]"#,
    ];
    some.map(|text| text.as_bytes().to_vec()).to_vec()
}

pub(super) fn tables() -> Vec<Vec<u8>> {
    let header = |table: PlainTable| format!("{}\n", table.columns().0.join(","));
    let mut all: Vec<Vec<u8>> = PLAIN_TABLES.iter().map(|table| header(*table).into_bytes()).collect();
    let some = [
        "member_state,date,name\nFI,2027-12-06,Independence Day\nFI,2027-12-25,Christmas Day\n",
        "member_state,from,rate\nFI,2026-01-01,2.11\n*,2026-02-01,2.07\n",
    ];
    all.extend(some.map(|text| text.as_bytes().to_vec()));
    all
}

/// Every table that comes as plain CSV.
pub(super) const PLAIN_TABLES: [PlainTable; 5] = [
    PlainTable::EcBaseRate,
    PlainTable::Holidays,
    PlainTable::ComputePrice,
    PlainTable::RegisterCoverage,
    PlainTable::Areas,
];

pub(super) fn facts() -> Vec<Vec<u8>> {
    let lines: Vec<String> = EventType::ALL.iter().map(|kind| compact_template(*kind)).collect();
    lines.chunks(3).map(|lines| format!("{}\n", lines.join("\n")).into_bytes()).collect()
}
