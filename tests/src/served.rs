//! A ledger of its own behind a listener on the loopback address, with parties, keys and a client.
//!
//! The port is the system's choice, the directory is temporary, the clock stands still at [`NOW`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use api::http::access::{Mode, Role};
use api::http::{Settings, serve};
use api::service::keys::Keys;
use api::service::statement::{Parts, payload};
use api::service::token::{TokenClaims, TokenRole, issue, random_id};
use api::service::{CosignerConfig, Founding, Service, StartOptions, create, open};
use ledger::event::EventType;
use ledger::file::RealFiles;
use ledger::ids::PartyId;
use ledger::submission::{SecretKey, sign};
use ledger::time::{At, FixedClock};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// The day on which everything happens.
pub const TODAY: &str = "2026-11-20";
/// The instant at which the clock stands.
pub const NOW: &str = "2026-11-20T10:00:00.000000Z";
/// An undertaking that is registered from the start.
pub const UNDERTAKING: &str = "NID:FI:12345671";
/// Another one.
pub const OTHER: &str = "NID:FI:87654321";
/// Name of the log.
pub const ORIGIN: &str = "ledger.example/served";

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// A running ledger.
pub struct Served {
    /// Its address, without a slash at the end.
    pub url: String,
    /// The ledger behind it.
    pub service: Service,
    /// The keys in its directory.
    pub keys: Keys,
    /// The clock it goes by.
    pub clock: Arc<FixedClock>,
    agent: ureq::Agent,
    runtime: Runtime,
    stop: Option<oneshot::Sender<()>>,
    number: AtomicU64,
    folder: tempfile::TempDir,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers by lower-case name; the last of equals.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub text: String,
}

impl Reply {
    /// The body as JSON; `null` where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// A header; empty where there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// Status and `code` of a problem, for assertions that show what came instead.
    #[must_use]
    pub fn problem(&self) -> (u16, String) {
        let code = self.json().get("code").and_then(Value::as_str).unwrap_or("-").to_owned();
        (self.status, code)
    }
}

/// The key of a party: each has one, made from its name.
#[must_use]
pub fn key_of(party: &str) -> SecretKey {
    use sha2::Digest as _;
    SecretKey::from_seed(&sha2::Sha256::digest(party.as_bytes()).into())
}

impl Served {
    /// Founds a ledger with `host-a` and `host-b` (hosting entities with mandates for FI), `register` and two
    /// undertakings, and serves it.
    ///
    /// # Errors
    /// Whatever went wrong, in words.
    pub fn start(settings: Settings) -> Result<Self, Failed> {
        Self::cosigned(settings, |_| Ok(Vec::new()))
    }

