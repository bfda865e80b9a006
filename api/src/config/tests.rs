//! What settings are taken, and what slips are told.

use super::slip::NO_SETTINGS;
use super::*;

fn set(all: &mut Sources, variables: &[(&str, &str)]) -> Result<(), ConfigError> {
    all.environment(variables.iter().map(|(name, value)| (name.into(), value.into())))
}

fn sources(text: &str) -> Result<Sources, ConfigError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("c.toml");
    std::fs::write(&path, text).unwrap();
    let mut sources = Sources::default();
    sources.file(&path).map(|()| sources)
}

#[test]
fn later_sources_win_and_what_is_printed_reads_back() {
    let mut all = sources("data = \"a\"\nqueue = 7\n[access]\nmode = \"tokens\"\n").unwrap();
    let variables = [("AIDLEDGER_QUEUE", "8"), ("HOME", "x"), ("AIDLEDGER_SEED", "9"), ("DATA", "")];
    set(&mut all, &variables).unwrap();
    all.argument("listen", "0.0.0.0:80".into()).unwrap();
    let config = all.settle().unwrap();
    assert_eq!((config.queue, config.mode, config.listen.port()), (8, Mode::Tokens, 80));
    let again = sources(&all.print()).unwrap().settle().unwrap();
    assert_eq!(format!("{config:?}"), format!("{again:?}"));
}

#[test]
fn a_cosigner_is_an_address_and_a_witness_key() {
    const LOG: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let key = ledger::submission::SecretKey::from_seed(&[7; 32]);
    let cosigner =
        ledger::checkpoint::Cosigner::new("w.example/1", ed25519_dalek::SigningKey::from_bytes(&key.seed()));
    let vkey = cosigner.unwrap().verifier_key().to_string();
    let table =
        |url: &str, vkey: &str| format!("data = \"a\"\n[[cosigner]]\nurl = \"{url}\"\nvkey = \"{vkey}\"\n");
    let all = sources(&table("http://127.0.0.1:1", &vkey)).unwrap();
    let config = all.settle().unwrap();
    assert_eq!(config.cosigners, [CosignerConfig::parse("http://127.0.0.1:1", &vkey).unwrap()]);
    let again = sources(&all.print()).unwrap().settle().unwrap();
    assert_eq!(format!("{config:?}"), format!("{again:?}"));
    let mut all = sources("data = \"a\"\n").unwrap();
    let value = format!("https://w.example {vkey}");
    set(&mut all, &[("AIDLEDGER_COSIGNER", value.as_str())]).unwrap();
    assert_eq!(all.settle().unwrap().cosigners.len(), 1);

    let twice = format!("{}[[cosigner]]\nurl = \"http://b\"\nvkey = \"{vkey}\"\n", table("http://a", &vkey));
    for text in [table("w.example", &vkey), table("http://a", LOG), table("http://a", "nokey"), twice] {
        let settled = sources(&text).unwrap().settle();
        assert!(matches!(settled, Err(ConfigError::Cosigner { .. })), "{text}: {settled:?}");
    }
    let more = format!("{}name = \"x\"\n", table("http://a", &vkey));
    for text in [more.as_str(), "cosigner = [\"http://a\"]\n", "[cosigner]\nurl = \"http://a\"\n"] {
        assert!(sources(text).is_err(), "{text}");
    }
}

#[test]
fn nothing_is_open_to_the_world_by_accident() {
    let mut open = sources("data = \"a\"\n").unwrap();
    open.argument("listen", "0.0.0.0:8080".into()).unwrap();
    assert!(matches!(open.settle(), Err(ConfigError::OpenToTheWorld(_))));
    let mut open = sources("data = \"a\"\n").unwrap();
    open.argument("listen", "[::1]:8080".into()).unwrap();
    assert!(open.settle().is_ok());
}

