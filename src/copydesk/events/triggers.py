"""Words that may report an event, and what the sentence shows about each: the features of the event classifier.

Candidates are all main verbs, and the nouns of the trigger list; a learned classifier says which of them report an
event and of
what type (training/train_events.py). Light verbs ("held talks") are left to their noun.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from copydesk.events import grammar, lexicon
from copydesk.events.lexicon import words
from copydesk.events.types import Span

LIGHT: Final = words(
    "hold have make pay give take conduct do launch issue stage mount carry begin start undertake extend"
)
ACTOR_ENTITIES: Final = frozenset({"PERSON", "ORG", "GPE", "NORP"})
NOT_TRIGGERS: Final = frozenset({"be", "have", "do", "say", "tell", "go", "'s", "get", "know", "let"})
COMING: Final = "visit"
"""The group of verbs of visiting and coming."""
TOWARDS: Final = frozenset({"in", "to", "at", "for"})
FATED: Final = words("destine destined doom doomed fate fated")
"""What somebody is fated to do is a comment, not a report."""
OFFICE_CHANGES: Final = frozenset({"hand_over", "take_over"})
"""Without an object these tell who followed whom in a post, which is a claim of office and no event."""
DETERMINERS: Final = {
    "the": "the",
    "this": "the",
    "that": "the",
    "these": "the",
    "those": "the",
    "a": "a",
    "an": "a",
    "no": "no",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may report an event, with the types that the trigger list gives it."""

    token: Token
    key: str
    classes: tuple[str, ...]
    light: Token | None = None

    @property
    def noun(self) -> bool:
        return self.token.pos_ in ("NOUN", "PROPN")

    @property
    def span(self) -> Span:
        """The characters of the trigger in its sentence, with the light verb or particle beside it."""
        start, end = self.token.idx, self.token.idx + len(self.token)
        if self.light is not None:
            return Span(min(start, self.light.idx), max(end, self.light.idx + len(self.light)))
        particle = grammar.child(self.token, "prt")
        if particle is not None and particle.i == self.token.i + 1:
            end = particle.idx + len(particle)
        return Span(start, end)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence's place in its article says: shares of topic words, headline, position, a body of events
    around it."""

    features: tuple[str, ...]


def verb_classes(token: Token) -> tuple[str, tuple[str, ...]]:
    """The key of a verb, with its particle or preposition if the list has them together, and its types."""
    table, plain = lexicon.triggers("x"), lexicon.triggers("v")
    equates = token.lemma_ == "be" and grammar.child(token, "attr", "acomp") is not None
    for companion in token.children:
        if equates and companion.dep_ == "prep":
            continue
        if companion.dep_ in ("prt", "prep", "advmod", "dobj", "acomp", "xcomp", "oprd", "agent"):
            for word in (companion.lower_, companion.lemma_.lower()):
                key = f"{token.lemma_.lower()}_{word}"
                if key in table:
                    return key, tuple(dict.fromkeys((*table[key], *plain.get(token.lemma_.lower(), ()))))
    return token.lemma_.lower(), plain.get(token.lemma_.lower(), ())


def is_main_verb(token: Token) -> bool:
    """Whether a token is a verb that can report something, not an auxiliary or an adjective before a noun."""
    if (
        token.pos_ != "VERB"
        or token.dep_ in ("aux", "auxpass", "case", "prep", "mark")
        or token.lemma_.lower() in NOT_TRIGGERS
        or grammar.leaves_open(token)
    ):
        return token.lemma_ == "be" and verb_classes(token)[0] != "be"
    if token.lemma_.lower() in FATED or (token.dep_ == "xcomp" and token.head.lemma_.lower() in FATED):
        return False
    if changes_office(token):
        return False
    return token.dep_ != "amod" or token.i > token.head.i


def changes_office(verb: Token) -> bool:
    """Whether a verb tells who followed whom in a post: "handed over to her deputy", "took over from him"."""
    particle = grammar.child(verb, "prt")
    if particle is None or f"{verb.lemma_.lower()}_{particle.lower_}" not in OFFICE_CHANGES:
        return False
    return grammar.child(verb, "dobj", "ccomp", "xcomp") is None and not grammar.is_passive(verb)


def light_verb(noun: Token) -> Token | None:
    """The light verb whose object a noun is: `held` of "held talks"."""
    verb = noun.head
    return verb if noun.dep_ == "dobj" and verb.pos_ == "VERB" and verb.lemma_ in LIGHT and verb.i < noun.i else None


def noun_lemma(token: Token) -> str:
    """The lemma of a noun, also where the tagger took it for a name (in a headline, say)."""
    word = token.lemma_.lower()
    return word[:-1] if token.pos_ == "PROPN" and word not in lexicon.triggers("n") and word.endswith("s") else word


def mistagged(token: Token) -> bool:
    """Whether the root of a sentence is a listed verb that the tagger took for something else, as in headlines."""
    other = token.pos_ in ("NOUN", "ADJ", "ADP", "ADV") and token.dep_ == "ROOT"
    return other and token.lemma_.lower() in lexicon.triggers("v")


def candidates(doc: Doc) -> list[Candidate]:
    """The candidates of one sentence, in its order."""
    found: list[Candidate] = []
    taken: set[int] = set()
    for token in doc:
        lemma = noun_lemma(token)
        named = token.pos_ == "PROPN" and not (token.i == 0 or token.is_lower or token.is_upper)
        if (
            token.pos_ in ("NOUN", "PROPN")
            and lemma in lexicon.triggers("n")
            and token.dep_ != "compound"
            and not named
        ):
            light = light_verb(token)
            if light is not None:
                taken.add(light.i)
            found.append(Candidate(token, lemma, lexicon.triggers("n")[lemma], light))
    for token in doc:
        if is_main_verb(token) and token.i not in taken:
            key, classes = verb_classes(token)
            found.append(Candidate(token, key, classes))
        elif mistagged(token) and all(c.token.i != token.i for c in found):
            found.append(Candidate(token, token.lemma_.lower(), lexicon.triggers("v")[token.lemma_.lower()]))
    return sorted(found, key=lambda c: c.token.i)


def settings(docs: Sequence[Doc]) -> list[Setting]:
    """The setting of each sentence of an article."""
    counts: Counter[str] = Counter()
    local: list[Counter[str]] = []
    words = 0
    for doc in docs:
        here = Counter(topic for token in doc for topic in lexicon.topics().get(token.lemma_.lower(), ()))
        local.append(here)
        counts.update(here)
        words += len(doc)
    whole = tuple(
        f"topic={topic}:{min(4, int(100 * count / max(words, 1)))}" for topic, count in sorted(counts.items())
    )
    result = []
    for number, (doc, here) in enumerate(zip(docs, local, strict=True)):
        headline = number == 0 and (not len(doc) or doc[-1].text not in '.?!"”')
        place = "headline" if headline else "lead" if number <= 1 else "body" if number < len(docs) * 0.7 else "tail"
        topical = tuple(f"here={topic}:{min(count, 3)}" for topic, count in sorted(here.items()))
        quoted = "quote" if any(t.is_quote for t in doc) else "plain"
        result.append(Setting((*whole, *topical, f"position={place}", f"sentence={quoted}", f"heading={headline}")))
    return result


def actorness(token: Token | None) -> list[str]:
    """What kind of participant a word may name: entity type, sectors of its head noun, pronoun or thing."""
    if token is None:
        return ["nobody"]
    marks = [token.ent_type_] if token.ent_type_ else []
    if token.pos_ == "PRON":
        marks.append(
            "they" if token.lower_ in ("they", "them", "we", "us") else "it" if token.lower_ == "it" else "pronoun"
        )
    marks += [f"sector {s}" for s in sector_marks(token)[:2]]
    return marks or ["thing"]


def sector_marks(token: Token) -> tuple[str, ...]:
    """The sectors of a noun, alone or with the word before it (`prime minister`)."""
    table = lexicon.sectors()
    pair = f"{token.nbor(-1).lower_}_{token.lemma_.lower()}" if token.i else ""
    return table.get(pair) or table.get(token.lemma_.lower()) or table.get(token.lower_) or ()


def things_of(token: Token | None) -> tuple[str, ...]:
    """What kinds of thing a noun is."""
    if token is None:
        return ()
    return lexicon.things().get(token.lemma_.lower(), ())


def groups_of(candidate: Candidate) -> tuple[str, ...]:
    """The groups of verbs of like meaning that a trigger belongs to."""
    table = lexicon.groups()
    return table.get(candidate.key) or table.get(candidate.token.lemma_.lower()) or ()


def frame_slots(candidate: Candidate) -> Iterator[tuple[str, Token]]:
    """The words in the frame of a trigger, by role; the subject of a passive is its object."""
    token = candidate.token
    if candidate.noun:
        yield from (("modifier", c) for c in token.children if c.dep_ in ("compound", "amod", "nmod", "poss"))
        verb = grammar.governing_verb(token)
        if verb is not None:
            yield "verb above", verb
    else:
        found = grammar.subject(token)
        if found is not None:
            yield ("object" if grammar.is_passive(token) else "subject"), found[0]
        thing = grammar.child(token, "dobj", "oprd", "attr")
        if thing is not None:
            yield "object", thing
            yield from (("of object", inner) for word, inner in grammar.prepositional(thing) if word == "of")
            yield from (("of object", c) for c in thing.children if c.dep_ in ("compound", "amod", "nmod"))
        dative = grammar.child(token, "dative")
        if dative is not None:
            yield "dative", dative
    yield from grammar.prepositional(token)
    if candidate.light is not None:
        yield from grammar.prepositional(candidate.light)


def frame(candidate: Candidate) -> list[str]:
    """The kinds of things in the frame of a trigger, by role: what is sent, opened, lifted, and where to."""
    out: list[str] = []
    for slot, word in frame_slots(candidate):
        out += [f"{slot} thing {kind}" for kind in things_of(word)]
        out += [f"{slot} thing actor {kind}" for kind in sector_marks(word)[:1]]
        out += [f"{slot} thing reports {kind}" for kind in lexicon.triggers("n").get(word.lemma_.lower(), ())[:1]]
        out += [f"{slot} thing entity {word.ent_type_}"] if word.ent_type_ else []
        out += [f"{slot} group {g}" for g in lexicon.groups().get(word.lemma_.lower(), ()) if word.pos_ == "VERB"]
    return out


def meanings(candidate: Candidate, framed: Sequence[str]) -> list[str]:
    """The types that the verb means together with what it is done to."""
    table = lexicon.frames()
    verbs = {candidate.key, candidate.token.lemma_.lower()}
    out: list[str] = []
    for slot, word in frame_slots(candidate):
        if slot == "subject":
            continue
        kinds = {word.lemma_.lower(), *things_of(word), *sector_marks(word)[:1]}
        for verb in verbs:
            for kind in kinds:
                out += [f"means {label}" for label in table.get((verb, kind), ())]
                if slot in ("object", "of object"):
                    out += [f"object means {label}" for label in table.get((verb, kind), ())]
    return out


def comes_to_place(candidate: Candidate) -> bool:
    """Whether an official or a named person comes to, or is to be in, a named place."""
    found = grammar.subject(candidate.token)
    if found is None or COMING not in groups_of(candidate):
        return False
    who = found[0]
    named = who.pos_ == "PROPN" and who.ent_type_ in ("", "PERSON")
    official = any(t.lemma_.lower() in lexicon.titles() for t in (who, *who.children))
    return (named or official) and any(t.ent_type_ == "GPE" for word, t in reach(candidate.token) if word in TOWARDS)


def is_due(candidate: Candidate) -> bool:
    """Whether an official or a named person is due, expected or about to be in a named place."""
    ahead = candidate.key in ("expect_in", "be_due") or any(
        c.dep_ == "aux" and c.tag_ == "MD" for c in candidate.token.children
    )
    return ahead and comes_to_place(candidate)


def reach(token: Token) -> Iterator[tuple[str, Token]]:
    """The prepositional objects of a verb and of its complement: Rome in "is due in Rome"."""
    yield from grammar.prepositional(token)
    complement = grammar.child(token, "acomp")
    if complement is not None:
        yield from grammar.prepositional(complement)


def around(token: Token) -> Iterator[str]:
    """The words near a trigger, by lemma."""
    for offset in (-3, -2, -1, 1, 2, 3):
        index = token.i + offset
        if 0 <= index < len(token.doc):
            yield f"{'before' if offset < 0 else 'after'}={token.doc[index].lemma_.lower()}"
            if abs(offset) == 1:
                yield f"next{offset}={token.doc[index].lemma_.lower()}"


def dependents(candidate: Candidate) -> Iterator[str]:
    """The arguments of a trigger, by role and kind."""
    token = candidate.token
    anchor = candidate.light or token
    for c in token.children:
        yield f"child={c.dep_}"
        if c.dep_ in ("amod", "compound", "dobj", "advmod", "nummod", "acomp", "oprd", "prt", "poss", "nmod"):
            yield f"{c.dep_}={c.lemma_.lower()}"
        if c.dep_ in ("dobj", "compound", "amod"):
            yield from (f"{c.dep_} is {kind}" for kind in actorness(c))
            yield from (f"{c.dep_} reports {t}" for t in lexicon.triggers("n").get(c.lemma_.lower(), ())[:3])
    for word, thing in [*grammar.prepositional(token), *(grammar.prepositional(anchor) if candidate.light else ())]:
        yield f"prep={word}"
        yield f"prep {word} {thing.lemma_.lower()}"
        yield from (f"prep {word} is {kind}" for kind in actorness(thing))
        yield from (f"prep {word} reports {t}" for t in lexicon.triggers("n").get(thing.lemma_.lower(), ())[:2])
    if not candidate.noun or candidate.light is not None:
        found = grammar.subject(anchor)
        yield f"subject {found[1] if found else 'none'}"
        yield from (f"subject is {kind}" for kind in actorness(found[0] if found else None))
        if found:
            yield f"subject={found[0].lemma_.lower()}"
        yield f"voice={'passive' if grammar.is_passive(anchor) else 'active'}"


def governors(candidate: Candidate) -> Iterator[str]:
    """What stands above a trigger: the relation, the governing word and its types."""
    token = candidate.token
    head = grammar.governor(token)
    if head == token:
        yield "root"
        return
    if head.pos_ == "ADP":
        yield f"under={head.lower_}"
        head = head.head
    classes = (lexicon.triggers("n") if head.pos_ == "NOUN" else lexicon.triggers("v")).get(
        head.lemma_.lower(), ("none",)
    )
    yield f"governor={head.lemma_.lower()}"
    yield f"relation={token.dep_}"
    yield f"{token.dep_}<{head.lemma_.lower()}"
    yield from (f"{token.dep_}<{kind}" for kind in classes[:3])
    yield from (f"governor {kind}" for kind in lexicon.certainty().get(head.lemma_.lower(), ()))
    verb = grammar.governing_verb(token)
    if verb is not None:
        yield f"verb above={verb.lemma_.lower()}"


def form(candidate: Candidate) -> Iterator[str]:
    """The shape of the trigger itself: tense, number, article, owner."""
    token = candidate.token
    yield f"tag={token.tag_}"
    yield f"dep={token.dep_}"
    if candidate.noun:
        determiner = grammar.child(token, "det")
        yield f"determiner={DETERMINERS.get(determiner.lower_, 'other') if determiner is not None else 'bare'}"
        owner = grammar.child(token, "poss")
        yield f"owner={' '.join(actorness(owner)[:1]) if owner is not None else 'none'}"
        participants = sum(1 for t in token.subtree if t.ent_type_ in ACTOR_ENTITIES)
        yield f"participants={min(participants, 2)}"
    auxiliaries = "+".join(c.lemma_.lower() for c in token.children if c.dep_ in ("aux", "auxpass"))
    yield f"auxiliaries={auxiliaries}"
    if any(c.dep_ == "neg" for c in token.children):
        yield "negated"


def company(candidate: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """The other candidates of the sentence: how many, and the types of the nearest on either side."""
    position = next(n for n, other in enumerate(others) if other is candidate)
    yield f"candidates={min(len(others), 8)}"
    if position:
        yield from (f"left {kind}" for kind in (others[position - 1].classes or ("none",))[:3])
        yield f"left key={others[position - 1].key}"
    if position + 1 < len(others):
        yield from (f"right {kind}" for kind in (others[position + 1].classes or ("none",))[:3])
        yield f"right key={others[position + 1].key}"


def features(candidate: Candidate, others: Sequence[Candidate], setting: Setting) -> list[str]:
    """All features of a candidate, with its types as conjunctions where a type alone says too little."""
    token, kind = candidate.token, "noun" if candidate.noun else "verb"
    classes = candidate.classes or ("unknown",)
    base = [f"kind={kind}", f"key={candidate.key}", f"key={candidate.key}/{kind}", f"lemma={token.lemma_.lower()}"]
    base += [f"class={c}" for c in classes] + [f"first={classes[0]}/{kind}", f"classes={len(classes)}"]
    if len(classes) == 1:
        base.append(f"only={classes[0]}")
    if candidate.light is not None:
        base += ["light", f"light={candidate.light.lemma_}"]
    own = [*form(candidate), *dependents(candidate), *governors(candidate)]
    framed, alike = frame(candidate), groups_of(candidate)
    base += [f"group={g}" for g in alike]
    own += framed
    sentence_things = {k for t in token.doc if t.pos_ in ("NOUN", "PROPN") for k in things_of(t)}
    own += [f"{g}&{f}" for g in alike for f in (framed or ["bare"])]
    own += meanings(candidate, framed)
    own += ["comes to place"] if comes_to_place(candidate) else []
    base += [f"things={k}" for k in sentence_things]
    crossed = [f"{kind}&{f}" for f in own] + [f"{classes[0]}&{f}" for f in own] + [f"{candidate.key}&{f}" for f in own]
    entities = {t.ent_type_ for t in token.doc if t.ent_type_}
    actors = {s for t in token.doc if t.pos_ in ("NOUN", "PROPN") for s in sector_marks(t)[:1]}
    sentence = [f"entity={e}" for e in entities] + [f"actor={a}" for a in actors] + [f"actors={min(len(actors), 4)}"]
    words = [f"word={t.lemma_.lower()}" for t in token.doc if t.is_alpha and not t.is_stop]
    near = list(around(token))
    place = [
        *setting.features,
        *(f"{kind}&{f}" for f in setting.features),
        *(f"{classes[0]}&{f}" for f in setting.features),
    ]
    return [*base, *own, *crossed, *sentence, *words, *near, *company(candidate, others), *place]
