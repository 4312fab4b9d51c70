"""Queries as SQL: what of a query the full-text index answers and ranks, and the conditions on the rest."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from copydesk.page.findings import ARTICLE_KINDS
from copydesk.record.fold import WORD, fold, is_unspaced, pairs
from copydesk.record.query import EVENT_FILTERS, All, Either, Filter, Node, Not, Text

MATCHES: Final = "SELECT rowid FROM words WHERE words MATCH ?"


@dataclass(frozen=True, slots=True)
class Match:
    """A query ready to run: `words` for the full-text index (None: nothing to rank by), a condition and its values.

    `texts` are the words to mark in snippets. The condition speaks of `pages` and `articles`.
    """

    words: str | None
    condition: str
    values: tuple[Any, ...]
    texts: tuple[Text, ...]


def compile_query(node: Node, connection: sqlite3.Connection) -> Match:
    """Split a query into what is ranked (the words that all hits have) and what only decides.

    Unless the query names a kind of page itself, only pages that carry an article are found.
    """
    parts = node.nodes if isinstance(node, All) else (node,)
    ranked = [part for part in parts if _is_words(part)]
    rest = [part for part in parts if not _is_words(part)]
    compiler = _Compiler(connection)
    conditions = compiler.conditions(rest)
    if not any(part.field == "kind" for part in _leaves(node) if isinstance(part, Filter)):
        kinds = ", ".join(f"'{kind.value}'" for kind in sorted(ARTICLE_KINDS))
        conditions.append(f"pages.kind IN ({kinds})")
    words = " AND ".join(f"({_words(part)})" for part in ranked) or None
    return Match(words, " AND ".join(conditions) or "1", tuple(compiler.values), tuple(_texts(node)))


def _is_words(node: Node) -> bool:
    """Whether the full-text index alone can answer a condition."""
    if isinstance(node, All | Either):
        return all(map(_is_words, node.nodes))
    return isinstance(node, Text)


def _words(node: Node) -> str:
    """A condition on words in the language of the full-text index."""
    if isinstance(node, Text):
        return _phrase(node)
    assert isinstance(node, All | Either)
    joint = " AND " if isinstance(node, All) else " OR "
    return "(" + joint.join(map(_words, node.nodes)) + ")"


def _phrase(text: Text) -> str:
    """Words one after another; those of scripts without spaces as the pairs of letters that the index holds."""
    terms: list[str] = []
    prefix = text.prefix
    for word in WORD.findall(fold(text.words)):
        if not is_unspaced(word):
            terms.append(word)
        elif len(word) == 1:
            terms.append(word)
            prefix = True
        else:
            terms.extend(list(pairs(word))[:-1])
            prefix = text.prefix and not is_unspaced(word)
    column = f"{{{text.column}}} : " if text.column else ""
    return f'{column}"{" ".join(terms)}"' + (" *" if prefix else "")


def _leaves(node: Node) -> Iterator[Text | Filter]:
    if isinstance(node, Text | Filter):
        yield node
    else:
        for part in (node.node,) if isinstance(node, Not) else node.nodes:
            yield from _leaves(part)


def _is_event(node: Node) -> bool:
    """Whether a condition speaks of a reported event and of nothing else."""
    if isinstance(node, Filter):
        return node.field in EVENT_FILTERS
    return isinstance(node, All | Either) and bool(node.nodes) and all(map(_is_event, node.nodes))


def _texts(node: Node) -> Iterator[Text]:
    """The texts that a hit shows; what it must not have is not among them."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, All | Either):
        for part in node.nodes:
            yield from _texts(part)


