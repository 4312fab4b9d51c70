"""How certain a sentence says an event is: cues with their words, and learned decisions over them.

Cues follow the factuality literature (Saurí and Pustejovsky 2009; Rudinger et al. 2018): negation, modals, embedding
predicates
and nouns, conditions, tense, and modifiers of event nouns. Three classifiers decide polarity, modality and phase
from them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc, Token

from copydesk.events import grammar, lexicon
from copydesk.events.model import Linear
from copydesk.events.triggers import Candidate
from copydesk.events.types import Certainty, Cue, Modality, Phase, Polarity, Span

DEPTH: Final = 6
FIELDS: Final = ("polarity", "modality", "phase")
NEITHER: Final = frozenset({"no", "neither", "nor"})
PAST: Final = frozenset({"VBD", "VBN"})
DAYS: Final = {
    "weekday": lexicon.words("monday tuesday wednesday thursday friday saturday sunday"),
    "ahead": lexicon.words("tomorrow next coming"),
    "over": lexicon.words("yesterday last ago previous earlier"),
}
FOR_GOOD: Final = ("for good", "indefinitely", "for ever")


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
    if grammar.leaves_open(token):
        return ("POSSIBLE",)
    if token.dep_ == "neg" and grammar.leaves_open(token.head):
        return ()
    if token.lower_ == "too" and token.head.pos_ == "ADJ" and token.i < token.head.i:
        return ("NEGATIVE",)
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
        found.lower_ in ("nobody", "none", "nothing", "neither")
        or any(t.lower_ in NEITHER for t in found.subtree if t.i < found.i and t.dep_ in ("det", "preconj", "cc"))
    ):
        yield Hint(found, f"{how} subject", ("NEGATIVE",))
    thing = grammar.child(token, "dobj", "attr")
    if thing is not None and any(c.dep_ == "det" and c.lower_ == "no" for c in thing.children):
        yield Hint(thing, f"{how} object", ("NEGATIVE",))


def step_up(token: Token) -> tuple[Token, str] | None:
    """The word that governs another, through a preposition, and the relation between them."""
    head = grammar.governor(token)
    if head == token:
        return None
    if head.pos_ in ("ADP", "SCONJ") and head.head != head and token.dep_ in ("pobj", "pcomp"):
        return head.head, f"{token.dep_}:{head.lower_}"
    return head, token.dep_


def told_again(token: Token) -> Iterator[Token]:
    """What an apposition after an event says of it: `cancelled` of "she was to visit Rome, a trip that was
    cancelled"."""
    for noun in token.doc[token.i + 1 :]:
        if noun.dep_ == "appos" and noun.pos_ == "NOUN" and noun.lemma_.lower() in lexicon.triggers("n"):
            yield from (c for c in noun.children if c.dep_ in ("acl", "relcl"))


def hints(candidate: Candidate) -> list[Hint]:
    """All that bears on an event, from the trigger upwards."""
    token = candidate.token
    found = [Hint(token, "self", classes_of(token)), *modifiers(token, "own")]
    if candidate.light is not None:
        found += modifiers(candidate.light, "own")
        token = candidate.light
    if candidate.noun:
        found += [Hint(c, "participle", classes_of(c)) for c in token.children if c.dep_ in ("acl", "relcl")]
    found += [Hint(verb, "participle", classes_of(verb)) for verb in told_again(token)]
    level = 0
    while (above := step_up(token)) is not None and level < DEPTH:
        head, relation = above
        level += 1
        if relation in ("relcl", "appos") and level > 0:
            break
        where = f"up{level} {relation}"
        if token.head != head and token.head.pos_ in ("ADP", "SCONJ"):
            found.append(Hint(token.head, f"up{level} prep", classes_of(token.head)))
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
    out += [f for day in sorted(days(doc)) for f in (f"day={day}", f"{form}&day={day}")]
    return out


def days(doc: Doc) -> set[str]:
    """What kinds of days a sentence names: weekdays, those that lie ahead and those that are over."""
    words = {t.lower_ for t in doc if t.ent_type_ in ("DATE", "TIME")}
    return {name for name, known in DAYS.items() if words & known}


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


IMPLIED: Final[Mapping[str, tuple[str | None, str]]] = {
    "scheduled": (None, "planned"),
    "cancelled": ("negative", "planned"),
    "postponed": ("positive", "planned"),
    "failed": ("negative", "asserted"),
}
"""What a phase says of polarity and modality."""


def agrees(polarity: str, modality: str, phase: str) -> bool:
    """Whether three values can stand together."""
    needed = IMPLIED.get(phase)
    if phase == "completed" and modality == "planned":
        return False
    return needed is None or (needed[0] in (None, polarity) and needed[1] == modality)


