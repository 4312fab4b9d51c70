"""Short pages in everyday wordings: what carries nothing is found, and no short item is taken for it.

What is known not to be reached is marked `open`; the test fails when one of these comes right, too, so that the marks
stay true.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import copydesk
from copydesk.page.findings import Kind
from copydesk.page.verdict import BARE

PAGES = tomllib.loads((Path(__file__).parent / "typical_pages.toml").read_text(encoding="utf-8"))["page"]


@pytest.mark.parametrize("page", PAGES)
def test_whether_a_typical_page_carries_anything_is_seen(page: dict[str, Any]) -> None:
    right = (copydesk.read(page["text"]).verdict.kind in BARE) == (Kind(page["kind"]) in BARE)
    assert right != page.get("open", False)
