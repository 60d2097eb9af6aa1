"""``python3 -m tests.audit [CASE …] [--look LOOK] [--size 1280x800] [--scale 2] …``: audit.

Opens the real window with each table, at each size and in each appearance, before a run and after
it, and prints what is cut or overlaps, and fields without an edge. Afterwards it looks at a Full HD
screen at 150 and at 200 % in processes of their own. The status is 1 if anything was found.
"""

import os
import subprocess
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt

# Logical pixels of a screen of 1920×1080.
SCALED = {"1.5": "1280x720", "2": "960x540"}


def main(words: Sequence[str]) -> int:
    """Look at everything and return the exit status."""
    parser = ArgumentParser("python3 -m tests.audit", description=__doc__)
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--look", action="append", help="light, dark or black; all by default")
    parser.add_argument("--size", action="append", help="such as 1280x800; all by default")
    parser.add_argument("--scale", help="such as 2: only the sizes of a Full HD screen at 200 %%")
    parser.add_argument(
        "--font", type=float, default=1.0, help="such as 2: all text twice as large"
    )
    parser.add_argument("--right-to-left", action="store_true", help="as in an Arabic desktop")
    parser.add_argument("--pictures", type=Path, help="keep a picture of each window here")
    options = parser.parse_args(words)
    with TemporaryDirectory(prefix="audit") as home:
        environ = {"XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home}
        os.environ.update(environ, QT_QPA_PLATFORM="offscreen")
        if options.scale is not None:
            os.environ["QT_SCALE_FACTOR"] = options.scale
            options.size = [SCALED.get(options.scale, "960x540")]
        direction = Qt.LayoutDirection(int(options.right_to_left))
        faults = look_everywhere(
            options.cases, options.look, options.size, options.pictures, options.font, direction
        )
        print(f"{faults} faults", flush=True)
        if options.scale is None and options.size is None:
            for scale in SCALED:
                print(f"at a scale of {scale}", flush=True)
                command = [sys.executable, "-m", "tests.audit", *words, "--scale", scale]
                # A process that a signal has ended returns a number below 0.
                faults += abs(subprocess.run(command, check=False).returncode)
    return int(faults > 0)


def look_everywhere(
    cases: Sequence[str],
    looks: Sequence[str] | None,
    sizes: Sequence[str] | None,
    pictures: Path | None,
    font_scale: float = 1.0,
    direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight,
) -> int:
    """Look at these cases, looks and sizes, or at all; print the faults, and return their number.

    Each fault is printed once for a look and a case, with the sizes and views that have it.
    """
    from gui.app import make_application
    from gui.theme.legibility import LegiblePalettes

    from .appearances import Look
    from .cases import ALL_SIZES, CASES
    from .windows import look_at, opened, run_to_the_end

    application = make_application(["audit"])
    application.setLayoutDirection(direction)
    LegiblePalettes(application)
    font = application.font()
    font.setPointSizeF(font_scale * font.pointSizeF())
    application.setFont(font)
    wanted = [_size_of(text) for text in sizes] if sizes else list(ALL_SIZES)
    count = 0
    for look in [Look(name) for name in looks] if looks else Look:
        look.apply()
        for case in cases or CASES:
            found: Counter[str] = Counter()
            places: dict[str, set[str]] = {}
            with opened(case, wanted[0]) as window:
                for state in ("ready", "done"):
                    if state == "done":
                        run_to_the_end(window)
                    for size in wanted:
                        name = "{}x{}".format(*size)
                        for view, fault in look_at(window, size, has_large_text=font_scale > 1):
                            sentence = f"{fault.widget} {fault.sentence}"
                            found[sentence] += 1
                            places.setdefault(sentence, set()).add(f"{name} {state} {view}")
                        if pictures is not None:
                            pictures.mkdir(parents=True, exist_ok=True)
                            picture = pictures / f"{case}-{name}-{look.value}-{state}.png"
                            window.grab().save(str(picture))
            for sentence, times in found.most_common():
                where = ", ".join(sorted(places[sentence])[:4])
                print(f"{look.value} {case}: {sentence} ({times}×: {where})", flush=True)
            count += sum(found.values())
    return count


def _size_of(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    status = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(status)  # without waiting for what Qt and Python would end in the wrong order
