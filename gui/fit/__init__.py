"""The view "Fit": how good the optimum is, how sure each weight is, and what is odd in the rows.

- ``fit_view.py``: the view. ``goodness_card.py`` has what is asked first of a fit, and
  ``weight_table.py`` the weights one below the other (``weight_table_model.py``), sorted by any
  column and copied (``copied_weights.py``).
- ``fit_model.py``: follows the document and the run while the view is seen. A ``FitRequest``
  (``fit_request.py``) asks for the figures of a table, at once or in a thread.
- ``fit_frame.py``: what is shown at the moment, and whose figures these are.
- ``figure_texts.py`` writes the figures; those that do not exist say so. ``texts.py`` has the other
  words.
"""
