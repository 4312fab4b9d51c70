"""A coder behind an OpenAI-compatible endpoint: the model answers in a JSON schema, and its words are found again in
the text.

What cannot be found in its sentence is dropped and counted; an answer is kept by the hash of what was asked, so that
no text is
sent twice. Sleeping and time are parameters, so that tests need neither.
"""

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from typing import Any, Final, TypeVar

from copydesk.events import countries, sentences, times
from copydesk.events.types import (
    Actor,
    Attribution,
    Certainty,
    Coded,
    Event,
    EventType,
    Evidence,
    Kind,
    Modality,
    Office,
    Phase,
    PlaceName,
    Polarity,
    Span,
    Status,
)

INSTRUCTIONS: Final = f"""You read reported political events out of numbered sentences of a news article.
An event is a reported happening between or by political actors, of one of these types: {", ".join(EventType)}.
For each event give the number of its sentence and, copied exactly from it, the trigger (the word that
asserts it), the phrases of sources and targets, the holder (who says so; null for the outlet itself),
the time and the place. polarity is negative if it did not or will not happen. Also list each named person with a post.
Sport, culture, science, accidents and markets are no events. Answer with the JSON object only."""
SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["events", "offices"],
    "properties": {
        "events": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": [
                    "sentence",
                    "type",
                    "trigger",
                    "sources",
                    "targets",
                    "polarity",
                    "modality",
                    "phase",
                    "holder",
                    "time",
                    "place",
                ],
                "properties": {
                    "sentence": {"type": "integer"},
                    "type": {"enum": list(EventType)},
                    "trigger": {"type": "string"},
                    "sources": {"type": "array", "items": {"type": "string"}},
                    "targets": {"type": "array", "items": {"type": "string"}},
                    "polarity": {"enum": list(Polarity)},
                    "modality": {"enum": list(Modality)},
                    "phase": {"enum": list(Phase)},
                    "holder": {"type": ["string", "null"]},
                    "time": {"type": ["string", "null"]},
                    "place": {"type": ["string", "null"]},
                },
            },
        },
        "offices": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["sentence", "person", "title", "organisation", "status"],
                "properties": {
                    "sentence": {"type": "integer"},
                    "person": {"type": "string"},
                    "title": {"type": "string"},
                    "organisation": {"type": ["string", "null"]},
                    "status": {"enum": list(Status)},
                },
            },
        },
    },
}
RETRIED: Final = frozenset({408, 409, 429, 500, 502, 503, 504})
FUTURE: Final = frozenset({Modality.PLANNED, Modality.EXPECTED, Modality.POSSIBLE})


Choice = TypeVar("Choice", bound=StrEnum)


class EndpointError(RuntimeError):
    """The endpoint gave no usable answer; the text says what it gave."""


@dataclass(slots=True)
class Usage:
    """What the calls of one coder have used so far."""

    calls: int = 0
    cached: int = 0
    retries: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Price:
    """Money for a million tokens."""

    prompt: float = 0.0
    completion: float = 0.0


def number_sentences(parts: Sequence[sentences.Sentence]) -> str:
    return "\n".join(f"[{number}] {part.text}" for number, part in enumerate(parts))


GAP: Final = r"[\s\"'“”‘’«»‐‑–—-]+"
"""What may differ between quoted words and their sentence: spacing, quotes and dashes."""


def anchor(words: object, sentence: sentences.Sentence) -> Span | None:
    """The characters of quoted words in their sentence: exactly, or with other spacing, quotes, dashes, case or end
    marks."""
    if not isinstance(words, str):
        return None
    pieces = [re.escape(piece) for piece in re.split(GAP, words.strip().rstrip(".,;:!?")) if piece]
    if not pieces:
        return None
    options = (re.escape(words.strip()), GAP.join(pieces))
    found = (re.search(rf"(?<!\w){option}(?!\w)", sentence.text, re.IGNORECASE) for option in options)
    match = next((m for m in found if m is not None), None)
    return Span(*match.span()).shifted(sentence.span.start) if match else None


def anchored_actor(span: Span, text: str) -> Actor:
    """An actor as the sentence names it; countries are read off its words."""
    words = text[span.start : span.end]
    codes = countries.codes(words)
    kind = Kind.COUNTRY if words.removeprefix("the ") in countries.names() else Kind.ORGANISATION
    return Actor(span, words, span, words, kind, codes)


