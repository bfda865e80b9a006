//! Pages for people: plain HTML made on the server, without script, font or image from anywhere.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use ledger::ids::UndertakingId;
use ledger::money::{Cents, Currency, FigureError, Money};
use rules::explain::{Explained, Trace};
use rules::pack::{MEMBER_STATES, PackSet};
use rules::project::{Doubt, Headroom, More, OwnWindow, Release, Window};
use rules::words::{Arg, Count, Grouped, Message, say};
use serde::Deserialize;
use utoipa::IntoParams;

use super::App;
use super::access::{Mode, ROUTES, Role, Route};
use super::caller::Access;
use super::escape::safe;
use super::headroom::{HeadroomQuery, answer, usual_regime};
use super::html::{column, heading, page, scrolling, titled};
use super::parameter::{
    self, AmountText, Asked, DateText, NoQuery, PartyName, Position, PurposeText, RegimeWord, StateCode,
    UndertakingText, or_blank,
};
use super::path::encoded;
use super::problem::Problem;
use super::routes;
use super::tongue::Tongue;
use super::wire;

/// Nothing comes from elsewhere, nothing runs, nobody frames a page.
pub(super) const POLICY: &str = "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const STYLE: &str = include_str!("../../ui/style.css");
const ERRORS: &str = include_str!("../../../docs/errors.md");

/// `GET /ui/style.css`
pub(super) async fn style(_: Asked<NoQuery>) -> Result<Response, Problem> {
    Ok(wire::kept(wire::content("text/css; charset=utf-8", STYLE), "public, max-age=300"))
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
    /// How much is planned, in euro: the page says which regimes carry it
    #[param(schema_with = or_blank::<AmountText>)]
    amount: Option<String>,
    /// In whose view, as its grants are judged
    #[param(schema_with = or_blank::<PartyName>)]
    as_party: Option<String>,
    /// What a hosting entity asks for; recorded
    #[param(schema_with = or_blank::<PurposeText>)]
    purpose: Option<String>,
}

impl HomeQuery {
    /// A field of the form; empty where nothing was written.
    fn field(field: &Option<String>) -> &str {
        field.as_deref().map(str::trim).unwrap_or_default()
    }

