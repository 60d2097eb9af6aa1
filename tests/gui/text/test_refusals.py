"""Every error that may reach the strip says what and where on one line, in whole words."""

from pathlib import Path

import pytest

from engine import Settings, errors
from engine.command.terms import BadTermOption
from engine.errors import BadNumber, EngineError, SentenceError
from engine.formula.errors import BadFormula, Mistake
from engine.limit.point import PointTooLarge
from engine.losses.slopes import NoDerivative
from engine.numbers import parse_number
from engine.parts import errors as of_parts
from engine.reading.faults import BadCells, Fault, Faults, NeedsChoice
from engine.reading.formats.extras import Extra, NeedsExtra
from engine.reading.sheets.workbook_process import SheetTooLarge
from engine.settings import Precision
from engine.shortening import LONGEST
from engine.terms import errors as of_terms
from gui.document.term_errors import IsComputed, NameTaken, SourceRemoved, SourceUnnamed
from gui.errors import (
    GuiError,
    LossNeedsRows,
    RowsAreReduced,
    ShapeHasChanged,
    TableWouldBeEmpty,
    TermNeedsRows,
)
from gui.exporting.errors import ChangedSinceTheRun, NoStandardErrors, TooLongForText
from gui.exporting.printing import PrinterRefused
from gui.files import errors as of_files
from gui.importing.errors import ExtraNotAdded, FileChanged
from gui.optimiser import errors as of_optimisers
from gui.predict.row_reading import NoNewRows
from gui.tables import errors as of_tables
from gui.tables.clipboard.ambiguity import AmbiguousText
from gui.text.message import Message, MessageKind, in_brief, refusal, whole_of
from gui.transforms import errors as of_transforms

