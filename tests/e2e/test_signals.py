"""A signal of the system ends the real program in any state: soon, with status 0, without a word.

All states and 200 signals: `python3 -m tests.signals`.
"""

import random
import sys
from pathlib import Path

import pytest

from tests.e2e.signal_driver import SignalState
from tests.signals import MOST_DELAY, SIGNALS, draw, send

SEED = 12
IN_CI = (
    *(SignalState.STARTING, SignalState.EDITED, SignalState.MESSAGE_BOX, SignalState.CONTEXT_MENU),
    *(SignalState.IMPORTING, SignalState.DECOMPOSING, SignalState.STALLED_SAVE),
    *(SignalState.STALLED_CLOSE, SignalState.STALLED_PIPE, SignalState.BLOCKED_WINDOW),
)
"""The others take as long, and differ less from one another."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the stalled disk needs /proc")


@pytest.mark.parametrize("state", IN_CI, ids=lambda state: state.name)
def test_signal_ends_program_in_any_state(state: SignalState, tmp_path: Path) -> None:
    number, delay = draw(random.Random(f"{SEED} {state.name}"))
    assert number in SIGNALS
    assert delay <= MOST_DELAY
    ending = send(state, number, delay, tmp_path)
    assert ending.broken == [], ending


def test_every_state_has_a_script() -> None:
    from tests.e2e.signal_scripts import SCRIPTS

    assert set(SCRIPTS) == set(SignalState) - {SignalState.STARTING}
