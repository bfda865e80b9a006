//! A machine that is short of descriptors, and a record of looks that has stopped, as they are answered over HTTP.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where it fails, and its helpers are part of it"
)]

use std::sync::Arc;
use std::time::Duration;

use api::http::access::Mode;
use api::http::{Settings, serve};
use api::service::keys::Keys;
use api::service::looks::{Look, LookRole};
use api::service::token::{TokenClaims, TokenRole, issue, random_id};
use api::service::{Founding, Service, StartOptions, create_files, open_files};
use ledger::file::Files;
use ledger::file::simulated::{Faults, Shortage, SimulatedFiles};
use ledger::time::{At, FixedClock};
use ledger::verdict::hex;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;

const ORIGIN: &str = "ledger.example/short";
/// 2026-11-20T10:00:00Z
const NOON: i64 = 1_795_168_800_000_000;
const DAY: i64 = 86_400_000_000;

/// A served ledger on a disk that fails as it is told.
struct World {
    service: Service,
    disk: SimulatedFiles,
    /// Where everybody on the machine is an auditor.
    open: String,
    /// Where a token says who somebody is.
    closed: String,
}

struct Reply {
    status: u16,
    retry_after: String,
    text: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    fn is_too_busy(&self) -> bool {
        (self.status, self.json()["code"].as_str(), self.retry_after.as_str()) == (503, Some("too_busy"), "1")
    }
}

impl World {
    async fn new() -> Self {
        let disk = SimulatedFiles::new();
        let clock = Arc::new(FixedClock::new(At::from_micros(NOON).unwrap()));
        let founding = Founding {
            origin: ORIGIN.into(),
            operator_name: "Example".into(),
            operator: "operator".parse().unwrap(),
            policy: json!({}),
        };
        create_files(Arc::new(disk.clone()), &founding, clock.clone()).await.unwrap();
        let options = StartOptions { clock, ..StartOptions::default() };
        let (service, _) = open_files(Arc::new(disk.clone()), options, &mut |_, _| {}).unwrap();
        let listen = async |mode| {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("http://{}", listener.local_addr().unwrap());
            let settings = Settings { mode, ..Settings::default() };
            tokio::spawn(serve(listener, service.clone(), settings, std::future::pending()));
            url
        };
        let (open, closed) = (listen(Mode::LoopbackOpen).await, listen(Mode::Tokens).await);
        Self { service, disk, open, closed }
    }

    /// The system has nothing to open a file with, until told otherwise.
    fn short(&self, is_short: bool) {
        // EMFILE
        let shortage = Shortage { from: 0, times: u64::MAX, errno: 24 };
        self.disk.set_faults(Faults { shortage: is_short.then_some(shortage), ..Faults::default() });
    }

    fn bearer(&self, role: TokenRole) -> String {
        let keys = Keys::read(&self.disk, ORIGIN).unwrap();
        let at = |micros| At::from_micros(micros).unwrap();
        let claims = TokenClaims {
            id: random_id().unwrap(),
            role,
            undertaking: None,
            party: None,
            issued: at(NOON),
            expires: at(NOON + DAY),
        };
        format!("Bearer {}", issue(self.service.ledger_id(), &claims, &keys.token))
    }
}