@dataclass(frozen=True, slots=True)
class EndpointCoder:
    """Any OpenAI-compatible chat endpoint as a coder.

    `cache` maps hashes to answers (a dict, a shelf, a table). `pause` is the least number of seconds between two calls;
    `budget` is the most money that may be spent, by `price`.
    """

    base_url: str
    model: str
    api_key: str | None = None
    timeout: float = 120.0
    retries: int = 4
    pause: float = 0.0
    price: Price = Price()
    budget: float | None = None
    cache: MutableMapping[str, str] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)
    sleep: Callable[[float], None] = time.sleep

    @property
    def method(self) -> str:
        return f"endpoint/{self.model}"

    @property
    def cost(self) -> float:
        """The money spent so far."""
        return (
            self.usage.prompt_tokens * self.price.prompt + self.usage.completion_tokens * self.price.completion
        ) / 1e6

    def code(self, text: str, *, published: date | None = None, paragraphs: Sequence[Span] | None = None) -> Coded:
        """The events and offices that the model finds, tied to the text."""
        parts = sentences.split(text, paragraphs)
        answer = self.ask(number_sentences(parts), published)
        return self.tie(answer, text, parts, published)

    def payload(self, numbered: str, published: date | None) -> dict[str, Any]:
        date_line = f"Published: {published.isoformat()}\n" if published else ""
        return {
            "model": self.model,
            "temperature": 0,
            "messages": [
                {"role": "system", "content": INSTRUCTIONS},
                {"role": "user", "content": date_line + numbered},
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "events", "strict": True, "schema": SCHEMA},
            },
        }

    def ask(self, numbered: str, published: date | None) -> dict[str, Any]:
        """The model's answer, from the cache if the same was asked before."""
        payload = self.payload(numbered, published)
        key = blake2b(json.dumps([self.base_url, payload], sort_keys=True).encode(), digest_size=16).hexdigest()
        if key in self.cache:
            self.usage.cached += 1
            return read_answer(self.cache[key])
        if self.budget is not None and self.cost >= self.budget:
            raise EndpointError(f"the budget of {self.budget} is spent")
        content = self.call(payload)
        answer = read_answer(content)
        self.cache[key] = content
        return answer

    def call(self, payload: dict[str, Any]) -> str:
        """One answer of the endpoint; refusals for load and lost connections are tried again, after what the server
        asks."""
        wait = 1.0
        for attempt in range(self.retries + 1):
            if self.usage.calls and self.pause:
                self.sleep(self.pause)
            self.usage.calls += 1
            try:
                return self.send(payload)
            except urllib.error.HTTPError as error:
                if error.code not in RETRIED or attempt == self.retries:
                    raise EndpointError(f"HTTP {error.code} from {self.base_url}") from error
                asked = error.headers.get("Retry-After", "")
                delay = float(asked) if asked.isdigit() else wait
            except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
                if attempt == self.retries:
                    raise EndpointError(f"no answer from {self.base_url}: {error}") from error
                delay = wait
            self.usage.retries += 1
            self.sleep(delay)
            wait *= 2
        raise EndpointError(f"no answer from {self.base_url}")

    def send(self, payload: dict[str, Any]) -> str:
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.api_key}"} if self.api_key else {}
        )
        request = urllib.request.Request(
            self.base_url.rstrip("/") + "/chat/completions", json.dumps(payload).encode(), headers
        )
        with urllib.request.urlopen(request, timeout=self.timeout) as response:
            body = json.loads(response.read())
        used = body.get("usage") or {}
        self.usage.prompt_tokens += int(used.get("prompt_tokens", 0))
        self.usage.completion_tokens += int(used.get("completion_tokens", 0))
        try:
            return str(body["choices"][0]["message"]["content"])
        except (KeyError, IndexError, TypeError) as error:
            raise EndpointError(f"an answer without content from {self.base_url}") from error

    def tie(
        self, answer: dict[str, Any], text: str, parts: Sequence[sentences.Sentence], published: date | None
    ) -> Coded:
        """The answer as values of the text; what cannot be anchored is dropped and counted."""
        events, offices, dropped = [], [], 0
        for item in answer.get("events", []):
            event, lost = self.event(item, text, parts, published)
            events += [event] if event is not None else []
            dropped += lost
        for item in answer.get("offices", []):
            office, lost = self.office(item, text, parts, published)
            offices += [office] if office is not None else []
            dropped += lost
        self.usage.dropped += dropped
        spans = tuple(part.span for part in parts)
        order = sorted(events, key=lambda e: (e.trigger, e.type))
        return Coded(
            text,
            published,
            spans,
            tuple(order),
            tuple(sorted(offices, key=lambda o: (o.person, o.title))),
            self.method,
            dropped,
        )

    def event(
        self, item: dict[str, Any], text: str, parts: Sequence[sentences.Sentence], published: date | None
    ) -> tuple[Event | None, int]:
        sentence = sentence_of(item, item.get("trigger"), parts)
        trigger = anchor(item.get("trigger"), sentence) if sentence is not None else None
        kind = str(item.get("type")).upper()
        if sentence is None or trigger is None or kind not in list(EventType):
            return None, 1
        sides = {
            side: [anchor(words, sentence) for words in several(item.get(side))] for side in ("sources", "targets")
        }
        lost = sum(span is None for spans in sides.values() for span in spans)
        single = {name: anchor(item.get(name), sentence) for name in ("holder", "time", "place")}
        lost += sum(span is None and bool(item.get(name)) for name, span in single.items())
        sure = Certainty(
            choice(Polarity, item.get("polarity"), Polarity.POSITIVE),
            choice(Modality, item.get("modality"), Modality.ASSERTED),
            choice(Phase, item.get("phase"), Phase.NONE),
        )
        holder, when, where = single["holder"], single["time"], single["place"]
        event = Event(
            EventType(kind),
            trigger,
            tuple(anchored_actor(span, text) for span in sides["sources"] if span is not None),
            tuple(anchored_actor(span, text) for span in sides["targets"] if span is not None),
            sure,
            Attribution(holder, text[holder.start : holder.end], text[holder.start : holder.end]) if holder else None,
            times.read(text[when.start : when.end], when, published, sure.modality in FUTURE) if when else None,
            place_name(where, text) if where else None,
            None,
            None,
            1.0,
            1.0,
            Evidence(sentence.span, parts.index(sentence), self.method),
        )
        return event, lost

    def office(
        self, item: dict[str, Any], text: str, parts: Sequence[sentences.Sentence], published: date | None
    ) -> tuple[Office | None, int]:
        sentence = sentence_of(item, item.get("person"), parts)
        person = anchor(item.get("person"), sentence) if sentence is not None else None
        title = anchor(item.get("title"), sentence) if sentence is not None else None
        if sentence is None or person is None or title is None:
            return None, 1
        body = anchor(item.get("organisation"), sentence)
        words = text[body.start : body.end] if body else None
        codes = countries.codes(words) if words else ()
        office = Office(
            person,
            text[person.start : person.end],
            title,
            text[title.start : title.end],
            body,
            words,
            choice(Status, item.get("status"), Status.CURRENT),
            codes[0] if codes else None,
            published,
            None,
            None,
            Evidence(sentence.span, parts.index(sentence), self.method),
        )
        return office, int(body is None and bool(item.get("organisation")))


