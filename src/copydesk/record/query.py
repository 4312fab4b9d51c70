"""The query language: words, phrases and fields, joined by AND, OR and NOT.

    query   = either { either-joined }          words side by side are joined by AND
    either  = all { "OR" all }
    all     = { [ "AND" ] one }
    one     = ( "NOT" | "-" ) one | "(" query ")" | [ field ":" ] value
    value   = word | word "*" | '"' phrase '"'

docs/record.md explains it to users.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Final

TEXT_FIELDS: Final = ("title", "deck", "body")
EVENT_FILTERS: Final = ("actor", "type", "certainty", "during")
"""Conditions on a reported event; side by side they speak of one and the same."""
FILTERS: Final = ("from", "to", "outlet", "agency", "person", "language", "kind", "fault", *EVENT_FILTERS)
EVENT_TYPES: Final = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
CERTAINTIES: Final = (
    "positive", "negative", "asserted", "planned", "expected", "possible", "hypothetical", "requested", "completed",
    "ongoing", "scheduled", "cancelled", "postponed", "failed",
)  # fmt: skip

_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<minus>-(?=\S))|(?P<field>[A-Za-z]+):(?=\S)"""
    r"""|"(?P<phrase>[^"]*)"|(?P<word>[^\s()":]+(?::[^\s()":]*)*)""",
    re.VERBOSE,
)
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class QueryError(ValueError):
    """A query that cannot be understood. `position` counts characters from 0."""

    def __init__(self, message: str, query: str, position: int) -> None:
        super().__init__(f"{message}, at character {position + 1}\n  {query}\n  {' ' * position}^")
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be found one after another; `prefix` lets the last one be only the beginning of a word."""

    words: str
    prefix: bool = False
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on a field; dates are kept as the first or last day that they name, for `during` as `first/last`."""

    field: str
    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class All:
    """Conditions that all have to hold."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Conditions of which one has to hold."""

    nodes: tuple["Node", ...]


Node = Text | Filter | Not | All | Either


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    value: str
    position: int


def parse(query: str) -> Node:
    """The conditions of a query; an empty one has none (`All(())`). Raises QueryError."""
    return _Parser(query).parse()


class _Parser:
    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens = list(_scan(query))
        self._next = 0

    def parse(self) -> Node:
        if not self._tokens:
            return All(())
        node = self._either()
        if self._next < len(self._tokens):
            raise self._error("there is a closing parenthesis without an opening one", self._tokens[self._next])
        return node

    def _either(self) -> Node:
        nodes = [self._all()]
        while self._takes("or"):
            nodes.append(self._all())
        return nodes[0] if len(nodes) == 1 else Either(tuple(nodes))

    def _all(self) -> Node:
        nodes = [self._one()]
        while (token := self._peek()) is not None and token.kind not in ("close", "or"):
            self._takes("and")
            nodes.append(self._one())
        return nodes[0] if len(nodes) == 1 else All(tuple(nodes))

    def _one(self) -> Node:
        token = self._peek()
        if token is None:
            raise QueryError("the query ends where a word is expected", self._query, len(self._query))
        self._next += 1
        if token.kind in ("not", "minus"):
            return Not(self._one())
        if token.kind == "open":
            return self._group(token)
        if token.kind == "field":
            return self._field(token)
        if token.kind in ("word", "phrase"):
            return self._text(token, None)
        raise self._error(f"{token.value!r} stands where a word is expected", token)

    def _group(self, opening: _Token) -> Node:
        node = self._either()
        if not self._takes("close"):
            raise self._error("the parenthesis is not closed", opening)
        return node

    def _field(self, token: _Token) -> Node:
        field = token.value.lower()
        if field not in (*TEXT_FIELDS, *FILTERS):
            known = ", ".join(f"{name}:" for name in (*TEXT_FIELDS, *FILTERS))
            raise self._error(f"there is no field {token.value}: (known are {known})", token)
        value = self._peek()
        if value is None or value.kind in ("open", "close", "field", "minus"):
            raise self._error(f"{token.value}: needs a word or a phrase after it", token)
        self._next += 1
        if field in TEXT_FIELDS:
            return self._text(value, field)
        if field in ("from", "to"):
            return Filter(field, self._date(field, value))
        if field == "during":
            return Filter(field, f"{self._date('from', value, field)}/{self._date('to', value, field)}")
        if field == "type":
            return Filter(field, self._one_of(EVENT_TYPES, value.value.upper(), field, value))
        if field == "certainty":
            return Filter(field, self._one_of(CERTAINTIES, value.value.lower(), field, value))
        prefix = value.kind == "word" and value.value.endswith("*")
        return Filter(field, value.value.rstrip("*") if prefix else value.value, prefix)

    def _text(self, token: _Token, column: str | None) -> Text:
        prefix = token.kind == "word" and token.value.endswith("*")
        words = token.value[:-1] if prefix else token.value
        if not re.search(r"[^\W_]", words):
            raise self._error("there is no letter or digit to search for", token)
        return Text(words, prefix, column)

    def _one_of(self, known: tuple[str, ...], value: str, field: str, token: _Token) -> str:
        if value not in known:
            raise self._error(f"{field}: is one of {', '.join(known)}", token)
        return value

    def _date(self, field: str, token: _Token, said: str | None = None) -> str:
        """The first day of what a date names for `from:`, the last day for `to:`; `said` is the field as written."""
        match = _DATE.fullmatch(token.value)
        if match:
            year, month, day = (int(part) if part else None for part in match.groups())
            last = field == "to"
            month = month or (12 if last else 1)
            if year and 1 <= month <= 12:
                length = monthrange(year, month)[1]
                day = day or (length if last else 1)
                if 1 <= day <= length:
                    return f"{year:04}-{month:02}-{day:02}"
        raise self._error(f"{said or field}: needs a date such as 2024, 2024-05 or 2024-05-31", token)

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _takes(self, kind: str) -> bool:
        token = self._peek()
        if token is None or token.kind != kind:
            return False
        self._next += 1
        return True

    def _error(self, message: str, token: _Token) -> QueryError:
        return QueryError(message, self._query, token.position)


def _scan(query: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(query):
        match = _TOKEN.match(query, position)
        if match is None:
            message = (
                "the quotation mark is not closed" if query[position] == '"' else "a colon needs a field before it"
            )
            raise QueryError(message, query, position)
        kind = match.lastgroup or ""
        value = match[kind]
        if kind == "word" and value in ("AND", "OR", "NOT"):
            kind = value.lower()
        if kind == "word" and value[-1] == ":" and value[:-1].lower() in (*TEXT_FIELDS, *FILTERS):
            raise QueryError(f"{value} needs a word or a phrase right after the colon", query, position)
        if kind != "space":
            tokens.append(_Token(kind, value, position))
        position = match.end()
    return tokens
