"""What an epoch makes of the slopes δW, and how η changes from epoch to epoch.

- ``kinds.py`` names the optimisers and the schedules, and ``checks.py`` checks their settings.
- ``rules.py`` has what each optimiser does in an epoch, ``memory.py`` what it remembers for the
  next, and ``schedules.py`` η of every epoch, all as torch.optim has them. ``written.py`` has their
  formulas as a person reads them, and ``step_parts.py`` what each term of them adds to W.
- ``epochs.py`` is what the literal path asks for each epoch. ``standstill.py`` tells when a run
  until converged ends, and ``limits.py`` which η are too large.
"""
