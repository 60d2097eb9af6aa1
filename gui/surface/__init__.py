"""The view "Surface": the loss over W from above, the way of the run on it, and what is left.

- ``surface_view.py``: the view, its keys and its sentence. ``controls.py`` is the row over its
  panels, in which the plane is chosen, ``panel_row.py`` gives these their places, and ``texts.py``
  has the words.
- ``surface_model.py``: which plane is looked at, and a frame of it while the view is seen. A
  ``SurfaceRequest`` (``surface_request.py``) asks for what a table has, at once or in a thread.
- ``surface_frame.py``: what is shown at the moment, made for the two plots.
- The plots are those of ``gui/plots/surface``.
"""