async fn ask(method: &str, url: String, bearer: Option<String>, body: Vec<u8>) -> Reply {
    let method = method.to_owned();
    let work = move || {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let mut request = ureq::http::Request::builder().method(method.as_str()).uri(url);
        if let Some(bearer) = bearer {
            request = request.header("authorization", bearer);
        }
        let agent: ureq::Agent = config.into();
        let mut response = if method == "GET" {
            agent.run(request.body(()).unwrap()).unwrap()
        } else {
            let media = request.header("content-type", "application/octet-stream");
            agent.run(media.body(body).unwrap()).unwrap()
        };
        let header = response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
        Reply {
            status: response.status().as_u16(),
            retry_after: header.unwrap_or_default(),
            text: String::from_utf8_lossy(&response.body_mut().read_to_vec().unwrap()).into_owned(),
        }
    };
    tokio::task::spawn_blocking(work).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shortage_is_told_as_one_and_the_same_request_works_later() {
    let world = World::new().await;
    let adopted = world.service.view().state.packs().packs().next().map(|pack| pack.sha256_hex()).unwrap();
    let pack = world.disk.read(&format!("log/pack/{adopted}")).unwrap().unwrap();
    let get = async |path: &str| ask("GET", format!("{}{path}", world.open), None, Vec::new()).await;
    let put = async || {
        let url = format!("{}/v1/packs/{}", world.open, hex(&Sha256::digest(&pack)));
        ask("PUT", url, None, pack.clone()).await
    };
    assert_eq!(get("/v1/events/0").await.status, 200);
    world.short(true);
    let kept = put().await;
    assert!(kept.is_too_busy(), "{} {}", kept.status, kept.text);
    let paths = [
        "/v1/looks".to_owned(),
        "/checkpoint".to_owned(),
        "/tile/0/000.p/5".to_owned(),
        format!("/pack/{adopted}"),
    ];
    for path in &paths {
        let reply = get(path).await;
        assert!(reply.is_too_busy(), "{path}: {} {}", reply.status, reply.text);
        assert!(!reply.text.contains("os error"), "{path}: the machine's words are not for everybody");
    }
    assert_eq!(world.service.fatal(), None);
    // What stands in memory is told, statements are taken.
    assert_eq!(get("/readyz").await.status, 200);
    world.short(false);
    for path in &paths {
        let reply = get(path).await;
        assert!(matches!(reply.status, 200 | 404), "{path}: {} {}", reply.status, reply.text);
    }
    let kept = put().await;
    assert_eq!(kept.status, 201, "{}", kept.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_runs_or_audits_the_ledger_is_told_that_looks_have_stopped() {
    let world = World::new().await;
    let closed = |path: &str| format!("{}{path}", world.closed);
    let ready = async |role: Option<TokenRole>| {
        ask("GET", closed("/readyz"), role.map(|role| world.bearer(role)), Vec::new()).await
    };
    let figure = async || {
        let text = ask("GET", format!("{}/metrics", world.open), None, Vec::new()).await.text;
        text.lines().find_map(|line| line.strip_prefix("aidledger_looks_stopped ")).unwrap().to_owned()
    };
    assert_eq!(ready(Some(TokenRole::Operator)).await.json()["looks_stopped"], Value::Null);
    assert_eq!(figure().await, "0");
    let published = || world.service.health().published == world.service.view().head.size;
    for _wait in 0..600 {
        if published() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(published(), "nothing else writes from here on");
    let look = || Look {
        role: LookRole::Auditor,
        party: None,
        token_id: None,
        undertakings: vec!["NID:FI:12345671".parse().unwrap()],
        entries: None,
        via: "test",
        purpose: None,
    };
    for turn in 0..600 {
        if world.service.looks_stopped().is_some() {
            break;
        }
        // Whether a sync comes between the line and the fault is chance: then it is tried again.
        if turn % 30 == 0 {
            world.disk.set_faults(Faults::default());
            world.service.looked(&look()).unwrap();
            world.disk.set_faults(Faults { error_at: Some(world.disk.steps()), ..Faults::default() });
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let why = world.service.looks_stopped().unwrap().to_string();
    for role in [TokenRole::Operator, TokenRole::Auditor] {
        let told = ready(Some(role)).await;
        // Statements are taken as before.
        assert_eq!((told.status, told.json()["status"].as_str()), (200, Some("ready")));
        assert_eq!(told.json()["looks_stopped"].as_str(), Some(why.as_str()));
    }
    let stranger = ready(None).await;
    assert_eq!((stranger.status, stranger.json()["status"].as_str()), (200, Some("ready")));
    assert_eq!(stranger.json()["looks_stopped"], Value::Null, "{}", stranger.text);
    assert_eq!(figure().await, "1");
}
