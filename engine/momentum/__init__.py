"""Plain descent, heavy ball and Nesterov as numbers: any epoch, their limits, and their ends.

Along a mode of curvature λ, an epoch maps the slope and the buffer by a 2×2 matrix that depends on
ηλ and β alone. So no epoch has to be walked to know where a run is, or will be:

- ``rule.py``: how an epoch moves W, in the convention of torch.optim.SGD, and its limit of η.
- ``spectrum.py`` and ``powers.py``: the powers of that matrix, without lost digits.
- ``closed_form.py``: the slopes and residuals along the modes after any number of epochs, and
  ``weights.py`` W, its buffer and its loss.
- ``many_epochs.py``: what a run needs to jump from epoch to epoch by them; ``walker.py`` tells
  where it comes to rest, and ``rest.py`` of one whose momentum is so large that it is walked.
- ``limits.py``: η's limit for every optimiser.
- ``overflow.py``: the epoch at which a loss overflows. ``ahead.py`` decides when to say so at once,
  which ``diverging_path.py`` does of a run with momentum.
- ``forecast.py``: the epoch at which a run reaches a goal, with the ``bounds.py`` of its slopes.
"""
