"""What stands around an event in its sentence: who says so, when, where, in what relation to before, and for what
reason."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from spacy.tokens import Token

from copydesk.events import countries, grammar, lexicon, times
from copydesk.events.lexicon import words
from copydesk.events.triggers import Candidate
from copydesk.events.types import Certainty, Modality, Phase, PlaceName, Recency, Span, TimeInterval

WHERE: Final = words(
    "in at near outside inside off across around along through over above within into onto on to from between "
    "under beside"
)
PLACES: Final = frozenset({"GPE", "LOC", "FAC"})
REASON: Final = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|on account of|on the advice of|over|amid|citing|after|when)\s+([^,;.]+)",
    re.IGNORECASE,
)
FUTURE: Final = frozenset(
    {Modality.PLANNED, Modality.EXPECTED, Modality.POSSIBLE, Modality.REQUESTED, Modality.HYPOTHETICAL}
)
YEAR: Final = re.compile(r"(?:19|20)\d\d")
QUOTES: Final = frozenset({'"', "“", "”", "«", "»", "``", "''"})


def anchors(candidate: Candidate) -> list[Token]:
    """The trigger and the verbs that tell it, nearest first."""
    found = [candidate.token]
    if candidate.light is not None:
        found.append(candidate.light)
    above = grammar.governing_verb(candidate.token)
    if above is not None and (
        candidate.noun or candidate.token.dep_ in ("xcomp", "conj", "advcl", "ccomp", "pcomp", "acl")
    ):
        found.append(above)
    return found


def quoted(token: Token) -> bool:
    """Whether a word stands between quotation marks of its sentence."""
    return sum(1 for t in token.doc[: token.i] if t.text in QUOTES) % 2 == 1


def is_speech(verb: Token) -> bool:
    return verb.lemma_.lower() in lexicon.speech() and verb.pos_ in ("VERB", "AUX")


def speaker(candidate: Candidate) -> tuple[Token, Token | None] | None:
    """The head of the phrase that names who speaks the words of the trigger, with the verb of speaking."""
    token = candidate.light or candidate.token
    node = token
    for above in token.ancestors:
        if (
            is_speech(above)
            and node.dep_ in ("ccomp", "xcomp", "advcl", "dobj", "dep", "prep", "parataxis")
            and (quoted(token) or node.dep_ in ("ccomp", "dep", "parataxis", "prep"))
        ):
            found = grammar.subject(above)
            accuse = node.dep_ == "prep" and not (
                above.lemma_ in ("accuse", "blame", "charge") and node.lower_ in ("of", "for", "with")
            )
            if found is not None and not accuse and found[0].i != token.i:
                return found[0], above
        node = above
    root = next((t for t in [token, *token.ancestors] if t.head == t), token)
    for verb in root.children:
        if (
            verb.dep_ in ("parataxis", "ccomp", "advcl")
            and is_speech(verb)
            and verb.i > token.i
            and not any(t.i == verb.i for t in token.ancestors)
        ):
            own = grammar.child(verb, "nsubj")
            if (
                own is not None
                and verb.i - root.i > 0
                and grammar.child(verb, "dobj", "ccomp") is None
                and verb.dep_ == "parataxis"
            ):
                return own, verb
    return according(token) or quoting(token)


def according(token: Token) -> tuple[Token, Token | None] | None:
    """The source of "according to X"."""
    for word in token.doc:
        if word.lower_ == "according":
            for _, thing in grammar.prepositional(word):
                return thing, None
            inner = next((t for t in word.subtree if t.dep_ == "pobj"), None)
            if inner is not None:
                return inner, None
    return None


def quoting(token: Token) -> tuple[Token, Token | None] | None:
    """The subject of the sentence's verb of speaking, for words inside quotation marks."""
    if not quoted(token):
        return None
    for verb in token.doc:
        if is_speech(verb) and not quoted(verb) and verb.i != token.i:
            found = grammar.subject(verb)
            if found is not None and not quoted(found[0]):
                return found[0], verb
    return None


def token_at(candidate: Candidate, position: int) -> Token:
    """The token of the sentence that covers a character."""
    return next(t for t in candidate.token.doc if t.idx + len(t) > position)