    /// The question as the route is asked it, and read there too; the amount must be one whether or not anybody is named.
    pub fn question(&self) -> Result<HeadroomQuery, Problem> {
        let amount = Self::field(&self.amount);
        if !amount.is_empty() {
            let wrong = |error: FigureError| {
                let hint = "20000 or 20000.00";
                Problem::parameter("/query/amount", error.to_string(), hint)
            };
            Money::new(amount, Currency::EUR).map_err(wrong)?;
        }
        let named = [
            ("regime", &self.regime),
            ("member-state", &self.member_state),
            ("on", &self.on),
            ("known-at", &self.known_at),
            ("as-party", &self.as_party),
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
    tongue: Tongue,
    Asked(query): Asked<HomeQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let tongue = &tongue;
    let form = form(tongue, &query, app.service.view().state.packs());
    if let Err(problem) = query.question() {
        return Ok(refused(tongue, &problem, &form));
    }
    if HomeQuery::field(&query.undertaking).is_empty() {
        let main = format!("<h1>{}</h1>\n{form}", tongue.told(&say::page_question()));
        return Ok(titled(tongue, &say::page_headroom(), &main));
    }
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("127.0.0.1:8080");
    let (mode, log) = (app.settings.mode, app.service.ledger_id().to_owned());
    let site = Site { mode, host: host.to_owned(), log };
    let told_in = tongue.clone();
    match app.work(move |app| answered(app, &access, &query, &told_in)).await {
        Ok((explained, routes)) => {
            let title = say::page_left(explained.answer.upper_bound, Grouped(explained.answer.remaining));
            let shown = shown(tongue, &site, &explained, &routes);
            let main = format!("{shown}\n{}{form}", heading(tongue, &say::page_again()));
            Ok(titled(tongue, &title, &main))
        }
        Err(problem) => Ok(refused(tongue, &problem, &form)),
    }
}

fn refused(tongue: &Tongue, problem: &Problem, form: &str) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let faults: String = problem.faults.iter().fold(String::new(), |mut out, fault| {
        let _ = write!(out, "<li>{}</li>", tongue.told(&say::page_fault(&fault.message, &fault.hint)));
        out
    });
    let (title, detail) = (tongue.told(&problem.title), tongue.told(&problem.detail));
    let main = format!(
        "<h1>{title}</h1>\n<p class=\"notice\" role=\"alert\">{detail}</p>\n<ul>{faults}</ul>\n{form}"
    );
    page(tongue, status, &problem.title, &main)
}

/// The page shows what the route shows, to whom the route shows it, and is recorded like it: what is left, and where an amount is
/// planned, which regimes carry it (empty where none is).
fn answered(
    app: &App,
    access: &Access,
    query: &HomeQuery,
    tongue: &Tongue,
) -> Result<(Explained<Headroom>, String), Problem> {
    let own = access
        .at(app, Route::Headroom)
        .ok_or_else(|| Problem::new("token_required", &say::why_not_open()))?;
    let undertaking: UndertakingId =
        HomeQuery::field(&query.undertaking).parse().map_err(|error: ledger::ids::IdError| {
            let hint = "write NID:<country>:<number>, EUID:.., LEI:.. or VAT:..";
            Problem::parameter("/query/undertaking", error.to_string(), hint)
        })?;
    let explained = answer(app, &own, &query.question()?, undertaking, tongue.language)?;
    let (amount, purpose) = (HomeQuery::field(&query.amount), HomeQuery::field(&query.purpose));
    let routes = match amount {
        "" => String::new(),
        amount => routes::on_the_page(app, access, &explained.answer, (amount, purpose), tongue)?,
    };
    Ok((explained, routes))
}

fn shown(tongue: &Tongue, site: &Site, explained: &Explained<Headroom>, routes: &str) -> String {
    let Explained { answer: headroom, explanation } = explained;
    let mut out = String::new();
    let exceeded = headroom.excess > Cents::ZERO;
    let class = if exceeded { "bad" } else { "good" };
    let _ = write!(
        out,
        "<h1>{}</h1>\n<p class=\"figure {class}\">{}</p>\n<p>{}</p>\n",
        tongue.told(&say::page_of(&headroom.undertaking)),
        tongue.told(&say::page_left(headroom.upper_bound, Grouped(headroom.remaining))),
        tongue.told(&say::page_terms(
            headroom.on,
            headroom.member_state,
            headroom.regime,
            Grouped(headroom.ceiling)
        )),
    );
    if let Some(More { on, remaining }) = headroom.more_from {
        let _ =
            writeln!(out, "<p><strong>{}</strong></p>", tongue.told(&say::page_more(on, Grouped(remaining))));
    }
    let Window { from, to } = headroom.window;
    let _ = writeln!(out, "<p>{}</p>", tongue.told(&say::page_used(Grouped(headroom.used), from, to)));
    if let Some(OwnWindow { window: Window { from, to }, used }) = headroom.own_window {
        let _ = writeln!(out, "<p>{}</p>", tongue.told(&say::page_own(Grouped(used), from, to)));
    }
    if exceeded {
        let _ = writeln!(
            out,
            "<p class=\"notice bad\"><strong>{}</strong></p>",
            tongue.told(&say::page_exceeded(Grouped(headroom.excess)))
        );
    }
    out.push_str(&doubts(tongue, &headroom.causes));
    if let Some(party) = &headroom.view {
        let _ = writeln!(out, "<p>{}</p>", tongue.told(&say::page_view(party)));
    }
    if let Some(everybody) = &headroom.everybody {
        let _ = writeln!(out, "<p>{}</p>", tongue.told(&say::page_everybody(Grouped(everybody.remaining))));
        out.push_str(&doubts(tongue, &everybody.causes));
    }
    out.push_str(routes);
    let _ = writeln!(out, "{}{}", heading(tongue, &say::page_why()), tree(tongue, explanation, true));
    out.push_str(&releases(tongue, headroom));
    out.push_str(&coverage(tongue, headroom));
    out.push_str(&verification(tongue, site, headroom));
    out
}

/// What makes a figure an upper bound.
fn doubts(tongue: &Tongue, causes: &[Doubt]) -> String {
    causes.iter().fold(String::new(), |mut out, doubt| {
        let _ = writeln!(out, "<p class=\"notice\">{}</p>", tongue.told(doubt.text.message()));
        out
    })
}

fn tree(tongue: &Tongue, trace: &Trace, open: bool) -> String {
    let mut line = safe(&trace.text);
    if let Some(result) = &trace.result {
        let _ = write!(line, " = <strong>{}</strong>", safe(result));
    }
    if let Some(citation) = &trace.citation {
        let _ = write!(line, " <span class=\"hint\">[{}]</span>", safe(citation));
    }
    if let Some(position) = trace.position {
        let entry = tongue.told(&say::page_entry(position));
        let _ = write!(line, " <a href=\"/v1/events/{position}\">{entry}</a>");
    }
    if trace.inputs.is_empty() {
        return format!("<ul class=\"leaf\"><li>{line}</li></ul>\n");
    }
    let inputs: String = trace.inputs.iter().map(|input| tree(tongue, input, false)).collect();
    format!("<details{}><summary>{line}</summary>\n{inputs}</details>\n", if open { " open" } else { "" })
}

fn releases(tongue: &Tongue, headroom: &Headroom) -> String {
    let mut out = heading(tongue, &say::page_releases());
    if headroom.releases.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", tongue.told(&say::page_no_release()));
        return out;
    }
    let _ = writeln!(
        out,
        "{}<caption>{}</caption><thead><tr>{}{}{}</tr></thead><tbody>",
        scrolling(tongue, &say::page_releases()),
        tongue.told(&say::page_as_known()),
        column(tongue, "", &say::page_on()),
        column(tongue, " class=\"n\"", &say::page_frees_up()),
        column(tongue, " class=\"n\"", &say::page_left_then()),
    );
    for release in &headroom.releases {
        let Release { on, amount, remaining, reason } = release;
        let told = |arg: Arg| safe(&arg.text(tongue.language));
        let left = remaining.map(|left| told(Grouped(left).into()));
        let left = left.or_else(|| reason.as_ref().map(|why| tongue.told(why.message()))).unwrap_or_default();
        let (on, amount) = (told((*on).into()), told(Grouped(*amount).into()));
        let _ =
            writeln!(out, "<tr><td>{on}</td><td class=\"n\">{amount}</td><td class=\"n\">{left}</td></tr>");
    }
    out.push_str("</tbody></table></div>\n");
    out
}

