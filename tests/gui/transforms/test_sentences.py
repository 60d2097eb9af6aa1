from engine.units import Rescaling
from gui.document import Document
from gui.message import MessageKind
from gui.transforms import sentences
from gui.transforms.random_table import RandomTable
from gui.transforms.scaling import scaled
from gui.transforms.shuffle import Shuffle

from .experiments import made


def test_only_the_columns_that_were_scaled_are_named() -> None:
    experiment = made([[1.0, 2.0], [1.0, 4.0]], [1, 2], [0, 0], ("1", "x"))
    document = Document(experiment.problem, experiment.settings, "Test")
    document.open(scaled(experiment, [0, 1], Rescaling.STANDARDISE))
    said = sentences.scaled(document, [0, 1], Rescaling.STANDARDISE)
    assert (said.kind, said.text) == (MessageKind.GOOD, "Mean 0 and standard deviation 1: “x”.")
    said = sentences.unscaled(document.experiment, [0, 1])
    assert (said.kind, said.text) == (MessageKind.GOOD, "Back in original units: “x”.")


def test_what_has_no_name_is_called_by_its_place() -> None:
    said = sentences.exchanged(made([[1.0, 2.0]], [1], [0, 0]), 1)
    assert said.text == "Y is column 2 now, and what was Y is column 2 of A."


def test_seeds_are_whole_and_problems_come_with_their_remark() -> None:
    assert sentences.shuffled(Shuffle(4.0)).text.endswith("seed 4.")
    assert sentences.drawn(RandomTable()).text.endswith(RandomTable().remark)
