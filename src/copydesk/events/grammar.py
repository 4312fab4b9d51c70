"""What the parse of a sentence says: noun phrases, subjects and objects, also those that are only understood.

Labels are those of ClearNLP, which spaCy's English pipelines use.
"""

from collections.abc import Callable, Iterator
from typing import Final

from spacy.tokens import Doc, Token

from copydesk.events.lexicon import words
from copydesk.events.types import Span

SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECT_CONTROL: Final = words(
    "ask urge order force tell allow persuade want invite command instruct press push permit enable require beg "
    "advise encourage expect compel call see let help pressure convince direct forbid warn leave"
)
LEFT_OUT: Final = frozenset(
    {"relcl", "advcl", "cc", "conj", "preconj", "parataxis", "ccomp", "punct", "aux", "auxpass", "mark"}
)
NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
AIMS: Final = words("purpose aim goal objective point reason intention task mission")
EXCLUDING: Final = frozenset({"rule_out", "exclude", "preclude"})
RELATIVES: Final = frozenset({"who", "which", "that", "whom", "whose"})


def phrase(head: Token) -> Span:
    """The noun phrase of a head within its sentence: its dependents, without clauses and coordinated phrases behind
    it."""
    keep = {head.i}
    stack = [head]
    while stack:
        for child in stack.pop().children:
            trailing_clause = child.dep_ == "acl" and child.i > head.i
            if child.dep_ not in LEFT_OUT and child.dep_ not in SUBJECTS and not trailing_clause and not adjunct(child):
                keep.add(child.i)
                stack.append(child)
            elif child.dep_ == "conj" and child.head != head and not trailing_clause:
                keep.update(t.i for t in child.subtree)
    first = last = head.i
    while first > 0 and bridged(head.doc, first - 1, keep, -1):
        first -= 1
    while last + 1 < len(head.doc) and bridged(head.doc, last + 1, keep, 1):
        last += 1
    while first < head.i and (head.doc[first].is_punct and first not in keep):
        first += 1
    while last > head.i and (head.doc[last].is_punct or head.doc[last].dep_ in ("prep", "cc")) and last not in keep:
        last -= 1
    if head.doc[last].tag_ == "POS" and last > head.i and head.doc[last].head == head:
        last -= 1
    return Span(head.doc[first].idx, head.doc[last].idx + len(head.doc[last]))


def adjunct(preposition: Token) -> bool:
    """Whether a place or time after a definite noun or name belongs to the verb: "the police in Lima"."""
    noun = preposition.head
    definite = noun.pos_ == "PROPN" or any(
        c.dep_ in ("det", "poss") and c.lower_ not in ("a", "an") for c in noun.children
    )
    place = any(c.dep_ == "pobj" and c.ent_type_ in ("GPE", "FAC", "DATE", "TIME") for c in preposition.children)
    return (
        definite
        and place
        and preposition.dep_ == "prep"
        and preposition.lower_ in ("in", "at", "on", "near", "outside")
    )


def bridged(doc: Doc, index: int, keep: set[int], step: int) -> bool:
    """Whether a token belongs to the phrase, or is a comma or quote with the phrase on its other side."""
    if index in keep:
        return True
    beyond = index + step
    return (doc[index].is_punct and 0 <= beyond < len(doc) and beyond in keep) or (
        doc[index].dep_ == "cc" and 0 <= beyond < len(doc) and beyond in keep
    )


def coordinated(head: Token) -> list[Token]:
    """A nominal head and the heads coordinated with it; not the number of "her predecessor but one"."""
    found = [head]
    excepted = any(c.dep_ == "cc" and c.lower_ == "but" for c in head.children)
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in (*NOMINAL, "NUM", "ADJ") and not (excepted and child.pos_ == "NUM"):
            found += coordinated(child)
    return found


def child(token: Token, *labels: str) -> Token | None:
    """The first dependent with one of these labels."""
    return next((c for c in token.children if c.dep_ in labels), None)


def is_passive(verb: Token) -> bool:
    """Whether a verb form is passive: by its subject, its auxiliary, or as a bare participle after a noun."""
    if any(c.dep_ in ("nsubjpass", "auxpass", "agent") for c in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "advcl") and child(verb, "aux", "dobj") is None


def subject(verb: Token, depth: int = 0) -> tuple[Token, str] | None:
    """The head of a verb's subject, own or understood, and by which construction."""
    own = child(verb, "nsubj", "nsubjpass")
    if own is not None:
        if own.lower_ in RELATIVES and verb.dep_ == "relcl":
            return verb.head, "relative"
        return own, "own"
    if depth > 5:
        return None
    governor = verb.head
    if verb.dep_ == "relcl" or (verb.dep_ == "acl" and verb.tag_ in ("VBG", "VBN")):
        return governor, "modified"
    if verb.dep_ == "acl":
        return above(governor, depth, "noun complement")
    if verb.dep_ == "conj" and governor.pos_ in ("VERB", "AUX"):
        inherited = subject(governor, depth + 1)
        return (inherited[0], "conj") if inherited else None
    if verb.dep_ in ("xcomp", "ccomp", "pcomp", "advcl", "dep", "prep"):
        return controlled(verb, governor, depth)
    return None


