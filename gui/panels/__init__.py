"""The panels of the main window, each a widget that shows one part of the document or the run.

- ``run_bar.py``: Run, Step, Reset, the speed and the settings, in rows that fit any window.
- ``settings.py``: the settings as cells of that bar: η, h, quotient, epochs and columns.
- ``following_view.py``: the base of the views that follow the run while they are seen.
- ``view_tabs.py``: a tab for each view, and the panels of a view side by side.
- ``readout.py``: the loss beside the least possible one, right of the tabs.
- ``lesson.py``: the line of a view: what the open example teaches.
- ``empty_state.py``: what to do, over the plots, while the tables are empty.
- ``timeline.py``: which epoch of the run is shown, on the curve of its loss.
- ``sheet.py``: the tables A, Y and W as one sheet, the shape of A, and the menu of the start.
- ``step_card.py``: the next epoch of one weight, with its numbers; ``update_popup.py`` writes out
  its update over a table.
- ``fit_card.py``: how well W fits now, and at the optimum.
- ``message_strip.py``: the sentence at the bottom, with a button for its remedy;
  ``details_dialog.py`` shows all of what does not fit in it.

Panels change the document but do not know each other or the run. ``gui/window/parts.py`` creates
them, and ``gui/window/presenter.py`` shows the run's results in them.
"""
