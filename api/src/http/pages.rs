//! Pages for people: plain HTML made on the server, without script, font or image from anywhere.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use ledger::ids::UndertakingId;
use rules::explain::{Explained, Trace};
use rules::pack::{MEMBER_STATES, PackSet};
use rules::project::Headroom;
use rules::words::{Count, Language, Message, say};
use serde::Deserialize;
use utoipa::IntoParams;

use super::App;
use super::access::{Mode, ROUTES, Role, Route};
use super::caller::Access;
use super::headroom::{HeadroomQuery, answer, usual_regime};
use super::parameter::{
    self, Asked, DateText, NoQuery, Position, PurposeText, RegimeWord, StateCode, UndertakingText, or_blank,
};
use super::path::encoded;
use super::problem::Problem;
use super::wire;

/// Nothing comes from elsewhere, nothing runs, nobody frames a page.
pub(super) const POLICY: &str = "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const STYLE: &str = include_str!("../../ui/style.css");
const ERRORS: &str = include_str!("../../../docs/errors.md");

/// `GET /ui/style.css`
pub(super) async fn style(_: Asked<NoQuery>) -> Result<Response, Problem> {
    Ok(wire::kept(wire::content("text/css; charset=utf-8", STYLE), "public, max-age=300"))
}

/// Text made safe for element content and attributes.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            char => out.push(char),
        }
    }
    out
}

fn page(status: StatusCode, title: &str, main: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} - AidLedger</title>\n<link rel=\"stylesheet\" href=\"/ui/style.css\">\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the content</a>\n\
         <header><nav aria-label=\"Main\"><a href=\"/\">Headroom</a> <a href=\"/docs\">Interface</a> <a href=\"/docs/errors\">Codes</a> <a href=\"/checkpoint\">Checkpoint</a></nav></header>\n\
         <main id=\"main\">\n{main}</main>\n\
         <footer><p>What was known at a checkpoint; no legal advice and no clearance.</p></footer>\n</body>\n</html>\n",
        title = safe(title),
    );
    wire::kept(
        wire::with_status(wire::content("text/html; charset=utf-8", html), status.as_u16()),
        "no-store",
    )
}

/// What the page's form sends: text, where empty is as good as absent.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "kebab-case")]
pub(super) struct HomeQuery {
    /// Identifier of an undertaking, any spelling
    #[param(schema_with = or_blank::<UndertakingText>)]
    undertaking: Option<String>,
    /// Default: the first regime that has a ceiling in the adopted packs
    #[param(schema_with = or_blank::<RegimeWord>)]
    regime: Option<String>,
    /// The granting State
    #[param(schema_with = or_blank::<StateCode>)]
    member_state: Option<String>,
    /// The date of the grant thought of, from 1990 to 2199
    #[param(schema_with = or_blank::<DateText>)]
    on: Option<String>,
    /// As known after this position
    #[param(schema_with = or_blank::<Position>)]
    known_at: Option<String>,
    /// What a hosting entity asks for; recorded
    #[param(schema_with = or_blank::<PurposeText>)]
    purpose: Option<String>,
}

impl HomeQuery {
    /// A field of the form; empty where nothing was written.
    fn field(field: &Option<String>) -> &str {
        field.as_deref().map(str::trim).unwrap_or_default()
    }

    /// The question as the route is asked it, and read there too.
    pub fn question(&self) -> Result<HeadroomQuery, Problem> {
        let named = [
            ("regime", &self.regime),
            ("member-state", &self.member_state),
            ("on", &self.on),
            ("known-at", &self.known_at),
            ("purpose", &self.purpose),
        ];
        let written: Vec<String> = named
            .iter()
            .map(|(name, field)| (name, Self::field(field)))
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| format!("{name}={}", encoded(text)))
            .collect();
        parameter::read(&written.join("&"))
    }
}

/// Where the reader of a page is, for the command that checks it.
struct Site {
    mode: Mode,
    host: String,
    log: String,
}

/// `GET /`: the form, and the answer where one is asked for.
pub(super) async fn home(
    State(app): State<Arc<App>>,
    access: Access,
    Asked(query): Asked<HomeQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let form = form(&query, app.service.view().state.packs());
    if let Err(problem) = query.question() {
        return Ok(refused(&problem, &form));
    }
    if HomeQuery::field(&query.undertaking).is_empty() {
        let main = format!("<h1>How much aid is still possible?</h1>\n{form}");
        return Ok(page(StatusCode::OK, "Headroom", &main));
    }
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("127.0.0.1:8080");
    let (mode, log) = (app.settings.mode, app.service.ledger_id().to_owned());
    let site = Site { mode, host: host.to_owned(), log };
    match app.work(move |app| answered(app, &access, &query)).await {
        Ok(explained) => {
            let remaining = grouped(&explained.answer.remaining.to_string());
            let title = say::page_left(false, &remaining).text(Language::default());
            let main = format!("{}\n<h2>Ask again</h2>\n{form}", shown(&site, &explained));
            Ok(page(StatusCode::OK, &title, &main))
        }
        Err(problem) => Ok(refused(&problem, &form)),
    }
}