def controlled(verb: Token, governor: Token, depth: int) -> tuple[Token, str] | None:
    """The subject that a verb takes from the verb that governs it: the object of `urge`, the subject of `plan`."""
    if governor.pos_ in ("ADP", "SCONJ", "ADJ", "PART", "ADV") and governor.head != governor:
        governor = governor.head
    if governor.pos_ not in ("VERB", "AUX"):
        return above(governor, depth, "prepositional") if governor.pos_ in ("NOUN", "PROPN") else None
    if abstract_subject(verb) is not None:
        return None
    thing = child(governor, "dobj", "dative")
    preposition = verb.head.lemma_ if verb.dep_ == "pcomp" else ""
    takes_object = (verb.dep_ in ("xcomp", "ccomp") and governor.lemma_ in OBJECT_CONTROL) or preposition in (
        "of",
        "from",
        "for",
        "into",
    )
    if takes_object and thing is not None:
        return thing, "object control"
    inherited = subject(governor, depth + 1)
    return (inherited[0], f"{verb.dep_} control") if inherited else None


def above(noun: Token, depth: int, how: str) -> tuple[Token, str] | None:
    """The possessor of a noun, or the subject of the verb that governs it."""
    owner = child(noun, "poss")
    if owner is not None:
        return owner, how
    for ancestor in noun.ancestors:
        if ancestor.pos_ in ("VERB", "AUX"):
            inherited = subject(ancestor, depth + 1)
            return (inherited[0], how) if inherited and inherited[0] != noun else None
    return None


def prepositional(token: Token) -> Iterator[tuple[str, Token]]:
    """The prepositions that depend on a word with the heads of their objects: `talks with Rome` gives (with, Rome)."""
    for preposition in token.children:
        if preposition.dep_ not in ("prep", "agent", "dative", "prt") or preposition.pos_ in ("VERB",):
            continue
        for thing in preposition.children:
            if thing.dep_ == "pobj":
                yield preposition.lower_, thing
            elif thing.dep_ == "prep":
                yield from ((f"{preposition.lower_} {thing.lower_}", t) for t in thing.children if t.dep_ == "pobj")


PRONOUNS: Final = {
    "he": "person", "him": "person", "his": "person", "she": "person", "her": "person",
    "they": "group", "them": "group", "their": "group",
    "it": "body", "its": "body",
}  # fmt: skip


def agrees(noun: Token, kind: str, person: bool) -> bool:
    """Whether a pronoun of a kind can stand for a noun; `person` says that the noun names a person."""
    plural = noun.tag_ in ("NNS", "NNPS") or child(noun, "conj") is not None
    if kind == "person":
        return person and not plural
    return plural or (noun.pos_ == "NOUN" and not person) if kind == "group" else not plural and not person


def antecedent(pronoun: Token, is_person: Callable[[Token], bool]) -> Token | None:
    """The noun of the same sentence that a pronoun stands for: the subject of a clause above its own, where both agree.

    A safe part of Hobbs (1978): upwards through the clauses, subjects only, and an object never meets its own subject.
    """
    kind = PRONOUNS.get(pronoun.lower_)
    if kind is None:
        return None
    clauses = [t for t in pronoun.ancestors if t.pos_ in ("VERB", "AUX")]
    if pronoun.dep_ in ("dobj", "pobj", "dative"):
        clauses = clauses[1:]
    for clause in clauses:
        noun = child(clause, "nsubj", "nsubjpass")
        if (
            noun is not None
            and noun.i < pronoun.i
            and noun.pos_ in ("NOUN", "PROPN")
            and agrees(noun, kind, is_person(noun))
        ):
            return noun
    return None


def governor(token: Token) -> Token:
    """The word that governs another; of a copula its subject: `purpose` of "the purpose was to meet"."""
    return abstract_subject(token) or token.head


def abstract_subject(token: Token) -> Token | None:
    """The common noun that a copula equates with a clause: `purpose` of "the purpose was to meet"."""
    head = token.head
    if head.lemma_ != "be" or token.dep_ not in ("xcomp", "ccomp", "advcl", "attr") or head == token:
        return None
    noun = child(head, "nsubj")
    return noun if noun is not None and noun.pos_ == "NOUN" and noun.i < head.i else None


def is_unowned_aim(verb: Token) -> bool:
    """Whether a verb says what something told before was for, and not who does it: "the purpose was to meet"."""
    while verb.dep_ == "conj":
        verb = verb.head
    noun = abstract_subject(verb)
    return noun is not None and noun.lemma_.lower() in AIMS and child(noun, "poss", "prep") is None


def leaves_open(verb: Token) -> bool:
    """Whether a verb only says that something may be: "did not rule out a visit"."""
    particle = child(verb, "prt")
    key = f"{verb.lemma_.lower()}_{particle.lower_}" if particle is not None else verb.lemma_.lower()
    return key in EXCLUDING and child(verb, "neg") is not None


def governing_verb(token: Token) -> Token | None:
    """The nearest verb above a word."""
    return next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX")), None)


def path(start: Token, end: Token) -> str:
    """The dependency path between two words: labels going up (`<`) and then down (`>`), prepositions by name."""
    up = [start, *start.ancestors]
    position = {t.i: n for n, t in enumerate(up)}
    down: list[Token] = []
    node = end
    while node.i not in position:
        down.append(node)
        if node.head == node:
            return "none"
        node = node.head
    climbs = [t.dep_ for t in up[: position[node.i]]]
    descends = [f"{t.dep_}:{t.lower_}" if t.dep_ in ("prep", "agent") else t.dep_ for t in reversed(down)]
    if len(climbs) + len(descends) > 7:
        return "far"
    return "".join(f"<{label}" for label in climbs) + "".join(f">{label}" for label in descends)
