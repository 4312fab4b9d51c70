"""The gold sets of captured pages: reading them from the data folder, page by page."""

import gzip
import json
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(os.environ.get("COPYDESK_DATA", Path(__file__).parents[2] / "shared" / "data"))


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page with what people or a hand-written parser say of it.

    `paragraphs` are the body's paragraphs, headings and list items in order; where the gold is one text, its lines.
    `group` is the publisher or domain: pages of one group never stand on both sides of a split. `kind` is the page
    kind, `region` the country or "web". Fields that the set does not give are None.
    """

    name: str
    dataset: str
    group: str
    kind: str
    region: str
    url: str | None
    html: bytes
    paragraphs: tuple[str, ...]
    deck: tuple[str, ...]
    title: str | None
    authors: tuple[str, ...] | None
    published: str | None

    @property
    def text(self) -> str:
        """The gold text, deck included, as the sets' own scores take it."""
        return "\n\n".join((*self.deck, *self.paragraphs))


def data_folder(name: str) -> Path | None:
    """A folder of the data, or None (after saying so) where it is missing."""
    folder = DATA / name
    if folder.is_dir():
        return folder
    print(f"skipped: {folder} is missing; set COPYDESK_DATA to the folder that holds {name}")
    return None


def _domain(url: str) -> str:
    return url.split("//")[-1].split("/")[0].lower().removeprefix("www.")


def read_wcxb(folder: Path) -> Iterator[GoldPage]:
    """Pages of the Web Content Extraction Benchmark's layout: `html/ID.html.gz`, `ground-truth/ID.json`."""
    for path in sorted((folder / "ground-truth").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        truth = gold["ground_truth"]
        text = unicodedata.normalize("NFC", truth.get("main_content") or "")
        author = truth.get("author")
        yield GoldPage(
            name=path.stem,
            dataset="wcxb",
            group=_domain(gold.get("url") or path.stem),
            kind=gold["_internal"]["page_type"]["primary"],
            region="web",
            url=gold.get("url"),
            html=gzip.decompress((folder / "html" / f"{path.stem}.html.gz").read_bytes()),
            paragraphs=tuple(line.strip() for line in text.split("\n") if line.strip()),
            deck=(),
            title=truth.get("title"),
            authors=(author,) if author else None,
            published=truth.get("publish_date"),
        )


def read_fundus(folder: Path) -> Iterator[GoldPage]:
    """Pages of the Fundus test fixtures: the n-th oldest page of a publisher belongs to its n-th parser version."""
    for path in sorted(folder.glob("*/*.json")):
        publisher = path.stem
        versions: list[dict[str, Any]] = list(json.loads(path.read_text(encoding="utf-8")).values())
        pages = sorted(
            path.parent.glob(f"{publisher}_[0-9][0-9][0-9][0-9]_*.html.gz"), key=lambda page: page.name.split("_")[-3:]
        )
        info = json.loads((path.parent / "meta.info").read_text(encoding="utf-8"))
        for page, gold in zip(pages, versions, strict=False):
            body = gold.get("body") or {"summary": [], "sections": []}
            paragraphs = [
                text for section in body["sections"] for text in [*section.get("headline", []), *section["paragraphs"]]
            ]
            yield GoldPage(
                name=page.name.removesuffix(".html.gz"),
                dataset="fundus",
                group=f"{path.parent.name}/{publisher}",
                kind="article",
                region=path.parent.name,
                url=info.get(page.name, {}).get("url"),
                html=gzip.decompress(page.read_bytes()),
                paragraphs=tuple(unicodedata.normalize("NFC", text) for text in paragraphs),
                deck=tuple(unicodedata.normalize("NFC", text) for text in body.get("summary", [])),
                title=gold.get("title"),
                authors=tuple(gold["authors"]) if gold.get("authors") is not None else None,
                published=gold.get("publishing_date"),
            )