fn refused(problem: &Problem, form: &str) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let faults: String = problem.faults.iter().fold(String::new(), |mut out, fault| {
        let _ = write!(out, "<li>{}: {}</li>", safe(&fault.message), safe(&fault.hint));
        out
    });
    let (title, detail) = (safe(&problem.title), safe(&problem.detail));
    let main = format!(
        "<h1>{title}</h1>\n<p class=\"notice\" role=\"alert\">{detail}</p>\n<ul>{faults}</ul>\n{form}"
    );
    page(status, &problem.title, &main)
}

/// The page shows what the route shows, to whom the route shows it, and is recorded like it.
fn answered(app: &App, access: &Access, query: &HomeQuery) -> Result<Explained<Headroom>, Problem> {
    let access = access.at(app, Route::Headroom).ok_or_else(|| {
        Problem::new(
            "token_required",
            "this ledger is not open: ask GET /v1/undertakings/{id}/headroom with a token",
        )
    })?;
    let undertaking: UndertakingId =
        HomeQuery::field(&query.undertaking).parse().map_err(|error: ledger::ids::IdError| {
            let hint = "write NID:<country>:<number>, EUID:.., LEI:.. or VAT:..";
            Problem::parameter("/query/undertaking", error.to_string(), hint)
        })?;
    answer(app, &access, &query.question()?, undertaking)
}

/// A message as the content of an element.
fn told(message: &Message) -> String {
    safe(&message.text(Language::default()))
}

fn shown(site: &Site, explained: &Explained<Headroom>) -> String {
    let Explained { answer: headroom, explanation } = explained;
    let mut out = String::new();
    let amount = |cents: ledger::money::Cents| grouped(&cents.to_string());
    let (ceiling, used) = (amount(headroom.ceiling), amount(headroom.used));
    let exceeded = headroom.excess > ledger::money::Cents::ZERO;
    let class = if exceeded { "bad" } else { "good" };
    let _ = write!(
        out,
        "<h1>{}</h1>\n<p class=\"figure {class}\">{}</p>\n<p>{}</p>\n",
        told(&say::page_of(&headroom.undertaking)),
        told(&say::page_left(headroom.upper_bound, &amount(headroom.remaining))),
        told(&say::page_terms(headroom.on, headroom.member_state, headroom.regime, &ceiling, &used)),
    );
    if exceeded {
        let _ = writeln!(
            out,
            "<p class=\"notice bad\"><strong>{}</strong></p>",
            told(&say::page_exceeded(&amount(headroom.excess)))
        );
    }
    if headroom.upper_bound {
        let _ = writeln!(out, "<p class=\"notice\">{}</p>", told(&say::page_upper_bound()));
    }
    let _ = writeln!(out, "<h2>Why</h2>\n{}", tree(explanation, true));
    out.push_str(&releases(headroom));
    out.push_str(&coverage(headroom));
    out.push_str(&verification(site, headroom));
    out
}

/// Digits in groups of three, with a no-break space as the SI brochure has it.
fn grouped(amount: &str) -> String {
    let (whole, cents) = amount.split_once('.').unwrap_or((amount, ""));
    let digits = whole.chars().count();
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (digits - index) % 3 == 0 && !out.ends_with('-') {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    if cents.is_empty() { out } else { format!("{out}.{cents}") }
}

fn tree(trace: &Trace, open: bool) -> String {
    let mut line = safe(&trace.text);
    if let Some(result) = &trace.result {
        let _ = write!(line, " = <strong>{}</strong>", safe(result));
    }
    if let Some(citation) = &trace.citation {
        let _ = write!(line, " <span class=\"hint\">[{}]</span>", safe(citation));
    }
    if let Some(position) = trace.position {
        let _ = write!(line, " <a href=\"/v1/events/{position}\">entry {position}</a>");
    }
    if trace.inputs.is_empty() {
        return format!("<ul class=\"leaf\"><li>{line}</li></ul>\n");
    }
    let inputs: String = trace.inputs.iter().map(|input| tree(input, false)).collect();
    format!("<details{}><summary>{line}</summary>\n{inputs}</details>\n", if open { " open" } else { "" })
}

fn releases(headroom: &Headroom) -> String {
    let mut out = "<h2>When more frees up</h2>\n".to_owned();
    if headroom.releases.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", told(&say::page_no_release()));
        return out;
    }
    out.push_str("<div class=\"scroll\" role=\"region\" aria-label=\"When more frees up\" tabindex=\"0\"><table><caption>As the awards known now stand</caption><thead><tr><th scope=\"col\">On</th><th scope=\"col\" class=\"n\">Frees up, EUR</th><th scope=\"col\" class=\"n\">Left then, EUR</th></tr></thead><tbody>\n");
    for release in &headroom.releases {
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            release.on,
            grouped(&release.amount.to_string()),
            grouped(&release.remaining.to_string())
        );
    }
    out.push_str("</tbody></table></div>\n");
    out
}

