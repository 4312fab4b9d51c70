"""What `expected.json` says of a page, taken from a page that was read."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import copydesk
from copydesk import Moment, Page, Role

KEYS = ("verdict", "faults", "title", "byline", "agency", "published", "language", "body", "notices", "repeats")
NOTICE_CHARS = 48


def cases(*folders: Path) -> list[Path]:
    """The folders that hold a capture and its expectation."""
    return sorted(path.parent for folder in folders for path in folder.glob("*/expected.json"))


def read_case(case: Path) -> Page:
    """Read the capture of a case as its `meta.json` describes it."""
    payload = next(case.glob("input.*"))
    meta = json.loads((case / "meta.json").read_text(encoding="utf-8")) if (case / "meta.json").exists() else {}
    captured = datetime.fromisoformat(meta["captured"]) if meta.get("captured") else None
    return copydesk.read(
        payload.read_bytes(), url=meta.get("url"), captured=captured, media_type=meta.get("media_type")
    )


def plain(text: str | None) -> str | None:
    """White space collapsed: an expectation is written on one line."""
    return " ".join(text.split()) if text is not None else None


def observed(page: Page) -> dict[str, Any]:
    """The page in the form of `expected.json`."""
    article = page.article
    carries = article is not None
    body = (
        [[block.role.value, plain(block.text)] for block in page.body if block.role is not Role.DECK] if carries else []
    )
    return {
        "verdict": page.verdict.kind.value,
        "faults": sorted(fault.kind.value for fault in page.faults),
        "title": plain(article.title) if article else None,
        "byline": list(article.byline) if article else [],
        "agency": article.agency if article else None,
        "published": _said(article.published) if article else None,
        "language": article.language if article else None,
        "body": body,
        "notices": [(plain(notice.text) or "")[:NOTICE_CHARS] for notice in article.notices] if article else [],
        "repeats": sum(block.role is Role.REPEAT for block in page.blocks),
    }


def _said(moment: Moment | None) -> str | None:
    return moment.isoformat() if moment else None


def same(key: str, expected: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether a key agrees. Languages agree by their main tag; every expected notice must be there, and a site's
    footer or cookie text may come on top."""
    if key == "language":
        if expected[key] is None:
            return True
        return not found["title"] or bool((found[key] or "").split("-")[0] == expected[key].split("-")[0])
    if key == "notices":
        starts = [text.casefold() for text in found[key]]
        return all(
            any(start[:24] in text or text in start for text in starts)
            for start in (n.casefold() for n in expected[key])
        )
    return bool(expected[key] == found[key])
