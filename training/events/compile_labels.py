"""Compile hand-written labels into the scorer's gold format, and check them on the way.

An article is written as plain lines in `batch-*/NAME.labels`:

    # published: 2026-03-04
    # language: en
    S Foreign Minister Ana Reyes met her counterpart, Jon Vek, in Oslo on Monday.
    E CONSULT | trigger=met | sources=Foreign Minister Ana Reyes | targets=her counterpart, Jon Vek | place=Oslo | time=on Monday | phase=completed
    O person=Ana Reyes | title=Foreign Minister | status=current

- `S` starts a sentence; sentences are joined by one space, and an empty line starts a new paragraph (joined by a newline).
- `E` labels an event of the sentence above it, `O` an office. A span is given by its words; `words@2` means their second
  occurrence in the sentence. Several spans of one field are separated by ` ; `.
- Fields of `E`: trigger, alternatives, sources, targets, sc and tc (ISO 3166-1 alpha-3 countries of sources and targets),
  polarity (default positive), modality (default asserted), phase (default none), holder, time, interval
  (`2026-03-02/2026-03-02`), place, cue (the words that decide polarity, modality or phase).
- Fields of `O`: person, title, organisation, status (default current).

    python training/events/compile_labels.py [FOLDER] [--out FOLDER]   # checks; with --out writes NAME.json
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

TYPES = (
    "AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()
POLARITIES = ("positive", "negative")
MODALITIES = ("asserted", "planned", "expected", "possible", "hypothetical", "requested")
PHASES = ("completed", "ongoing", "scheduled", "cancelled", "postponed", "failed", "none")
STATUSES = ("current", "acting", "former", "designate", "successor")
SPAN_LISTS = ("alternatives", "sources", "targets")
SPANS = ("trigger", "holder", "time", "place", "cue")
IMPLIED = {
    "cancelled": ("planned", "negative"),
    "postponed": ("planned", "positive"),
    "failed": ("asserted", "negative"),
}


class LabelError(ValueError):
    """A label that breaks the format or the scheme; its text says where."""


def find_span(words: str, sentence: str, start: int) -> list[int]:
    """The span, in the article's text, of `words` (or `words@N`, the N-th occurrence) in a sentence that begins at `start`."""
    phrase, _, nth = words.rpartition("@")
    if not phrase or not nth.isdigit():
        phrase, nth = words, "1"
    position = -1
    for _ in range(int(nth)):
        position = sentence.find(phrase, position + 1)
        if position < 0:
            raise LabelError(f"not in the sentence: {words!r}")
    return [start + position, start + position + len(phrase)]


def read_fields(line: str) -> dict[str, str]:
    fields = {}
    for part in line.split(" | "):
        name, equals, value = part.strip().partition("=")
        if not equals:
            raise LabelError(f"not name=value: {part!r}")
        fields[name.strip()] = value.strip()
    return {name: value for name, value in fields.items() if value}


def check_choice(event: dict[str, Any], field: str, choices: tuple[str, ...]) -> None:
    if event[field] not in choices:
        raise LabelError(f"{field} {event[field]!r} is none of {', '.join(choices)}")


def compile_event(line: str, sentence: str, start: int) -> dict[str, Any]:
    kind, _, rest = line.partition(" | ")
    if kind.strip() not in TYPES:
        raise LabelError(f"unknown type {kind!r}")
    fields = read_fields(rest)
    event: dict[str, Any] = {"type": kind.strip()}
    for name in SPAN_LISTS:
        event[name] = [find_span(words, sentence, start) for words in fields.pop(name, "").split(" ; ") if words]
    for name in SPANS:
        words = fields.pop(name, "")
        event[name] = find_span(words, sentence, start) if words else None
    if event["trigger"] is None:
        raise LabelError("an event needs a trigger")
    event["source_country"] = fields.pop("sc", "").replace(";", " ").split()
    event["target_country"] = fields.pop("tc", "").replace(";", " ").split()
    event["polarity"] = fields.pop("polarity", "positive")
    event["modality"] = fields.pop("modality", "asserted")
    event["phase"] = fields.pop("phase", "none")
    event["interval"] = fields.pop("interval", "").split("/") if "interval" in fields else None
    check_choice(event, "polarity", POLARITIES)
    check_choice(event, "modality", MODALITIES)
    check_choice(event, "phase", PHASES)
    implied = IMPLIED.get(event["phase"])
    if implied and (event["modality"], event["polarity"]) != implied:
        raise LabelError(f"phase {event['phase']} means modality {implied[0]} and polarity {implied[1]}")
    if fields:
        raise LabelError(f"unknown fields: {', '.join(fields)}")
    return event


def compile_office(line: str, sentence: str, start: int) -> dict[str, Any]:
    fields = read_fields(line)
    office: dict[str, Any] = {
        name: find_span(fields.pop(name), sentence, start) if name in fields else None
        for name in ("person", "title", "organisation")
    }
    office["status"] = fields.pop("status", "current")
    check_choice(office, "status", STATUSES)
    if office["person"] is None or office["title"] is None or fields:
        raise LabelError("an office needs person and title, and takes organisation and status")
    return office


def compile_article(source: str, name: str) -> dict[str, Any]:
    """One article in the scorer's gold format. Raises LabelError with the line number."""
    article: dict[str, Any] = {
        "id": name,
        "published": None,
        "language": "en",
        "text": "",
        "sentences": [],
        "events": [],
        "offices": [],
    }
    joint, sentence, start = "", "", 0
    for number, line in enumerate(source.splitlines(), 1):
        mark, _, rest = line.partition(" ")
        rest = rest.strip()
        try:
            if not line.strip():
                joint = "\n" if article["text"] else ""
            elif mark == "#":
                key, _, value = rest.partition(":")
                article[key.strip()] = value.strip()
            elif mark == "S":
                start, sentence = len(article["text"] + joint), rest
                article["text"] += joint + sentence
                article["sentences"].append([start, start + len(sentence)])
                joint = " "
            elif mark == "E":
                article["events"].append(compile_event(rest, sentence, start))
            elif mark == "O":
                article["offices"].append(compile_office(rest, sentence, start))
            else:
                raise LabelError("a line starts with S, E, O or #")
        except LabelError as error:
            raise LabelError(f"{name}:{number}: {error}") from None
    return article


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--out", type=Path, help="write NAME.json for each article to this folder")
    options = parser.parse_args()
    articles, wrong = [], 0
    for path in sorted(options.folder.rglob("*.labels")):
        try:
            articles.append(compile_article(path.read_text(encoding="utf-8"), path.stem))
        except LabelError as error:
            wrong += 1
            print(error, file=sys.stderr)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        for article in articles:
            target = options.out / f"{article['id']}.json"
            target.write_text(json.dumps(article, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    events = [event for article in articles for event in article["events"]]
    sentences = sum(len(article["sentences"]) for article in articles)
    print(
        f"{len(articles)} articles, {sentences} sentences, {len(events)} events, {sum(len(a['offices']) for a in articles)} offices"
    )
    print("  ".join(f"{kind} {sum(e['type'] == kind for e in events)}" for kind in TYPES))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
