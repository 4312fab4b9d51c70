"""The record as a value to work with: open it, add captures, search, and read back."""

import os
import re
import sqlite3
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from copydesk.capture import Capture, Place
from copydesk.copies import Text
from copydesk.intake import Failure, reopen
from copydesk.intake.web import Validator
from copydesk.page.blocks import Block
from copydesk.page.page import Page
from copydesk.pool import DEFAULT_BUDGET, FIRST, Budget, read_all
from copydesk.reading import read_capture
from copydesk.record import copies, entries, writing
from copydesk.record.contacts import Contact, contacts
from copydesk.record.copies import CopyGroup
from copydesk.record.copying import compare_all, compare_next, pause
from copydesk.record.entries import Entry
from copydesk.record.eventing import code_new
from copydesk.record.known import KnownPayloads, ToRead, payload_key
from copydesk.record.lock import WriterLock
from copydesk.record.matching import compile_query
from copydesk.record.query import parse
from copydesk.record.rows import PageRows, ReadRows, instant
from copydesk.record.schema import MIGRATIONS, SchemaError, check, migrate
from copydesk.record.search import Order, Results, search
from copydesk.record.stats import FailureGroup, Span, Stats, failure_groups, stats, timeline
from copydesk.record.texts import texts, versions
from copydesk.record.writing import Run

if TYPE_CHECKING:
    from copydesk.events import Coder

_DATE: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")

BATCH: Final = 100
"""Captures that are committed together: what a killed build has to do again."""

COMPARED: Final = 3 * BATCH
"""Captures whose articles are compared together, at least. Fewer take longer, more would keep the workers waiting."""

_PRAGMAS: Final = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA busy_timeout = 30000",
)


class RecordError(Exception):
    """The record cannot be opened, written or read as asked."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which pages to keep: of these kinds and languages (none named: all), dated on or after a day, and how many.

    A page is dated by its article's publication, else by its capture; one without any date is not kept when `since`
    is given. `languages` may leave out the region: `en` takes `en-GB`. `limit` counts the pages of one run.
    """

    since: str | None = None
    only: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    limit: int | None = None

    def __post_init__(self) -> None:
        """Raises ValueError where `since` is no date."""
        if self.since is not None and not _DATE.fullmatch(self.since):
            raise ValueError(f"{self.since!r} is no date such as 2024, 2024-05 or 2024-05-31")

    def takes(self, rows: PageRows) -> bool:
        """Whether a page is to be kept."""
        if self.since is not None and (rows.dated or "") < self.since:
            return False
        if self.only and rows.kind not in self.only:
            return False
        return not self.languages or _speaks(rows.language, self.languages)


def _speaks(language: str | None, wanted: frozenset[str]) -> bool:
    tag = (language or "").lower()
    return any(tag == name.lower() or tag.startswith(f"{name.lower()}-") for name in wanted)


ALL: Final = Choice()


@dataclass(slots=True)
class Added:
    """What came of captures: pages entered (counted by kind), failures, captures known before, pages not chosen.

    `copies` counts those of the pages that share their text with other pages of the record, `coded` the articles that
    were coded for events.
    """

    pages: int = 0
    failed: int = 0
    known: int = 0
    left_out: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    copies: int = 0
    coded: int = 0


Watcher = Callable[[Added, Capture | Failure], None]


class Step(StrEnum):
    """What is done with articles beside reading: older ones are compared before it, new ones are coded after it."""

    COPIES = "looking for copies"
    EVENTS = "coding events"


StepWatcher = Callable[[Step, int, int], None]
"""Is told of a step how many articles are done, and of how many."""


