"""The four classes of pyqtgraph that the plots use, without the rest of it.

The whole package loads 145 modules and copies every class of Qt, which took a third of the time
until the window was painted. Here only the modules of the four classes are loaded, below a package
that holds what these ask of it. If another version of pyqtgraph asks for more, all of it is loaded.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from types import ModuleType

import shiboken6
from PySide6 import QtCore, QtGui, QtWidgets

CLASSES = {
    "GraphicsView": "widgets.GraphicsView",
    "PlotCurveItem": "graphicsItems.PlotCurveItem",
    "ScatterPlotItem": "graphicsItems.ScatterPlotItem",
    "ViewBox": "graphicsItems.ViewBox",
}
OPTIONS = {
    "antialias": False,
    "background": "k",
    "crashWarning": False,
    "enableExperimental": False,
    "exitCleanup": True,
    "foreground": "d",
    "imageAxisOrder": "col-major",
    "leftButtonPan": True,
    "mouseRateLimit": 100,
    "segmentedLineMode": "auto",
    "useCupy": False,
    "useNumba": False,
    "useOpenGL": False,
}
"""Those of ``pyqtgraph.CONFIG_OPTIONS`` that the modules ask for, with the same values."""

logger = logging.getLogger(__name__)


def plot_classes() -> dict[str, type]:
    """Return the classes by name.

    Raises ImportError if pyqtgraph is not installed.
    """
    spec = find_spec("pyqtgraph")
    if spec is None or "pyqtgraph" in sys.modules:
        return _of_whole_package()
    before = set(sys.modules)
    try:
        return _of_modules(spec)
    except (ImportError, AttributeError, KeyError, TypeError) as error:
        logger.info("this pyqtgraph asks for all of itself: %s", error)
        for name in set(sys.modules) - before:
            if name.partition(".")[0] == "pyqtgraph":
                del sys.modules[name]
        return _of_whole_package()


def _of_whole_package() -> dict[str, type]:
    from pyqtgraph import GraphicsView, PlotCurveItem, ScatterPlotItem, ViewBox

    return {each.__name__: each for each in (GraphicsView, PlotCurveItem, ScatterPlotItem, ViewBox)}


def _of_modules(spec: ModuleSpec) -> dict[str, type]:
    package = module_from_spec(spec)  # with its folder, but not executed
    sys.modules["pyqtgraph"] = package
    vars(package).update(CONFIG_OPTIONS=OPTIONS, getConfigOption=OPTIONS.__getitem__)
    qt = _qt(package)
    # Neither OpenGL, which takes megabytes, nor pyqtgraph's own menus are ever asked for here.
    _stand_in(qt, "OpenGLHelpers", GraphicsViewGLWidget=_NeverMade)
    _stand_in(package, "graphicsItems.ViewBox.ViewBoxMenu", ViewBoxMenu=_NeverMade)
    with _empty("PySide6.QtOpenGL"):
        classes: dict[str, type] = {
            name: getattr(import_module(f"pyqtgraph.{module}"), name)
            for name, module in CLASSES.items()
        }
    vars(package).update(_connectCleanup=_Ending(classes["ViewBox"]).follow)
    return classes


def _qt(package: ModuleType) -> ModuleType:
    """Return what stands for ``pyqtgraph.Qt``: PySide6, as it is."""
    qt = _stand_in(
        package,
        "Qt",
        QT_LIB="PySide6",
        QtVersion=QtCore.qVersion(),
        QtCore=QtCore,
        QtGui=QtGui,
        QtWidgets=QtWidgets,
        isQObjectAlive=shiboken6.isValid,
    )
    qt.__path__ = [f"{place}/Qt" for place in package.__path__]
    _stand_in(
        qt,
        "compat",
        wrapinstance=shiboken6.wrapInstance,
        unwrapinstance=_address,
        voidptr=shiboken6.VoidPtr,
    )
    import_module("pyqtgraph.Qt.internals")
    return qt


@contextmanager
def _empty(name: str) -> Iterator[None]:
    """Let what is imported meanwhile find a module that holds nothing, if it is not loaded."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = ModuleType(name)
    try:
        yield
    finally:
        del sys.modules[name]


def _address(thing: object) -> int:
    """Return where Qt keeps what a Python object of it stands for."""
    address: int = shiboken6.getCppPointer(thing)[0]  # type: ignore[arg-type]
    return address


def _stand_in(parent: ModuleType, name: str, **holds: object) -> ModuleType:
    """Return a module below another one that holds these names and was never read from a file."""
    module = ModuleType(f"{parent.__name__}.{name}")
    vars(module).update(holds)
    sys.modules[module.__name__] = module
    if "." not in name:
        setattr(parent, name, module)
    return module


class _NeverMade:
    """Stands for a class that the plots never use."""

    def __init__(self, *_arguments: object) -> None:
        raise NotImplementedError


class _Ending:
    """Tells the view boxes once that the application ends: they then leave Qt's objects alone."""

    def __init__(self, view_box: type) -> None:
        self._view_box = view_box
        self._follows = False

    def follow(self) -> None:
        """Follow the application; called for each view that is made."""
        application = QtWidgets.QApplication.instance()
        if application is not None and not self._follows:
            self._follows = True
            application.aboutToQuit.connect(self._view_box.quit)  # type: ignore[attr-defined]
