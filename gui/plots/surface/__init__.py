"""The plots of the view "Surface".

``surface_plot.py`` has the contours of the loss in a plane and the path of the run on them; what it
is given is a ``ShownSurface`` (``shown_surface.py``). ``contour_item.py`` draws the contours,
``step_arrows.py`` the parts of the next step, a ``ShownStep`` (``shown_step.py``), and
``surface_labels.py`` the words, each where ``free_room.py`` finds that it covers nothing.
``surface_area.py`` is its plot area: a click, or keys, choose a place. ``surface_sentences.py`` has
what it says. ``gap_plot.py`` has the gap by direction, made from a ``ShownGap`` (``shown_gap.py``).
In both, ``reached_point.py`` follows the keys and the pointer.
"""