def open_record(path: str | os.PathLike[str], *, read_only: bool = False, wait: float = 0.0) -> "Record":
    """Open a record; unless it is opened for reading only, one that does not exist is made.

    Many may read while one writes. `wait` says for how many seconds to wait for another writer. Raises RecordError
    where there is no such file, SchemaError where it is no record of a known version, LockedError (on writing).
    """
    file = Path(path).absolute()
    if read_only and not file.exists():
        raise RecordError(f"there is no record {path}")
    uri = f"{file.as_uri()}?mode={'ro' if read_only else 'rwc'}"
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise RecordError(f"{path} cannot be opened: {error}") from error
    try:
        _prepare(connection, file, read_only, wait)
    except BaseException:
        connection.close()
        raise
    return Record(connection, file, wait)


def _prepare(connection: sqlite3.Connection, file: Path, read_only: bool, wait: float) -> None:
    version = check(connection)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    if version == len(MIGRATIONS):
        return
    if read_only:
        raise SchemaError(f"the record has version {version}, not {len(MIGRATIONS)}: open it once for writing")
    with WriterLock(file, wait):
        if version == 0:
            connection.execute("PRAGMA page_size = 8192")
            connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection)


class Record:
    """An open record; use it in a `with` statement. It belongs to the thread that opened it."""

    def __init__(self, connection: sqlite3.Connection, path: Path, wait: float) -> None:
        self.connection = connection
        self.path = path
        self._wait = wait

    def __enter__(self) -> "Record":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the record."""
        self.connection.close()

    def add(
        self,
        captures: Iterable[Capture | Failure],
        *,
        read: Callable[[Capture], Page] = read_capture,
        run: Run | None = None,
        choice: Choice = ALL,
        workers: int | None = None,
        budget: Budget = DEFAULT_BUDGET,
        keep_payload: bool = False,
        retry: bool = False,
        watch: Watcher | None = None,
        coder: "Coder | None" = None,
        watch_steps: StepWatcher = lambda step, done, total: None,
    ) -> Added:
        """Read captures in worker processes and enter their pages, in order; what the record has is passed by.

        New articles are compared with all others for copies as they are entered. At the end, where a coder is given,
        all articles that were not coded yet are coded for events.
        Entering stops at the first error of writing or of `captures`; what was entered by then stays, and the same call
        made again goes on from there. `retry` reads again what could not be read. `watch` is told of each capture,
        `watch_steps` of what is done before and after. `read` and `coder` have to be importable by the workers.
        Raises LockedError where another process writes, RecordError where the file cannot be written (a full disk).
        """
        with WriterLock(self.path, self._wait):
            try:
                compare_all(self.connection, partial(watch_steps, Step.COPIES))
                newest = self._newest()
                added = _Adding(self.connection, choice, keep_payload, retry, watch).add(
                    captures, ReadRows(read, keep_payload), run or Run(writing.library_version()), workers, budget
                )
                added.copies = self._copies_after(newest)
                if coder is not None:
                    told = partial(watch_steps, Step.EVENTS)
                    added.coded = code_new(self.connection, coder, workers, budget, told)
            except sqlite3.OperationalError as error:
                raise RecordError(f"the record cannot be written: {error}") from error
        return added

    def _newest(self) -> int:
        return int(self.connection.execute("SELECT ifnull(max(capture), 0) FROM captures").fetchone()[0])

    def _copies_after(self, number: int) -> int:
        sql = "SELECT count(*) FROM copy_members WHERE capture > ?"
        return int(self.connection.execute(sql, (number,)).fetchone()[0])

    def search(
        self, query: str, *, limit: int = 20, after: str | None = None, order: Order | None = None, fold: bool = False
    ) -> Results:
        """The pages that a query finds, best first, or newest first where the query has no words; see docs/record.md.

        `fold` gives of all copies of a text the first one only, and counts the others.
        Raises QueryError, which says where the mistake is.
        """
        return search(self.connection, query, limit=limit, after=after, order=order, fold=fold)

    def copies(self, query: str = "") -> Iterator[CopyGroup]:
        """The groups of copies with a page that a query finds, the largest first. Raises QueryError."""
        return copies.groups(self.connection, query)

    def copies_of(self, capture_id: str) -> CopyGroup | None:
        """The group of copies of a page, named as in `article`; None if it is nobody's copy."""
        number = self._number(capture_id)
        return copies.group_of(self.connection, number) if number is not None else None

    def text(self, capture_id: str) -> Text | None:
        """The article of a page, named as in `article`, as it is compared with others; None without any."""
        number = self._number(capture_id)
        return next(texts(self.connection, [number]), None) if number is not None else None

    def versions(self, url: str) -> list[Text]:
        """The articles that were caught at one URL, the earliest first."""
        return versions(self.connection, url)

    def contacts(self, one: str, two: str) -> list[Contact]:
        """The reported events between two actors, the earliest first, of all copies of a text the earliest only."""
        return contacts(self.connection, one, two)

    def is_coded(self) -> bool:
        """Whether articles of the record were coded for events."""
        return self.connection.execute("SELECT 1 FROM codings").fetchone() is not None

    def timeline(self, query: str = "", span: Span = Span.MONTH) -> dict[str, int]:
        """The hits of a query by when they were published. Raises QueryError."""
        return timeline(self.connection, query, span)

    def article(self, capture_id: str) -> Entry | None:
        """The entry of a capture, by its id, the beginning of it, or its URL (then the latest); None without any."""
        number = self._number(capture_id)
        return entries.entry(self.connection, number) if number is not None else None

    def _number(self, capture_id: str) -> int | None:
        row = self.connection.execute(
            "SELECT capture FROM captures JOIN pages USING (capture) "
            "WHERE id = ?1 OR url = ?1 OR (id >= ?1 AND id < ?2) "
            "ORDER BY id = ?1 DESC, captured DESC LIMIT 1",
            (capture_id, capture_id + "g"),
        ).fetchone()
        return int(row[0]) if row else None

    def articles(self, query: str = "") -> Iterator[Entry]:
        """The entries that a query finds, one after another in the order of the record. Raises QueryError."""
        match = compile_query(parse(query), self.connection)
        for number in entries.numbers(self.connection, match):
            found = entries.entry(self.connection, number)
            if found is not None:
                yield found

    def blocks(self, number: int) -> Iterator[Block]:
        """All blocks of the page with this number."""
        return (block for block, _ in entries.blocks(self.connection, number))

    def capture(self, capture_id: str) -> Capture:
        """The capture with its payload, from the record or from where it lies. Raises RecordError if it is gone."""
        row = self.connection.execute(
            "SELECT url, captured, status, media_type, source, member, offset, decoded, payload FROM captures "
            "WHERE id = ?",
            (capture_id,),
        ).fetchone()
        if row is None:
            raise RecordError(f"there is no capture {capture_id}")
        url, captured, status, media_type, source, member, offset, decoded, packed = row
        place = Place(source, member, offset) if source is not None else None
        if packed is not None:
            raw = zlib.decompress(packed)
            payload = raw.decode("utf-8", "surrogatepass") if decoded else raw
            moment = datetime.fromisoformat(captured) if captured else None
            return Capture(payload, url, moment, status, media_type, place)
        return _find_again(capture_id, place)

    def failures(self, examples: int = 3) -> list[FailureGroup]:
        """The failures by class, each with some examples."""
        return failure_groups(self.connection, examples)

    def stats(self) -> Stats:
        """What the record holds, counted."""
        return stats(self.connection)

    def validator(self, url: str) -> Validator | None:
        """What an earlier fetch of a URL learnt, to ask whether the page has changed since."""
        row = self.connection.execute("SELECT etag, last_modified FROM fetches WHERE url = ?", (url,)).fetchone()
        return Validator(*row) if row else None

    def note_fetch(self, url: str, validator: Validator) -> None:
        """Remember what a fetch of a URL learnt."""
        self.connection.execute(
            "INSERT OR REPLACE INTO fetches VALUES (?, ?, ?, ?)",
            (url, validator.etag, validator.last_modified, instant(datetime.now(UTC))),
        )


