//! One tree, three forms: indented text, nested HTML without script, and JSON (the tree itself, through serde).

use super::tree::Trace;

impl Trace {
    /// The tree as indented lines.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.write_text(0, &mut text);
        text
    }

    fn write_text(&self, depth: usize, out: &mut String) {
        out.push_str(&"  ".repeat(depth));
        out.push_str(&self.line());
        out.push('\n');
        for input in &self.inputs {
            input.write_text(depth + 1, out);
        }
    }

    /// The step alone: words, result, position, citation.
    fn line(&self) -> String {
        let mut line = self.text.clone();
        if let Some(result) = &self.result {
            line.push_str(" = ");
            line.push_str(result);
        }
        if let Some(position) = self.position {
            line.push_str(&format!("  (position {position})"));
        }
        if let Some(citation) = &self.citation {
            line.push_str(&format!("  [{citation}]"));
        }
        line
    }

    /// The tree as nested `<details>` and `<ul>`: a fragment for a page, every text escaped.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut html = String::from("<ul class=\"trace\">");
        self.write_html(0, &mut html);
        html.push_str("</ul>\n");
        html
    }

    fn write_html(&self, depth: usize, out: &mut String) {
        let line = escape(&self.line());
        out.push_str(&format!("<li class=\"{}\">", escape(&self.step)));
        if self.inputs.is_empty() {
            out.push_str(&line);
        } else {
            // The first steps are open, so that a reader sees the sum before asking for the awards in it.
            let open = if depth < OPEN_DEPTH { " open" } else { "" };
            out.push_str(&format!("<details{open}><summary>{line}</summary><ul>"));
            for input in &self.inputs {
                input.write_html(depth + 1, out);
            }
            out.push_str("</ul></details>");
        }
        out.push_str("</li>");
    }
}

/// Levels that are unfolded at first.
const OPEN_DEPTH: usize = 2;

/// Text that is safe between tags and inside a quoted attribute.
fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut safe, c| {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
        safe
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Trace {
        Trace::step("a", "x < y & \"z\"", Some("1".to_owned()))
            .under("r", "Art. 1")
            .with(vec![Trace::step("b", "<script>alert('1')</script>", None).at(7)])
    }

    #[test]
    fn text_is_indented_by_depth() {
        assert_eq!(
            tree().to_text(),
            "x < y & \"z\" = 1  [Art. 1]\n  <script>alert('1')</script>  (position 7)\n"
        );
    }

    #[test]
    fn html_carries_no_text_as_markup() {
        let html = tree().to_html();
        assert_eq!(
            html,
            "<ul class=\"trace\"><li class=\"a\"><details open><summary>x &lt; y &amp; &quot;z&quot; = 1  [Art. 1]</summary>\
             <ul><li class=\"b\">&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;  (position 7)</li></ul></details></li></ul>\n"
        );
        assert!(!html.contains("<script"));
    }

    #[test]
    fn json_leaves_out_what_a_step_does_not_have() {
        let json = serde_json::to_string(&tree()).unwrap();
        assert!(json.starts_with(
            r#"{"step":"a","text":"x < y & \"z\"","result":"1","rule":"r","citation":"Art. 1","inputs":[{"#
        ));
        assert!(json.ends_with(r#""position":7}]}"#));
    }
}