fn coverage(headroom: &Headroom) -> String {
    let mut out = "<h2>What this rests on</h2>\n<ul>\n".to_owned();
    for row in &headroom.coverage {
        let (uncounted, unknown) = (Count(row.uncounted), Count(row.unknown_regime));
        let said = say::page_coverage(row.regime, row.covers_from, uncounted, unknown);
        let _ = writeln!(out, "<li>{}</li>", told(&said));
    }
    out.push_str("</ul>\n");
    out
}

fn verification(site: &Site, headroom: &Headroom) -> String {
    let scheme = if site.mode == Mode::LoopbackOpen { "http" } else { "https" };
    let url = safe(&format!("{scheme}://{}", site.host));
    format!(
        "<h2>Check it yourself</h2>\n<p>This needs no trust in this server: the figures are made again from the signed entries.</p>\n<pre>aid-audit verify {url} --log {log}\naid-audit headroom {url} --undertaking {id} --regime {regime} --member-state {ms} --on {on} --known-at {at}</pre>\n",
        log = safe(&site.log),
        id = safe(headroom.undertaking.as_str()),
        regime = headroom.regime,
        ms = headroom.member_state,
        on = headroom.on,
        at = headroom.known_at,
    )
}

fn form(query: &HomeQuery, packs: &PackSet) -> String {
    let given = |field: &Option<String>| safe(HomeQuery::field(field));
    let option = |value: &str, text: &str, chosen: bool| {
        format!("<option value=\"{value}\"{}>{}</option>", if chosen { " selected" } else { "" }, safe(text))
    };
    let asked = HomeQuery::field(&query.regime);
    let regime = if asked.is_empty() { usual_regime(packs).to_string() } else { asked.to_owned() };
    let regimes = packs.ceilings().into_iter().map(|cap| {
        let (value, text) =
            (cap.regime.to_string(), format!("{} ({})", cap.head.title, cap.head.citation.act));
        option(&value, &text, value == regime)
    });
    let regimes: String = regimes.collect();
    let state = query.member_state.as_deref().unwrap_or_default();
    let states: String = MEMBER_STATES.iter().map(|value| option(value, value, *value == state)).collect();
    format!(
        "<form method=\"get\" action=\"/\">\n\
         <div><label for=\"undertaking\">Undertaking <span class=\"hint\">such as NID:FI:1234567-1</span></label><input id=\"undertaking\" name=\"undertaking\" required maxlength=\"128\" autocomplete=\"off\" value=\"{}\"></div>\n\
         <div><label for=\"member-state\">Granting State</label><select id=\"member-state\" name=\"member-state\"><option value=\"\">the one that has granted</option>{states}</select></div>\n\
         <div><label for=\"regime\">Regime</label><select id=\"regime\" name=\"regime\">{regimes}</select></div>\n\
         <div><label for=\"on\">Date of the grant <span class=\"hint\">empty: today</span></label><input id=\"on\" name=\"on\" type=\"date\" min=\"1990-01-01\" max=\"2199-12-31\" value=\"{}\"></div>\n\
         <div><label for=\"purpose\">What for <span class=\"hint\">asked of hosting entities; it is recorded</span></label><input id=\"purpose\" name=\"purpose\" maxlength=\"200\" autocomplete=\"off\" value=\"{}\"></div>\n\
         <div><button type=\"submit\">Show the headroom</button></div>\n</form>\n",
        given(&query.undertaking),
        given(&query.on),
        given(&query.purpose),
    )
}