def _find_again(capture_id: str, place: Place | None) -> Capture:
    if place is None:
        raise RecordError(f"the payload of {capture_id} was not kept")
    try:
        for found in reopen(place):
            if isinstance(found, Capture) and found.id == capture_id:
                return found
    except OSError as error:
        raise RecordError(f"{place} cannot be read: {error}") from error
    raise RecordError(f"{place} no longer holds the capture {capture_id}")


class _Adding:
    """One call of `Record.add`: what is under way, and what came of it."""

    def __init__(
        self, connection: sqlite3.Connection, choice: Choice, keep_payload: bool, retry: bool, watch: Watcher | None
    ) -> None:
        self._connection = connection
        self._choice = choice
        self._keep_payload = keep_payload
        self._retry = retry
        self._watch = watch
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._known = KnownPayloads()
        self._under_way: set[str] = set()
        self._added = Added()

    def add(
        self, captures: Iterable[Capture | Failure], task: ReadRows, run: Run, workers: int | None, budget: Budget
    ) -> Added:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            number = writing.begin_run(connection, run, datetime.now(UTC))
            self._room = self._remaining(number)
            results = read_all(self._fresh(captures), task, ToRead(FIRST), workers=workers, budget=budget)
            with closing(results):
                self._write_all(results, number)
            compare_next(connection)
            writing.finish_run(connection, number, datetime.now(UTC))
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        return self._added

    def _remaining(self, run: int) -> int | None:
        """How many pages this run may still enter."""
        if self._choice.limit is None:
            return None
        sql = "SELECT count(*) FROM pages JOIN captures USING (capture) WHERE run = ?"
        return max(0, self._choice.limit - int(self._connection.execute(sql, (run,)).fetchone()[0]))

    def _fresh(self, captures: Iterable[Capture | Failure]) -> Iterator[ToRead | Failure]:
        """The captures that are not in the record nor on their way into it."""
        for item in captures:
            if self._room == 0:
                return
            if isinstance(item, Failure):
                yield item
                continue
            capture_id = item.id
            if capture_id in self._under_way or self._is_done(capture_id):
                self._added.known += 1
                self._tell(item)
                continue
            self._under_way.add(capture_id)
            key = payload_key(item)
            self._waiting.append((capture_id, key))
            yield ToRead(item, self._known.recall(key))

    def _is_done(self, capture_id: str) -> bool:
        if not writing.holds(self._connection, capture_id):
            return False
        return not (self._retry and writing.failed(self._connection, capture_id))

    def _write_all(self, results: Iterable[tuple[ToRead | Failure, PageRows | Failure]], run: int) -> None:
        due = pause(self._connection, COMPARED)
        for count, (read, result) in enumerate(results, 1):
            if self._room == 0:
                return
            item = read.capture if isinstance(read, ToRead) else read
            self._write(item, result, run)
            self._tell(item)
            if count >= due:
                compare_next(self._connection)
                due = count + pause(self._connection, COMPARED)
            if count % BATCH == 0:
                self._connection.execute("COMMIT")
                self._connection.execute("BEGIN IMMEDIATE")

    def _write(self, item: Capture | Failure, result: PageRows | Failure, run: int) -> None:
        if isinstance(item, Failure):
            self._added.failed += writing.write_failure(self._connection, item, run)
            return
        capture_id, key = self._waiting.popleft()
        self._under_way.remove(capture_id)
        if isinstance(result, PageRows) and result.decisions is not None:
            self._known.learn(key, result.decisions)
        if self._retry:
            writing.forget(self._connection, capture_id)
        if isinstance(result, Failure):
            writing.write_failed(self._connection, item, capture_id, result, run, self._keep_payload)
            self._added.failed += 1
        elif self._choice.takes(result):
            writing.write_page(self._connection, item, capture_id, result, run)
            self._added.pages += 1
            self._added.kinds[result.kind] = self._added.kinds.get(result.kind, 0) + 1
            self._room = None if self._room is None else self._room - 1
        else:
            self._added.left_out += 1

    def _tell(self, item: Capture | Failure) -> None:
        if self._watch is not None:
            self._watch(self._added, item)
