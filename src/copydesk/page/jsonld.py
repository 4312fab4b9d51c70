"""JSON-LD scripts: read within limits, repaired where they are broken, before anything is said of their meaning."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import Any, Final

MAX_SCRIPT: Final = 1_000_000
"""Characters of one script; the longest on the measured pages has 190,000 (a live blog)."""
MAX_SCRIPTS: Final = 30
MAX_OBJECTS: Final = 5_000
"""Objects and lists of all scripts that are looked at."""
MAX_REPAIR: Final = 200_000
"""Characters that the repair, a loop in Python, goes through."""

_WRAPPER: Final = re.compile(r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|"
                             r"(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*;?\s*$")  # fmt: skip
_SCALARS: Final = re.compile(
    r'"(headline|datePublished|dateModified|description|inLanguage|articleSection)"\s*:\s*"((?:[^"\\]|\\.){1,2000})"'
)

_NESTED: Final = (dict, list)  # a union of types would be made anew at each use
_DECODER: Final = json.JSONDecoder(strict=False)
Values = tuple[Any, ...]
"""The values of one script: one, unless several follow each other."""


def parse_scripts(scripts: Sequence[str]) -> tuple[tuple[Values, ...], tuple[str, ...]]:
    """The values of each of a page's `application/ld+json` scripts, and a note on each that was repaired or refused."""
    parsed = [parse_script(script) for script in scripts[:MAX_SCRIPTS]]
    notes = [f"script {number}: {note}" for number, (_, note) in enumerate(parsed) if note]
    if len(scripts) > MAX_SCRIPTS:
        notes.append(f"{len(scripts) - MAX_SCRIPTS} scripts beyond the limit of {MAX_SCRIPTS} not read")
    return tuple(values for values, _ in parsed), tuple(notes)


def objects(scripts: Iterable[Values]) -> Iterator[dict[str, Any]]:
    """All objects in the values of scripts, however deep, within a limit."""
    stack: list[Any] = [value for values in scripts for value in values][::-1]
    for _ in range(MAX_OBJECTS):
        if not stack:
            return
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack += [child for child in value.values() if isinstance(child, _NESTED)]
        elif isinstance(value, list):
            stack += value[:MAX_OBJECTS][::-1]


def parse_script(script: str) -> tuple[Values, str | None]:
    """The values of one script, and a note where it was repaired or refused.

    Never raises: what cannot be repaired is searched for the few scalar fields that can be read without structure.
    """
    if len(script) > MAX_SCRIPT:
        return (), f"refused: longer than {MAX_SCRIPT} characters"
    value, error = _load(script)
    if error is None:
        return (value,), None
    text = _WRAPPER.sub("", script).strip()
    if not text:
        return (), None
    if text != script:
        value, error = _load(text)
        if error is None:
            return (value,), None
    if error == "nested too deep":
        return (), f"refused: {error}"
    values, error = _load_sequence(repair(text[:MAX_REPAIR]))
    if error is None:
        return values, "repaired"
    found = {key: _load(f'"{raw}"')[0] for key, raw in reversed(_SCALARS.findall(text[:MAX_REPAIR]))}
    if found:
        return ({"@type": "Article", **found},), f"broken, scalar fields saved: {error}"
    return (), f"refused: {error}"


def repair(text: str) -> str:
    """JSON text with its usual faults mended: entities for quotes, comments, trailing commas, bare quotes, lost ends.

    A quote inside a string ends it only where a comma, colon or bracket follows, so `"he said "no" again"` stays whole.
    """
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
    out: list[str] = []
    open_brackets: list[str] = []
    position = 0
    while position < len(text):
        char = text[position]
        if char == '"':
            position, string = _string(text, position + 1)
            out.append(string)
            continue
        if char == "/" and text[position + 1 : position + 2] in ("/", "*"):
            end = text.find("\n" if text[position + 1] == "/" else "*/", position)
            position = len(text) if end < 0 else end + 2
            continue
        if char in "{[":
            open_brackets.append("}" if char == "{" else "]")
        elif char in "}]":
            _drop_trailing_comma(out)
            if not open_brackets or char not in open_brackets:
                position += 1
                continue
            while open_brackets[-1] != char:
                out.append(open_brackets.pop())
            open_brackets.pop()
        if char not in ";" or open_brackets:
            out.append(char)
        position += 1
    _drop_trailing_comma(out)
    return "".join(out) + "".join(reversed(open_brackets))


def _string(text: str, start: int) -> tuple[int, str]:
    """The position after the string that opens before `start`, and the string as valid JSON."""
    out = ['"']
    position = start
    while position < len(text):
        char = text[position]
        if char == "\\":
            escape = text[position : position + 2]
            out.append(escape if escape[1:] in set('"\\/bfnrtu') else "\\\\" + escape[1:])
            position += 2
            continue
        if char == '"':
            rest = text[position + 1 : position + 60].lstrip()
            if not rest or rest[0] in ":]}" or (rest[0] == "," and rest[1:].lstrip()[:1] in set('"{[}]0123456789tfn-')):
                break
            out.append('\\"')
        else:
            out.append(char if char >= " " else " ")
        position += 1
    return position + 1, "".join(out) + '"'


def _drop_trailing_comma(out: list[str]) -> None:
    while out and out[-1].isspace():
        out.pop()
    if out and out[-1] == ",":
        out.pop()
    elif out and out[-1] == ":":
        out.append("null")


def _load(text: str) -> tuple[Any, str | None]:
    try:
        return _DECODER.decode(text), None
    except RecursionError:
        return None, "nested too deep"
    except ValueError as error:
        return None, str(error)


def _load_sequence(text: str) -> tuple[Values, str | None]:
    """All values of a text in which JSON values follow each other, with commas or nothing between them."""
    values: list[Any] = []
    position = 0
    while position < len(text):
        if text[position] in " \t\r\n,":
            position += 1
            continue
        try:
            value, position = _DECODER.raw_decode(text, position)
        except RecursionError:
            return (), "nested too deep"
        except ValueError as error:
            return (tuple(values), None) if values else ((), str(error))
        values.append(value)
    return tuple(values), None
