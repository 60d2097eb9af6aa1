"""The words of the view "Fit"."""

from ..text.translation import plural, translate

IN_FIT = translate("fit", "In Fit")
CARD = translate("fit", "Goodness of fit")
TABLE = translate("fit", "Weights")
GO_ON = translate("fit", "Go on until converged")
RUN_ON = translate("fit", "Run until converged")
GO_ON_TIP = translate(
    "fit", "Run until the weights stop changing: then these are the figures of the weights now"
)
COPY = translate("fit", "Copy Table")
COPY_TIP = translate("fit", "Copy all columns of the table, with every digit")
COPIED = plural(
    "fit", "The figures of {n} weights were copied.", "The figures of {n} weight were copied.", 1
)

WHOSE = translate("fit", "How good the fit is, and how sure each weight is.")
"""What the view shows, while there is nothing to say."""
NOT_RUN = translate("fit", "These belong to the optimum, which no run has reached yet.")
ABOVE = translate("fit", "These belong to the optimum: the loss now is {factor} × the least.")
ABOVE_ZERO = translate(
    "fit", "These belong to the optimum: the loss now is {loss}, the least is 0."
)
WEIGHTS_OFF = translate(
    "fit", "These belong to the optimum: the loss is at its least, but not every weight is there."
)
NO_LOSS = translate("fit", "These belong to the optimum: the loss now is no number.")
THERE = translate("fit", "The run is at the optimum: these are the figures of the weights now.")
EXACT = plural(
    "fit",
    "An exact fit: {n} rows cannot say how sure the weights are.",
    "An exact fit: {n} row cannot say how sure the weights are.",
    1,
)
DEPENDENT = translate("fit", "{dependency}: the table does not determine these weights.")
OF_ZEROS = translate(
    "fit", "The weight of “{name}” is not determined: its column is 0 in every fitted row."
)

ROWS_COUNTED = translate("fit", "{rows}, {left_out} out")
ROWS_LEFT_OUT = plural("fit", "{n} rows are left out.", "{n} row is left out.", 1)
RANK = translate("fit", "{rank} of {weights}")
NO_SPARE = translate("fit", "no rows to spare")
NOT_DETERMINED = translate("fit", "not determined")
EXACT_FIT = translate("fit", "exact fit")
Y_IS_ZERO = translate("fit", "Y is 0")
OUT_OF_RANGE = translate("fit", "out of range")
Y_IS_CONSTANT = translate("fit", "Y is constant")
ONLY_CONSTANT = translate("fit", "no column varies")
NO_TEST = translate("fit", "no variance")
TEST_LOSS = plural(
    "fit",
    "The loss of the {n} rows that are held out, at the optimum of the others.",
    "The loss of the {n} row that is held out, at the optimum of the others.",
    1,
)
OF_INTERCEPT = translate("fit", "none")
SPOKEN = translate("fit", "{name}: {figure}")
"""What is said of a cell: its column, then its figure."""

PICTURE, AGAINST = translate("fit", "picture"), translate("fit", "residuals against")
COLUMN = translate("fit", "Y against")
PICTURE_TIP = translate("fit", "Which picture is shown (P)")
AGAINST_TIP = translate("fit", "What the residuals are drawn against (X)")
COLUMN_TIP = translate("fit", "Which column Y is drawn against (X)")
THE_ROW = translate("fit", "the row")
REDUCED = translate(
    "fit", "Pictures of rows need the rows, but these were reduced while they were read."
)
LOOKING = translate("fit", "The rows are being looked through…")
LOOKED = translate("fit", "The rows are being looked through: {share} %.")

PAGES = translate("fit", "Weights or new rows")
PAGE_TEXTS = {"weights": translate("fit", "Weights"), "new_rows": translate("fit", "New rows")}
PAGE_TIPS = {
    "weights": translate("fit", "Show how good the fit is, its weights, and pictures of its rows"),
    "new_rows": translate("fit", "Predict Y of rows that the table does not have (Ctrl+6)"),
}
