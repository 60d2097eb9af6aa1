"""A loss as a spreadsheet has it, such as ``=AVERAGE((Y-P)^2)``, in the language of formulas."""

import re

_NAMES = {
    **dict.fromkeys(("AVERAGE", "MITTELWERT", "MOYENNE", "PROMEDIO", "MEDIA", "AVG"), "mean"),
    **dict.fromkeys(("SUM", "SUMME", "SOMME", "SUMA", "SOMMA"), "sum"),
    **dict.fromkeys(("SQRT", "WURZEL", "RACINE"), "sqrt"),
    **dict.fromkeys(("IF", "WENN", "SI"), "where"),
    "LN": "log",
    **{name.upper(): name for name in ("abs", "exp", "max", "min", "sin", "cos", "sinh", "cosh")},
    "TANH": "tanh",
}
_COUNTS = ("COUNT", "ROWS", "ANZAHL", "ZEILEN")
_OF_VALUES = {
    "SUMSQ": "sum(({0})²)",
    "SUMXMY2": "sum(({0} − {1})²)",
    "SUMPRODUCT": "sum(({0})·({1}))",
    "POWER": "({0})^({1})",
    **dict.fromkeys(_COUNTS, "N"),
}
"""What is written otherwise, with its values."""
_CALL = re.compile(r"([A-Za-z][A-Za-z0-9.]*)\(")
# A spreadsheet has −2² = 4 and 2^3^2 = 64; here they are −4 and 512.
_READ_OTHERWISE = re.compile(r"(?:^|[(,;=+*/^-])\s*-\s*[\w.]+\s*\^|\^[^+*/(),;-]*\^")
_DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")


def from_spreadsheet(text: str) -> str:
    """Return a spreadsheet's formula as Secant has it; empty if it may mean something else."""
    bare = text.strip().removeprefix("{").removesuffix("}").strip().removeprefix("=").strip()
    if _READ_OTHERWISE.search(bare):
        return ""
    if ";" in bare:  # between values where the comma is the decimal sign
        bare = _DECIMAL_COMMA.sub(".", bare).replace(";", ",")
    return _translated(bare)


def _translated(text: str) -> str:
    found, at = "", 0
    while (call := _CALL.search(text, at)) is not None:
        end = _end_of(text, call.end())
        if not end:
            return ""
        name = call[1].upper()
        values = [_translated(each).strip() for each in _values(text[call.end() : end])]
        found += text[at : call.start()]
        is_count = name in _COUNTS and values not in (["Y"], ["P"])
        is_largest_of_all = name in ("MAX", "MIN") and len(values) > 1  # not of each row, as here
        if is_count or is_largest_of_all:
            return ""
        if name in _OF_VALUES:
            form = _OF_VALUES[name]
            if form.count("{") not in (0, len(values)):
                return ""
            found += form.format(*values)
        else:
            found += f"{_NAMES.get(name, call[1])}({', '.join(values)})"
        at = end + 1
    return found + text[at:]


def _end_of(text: str, start: int) -> int:
    """Return where the bracket before a place is closed; 0 if it never is."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if not depth:
            return at
    return 0


def _values(text: str) -> list[str]:
    """Return what stands between the commas that are in no further bracket."""
    found, depth = [""], 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and not depth:
            found.append("")
        else:
            found[-1] += character
    return found
