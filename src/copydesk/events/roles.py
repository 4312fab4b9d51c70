"""Who did it, and to whom: the noun phrases of a sentence in relation to a trigger.

Frames for verbs (passives, understood subjects, `accuse X of`) and nouns (`X's visit to Y`, `talks between X and Y`)
give each
phrase its slots; a learned classifier over slots, dependency path and kind of participant says source, target or
neither.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from copydesk.events import grammar, lexicon
from copydesk.events.lexicon import words
from copydesk.events.model import Floats, Linear
from copydesk.events.triggers import Candidate, actorness, groups_of, things_of
from copydesk.events.types import Span

NO_ACTORS: Final = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"})
THINGS: Final = words("who which that what whom there this these those itself himself themselves herself")
OCCASIONS: Final = words(
    "launch opening ceremony funeral inauguration wedding summit conference congress forum meeting talk visit trip "
    "tour negotiation premiere parade celebration reopening anniversary commemoration"
)
"""What one can attend, and nobody's name."""
CHANCE: Final = 0.55
"""The probability from which a phrase is a participant."""
ALONE: Final = {"source": 0.25, "target": 0.35}
"""The probability from which the best phrase of a role is taken where none reaches CHANCE. Both were chosen for the
share of
events with both actors right in cross-validation over writers' batches (bench/events.py --only folds)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase that may name a participant."""

    head: Token
    span: Span


def is_mention(token: Token) -> bool:
    """Whether a token heads a phrase that can name a participant."""
    if token.lower_ in THINGS or token.ent_type_ in NO_ACTORS or token.dep_ in ("expl", "det", "nummod"):
        return False
    if token.lemma_.lower() in OCCASIONS and token.pos_ == "NOUN":
        return False
    if token.dep_ == "poss" or token.tag_ == "PRP$":
        return not names_person(token.head)
    if token.pos_ in grammar.NOMINAL:
        return token.dep_ not in ("compound", "flat", "nmod") or (
            token.dep_ != "flat" and token.ent_type_ in ("GPE", "NORP", "ORG")
        )
    if token.ent_type_ in ("NORP", "GPE") and token.dep_ in ("amod", "compound", "nmod"):
        return True
    return token.pos_ in ("NUM", "ADJ") and token.dep_ in (*grammar.SUBJECTS, "dobj", "pobj", "conj")


def mentions(doc: Doc) -> list[Mention]:
    """The phrases of a sentence that can name participants; a pronoun stands for its antecedent in the same
    sentence."""
    found = []
    for token in doc:
        if is_mention(token):
            meant = grammar.antecedent(token, names_person)
            found.append(Mention(token, grammar.phrase(token if meant is None else meant)))
    return found


def names_person(token: Token) -> bool:
    """Whether a noun names a person: by its entity, as a post, or with a name beside it ("her host, Ana Reyes")."""
    beside = grammar.child(token, "appos")
    if token.ent_type_ == "PERSON" or token.lemma_.lower() in lexicon.titles():
        return True
    return beside is not None and beside.ent_type_ == "PERSON" and token.pos_ == "NOUN"


ACTING: Final = frozenset({"poss", "light subject", "above subject", "passive subject"})
"""Slots of who comes or receives, where a noun tells of a visit, and of who is received: "her visit to Rome", "she was
host to him", "he was never received"."""
Slots = Mapping[int, set[str]]


def fill(slots: dict[int, set[str]], token: Token | None, slot: str) -> None:
    """Give a phrase head a slot, and the heads coordinated with it."""
    if token is not None:
        for head in grammar.coordinated(token):
            slots[head.i].add(slot)


def noun_slots(slots: dict[int, set[str]], noun: Token, prefix: str = "") -> None:
    """The participants inside a noun phrase: owner, adjectives of country, and prepositional phrases."""
    for c in noun.children:
        if c.dep_ in ("poss", "amod", "compound", "nmod", "appos"):
            fill(slots, c, f"{prefix}{c.dep_}")
            if c.dep_ == "poss":
                fill(slots, grammar.child(c, "poss"), f"{prefix}poss.poss")
    for preposition, thing in grammar.prepositional(noun):
        fill(slots, thing, f"{prefix}{preposition}")
        fill(slots, grammar.child(thing, "poss"), f"{prefix}{preposition}.poss")
        for deeper, inner in grammar.prepositional(thing):
            fill(slots, inner, f"{prefix}{preposition}.{deeper}")


