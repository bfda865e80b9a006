//! The report as one page that needs nothing else.

use std::fmt::Write as _;

use rules::audit::{Finding, Report};
use rules::words::{Language, Message, Told, are_verified, say};

const STYLE: &str = "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
     table{border-collapse:collapse}td,th{border:1px solid #888;padding:.2rem .6rem;text-align:left;vertical-align:top}\
     code{word-break:break-all}</style>\n";

/// The report as HTML in a language.
pub fn html(report: &Report, source: &str, language: Language) -> String {
    let told = |message: &Message| escape(&message.text(language));
    let exit = report.exit();
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\"><meta charset=\"utf-8\"><title>{}</title>\n{STYLE}<h1>{}</h1><p>",
        language.code(),
        told(&say::report_title()),
        told(&say::report_answer(exit.meaning(), u32::from(exit.code()))),
    );
    if let Some(first) = report.first() {
        out.push_str(&told(&first.said()));
    }
    let mut rows = vec![(say::report_source(), say::as_said(source))];
    rows.extend(report.about());
    rows.push((say::report_not_reproduced(), say::as_said(&report.not_reproduced.to_string())));
    out.push_str("<table>");
    for (name, value) in rows {
        let _ = write!(out, "<tr><th>{}<td><code>{}</code>", told(&name), told(&value));
    }
    out.push_str("</table>\n");
    let findings = say::report_findings(report.findings.len());
    let found = report.findings.iter().map(Finding::line);
    let mut lines = |title: &Message, all: Vec<Message>| lines(&mut out, title, &all, language);
    let scope = |all: &[Told]| all.iter().map(|one| one.message().clone()).collect();
    lines(&findings, found.chain(more(report.findings_left_out)).collect());
    lines(&say::report_checked(), scope(&report.checked));
    lines(&say::report_not_checked(), scope(&report.not_checked));
    lines(&say::report_entries(), report.counted().collect());
    for (title, listed) in report.lists() {
        let (kept, left_out) = listed.kept();
        let shown = kept.map(|note| say::found_at(note.position, note.what.message().clone()));
        lines(&title, shown.chain(more(left_out)).collect());
    }
    if !are_verified(language) {
        let _ = writeln!(out, "<p><small>{}</small></p>", told(&say::terms_unverified()));
    }
    out.push_str("</html>\n");
    out
}

/// A list says that it is empty, so that nobody takes a part that is missing for one with nothing in it.
fn lines(out: &mut String, title: &Message, lines: &[Message], language: Language) {
    let told = |message: &Message| escape(&message.text(language));
    let _ = write!(out, "<h2>{}</h2>", told(title));
    if lines.is_empty() {
        let _ = writeln!(out, "<p>{}", told(&say::report_none()));
        return;
    }
    out.push_str("<ul>");
    for line in lines {
        let _ = write!(out, "<li>{}", told(line));
    }
    out.push_str("</ul>\n");
}

/// What is not listed is said; nothing where all is.
fn more(left_out: u64) -> Option<Message> {
    (left_out > 0).then(|| say::more(usize::try_from(left_out).unwrap_or(usize::MAX)))
}

/// What a signer wrote must stay text.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use rules::audit::Report;
    use rules::words::Language;

    #[test]
    fn a_list_with_nothing_in_it_says_so_and_a_long_one_is_whole() {
        let mut report = Report::default();
        let page = super::html(&report, "x", Language::English);
        for title in ["findings (0)", "bypasses of the check (0)", "governance (0)"] {
            assert!(page.contains(&format!("<h2>{title}</h2><p>none")), "{title}: {page}");
        }
        for position in 0..300 {
            report.governance.push(position, format!("statement {position}"));
        }
        let page = super::html(&report, "x", Language::English);
        assert!(page.contains("governance (300)") && page.contains("position 299: statement 299"), "{page}");
        assert!(!page.contains("not listed"));
        report.governance.count = 301;
        assert!(super::html(&report, "x", Language::English).contains("<li>and 1 more, not listed"));
        // The JSON stays short.
        assert_eq!(serde_json::to_value(&report.governance).unwrap()["first"].as_array().unwrap().len(), 100);
    }

    #[test]
    fn what_a_signer_wrote_stays_text() {
        assert_eq!(super::escape("<script>\"&"), "&lt;script&gt;&quot;&amp;");
    }
}
