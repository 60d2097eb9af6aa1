"""Shortens texts so that they fit into a sentence."""

# Characters: enough to recognise a cell, few enough to leave room for the sentence about it.
LONGEST = 40


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return the text, cut to at most ``longest`` characters with an ellipsis at the end."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
