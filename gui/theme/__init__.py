"""Colours, spacing and the light and dark appearance.

``appearance.py`` switches the appearance and holds the spacing grid, ``palette.py`` the colours of
messages, ``blending.py`` mixes colours and keeps text legible. ``legibility.py`` gives edges and
selected text enough contrast in any palette of the desktop. ``title_bars.py`` lets the window
managers of X11 draw title bars in the same colours. The colours of the plots are in
``gui/plots/theme.py``.
"""
