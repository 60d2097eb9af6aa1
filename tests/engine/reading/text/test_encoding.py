import io
import pickle
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadTable
from engine.reading.text.encoding import Utf8Stream, guess_encoding

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
TABLE = "Länge °C;µ\r\n1,5;2\r\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encoding_is_guessed(encoding: str) -> None:
    assert guess_encoding("t.csv", TABLE.encode(encoding)) == encoding


@pytest.mark.parametrize(
    ("sample", "encoding"),
    [
        (b"", "utf-8"),
        (b"1,2\n", "utf-8"),
        (b"1,2\n3\0,4\n", "utf-8"),
        ("größe\n".encode()[:3], "utf-8"),
        ("x\ty\n".encode("utf-16")[:-1], "utf-16"),
        (b"\xfe\xff" + "x".encode("utf-16-be"), "utf-16"),
        ("x1,x2\n1,2\n".encode("utf-16-le")[:-1], "utf-16-le"),
        (b"\xb0,\xb5\n1,2\n", "cp1252"),
        (b"1,2\n\x1a", "utf-8"),
    ],
)
def test_truncated_samples_are_guessed(sample: bytes, encoding: str) -> None:
    assert guess_encoding("t.csv", sample) == encoding


@pytest.mark.parametrize(
    "sample",
    [
        random.Random(0).randbytes(5000),
        pickle.dumps(print, protocol=4),
        b"\x00\x01\x02\xff" * 40,
        b"x,y\n\x81\x8d,2\n",
        b"x\xe4,y\n1,\x07\n",
    ],
)
def test_binary_sample_is_refused(sample: bytes) -> None:
    with pytest.raises(BadTable, match=r"^t.csv: this is not a text file, or its encoding"):
        guess_encoding("t.csv", sample)


@pytest.mark.parametrize(("latin", "encoding"), [(70, "utf-16-le"), (69, "utf-8")])
def test_unmarked_utf16_must_be_mostly_latin(latin: int, encoding: str) -> None:
    text = "1" * latin + "д" * (100 - latin)
    assert guess_encoding("t.csv", text.encode("utf-16-le")) == encoding


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(ENCODINGS[:-1]))
def test_stream_pieces_make_up_the_text(text: str, encoding: str) -> None:
    text = text.removeprefix("\ufeff")
    stream = Utf8Stream(io.BytesIO(text.encode(encoding)), encoding)
    size = 1 + len(text) % 7
    pieces = list(iter(lambda: stream.read(size), b""))
    assert b"".join(pieces) == text.encode()
    assert all(len(piece) == size for piece in pieces[:-1])


@given(st.text("aä€😀\n"), st.sampled_from(ENCODINGS[:-1]), st.integers(0, 9))
def test_stream_skips_to_any_offset(text: str, encoding: str, start: int) -> None:
    stream = Utf8Stream(io.BytesIO(text.encode(encoding)), encoding)
    stream.skip(start)
    assert stream.read(10**6) == text.encode()[start:]


def test_chosen_encoding_drops_byte_order_mark() -> None:
    stream = Utf8Stream(io.BytesIO("x".encode("utf-16")), "utf-16-le")
    assert stream.read(9) == b"x"


def test_undecodable_input_becomes_invalid_utf8() -> None:
    data = "ab".encode("utf-16-le") + b"\x00\xd8" + "c\n".encode("utf-16-le")
    found = Utf8Stream(io.BytesIO(data), "utf-16-le").read(99)
    assert found.startswith(b"ab")
    assert found.endswith(b"c\n")
    with pytest.raises(UnicodeDecodeError) as refused:
        found.decode()
    assert refused.value.start == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_stream_fraction_grows_to_one(encoding: str) -> None:
    stream = Utf8Stream(io.BytesIO(("1,2\n" * 500).encode(encoding)), encoding)
    offset, fractions = 0, [stream.fraction(0)]
    while piece := stream.read(300):
        offset += len(piece)
        fractions.append(stream.fraction(offset))
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0, 1)
    assert fractions[3] == pytest.approx(0.45, abs=0.01)