def together(chances: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """The most probable polarity, modality and phase that can stand together."""
    options = (
        (p * m * f, {"polarity": polarity, "modality": modality, "phase": phase})
        for polarity, p in chances["polarity"].items()
        for modality, m in chances["modality"].items()
        for phase, f in chances["phase"].items()
        if agrees(polarity, modality, phase)
    )
    return max(options, key=lambda option: option[0])[1]


def decide(candidate: Candidate, kind: str, classifiers: Mapping[str, Linear]) -> Certainty:
    """The certainty of an event; the spans of its cues count characters of the sentence."""
    own = features(candidate, kind)
    chances = {
        field: dict(zip(classifiers[field].labels, map(float, classifiers[field].probabilities(own)), strict=True))
        for field in FIELDS
    }
    best = together(chances)
    found = hints(candidate)
    cues = [cue(field, value, found) for field, value in best.items() if value not in ("positive", "asserted", "none")]
    return Certainty(
        Polarity(best["polarity"]),
        Modality(best["modality"]),
        Phase(best["phase"]),
        tuple(c for c in cues if c is not None),
        {f"{field}={value}": round(chance, 4) for field, table in chances.items() for value, chance in table.items()},
    )


def is_called_off(verb: Token) -> bool:
    """Whether a verb says, as a fact of the past, that something will not take place."""
    classes = classes_of(verb)
    after = verb.doc.text[verb.idx :]
    gone = "CANCEL" in classes or ("POSTPONE" in classes and any(after.find(words) in range(30) for words in FOR_GOOD))
    free = not any(c.dep_ == "neg" or (c.dep_ == "aux" and c.tag_ in ("MD", "TO")) for c in verb.children)
    return gone and verb.pos_ == "VERB" and verb.tag_ in PAST and free


def named_again(noun: Token) -> bool:
    """Whether a phrase takes up an event told before: "the trip", "a visit that"; not one with a participant of its
    own."""
    determiner = grammar.child(noun, "det")
    taken_up = determiner is not None and (
        determiner.lower_ in ("the", "that", "this") or grammar.child(noun, "relcl") is not None
    )
    return (
        taken_up
        and noun.lemma_.lower() in lexicon.triggers("n")
        and grammar.child(noun, "poss", "prep", "compound") is None
    )


def calling_off(candidate: Candidate) -> Token | None:
    """The verb of a later clause of the sentence that calls an event off: "was to come but cancelled", "had promised to
    come, but
    the visit was dropped"."""
    token = candidate.token
    for verb in token.doc[token.i + 1 :]:
        if not is_called_off(verb):
            continue
        found = grammar.subject(verb)
        if grammar.is_passive(verb) or verb.dep_ == "relcl":
            again = found is not None and found[0].i > token.i and named_again(found[0])
            itself = found is not None and found[0].i == token.i and "POSTPONE" in classes_of(verb)
            if again or itself:
                return verb
        elif (
            verb.dep_ == "conj"
            and grammar.child(verb, "nsubj", "dobj", "ccomp", "xcomp") is None
            and verb.head in (token, *token.ancestors)
        ):
            return verb
    return None


def calling_off_before(doc: Doc) -> Token | None:
    """The main verb of a sentence that calls off what the sentence before it told: "It was abandoned"."""
    root = next((t for t in doc if t.head == t), None)
    if root is not None and stays_away(root):
        return root
    if root is None or not is_called_off(root):
        return None
    what = grammar.child(root, "nsubjpass")
    return root if what is not None and what.lower_ in ("it", "that", "this") else None


def stays_away(verb: Token) -> bool:
    """Whether a verb says that who was to come, and is now only a pronoun, did not: "She stayed at home"."""
    who = grammar.child(verb, "nsubj")
    if who is None or who.lower_ not in ("he", "she", "they") or verb.tag_ != "VBD":
        return False
    left = {t.lower_ for c in verb.children if c.dep_ in ("prep", "advmod", "prt") for t in c.subtree}
    at_home = verb.lemma_ in ("stay", "remain") and bool(left & {"home", "away"})
    return at_home and grammar.child(verb, "neg") is None


def cancelled(value: Certainty, verb: Token, offset: int = 0) -> Certainty:
    """What a planned event is once a verb has called it off; `offset` is added to the cue's characters."""
    span = Span(verb.idx, verb.idx + len(verb)).shifted(offset)
    cues = (*value.cues, Cue("phase", "cancelled", span))
    return replace(value, polarity=Polarity.NEGATIVE, modality=Modality.PLANNED, phase=Phase.CANCELLED, cues=cues)


def standing(candidate: Candidate) -> set[str]:
    """How a word stands in its sentence: its form, and the classes of what bears on it, by how far up that is."""
    token = candidate.token
    found = {f"tag_{token.tag_}", f"pos_{token.pos_}", f"dep_{token.dep_}", f"tense_{tense(candidate)}"}
    for hint in hints(candidate):
        place = hint.how.split()[0]
        level = "above" if place.startswith("up") and place != "up1" else place
        how = hint.how.partition(":")[0]
        found |= {f"{where}_{name}" for name in hint.classes for where in (level, how)}
    return {name.replace(" ", "_") for name in (*found, *sentence_features(token.doc, token))}


def commitments(candidate: Candidate, value: Certainty) -> dict[str, float]:
    """What says how far a text commits itself to an event: the chances of each value, and how the word stands."""
    chances = value.probabilities or {}
    negative = chances.get("polarity=negative", 0.0)
    both = {f"{k}&negative": v * negative for k, v in chances.items() if k.startswith("modality")}
    return dict.fromkeys(standing(candidate), 1.0) | dict(chances) | both


def factuality(candidate: Candidate, value: Certainty) -> float:
    """One number from -3 (certainly did not happen) to 3 (certainly did), the scale of Saurí and Pustejovsky's
    FactBank; the weights are a ridge regression on the training part of a public set (training/factuality.py)."""
    weights = lexicon.factuality()
    return weights["base"] + sum(x * weights.get(name, 0.0) for name, x in commitments(candidate, value).items())


def bounds() -> tuple[float, float]:
    """Above the first number an event happened, below the second it did not."""
    return lexicon.factuality()["happened"], lexicon.factuality()["not"]
