//! The register's own words for instruments and objectives, and what they are in the ledger's vocabulary.
//!
//! An article number alone says nothing: exports mix Regulation (EU) No 651/2014 (the GBER) with its predecessor
//! (EC) No 800/2008 and with the agricultural and fisheries block exemptions, whose articles carry the same numbers
//! ("Environmental aid in the form of tax reductions (Art. 25)" is 800/2008, not research aid). So a regime is named only
//! where number **and** wording are those of a GBER objective; every other row has the regime `unknown`.

/// Instruments by the opening words of the register's label, lower case.
const INSTRUMENTS: &[(&str, &str)] = &[
    ("direct grant", "grant-or-interest-subsidy"),
    ("interest subsidy", "grant-or-interest-subsidy"),
    ("interest rate subsidy", "grant-or-interest-subsidy"),
    ("soft loan", "loan-or-repayable-advance"),
    ("loan", "loan-or-repayable-advance"),
    ("repayable advance", "loan-or-repayable-advance"),
    ("guarantee", "guarantee"),
    ("tax ", "tax-advantage"),
    ("other forms of tax advantage", "tax-advantage"),
    ("provision of risk finance", "risk-finance"),
    ("risk finance", "risk-finance"),
    ("subsidised services", "subsidised-services"),
    ("subsidized services", "subsidised-services"),
    ("other (", "other"),
    // Its own category in the register; the ledger's vocabulary has no narrower word than this.
    ("reduction of social security contributions", "other"),
];

/// The ledger's instrument for a label; `None` where the label is not one of the register's.
pub(super) fn instrument(label: &str) -> Option<&'static str> {
    let label = label.to_lowercase();
    INSTRUMENTS.iter().find(|(opening, _)| label.starts_with(opening)).map(|(_, instrument)| *instrument)
}

/// What an objective says about the legal basis.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Basis {
    /// `scheme` or `ad-hoc`, where the label says so.
    pub(super) kind: Option<&'static str>,
    /// `gber-<article>` or `unknown`.
    pub(super) regime: String,
}

/// GBER objectives: article, and opening words of the label, lower case, as the register's exports write them.
const GBER_OBJECTIVES: &[(&str, &str)] = &[
    ("14", "regional aid - investment aid"),
    ("15", "regional aid - operating aid"),
    ("15", "transport costs of goods in eligible areas"),
    ("15", "additional costs in outermost regions"),
    ("16", "regional urban development aid"),
    ("17", "investment aid to smes"),
    ("18", "aid for consultancy in favour of smes"),
    ("19", "aid to smes for participation in fairs"),
    ("20", "aid for cooperation costs incurred by smes"),
    ("21", "risk finance aid"),
    ("22", "aid for start-ups"),
    ("23", "aid to alternative trading platforms"),
    ("24", "aid for scouting costs"),
    ("25", "fundamental research"),
    ("25", "industrial research"),
    ("25", "experimental development"),
    ("25", "feasibility studies"),
    ("26", "investment aid for research infrastructures"),
    ("27", "aid for innovation clusters"),
    ("28", "innovation aid for smes"),
    ("29", "aid for process and organisational innovation"),
    ("30", "aid for research and development in the fishery and aquaculture"),
    ("31", "training aid"),
    ("32", "aid for the recruitment of disadvantaged workers"),
    ("33", "aid for the employment of workers with disabilities"),
    ("34", "aid for compensating the additional costs of employing workers with disabilities"),
    ("35", "aid for compensating the costs of assistance provided to disadvantaged workers"),
    ("36", "investment aid enabling undertakings to go beyond union standards"),
    ("37", "investment aid for early adaptation to future union standards"),
    ("38", "investment aid for energy efficiency measures"),
    ("39", "investment aid for energy efficiency projects in buildings"),
    ("40", "investment aid for high-efficiency cogeneration"),
    ("41", "investment aid for the promotion of energy from renewable"),
    ("42", "operating aid for the promotion of electricity from renewable"),
    ("43", "operating aid for the promotion of energy from renewable"),
    ("44", "aid in the form of reductions in environmental taxes"),
    ("45", "investment aid for remediation of contaminated sites"),
    ("46", "investment aid for energy efficient district heating and cooling"),
    ("47", "investment aid for waste recycling and re-utilisation"),
    ("48", "investment aid for energy infrastructure"),
    ("49", "aid for environmental studies"),
    ("50", "aid schemes to make good the damage caused by certain natural disasters"),
    ("51", "social aid for transport for residents of remote regions"),
    ("52", "aid for broadband infrastructure"),
    ("53", "aid for culture and heritage conservation"),
    ("54", "aid schemes for audio-visual works"),
    ("55", "aid for sport and multifunctional recreational infrastructures"),
    ("56", "investment aid for local infrastructures"),
];