class _Compiler:
    """Makes conditions and gathers the values of their parameters, in order."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.values: list[Any] = []

    def conditions(self, nodes: Sequence[Node]) -> list[str]:
        """Conditions that all have to hold; those on events hold for one event together."""
        found = [self.condition(node) for node in nodes if not _is_event(node)]
        about = tuple(node for node in nodes if _is_event(node))
        return [*found, self._some_event(All(about))] if about else found

    def condition(self, node: Node) -> str:
        if _is_event(node):
            return self._some_event(node)
        if isinstance(node, All):
            return "(" + " AND ".join(self.conditions(node.nodes)) + ")"
        if isinstance(node, Not):
            return f"NOT ({self.condition(node.node)})"
        if isinstance(node, Text):
            self.values.append(_phrase(node))
            return f"pages.capture IN ({MATCHES})"
        if isinstance(node, Filter):
            return self._filter(node)
        return "(" + " OR ".join(map(self.condition, node.nodes)) + ")"

    def _some_event(self, node: Node) -> str:
        return f"pages.capture IN (SELECT events.capture FROM events WHERE {self._event(node)})"

    def _event(self, node: Node) -> str:
        """A condition on one row of the events."""
        if isinstance(node, Filter):
            builders: dict[str, Callable[[Filter], str]] = {
                "type": lambda node: self._with("events.type = ?", node.value),
                "certainty": lambda node: self._with("? IN (modality, polarity, phase)", node.value),
                "during": self._during,
                "actor": self._actor,
            }
            return builders[node.field](node)
        assert isinstance(node, All | Either)
        joint = " AND " if isinstance(node, All) else " OR "
        return "(" + joint.join(map(self._event, node.nodes)) + ")"

    def _during(self, node: Filter) -> str:
        """Events whose days and these have at least one in common."""
        first, _, last = node.value.partition("/")
        self.values.extend((first, last))
        return "ifnull(happened_to >= ? AND happened_from <= ?, 0)"

    def _actor(self, node: Filter) -> str:
        found = json.dumps(folded_names(self._connection, "actors", node.value, node.prefix))
        return self._with(
            "EXISTS (SELECT 1 FROM actors WHERE (actors.capture, actors.event) = (events.capture, events.event) "
            "AND folded IN (SELECT value FROM json_each(?)))",
            found,
        )

    def _filter(self, node: Filter) -> str:
        builders: dict[str, Callable[[Filter], str]] = {
            "from": lambda node: self._with("ifnull(pages.dated >= ?, 0)", node.value),
            "to": lambda node: self._with("ifnull(pages.dated < ?, 0)", node.value + "T99"),
            "outlet": lambda node: self._names("outlet", node),
            "agency": lambda node: self._names("agency", node),
            "language": self._language,
            "person": self._person,
            "kind": lambda node: "1" if node.value == "any" else self._with("pages.kind = ?", node.value.lower()),
            "fault": lambda node: self._with(
                "pages.capture IN (SELECT capture FROM faults WHERE kind = ?)", node.value.lower()
            ),
        }
        return builders[node.field](node)

    def _with(self, condition: str, value: str) -> str:
        self.values.append(value)
        return condition

    def _names(self, column: str, node: Filter) -> str:
        """Outlets or agencies with a name that has the given words in it, whatever its case and accents."""
        wanted = fold(node.value)
        known = self._connection.execute(f"SELECT DISTINCT {column} FROM articles WHERE {column} IS NOT NULL")
        found = [name for (name,) in known if _has(fold(name), wanted, node.prefix)]
        self.values.extend(found)
        return f"ifnull(articles.{column} IN ({', '.join('?' * len(found))}), 0)"

    def _language(self, node: Filter) -> str:
        """A language with all its regions: `en` finds `en-GB`."""
        language = node.value.lower()
        self.values.extend((language, language + "-%"))
        return "ifnull(lower(articles.language) = ? OR lower(articles.language) LIKE ?, 0)"

    def _person(self, node: Filter) -> str:
        found = folded_names(self._connection, "people", node.value, node.prefix)
        self.values.extend(found)
        return f"pages.capture IN (SELECT capture FROM people WHERE folded IN ({', '.join('?' * len(found))}))"


def folded_names(connection: sqlite3.Connection, table: str, name: str, prefix: bool = False) -> list[str]:
    """The folded names of a table that have the given words in them."""
    wanted = fold(name)
    known = connection.execute(f"SELECT DISTINCT folded FROM {table} WHERE instr(folded, ?)", (wanted,))
    return sorted(found for (found,) in known if _has(found, wanted, prefix))


def _has(name: str, wanted: str, prefix: bool) -> bool:
    """Whether a folded name has these words in it, one after another; for a prefix the last may go on."""
    if any(is_unspaced(word) for word in WORD.findall(wanted)):
        return wanted in name
    words, parts = WORD.findall(name), WORD.findall(wanted)
    if not parts:
        return False
    for start in range(len(words) - len(parts) + 1):
        window = words[start : start + len(parts)]
        if window == parts or (prefix and window[:-1] == parts[:-1] and window[-1].startswith(parts[-1])):
            return True
    return False
