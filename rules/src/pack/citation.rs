//! Where a figure or a rule stands in the law.

use std::fmt;

use toml_edit::{Item, TableLike};

use super::fault::PackFaultKind;
use super::read::Block;
use super::shape::{CITATION, missing_hint};

/// A place in an act, precise enough to be opened: every value and every rule of a pack has its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The act as lawyers write it: `Regulation (EU) 2023/2831`.
    pub act: String,
    /// Its CELEX number: `32023R2831`.
    pub celex: String,
    /// Its European Legislation Identifier, a URL.
    pub eli: String,
    /// The article's number: `3`, or `25a`; `None` where a recital says it.
    pub article: Option<String>,
    /// The recital's number, where no article says it.
    pub recital: Option<String>,
    /// The paragraph, where the article has any.
    pub paragraph: Option<String>,
    /// The point, such as `c` or `d(i)`.
    pub point: Option<String>,
}

/// `Regulation (EU) 2023/2831 Art. 1(1)(c)`, or `Regulation (EU) 2023/2831 rec. 14`.
impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.act)?;
        if let Some(article) = &self.article {
            write!(f, " Art. {article}")?;
        }
        if let Some(recital) = &self.recital {
            write!(f, " rec. {recital}")?;
        }
        if let Some(paragraph) = &self.paragraph {
            write!(f, "({paragraph})")?;
        }
        match &self.point {
            // `d(i)` reads as `(d)(i)`.
            Some(point) => match point.split_once('(') {
                Some((head, tail)) => write!(f, "({head})({tail}"),
                None => write!(f, "({point})"),
            },
            None => Ok(()),
        }
    }
}

impl Citation {
    /// What stands there, of a citation that has been read.
    pub(super) fn peek(table: &dyn TableLike) -> Citation {
        let text = |key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
        Citation {
            act: text("act").unwrap_or_default(),
            celex: text("celex").unwrap_or_default(),
            eli: text("eli").unwrap_or_default(),
            article: text("article"),
            recital: text("recital"),
            paragraph: text("paragraph"),
            point: text("point"),
        }
    }

    /// Reads the citation of a value or rule; its absence is a fault already noted by the block's shape.
    pub(super) fn read(holder: &Block<'_>) -> Option<Citation> {
        let block = holder.block("citation", &CITATION)?;
        let celex = block.text("celex");
        if let Some(celex) = &celex
            && !is_celex(celex)
        {
            let hint = "a CELEX number looks like 32023R2831: sector, year, letter, number";
            block.refuse("celex", &format!("`{celex}` is no CELEX number"), hint);
        }
        let eli = block.text("eli");
        if let Some(eli) = &eli
            && !eli.starts_with("http://data.europa.eu/eli/")
        {
            let hint = "an ELI looks like http://data.europa.eu/eli/reg/2023/2831/oj";
            block.refuse("eli", &format!("`{eli}` is no European Legislation Identifier"), hint);
        }
        let (article, recital) = (block.text("article"), block.text("recital"));
        match (block.has("article"), block.has("recital")) {
            (false, false) => {
                let kind = PackFaultKind::MissingKey { key: "article", block: block.name().to_owned() };
                block.note_whole(kind, missing_hint("article"));
            }
            (true, true) => block.refuse("recital", "an article and a recital", "cite the one that says it"),
            (true, false) | (false, true) => {}
        }
        Some(Citation {
            act: block.text("act")?,
            celex: celex?,
            eli: eli?,
            article,
            recital,
            paragraph: block.text("paragraph"),
            point: block.text("point"),
        })
    }
}

/// One digit, four digits of a year, one or two capitals, then four digits or more.
fn is_celex(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let Some(letter) = text.find(|c: char| c.is_ascii_uppercase()) else { return false };
    let (head, tail) = text.split_at(letter);
    let number = tail.trim_start_matches(|c: char| c.is_ascii_uppercase());
    head.len() == 5 && digits(head) && tail.len() - number.len() <= 2 && number.len() >= 4 && digits(number)
}

#[cfg(test)]
mod tests {
    use super::{Citation, is_celex};

    fn citation(paragraph: Option<&str>, point: Option<&str>) -> String {
        Citation {
            act: "Regulation (EU) 2023/2831".into(),
            celex: "32023R2831".into(),
            eli: "http://data.europa.eu/eli/reg/2023/2831/oj".into(),
            article: Some("3".into()),
            recital: None,
            paragraph: paragraph.map(Into::into),
            point: point.map(Into::into),
        }
        .to_string()
    }

    #[test]
    fn a_citation_reads_as_lawyers_write_it() {
        assert_eq!(citation(None, None), "Regulation (EU) 2023/2831 Art. 3");
        assert_eq!(citation(Some("2"), None), "Regulation (EU) 2023/2831 Art. 3(2)");
        assert_eq!(citation(Some("1"), Some("c")), "Regulation (EU) 2023/2831 Art. 3(1)(c)");
        assert_eq!(citation(Some("1"), Some("d(i)")), "Regulation (EU) 2023/2831 Art. 3(1)(d)(i)");
    }

    #[test]
    fn a_recital_is_cited_as_one() {
        let citation = Citation {
            act: "Regulation (EU) 2023/2831".into(),
            celex: "32023R2831".into(),
            eli: "http://data.europa.eu/eli/reg/2023/2831/oj".into(),
            article: None,
            recital: Some("14".into()),
            paragraph: None,
            point: None,
        };
        assert_eq!(citation.to_string(), "Regulation (EU) 2023/2831 rec. 14");
    }

    #[test]
    fn celex_numbers_are_told_from_other_text() {
        for good in ["32023R2831", "31971R1182", "52008XC0119"] {
            assert!(is_celex(good), "{good}");
        }
        for bad in ["", "R", "2023R2831", "32023R", "32023r2831", "32023R28x1", "32023RRR2831"] {
            assert!(!is_celex(bad), "{bad}");
        }
    }
}
