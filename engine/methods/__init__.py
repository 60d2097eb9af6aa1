"""The methods that carry a descent out: epoch by epoch, or many epochs at once in closed form.

``choose.py`` picks a method for a problem and its settings, and says why if it is not the fast one:

- ``LiteralPath`` (``literal.py``) evaluates the definition at every epoch. It is always right. With
  the method *triangle* it does so on the reduced rows instead of the table.
- ``ModesPath`` (``modes_path.py``) jumps ahead. It follows one ``VerifiedSegment`` (``segment.py``)
  after another; each is a ``ClosedForm`` (``closed_form.py``) whose end the ``Verifier``
  (``verify.py``) has compared with the literal quotients. If they disagree, it tries half the
  length, and finally hands over to the literal path.

Runs come to rest: each step is below half the spacing of numbers at W, or mere rounding.
``standstill.py`` notices a W that comes back, on the literal path. The modes path predicts the time
of rest (``rest.py``), walks a few literal epochs from there (``walk.py``), and goes on with a
``RepeatingSegment`` (``repeating.py``) to the end of the run, which ``arrival.py`` decides.

A one-sided quotient may push W for ever in directions that no prediction depends on. ``push.py``
notices that on the literal path in single precision, ``verify.py`` on the modes path.

A table of more columns than rows has at most as many modes as rows. Those of a wide one are found
from its rows as they are (``decomposition.py``). Every path evaluates the quotients of more than 32
columns from one residual (``updated_quotients.py``), so that none depends on their square.

Heavy ball and Nesterov at one η take the same path: the folder ``momentum`` has their closed form,
and their anchors have the buffer as well. Other optimisers, and η that changes, are walked.

What the closed form needs: ``modes.py`` has the directions in which the gradient shrinks at its own
rate each, and ``decay.py`` the powers of these rates. Whether it may be used at all depends on
``rounding.py``, the rounding error of one quotient, and ``rounding_drift.py``, what these errors
add up to on the literal path: the two paths have to agree in every digit that is shown.

A descent whose h is so small or so large that rounding hides the slopes stops for that reason on
every path alike, which ``lost_step.py`` decides.

Common to both: ``path.py`` has the ``Descent`` they carry out and the ``Path`` they implement,
``divergence.py`` decides when the loss has grown too far, and ``loss_log.py`` keeps the loss of
every epoch if that is asked for. ``step_working.py`` writes out one epoch with all its numbers, for
a person to read.
"""
