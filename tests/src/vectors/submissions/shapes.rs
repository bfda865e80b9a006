//! Shapes of data that the templates do not show: every form of aid, every reference table, the either-ors.

use ledger::event::EventType::{
    self, AwardGranted, AwardReported, ControlEnded, ReferencePublished, UndertakingRegistered,
};

use super::super::{Vector, compact_template, edited};
use super::{signed, vector};

/// Name, type, what stands there instead of what: the shapes that the templates do not show.
type Shape = (&'static str, EventType, &'static str, &'static str);

const AID: &str = r#""aid":{"form":"compute","system":"lumi-g","unit":"gpu-hour","quantity":"20000","unit_price":{"rate":"1.85","currency":"EUR","evidence":{"method":"published-tariff","sha256":"SHA256"}},"price_paid":{"amount":"0.00","currency":"EUR"}}"#;
const FX: &str = r#""table":"fx","rows":[{"member_state":"*","currency":"SEK","date":"2026-11-20","rate":"11.0345","source":"ECB"}]"#;

const SHAPES: &[Shape] = &[
    (
        "form-grant",
        AwardGranted,
        AID,
        r#""aid":{"form":"grant","nominal":{"amount":"40000.00","currency":"EUR"}}"#,
    ),
    (
        "form-grant-capped",
        AwardGranted,
        AID,
        r#""aid":{"form":"grant","nominal":{"amount":"40000.00","currency":"EUR"},"cap":{"amount":"60000.00","currency":"EUR"},"counts_as":"cap"}"#,
    ),
    (
        "form-instalments",
        AwardGranted,
        AID,
        r#""aid":{"form":"instalments","payments":[{"due":"2027-01-15","amount":{"amount":"20000.00","currency":"EUR"}},{"due":"2028-01-15","amount":{"amount":"20000.00","currency":"EUR"}}]}"#,
    ),
    (
        "form-interest-subsidy",
        AwardGranted,
        AID,
        r#""aid":{"form":"interest-subsidy","payments":[{"due":"2027-06-30","amount":{"amount":"1200.00","currency":"EUR"}}]}"#,
    ),
    (
        "form-loan",
        AwardGranted,
        AID,
        r#""aid":{"form":"loan","principal":{"amount":"500000.00","currency":"EUR"},"years":"5","collateral_percent":"50","method":"safe-harbour"}"#,
    ),
    (
        "form-loan-negative-rate",
        AwardGranted,
        AID,
        r#""aid":{"form":"loan","principal":{"amount":"500000.00","currency":"EUR"},"years":"2.5","collateral_percent":"0","rate_percent":"-0.45","method":"reference-rate"}"#,
    ),
    (
        "form-guarantee",
        AwardGranted,
        AID,
        r#""aid":{"form":"guarantee","guaranteed":{"amount":"750000.00","currency":"EUR"},"years":"5","cover_max_percent":"80","losses_pari_passu":true,"premium_percent":"0.8","method":"safe-harbour-premium"}"#,
    ),
    (
        "form-capital",
        AwardGranted,
        AID,
        r#""aid":{"form":"capital","injection":{"amount":"100000.00","currency":"EUR"}}"#,
    ),
    (
        "form-credits",
        AwardGranted,
        AID,
        r#""aid":{"form":"credits","face_value":{"amount":"5000.00","currency":"EUR"},"price_paid":{"amount":"0.00","currency":"EUR"},"expires_on":"2027-06-30"}"#,
    ),
    (
        "form-service",
        AwardGranted,
        AID,
        r#""aid":{"form":"service","market_value":{"amount":"9000.00","currency":"EUR"},"price_paid":{"amount":"1500.00","currency":"EUR"}}"#,
    ),
    (
        "form-yen",
        AwardGranted,
        AID,
        r#""aid":{"form":"grant","nominal":{"amount":"4000000","currency":"JPY"}}"#,
    ),
    (
        "form-kuna",
        AwardGranted,
        AID,
        r#""aid":{"form":"grant","nominal":{"amount":"75345.00","currency":"HRK"}}"#,
    ),
    (
        "declared-range",
        AwardReported,
        r#""gge":{"amount":"708673.00","currency":"EUR"}"#,
        r#""gge_range":{"low":{"amount":"30000.00","currency":"EUR"},"high":{"amount":"60000.00","currency":"EUR"}}"#,
    ),
    (
        "declared-unbounded",
        AwardReported,
        r#""gge":{"amount":"708673.00","currency":"EUR"}"#,
        r#""gge_range":{"low":{"amount":"30000.00","currency":"EUR"}}"#,
    ),
    (
        "reported-date-range",
        AwardReported,
        r#""granted_on":"2025-04-14""#,
        r#""granted_on_range":{"from":"2025-01-01","to":"2025-03-31"}"#,
    ),
    (
        "reported-uk-2020",
        AwardReported,
        r#""member_state":"FI","granted_on":"2025-04-14""#,
        r#""member_state":"UK","granted_on":"2020-12-31""#,
    ),
    (
        "reported-label",
        AwardReported,
        r#""nace":{"code":"62.10","revision":"2.1"}"#,
        r#""nace":{"label":"computer programming"}"#,
    ),
    ("reported-unknown-regime", AwardReported, r#""regime":"eu-2023-2831""#, r#""regime":"unknown""#),
    (
        "regime-gber",
        AwardGranted,
        r#""kind":"ad-hoc","regime":"eu-2023-2831""#,
        r#""kind":"scheme","regime":"gber-56f","scheme":"ai-pilot-2026","article":"56f(3)""#,
    ),
    (
        "costs-lines",
        AwardGranted,
        r#""conditions":{"#,
        r#""eligible_costs":{"lines":[{"id":"staff","aid":{"amount":"12000.00","currency":"EUR"}}]},"conditions":{"#,
    ),
    (
        "costs-none",
        AwardGranted,
        r#""conditions":{"#,
        r#""eligible_costs":"none-identifiable","conditions":{"#,
    ),
    (
        "history-attributed",
        ControlEnded,
        r#""on":"2026-05-31""#,
        r#""on":"2026-05-31","history":{"attributed":[{"award":"csc/2026-0001","undertaking":"NID:FI:1234567-1","amount":{"amount":"40000.00","currency":"EUR"}}]}"#,
    ),
    (
        "history-stays",
        ControlEnded,
        r#""on":"2026-05-31""#,
        r#""on":"2026-05-31","history":"stays-with-recipient""#,
    ),
    (
        "table-ec-base-rate",
        ReferencePublished,
        FX,
        r#""table":"ec-base-rate","rows":[{"member_state":"FI","from":"2026-11-01","percent":"-0.45"}]"#,
    ),
    (
        "table-holidays",
        ReferencePublished,
        FX,
        r#""table":"holidays","rows":[{"member_state":"FI","date":"2026-12-06","name":"Independence Day"}]"#,
    ),
    (
        "table-compute-price",
        ReferencePublished,
        FX,
        r#""table":"compute-price","rows":[{"system":"lumi-g","unit":"gpu-hour","from":"2026-01-01","price":{"rate":"1.85","currency":"EUR"},"method":"published-tariff"}]"#,
    ),
    (
        "table-register-coverage",
        ReferencePublished,
        FX,
        r#""table":"register-coverage","rows":[{"member_state":"FI","regime":"eu-2023-2831","covers_from":"2026-01-01"}]"#,
    ),
    (
        "table-areas",
        ReferencePublished,
        FX,
        r#""table":"areas","rows":[{"nuts":"FI1D7","area":"a","from":"2022-01-01","until":"2027-12-31"}]"#,
    ),
    (
        "person",
        UndertakingRegistered,
        r#""undertaking":"NID:FI:1234567-1","identifiers":[{"scheme":"VAT","value":"FI12345671"}],"natural_person":false,"name":"Testi Oy""#,
        r#""undertaking":"PRS:0123456789abcdef0123456789abcdef","identifiers":[],"natural_person":true"#,
    ),
];

pub(super) fn good_shapes() -> Vec<Vector> {
    // The digest of the template's tariff is not the point of any shape.
    let grant = compact_template(AwardGranted);
    let digest = grant.split("\"sha256\":\"").nth(1).and_then(|rest| rest.get(..64)).unwrap_or_default();
    let of = |(name, event_type, from, to): &Shape| {
        let text = edited(&compact_template(*event_type), &from.replace("SHA256", digest), to);
        let jws = signed(&of_its_object(*event_type, text));
        vector(name, &format!("{event_type} in another shape"), jws, &["ok"])
    };
    SHAPES.iter().map(of).collect()
}

/// The same under the id of the object of which it speaks now.
fn of_its_object(event_type: EventType, text: String) -> String {
    let event: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let named = event.get("data").and_then(|data| event_type.named_in(data));
    match (event.get("subject").and_then(|subject| subject.as_str()), named) {
        (Some(subject), Some(named)) => {
            text.replacen(&format!("\"subject\":\"{subject}\""), &format!("\"subject\":\"{named}\""), 1)
        }
        _ => text,
    }
}
