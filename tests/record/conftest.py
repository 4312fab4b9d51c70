"""A record of invented pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from copydesk.capture import Capture
from copydesk.intake import Failure
from copydesk.record import Record, open_record
from tests.record import invented

Fill = Callable[..., Record]


@pytest.fixture
def fill(tmp_path: Path) -> Iterator[Fill]:
    """Makes a record of the given captures."""
    opened: list[Record] = []

    def make(*captures: Capture | Failure, name: str = "press.db") -> Record:
        record = open_record(tmp_path / name)
        opened.append(record)
        record.add(captures, read=invented.read, workers=1)
        return record

    yield make
    for record in opened:
        record.close()