fn coverage(tongue: &Tongue, headroom: &Headroom) -> String {
    let mut out = format!("{}<ul>\n", heading(tongue, &say::page_rests_on()));
    for row in &headroom.coverage {
        let (uncounted, unknown) = (Count(row.uncounted), Count(row.unknown_regime));
        let said = say::page_coverage(row.regime, row.covers_from, uncounted, unknown);
        let _ = writeln!(out, "<li>{}</li>", tongue.told(&said));
    }
    out.push_str("</ul>\n");
    out
}

fn verification(tongue: &Tongue, site: &Site, headroom: &Headroom) -> String {
    let scheme = if site.mode == Mode::LoopbackOpen { "http" } else { "https" };
    let url = safe(&format!("{scheme}://{}", site.host));
    format!(
        "{check}<p>{no_trust}</p>\n<pre>aid-audit verify {url} --log {log}\naid-audit headroom {url} --undertaking {id} --regime {regime}{member_state} --on {on}{party} --known-at {at}</pre>\n",
        check = heading(tongue, &say::page_check()),
        no_trust = tongue.told(&say::page_no_trust()),
        log = safe(&site.log),
        id = safe(headroom.undertaking.as_str()),
        regime = headroom.regime,
        member_state =
            headroom.member_state.map(|state| format!(" --member-state {state}")).unwrap_or_default(),
        party = headroom.view.as_ref().map(|party| format!(" --party {party}")).unwrap_or_default(),
        on = headroom.on,
        at = headroom.known_at,
    )
}

