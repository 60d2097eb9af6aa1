"""`python3 -m tests.pauses [moments] [action …]`: stop runs at random moments; do they stand?

The moments, 200 for each action if no number is given, are drawn over speeds, methods, quotients,
precisions and four tables. At each, the real window is told to do one of these: pause, step,
reset, edit, change_setting or close. The script prints how long that held up the window, and how
soon the run's thread ended. Its status is 1 if a promise is broken: the window stands within 50 ms
and one frame, its heart beats every 100 ms, and the epoch that it shows never changes afterwards.
"""

import os
import sys
from collections.abc import Sequence
from tempfile import TemporaryDirectory


def main(words: Sequence[str]) -> int:
    """Print what was found and return the exit status."""
    # As gui/app.py does, before numpy loads.
    os.environ.update(QT_QPA_PLATFORM="offscreen", OPENBLAS_NUM_THREADS="1")
    from .benchmark.pausing import report_pauses

    actions = [word for word in words if not word.isdecimal()]
    moments = next((int(word) for word in words if word.isdecimal()), 200)
    with TemporaryDirectory() as home:  # the user's own preferences are neither read nor changed
        os.environ.update(XDG_CONFIG_HOME=home, XDG_DATA_HOME=home)
        return report_pauses(moments, actions)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
