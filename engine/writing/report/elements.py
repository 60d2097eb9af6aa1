"""Elements of HTML and SVG, with every text and attribute made harmless."""

import html


def escaped(text: str) -> str:
    """Return any text as one that is harmless between tags and in an attribute.

    A character that no page may hold, such as one that controls a terminal, becomes “�”.
    """
    whole = "".join(
        each if each.isprintable() or each in "\n\t" else "\N{REPLACEMENT CHARACTER}"
        for each in text
    )
    return html.escape(whole, quote=True)


def element(tag: str, content: str = "", /, **attributes: object) -> str:
    """Return an element; its content is one already, or a text that was escaped.

    A hyphen in the name of an attribute is written as ``_``, and ``class`` as ``class_``. An
    attribute that is None or empty is left out.
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escaped(str(value))}"'
        for name, value in attributes.items()
        if value not in (None, "")
    )
    return f"<{tag}{written}>{content}</{tag}>"


def void_element(tag: str, /, **attributes: object) -> str:
    """Return an element that has no content and no end, such as ``meta``."""
    return element(tag, "", **attributes).removesuffix(f"</{tag}>")
