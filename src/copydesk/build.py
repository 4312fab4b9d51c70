"""Build: inputs of any kind into one record, killed and started again as one likes."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from importlib.resources import files
from typing import Any, Final, Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from copydesk.capture import Capture
from copydesk.coding import offline_coder
from copydesk.intake import Columns, Failure, Reading, Source, expand, read_source
from copydesk.intake.limits import MAX_BYTES
from copydesk.intake.web import POLITE, Fetched, Manners, fetch
from copydesk.page.page import Page
from copydesk.pool import DEFAULT_BUDGET, Budget
from copydesk.reading import read_capture
from copydesk.record import Added, Choice, Input, Run, Step, open_record
from copydesk.record.store import ALL
from copydesk.record.writing import library_version

LINE_SECONDS: Final = 10.0
"""Seconds between two lines of progress where there is no terminal."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to read and keep of the inputs. All of it is noted in the record with the run."""

    choice: Choice = ALL
    columns: Columns | None = None
    budget: Budget = DEFAULT_BUDGET
    max_bytes: int = MAX_BYTES
    keep_payload: bool = False
    events: bool = False


DEFAULT: Final = Options()


def build(
    inputs: Iterable[str | os.PathLike[str]],
    record: str | os.PathLike[str],
    *,
    read: Callable[[Capture], Page] = read_capture,
    options: Options = DEFAULT,
    workers: int | None = None,
    retry: bool = False,
    wait: float = 0.0,
    console: Console | None = None,
) -> Added:
    """Read all captures of the inputs into a record, and say what came of them.

    Killed at any moment and called again, it goes on where it was; called once more, it changes nothing. The record
    does not depend on the number of workers. Progress goes to the console; without one nothing is shown.
    Raises InputError before anything is written if an input does not exist, EventsError if events cannot be coded, else
    as `Record.add` does.
    """
    coder = offline_coder() if options.events else None
    sources = [source for name in inputs for source in expand(name)]
    run = Run(library_version(), describe(options), shipped_models(), manifest(sources))
    with open_record(record, wait=wait) as opened, watching(console, sources) as watch:
        return opened.add(
            read_sources(sources, options),
            read=read,
            run=run,
            choice=options.choice,
            workers=workers,
            budget=options.budget,
            keep_payload=options.keep_payload,
            retry=retry,
            watch=watch,
            coder=coder,
            watch_steps=watch.step,
        )


def fetch_into(
    urls: Sequence[str],
    record: str | os.PathLike[str],
    *,
    read: Callable[[Capture], Page] = read_capture,
    manners: Manners = POLITE,
    wait: float = 0.0,
    console: Console | None = None,
) -> Added:
    """Fetch pages into a record, with their payload; one that has not changed since the last time counts as known."""
    run = Run(library_version(), {"urls": list(urls), "manners": asdict(manners)}, shipped_models())
    with open_record(record, wait=wait) as opened, watching(console, ()) as watch:
        learnt: dict[str, list[Fetched]] = {}
        unchanged: list[str] = []

        def note(added: Added, item: Capture | Failure) -> None:
            """Note what a server said of a page together with the page, so that neither is without the other."""
            for fetched in learnt.pop(item.url or "", ()):
                opened.note_fetch(fetched.url, fetched.validator)
            watch(added, item)

        def found() -> Iterator[Capture | Failure]:
            for fetched in fetch(urls, manners=manners, validators=opened.validator):
                if isinstance(fetched.found, Capture):
                    learnt.setdefault(fetched.found.url or "", []).append(fetched)
                if fetched.found is None:
                    unchanged.append(fetched.url)
                else:
                    yield fetched.found

        added = opened.add(found(), read=read, run=run, keep_payload=True, watch=note, watch_steps=watch.step)
        return replace(added, known=added.known + len(unchanged))


def read_sources(sources: Iterable[Source], options: Options) -> Iterator[Capture | Failure]:
    """The captures of files, one file after another."""
    reading = Reading(options.columns, options.max_bytes)
    for source in sources:
        yield from read_source(source, reading)


def shipped_models() -> dict[str, str]:
    """The models that pages are read with: the name of each file and a hash of its content."""
    folder = [file for file in files("copydesk.page").iterdir() if file.name.endswith(".npz")]
    return {file.name: blake2b(file.read_bytes(), digest_size=16).hexdigest() for file in folder}


def manifest(sources: Iterable[Source]) -> list[Input]:
    """The inputs with hashes of their content; a file that cannot be read has the hash `unreadable`."""
    return [Input(source.name, source.size, _fingerprint(source)) for source in sources]


def _fingerprint(source: Source) -> str:
    try:
        return source.fingerprint()
    except OSError:
        return "unreadable"


def describe(options: Options) -> dict[str, Any]:
    """Options as plain values for the record, without those that are not set."""
    plain = asdict(options)
    choice = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in plain["choice"].items()}
    columns = {name: value for name, value in (plain["columns"] or {}).items() if value}
    kept = {**plain, "choice": {name: value for name, value in choice.items() if value}, "columns": columns}
    return {name: value for name, value in kept.items() if value}


class Watch(Protocol):
    """Is told of each capture, and of what is done before and after they are read."""

    def __call__(self, added: Added, item: Capture | Failure, /) -> None: ...
    def step(self, step: Step, done: int, total: int, /) -> None: ...


