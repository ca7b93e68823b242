"""Shares as exact fractions: read from text, written back, and shown without ever misleading about a threshold."""

from fractions import Fraction

from consensus.domain.errors import InvalidInputError


def parse_share(value: object) -> Fraction:
    """Read a share: "4/5", "0.8", "80%", a whole number or a Fraction; the range is left to the caller.

    A float is refused: 0.8 and 2/3 have no exact binary form, and a rule decides on exact numbers only.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str):
        text = value.strip()
        try:
            return Fraction(text[:-1].strip()) / 100 if text.endswith("%") else Fraction(text)
        except (ValueError, ZeroDivisionError):
            pass
    raise InvalidInputError(f"Write a share as a fraction such as 4/5 or in per cent such as 80%, not {value!r}.")


def canonical_share(share: Fraction) -> str:
    """The one way a share is stored: "4/5", "1/1"."""
    return f"{share.numerator}/{share.denominator}"


def exact_percent(share: Fraction) -> str | None:
    """The share in per cent where at most two decimals say it exactly ("80%", "12.5%"), else None."""
    hundredths = share * 10_000
    if hundredths.denominator != 1:
        return None
    whole, rest = divmod(hundredths.numerator, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def rule_share(share: Fraction) -> str:
    """A share of a rule in words: "80%" where per cent is exact, else the fraction ("2/3")."""
    return exact_percent(share) or canonical_share(share)


def percent_text(k: int, n: int, threshold: Fraction | None = None) -> str:
    """k of n in per cent with one decimal, and with as many more as honesty needs.

    What is shown lies on the same side of `threshold` (and of 0 and 100) as the exact share does: a miss of
    79.99% is never printed as 80.0%, and a pass of 75.01% never as 75.0%. n must be positive.
    """
    share = Fraction(k, n)
    marks = [Fraction(0), Fraction(1), *([] if threshold is None else [threshold])]
    digits = 1
    while True:
        scale = 10**digits
        shown = Fraction(round(share * 100 * scale), 100 * scale)
        # An exact hit on a threshold such as 2/3 has no decimal form: the nearest one is then honest.
        if all(share == mark or ((shown > mark) == (share > mark) and shown != mark) for mark in marks):
            break
        digits += 1
    whole, rest = divmod(int(shown * 100 * scale), scale)
    return f"{whole}.{rest:0{digits}d}%"


def share_text(k: int, n: int, threshold: Fraction | None = None) -> str:
    """ "13/15 (86.7%)": the counts first, then per cent as in `percent_text`; only the counts when n is 0."""
    return f"{k}/{n} ({percent_text(k, n, threshold)})" if n else f"{k}/{n}"
