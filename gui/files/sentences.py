"""What is said while files are opened and saved, and asked before work is lost; facts left open."""

from ..text.translation import translate

OPENING = translate("files", "Opening {path}…")
SAVING = translate("files", "Saving {path}…")
SAVED = translate("files", "Saved to {path}.")
SAVED_BUT_LOSS = translate(
    "files", "Saved to {path}, but for the loss that is typed: it has a mistake."
)
RUN_LEFT_OUT = translate("files", "“{name}” is open, but {fault}")
REPLACED = translate("files", "“{name}” was replaced. Undo brings it back, with its changes.")
UNDO = translate("files", "Undo")
WHY_UNDO = translate(
    "files",
    "It had changes that are in no file. Undo shows it as it was, with its file and its run.",
)
SAVE_CHANGES = translate("files", "Do you want to save the changes to “{name}”?")
DISCARDING_LOSES = translate("files", "Unsaved changes will be lost if you discard them.")
GIVE_UP_LOSS = translate("files", "Give up the loss that you are typing, “{formula}”?")
LOSS_IN_NO_FILE = translate(
    "files", "It has a mistake, so no file has it. Cancel goes back to it, to be corrected."
)
SAVE_AGAIN = translate("files", "The file of “{name}” was deleted or renamed. Save it again?")
LOST_OTHERWISE = translate("files", "Otherwise the experiment in this window is lost.")
DISCARD = translate("files", "Discard “{name}”?")
ONLY_COPY = translate("files", "This is the only copy of the unsaved work.")
OVERWRITING_DISCARDS = translate("files", "Overwriting discards the changes made there.")
LOST_RUNS = translate("files", "The runs kept in this file are damaged; its tables are whole.")
LOST_TERMS = translate("files", "Damaged formulas of columns became plain; the tables are whole.")
