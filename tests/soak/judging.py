"""What is promised of a soak, and what was found."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import mean, median
from typing import NamedTuple

from .journal import Note
from .samples import Sample

MOST_GAP_SECONDS = 0.1
# The control has this part of a gap at the same moment: then the machine was late, not the program.
EXCUSED_PART = 0.5
# Timers of two processes are not in step: a gap may begin a beat or two earlier in one of them.
STEP_SECONDS = 0.03
# So far from a gap the work of the control still tells of its moment.
WORK_AROUND_SECONDS = 1.0
MOST_GROWTH = 0.05
# Of small counts: threads come and go with the tasks at hand.
FREE_COUNT = 3
ACTS_SHOWN = 8
GAP = "a gap of"
"""How a violation about a gap begins."""


class Gap(NamedTuple):
    """The heart did not beat for so long before ``end``; ``waited`` for a processor.

    ``stolen`` is what the host of a virtual machine took from one of its processors meanwhile. It
    excuses nothing; it tells whether the same soak is worth repeating at another hour. ``ran`` is
    how long the thread was at work; what neither is, it waited for another thread or a disk.
    """

    end: float
    seconds: float
    waited: float
    stolen: float = 0.0
    ran: float = 0.0

    @classmethod
    def of(cls, note: Note) -> "Gap":
        """Return the gap that a note is about."""
        parts = (note.facts[name] for name in ("seconds", "waited", "stolen", "ran"))
        return cls(note.time, *(float(str(part)) for part in parts))

    def overlaps(self, other: "Gap") -> bool:
        """Return whether two gaps are of the same moment."""
        begin, other_begin = self.end - self.seconds, other.end - other.seconds
        return begin < other.end + STEP_SECONDS and other_begin < self.end + STEP_SECONDS


@dataclass(frozen=True)
class Soak:
    """All that is known of one soak."""

    notes: Sequence[Note]
    control: Sequence[Note]
    samples: Sequence[Sample]
    status: int | None
    stderr: str
    is_full_speed: bool = False
    began: float = field(default=0.0)

    def noted(self, kind: str) -> list[Note]:
        """Return the program's notes of a kind."""
        return [note for note in self.notes if note.kind == kind]

    @property
    def gaps(self) -> list[Gap]:
        """The gaps of the program's heart."""
        return [Gap.of(note) for note in self.noted("gap")]

    @property
    def control_gaps(self) -> list[Gap]:
        """The gaps of the bare process beside it."""
        return [Gap.of(note) for note in self.control if note.kind == "gap"]

    @property
    def control_work(self) -> list[Note]:
        """How long the work of that process took, each time."""
        return [note for note in self.control if note.kind == "work"]

    def time_span(self) -> tuple[float, float]:
        """Return when the person began and when the window was first asked to close."""
        begins, ends = self.noted("begin"), self.noted("closing") or self.notes[-1:]
        return (begins[0].time, ends[0].time) if begins and ends else (self.began, self.began)

    def resting(self) -> Callable[[float], bool]:
        """Return whether the program was at rest at a time: nothing was done, a small table open.

        Memory then tells what earlier rounds have left behind, and not which table is open.
        """
        if self.is_full_speed:
            return lambda _: True
        counts = self.noted("count")
        times = [note.time for note in counts]

        def is_at_rest(time: float) -> bool:
            at = bisect_right(times, time)
            around = counts[max(at - 1, 0) : at + 1]
            return at > 0 and all(bool(note.facts["is_at_rest"]) for note in around)

        return is_at_rest


class Growth(NamedTuple):
    """A figure in the last third of the time, beside the third before."""

    name: str
    before: float
    last: float
    most: float

    @property
    def is_kept(self) -> bool:
        """Whether the last third is within the limit."""
        return self.last <= self.most


def unexcused(
    gaps: Iterable[Gap],
    control: Sequence[Gap],
    seconds_of: Callable[[Gap], float] = lambda gap: gap.seconds,
) -> list[Gap]:
    """Return the gaps that are too long, unless the control has one of half at the same moment."""
    return [
        gap
        for gap in gaps
        if seconds_of(gap) > MOST_GAP_SECONDS
        and not any(
            other.seconds >= EXCUSED_PART * gap.seconds and gap.overlaps(other) for other in control
        )
    ]


def own_seconds(soak: Soak) -> Callable[[Gap], float]:
    """Return how long a gap would have been on a machine of its own.

    That is without the time that the thread waited for a processor: a thread that has work to do
    waits longer for one than the control, which has none. And a processor is slower while others
    use its caches, as the work of the control shows.
    """
    times = [note.time for note in soak.control_work]
    works = [float(str(note.facts["seconds"])) for note in soak.control_work]
    fastest = min(works, default=0.0)

    def slowed(gap: Gap) -> float:
        begin = bisect_left(times, gap.end - gap.seconds - WORK_AROUND_SECONDS)
        near = works[begin : bisect_left(times, gap.end + WORK_AROUND_SECONDS)]
        return median(near) / fastest if near and fastest else 1.0

    return lambda gap: (gap.seconds - gap.waited) / slowed(gap)


