//! What every page is made of: the frame, headings, tables.

use axum::http::StatusCode;
use axum::response::Response;
use rules::words::{Language, Message, are_verified, say};

use super::escape::safe;
use super::tongue::{Tongue, spoken};
use super::wire;

/// A page; what is to be known of a translation stands at its foot, and a link to it in each language.
pub(super) fn page(tongue: &Tongue, status: StatusCode, title: &Message, main: &str) -> Response {
    let told = |message: &Message| tongue.told(message);
    let html = format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/ui/style.css\">\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">{skip}</a>\n\
         <header><nav aria-label=\"{navigation}\"><a href=\"{home}\">{headroom}</a> <a href=\"{docs}\">{interface}</a> <a href=\"{errors}\">{codes}</a> <a href=\"/checkpoint\">{checkpoint}</a></nav></header>\n\
         <main id=\"main\">\n{main}</main>\n\
         <footer><p>{footer}</p>\n{languages}{footnote}</footer>\n</body>\n</html>\n",
        language = tongue.language.code(),
        title = told(&say::page_title(&title.text(tongue.language))),
        skip = told(&say::page_skip()),
        navigation = told(&say::page_navigation()),
        home = tongue.link("/"),
        docs = tongue.link("/docs"),
        errors = tongue.link("/docs/errors"),
        headroom = told(&say::page_headroom()),
        interface = told(&say::page_interface()),
        codes = told(&say::page_codes()),
        checkpoint = told(&say::page_checkpoint()),
        footer = told(&say::page_footer()),
        languages = languages(tongue),
        footnote = footnote(tongue),
    );
    let response = wire::with_status(wire::content("text/html; charset=utf-8", html), status.as_u16());
    spoken(wire::kept(response, "no-store"), tongue.language)
}

/// The same page in the other languages.
fn languages(tongue: &Tongue) -> String {
    let others = Language::ALL.iter().filter(|language| **language != tongue.language);
    let links: Vec<String> = others
        .map(|language| {
            let (code, href) = (language.code(), safe(&tongue.elsewhere(*language)));
            format!("<a href=\"{href}\" lang=\"{code}\" hreflang=\"{code}\">{}</a>", language.name())
        })
        .collect();
    format!("<nav aria-label=\"{}\">{}</nav>", tongue.told(&say::page_languages()), links.join(" "))
}

fn footnote(tongue: &Tongue) -> String {
    if are_verified(tongue.language) {
        return String::new();
    }
    format!("\n<p class=\"hint\">{}</p>", tongue.told(&say::terms_unverified()))
}

/// A page under a message.
pub(super) fn titled(tongue: &Tongue, title: &Message, main: &str) -> Response {
    page(tongue, StatusCode::OK, title, main)
}

/// A heading of the second level.
pub(super) fn heading(tongue: &Tongue, title: &Message) -> String {
    format!("<h2>{}</h2>\n", tongue.told(title))
}

/// The start of a table that scrolls in itself.
pub(super) fn scrolling(tongue: &Tongue, label: &Message) -> String {
    let label = tongue.told(label);
    format!("<div class=\"scroll\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\"><table>")
}

/// The head of a column.
pub(super) fn column(tongue: &Tongue, class: &str, title: &Message) -> String {
    format!("<th scope=\"col\"{class}>{}</th>", tongue.told(title))
}