#[test]
fn a_misspelt_variable_is_an_error_that_names_the_nearest_setting() {
    for (variable, near) in [
        ("AIDLEDGER_ACCESS_MOD", "AIDLEDGER_ACCESS_MODE"),
        ("AIDLEDGER_ACCESSMODE", "AIDLEDGER_ACCESS_MODE"),
        ("AIDLEDGER_ACCESS__MODE", "AIDLEDGER_ACCESS_MODE"),
        ("AIDLEDGER_MODE", "AIDLEDGER_ACCESS_MODE"),
        ("aidledger_access_mode", "AIDLEDGER_ACCESS_MODE"),
        ("AidLedger_Access_Mode", "AIDLEDGER_ACCESS_MODE"),
        ("AIDLEDGERACCESS_MODE", "AIDLEDGER_ACCESS_MODE"),
        ("AIDLEGDER_ACCESS_MODE", "AIDLEDGER_ACCESS_MODE"),
        ("AID_LEDGER_ACCESS_MODE", "AIDLEDGER_ACCESS_MODE"),
        (" AIDLEDGER_ACCESS_MODE", "AIDLEDGER_ACCESS_MODE"),
        ("AIDLEDGER_ANCHOR", "AIDLEDGER_ANCHORS"),
        ("AIDLEDGER_PUBLIC_LOG", "AIDLEDGER_ACCESS_PUBLIC_LOG"),
    ] {
        let said = set(&mut Sources::default(), &[(variable, "tokens")]).unwrap_err().to_string();
        let wanted = format!("{variable} is no setting: did you mean {near}?");
        assert!(said.ends_with(&wanted), "{said}");
    }
    for far in ["AIDLEDGER_", "AIDLEDGER", "AIDLEDGER_SOMETHING_ELSE_ENTIRELY", "AIDLEDGER_SERVICE_PORT_HTTP"]
    {
        let said = set(&mut Sources::default(), &[(far, "1")]).unwrap_err().to_string();
        assert!(said.contains(far) && said.contains("--print-config"), "{said}");
    }
    let said = set(&mut Sources::default(), &[("AIDLEDGER_MAX_CLOCK_SKEW_MS", "1")]).unwrap_err().to_string();
    assert!(said.contains("AIDLEDGER_CLOCK_STEP_MAX_MS"), "{said}");
    let both = [("AIDLEDGER_QUEU", "1"), ("AIDLEDGER_INDEXX", "1")];
    let said = set(&mut Sources::default(), &both).unwrap_err().to_string();
    assert!(said.contains("AIDLEDGER_INDEXX") && said.contains("AIDLEDGER_QUEU "), "all at once: {said}");
    let others = NO_SETTINGS.map(|name| (name, ""));
    set(&mut Sources::default(), &others).unwrap();
    set(&mut Sources::default(), &[("AID_DATA", ""), ("LEDGER_MODE", "x"), ("PATH", "")]).unwrap();
}

#[test]
fn a_variable_of_nothing_with_blanks_or_no_text_is_an_error() {
    use std::os::unix::ffi::OsStringExt as _;
    for setting in SETTINGS {
        let variable = setting.variable();
        for value in ["", " tokens", "tokens ", "tokens\n", "\t"] {
            let mut all = sources("data = \"a\"\n").unwrap();
            let refused = set(&mut all, &[(variable.as_str(), value)]);
            assert!(matches!(refused, Err(ConfigError::Value { .. })), "{variable}={value:?}: {refused:?}");
        }
        let raw = OsString::from_vec(vec![b'a', 0xff]);
        let refused = Sources::default().environment([(variable.into(), raw)].into_iter());
        assert!(refused.unwrap_err().to_string().contains("UTF-8"));
    }
    let name = OsString::from_vec(b"AIDLEDGER_\xff".to_vec());
    assert!(Sources::default().environment([(name, "1".into())].into_iter()).is_err());
    let theirs = (OsString::from_vec(vec![0xff]), OsString::from_vec(vec![0xff]));
    Sources::default().environment([theirs].into_iter()).unwrap();
    for (variable, value) in [
        ("AIDLEDGER_ACCESS_MODE", "TOKENS"),
        ("AIDLEDGER_ACCESS_MODE", "Loopback-Open"),
        ("AIDLEDGER_ACCESS_PUBLIC_LOG", "True"),
        ("AIDLEDGER_INDEX", "1"),
        ("AIDLEDGER_QUEUE", "0"),
        ("AIDLEDGER_QUEUE", "9223372036854775807"),
        ("AIDLEDGER_QUEUE", "-1"),
        ("AIDLEDGER_CLOCK_STEP_MAX_MS", "1999"),
        ("AIDLEDGER_CLOCK_STEP_MAX_MS", "60001"),
    ] {
        let mut all = sources("data = \"a\"\n").unwrap();
        set(&mut all, &[(variable, value)]).unwrap();
        let settled = all.settle();
        assert!(matches!(settled, Err(ConfigError::Value { .. })), "{variable}={value}: {settled:?}");
    }
    for value in ["a,,b", ",a", "a,", "a,b,a", "a, b"] {
        let refused = set(&mut Sources::default(), &[("AIDLEDGER_ANCHORS", value)]);
        assert!(matches!(refused, Err(ConfigError::Value { .. })), "{value}");
    }
}

