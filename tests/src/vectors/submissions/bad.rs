//! What must be refused: headers, encodings, signatures and proofs; the payloads come from [`payload_cases`].

use ledger::event::EventType::{AwardGranted, KeyAdded};
use ledger::submission::{JWS_BYTES_MAX, base64url, sign, to_base64url};

use super::super::payload_cases::payload_cases;
use super::super::{Vector, compact_template, edited, test_key};
use super::{SIGNER, header, signed, under, vector};

/// Submissions that must be refused.
#[must_use]
pub fn bad() -> Vec<Vector> {
    let mut vectors: Vec<Vector> = payload_cases()
        .into_iter()
        .map(|case| {
            let faults: Vec<String> = case
                .faults
                .iter()
                .map(|(code, pointer)| format!("fault {code} {pointer}").trim_end().to_owned())
                .collect();
            let expect: Vec<&str> = faults.iter().map(String::as_str).collect();
            let jws = sign(&case.payload, &test_key(SIGNER));
            let schema = case.shape.then(|| "refuses".to_owned());
            Vector { schema, ..vector(&case.name, &case.what, jws, &expect) }
        })
        .collect();
    vectors.extend(bad_headers());
    vectors.extend(bad_encodings());
    vectors.extend(bad_signatures());
    vectors.extend(bad_proofs());
    vectors
}

