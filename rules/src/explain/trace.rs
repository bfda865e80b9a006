//! An explanation in a language: a tree of sentences with figures, as it crosses the wire and as indented text.

use ledger::verdict::Figure;
use serde::Serialize;

use crate::words::{Language, say};

/// One step of an explanation with the steps it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// What kind of step this is, a stable word.
    pub step: String,
    /// The step in words.
    pub text: String,
    /// What came out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// Rule id in its pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
    /// The entry it speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    /// The result as an amount in euro: `["x"]`, or `["low","high"]`. What a window or check comes to is the sum of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<Figure>,
    /// What it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Trace>,
}

impl Trace {
    /// The tree as indented lines.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.to_text_in(Language::default())
    }

    /// The same, of a tree that is told in this language.
    #[must_use]
    pub fn to_text_in(&self, language: Language) -> String {
        let mut text = String::new();
        self.write_text(0, language, &mut text);
        text
    }

    fn write_text(&self, depth: usize, language: Language, out: &mut String) {
        out.push_str(&"  ".repeat(depth));
        out.push_str(&self.line(language));
        out.push('\n');
        for input in &self.inputs {
            input.write_text(depth + 1, language, out);
        }
    }

    /// The step alone: words, result, position, citation.
    fn line(&self, language: Language) -> String {
        let mut line = self.text.clone();
        if let Some(result) = &self.result {
            line.push_str(" = ");
            line.push_str(result);
        }
        if let Some(position) = self.position {
            line.push_str("  ");
            line.push_str(&say::at_position(position).text(language));
        }
        if let Some(citation) = &self.citation {
            line.push_str(&format!("  [{citation}]"));
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Trace {
        let leaf = Trace {
            step: "b".to_owned(),
            text: "<script>alert('1')</script>".to_owned(),
            result: None,
            rule: None,
            citation: None,
            position: Some(7),
            figure: None,
            inputs: Vec::new(),
        };
        Trace {
            step: "a".to_owned(),
            text: "x < y & \"z\"".to_owned(),
            result: Some("1".to_owned()),
            rule: Some("r".to_owned()),
            citation: Some("Art. 1".to_owned()),
            position: None,
            inputs: vec![leaf.clone()],
            ..leaf
        }
    }

    #[test]
    fn text_is_indented_by_depth() {
        assert_eq!(
            tree().to_text(),
            "x < y & \"z\" = 1  [Art. 1]\n  <script>alert('1')</script>  (position 7)\n"
        );
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