NAME = "melt temperature at the nozzle of the second extruder, degrees C"
PATH = Path("/home/somebody/measurements/of the year/extruder two/melt temperature.secant")
TEXT = "23.5 degrees Celsius at the second nozzle"
LARGE = 123_456_789
FAULTS = Faults((Fault(2, 1, "x", "no", "it is empty."),), 3, 2, {1: 3})
FACTS = f"{NAME} {PATH} {TEXT} {TEXT!r} 1.23456789012345e300"
ERRORS: list[tuple[SentenceError, str]] = [
    (of_parts.PartsDisagree(3, LARGE), "not of one table"),
    (of_parts.OtherColumns("part 2.csv", "part 1.csv", ["x"], ["x", "y"]), "part 2.csv"),
    (of_parts.NotForManyFiles("Many files are fitted by the mean square."), "Many files"),
    (of_parts.NoFiles("parts/*.csv"), "parts/*.csv"),
    (of_parts.ClusterMissing(), "--add cluster"),
    (of_parts.NoCluster("tcp://10.0.0.1:8786", "nobody answers"), "tcp://10.0.0.1:8786"),
    (of_parts.PartsStalled(["part 1.csv", "part 2.csv"], 60), "part 1.csv"),
    (of_parts.PartsLost(["part 1.csv"]), "part 1.csv"),
    (NeedsExtra("t.parquet", "a Parquet file", "pyarrow", Extra.ARROW, "Save it as CSV."), "t.par"),
    (RowsAreReduced(LARGE), "edit the files"),
    (ExtraNotAdded("arrow", "no network."), "“arrow”"),
    (LossNeedsRows(), "rows"),
    (TermNeedsRows(), "These rows stand for"),
    (errors.NotANumber("A", LARGE, 1000, "abc"), "A, row 123456789, column 1000"),
    (errors.NotFinite("Y", LARGE, 1, float("nan")), "Y, row 123456789, column 1"),
    (errors.NotATable("A", "it has seven dimensions, and some are empty"), "A must be a table"),
    (errors.MaskedCell("A", LARGE, 1000), "A, row 123456789, column 1000"),
    (errors.WrongArgument("learning_rate_limit", "problem", {}, TEXT), "problem"),
    (errors.EmptyTable("A", (0, LARGE)), "A is empty"),
    (errors.NothingToHoldOut(), "only one row"),
    (errors.NoRowLeft(), "No row would be left"),
    (errors.TableTooLarge(LARGE, LARGE, LARGE), "too many"),
    (errors.ShapesDisagree("A", (LARGE, 9), "Y", (LARGE, 1)), "A is 123456789×9"),
    (errors.BadSetting("learning rate η", -0.5, "a finite number, zero or more"), "η must be"),
    (errors.StepVanishes(1000, 1.2345678901e300, 1e-300), "column 1000"),
    (errors.StepUnseen(1.2345678901234e-300, 1.234e300), "h = 1.2345678901234e−300"),
    (errors.StepUnseen(1.2345678901234e-300, 1.2e300, 1000), "h = 1.2345678901234e−300"),
    (errors.StepTooLarge(1.2345678901234e300, 1000), "h = 1.2345678901234e300"),
    (errors.BadNumber(TEXT, f"{TEXT!r} is not a number."), "is not a number"),
    (NoDerivative(1, -0.3, 0.5), "slopes −0.3 and +0.5"),
    (BadFormula(Mistake.UNKNOWN_NAME, 5, 6, text=TEXT), "is not known"),
    (BadFormula(Mistake.ROWS_AND_WEIGHTS, 0, LARGE), "a value for each row, the other"),
    (BadFormula(Mistake.TAKES_THREE, 0, 9, text="where", count=LARGE), "takes three values"),
    (errors.BadChoice("thousands", TEXT, "a comma, a point or a blank"), "thousands"),
    (errors.BadTable(NAME, f"{TEXT}: no number.", line=LARGE), "line 123456789"),
    (BadCells(errors.BadTable(NAME, "it is empty.", line=LARGE), FAULTS), "line 123456789"),
    (NeedsChoice(NAME, "1,234 could mean two numbers.", "decimal", line=LARGE), "line 123456789"),
    (SheetTooLarge(NAME, "it takes too much memory to read."), "too much memory"),
    (errors.CannotWrite(PATH, "it is larger than a file may be there"), "could not be written"),
    (errors.BadExperiment("it is encrypted.", file=str(PATH)), "it is encrypted"),
    (TableWouldBeEmpty("column"), "A needs"),
    (ShapeHasChanged(), "changed size"),
    (of_tables.UnreadableClipboard(f"“{TEXT}” is not a number."), "is not a number"),
    (of_tables.UnreadableCell(LARGE, 1000, NAME, TEXT, "no number."), "row 123456789"),
    (of_tables.BlankRow(LARGE), "row 123456789"),
    (of_tables.NothingToPaste(), "clipboard"),
    (PointTooLarge(Precision.SINGLE), "too large"),
    (of_tables.TooSmall(LARGE, 1000, NAME, TEXT), "too small"),
    (of_tables.CannotPasteHere("δW, central"), "δW"),
    (of_tables.TooWideToPaste(LARGE, "Y"), "Y has one"),
    (of_tables.NotWeights(LARGE, LARGE), "W takes"),
    (of_tables.TooMuchToCopy(LARGE, LARGE), "too many"),
    (of_tables.BadShape(TEXT), "is not a shape"),
    (AmbiguousText(TEXT, ()), "could mean"),
    (of_transforms.HasIntercept(5000), "A already has"),
    (of_transforms.NothingToScale(), "Nothing to scale"),
    (of_transforms.NothingScaled(), "original units"),
    (of_transforms.ValueOverflow(NAME), "too large"),
    (of_transforms.NoSuchColumn(LARGE), "column 123456789"),
    (of_transforms.OnlyColumn(), "only one column"),
    (
        of_transforms.NotWhole(of_transforms.WholeNumber.COLUMNS, 1.23456789012345e300, 1, LARGE),
        "whole",
    ),
    (of_transforms.NotOneColumn(LARGE), "columns"),
    (of_transforms.NoIntercept(), "no column of ones"),
    (TooLongForText(LARGE, LARGE), "too many"),
    (ChangedSinceTheRun(), "too large"),
    (NoStandardErrors(), "mean square"),
    (of_files.ChangedOnDisk(PATH), "was changed"),
    (of_files.BeingWritten(PATH), "not saved"),
    (of_files.NotAFile(PATH), "pipe or a device"),
    (of_files.DocumentNotCopied("The names are too long to be saved."), "No recovery copy"),
    (of_files.NoRecoveryCopy(PATH, "Read-only file system", ""), "recovery copies"),
    (of_files.BrokenCopy(PATH, "it is not a Secant experiment."), "recovery copy"),
    (of_files.CopyGone(NAME), "recovered or discarded"),
    (of_files.CopyStays(NAME, "Permission denied"), "recovery copy"),
    (FileChanged(PATH), "has changed"),
    (of_terms.BadTerm(of_terms.TermMistake.ITSELF, NAME), "from itself"),
    (of_terms.TermFault(of_terms.NoNumber.LOGARITHM, LARGE, NAME, -2.5), "log of −2.5"),
    (of_terms.NotOneLevel(NAME, LARGE), "Row 123,456,789"),
    (of_terms.UnknownLevel(TEXT, NAME, LARGE, (NAME, TEXT)), "is no level of"),
    (of_terms.MissingSource(NAME, f"`{NAME}`²"), "which is missing"),
    (BadTermOption("--term age^1: A power needs an exponent other than 0 and 1."), "age^1"),
    (SourceRemoved(NAME, f"{NAME}²"), "must stay"),
    (SourceUnnamed(NAME, f"{NAME}²"), "needs a name"),
    (NameTaken(NAME, f"{NAME}²"), "Only one column"),
    (IsComputed(NAME, f"`{NAME}`²"), "is computed"),
    (of_transforms.HasColumn(NAME), "already"),
    (of_transforms.NoSource(), "no column with a name"),
    (of_transforms.NotComputed(), "plain"),
    (of_transforms.BadShare(1.23456789012345e300), "above 0 %"),
    (PrinterRefused(NAME), "took nothing"),
    (NoNewRows(f"{TEXT}: no row."), "no row"),
    (of_optimisers.UnknownOptimiser(TEXT), "is no optimiser"),
    (of_optimisers.TakesNoNumber("Adam"), "Adam has no β"),
]


