"""Hints: what a page's own metadata says its article is called and contains, for comparison with its blocks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hints:
    """Texts that the page's metadata gives, white space collapsed; empty where it gives none.

    `titles` come from `<title>`, OpenGraph and JSON-LD; `types` are JSON-LD types and the OpenGraph type, lower-cased.
    """

    titles: tuple[str, ...] = ()
    description: str = ""
    article_body: str = ""
    authors: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
