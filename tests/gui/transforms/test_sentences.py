from engine.rescaling import Rescaling
from gui.document import Document
from gui.text.message import MessageKind
from gui.transforms import sentences
from gui.transforms.scaling import scale_columns
from gui.transforms.shuffle import Shuffle

from .experiments import made


def test_message_names_only_scaled_columns() -> None:
    experiment = made([[1.0, 2.0], [1.0, 4.0]], [1, 2], [0, 0], ("1", "x"))
    document = Document(experiment.problem, experiment.settings, "Test")
    document.open(scale_columns(experiment, [0, 1], Rescaling.STANDARDISE))
    message = sentences.columns_scaled(document, [0, 1], Rescaling.STANDARDISE)
    assert (message.kind, message.text) == (
        MessageKind.QUIET,
        "Mean 0 and standard deviation 1: “x”.",
    )
    message = sentences.units_restored(document.experiment, [0, 1])
    assert (message.kind, message.text) == (MessageKind.QUIET, "Back in original units: “x”.")


def test_unnamed_column_is_called_by_number() -> None:
    message = sentences.column_used(made([[1.0, 2.0]], [1], [0, 0]), 1)
    assert message.text == "Y is now x2, and the old Y is column 2 of A."
    message = sentences.column_used(made([[1.0, 2.0]], [0], [0, 0]), 1)
    assert message.text == "Y is now x2."


def test_message_gives_seed() -> None:
    assert sentences.rows_shuffled(Shuffle(4.0)).text.endswith("seed 4.")
