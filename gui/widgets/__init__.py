"""Small input widgets without knowledge of tables, plots or the document.

- ``number_field.py``: a line edit for one number of any size; ``value_entered`` offers what was
  typed and the owner accepts it with ``set_value`` or rejects it with ``refuse``.
- ``suggesting_field.py``: the same with a ▾ that opens the numbers that make sense.
- ``cell.py``: a caption above a field, and a note beside it; the run bar is a row of cells.
- ``outlined_fields.py``, ``difference_box.py``: a line edit and a choice with the same edge, and
  the choice of the difference quotient.
- ``menu_field.py``: stands for several combo boxes where there is no room for them.
- ``limit_gauge.py``: how much of its limit η takes up.
- ``arithmetic_menu.py``: copies a quotient or a step as text, as a formula, or as a program.
- ``speed_slider.py``: the pace of a run, as the ``Pace`` of ``gui/run/controls.py``.
- ``action_button.py``: a button for an action that also reacts to Return.
- ``outline.py``: the edge and the focus ring of those that draw themselves.
- ``check_box.py``: a check box whose outline is visible on dark ground.
- ``buttons.py``: makes small buttons with a tool tip and an accessible name, and
  the bold title above a table. ``outlined_button.py`` is the remedy's, in a colour of its own;
  ``toggle_button.py`` stays pressed.
- ``toast.py``: says for a moment what has just worked.
- ``standing_mark.py``: says what is wrong until it is mended.
- ``slim_bar.py``: a scroll bar that is no more than its handle.
- ``card_frame.py``: a rounded box with a title and rows of numbers.
- ``spoken_label.py``: a label whose sentence screen readers say.
- ``epochs/``: the parts of the timeline.
- ``elided_label.py``, ``note.py``: a label that shortens its text, and messages on a tinted ground.
- ``fonts.py``: fonts of other sizes and weights, derived from the one that a person has chosen.

Panels and dialogs put them together.
"""
