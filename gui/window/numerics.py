"""Loads numpy, and what the first picture needs of the engine, before Qt.

PySide6 replaces the import statement: each module that is imported after it is also read as text,
by which an import takes a third longer. Numpy and the engine are 160 modules. ``plain_import.py``
gives the statement back, but another version of PySide6 need not keep it.
"""

import os
from importlib import import_module

# Set before numpy loads: threads of the linear algebra library that wait by spinning starve the
# window on small machines, and the engine's blocks of rows are too small to gain by them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BEFORE_QT = (
    "engine",
    "engine.exact.gradient",
    "engine.exact.loss",
    "engine.examples",
    "engine.formula.errors",
    "engine.formula.ready",
    "engine.formula.tree",
    "engine.formula_text",
    "engine.limit.any_loss",
    "engine.limit.arithmetic",
    "engine.limit.curves",
    "engine.limit.microscope",
    "engine.limit.update",
    "engine.losses.smoothness",
    "engine.numbers",
    "engine.optimisers.written",
    "engine.verdict.outlook",
    "engine.verdict.wording",
    "engine.writing.csv",
)
"""With all that they import."""

for _name in BEFORE_QT:
    import_module(_name)
