"""The view "The limit": a derivative is a limit of secants, and a computer cannot reach it.

Everything here looks at one weight, at the epoch that the window shows.

- ``limit_view.py``: the view, its keys and what it says. ``controls.py`` is the row over its
  panels, ``panel_layout.py`` gives these their places, and ``texts.py`` has the words.
- ``limit_model.py``: what is looked at, and a frame of it while the view is seen. A
  ``LimitRequest`` (``limit_request.py``) computes one, at once or in a thread.
- ``h_steps.py``: moving h by tenths of decades, and playing h → 0. ``verdict.py``: what an h is
  worth.
- ``limit_state.py``: what the view shows at the moment, as its panels are given it.
- ``microscope.py``: the loss through a window of ±1.7 h about the weight. ``magnified_picture.py``
  draws it, with the key of ``picture_key.py`` where nothing else is.
- ``digits_panel.py``: the losses digit by digit, and which of them cancel; ``digits_text.py`` has
  its rows and sentences.
- The error against h is a plot of ``gui/plots/limit``.
"""
