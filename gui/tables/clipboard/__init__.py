"""Cut, copy and paste between the tables and other programs, as text and HTML.

``Clipboard`` (``clipboard.py``) is the face: the table commands call it.

Copy: ``CopiedCells`` (``copier.py``) is a snapshot of the selected cells. It writes tab-separated
text with every digit, and HTML in which Excel, LibreOffice and Google Sheets each find the exact
number. ``Copier`` writes many cells in a thread and then sets the system clipboard.

Paste: ``fetch_clipboard`` (``clip.py``) takes the raw bytes, which only the window's thread may do.
``PasteChange`` (``paste_change.py``) is a change of the experiment, which the document runs at once
or in a thread. It calls ``read_clipboard`` (``reading.py``), which prefers exact numbers from HTML
(``html_cells.py``) and otherwise reads the text like a file. ``options_for`` (``separators.py``)
finds the separator and the decimal mark.
``first_table.py`` makes of a table that is pasted into an empty document what an import would.

Drop: ``TableDrops`` (``table_drops.py``) takes what another program drags in; it is pasted at the
cell under the mouse, or into an empty document.

A text such as 1,234 may mean two numbers. If neither the other numbers nor the locale decide,
``AmbiguousText`` (``ambiguity.py``) is raised, and ``Paster`` (``paster.py``) asks with a
``PasteQuestion`` (``question.py``). A paste is all or nothing: one bad cell changes nothing.
"""

from .clipboard import Clipboard

__all__ = ["Clipboard"]
