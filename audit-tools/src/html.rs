//! The report as one page that needs nothing else.

use std::fmt::Write as _;

use rules::audit::{Listed, Report};

/// The report as HTML.
pub fn html(report: &Report, source: &str) -> String {
    let exit = report.exit();
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Audit report</title>\n<style>body{font:16px/1.5 sans-serif;\
         max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}td,th{border:1px solid #888;padding:.2rem .6rem;\
         text-align:left;vertical-align:top}code{word-break:break-all}</style>\n",
    );
    let _ = writeln!(out, "<h1>{}</h1><p>Exit code {}.", escape(&exit.meaning()), exit.code());
    if let Some(first) = report.first() {
        let _ = writeln!(out, " {}", escape(&first.to_string()));
    }
    let unknown = "unknown".to_owned();
    let rows = [
        ("Source", source.to_owned()),
        ("Ledger", report.identity.ledger_id.clone().unwrap_or(unknown.clone())),
        ("Origin", report.identity.origin.clone().unwrap_or(unknown.clone())),
        ("Pinned by", report.identity.pinned_by.map_or("nothing", |by| by.as_str()).to_owned()),
        ("Entries", report.size.map_or(unknown.clone(), |size| size.to_string())),
        ("Root", report.root.clone().unwrap_or(unknown)),
        ("Not reproduced", report.not_reproduced.to_string()),
    ];
    out.push_str("<table>");
    for (name, value) in rows {
        let _ = write!(out, "<tr><th>{name}<td><code>{}</code>", escape(&value));
    }
    out.push_str("</table>\n");
    let findings = report.findings.iter().map(|finding| format!("{}: {finding}", finding.kind));
    lines(&mut out, "Findings", findings.chain(more(report.findings_left_out)));
    lines(&mut out, "Checked", report.checked.iter().cloned());
    lines(&mut out, "Not checked", report.not_checked.iter().cloned());
    let counts = report.counts.iter().map(|(event_type, outcomes)| {
        let each: Vec<String> =
            outcomes.iter().map(|(outcome, count)| format!("{count} {outcome}")).collect();
        format!("{event_type}: {}", each.join(", "))
    });
    lines(&mut out, "Entries", counts);
    for (title, listed) in [
        ("Bypasses of the check", &report.bypasses),
        ("Decided by interpretation", &report.interpretations),
        ("Signed by a compromised key", &report.signed_by_compromised_key),
        ("Governance", &report.governance),
    ] {
        list(&mut out, title, listed);
    }
    out.push_str("</html>\n");
    out
}

fn list(out: &mut String, title: &str, listed: &Listed) {
    let (kept, left_out) = listed.kept();
    let shown = kept.map(|note| format!("position {}: {}", note.position, note.what));
    lines(out, &format!("{title} ({})", listed.count), shown.chain(more(left_out)));
}

/// A list says that it is empty, so that nobody takes a part that is missing for one with nothing in it.
fn lines(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let _ = write!(out, "<h2>{}</h2>", escape(title));
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        out.push_str("<p>none\n");
        return;
    }
    out.push_str("<ul>");
    for line in lines {
        let _ = write!(out, "<li>{}", escape(&line));
    }
    out.push_str("</ul>\n");
}

/// What is not listed is said; nothing where all is.
fn more(left_out: u64) -> Option<String> {
    (left_out > 0).then(|| format!("and {left_out} more that are not listed"))
}

/// What a signer wrote must stay text.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use rules::audit::Report;

    #[test]
    fn a_list_with_nothing_in_it_says_so_and_a_long_one_is_whole() {
        let mut report = Report::default();
        let page = super::html(&report, "x");
        for title in ["Findings", "Bypasses of the check (0)", "Governance (0)"] {
            assert!(page.contains(&format!("<h2>{title}</h2><p>none")), "{title}: {page}");
        }
        for position in 0..300 {
            report.governance.push(position, format!("statement {position}"));
        }
        let page = super::html(&report, "x");
        assert!(page.contains("Governance (300)") && page.contains("position 299: statement 299"), "{page}");
        assert!(!page.contains("not listed"));
        report.governance.count = 301;
        assert!(super::html(&report, "x").contains("<li>and 1 more that are not listed"));
        // The JSON stays short.
        assert_eq!(serde_json::to_value(&report.governance).unwrap()["first"].as_array().unwrap().len(), 100);
    }

    #[test]
    fn what_a_signer_wrote_stays_text() {
        assert_eq!(super::escape("<script>\"&"), "&lt;script&gt;&quot;&amp;");
    }
}