/// File name, what is in it, header, expected faults.
type HeaderCase = (&'static str, &'static str, &'static str, &'static [&'static str]);

const HEADERS: &[HeaderCase] = &[
    (
        "header-alg-none",
        "no signature at all",
        r#"{"alg":"none","kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_alg /alg"],
    ),
    (
        "header-alg-hs256",
        "a shared secret",
        r#"{"alg":"HS256","kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_alg /alg"],
    ),
    (
        "header-alg-es256",
        "another curve",
        r#"{"alg":"ES256","kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_alg /alg"],
    ),
    (
        "header-alg-ed448",
        "another Edwards curve",
        r#"{"alg":"Ed448","kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_alg /alg"],
    ),
    (
        "header-alg-lower",
        "lower case",
        r#"{"alg":"ed25519","kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_alg /alg"],
    ),
    (
        "header-alg-list",
        "a list of algorithms",
        r#"{"alg":["Ed25519"],"kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_alg /alg"],
    ),
    ("header-no-alg", "no algorithm", r#"{"kid":"KID","typ":"aidledger+jws"}"#, &["fault bad_alg /alg"]),
    ("header-no-typ", "no type", r#"{"alg":"Ed25519","kid":"KID"}"#, &["fault bad_header /typ"]),
    ("header-typ-jwt", "a token", r#"{"alg":"Ed25519","kid":"KID","typ":"JWT"}"#, &["fault bad_header /typ"]),
    (
        "header-typ-media",
        "the type as a full media type",
        r#"{"alg":"Ed25519","kid":"KID","typ":"application/aidledger+jws"}"#,
        &["fault bad_header /typ"],
    ),
    ("header-no-kid", "no key id", r#"{"alg":"Ed25519","typ":"aidledger+jws"}"#, &["fault bad_header /kid"]),
    (
        "header-kid-name",
        "a name instead of a thumbprint",
        r#"{"alg":"Ed25519","kid":"csc-2026","typ":"aidledger+jws"}"#,
        &["fault bad_header /kid"],
    ),
    (
        "header-kid-padded",
        "a thumbprint with padding",
        r#"{"alg":"Ed25519","kid":"KID=","typ":"aidledger+jws"}"#,
        &["fault bad_header /kid"],
    ),
    (
        "header-kid-uri",
        "a thumbprint as a URN",
        r#"{"alg":"Ed25519","kid":"urn:ietf:params:oauth:jwk-thumbprint:sha-256:KID","typ":"aidledger+jws"}"#,
        &["fault bad_header /kid"],
    ),
    (
        "header-jwk",
        "a key in the header",
        r#"{"alg":"Ed25519","jwk":{"kty":"OKP","crv":"Ed25519","x":"gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5Q"},"kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_header /jwk"],
    ),
    (
        "header-jku",
        "an address of keys",
        r#"{"alg":"Ed25519","jku":"https://example.eu/jwks","kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_header /jku"],
    ),
    (
        "header-x5u",
        "an address of certificates",
        r#"{"alg":"Ed25519","x5u":"https://example.eu/c.pem","kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_header /x5u"],
    ),
    (
        "header-x5c",
        "certificates",
        r#"{"alg":"Ed25519","x5c":["MIIB"],"kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_header /x5c"],
    ),
    (
        "header-crit",
        "members that must be understood",
        r#"{"alg":"Ed25519","crit":["exp"],"exp":1,"kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_header /crit", "fault bad_header /exp"],
    ),
    (
        "header-b64",
        "an unencoded payload (RFC 7797)",
        r#"{"alg":"Ed25519","b64":false,"crit":["b64"],"kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_header /b64", "fault bad_header /crit"],
    ),
    (
        "header-cty",
        "a content type",
        r#"{"alg":"Ed25519","cty":"json","kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_header /cty"],
    ),
    (
        "header-zip",
        "compression",
        r#"{"alg":"Ed25519","zip":"DEF","kid":"KID","typ":"aidledger+jws"}"#,
        &["fault bad_header /zip"],
    ),
    (
        "header-duplicate-alg",
        "two algorithms",
        r#"{"alg":"Ed25519","alg":"none","kid":"KID","typ":"aidledger+jws"}"#,
        &["fault duplicate_member /alg"],
    ),
    (
        "header-duplicate-kid",
        "the key id twice",
        r#"{"kid":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","alg":"Ed25519","kid":"KID","typ":"aidledger+jws"}"#,
        &["fault duplicate_member /kid"],
    ),
    ("header-array", "an array", r#"["Ed25519","KID","aidledger+jws"]"#, &["fault bad_header"]),
    ("header-text", "no JSON", "alg=Ed25519;kid=KID", &["fault json_syntax"]),
    (
        "header-float",
        "a float",
        r#"{"alg":"Ed25519","iat":1.5,"kid":"KID","typ":"aidledger+jws"}"#,
        &["fault float /iat"],
    ),
    (
        "header-all-wrong",
        "an empty header would be three faults; here is a fourth",
        r#"{"KID":1}"#,
        &["fault bad_header /KID", "fault bad_alg /alg", "fault bad_header /typ", "fault bad_header /kid"],
    ),
];

fn bad_headers() -> Vec<Vector> {
    let grant = compact_template(AwardGranted);
    let key = test_key(SIGNER);
    let kid = key.public().kid();
    let of = |(name, what, text, expect): &HeaderCase| {
        let text = text.replace("KID", &kid);
        let expect: Vec<String> = expect.iter().map(|part| part.replace("KID", &kid)).collect();
        let expect: Vec<&str> = expect.iter().map(String::as_str).collect();
        vector(name, what, under(text.as_bytes(), grant.as_bytes(), &key), &expect)
    };
    let mut vectors: Vec<Vector> = HEADERS.iter().map(of).collect();
    let empty = under(b"", grant.as_bytes(), &key);
    vectors.push(vector("header-empty", "an empty header part", empty, &["fault json_syntax"]));
    let both = under(
        header(r#"{"alg":"none","kid":"KID","typ":"aidledger+jws"}"#).as_bytes(),
        edited(&grant, "2026-11-20\"", "2026-11-31\"").as_bytes(),
        &key,
    );
    vectors.push(vector(
        "header-and-payload",
        "a fault in the header and one in the payload: both are named",
        both,
        &["fault bad_alg /alg", "fault bad_date /data/granted_on"],
    ));
    vectors
}

fn bad_encodings() -> Vec<Vector> {
    let jws = signed(&compact_template(AwardGranted));
    let parts: Vec<&str> = jws.split('.').collect();
    let [head, payload, signature] = parts.as_slice() else { return Vec::new() };
    let wrapped =
        |text: &str| format!("{}\n{}", text.get(..76).unwrap_or(text), text.get(76..).unwrap_or(""));
    let base64 = &["fault bad_base64url"];
    let jose = &["fault not_a_jws"];
    let length = &["fault bad_signature_length"];
    let short = to_base64url(base64url(signature).unwrap_or_default().get(..63).unwrap_or_default());
    let long = to_base64url(&[base64url(signature).unwrap_or_default(), vec![0]].concat());
    vec![
        vector(
            "base64-padded-header",
            "padding after the header",
            format!("{head}=.{payload}.{signature}"),
            base64,
        ),
        vector(
            "base64-padded-payload",
            "padding after the payload",
            format!("{head}.{payload}=.{signature}"),
            base64,
        ),
        vector(
            "base64-padded-signature",
            "padding after the signature",
            format!("{head}.{payload}.{signature}=="),
            base64,
        ),
        vector("base64-standard", "the standard alphabet with + and /", standard_alphabet(), base64),
        vector(
            "base64-line-break",
            "the payload wrapped at 76 characters",
            format!("{head}.{}.{signature}", wrapped(payload)),
            base64,
        ),
        vector(
            "base64-blank",
            "a blank before the payload",
            format!("{head}. {payload}.{signature}"),
            base64,
        ),
        vector("base64-line-feed-after", "a line feed at the end", format!("{jws}\n"), jose),
        vector("jws-blank-before", "a blank in front", format!(" {jws}"), jose),
        vector("base64-carriage-return", "CR and LF at the end", format!("{jws}\r\n"), jose),
        vector("base64-trailing-bits", "a second spelling of the same signature", respelled(&jws), base64),
        vector(
            "base64-length",
            "a length that no bytes have",
            format!("{head}.{payload}A.{signature}AAA"),
            base64,
        ),
        vector("base64-percent", "URL escapes", format!("{head}.{payload}%3D.{signature}"), base64),
        vector("jws-two-parts", "no signature", format!("{head}.{payload}"), jose),
        vector("jws-four-parts", "four parts", format!("{jws}.{signature}"), jose),
        vector(
            "jws-five-parts",
            "five parts, as of an encrypted message",
            format!("{head}..{payload}.{signature}.AA"),
            jose,
        ),
        vector(
            "jws-json",
            "the JSON serialisation",
            format!("{{\"protected\":\"{head}\",\"payload\":\"{payload}\",\"signature\":\"{signature}\"}}"),
            jose,
        ),
        vector("jws-empty", "nothing", "", jose),
        vector("jws-dots", "dots alone", "..", length),
        vector("jws-not-ascii", "a letter beyond ASCII", format!("{head}.{payload}.\u{e9}{signature}"), jose),
        vector("jws-not-utf8", "a byte that is not UTF-8", [jws.as_bytes(), b"\xff"].concat(), jose),
        vector("signature-empty", "an empty signature", format!("{head}.{payload}."), length),
        vector("signature-63", "63 bytes", format!("{head}.{payload}.{short}"), length),
        vector("signature-65", "65 bytes", format!("{head}.{payload}.{long}"), length),
        vector(
            "too-large",
            "one byte more than is read",
            format!("{jws}{}", "A".repeat(JWS_BYTES_MAX + 1 - jws.len())),
            &["too_large"],
        ),
    ]
}

/// A name of question marks puts both letters in dispute into the payload, whatever its alignment.
fn standard_alphabet() -> String {
    let jws = signed(&edited(&compact_template(AwardGranted), "\"CSC\"", "\"????>>>>\""));
    assert!(jws.contains('-') && jws.contains('_'), "nothing to respell in {jws}");
    jws.replace('-', "+").replace('_', "/")
}

/// The last character of 64 bytes carries four bits that must be zero; with one of them set it decodes the same elsewhere.
fn respelled(jws: &str) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (rest, last) = jws.split_at(jws.len() - 1);
    let next = ALPHABET.split_once(last).and_then(|(_, after)| after.chars().next()).unwrap_or('B');
    format!("{rest}{next}")
}

fn bad_signatures() -> Vec<Vector> {
    let grant = compact_template(AwardGranted);
    let jws = signed(&grant);
    let (message, signature) = jws.rsplit_once('.').unwrap_or_default();
    let bytes = base64url(signature).unwrap_or_default();
    let respell = |bytes: &[u8]| format!("{message}.{}", to_base64url(bytes));
    let flipped = |at: usize| {
        respell(&bytes.iter().enumerate().map(|(i, b)| if i == at { b ^ 1 } else { *b }).collect::<Vec<u8>>())
    };
    let no = &["bad_signature"];
    let named = header(r#"{"alg":"Ed25519","kid":"KID","typ":"aidledger+jws"}"#);
    let other = under(named.as_bytes(), grant.as_bytes(), &test_key(3));
    let payload = to_base64url(edited(&grant, "\"20000\"", "\"20001\"").as_bytes());
    let head = message.split('.').next().unwrap_or_default();
    vec![
        vector("signature-first-bit", "one bit of R flipped", flipped(0), no),
        vector("signature-last-part", "one bit of S flipped", flipped(40), no),
        vector("signature-zero", "64 bytes of zero", respell(&[0; 64]), no),
        vector(
            "signature-malleable",
            "S plus the group order: the same equation, another spelling",
            respell(&plus_order(&bytes)),
            no,
        ),
        vector(
            "signature-other-payload",
            "the signature of another payload",
            format!("{head}.{payload}.{signature}"),
            no,
        ),
        vector("signature-other-key", "signed by another key than `kid` says", other, no),
        vector(
            "signature-other-kid",
            "another key's own, sound statement",
            sign(grant.as_bytes(), &test_key(3)),
            no,
        ),
        vector(
            "wrong-ledger",
            "a sound statement for another ledger",
            signed(&edited(
                &grant,
                "replace-with-the-id-of-your-ledger-43-chars",
                "another-ledger-id-of-forty-three-characters",
            )),
            &["wrong_ledger"],
        ),
    ]
}

/// Adds the order of the base point to the second half of a signature (RFC 8032 section 5.1.7 refuses the result).
fn plus_order(signature: &[u8]) -> Vec<u8> {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let (r, s) = signature.split_at(32);
    let mut carry = 0u16;
    let mut sum = r.to_vec();
    for (a, b) in s.iter().zip(ORDER) {
        let digit = u16::from(*a) + u16::from(b) + carry;
        let [high, low] = digit.to_be_bytes();
        sum.push(low);
        carry = u16::from(high);
    }
    sum
}

fn bad_proofs() -> Vec<Vector> {
    let added = compact_template(KeyAdded);
    let old = added.split("\"proof\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let new = test_key(3);
    let ledger = "replace-with-the-id-of-your-ledger-43-chars";
    let kid = new.public().kid();
    let says = |ledger: &str, party: &str, kid: &str| {
        format!("{{\"ledger\":\"{ledger}\",\"party\":\"{party}\",\"kid\":\"{kid}\"}}")
    };
    let with = |name: &str, what: &str, proof: &str| {
        vector(name, what, signed(&edited(&added, old, proof)), &["fault bad_proof /data/proof"])
    };
    let by_new = |payload: &str| sign(payload.as_bytes(), &new);
    let whole = says(ledger, "csc", &kid);
    let extra = whole.replace('}', ",\"role\":\"operator\"}");
    let twice = whole.replace('}', ",\"party\":\"csc\"}");
    vec![
        with(
            "proof-by-old-key",
            "the old key speaks for the new one",
            &sign(whole.as_bytes(), &test_key(SIGNER)),
        ),
        with(
            "proof-other-ledger",
            "a proof for another ledger",
            &by_new(&says("another-ledger-id-of-forty-three-characters", "csc", &kid)),
        ),
        with("proof-other-party", "a proof for another party", &by_new(&says(ledger, "bsc", &kid))),
        with(
            "proof-other-kid",
            "a proof for another key",
            &by_new(&says(ledger, "csc", &test_key(4).public().kid())),
        ),
        with("proof-extra-member", "a proof that says more", &by_new(&extra)),
        with("proof-duplicate-member", "a proof that names the party twice", &by_new(&twice)),
        with(
            "proof-no-signature",
            "a proof without a signature",
            &by_new(&whole).rsplit_once('.').map(|(m, _)| format!("{m}.AA")).unwrap_or_default(),
        ),
    ]
}