/// `GET /docs`
pub(super) async fn docs(_: Asked<NoQuery>) -> Result<Response, Problem> {
    let mut main = "<h1>Interface</h1>\n<p>The whole of it as <a href=\"/openapi.json\">OpenAPI 3.1</a>. Money is a decimal string; dates are civil dates of the granting State; every problem links to <a href=\"/docs/errors\">its explanation</a>.</p>\n<div class=\"scroll\" role=\"region\" aria-label=\"Routes\" tabindex=\"0\"><table><caption>Routes and who may use them</caption><thead><tr><th scope=\"col\">Route</th><th scope=\"col\">What</th>".to_owned();
    for role in Role::ALL {
        let _ = write!(main, "<th scope=\"col\">{}</th>", role.as_str());
    }
    main.push_str("</tr></thead><tbody>\n");
    for row in ROUTES {
        let _ = write!(
            main,
            "<tr><th scope=\"row\"><code>{} {}</code></th><td>{}</td>",
            row.method,
            row.path,
            safe(row.summary)
        );
        for cell in row.cells {
            let _ = write!(main, "<td>{}</td>", cell.as_str());
        }
        main.push_str("</tr>\n");
    }
    main.push_str("</tbody></table></div>\n");
    Ok(page(StatusCode::OK, "Interface", &main))
}

/// `GET /docs/errors`: `docs/errors.md`, each row with an anchor by its code.
pub(super) async fn errors(_: Asked<NoQuery>) -> Result<Response, Problem> {
    Ok(page(StatusCode::OK, "Codes, flags and problems", &markdown(ERRORS)))
}

/// The little of Markdown that `docs/errors.md` uses: headings, tables, lists, paragraphs, code.
fn markdown(text: &str) -> String {
    let mut out = String::new();
    let mut anchors = std::collections::BTreeSet::new();
    for block in text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let level = block.chars().take_while(|char| *char == '#').count();
        if level > 0 {
            let title = inline(block.trim_start_matches('#').trim());
            let _ = writeln!(out, "<h{level}>{title}</h{level}>");
        } else if block.starts_with('|') {
            table(block, &mut anchors, &mut out);
        } else if block.starts_with("- ") || block.contains("\n- ") {
            let (before, items) = block.split_once("- ").unwrap_or(("", block));
            let items: String =
                items.split("\n- ").map(|item| format!("<li>{}</li>", inline(item))).collect();
            let _ = writeln!(out, "<p>{}</p><ul>{items}</ul>", inline(before));
        } else {
            let _ = writeln!(out, "<p>{}</p>", inline(block));
        }
    }
    out
}

fn table(block: &str, anchors: &mut std::collections::BTreeSet<String>, out: &mut String) {
    out.push_str("<div class=\"scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>");
    for (index, line) in block.lines().enumerate() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        if index == 1 {
            continue;
        }
        // The anchor of a row is the first code of its first two columns, once per page.
        let code = cells.iter().take(2).find_map(|cell| cell.split('`').nth(1)).map(str::to_owned);
        let id = code
            .filter(|code| anchors.insert(code.clone()))
            .map(|code| format!(" id=\"{}\"", safe(&code)))
            .unwrap_or_default();
        let _ = write!(out, "<tr{id}>");
        for cell in cells {
            let tag = if index == 0 { "th scope=\"col\"" } else { "td" };
            let end = if index == 0 { "th" } else { "td" };
            let _ = write!(out, "<{tag}>{}</{end}>", inline(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table></div>\n");
}

fn inline(text: &str) -> String {
    let coded = safe(text).split('`').enumerate().fold(String::new(), |mut out, (index, part)| {
        let _ = if index % 2 == 1 { write!(out, "<code>{part}</code>") } else { write!(out, "{part}") };
        out
    });
    coded.split("**").enumerate().fold(String::new(), |mut out, (index, part)| {
        let _ = if index % 2 == 1 { write!(out, "<strong>{part}</strong>") } else { write!(out, "{part}") };
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_by_three() {
        assert_eq!(grouped("300000.00"), "300\u{a0}000.00");
        assert_eq!(grouped("1234567.89"), "1\u{a0}234\u{a0}567.89");
        assert_eq!(grouped("0.00"), "0.00");
    }

    #[test]
    fn text_cannot_break_out() {
        assert_eq!(safe("<a href='x'>&\""), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    }

    #[test]
    fn every_problem_has_its_anchor_on_the_page() {
        let page = markdown(ERRORS);
        for (code, status, _) in super::super::PROBLEMS {
            assert!(page.contains(&format!("id=\"{code}\"")), "{code}");
            assert!(
                ERRORS.contains(&format!("| {status} | `{code}`"))
                    || ERRORS.contains(&format!(" {status} | `{code}`")),
                "{status} {code}"
            );
        }
        for code in ledger::verdict::Code::ALL {
            assert!(page.contains(&format!("id=\"{code}\"")), "{code}");
        }
    }
}
