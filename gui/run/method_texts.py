"""What is said of the ways of carrying a descent out."""

from engine import Frame, Method

DESCRIPTIONS = {
    Method.AUTOMATIC: "In closed form where that gives the same numbers, else epoch by epoch",
    Method.LITERAL: "Every epoch walked, every quotient evaluated on all rows",
    Method.TRIANGLE: "Every epoch walked, every quotient evaluated on the rows reduced by QR",
    Method.MODES: "Many epochs at once in closed form, checked against the limit as it goes",
}


def shown_method(frame: Frame) -> str:
    """Write which method made a frame and, where it is not the faster one, why."""
    return f"{frame.method}: {frame.fallback}" if frame.fallback else str(frame.method)


def explained_method(frame: Frame) -> str:
    """Write what that method does, and why it is not the faster one."""
    explained = f"{DESCRIPTIONS[frame.method]}."
    return f"{explained}\nNot faster, because {frame.fallback}." if frame.fallback else explained
