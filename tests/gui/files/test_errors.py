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
            f"{PATH} was not written: another window is writing it. Save again in a moment.",
        ),
        (
            NoRecoveryCopy(Path("folder"), "No space left on device"),
            "No recovery copies can be kept in folder: no space left on device. "
            "Until that is mended, save often.",
        ),
        (
            BrokenCopy(PATH, "it is not a Secant experiment."),
            f"The recovery copy cannot be read: it is not a Secant experiment. "
            f"It is kept aside as {PATH}.",
        ),
        (CopyGone("trial"), "“trial” has been recovered or discarded by another window."),
    ],
)
def test_each_says_what_is_wrong_and_what_to_do(error: GuiError, sentence: str) -> None:
    assert str(error) == sentence
