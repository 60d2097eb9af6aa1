"""Texts about the methods of a descent."""

from engine import Frame, Method

DESCRIPTIONS = {
    Method.AUTOMATIC: "In closed form if that gives the same numbers, otherwise epoch by epoch",
    Method.LITERAL: "Epoch by epoch, with every quotient evaluated on all rows",
    Method.TRIANGLE: "Epoch by epoch, with every quotient evaluated on the rows reduced by QR",
    Method.MODES: "Many epochs at once in closed form, checked against the limit along the way",
}


def method_text(frame: Frame) -> str:
    """Return the method that computed a frame and, if it is not the fastest, why."""
    return f"{frame.method}: {frame.fallback}" if frame.fallback else str(frame.method)


def explained_method(frame: Frame) -> str:
    """Return what that method does, and why it is not the fastest."""
    explained = f"{DESCRIPTIONS[frame.method]}."
    return f"{explained}\nNot faster, because {frame.fallback}." if frame.fallback else explained
