"""Small input widgets without knowledge of tables, plots or the document.

- ``number_field.py``: a line edit for one number of any size; ``value_entered`` offers what was
  typed and the owner accepts it with ``set_value`` or rejects it with ``refuse``.
- ``difference_box.py``: the choice of the difference quotient.
- ``speed_slider.py``: the pace of a run, as the ``Pace`` of ``gui/run/controls.py``.
- ``action_button.py``: a button for an action that also reacts to Return.
- ``check_box.py``: a check box whose outline is visible on dark ground.
- ``buttons.py``: makes check boxes and small buttons with a tool tip and an accessible name, and
  the bold title above a table.
- ``elided_label.py``, ``note.py``: a label that shortens its text, and messages on a tinted ground.

Panels and dialogs put them together.
"""