def closeness(candidate: Candidate, token: Token, near: Sequence[Token]) -> int | None:
    """How directly a phrase hangs on an event: the number of steps up to the trigger or its verbs, None if it does
    not."""
    chain = [token, *token.ancestors]
    for rank, anchor in enumerate(near):
        for step, node in enumerate(chain):
            if node == anchor:
                blocked = any(t.pos_ == "VERB" and t.dep_ not in ("amod", "xcomp") for t in chain[1:step])
                return None if blocked else rank * 10 + step
    return None


def when(
    candidate: Candidate, certainty: Certainty, expressions: Sequence[times.Expression], skip: Span | None
) -> times.Expression | None:
    """The time expression of an event: the one that hangs on it most directly, not the year of "first since"."""
    near = anchors(candidate)
    options = []
    for expression in expressions:
        if skip is not None and expression.span.overlaps(skip):
            continue
        words = [t for t in candidate.token.doc if expression.span.start <= t.idx < expression.span.end]
        steps = [s for t in words if (s := closeness(candidate, t, near)) is not None]
        if steps:
            options.append((min(steps), abs(expression.span.start - candidate.token.idx), expression))
    return min(options, key=lambda o: o[:2])[2] if options else None


def clause_year(candidate: Candidate) -> Span | None:
    """The year that is told to be that of a clause: "2018, when she hosted the minister"."""
    verb = candidate.light or candidate.token
    opening = next((t for t in verb.children if t.lower_ == "when" and t.i < verb.i), None)
    before = [t for t in verb.doc[: opening.i] if not t.is_punct] if opening is not None else []
    if not before or not YEAR.fullmatch(before[-1].text):
        return None
    return Span(before[-1].idx, before[-1].idx + len(before[-1]))


def is_future(certainty: Certainty, candidate: Candidate) -> bool:
    """Whether the event lies ahead of the article, or did when it was called off."""
    return certainty.modality in FUTURE and certainty.phase not in (Phase.COMPLETED,)


def where(candidate: Candidate, nearby: tuple[str, ...]) -> PlaceName | None:
    """The place of an event: a named place behind a preposition of place that hangs on the event or its verb."""
    near = anchors(candidate)
    options = []
    for token in candidate.token.doc:
        if token.ent_type_ not in PLACES or token.dep_ not in ("pobj", "appos", "conj") or token.i == candidate.token.i:
            continue
        preposition = token.head if token.dep_ == "pobj" else token.head.head
        steps = closeness(candidate, token, near)
        if preposition.lower_ in WHERE and steps is not None:
            options.append((preposition.lower_ not in ("in", "at", "near", "outside", "on"), steps, token))
    if not options:
        return None
    token = min(options, key=lambda o: o[:2])[2]
    span = grammar.phrase(token)
    text = token.doc.text[span.start : span.end]
    place = countries.locate(text, nearby)
    named = countries.codes(text)
    return PlaceName(
        span,
        text,
        named[0] if named else place.country if place else None,
        place.latitude if place and not (named and place.country != named[0]) else None,
        place.longitude if place and not (named and place.country != named[0]) else None,
    )


def recency(candidate: Candidate) -> Recency | None:
    """The relation to an earlier event that stands around the trigger."""
    for span, relation, since in times.recencies(candidate.token.doc.text):
        spot = candidate.token.idx
        if span.start - 60 <= spot <= span.end + 2:
            return Recency(span, relation, since)
    return None


def reason(candidate: Candidate, certainty: Certainty) -> Span | None:
    """The words that say why an event was called off or put off."""
    if certainty.phase not in (Phase.CANCELLED, Phase.POSTPONED):
        return None
    start = max((c.span.end for c in certainty.cues), default=candidate.token.idx)
    return reason_after(candidate.token.doc.text, start)


def reason_after(text: str, start: int) -> Span | None:
    """The first words behind a character that give a reason."""
    match = REASON.search(text, start)
    return Span(*match.span()) if match else None


def time_of(
    expression: times.Expression | None, candidate: Candidate, certainty: Certainty, published: date | None
) -> TimeInterval | None:
    """The interval of an event's time: the year of its clause, else its time expression."""
    year = clause_year(candidate)
    if year is not None:
        text = candidate.token.doc.text
        return times.read(text[year.start : year.end], year, published, is_future(certainty, candidate))
    return times.resolve(expression, published, is_future(certainty, candidate)) if expression is not None else None