def verb_slots(slots: dict[int, set[str]], verb: Token, prefix: str = "") -> None:
    """The participants of a verb: subject (also understood), objects, their owners, and prepositional phrases."""
    voice = "passive " if grammar.is_passive(verb) else ""
    found = grammar.subject(verb)
    if found is not None:
        passive_subject = "passive " if voice and found[1] in ("own", "relative", "modified", "conj") else ""
        fill(slots, found[0], f"{prefix}{voice}subject")
        fill(slots, found[0], f"{prefix}{passive_subject}subject {found[1]}")
        owner = grammar.child(found[0], "poss")
        fill(slots, owner, f"{prefix}{voice}subject.poss")
        for preposition, inner in grammar.prepositional(found[0]):
            fill(slots, inner, f"{prefix}{voice}subject.{preposition}")
    thing = grammar.child(verb, "dobj", "oprd", "attr") or shared_object(verb)
    fill(slots, thing, f"{prefix}object")
    if thing is not None:
        noun_slots(slots, thing, f"{prefix}object.")
    fill(slots, grammar.child(verb, "dative"), f"{prefix}dative")
    for preposition, inner in grammar.prepositional(verb):
        fill(slots, inner, f"{prefix}{voice}{preposition}")
        noun_slots(slots, inner, f"{prefix}{voice}{preposition}.")
    for complement in verb.children:
        if complement.dep_ in ("ccomp", "xcomp"):
            fill(slots, grammar.child(complement, "nsubj", "nsubjpass"), f"{prefix}complement subject")
    of_place = any(c.tag_ == "WRB" for c in verb.lefts)
    if verb.dep_ == "relcl" and found is not None and found[1] != "relative" and not of_place:
        fill(slots, verb.head, f"{prefix}relative object")


