//! What a grant says of itself at its plainest, where nobody said more: for unsigned facts and for support that is thought of.
//!
//! A signed statement is never filled. What was filled is told beside the answer.

use ledger::json::Json;

pub(crate) fn find<'a>(members: &'a mut [(String, Json)], name: &str) -> Option<&'a mut Json> {
    members.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value)
}

pub(crate) fn text(value: &str) -> Json {
    Json::Text(value.to_owned())
}

pub(crate) fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

pub(crate) fn assume_member(
    data: &mut Vec<(String, Json)>,
    name: &'static str,
    value: impl FnOnce() -> Json,
    assumed: &mut Vec<&'static str>,
) {
    if find(data, name).is_none() {
        data.push((name.to_owned(), value()));
        assumed.push(name);
    }
}

pub(crate) fn assume_basis(data: &mut [(String, Json)], assumed: &mut Vec<&'static str>) {
    if let Some(Json::Object(basis)) = find(data, "basis")
        && find(basis, "kind").is_none()
    {
        basis.push(("kind".to_owned(), text("ad-hoc")));
        assumed.push("basis.kind");
    }
}

/// Fills what decides no verdict of a plain grant; `authority` grants where nobody is named.
pub(crate) fn assume_grant(data: &mut Vec<(String, Json)>, authority: &str, assumed: &mut Vec<&'static str>) {
    let no = || Json::Bool(false);
    let conditions =
        || object([("export_linked", no()), ("domestic_goods", no()), ("price_quantity_linked", no())]);
    assume_member(data, "conditions", conditions, assumed);
    let funding = || Json::Array(vec![object([("origin", text("state")), ("share_percent", text("100"))])]);
    assume_member(data, "funding", funding, assumed);
    // Computer programming: open to every regime that the packs know.
    let nace = || object([("code", text("62.10")), ("revision", text("2.1"))]);
    assume_member(data, "activity", || object([("nace", nace())]), assumed);
    let authority = || object([("id", text(authority)), ("name", text(authority))]);
    assume_member(data, "granting_authority", authority, assumed);
    assume_member(data, "instrument", || text("other"), assumed);
    assume_basis(data, assumed);
}
