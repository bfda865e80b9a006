//! What every page is made of: text made safe, the frame, headings, tables.

use axum::http::StatusCode;
use axum::response::Response;
use rules::words::{Language, Message, say};

use super::wire;

/// Text made safe for element content and attributes.
pub(super) fn safe(text: &str) -> String {
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

/// A message as the content of an element or attribute.
pub(super) fn told(message: &Message) -> String {
    safe(&message.text(Language::default()))
}

pub(super) fn page(status: StatusCode, title: &str, main: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/ui/style.css\">\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">{skip}</a>\n\
         <header><nav aria-label=\"{navigation}\"><a href=\"/\">{headroom}</a> <a href=\"/docs\">{interface}</a> <a href=\"/docs/errors\">{codes}</a> <a href=\"/checkpoint\">{checkpoint}</a></nav></header>\n\
         <main id=\"main\">\n{main}</main>\n\
         <footer><p>{footer}</p></footer>\n</body>\n</html>\n",
        language = Language::default().code(),
        title = told(&say::page_title(title)),
        skip = told(&say::page_skip()),
        navigation = told(&say::page_navigation()),
        headroom = told(&say::page_headroom()),
        interface = told(&say::page_interface()),
        codes = told(&say::page_codes()),
        checkpoint = told(&say::page_checkpoint()),
        footer = told(&say::page_footer()),
    );
    wire::kept(
        wire::with_status(wire::content("text/html; charset=utf-8", html), status.as_u16()),
        "no-store",
    )
}

/// A page under a message.
pub(super) fn titled(title: &Message, main: &str) -> Response {
    page(StatusCode::OK, &title.text(Language::default()), main)
}

/// A heading of the second level.
pub(super) fn heading(title: &Message) -> String {
    format!("<h2>{}</h2>\n", told(title))
}

/// The start of a table that scrolls in itself.
pub(super) fn scrolling(label: &Message) -> String {
    let label = told(label);
    format!("<div class=\"scroll\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\"><table>")
}

/// The head of a column.
pub(super) fn column(class: &str, title: &Message) -> String {
    format!("<th scope=\"col\"{class}>{}</th>", told(title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_break_out() {
        assert_eq!(safe("<a href='x'>&\""), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    }
}
