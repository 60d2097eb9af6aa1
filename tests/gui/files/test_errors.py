from pathlib import Path

import pytest

from gui.errors import GuiError
from gui.files.errors import BeingWritten, BrokenCopy, ChangedOnDisk, CopyGone, NoRecoveryCopy

PATH = Path("folder/trial.secant")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            ChangedOnDisk(PATH),
            "“trial” was changed by another window or program since it was opened.",
        ),
        (
            BeingWritten(PATH),
            f"{PATH} was not saved: another window is saving it. Try again in a moment.",
        ),
        (
            NoRecoveryCopy(Path("folder"), "No space left on device", "Free space on its disk."),
            "Recovery copies cannot be written to folder: no space left on device. "
            "Save often until this is fixed.",
        ),
        (
            BrokenCopy(PATH, "it is not a Secant experiment."),
            f"The recovery copy cannot be read: it is not a Secant experiment. "
            f"It was moved to {PATH}.",
        ),
        (CopyGone("trial"), "“trial” was recovered or discarded in another window."),
    ],
)
def test_each_error_states_problem_and_remedy(error: GuiError, sentence: str) -> None:
    assert str(error) == sentence


def test_missing_copy_says_what_helps() -> None:
    error = NoRecoveryCopy(Path("folder"), "Denied", "Make folder writable.")
    assert error.detail == f"{error} Make folder writable. Copies then go on by themselves."
