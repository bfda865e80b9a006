//! The one spelling of a number in checkpoints, proofs and paths.

/// An unsigned decimal without sign or leading zeros, up to 64 bits; nothing for any other text.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let digits_only = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = digits_only && (text == "0" || !text.starts_with('0'));
    if canonical { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn a_number_has_one_spelling() {
        assert_eq!(decimal("0"), Some(0));
        assert_eq!(decimal("18446744073709551615"), Some(u64::MAX));
        for bad in ["", "00", "01", "+1", "-0", " 1", "1 ", "1_0", "0x1", "٣", "18446744073709551616"] {
            assert_eq!(decimal(bad), None, "{bad}");
        }
    }
}
