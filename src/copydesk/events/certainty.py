"""How certain a sentence says an event is: cues with their words, and learned decisions over them.

Cues follow the factuality literature (Saurí and Pustejovsky 2009; Rudinger et al. 2018): negation, modals, embedding
predicates
and nouns, conditions, tense, and modifiers of event nouns. Three classifiers decide polarity, modality and phase
from them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from copydesk.events import grammar, lexicon
from copydesk.events.model import Linear
from copydesk.events.triggers import Candidate
from copydesk.events.types import Certainty, Cue, Modality, Phase, Polarity, Span

DEPTH: Final = 6


@dataclass(frozen=True, slots=True)
class Hint:
    """A word that bears on the certainty of an event, how it stands to it, and the classes of the word list it is
    in."""

    token: Token
    how: str
    classes: tuple[str, ...]


def classes_of(token: Token) -> tuple[str, ...]:
    """The classes of certainty of a word, with its particle where the list has them together."""
    table = lexicon.certainty()
    particle = grammar.child(token, "prt")
    if particle is not None and f"{token.lemma_.lower()}_{particle.lower_}" in table:
        return table[f"{token.lemma_.lower()}_{particle.lower_}"]
    return table.get(token.lemma_.lower()) or table.get(token.lower_) or ()


def modifiers(token: Token, how: str) -> Iterator[Hint]:
    """Negations, auxiliaries, adverbs, marks and adjectives on a word."""
    for c in token.children:
        if c.dep_ in (
            "neg",
            "aux",
            "auxpass",
            "advmod",
            "mark",
            "amod",
            "det",
            "prt",
            "acomp",
            "attr",
            "npadvmod",
            "compound",
            "intj",
            "preconj",
        ):
            yield Hint(c, f"{how} {c.dep_}", classes_of(c))
    found = grammar.child(token, "nsubj", "nsubjpass")
    if found is not None and (
        found.lower_ in ("nobody", "none", "nothing", "neither") or any(c.lower_ == "no" for c in found.children)
    ):
        yield Hint(found, f"{how} subject", ("NEGATIVE",))


def step_up(token: Token) -> tuple[Token, str] | None:
    """The word that governs another, through a preposition, and the relation between them."""
    head = grammar.governor(token)
    if head == token:
        return None
    if head.pos_ in ("ADP", "SCONJ") and head.head != head and token.dep_ in ("pobj", "pcomp"):
        return head.head, f"{token.dep_}:{head.lower_}"
    return head, token.dep_


def hints(candidate: Candidate) -> list[Hint]:
    """All that bears on an event, from the trigger upwards."""
    token = candidate.token
    found = list(modifiers(token, "own"))
    if candidate.light is not None:
        found += modifiers(candidate.light, "own")
        token = candidate.light
    if candidate.noun:
        found += [Hint(c, "participle", classes_of(c)) for c in token.children if c.dep_ in ("acl", "relcl")]
    level = 0
    while (above := step_up(token)) is not None and level < DEPTH:
        head, relation = above
        level += 1
        if relation in ("relcl", "appos") and level > 0:
            break
        where = f"up{level} {relation}"
        found.append(Hint(head, where, classes_of(head)))
        if relation == "conj":
            found += [
                h
                for h in modifiers(head, "shared")
                if h.token.dep_ in ("aux", "neg", "mark") and head.pos_ == token.pos_
            ]
        else:
            found += modifiers(head, f"up{level}")
        token = head
    return found


def tense(candidate: Candidate) -> str:
    """The tense of the clause: of the verb itself, or of the verb above a noun."""
    verb = candidate.token if not candidate.noun else candidate.light or grammar.governing_verb(candidate.token)
    if verb is None:
        return "verbless"
    chain = verb
    while chain.dep_ == "conj" and grammar.child(chain, "aux", "auxpass") is None and chain.head.pos_ == "VERB":
        chain = chain.head
    auxiliaries = "+".join(c.lower_ for c in chain.children if c.dep_ in ("aux", "auxpass"))
    return f"{verb.tag_} {auxiliaries}".strip()


def features(candidate: Candidate, kind: str) -> list[str]:
    """The features of the certainty classifiers."""
    part = "noun" if candidate.noun else "verb"
    doc = candidate.token.doc
    form = tense(candidate)
    out = [
        f"part={part}",
        f"tense={form}",
        f"{part}&tense={form}",
        f"type={kind}",
        f"{part}&type={kind}",
        f"dep={candidate.token.dep_}",
    ]
    out += [f"{part}&dep={candidate.token.dep_}", f"type={kind}&tense={form}", f"key={candidate.key}"]
    for hint in hints(candidate):
        lemma, place = hint.token.lemma_.lower(), hint.how.split()
        out += [f"{hint.how}={lemma}", f"{place[0]}={lemma}", f"{part}&{place[0]}={lemma}", f"any={lemma}"]
        for c in hint.classes:
            out += [f"class {c}", f"{hint.how} is {c}", f"{place[0]} is {c}", f"{part}&{place[0]} is {c}"]
            if len(place) > 1:
                out.append(f"{place[1]} is {c}")
        types = (
            lexicon.triggers("v").get(lemma, ()) if hint.token.pos_ == "VERB" else lexicon.triggers("n").get(lemma, ())
        )
        if place[0].startswith("up"):
            out += [f"{hint.how} reports {t}" for t in types[:2]] + [f"{place[0]} tense={hint.token.tag_}"]
    out += sentence_features(doc, candidate.token)
    return out


def sentence_features(doc: Doc, token: Token) -> Iterator[str]:
    """Words of certainty anywhere in the sentence, by side, with question mark and headline form."""
    for other in doc:
        for c in classes_of(other):
            yield f"{'left' if other.i < token.i else 'right'} {c}"
    if len(doc) and doc[-1].text not in '.?!"”’':
        yield "headline"
    if any(t.text == "?" for t in doc):
        yield "question"


CUES: Final[Mapping[str, tuple[str, ...]]] = {
    "negative": ("NEGATIVE", "CANCEL", "FAIL"),
    "planned": ("PLAN", "OUTCOME", "CANCEL", "POSTPONE"),
    "expected": ("EXPECT",),
    "possible": ("POSSIBLE", "HEDGE"),
    "hypothetical": ("CONDITION",),
    "requested": ("REQUEST",),
    "ongoing": ("CONTINUE",),
    "completed": (),
    "scheduled": ("PLAN",),
    "cancelled": ("CANCEL",),
    "postponed": ("POSTPONE",),
    "failed": ("FAIL", "NEGATIVE"),
}
"""The classes of words that can be the cue of each value."""


def cue(field: str, value: str, found: list[Hint]) -> Cue | None:
    """The nearest word that speaks for a value."""
    for hint in found:
        future = (
            value in ("planned", "scheduled", "expected")
            and hint.token.lower_ in ("will", "'ll", "wo", "to")
            and hint.token.dep_ == "aux"
        )
        if future or any(c in hint.classes for c in CUES.get(value, ())):
            return Cue(field, value, Span(hint.token.idx, hint.token.idx + len(hint.token)))
    return None


def decide(candidate: Candidate, kind: str, classifiers: Mapping[str, Linear]) -> Certainty:
    """The certainty of an event; the spans of its cues count characters of the sentence."""
    own = features(candidate, kind)
    chances = {
        field: dict(zip(classifiers[field].labels, map(float, classifiers[field].probabilities(own)), strict=True))
        for field in ("polarity", "modality", "phase")
    }
    best = {field: max(table, key=lambda label: table[label]) for field, table in chances.items()}
    found = hints(candidate)
    cues = [cue(field, value, found) for field, value in best.items() if value not in ("positive", "asserted", "none")]
    return Certainty(
        Polarity(best["polarity"]),
        Modality(best["modality"]),
        Phase(best["phase"]),
        tuple(c for c in cues if c is not None),
        {f"{field}={value}": round(chance, 4) for field, table in chances.items() for value, chance in table.items()},
    )


WEIGHTS: Final[Mapping[str, float]] = {
    "asserted": 3.0,
    "planned": 1.0,
    "expected": 1.2,
    "possible": 0.5,
    "hypothetical": 0.0,
    "requested": 0.3,
}
"""How far each modality commits the text to the event, on the scale of factuality from 0 (open) to 3 (certain)."""


BOUNDS: Final = (0.8, -0.6)
"""Above the first an event happened, below the second it did not: the best on the training part of the public set."""


def factuality(value: Certainty) -> float:
    """One number from -3 (certainly did not happen) to 3 (certainly did), the scale of Saurí and Pustejovsky's
    FactBank."""
    chances = value.probabilities or {f"modality={value.modality}": 1.0, f"polarity={value.polarity}": 1.0}
    committed = sum(weight * chances.get(f"modality={name}", 0.0) for name, weight in WEIGHTS.items())
    return committed * (1 - 2 * chances.get("polarity=negative", 0.0))
