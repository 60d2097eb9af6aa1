"""The parts of the timeline, which ``gui/panels/timeline.py`` puts together.

- ``epoch_field.py``: the epoch shown, as a number that can be typed.
- ``epoch_groove.py``: the curve of the loss, along which a handle is dragged.
- ``button_row.py``: several buttons that are one stop of Tab.
"""