fn form(tongue: &Tongue, query: &HomeQuery, packs: &PackSet) -> String {
    let given = |field: &Option<String>| safe(HomeQuery::field(field));
    let option = |value: &str, text: &str, chosen: bool| {
        format!("<option value=\"{value}\"{}>{}</option>", if chosen { " selected" } else { "" }, safe(text))
    };
    let asked = HomeQuery::field(&query.regime);
    let regime = if asked.is_empty() { usual_regime(packs).to_string() } else { asked.to_owned() };
    let regimes = packs.ceilings().into_iter().map(|cap| {
        let (value, text) =
            (cap.regime.to_string(), say::page_regime_of(&cap.head.title, &cap.head.citation.act));
        option(&value, &text.text(tongue.language), value == regime)
    });
    let regimes: String = regimes.collect();
    let state = query.member_state.as_deref().unwrap_or_default();
    let states: String = MEMBER_STATES.iter().map(|value| option(value, value, *value == state)).collect();
    let label = |of: &str, text: &Message, hint: Option<&Message>| {
        let hint = hint
            .map_or_else(String::new, |hint| format!(" <span class=\"hint\">{}</span>", tongue.told(hint)));
        format!("<label for=\"{of}\">{}{hint}</label>", tongue.told(text))
    };
    let hidden = format!("<input type=\"hidden\" name=\"lang\" value=\"{}\">\n", tongue.language.code());
    format!(
        "<form method=\"get\" action=\"/\">\n{}\
         <div>{}<input id=\"undertaking\" name=\"undertaking\" required maxlength=\"128\" autocomplete=\"off\" value=\"{}\"></div>\n\
         <div>{}<select id=\"member-state\" name=\"member-state\"><option value=\"\">{}</option>{states}</select></div>\n\
         <div>{}<select id=\"regime\" name=\"regime\">{regimes}</select></div>\n\
         <div>{}<input id=\"on\" name=\"on\" type=\"date\" min=\"1990-01-01\" max=\"2199-12-31\" value=\"{}\"></div>\n\
         <div>{}<input id=\"amount\" name=\"amount\" maxlength=\"18\" inputmode=\"decimal\" autocomplete=\"off\" value=\"{}\"></div>\n\
         <div>{}<input id=\"as-party\" name=\"as-party\" maxlength=\"64\" autocomplete=\"off\" value=\"{}\"></div>\n\
         <div>{}<input id=\"purpose\" name=\"purpose\" maxlength=\"200\" autocomplete=\"off\" value=\"{}\"></div>\n\
         <div><button type=\"submit\">{}</button></div>\n</form>\n",
        if tongue.named { hidden } else { String::new() },
        label("undertaking", &say::page_undertaking(), Some(&say::page_undertaking_such())),
        given(&query.undertaking),
        label("member-state", &say::page_state(), None),
        tongue.told(&say::page_state_usual()),
        label("regime", &say::page_regime(), None),
        label("on", &say::page_date(), Some(&say::page_date_empty())),
        given(&query.on),
        label("amount", &say::page_amount(), Some(&say::page_amount_such())),
        given(&query.amount),
        label("as-party", &say::page_party(), Some(&say::page_party_empty())),
        given(&query.as_party),
        label("purpose", &say::page_purpose(), Some(&say::page_purpose_kept())),
        given(&query.purpose),
        tongue.told(&say::page_show()),
    )
}

/// `GET /docs`
pub(super) async fn docs(tongue: Tongue, _: Asked<NoQuery>) -> Result<Response, Problem> {
    let tongue = &tongue;
    let mut main = format!(
        "<h1>{}</h1>\n<p><a href=\"/openapi.json\">{}</a></p>\n<p>{}</p>\n<p><a href=\"/docs/errors\">{}</a></p>\n\
         {}<caption>{}</caption><thead><tr>{}{}",
        tongue.told(&say::page_interface()),
        tongue.told(&say::page_document()),
        tongue.told(&say::page_conventions()),
        tongue.told(&say::page_errors()),
        scrolling(tongue, &say::page_routes()),
        tongue.told(&say::page_routes_whose()),
        column(tongue, "", &say::page_route()),
        column(tongue, "", &say::page_what()),
    );
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
    Ok(titled(tongue, &say::page_interface(), &main))
}

/// `GET /docs/errors`: `docs/errors.md`, each row with an anchor by its code.
pub(super) async fn errors(tongue: Tongue, _: Asked<NoQuery>) -> Result<Response, Problem> {
    // The document itself is one for all languages.
    let main = format!("<div lang=\"en\">{}</div>\n", markdown(&tongue, ERRORS));
    Ok(titled(&tongue, &say::page_errors(), &main))
}

/// The little of Markdown that `docs/errors.md` uses: headings, tables, lists, paragraphs, code.
fn markdown(tongue: &Tongue, text: &str) -> String {
    let mut out = String::new();
    let mut anchors = std::collections::BTreeSet::new();
    for block in text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let level = block.chars().take_while(|char| *char == '#').count();
        if level > 0 {
            let title = inline(block.trim_start_matches('#').trim());
            let _ = writeln!(out, "<h{level}>{title}</h{level}>");
        } else if block.starts_with('|') {
            table(tongue, block, &mut anchors, &mut out);
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

fn table(tongue: &Tongue, block: &str, anchors: &mut std::collections::BTreeSet<String>, out: &mut String) {
    out.push_str(&scrolling(tongue, &say::page_table()));
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
    fn every_problem_has_its_anchor_on_the_page() {
        let page = markdown(&Tongue::default(), ERRORS);
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
