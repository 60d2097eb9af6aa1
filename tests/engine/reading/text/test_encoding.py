import encodings
import io
import pickle
import pkgutil
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadTable
from engine.reading.faults import NeedsChoice
from engine.reading.text.encoding import Utf8Stream, guess_encoding, is_encoding

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


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_missing_mark_becomes_invalid_utf8(encoding: str) -> None:
    stream = Utf8Stream(io.BytesIO(b"x,y\n1,2\n3,4\n"), encoding)
    assert stream.read(99) == b"\xff"
    assert stream.read(99) == b""


def test_every_text_encoding_is_known_or_not() -> None:
    names = {module.name for module in pkgutil.iter_modules(encodings.__path__)} - {"aliases"}
    known = set(filter(is_encoding, names))
    assert {"utf_8", "utf_16", "cp1252", "latin_1", "mac_roman", "koi8_r", "gb18030"} <= known
    codecs_for_other_things = {
        "base64_codec",
        "hex_codec",
        "idna",
        "punycode",
        "rot_13",
        "undefined",
    }
    assert not known & (codecs_for_other_things | {"unicode_escape", "raw_unicode_escape"})
    for name in known:  # none raises anything, whatever it reads
        for data in (b"x,y\n1,2\n", bytes(range(256)), b"\\N{x} \\x ~{\x1b$B"):
            Utf8Stream(io.BytesIO(data), name).read(10**6)


@pytest.mark.parametrize("text", ["Façade,Élève\n1,2\n", "Ångström,T\n1,2\n", "Fenêtre,Dès\n1,2\n"])
def test_text_of_old_mac_is_guessed(text: str) -> None:
    assert guess_encoding("t.csv", text.encode("mac-roman")) == "mac-roman"


@pytest.mark.parametrize(
    "data", [b"\xb5,y\n1,2\n\x81,3\n", b"x,y\n1,2\x90\n", b"a\x8db\0", b"\x8d" * 9]
)
def test_bytes_are_no_text_of_mac(data: bytes) -> None:
    with pytest.raises(BadTable, match="this is not a text file"):
        guess_encoding("t.csv", data)


def test_unknown_encoding_is_a_choice() -> None:
    with pytest.raises(NeedsChoice) as refused:
        guess_encoding("t.csv", b"x,name\n1,plain\n2,\x81 \xca\n" + b"3,plain\n" * 9)
    assert refused.value.line == 3
    assert refused.value.option == "encoding"
    assert "0x81" in str(refused.value)
    for word in (*map(str, refused.value.values), "--encoding", "Encoding in the dialog"):
        assert word in str(refused.value)
    with pytest.raises(BadTable, match="--encoding"):
        guess_encoding("t.csv", bytes(range(1, 256)))
