"""Writes one line of JSON for each announcement and each move of the focus on the bus.

A script for the system's Python, which has the package gi: ``python3 listener.py``.
"""

import json
import sys

import gi  # type: ignore[import-not-found]

gi.require_version("Atspi", "2.0")

from gi.repository import Atspi  # type: ignore[import-not-found]  # noqa: E402

EVENTS = (
    "object:announcement",
    "object:state-changed:focused",
    "object:active-descendant-changed",
    "window:activate",
)


def note(event: object) -> None:
    """Write what an event says; a program may be gone by the time it is asked."""
    kind, source, data = event.type, event.source, event.any_data  # type: ignore[attr-defined]
    line = {"kind": kind, "text": data if isinstance(data, str) else "", "role": "", "name": ""}
    try:
        line["role"], line["name"] = source.get_role_name(), source.get_name() or ""
        line["on"] = bool(event.detail1)  # type: ignore[attr-defined]
        labels = [
            target.get_name()
            for relation in source.get_relation_set()
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
            for target in [relation.get_target(k) for k in range(relation.get_n_targets())]
        ]
        line["label"] = " ".join(filter(None, labels))
    except Exception as error:
        line["error"] = str(error)
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Listen until the process is ended."""
    Atspi.init()
    listener = Atspi.EventListener.new(note)
    for kind in EVENTS:
        listener.register(kind)
    sys.stdout.write(json.dumps({"kind": "ready"}) + "\n")
    sys.stdout.flush()
    Atspi.event_main()


if __name__ == "__main__":
    main()