def place_name(span: Span, text: str) -> PlaceName:
    """A place with what the gazetteer knows of it."""
    words = text[span.start : span.end]
    known, codes = countries.locate(words), countries.codes(words)
    if known is None:
        return PlaceName(span, words, codes[0] if codes else None)
    return PlaceName(span, words, known.country, known.latitude, known.longitude)


def choice(kind: type[Choice], value: object, default: Choice) -> Choice:
    """A member of an enumeration, or the default where the answer has none of them."""
    return kind(value.lower()) if isinstance(value, str) and value.lower() in list(kind) else default


def sentence_of(item: dict[str, Any], words: object, parts: Sequence[sentences.Sentence]) -> sentences.Sentence | None:
    """The sentence that an answer means: the numbered one or a neighbour with these words in it (models miscount, or
    count from one), else the only one with them."""
    having = [number for number, part in enumerate(parts) if anchor(words, part) is not None]
    given = str(item.get("sentence")).strip("[] ")
    near = [n for n in having if given.isdigit() and abs(n - int(given)) <= 1]
    if near:
        return parts[min(near, key=lambda n: abs(n - int(given)))]
    return parts[having[0]] if len(having) == 1 else None


def several(value: object) -> list[object]:
    """What an answer gives as a list, or as one string where there is but one."""
    return value if isinstance(value, list) else [value] if value else []


def read_answer(content: str) -> dict[str, Any]:
    """The JSON object of an answer, also inside a code fence."""
    start, end = content.find("{"), content.rfind("}")
    try:
        answer = json.loads(content[start : end + 1])
    except json.JSONDecodeError as error:
        raise EndpointError("the answer is no JSON object") from error
    if not isinstance(answer, dict):
        raise EndpointError("the answer is no JSON object")
    return answer
