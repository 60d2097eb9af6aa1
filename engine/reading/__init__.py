"""Tables in files, read with every cell checked: text in any dialect, sheets, NumPy arrays."""
