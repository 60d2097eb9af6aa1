"""The panels of the main window, each a widget that shows one part of the document or the run.

- ``settings.py``: epochs, η, h and the difference quotient, in the toolbar.
- ``data.py``: the tables A and Y side by side, and the shape of A.
- ``weights.py``: the table W with the initial and current weights and the gradient.
- ``lesson.py``: what the open example teaches, in one line.
- ``status.py``: the figures of the run: loss, epoch, ‖δW‖, method and speed.
- ``message_strip.py``: the message strip, with a button for a suggested fix.

Panels change the document but do not know each other or the run. ``gui/window/parts.py`` creates
them, and ``gui/window/presenter.py`` shows the run's results in them.
"""