def test_every_error_class_is_tried() -> None:
    def below(cls: type[SentenceError]) -> set[type[SentenceError]]:
        return {cls}.union(*map(below, cls.__subclasses__()))

    tried = {type(error) for error, _ in ERRORS}
    shown = {
        cls for cls in below(SentenceError) if cls.__module__.split(".")[0] in {"engine", "gui"}
    }
    assert shown - tried == {SentenceError, EngineError, GuiError}


@pytest.mark.parametrize(("error", "what"), ERRORS, ids=lambda each: type(each).__name__)
def test_refusal_says_what_and_where(error: SentenceError, what: str) -> None:
    refused = refusal(error)
    shown = in_brief(Message(MessageKind.FAULT, refused))
    assert len(shown.text) <= LONGEST
    assert what in shown.text
    assert whole_of(refused) == str(error)
    assert shown.text == str(error) or str(error) in shown.detail
    for word in (each.strip("“”():;,.") for each in shown.text.split() if "…" in each):
        assert all(part in FACTS for part in word.split("…"))


def test_longest_step_names_no_column() -> None:
    assert errors.StepVanishes(12, 1.0, 1e-17).short == (
        "h = 1e−17 is too small to move the weight of column 12."
    )
    short = errors.StepVanishes(LARGE, 1.0, 1.23456789012345e-300).short
    assert short == "h = 1.23456789012345e−300 is too small to move a weight."


@pytest.mark.parametrize(
    ("change", "short"),
    [
        ({"learning_rate": -0.5}, "η must be a finite number, zero or more: −0.5 is not."),
        ({"h": 0.0}, "h must be more than zero: 0 is not."),
        ({"h": -1e-7}, "h must be a finite number, more than zero: −1e−7 is not."),
        ({"epochs": 1.5}, "epochs must be a whole number, zero or more: 1.5 is not."),
    ],
)
def test_setting_is_named_by_symbol(change: dict[str, float], short: str) -> None:
    with pytest.raises(errors.BadSetting) as raised:
        Settings(**change)  # type: ignore[arg-type]
    assert raised.value.short == short


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ("-1e400", "", "A, row 1, column 1: −1e400 is too large."),
        ("ab", "yield", "A, row 1, column 1 (yield): “ab” is not a number."),
        ("1,234", "", "A, row 1, column 1: “1,234” could mean two numbers."),
        ("", "", "A, row 1, column 1: no number is here."),
        (TEXT, NAME, "A, row 1, column 1 (melt te…grees C): “23.5 de… nozzle” is not a number."),
    ],
)
def test_cell_keeps_what_and_where(text: str, name: str, line: str) -> None:
    with pytest.raises(BadNumber) as raised:
        parse_number(text)
    assert raised.value.inside("A, row 1, column 1", name) == line
    assert len(line) <= LONGEST