    /// As [`Served::start`], with witnesses to ask: `cosigners` gets the data directory, where the log's key already
    /// stands.
    ///
    /// # Errors
    /// As [`Served::start`].
    pub fn cosigned(
        settings: Settings,
        cosigners: impl FnOnce(&Path) -> Result<Vec<CosignerConfig>, Failed>,
    ) -> Result<Self, Failed> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("data");
        let clock = Arc::new(FixedClock::new(At::parse_canonical(NOW).ok_or("no instant")?));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let founding = Founding {
            origin: ORIGIN.to_owned(),
            operator_name: "Test operator".to_owned(),
            operator: "operator".parse()?,
            policy: json!({}),
        };
        runtime.block_on(create(&data, &founding, clock.clone()))?;
        let keys = Keys::read(&RealFiles::at(&data)?, ORIGIN)?;
        let options = StartOptions {
            clock: clock.clone(),
            index: Some(data.join("index")),
            cosigners: cosigners(&data)?,
            ..StartOptions::default()
        };
        let (service, _) = {
            let _inside = runtime.enter();
            open(&data, options, &mut |_, _| {})?
        };
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let url = format!("http://{}", listener.local_addr()?);
        let (stop, stopped) = oneshot::channel::<()>();
        runtime.spawn(serve(listener, service.clone(), settings, async { drop(stopped.await) }));
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
        let served = Self {
            url,
            service,
            keys,
            clock,
            agent: config.into(),
            runtime,
            stop: Some(stop),
            number: AtomicU64::new(0),
            folder,
        };
        served.populate()?;
        Ok(served)
    }

    /// As [`Served::start`], on one machine and open to all on it.
    ///
    /// # Errors
    /// As [`Served::start`].
    pub fn open() -> Result<Self, Failed> {
        Self::start(Settings { mode: Mode::LoopbackOpen, ..Settings::default() })
    }

    /// Its directory.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Stops it as a signal would; the directory stays as long as this does.
    pub fn shut_down(&self) {
        self.runtime.block_on(self.service.shut_down());
    }

    fn populate(&self) -> Result<(), Failed> {
        for (party, roles) in [
            ("host-a", json!(["hosting-entity"])),
            ("host-b", json!(["hosting-entity"])),
            ("register", json!(["register"])),
        ] {
            let mandate = json!({"member_state": "FI", "principal": {"id": party, "name": party}, "act": "test", "from": "2014-01-01"});
            let mandates = if party == "register" { json!([]) } else { json!([mandate]) };
            let data = json!({"party": party, "name": party, "roles": roles, "keys": [key_of(party).public().jwk()], "mandates": mandates});
            self.govern("party.admitted", party, &data)?;
        }
        for undertaking in [UNDERTAKING, OTHER] {
            let data = json!({"undertaking": undertaking, "identifiers": [], "natural_person": false, "name": "Testi Oy"});
            self.expect(201, &self.statement("undertaking.registered", "host-a", undertaking, &data)?)?;
        }
        Ok(())
    }

    /// Submits a statement of the operator, which has to take effect.
    ///
    /// # Errors
    /// Where it does not.
    pub fn govern(&self, event_type: &str, subject: &str, data: &Value) -> Result<Reply, Failed> {
        let key = self.keys.operator.as_ref().ok_or("no operator key")?;
        let text = self.payload(event_type, "operator", subject, data, None)?;
        self.expect(201, &sign(text.as_bytes(), key))
    }

    /// Submits a statement that has to be answered with a status.
    ///
    /// # Errors
    /// Where it is not: the whole answer in words.
    pub fn expect(&self, status: u16, jws: &str) -> Result<Reply, Failed> {
        let reply = self.submit(jws.as_bytes())?;
        if reply.status == status { Ok(reply) } else { Err(format!("{status} expected: {reply:?}").into()) }
    }

    /// The payload of a statement; without an id it gets the next number.
    ///
    /// # Errors
    /// An unknown event type or party id.
    pub fn payload(
        &self,
        event_type: &str,
        source: &str,
        subject: &str,
        data: &Value,
        id: Option<&str>,
    ) -> Result<String, Failed> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let source: PartyId = source.parse()?;
        Ok(payload(&Parts {
            id: Some(id.map_or_else(|| format!("test-{number}"), str::to_owned)),
            event_type: EventType::from_name(event_type).ok_or("no such type")?,
            source: &source,
            ledger: Some(self.service.ledger_id()),
            subject,
            time: At::parse_canonical(NOW).ok_or("no instant")?,
            data,
        }))
    }

    /// A statement signed with its party's own key.
    ///
    /// # Errors
    /// As [`Served::payload`].
    pub fn statement(
        &self,
        event_type: &str,
        source: &str,
        subject: &str,
        data: &Value,
    ) -> Result<String, Failed> {
        let text = self.payload(event_type, source, subject, data, None)?;
        Ok(sign(text.as_bytes(), &key_of(source)))
    }

    /// `POST /v1/events`
    ///
    /// # Errors
    /// No answer.
    pub fn submit(&self, jws: &[u8]) -> Result<Reply, Failed> {
        self.request("POST", "/v1/events", &[("content-type", "application/jose")], jws)
    }

    /// A `GET` without headers.
    ///
    /// # Errors
    /// No answer.
    pub fn get(&self, path: &str) -> Result<Reply, Failed> {
        self.request("GET", path, &[], b"")
    }

    /// Any request.
    ///
    /// # Errors
    /// No answer.
    pub fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Reply, Failed> {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = if matches!(method, "GET" | "HEAD" | "DELETE") {
            self.agent.run(request.body(())?)?
        } else {
            self.agent.run(request.body(body.to_vec())?)?
        };
        let status = response.status().as_u16();
        let text_of =
            |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), text_of(value)))
            .collect();
        let bytes = response.into_body().with_config().limit(64 << 20).read_to_vec()?;
        Ok(Reply { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() })
    }

    /// The value of an `Authorization` header for a role: `host-a` for hosting entities, [`UNDERTAKING`] for applicants.
    #[must_use]
    pub fn bearer(&self, role: Role) -> Option<String> {
        let role = match role {
            Role::Applicant => TokenRole::Applicant,
            Role::HostingEntity => TokenRole::HostingEntity,
            Role::Auditor => TokenRole::Auditor,
            Role::Operator => TokenRole::Operator,
            Role::Public => return None,
        };
        let claims = TokenClaims {
            id: random_id().ok()?,
            role,
            undertaking: (role == TokenRole::Applicant).then(|| UNDERTAKING.parse().ok()).flatten(),
            party: (role == TokenRole::HostingEntity).then(|| "host-a".parse().ok()).flatten(),
            issued: At::parse_canonical(NOW)?,
            expires: At::parse_canonical("2026-11-21T00:00:00.000000Z")?,
        };
        Some(format!("Bearer {}", issue(self.service.ledger_id(), &claims, &self.keys.token)))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        self.runtime.block_on(self.service.shut_down());
    }
}

/// The `data` of a grant by `host-a` of so many euro of subsidised services, on [`TODAY`], conditional on this ledger.
#[must_use]
pub fn grant(award: &str, beneficiary: &str, euro: &str) -> Value {
    json!({
        "award": award,
        "beneficiary": beneficiary,
        "granting_authority": {"id": "host-a", "name": "host-a"},
        "member_state": "FI",
        "granted_on": TODAY,
        "legal_right": "on-admission",
        "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"},
        "instrument": "grant-or-interest-subsidy",
        "aid": {"form": "grant", "nominal": {"amount": euro, "currency": "EUR"}},
        "funding": [{"origin": "state", "share_percent": "100"}],
        "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
        "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false},
    })
}
