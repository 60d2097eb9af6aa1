"""Texts cut to a length that a sentence can hold."""

LONGEST = 40


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return a text of so many characters at most, its end left out where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
