"""Whether the quotes in some lines surround whole cells, so that every reader splits them alike."""

import numpy as np

_QUOTE, _LINE_FEED, _RETURN = map(ord, '"\n\r')


def quotes_are_regular(data: bytes, separator: str) -> bool:
    """Return whether each quote begins or ends a cell, or is one of two in a quoted cell.

    No quoted cell has a line end. Between them, the csv module and others split such lines alike;
    of a cell such as "1"5 or "1" behind a blank, they make different things.

    Parameters
    ----------
    data : bytes
        Whole lines that begin outside of a quoted cell.
    separator : str
        One character between cells.
    """
    codes = np.frombuffer(data, np.uint8)
    is_quote = codes == _QUOTE
    quotes = np.flatnonzero(is_quote)
    if len(quotes) % 2 or not separator.isascii():
        return False
    opening, closing = quotes[::2], quotes[1::2]
    is_between = np.zeros(256, bool)
    is_between[[ord(separator), _LINE_FEED, _RETURN]] = True
    # One of two quotes closes a cell and the other opens it again.
    is_doubled = opening[1:] - closing[:-1] == 1
    begins, ends = np.empty(len(opening), bool), np.empty(len(opening), bool)
    if len(opening):
        begins[0] = opening[0] == 0 or is_between[codes[opening[0] - 1]]
        ends[-1] = closing[-1] == len(codes) - 1 or is_between[codes[closing[-1] + 1 :][0]]
        begins[1:] = is_doubled | is_between[codes[opening[1:] - 1]]
        ends[:-1] = is_doubled | is_between[codes[closing[:-1] + 1]]
    return bool(begins.all() and ends.all()) and not _has_line_end(codes, opening, closing)


def _has_line_end(
    codes: "np.ndarray[tuple[int], np.dtype[np.uint8]]",
    opening: "np.ndarray[tuple[int], np.dtype[np.intp]]",
    closing: "np.ndarray[tuple[int], np.dtype[np.intp]]",
) -> bool:
    """Return whether a line ends between an opening quote and the next closing one."""
    line_ends = np.flatnonzero((codes == _LINE_FEED) | (codes == _RETURN))
    before = np.searchsorted(opening, line_ends)
    return bool((before != np.searchsorted(closing, line_ends)).any())