def growths(soak: Soak) -> list[Growth]:
    """Compare the last third with the third before; nothing if there was no rest in one of them."""
    begin, end = soak.time_span()
    third, is_at_rest = (end - begin) / 3, soak.resting()
    found = []
    figures: dict[str, list[tuple[float, float]]] = {
        "memory (resident), MB": [(s.time, s.resident) for s in soak.samples],
        "memory (private), MB": [(s.time, s.private) for s in soak.samples],
        "threads": [(s.time, s.threads) for s in soak.samples],
        "open files": [(s.time, s.files) for s in soak.samples],
    }
    for name in ("objects", "widgets"):
        figures[name] = [(n.time, float(str(n.facts[name]))) for n in soak.noted("count")]
    for name, values in figures.items():
        at_rest = [(time, value) for time, value in values if is_at_rest(time)]
        before = [v for t, v in at_rest if end - 2 * third <= t < end - third]
        last = [v for t, v in at_rest if end - third <= t <= end]
        if before and last:
            free = 0 if "memory" in name else FREE_COUNT
            most = mean(before) * (1 + MOST_GROWTH) + free
            found.append(Growth(name, mean(before), mean(last), most))
    return found


def violations(soak: Soak, is_shared: bool = False, compares_thirds: bool = True) -> list[str]:
    """Return what is promised and was not kept; other programs may share the machine."""
    counted = unexcused(soak.gaps, soak.control_gaps)
    if is_shared:
        counted = unexcused(soak.gaps, soak.control_gaps, own_seconds(soak))
    found = []
    if not soak.noted("begin"):
        found.append("the program did not begin")
    if soak.status != 0:
        found.append(f"the program ended with {soak.status}")
    if soak.stderr:
        found.append(f"on stderr:\n{soak.stderr}")
    found += [f"error dialog:\n{note.facts['report']}" for note in soak.noted("failure")]
    found += [
        f"{GAP} {1000 * gap.seconds:.0f} ms, {1000 * gap.waited:.0f} of them without a processor, "
        f"{1000 * gap.stolen:.0f} stolen by the machine's host, {1000 * gap.ran:.0f} at work\n"
        f"{before(soak, gap)}"
        for gap in counted
    ]
    found += [
        f"{growth.name}: from {growth.before:.1f} to {growth.last:.1f}, more than {growth.most:.1f}"
        for growth in growths(soak)
        if compares_thirds and not growth.is_kept
    ]
    return found


def before(soak: Soak, gap: Gap) -> str:
    """Return the acts before a gap, counted in milliseconds from its beginning, and its stack."""
    start = gap.end - gap.seconds
    lines = [
        f"    {1000 * (note.time - start):+7.0f} ms  {note.facts.get('what') or note.facts}"
        for note in soak.notes
        if note.kind in ("act", "stage", "closing") and note.time <= gap.end
    ][-ACTS_SHOWN:]
    stacks = [n for n in soak.noted("stack") if start <= n.time <= gap.end]
    return "\n".join([*lines, *(str(note.facts["stack"]) for note in stacks)])


def _at_rests(soak: Soak) -> str:
    """Return the private memory in the middle of each rest."""
    is_at_rest, rests = soak.resting(), list[list[Sample]]()
    was_at_rest = False
    for sample in soak.samples:
        rests_now = is_at_rest(sample.time)
        if rests_now and not was_at_rest:
            rests.append([])
        if rests_now:
            rests[-1].append(sample)
        was_at_rest = rests_now
    return " ".join(f"{rest[len(rest) // 2].private:.0f}" for rest in rests)


def summary(soak: Soak) -> list[str]:
    """Return the figures of a soak, one a line."""
    begin, end = soak.time_span()
    gaps, control = soak.gaps, soak.control_gaps
    counted, own = unexcused(gaps, control), unexcused(gaps, control, own_seconds(soak))
    long = [gap for gap in gaps if gap.seconds > MOST_GAP_SECONDS]
    longest = max((gap.seconds for gap in gaps), default=0.0)
    own_longest = max(map(own_seconds(soak), gaps), default=0.0)
    control_longest = max((gap.seconds for gap in control), default=0.0)
    lines = [
        f"{(end - begin) / 60:.1f} minutes, {len(soak.noted('act')):,} acts",
        f"gaps over 100 ms: {len(long)}, of which {len(counted)} count; on a machine of its own "
        f"{len(own)} would",
        f"the longest: {1000 * longest:.0f} ms, of its own {1000 * own_longest:.0f} ms, "
        f"and of the control {1000 * control_longest:.0f} ms",
        f"{sum(gap.stolen >= EXCUSED_PART * gap.seconds for gap in counted)} of those that count "
        "came while the machine's host had taken a processor for half of the time",
    ]
    if soak.samples:
        peak = max(sample.resident for sample in soak.samples)
        mean_of_all = mean(sample.resident for sample in soak.samples)
        lines.append(f"memory over all: mean {mean_of_all:.0f} MB, most {peak:.0f} MB")
        lines.append(f"memory at each rest, private, MB: {_at_rests(soak)}")
    for growth in growths(soak):
        change = 100 * (growth.last / growth.before - 1) if growth.before else 0.0
        lines.append(f"{growth.name}: {growth.before:.1f} → {growth.last:.1f} ({change:+.1f} %)")
    if epochs := [note.facts["epoch"] for note in soak.noted("count") if "epoch" in note.facts]:
        lines.append(f"epochs: {float(str(epochs[-1])):,.0f}")
    lines.append(f"error dialogs: {len(soak.noted('failure'))}, stderr: {len(soak.stderr)} bytes")
    return lines
