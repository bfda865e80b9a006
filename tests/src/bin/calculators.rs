//! Answers questions to a calculator, one JSON object a line: `calculators sme < QUESTIONS > ANSWERS`.

use std::io::{BufRead, Write};

use aidledger_tests::calculators;

fn main() -> Result<(), calculators::NoQuestion> {
    let which = std::env::args().nth(1).unwrap_or_default();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let answer = match which.as_str() {
            "sme" => calculators::size::answer(&line?)?,
            "interest" => calculators::interest::answer(&line?)?,
            _ => return Err("say which calculator: sme or interest".into()),
        };
        writeln!(out, "{answer}")?;
    }
    Ok(())
}
