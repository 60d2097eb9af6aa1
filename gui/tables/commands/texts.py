"""What the table commands do, in words, and how a table is left by the keyboard."""

from ...text.translation import translate

TOOL_TIPS = {
    "cut": translate("tables", "Copy the selected cells, and set them to 0"),
    "copy": translate("tables", "Copy the selected cells with every digit"),
    "copy_with_names": translate(
        "tables", "Copy the selected cells with the names of their rows and columns"
    ),
    "paste": translate("tables", "Paste numbers from the clipboard, from the current cell on"),
    "paste_complete": translate(
        "tables", "Paste only the columns and rows of the clipboard without gaps and words"
    ),
    "clear": translate("tables", "Set the selected cells to 0"),
    "fill_down": translate("tables", "Copy the first selected row into those below"),
    "fill_right": translate("tables", "Copy the first selected column into those to the right"),
    "select_all": translate("tables", "Select all cells of the table"),
    "select_rows": translate("tables", "Select the whole rows of the selected cells"),
    "select_columns": translate("tables", "Select the whole columns of the selected cells"),
    "insert_row_above": translate("tables", "Insert rows of zeros above the selected ones"),
    "insert_row_below": translate("tables", "Insert rows of zeros below the selected ones"),
    "remove_rows": translate("tables", "Remove the selected rows of A and Y"),
    "insert_column_left": translate(
        "tables", "Insert columns of zeros to the left of the selected ones"
    ),
    "insert_column_right": translate(
        "tables", "Insert columns of zeros to the right of the selected ones"
    ),
    "remove_columns": translate("tables", "Remove the selected columns of A and their weights"),
    "keep_selected": translate("tables", "Remove every row and column without a selected cell"),
    "leave_rows_out": translate(
        "tables", "Let the selected rows stay in the table, but no longer count; the run goes on"
    ),
    "take_rows_back": translate(
        "tables", "Let the selected rows count again that are left out; the run goes on"
    ),
    "rename_column": translate("tables", "Type another name for the column of the current cell"),
}

LEAVING = translate(
    "tables", "Tab goes to the next cell. Ctrl+Tab leaves the table, Ctrl+Shift+Tab goes back."
)
