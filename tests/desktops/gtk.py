"""Answers the file dialog of GTK that is open, through GTK's own functions in this process."""

import ctypes
from pathlib import Path

# What the button Save or Open of the dialog answers, in GTK's numbering.
_OK = -5


class _List(ctypes.Structure):
    """The beginning of GLib's GList."""


_List._fields_ = [("data", ctypes.c_void_p), ("next", ctypes.POINTER(_List))]


class GtkFileDialog:
    """The open file dialog of GTK."""

    def __init__(self, pointer: int) -> None:
        self._gtk, self._dialog = _library("libgtk-3.so.0"), ctypes.c_void_p(pointer)

    @classmethod
    def find(cls) -> "GtkFileDialog | None":
        """Return the dialog that is visible, None if there is none."""
        gtk, gobject = _library("libgtk-3.so.0"), _library("libgobject-2.0.so.0")
        gtk.gtk_window_list_toplevels.restype = ctypes.POINTER(_List)
        gtk.gtk_file_chooser_get_type.restype = ctypes.c_size_t
        entry = gtk.gtk_window_list_toplevels()
        while entry:
            window = ctypes.c_void_p(entry.contents.data)
            kind = ctypes.c_size_t(gtk.gtk_file_chooser_get_type())
            is_file_dialog = gobject.g_type_check_instance_is_a(window, kind)
            if is_file_dialog and gtk.gtk_widget_get_visible(window):
                return cls(entry.contents.data)
            entry = entry.contents.next
        return None

    @property
    def title(self) -> str:
        """The title of its window."""
        return self._text("gtk_window_get_title")

    @property
    def file(self) -> str:
        """The file it would answer now, empty if none."""
        return self._text("gtk_file_chooser_get_filename")

    def choose_format(self, word: str) -> None:
        """Choose the first format with this word in its name."""
        self._gtk.gtk_file_chooser_list_filters.restype = ctypes.POINTER(_List)
        self._gtk.gtk_file_filter_get_name.restype = ctypes.c_char_p
        entry = self._gtk.gtk_file_chooser_list_filters(self._dialog)
        while entry:
            each = ctypes.c_void_p(entry.contents.data)
            if word in self._gtk.gtk_file_filter_get_name(each).decode():
                self._gtk.gtk_file_chooser_set_filter(self._dialog, each)
                return
            entry = entry.contents.next
        raise LookupError(word)

    def type_path(self, path: Path) -> None:
        """Name the file to write."""
        folder, name = str(path.parent).encode(), path.name.encode()
        self._gtk.gtk_file_chooser_set_current_folder(self._dialog, folder)
        self._gtk.gtk_file_chooser_set_current_name(self._dialog, name)

    def select(self, path: Path) -> None:
        """Select the file to read; the dialog lists its folder first."""
        self._gtk.gtk_file_chooser_set_filename(self._dialog, str(path).encode())

    def accept(self) -> None:
        """Press Save or Open."""
        self._gtk.gtk_dialog_response(self._dialog, ctypes.c_int(_OK))

    def _text(self, function: str) -> str:
        get = getattr(self._gtk, function)
        get.restype = ctypes.c_char_p
        return (get(self._dialog) or b"").decode()


def _library(soname: str) -> ctypes.CDLL:
    return ctypes.CDLL(soname)
