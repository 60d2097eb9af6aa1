"""A run: the descent in its thread, and what the window knows of it.

- ``session.py`` is the entry point: ``Session`` starts, pauses, resumes and resets the run, and
  emits ``updated`` when the document, the state or the progress has changed.
- ``worker.py`` runs in the thread. It iterates the engine's ``descend`` and puts each frame into
  the one-slot ``mailbox.py``, from which a timer of the session takes the latest one to redraw.
- ``controls.py`` carries settings, pace and cancellation to the thread.
- ``prepared_rows.py`` keeps the reduced rows, and η's limit, from one run to the next.
- ``companions.py`` computes what a frame is shown beside: the exact gradient and the next epoch;
  ``first_step.py`` is the epoch that Run takes first, before there is a run.
- ``shown_epoch.py`` goes back to an earlier epoch, which the window shows; the run stays as it is.
- ``run_follower.py`` tells a view when to look at the run again, and nothing while it is hidden;
  ``followed_model.py`` is what models of such views begin with: a frame, or why there is none.
- ``run_state.py`` names the states and decides when a run is resumed. ``result.py`` is a finished
  run, and ``run_memory.py`` keeps the latest ones for undo.
- ``diagnosis.py`` chooses the sentence about a run from ``sentences.py``, before it with what
  ``outlook.py`` knows; ``method_texts.py`` names the methods; ``speed.py`` measures
  epochs per second; ``prediction_sample.py`` chooses the rows that the prediction plot shows.

What runs in the thread imports no widgets.
"""
