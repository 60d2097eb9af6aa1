"""Changes to the bytes of a file, drawn from a seed. They know nothing of what they will meet."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Sequence
from random import Random

_LONGEST = 2**16
_NUMBERS = (
    *(0, 1, -1, 2, 7, 9, 26, 100, 127, 128, 255, 256, 1000, 65_535, 65_536, 1_048_576),
    *(2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53, 2**63 - 1, 2**63, 2**64, 10**18, 10**30, 10**400),
)
_TOKENS = (
    *(b"", b"\0", b"\n", b"\r", b"\r\n", b"\t", b" ", b",", b";", b"|", b'"', b'""', b"'", b"#"),
    *(b"\x01", b"\x07", b"\x1a", b"\x1b[1m", b"\x7f", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf"),
    *(b"nan", b"inf", b"1e999", b"1e-999", b"-", b"+", b".", b"1,5", b"1.5", b"%", b"\xe2\x88\x92"),
    *(
        b"\xc2\x85",
        b"\xe2\x80\xa8",
        b"\xed\xa0\x80",
        b"\xf0\x9f\x98\x80",
        b"True",
        b"None",
        b"null",
    ),
    *(
        b"'<f8'",
        b"'|O'",
        b"(2, 3)",
        b"()",
        b"[]",
        b"{}",
        b"<",
        b">",
        b"/>",
        b"<!--",
        b"&amp;",
        b"=",
    ),
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def _place(data: bytes, rng: Random) -> int:
    return rng.randrange(len(data) + 1)


def _piece(data: bytes, rng: Random) -> tuple[int, int]:
    """Return where a piece starts and ends; short ones are more likely."""
    start = _place(data, rng)
    return start, min(len(data), start + rng.choice((1, 2, 4, 8, 16, 64, 256, len(data))))


def flip_bits(data: bytes, rng: Random) -> bytes:
    """Change up to eight bits."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8) if data else 0):
        changed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def set_bytes(data: bytes, rng: Random) -> bytes:
    """Overwrite a few bytes with others."""
    start, end = _piece(data, rng)
    end = min(end, start + 16)
    return data[:start] + rng.randbytes(end - start) + data[end:]


def cut_off(data: bytes, rng: Random) -> bytes:
    """Drop the end."""
    return data[: _place(data, rng)]


def drop_piece(data: bytes, rng: Random) -> bytes:
    """Drop a piece."""
    start, end = _piece(data, rng)
    return data[:start] + data[end:]


def repeat_piece(data: bytes, rng: Random) -> bytes:
    """Repeat a piece, up to a few hundred times."""
    start, end = _piece(data, rng)
    times = rng.choice((2, 3, 10, 300))
    return (data[:start] + data[start:end] * times + data[end:])[:_LONGEST]


def move_piece(data: bytes, rng: Random) -> bytes:
    """Copy a piece to another place."""
    start, end = _piece(data, rng)
    place = _place(data, rng)
    return data[:place] + data[start:end] + data[place:]


def insert_token(data: bytes, rng: Random) -> bytes:
    """Insert a text that means something in some format, or replace a byte by it."""
    place = _place(data, rng)
    return data[:place] + rng.choice(_TOKENS) + data[place + rng.randrange(2) :]


def change_digits(data: bytes, rng: Random) -> bytes:
    """Replace a number that is written in digits."""
    numbers = list(re.finditer(rb"\d+", data))
    if not numbers:
        return insert_token(data, rng)
    found = rng.choice(numbers)
    return data[: found.start()] + b"%d" % rng.choice(_NUMBERS) + data[found.end() :]


def change_integer(data: bytes, rng: Random) -> bytes:
    """Overwrite two, four or eight bytes by an integer, as binary headers hold them."""
    size = rng.choice((1, 2, 4, 8))
    start = rng.randrange(max(1, len(data) - size + 1))
    value = rng.choice(_NUMBERS) % 2 ** (8 * size)
    packed = struct.pack("<Q", value)[:size]
    return data[:start] + (packed[::-1] if rng.random() < 0.2 else packed) + data[start + size :]


_MUTATORS: Sequence[Callable[[bytes, Random], bytes]] = (
    *(flip_bits, set_bytes, cut_off, drop_piece, repeat_piece),
    *(move_piece, insert_token, change_digits, change_integer),
)


def mutated(data: bytes, rng: Random) -> bytes:
    """Return data with a few changes."""
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        data = rng.choice(_MUTATORS)(data, rng)
    return data


def mutated_archive(data: bytes, rng: Random) -> bytes:
    """Return an archive with changed members, which fit their checksums again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [
            (each.filename, archive.read(each), each.compress_type) for each in archive.filelist
        ]
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        k = rng.randrange(len(members)) if members else 0
        change = rng.random()
        if not members or change < 0.02:
            members.append(("more.npy", rng.randbytes(20), zipfile.ZIP_STORED))
            continue
        name, content, method = members[k]
        if change < 0.05:
            del members[k]
        elif change < 0.08:
            members.append(members[k])
        elif change < 0.11:
            other = mutated(name.encode(), rng).decode("latin-1")[:200]
            members[k] = (other, content, method)
        elif change < 0.16:
            members[k] = (name, content, rng.choice(_METHODS))
        else:
            members[k] = (name, mutated(content, rng), method)
    return _packed(members)


def _packed(members: Sequence[tuple[str, bytes, int]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content, method in members:
            info = zipfile.ZipInfo(name)  # its date is fixed, so a seed gives the same bytes
            info.compress_type = method
            with archive.open(info, "w") as member:
                member.write(content)
    return file.getvalue()
