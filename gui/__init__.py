"""Everything of Secant that a person sees: the Qt half, which shows what ``engine`` computes.

``app.py`` starts the application and shows ``window/main_window.py``, which creates the parts
(``window/parts.py``), lays them out (``window/layout.py``) and connects them.

``document/`` holds what is edited, with undo. ``run/`` runs it: ``session.py`` is the run as the
window sees it, ``worker.py`` runs the engine in a thread, ``diagnosis.py`` says what the run is
doing. ``window/presenter.py`` shows both in the parts.

A change goes one way. The document tells the tables at once, and everything else once a turn of the
event loop: first the session, which stops a run of other tables, then the presenter, which shows
each part once.

``tables/``, ``panels/``, ``plots/`` and ``widgets/`` are visible. ``files/``, ``recovery/``,
``importing/``, ``exporting/`` and ``transforms/`` are what can be done with an experiment.
``background/`` runs work in threads, ``text/`` and ``theme/`` are shared by all, and
``first_launch/`` prepares the environment before anything else is imported.
"""
