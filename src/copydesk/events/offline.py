"""The offline coder: sentences → parse → triggers → participants → certainty, time and place. No network, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from spacy.tokens import Doc, Token

from copydesk.events import (
    certainty,
    context,
    grammar,
    lexicon,
    model,
    offices,
    parse,
    resolve,
    roles,
    sentences,
    times,
    triggers,
)
from copydesk.events.types import (
    Attribution,
    Certainty,
    Coded,
    Event,
    EventType,
    Evidence,
    Modality,
    Office,
    Span,
)

METHOD: Final = "offline/1"
CHANCE: Final = 0.45
"""The probability from which a candidate is an event: the best detection F1 in cross-validation over writers'
batches, flat between 0.35 and 0.45 (bench/events.py --folds)."""


CAN_BE_CALLED_OFF: Final = (Modality.PLANNED, Modality.EXPECTED, Modality.POSSIBLE)
INDEFINITE: Final = frozenset({"somebody", "someone", "nobody", "no one", "anybody", "anyone", "everybody", "everyone"})
ARRANGED: Final = frozenset({"CONSULT", "COOPERATE"})
"""Types of what parties arrange beforehand, so that it can be called off."""


SINCE: Final = 0.25
"""The probability that is enough for what is told to be the first, or not to have happened, since some time."""
DUE: Final = 0.05
"""The probability that is enough where the context says that something was arranged."""
Chances = tuple[str, float, float]
"""The likeliest type of a candidate, the probability that it is an event, and that of the type."""
Judged = tuple[triggers.Candidate, Chances]


def shift_certainty(value: Certainty, offset: int) -> Certainty:
    return replace(value, cues=tuple(replace(cue, span=cue.span.shifted(offset)) for cue in value.cues))


def attribution(candidate: triggers.Candidate, world: resolve.World, number: int, offset: int) -> Attribution | None:
    """Who speaks the words of an event."""
    found = context.speaker(candidate)
    if found is None:
        return None
    head, verb = found
    span = grammar.phrase(head)
    who = resolve.actor(world, head, span, number, offset)
    return Attribution(who.span, who.text, who.name, verb.lemma_ if verb is not None else None)


def event(
    candidate: triggers.Candidate,
    chances: Chances,
    everyone: Sequence[roles.Mention],
    world: resolve.World,
    evidence: Evidence,
    published: date | None,
) -> Event:
    """One event from a candidate that the classifier took."""
    kind, probability, type_probability = chances
    classifiers = model.load()
    offset, number = evidence.sentence.start, evidence.number
    parts = roles.cast(candidate, kind, everyone, classifiers["role"])
    sure = certainty.decide(candidate, kind, classifiers)
    if (
        sure.modality in CAN_BE_CALLED_OFF
        and kind in ARRANGED
        and (verb := certainty.calling_off(candidate)) is not None
    ):
        sure = certainty.cancelled(sure, verb)
    holder = attribution(candidate, world, number, offset)
    speaker = holder.name if holder is not None else None
    relation = context.recency(candidate)
    since = relation.span if relation is not None and relation.relation != "last" else None
    when = context.when(candidate, sure, times.expressions(candidate.token.doc.text), since)
    interval = context.time_of(when, candidate, sure, published)
    sources = tuple(resolve.actor(world, m.head, m.span, number, offset, speaker) for m in parts.sources)
    targets = tuple(resolve.actor(world, m.head, m.span, number, offset, speaker) for m in parts.targets)
    place = context.where(candidate, tuple(code for a in (*sources, *targets) for code in a.countries))
    if kind == "CONSULT" and place is not None and len(targets) > 1:
        here = place.span.shifted(offset)
        targets = tuple(a for a in targets if not a.span.overlaps(here)) or targets
    why = context.reason(candidate, sure)
    return Event(
        EventType(kind),
        candidate.span.shifted(offset),
        sources,
        targets,
        shift_certainty(sure, offset),
        holder,
        replace(interval, span=interval.span.shifted(offset)) if interval is not None else None,
        replace(place, span=place.span.shifted(offset)) if place is not None else None,
        replace(relation, span=relation.span.shifted(offset)) if relation is not None else None,
        why.shifted(offset) if why is not None else None,
        probability,
        type_probability,
        evidence,
    )


def judge(candidate: triggers.Candidate, others: Sequence[triggers.Candidate], setting: triggers.Setting) -> Chances:
    """The most probable type of a candidate, the probability that it is an event, and that of the type."""
    classifiers = model.load()
    own = triggers.features(candidate, others, setting)
    is_event = classifiers["event"]
    probability = float(is_event.probabilities(own)[is_event.labels.index("event")])
    kinds = classifiers["type"]
    table = kinds.probabilities(own)
    best = int(table.argmax())
    return kinds.labels[best], probability, float(table[best])


def tells_same(
    candidate: triggers.Candidate, chances: Chances, other: triggers.Candidate, other_chances: Chances
) -> bool:
    """Whether a candidate only says again what another tells: as its apposition ("a trip, her first visit"), as its
    occasion, as what somebody judges ("called the talks a farce"), or as the words that call it off ("cancelled the
    visit", "but the visit was dropped")."""
    token, main = candidate.token, other.token
    if token.i == main.i:
        return False
    if candidate.noun and token.dep_ == "appos" and main.i < token.i:
        return chances[0] == other_chances[0]
    if chances[0] == other_chances[0] == "CONSULT" and is_journey_to(candidate, main):
        return True
    calls_off = {"CANCEL", "POSTPONE"} & set(lexicon.certainty().get(token.lemma_.lower(), ()))
    governs = main.head == token and main.dep_ in ("dobj", "nsubjpass")
    if candidate.noun and chances[0] == other_chances[0] == "CONSULT" and is_occasion_of(token, main):
        return True
    judged = token.head == main and token.dep_ == "dobj" and other_chances[0] in ("ACCUSE", "REJECT", "SUPPORT")
    if judged and chances[0] == "CONSULT" and candidate.noun and certainty.named_again(token):
        return True
    ended = certainty.calling_off(other) if main.i < token.i and other_chances[0] in ARRANGED else None
    if ended is not None and (token == ended or token.head == ended or ended.head == token):
        return token == ended or candidate.noun
    return not candidate.noun and bool(calls_off) and other.noun and governs


def is_remark(candidate: triggers.Candidate) -> bool:
    """Whether a noun of an event is only what somebody judges or what a clause describes: "thought a visit unwise",
    "the talks are about money"."""
    token, head = candidate.token, candidate.token.head
    if not candidate.noun or token.dep_ != "nsubj":
        return False
    judged = head.pos_ == "ADJ" and head.dep_ == "ccomp" and grammar.child(head, "aux", "cop") is None
    described = head.lemma_ == "be" and any(c.dep_ == "prep" and c.lower_ == "about" for c in head.children)
    return (judged and head.head.pos_ == "VERB") or (described and certainty.named_again(token))


def is_journey_to(candidate: triggers.Candidate, main: Token) -> bool:
    """Whether a verb only says that somebody comes for what the main word tells: "is expected in Rome to attend"."""
    aim = main.dep_ in ("advcl", "xcomp") and any(c.dep_ == "aux" and c.tag_ == "TO" for c in main.children)
    return not candidate.noun and aim and main.head == candidate.token


def is_occasion_of(noun: Token, main: Token) -> bool:
    """Whether a noun says on what occasion the main word happened: "was host to her at a conference"."""
    preposition = noun.head
    return noun.dep_ == "pobj" and preposition.lower_ in ("at", "during") and preposition.head in (main, main.head)


def names_nobody(told: Event) -> bool:
    """Whether an event has no participants but indefinite ones: "somebody is talking to somebody"."""
    everyone = (*told.sources, *told.targets)
    return bool(everyone) and all(actor.text.lower() in INDEFINITE for actor in everyone)


def with_doers(told: Event, candidate: triggers.Candidate, before: Sequence[Event]) -> Event:
    """An event that is the aim of what was told just before is done by whoever does that."""
    last = before[-1] if before else None
    if last is None or not grammar.is_unowned_aim(candidate.token):
        return told
    near = told.evidence.number - last.evidence.number <= 1
    return replace(told, sources=last.sources) if near and last.sources else told


def called_off(last: Event, doc: Doc, evidence: Evidence) -> Event:
    """An arranged event as the sentence after it leaves it: "A call was planned. It was abandoned because of …"."""
    verb = certainty.calling_off_before(doc)
    near = evidence.number - last.evidence.number == 1
    if verb is None or not near or str(last.type) not in ARRANGED or last.certainty.modality not in CAN_BE_CALLED_OFF:
        return last
    offset = evidence.sentence.start
    why = context.reason_after(doc.text, verb.idx)
    return replace(
        last,
        certainty=certainty.cancelled(last.certainty, verb, offset),
        reason=why.shifted(offset) if why is not None else None,
    )


def is_rare(candidate: triggers.Candidate) -> bool:
    """Whether the sentence says since when nothing like this had happened, and so that it is news."""
    relation = context.recency(candidate)
    return relation is not None and relation.since is not None and relation.relation in ("first", "none")


def chosen(judged: Sequence[Judged], threshold: float, ended: bool) -> list[Judged]:
    """The candidates that are events: the probable ones; where there is none, the likeliest one of which the next
    sentence says that it was called off (`ended`), or that says where an official is due."""
    probable = [
        (candidate, chances)
        for candidate, chances in judged
        if chances[1] >= threshold or (chances[1] >= min(SINCE, threshold) and is_rare(candidate))
    ]
    if probable:
        return probable
    expected = [
        (candidate, chances)
        for candidate, chances in judged
        if chances[0] in ARRANGED and chances[1] >= min(DUE, threshold) and (ended or triggers.is_due(candidate))
    ]
    return sorted(expected, key=lambda one: -one[1][1])[:1]


def office(doc: Doc, claim: offices.Claim, world: resolve.World, evidence: Evidence, published: date | None) -> Office:
    """An office claim with its names, country and date."""
    offset = evidence.sentence.start
    text = doc.text
    name = text[claim.person.start : claim.person.end]
    full = next((k for k in resolve.find(world, name)), None)
    return Office(
        claim.person.shifted(offset),
        full.name if full is not None else name,
        claim.title.shifted(offset),
        text[claim.title.start : claim.title.end],
        claim.organisation.shifted(offset) if claim.organisation else None,
        text[claim.organisation.start : claim.organisation.end] if claim.organisation else None,
        claim.status,
        full.countries[0] if full is not None and full.countries else None,
        published,
        None,
        None,
        evidence,
    )


def beside(claim: Office, other: str, held_before: bool) -> Office:
    """A claim with whoever held the post before or after."""
    return replace(claim, predecessor=other) if held_before else replace(claim, successor=other)


def chain(claims: Sequence[Office], docs: Sequence[Doc], world: resolve.World) -> tuple[Office, ...]:
    """The claims with the predecessor or successor that "his successor, X", "her predecessor, Y" and "Z was succeeded
    by X" tell."""
    linked = list(claims)
    for number, claim in enumerate(claims):
        doc, offset = docs[claim.evidence.number], claim.evidence.sentence.start
        found = offices.other_holder(doc, claim.person.shifted(-offset), claim.title.shifted(-offset))
        if found is None:
            continue
        head, held_before = found
        other = resolve.actor(world, head, grammar.phrase(head), claim.evidence.number, 0).name
        if other == head.text and head.lower_ in resolve.SINGULAR:
            continue
        linked[number] = beside(linked[number], other, held_before)
        for place, earlier in enumerate(linked):
            if earlier.name == other and place != number:
                linked[place] = beside(earlier, claim.name, not held_before)
    return tuple(linked)


def code_offline(
    text: str,
    published: date | None,
    paragraphs: Sequence[Span] | None,
    persons: Sequence[resolve.PersonRow] = (),
    threshold: float = CHANCE,
) -> Coded:
    """The events and offices of a text by parse, rules and the shipped classifiers."""
    parts = sentences.split(text, paragraphs)
    docs = parse.parse(s.text for s in parts)
    claims = [offices.claims(doc) for doc in docs]
    world = resolve.survey(docs, claims, persons, published)
    settings = triggers.settings(docs)
    found: list[Event] = []
    posts: list[Office] = []
    for number, (sentence, doc, setting, here) in enumerate(zip(parts, docs, settings, claims, strict=True)):
        evidence = Evidence(sentence.span, number, METHOD)
        posts += [office(doc, claim, world, evidence, published) for claim in here]
        before = found[-1:]
        found[-1:] = [called_off(last, doc, evidence) for last in before]
        ends = certainty.calling_off_before(doc) if found[-1:] != before else None
        options = [c for c in triggers.candidates(doc) if not is_remark(c) and c.token != ends]
        everyone = roles.mentions(doc) if options else []
        judged = [(candidate, judge(candidate, options, setting)) for candidate in options]
        following = docs[number + 1] if number + 1 < len(docs) else None
        ended = following is not None and certainty.calling_off_before(following) is not None
        taken = chosen(judged, threshold, ended)
        for candidate, chances in taken:
            if not any(tells_same(candidate, chances, *other) for other in taken):
                told = event(candidate, chances, everyone, world, evidence, published)
                if not names_nobody(told):
                    found.append(with_doers(told, candidate, found))
    return Coded(text, published, tuple(s.span for s in parts), tuple(found), chain(posts, docs, world), METHOD)


@dataclass(frozen=True, slots=True)
class OfflineCoder:
    """The default coder: spaCy's parse, our rules and the shipped classifiers. `persons` is an optional table of who
    is who, `threshold`
    the probability from which a candidate counts as an event."""

    persons: tuple[resolve.PersonRow, ...] = ()
    threshold: float = CHANCE

    def code(self, text: str, *, published: date | None = None, paragraphs: Sequence[Span] | None = None) -> Coded:
        """The events and offices of a text, with evidence."""
        return code_offline(text, published, paragraphs, self.persons, self.threshold)
