"""Colours, spacing and the light and dark appearance.

``appearance.py`` switches the appearance and holds the spacing grid, ``palette.py`` the colours of
messages, ``blending.py`` mixes colours and keeps text legible. The colours of the plots are in
``gui/plots/theme.py``.
"""
