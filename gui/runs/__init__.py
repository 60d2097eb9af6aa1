"""The view "Runs": the runs of the document side by side, and sweeps of η, h or β.

- ``run_collection.py``: the runs that are kept, which the document and its file have. Each run is
  taken up when it ends (``run_record.py``). Renaming and deleting are steps of undo
  (``run_step.py``). ``run_sentences.py`` says which run came nearest to the optimum.
- ``runs_view.py``: the view. ``run_table_model.py`` and ``run_table.py`` are its table, and
  ``swatch.py`` draws how each run looks in the plots, which are those of ``gui/plots/runs``.
- ``sweep_dialog.py`` asks what to sweep, ``sweep_model.py`` has the sweep computed in a thread by
  a ``SweepRequest`` (``sweep_request.py``), and takes the value of a point.
- ``texts.py`` has the words.
"""