def shared_object(verb: Token) -> Token | None:
    """The object of a later coordinated verb: `met and praised the envoy`."""
    later = [c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB"]
    if not later or any(True for _ in grammar.prepositional(verb)) or grammar.child(verb, "ccomp", "xcomp") is not None:
        return None
    return grammar.child(later[0], "dobj") if later[0].i - verb.i <= 3 else None


def slots_of(candidate: Candidate) -> Slots:
    """The slots of every phrase head in the frame of a trigger."""
    slots: dict[int, set[str]] = defaultdict(set)
    token = candidate.token
    if not candidate.noun:
        verb_slots(slots, token)
        return slots
    noun_slots(slots, token)
    verb = candidate.light or grammar.governing_verb(token)
    if verb is not None:
        verb_slots(slots, verb, "light " if candidate.light is not None else "above ")
    return slots


def mention_kinds(mention: Mention) -> list[str]:
    """What kind of participant a phrase names."""
    kinds = actorness(mention.head)
    if kinds == ["thing"]:
        inside = [t for t in mention.head.subtree if mention.span.start <= t.idx < mention.span.end]
        kinds = [f"thing of {t.ent_type_}" for t in inside if t.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")][
            :1
        ] or kinds
    return kinds


def features(candidate: Candidate, mention: Mention, kind: str, slots: Slots, everyone: Sequence[Mention]) -> list[str]:
    """The features of a phrase in relation to a trigger of a type."""
    token, head = candidate.token, mention.head
    own = sorted(slots.get(head.i, ())) or ["no slot"]
    part = "noun" if candidate.noun else "verb"
    between = [m for m in everyone if min(token.i, head.i) < m.head.i < max(token.i, head.i)]
    side = "left" if head.i < token.i else "right"
    trail = grammar.path(token, head)
    who = mention_kinds(mention)
    passive = "passive" if not candidate.noun and grammar.is_passive(token) else "active"
    shape = [f"{part} {s}" for s in own]
    shape += [
        f"path={trail}",
        f"path={trail}/{part}",
        f"side={side}",
        f"dep={head.dep_}",
        f"tag={head.tag_}",
        f"{side}{min(len(between), 4)}",
    ]
    shape += [f"who={w}" for w in who] + [
        f"head={head.lemma_.lower()}",
        f"preposition={head.head.lower_ if head.dep_ == 'pobj' else ''}",
    ]
    crossed = [f"{kind}&{f}" for f in shape] + [f"{candidate.key}&{f}" for f in shape[: len(own) + 2]]
    mixed = [f"{s}&{w}" for s in (*own, trail) for w in who] + [f"{kind}&{s}&{w}" for s in own for w in who]
    alike = groups_of(candidate)
    mixed += (
        [f"{g}&{s}" for g in alike for s in own]
        + [f"{s}&is {t}" for s in own for t in things_of(head)]
        + [f"is {t}" for t in things_of(head)]
    )
    mixed += [f"{kind}&is {t}&{s}" for s in own for t in things_of(head)]
    mixed += [f"nearest {side}"] if not between else []
    mixed += [f"{passive}&{trail}", f"{passive}&{kind}&{trail}", f"{side}&{passive}&{kind}"]
    empty = sorted(
        s
        for s in ("subject", "passive subject", "object", "by", "poss", "of", "with", "between")
        if any(s in v for v in slots.values())
    )
    mixed += [f"{s}&filled {e}" for s in own for e in empty]
    return [f"type={kind}", *shape, *crossed, *mixed]


@dataclass(frozen=True, slots=True)
class Cast:
    """The phrases chosen as sources and targets of one event."""

    sources: tuple[Mention, ...]
    targets: tuple[Mention, ...]


def modifies(word: Token, heads: Set[Token]) -> bool:
    """Whether a word only modifies one of these heads before which it stands, perhaps with others: `NASA` of "NASA and
    Roscosmos
    officials"."""
    while word.dep_ == "conj" and word.head.dep_ in ("compound", "nmod", "amod", "conj"):
        word = word.head
    return word.dep_ in ("compound", "nmod", "amod") and word.head in heads


def outermost(chosen: Sequence[tuple[float, Mention]]) -> list[Mention]:
    """Of phrases that overlap the whole one, else the most probable one, in the order of the sentence."""
    kept: list[Mention] = []
    heads = {m.head for _, m in chosen}
    for _, mention in sorted(chosen, key=lambda pair: (modifies(pair[1].head, heads), -pair[0])):
        if not any(mention.span.overlaps(other.span) for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.span.start)


def apart(mention: Mention, trigger: Span) -> bool:
    """Whether a phrase does not contain the trigger, unless only as the owner or adjective inside it."""
    return not mention.span.overlaps(trigger)


def possible(candidate: Candidate, everyone: Sequence[Mention]) -> list[Mention]:
    """The phrases that do not contain the trigger itself."""
    anchor = Span(candidate.token.idx, candidate.token.idx + len(candidate.token))
    return [m for m in everyone if apart(m, anchor)]


def parties(
    chosen: Sequence[tuple[float, Mention]], scored: Sequence[tuple[Floats, Mention]], slots: Slots
) -> list[tuple[float, Mention]]:
    """The other phrases of a "between A and B" of which one was chosen."""
    heads = {m.head.i for _, m in chosen}
    among = [m for _, m in scored if any(s.endswith("between") for s in slots.get(m.head.i, ()))]
    return [(0.0, m) for m in among if m.head.i not in heads] if any(m.head.i in heads for m in among) else []


def cast(candidate: Candidate, kind: str, everyone: Sequence[Mention], model: Linear) -> Cast:
    """The participants of an event of a type: what is more likely one than not, and else the best of a role if it is
    likely enough."""
    slots = slots_of(candidate)
    source, target = model.labels.index("source"), model.labels.index("target")
    scored = [
        (model.probabilities(features(candidate, m, kind, slots, everyone)), m) for m in possible(candidate, everyone)
    ]
    chosen: dict[str, list[tuple[float, Mention]]] = {"source": [], "target": []}
    for chances, mention in scored:
        if chances[source] + chances[target] >= CHANCE:
            role, place = ("source", source) if chances[source] >= chances[target] else ("target", target)
            chosen[role].append((float(chances[place]), mention))
    for role, place in (("source", source), ("target", target)):
        taken = {m.head.i for pairs in chosen.values() for _, m in pairs}
        best = max(scored, key=lambda pair: float(pair[0][place]), default=None)
        if not chosen[role] and best is not None and best[0][place] >= ALONE[role] and best[1].head.i not in taken:
            chosen[role].append((float(best[0][place]), best[1]))
    if kind == "CONSULT" and not chosen["source"]:
        visitors = [pair for pair in chosen["target"] if ACTING & slots.get(pair[1].head.i, set())]
        chosen = {"source": visitors, "target": [pair for pair in chosen["target"] if pair not in visitors]}
    if chosen["source"] or chosen["target"]:
        chosen = {role: [*pairs, *parties(pairs, scored, slots)] for role, pairs in chosen.items()}
    kept = outermost(chosen["source"] + chosen["target"])
    sources = {m.head.i for _, m in chosen["source"]}
    return Cast(tuple(m for m in kept if m.head.i in sources), tuple(m for m in kept if m.head.i not in sources))


def heads_of(span: Span, everyone: Sequence[Mention]) -> list[Mention]:
    """The phrases that name what a span names: heads in it that are governed from outside."""
    inside = [m for m in everyone if span.start <= m.head.idx < span.end]
    return [
        m
        for m in inside
        if m.head.head == m.head or not span.start <= m.head.head.idx < span.end or m.head.dep_ == "conj"
    ]


def stand_ins(span: Span, everyone: Sequence[Mention]) -> list[Mention]:
    """The pronouns elsewhere in the sentence that stand for what a span names."""
    return [
        m
        for m in everyone
        if m.head.lower_ in grammar.PRONOUNS and m.span.overlaps(span) and not span.start <= m.head.idx < span.end
    ]
