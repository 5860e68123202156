//! Quantities as Kubernetes writes them: `250m`, `1.5`, `2Gi`, `1e3`.

/// The quantity in thousandths, rounded up, if it is one and not negative.
///
/// The forms of Kubernetes' `resource.Quantity`: a decimal number with a decimal exponent (`2e3`), or a suffix out of n,
/// u, m, k, M, G, T, P, E, or Ki, Mi, Gi, Ti, Pi, Ei. Values above `u128::MAX` thousandths are no quantity.
pub(crate) fn milli(text: &str) -> Option<u128> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return None;
    }
    let (multiplier, divisor) = scale(suffix)?;
    let mut value: u128 = 0;
    let mut below: u128 = 1;
    for digit in whole.bytes().chain(fraction.bytes()) {
        value = value.checked_mul(10)?.checked_add(u128::from(digit - b'0'))?;
    }
    for _ in fraction.bytes() {
        below = below.checked_mul(10)?;
    }
    Some(value.checked_mul(multiplier)?.checked_mul(1000)?.div_ceil(below.checked_mul(divisor)?))
}

/// A suffix as a fraction: multiplier and divisor.
fn scale(suffix: &str) -> Option<(u128, u128)> {
    if let Some(exponent) = suffix.strip_prefix(['e', 'E']).filter(|exponent| !exponent.is_empty()) {
        let exponent: i32 = exponent.parse().ok()?;
        let power = 10u128.checked_pow(exponent.unsigned_abs())?;
        return Some(if exponent < 0 { (1, power) } else { (power, 1) });
    }
    Some(match suffix {
        "" => (1, 1),
        "n" => (1, 1_000_000_000),
        "u" => (1, 1_000_000),
        "m" => (1, 1_000),
        "k" => (1_000, 1),
        "M" => (1_000_000, 1),
        "G" => (1_000_000_000, 1),
        "T" => (1_000_000_000_000, 1),
        "P" => (1_000_000_000_000_000, 1),
        "E" => (1_000_000_000_000_000_000, 1),
        "Ki" => (1 << 10, 1),
        "Mi" => (1 << 20, 1),
        "Gi" => (1 << 30, 1),
        "Ti" => (1 << 40, 1),
        "Pi" => (1 << 50, 1),
        "Ei" => (1 << 60, 1),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::milli;

    #[test]
    fn forms_of_the_documentation() {
        // The equal amounts that Kubernetes' page on memory units lists, and its examples for processors.
        assert_eq!(milli("128974848"), Some(128_974_848_000));
        assert_eq!(milli("129e6"), Some(129_000_000_000));
        assert_eq!(milli("129M"), Some(129_000_000_000));
        assert_eq!(milli("128974848000m"), Some(128_974_848_000));
        assert_eq!(milli("123Mi"), Some(128_974_848_000));
        assert_eq!(milli("0.1"), milli("100m"));
        assert_eq!(
            (milli("1"), milli(".5"), milli("2."), milli("+3k")),
            (Some(1000), Some(500), Some(2000), Some(3_000_000))
        );
        assert_eq!((milli("1E"), milli("1E2"), milli("5e-1")), (Some(10u128.pow(21)), Some(100_000), Some(500)));
        // Up, as Kubernetes does, so that nothing is promised twice.
        assert_eq!((milli("1n"), milli("1500u"), milli("0")), (Some(1), Some(2), Some(0)));
    }

    #[test]
    fn anything_else() {
        for text in [
            "",
            ".",
            "m",
            "-1",
            "1.2.3",
            "1 Gi",
            "1gi",
            "0x10",
            "1e",
            "1e999",
            "NaN",
            "9".repeat(60).as_str(),
            "1EiB",
            "é",
        ] {
            assert_eq!(milli(text), None, "{text}");
        }
    }
}
