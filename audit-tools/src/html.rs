//! The report as one page that needs nothing else.

use std::fmt::Write as _;

use rules::audit::Report;
use rules::words::{Language, Message, say};

const STYLE: &str = "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
     table{border-collapse:collapse}td,th{border:1px solid #888;padding:.2rem .6rem;text-align:left;vertical-align:top}\
     code{word-break:break-all}</style>\n";

/// The report as HTML.
pub fn html(report: &Report, source: &str) -> String {
    let exit = report.exit();
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\"><meta charset=\"utf-8\"><title>{}</title>\n{STYLE}<h1>{}</h1><p>",
        Language::default().code(),
        told(&say::report_title()),
        told(&say::report_answer(&exit.meaning(), u32::from(exit.code()))),
    );
    if let Some(first) = report.first() {
        let _ = write!(out, "{}", escape(&first.to_string()));
    }
    let mut rows = vec![(say::report_source(), source.to_owned())];
    rows.extend(report.about());
    rows.push((say::report_not_reproduced(), report.not_reproduced.to_string()));
    out.push_str("<table>");
    for (name, value) in rows {
        let _ = write!(out, "<tr><th>{}<td><code>{}</code>", told(&name), escape(&value));
    }
    out.push_str("</table>\n");
    let findings = say::report_findings(report.findings.len());
    lines(&mut out, &findings, report.findings.iter().map(|finding| finding.line().into()));
    lines(&mut out, &say::report_checked(), report.checked.iter().cloned());
    lines(&mut out, &say::report_not_checked(), report.not_checked.iter().cloned());
    lines(&mut out, &say::report_entries(), report.counted().map(String::from));
    for (title, listed) in report.lists() {
        let shown = listed.first.iter().map(|note| say::found_at(note.position, &note.what).into());
        lines(&mut out, &title, shown);
    }
    out.push_str("</html>\n");
    out
}

fn lines(out: &mut String, title: &Message, lines: impl Iterator<Item = String>) {
    let _ = write!(out, "<h2>{}</h2><ul>", told(title));
    for line in lines {
        let _ = write!(out, "<li>{}", escape(&line));
    }
    out.push_str("</ul>\n");
}

/// A message as the content of an element.
fn told(message: &Message) -> String {
    escape(&message.text(Language::default()))
}

/// What a signer wrote must stay text.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_a_signer_wrote_stays_text() {
        assert_eq!(super::escape("<script>\"&"), "&lt;script&gt;&quot;&amp;");
    }
}
