"""Measure what Secant promises about speed, in one run: ``python3 -m tests.benchmark [GROUP ...]``.

- ``report.py`` runs the groups of measurements and prints them as one table of ``measure.Measure``.
- ``descent.py``, ``fast_path.py`` and ``memory.py`` measure the engine. ``race.py`` runs Secant and
  its peers (``peers/``: numba, jax, torch, scipy) in turns, each in its own process (``lane.py``),
  and checks that all compute the same losses. Only this benchmark imports those libraries.
- ``launch.py``, ``window.py``, ``editing.py``, ``data.py`` and ``previewing.py`` measure the
  window; ``heart.py`` measures how long its thread was blocked.
"""
