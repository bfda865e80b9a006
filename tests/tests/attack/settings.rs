//! The attacker hopes for an operator's slip of the pen: a misspelt setting that is passed by leaves the ledger open.

use crate::support::child::{Place, Setup, tail};

/// It does not start, and says which setting it means.
#[track_caller]
fn refused(place: &Place, setup: &Setup, named: &str) {
    match place.try_serve(setup) {
        Ok(_) => panic!("it serves with {:?} {:?}", setup.variables, setup.arguments),
        Err(ended) => {
            assert_eq!(ended.status.code(), Some(1), "{ended:?}");
            assert!(ended.log.contains(named), "it does not name {named}: {}", tail(&ended.log));
        }
    }
}

#[test]
fn a_misspelt_setting_does_not_start_an_open_server() {
    let place = Place::found();
    let names = [
        "ACCESS_MOD",
        "ACCES_MODE",
        "ACCESSMODE",
        "ACCESS__MODE",
        "MODE",
        "ACCESS",
        "ACCESS_PUBLICLOG",
        "LIMITS_CONECTIONS",
        "LIMIT_STREAMS",
        "ACCESS_TRUSTED_PROXY",
        "QUEU",
    ];
    for name in names {
        refused(&place, &Setup::default().set(name, "tokens"), &format!("AIDLEDGER_{name}"));
    }
    let file = place.folder.path().join("settings.toml");
    for text in [
        "[access]\nmod = \"tokens\"\n",
        "[acces]\nmode = \"tokens\"\n",
        "[limits]\nconection = 1\n",
        "mode = \"tokens\"\n",
    ] {
        std::fs::write(&file, text).unwrap();
        let arguments = vec!["--config".into(), file.display().to_string()];
        let setup = Setup { arguments, ..Setup::default() };
        refused(&place, &setup, "is no setting");
    }
    println!("{} names", names.len() + 4);
}

#[test]
fn a_value_that_means_nothing_does_not_start_it() {
    let place = Place::found();
    let values = [
        ("ACCESS_MODE", "token", "access.mode"),
        ("ACCESS_MODE", "Tokens", "access.mode"),
        ("ACCESS_MODE", "", "access.mode"),
        ("ACCESS_PUBLIC_LOG", "no", "access.public_log"),
        ("LIMITS_CONNECTIONS", "many", "limits.connections"),
        ("LIMITS_CONNECTIONS_PER_ADDRESS", "-1", "limits.connections_per_address"),
        ("LIMITS_CONNECTIONS_PER_ADDRESS", "0", "limits.connections_per_address"),
        ("LIMITS_HEAD_SECONDS", "0", "limits.head_seconds"),
        ("LIMITS_BODY_SECONDS", "1.5", "limits.body_seconds"),
        ("LIMITS_WRITE_SECONDS", "0", "limits.write_seconds"),
        ("LIMITS_SHUTDOWN_SECONDS", "soon", "limits.shutdown_seconds"),
        ("LIMITS_REQUESTS_PER_MINUTE", "0", "limits.requests_per_minute"),
        ("LIMITS_STREAMS", "99999999999999999999", "limits.streams"),
        ("LIMITS_BATCHES", "-8", "limits.batches"),
        ("ACCESS_TRUSTED_PROXIES", "proxy.example", "access.trusted_proxies"),
        ("ACCESS_TRUSTED_PROXIES", "10.0.0.0/33", "access.trusted_proxies"),
        ("ACCESS_TRUSTED_PROXIES", "10.0.0.0/-1", "access.trusted_proxies"),
        ("ACCESS_TRUSTED_PROXIES", "127.0.0.1:80", "access.trusted_proxies"),
    ];
    for (name, value, named) in values {
        refused(&place, &Setup::default().set(name, value), named);
    }
    println!("{} values", values.len());
}

#[test]
fn what_it_prints_of_its_settings_is_what_is_in_force() {
    let place = Place::found();
    let data = place.data.display().to_string();
    let printed = place.run(&["serve", "--data", &data, "--print-config"]);
    let names = [
        "connections",
        "connections_per_address",
        "head_seconds",
        "body_seconds",
        "write_seconds",
        "shutdown_seconds",
        "requests_per_minute",
        "streams",
        "streams_per_address",
        "batches",
        "batches_per_address",
        "trusted_proxies",
    ];
    for name in names {
        assert!(
            printed.lines().any(|line| line.starts_with(&format!("{name} ="))),
            "{name} is missing: {printed}"
        );
    }
    println!("{} settings", names.len());
}