/// Articles with a letter exist in the GBER alone, so here the number is enough.
const GBER_LETTERED: &str = "19a 19b 19c 19d 20a 21a 25a 25b 25c 25d 25e 26a 36a 36b 38a 38b 39a 52a 52b 52c 52d \
56a 56b 56c 56d 56e 56f";

/// The basis that an objective names.
pub(super) fn basis(objective: &str) -> Basis {
    let label = objective.to_lowercase().replace('–', "-");
    let regime =
        gber_article(&label).map_or_else(|| "unknown".to_owned(), |article| format!("gber-{article}"));
    let kind = match label.trim_end() {
        text if text.ends_with("- scheme") => Some("scheme"),
        text if text.ends_with("- ad hoc") || text.ends_with("- ad hoc aid") => Some("ad-hoc"),
        _ => None,
    };
    Basis { kind, regime }
}

fn gber_article(label: &str) -> Option<&'static str> {
    let cited = cited_article(label)?;
    let lettered = GBER_LETTERED.split_whitespace().find(|article| *article == cited);
    lettered.or_else(|| {
        let fits = |(article, opening): &&(&str, &str)| *article == cited && label.starts_with(opening);
        GBER_OBJECTIVES.iter().find(fits).map(|(article, _)| *article)
    })
}

/// `25` of `(Art. 25(2)(b))`, `56a` of `(Article 56a)`; nothing where no article closes the label.
fn cited_article(label: &str) -> Option<&str> {
    let cited = label.rsplit_once("(art").map(|(_, rest)| rest)?;
    let cited = cited.strip_prefix("icle").or_else(|| cited.strip_prefix('.'))?.trim_start();
    let end = cited.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(cited.len());
    let article = cited.get(..end)?;
    let after = cited.get(end..)?;
    (!article.is_empty() && after.starts_with([')', '('])).then_some(article)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regime(objective: &str) -> String {
        basis(objective).regime
    }

    #[test]
    fn gber_objectives_name_their_article() {
        assert_eq!(
            regime("Investment aid for the promotion of energy from renewable sources (Art. 41)"),
            "gber-41"
        );
        assert_eq!(regime("Industrial research (Art. 25(2)(b))"), "gber-25");
        assert_eq!(regime("Aid for regional airports (Art. 56a)"), "gber-56a");
        assert_eq!(
            regime(
                "Aid for the employment of workers with disabilities in the form of wage subsidies (Article 33)"
            ),
            "gber-33"
        );
        assert_eq!(
            basis("Regional aid – investment aid (Art. 14) - Scheme"),
            Basis { kind: Some("scheme"), regime: "gber-14".into() }
        );
    }

    /// The number is a GBER article's, the wording is another regulation's.
    #[test]
    fn the_same_number_of_another_regulation_is_unknown() {
        for objective in [
            "Environmental aid in the form of tax reductions (Art. 25)",
            "Aid for the recruitment of disadvantaged workers in the form of wage subsidies (Art. 40)",
            "Aid to compensate for losses caused by adverse climatic events (Article 25)",
            "Aid for research and development in the agricultural sector (Article 31)",
            "General training (Art. 38(2))",
            "Industrial research (Art. 31.2.b)",
            "Aid to the livestock sector (Article 27(a) or (b))",
            "Environmental protection",
            "Something new (Art. 57)",
            "",
        ] {
            assert_eq!(regime(objective), "unknown", "{objective}");
        }
    }

    #[test]
    fn instruments_by_label() {
        assert_eq!(instrument("Direct grant/ Interest rate subsidy"), Some("grant-or-interest-subsidy"));
        assert_eq!(instrument("Tax rate reduction"), Some("tax-advantage"));
        assert_eq!(instrument("Loan/ Repayable advances"), Some("loan-or-repayable-advance"));
        assert_eq!(instrument("Other (Tilskud)"), Some("other"));
        assert_eq!(instrument("Something else"), None);
    }

    #[test]
    fn no_two_rows_of_the_tables_answer_for_the_same_label() {
        for (at, (article, opening)) in GBER_OBJECTIVES.iter().enumerate() {
            let twins =
                GBER_OBJECTIVES.iter().skip(at + 1).filter(|(a, o)| a == article && o.starts_with(opening));
            assert_eq!(twins.count(), 0, "{opening}");
        }
    }
}