def watching(console: Console | None, sources: Sequence[Source]) -> AbstractContextManager[Watch]:
    """Progress as a bar on a terminal, as lines elsewhere, and none without a console."""
    if console is None:
        return nullcontext(_Unseen())
    way = _Way.over(sources)
    return _Bar(console, way) if console.is_terminal else _Lines(console, way)


class _Unseen:
    """No progress."""

    def __call__(self, added: Added, item: Capture | Failure) -> None: ...
    def step(self, step: Step, done: int, total: int) -> None: ...


@dataclass(slots=True)
class _Way:
    """How far a build has come, in bytes of its inputs."""

    starts: dict[str, int]
    sizes: dict[str, int]
    total: int
    done: int = 0

    @classmethod
    def over(cls, sources: Sequence[Source]) -> "_Way":
        starts: dict[str, int] = {}
        total = 0
        for source in sources:
            starts[source.name] = total
            total += source.size
        return cls(starts, {source.name: source.size for source in sources}, total)

    def reach(self, item: Capture | Failure) -> int:
        """Take note of a capture's place, and say how many bytes lie behind it."""
        place = item.place
        if place is not None and place.source in self.starts:
            inside = min(place.offset or 0, self.sizes[place.source])
            self.done = max(self.done, self.starts[place.source] + inside)
        return self.done


def summary(added: Added) -> str:
    """What came of captures, in words: the kinds of page found, failures, what was passed by, and what followed."""
    kinds = sorted(added.kinds.items(), key=lambda item: (-item[1], item[0]))
    named = [*kinds[:4], *([("of other kinds", sum(count for _, count in kinds[4:]))] if kinds[4:] else [])]
    parts = [", ".join(f"{count:,} {kind}" for kind, count in named)] if kinds else []
    parts += [f"{added.failed:,} failed"] if added.failed else []
    parts += [f"{added.known:,} known"] if added.known else []
    parts += [f"{added.left_out:,} not chosen"] if added.left_out else []
    copies = f", {added.copies:,} sharing their text with others" if added.copies else ""
    coded = f", {added.coded:,} articles coded for events" if added.coded else ""
    return f"{added.pages:,} pages" + (f" ({'; '.join(parts)})" if parts else "") + copies + coded


class _Bar:
    """A progress bar on a terminal, and one more for each step before and after."""

    def __init__(self, console: Console, way: _Way) -> None:
        self._way = way
        share, what = TextColumn("{task.percentage:>3.0f}%"), TextColumn("{task.description}")
        columns = (BarColumn(), share, _Rate(), TimeRemainingColumn(), what)
        self._progress = Progress(*columns, console=console)
        self._steps: dict[Step, TaskID] = {}

    def __enter__(self) -> Watch:
        self._progress.start()
        self._task = self._progress.add_task("", total=self._way.total or None, count=0, unit="pages")
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is None:
            self._progress.update(self._task, completed=self._way.total)
        self._progress.stop()

    def __call__(self, added: Added, item: Capture | Failure) -> None:
        done = self._way.reach(item)
        self._progress.update(self._task, completed=done, description=summary(added), count=added.pages)

    def step(self, step: Step, done: int, total: int) -> None:
        """Show how far a step has come."""
        if step not in self._steps:
            if step is Step.EVENTS:
                self._progress.update(self._task, completed=self._way.total)
            self._steps[step] = self._progress.add_task("", total=total, count=0, unit="articles")
        description = f"{step}: {done:,} of {total:,} articles"
        self._progress.update(self._steps[step], completed=done, description=description, count=done)


class _Rate(ProgressColumn):
    """Pages or articles a second since the start."""

    def render(self, task: Task) -> Text:
        """The rate as text."""
        elapsed = task.finished_time or task.elapsed or 0.0
        return Text(f"{task.fields['count'] / elapsed:,.0f} {task.fields['unit']}/s" if elapsed else "")


class _Lines:
    """A line of progress now and then, for logs."""

    def __init__(self, console: Console, way: _Way) -> None:
        self._console = console
        self._way = way
        self._step: Step | None = None

    def __enter__(self) -> Watch:
        self._started = self._shown = time.monotonic()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Nothing to end."""

    def __call__(self, added: Added, item: Capture | Failure) -> None:
        done = self._way.reach(item)
        share = done / self._way.total if self._way.total else 0.0
        self._show(share, summary(added), added.pages, "pages")

    def step(self, step: Step, done: int, total: int) -> None:
        """Show how far a step has come; its first report only starts the clock."""
        if step is not self._step:
            self._step, self._started = step, time.monotonic()
            return
        self._show(done / total, f"{step}: {done:,} of {total:,} articles", done, "articles")

    def _show(self, share: float, what: str, count: int, unit: str) -> None:
        now = time.monotonic()
        if now - self._shown < LINE_SECONDS:
            return
        self._shown = now
        elapsed = now - self._started
        left = f", about {elapsed / share - elapsed:,.0f} s left" if share else ""
        rate = f"{count / elapsed:,.0f} {unit}/s" if elapsed else ""
        self._console.print(f"{share:.0%}: {what}, {rate}{left}", highlight=False, soft_wrap=True)