#[test]
fn a_misspelt_setting_is_an_error() {
    assert!(matches!(sources("dta = \"a\"\n"), Err(ConfigError::Unknown { .. })));
    assert!(matches!(sources("[access]\nmod = \"tokens\"\n"), Err(ConfigError::Unknown { .. })));
    for text in [
        "[Access]\nmode = \"tokens\"\n",
        "[Access]\n",
        "[acess]\n",
        "[data]\n",
        "[cosigner]\n",
        "[access.mode]\n",
        "[access.mode]\nx = \"tokens\"\n",
        "[access.more]\nmode = \"tokens\"\n",
        "[[access]]\nmode = \"tokens\"\n",
        "Access.mode = \"tokens\"\n",
        "mode = \"tokens\"\n",
        "access = \"tokens\"\n",
        "[access]\nmode = \"tokens\"\n[access]\npublic_log = true\n",
        "[access]\nmode = \"tokens\"\nmode = \"loopback-open\"\n",
        "\"access.mode\" = \"tokens\"\n[access]\nmode = \"loopback-open\"\n",
        "anchors = [\"a\", \"a\"]\n",
        "anchors = [\"\"]\n",
        "anchors = [\"a\\nb\"]\n",
        "[access]\nmode = \" tokens\"\n",
    ] {
        assert!(sources(text).is_err(), "{text}");
    }
    let said = sources("[access]\nmod = \"tokens\"\n").unwrap_err().to_string();
    assert!(said.ends_with("`access.mod` is no setting: did you mean `access.mode`?"), "{said}");
    let said = sources("max_clock_skew_ms = 1\n").unwrap_err().to_string();
    assert!(said.contains("clock_step_max_ms"), "{said}");
    for half in ["name = \"w\"", "key = \"k\"", "logs = [\"l\"]"] {
        let settled = sources(&format!("data = \"a\"\n[witness]\n{half}\n")).unwrap().settle();
        assert!(matches!(settled, Err(ConfigError::HalfAWitness)), "{half}");
    }
    assert!(Sources::default().file(std::env::temp_dir().as_path()).is_err(), "a directory");
    assert!(matches!(Sources::default().argument("data", String::new()), Err(ConfigError::Value { .. })));
    assert!(matches!(sources("queue = \"7\"\n"), Err(ConfigError::Value { .. })));
    for months in ["0", "1201", "-1"] {
        let set = sources(&format!("data = \"a\"\n[access]\nlooks_months = {months}\n")).unwrap();
        assert!(matches!(set.settle(), Err(ConfigError::Value { .. })), "{months}");
    }
    for text in ["10.0.0.0/33", "proxy.example"] {
        let set = sources(&format!("data = \"a\"\n[access]\ntrusted_proxies = [\"{text}\"]\n")).unwrap();
        assert!(matches!(set.settle(), Err(ConfigError::Proxy { .. })), "{text}");
    }
    assert!(matches!(sources("data = \n"), Err(ConfigError::Toml { .. })));
    assert!(matches!(Sources::default().settle(), Err(ConfigError::NoData)));
}
