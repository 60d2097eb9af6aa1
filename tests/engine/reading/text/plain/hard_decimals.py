"""Decimals that a careless reader rounds wrongly, drawn from a seed."""

import random
import struct
from collections.abc import Iterator
from decimal import Decimal
from math import inf, isfinite, nextafter


def hard_decimals(seed: int, count: int) -> list[str]:
    """Return decimals: halfway cases and beside them, subnormals, many digits, long exponents."""
    drawn = random.Random(seed)
    source = _decimals(drawn)
    return [next(source) for _ in range(count)]


def _decimals(drawn: random.Random) -> Iterator[str]:
    while True:
        value = drawn.gauss(0, 1) * 10 ** drawn.uniform(-8, 8)
        halfway = (Decimal(value) + Decimal(nextafter(value, inf))) / 2
        any_bits = struct.unpack("<d", drawn.randbytes(8))[0]
        subnormal = struct.unpack("<d", struct.pack("<Q", drawn.getrandbits(52)))[0]
        digits = "".join(drawn.choices("0123456789", k=drawn.randint(17, 40)))
        yield f"{halfway:f}"
        yield f"{halfway:f}" + "0" * drawn.randint(0, 5) + "1"
        yield f"{halfway:.{drawn.randint(16, 24)}e}"
        yield f"{value:.{drawn.randint(10, 18)}f}"
        yield f"0.{digits}e{drawn.randint(-330, 300)}"
        yield digits
        yield "0" * drawn.randint(1, 30) + repr(abs(value))
        yield f"{drawn.uniform(1, 9.9)!r}e{drawn.choice([-324, -323, -308, -307, 307, 306])}"
        yield repr(subnormal)
        yield f"{value:.9f}e{drawn.choice(['+', '-', ''])}{drawn.randint(0, 9):09d}"
        if isfinite(any_bits):
            yield repr(any_bits)
