"""The words of the table of new rows."""

from engine.inference.missing import MissingFigure
from engine.language.sentence import marked

from ..text.translation import plural, translate

NEW_ROWS = translate("predict", "New rows")
TABLE = translate("predict", "New rows: the columns of A")
FIGURES = translate("predict", "New rows: what is predicted")
EMPTY_STATE = translate(
    "predict", "Type, paste or drop rows with the columns of A: Ŷ and its intervals stand beside."
)
NO_TABLE = translate("predict", "New rows need a table first: type, paste or drop one below.")
COMPUTING = translate("predict", "The predictions are being computed…")
READING = translate("predict", "The new rows are being read: {share} %.")

PASTE = translate("predict", "&Paste Rows")
IMPORT = translate("predict", "&Import Rows…")
COPY = translate("predict", "&Copy Rows")
EXPORT = translate("predict", "&Export Rows…")
REMOVE = translate("predict", "&Remove Rows")
CLEAR = translate("predict", "Remove &All Rows")
PASTE_BUTTON, IMPORT_BUTTON = translate("predict", "Paste"), translate("predict", "Import…")
COPY_BUTTON, EXPORT_BUTTON = translate("predict", "Copy"), translate("predict", "Export…")
REMOVE_BUTTON, CLEAR_BUTTON = translate("predict", "Remove"), translate("predict", "Clear")
PASTE_TIP = translate(
    "predict", "Add the rows of the clipboard: columns are matched by name, in any order (Ctrl+V)"
)
IMPORT_TIP = translate("predict", "Add the rows of a file: columns are matched by name")
COPY_TIP = translate("predict", "Copy all rows and their predictions, with names and every digit")
EXPORT_TIP = translate("predict", "Write all rows with their predictions and intervals to a file")
REMOVE_TIP = translate("predict", "Remove the selected rows (Delete)")
CLEAR_TIP = translate("predict", "Remove all new rows; Undo brings them back")

EDIT = translate("predict", "Edit of New Rows")
"""The steps of undo."""
PASTED, IMPORTED = translate("predict", "Paste of New Rows"), translate("predict", "Import of Rows")
REMOVED = translate("predict", "Remove New Rows")
EXPORT_TITLE = translate("predict", "Export New Rows")
FILE_NAME = "predictions.csv"

ROW, ROW_TIP = translate("predict", "row"), translate("predict", "The number of the new row.")
ROW_SPOKEN = translate("predict", "row {number}")
EMPTY, EMPTY_SPOKEN = translate("predict", "empty"), translate("predict", "{name}: empty")
SPOKEN = translate("predict", "{name}: {figure}")
TYPE_HERE = translate("predict", "Type a number here to begin a row.")
TYPE_WORD_HERE = translate("predict", "Type a word of the category here to begin a row.")
INCOMPLETE = translate("predict", "No prediction: a cell of this row is empty.")
UNITS = translate("predict", "{name}, in its own units: the column of A is scaled.")
GIVEN = translate("predict", "The column {name} of A.")
CATEGORY = translate("predict", "The category {name}: one of {words}.")
INTERVAL = "{lower} … {upper}"
OUTSIDE_MARK, INCOMPLETE_MARK = "▲", "○"

ROWS = plural("predict", "{n} new rows.", "{n} new row.", 1)
WITHOUT = plural("predict", "{n} are incomplete.", "{n} is incomplete.", 1)
IMPOSSIBLE = plural("predict", "{n} have no prediction.", "{n} has no prediction.", 1)
OUTSIDE = plural("predict", "▲ {n} are outside of the table.", "▲ {n} is outside of the table.", 1)
NOT_REACHED = translate("predict", "Grey: the run is not at the optimum.")
OF_FAULT = "{mark} {sentence}"
OF_ROW = translate("predict", "{mark} Row {number}: {sentence}")

ADDED = plural("predict", "{n} new rows were added.", "{n} new row was added.", 1)
ADDED_WITHOUT = plural(
    "predict",
    "{n} new rows were added, of which {names} is still empty.",
    "{n} new row was added, of which {names} is still empty.",
    1,
)
ADDED_IGNORING = plural(
    "predict",
    "{n} new rows were added; A has no column {names}.",
    "{n} new row was added; A has no column {names}.",
    1,
)
ADDED_BOTH = plural(
    "predict",
    "{n} new rows were added; A has no column {names}, and {missing} is still empty.",
    "{n} new row was added; A has no column {names}, and {missing} is still empty.",
    1,
)
NOT_NUMBERS = plural(
    "predict",
    "{n} cells are no numbers, and stay empty.",
    "{n} cell is no number, and stays empty.",
    1,
)
COPIED = plural("predict", "{n} new rows were copied.", "{n} new row was copied.", 1)
NOTHING = translate("predict", "There are no new rows yet: type, paste or import them.")
NOT_YET = translate("predict", "The predictions are still being computed. Try again then.")
REFUSED = translate("predict", "{reason} No rows were added.")
CLIPBOARD = translate("predict", "Clipboard")
NO_CLIP = translate("predict", "The clipboard holds no numbers to paste.")

NO_RUN = translate("predict", "No run has begun: there are no weights now.")
OTHER_LOSS = translate(
    "predict", "The optimum and its intervals are those of the mean square: this loss has none."
)
NOT_KNOWN = translate("predict", "The figures of this table are not known.")
SHORT = {
    MissingFigure.NO_DEGREES: translate("predict", "no rows to spare"),
    MissingFigure.BROKEN_DEPENDENCY: translate("predict", "not determined"),
    MissingFigure.OUT_OF_RANGE: translate("predict", "out of range"),
}
"""What stands in the place of a figure; its tooltip has the whole reason."""
NOW_HEAD, OPTIMUM_HEAD = marked("predict", "Ŷ now"), marked("predict", "Ŷ optimum")
ERROR_HEAD = marked("predict", "± s.e.")
CONFIDENCE_HEAD = marked("predict", "95 % of the mean")
PREDICTION_HEAD = marked("predict", "95 % of a new Y")
NOW_TIP = marked("predict", "Ŷ by the weights now.")
OPTIMUM_TIP = marked("predict", "Ŷ by the weights with the least loss.")
ERROR_TIP = marked("predict", "The standard error of Ŷ at the optimum.")
CONFIDENCE_TIP = marked(
    "predict", "The confidence interval: of 100 such intervals, 95 cover the mean of Y there."
)
PREDICTION_TIP = marked(
    "predict", "The prediction interval: of 100 such intervals, 95 cover a single new Y there."
)

IMPORT_MATCHED = plural(
    "predict",
    "These {n} columns of A are read: {names}.",
    "This column of A is read: {names}.",
    1,
)
IMPORT_IGNORED = translate("predict", "Ignored, as A has no such column: {names}.")
IMPORT_MISSING = translate("predict", "Left empty, as the file has no such column: {names}.")
IMPORT_NO_NAMES = plural(
    "predict",
    "The columns have no names: their {n} are taken in the order of A.",
    "The column has no name: it is taken as the one of A.",
    1,
)
FILE_TITLE = translate("predict", "Import New Rows")
