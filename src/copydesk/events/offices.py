"""Offices as dated claims: "the head of Russia's space agency Roscosmos, Dmitry Bakanov", "acting NASA Administrator
Sean Duffy".

A small grammar over the words of a sentence: a title beside a name, before or after a comma, or joined to it by a verb.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from copydesk.events import grammar, lexicon
from copydesk.events.lexicon import words
from copydesk.events.types import Span, Status

RANKS: Final = words(
    "general gen gen. colonel col col. major maj maj. brigadier captain capt capt. admiral adm adm. lieutenant lt "
    "lt. sergeant sgt dr dr. mr mr. mrs mrs. ms ms. sir dame lord lady baroness sheikh sayyid hajj don doña "
    "father fr rev rev. reverend sister brother prof prof. professor monsignor comrade air vice- rear rt hon hon. "
    "vice marshal commodore mullah chief-superintendent chief"
)
PARTICLES: Final = words(
    "de da do dos das del della di du van von der den bin ibn al el la le ben abu ter ten af av zu ould wa y e bint"
)
ACTING: Final = frozenset({"acting", "interim", "caretaker", "provisional", "temporary", "stand-in"})
FORMER: Final = words(
    "former ex ex- ousted deposed previous late then then- onetime one-time erstwhile dismissed sacked toppled jailed"
)
DESIGNATE: Final = frozenset({"designate", "elect", "incoming", "nominee", "nominated", "future", "prospective"})
APPOINTING: Final = frozenset(
    {
        "appoint",
        "name",
        "elect",
        "nominate",
        "choose",
        "install",
        "confirm",
        "select",
        "pick",
        "promote",
        "designate",
        "make",
    }
)
TITLE_WORDS: Final = words(
    "foreign interior finance defence defense justice health trade energy education transport environment labour "
    "labor agriculture prime deputy vice first chief high special senior associate assistant permanent executive "
    "supreme general state home external internal economy economics culture science fisheries oil information "
    "technology social security national attorney opposition party parliamentary regional provincial district "
    "federal managing commerce industry housing immigration migration development tourism planning mines water "
    "police community faction co lord crown grand commercial treasury workplace relief humanitarian press "
    "political policy nuclear budget tax digital veterans women youth sports interim communications campaign "
    "board section mission investment land lands infrastructure public works natural resources research religious "
    "affairs human rights peace election electoral city town village county honorary resident consular cabinet "
    "majority minority military operations legal climate emergency emergencies"
)
NOT_NAMES: Final = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december the a an this that in on at but and he she it they we i his her its "
    "their for with from by as if when while after before street palace hotel league office house university "
    "party ministry court council parliament army police government group bank city no minister affairs union "
    "republic states kingdom nations assembly general defence defense foreign interior finance designate elect "
    "state of to who whose also"
)
LINKS: Final = frozenset({"of", "for", "to", "in", "at", "on"})
STOP: Final = frozenset({",", ".", ";", ":", "—", "–", "(", ")", "?", "!", '"', "“", "”"})
NOT_IN_TITLES: Final = frozenset({"new", "longtime", "long-time", "veteran", "current", "first-time", "popular"})
NEW_CLAUSE: Final = frozenset({"until", "when", "while", "if", "because", "before", "after", "whether"})
HOLDING: Final = frozenset({"run", "lead", "head", "chair", "direct", "take_over"})
REPLACING: Final = frozenset({"succeed", "replace"})
FOLLOWING: Final = frozenset({"succeed", "hand", "give", "take"})
GIVING_WAY: Final = frozenset({"hand_over", "give_way"})
TAKING_OVER: Final = frozenset({"take_over"})
BODIES: Final = words(
    "academy agency board bureau council committee commission company corporation department institute institution "
    "ministry mission office party service union university bank court police army navy authority council cabinet "
    "government observatory museum programme program fund federation association"
)
COPULAS: Final = frozenset({"is", "was", "became", "remains", "been", "as", "'s", "becomes", "remained"})


@dataclass(frozen=True, slots=True)
class Post:
    """A title as it stands in a sentence: the tokens of its phrase, and the body beside it."""

    head: int
    first: int
    last: int
    organisation: Span | None
    status: Status


@dataclass(frozen=True, slots=True)
class Claim:
    """A named person with a post, in the characters of the sentence."""

    person: Span
    title: Span
    organisation: Span | None
    status: Status


def span_of(doc: Doc, first: int, last: int) -> Span:
    """The characters of tokens `first` to `last`, both included."""
    return Span(doc[first].idx, doc[last].idx + len(doc[last]))


def lemma(token: Token) -> str:
    """The lower-case singular of a word, whatever the tagger took it for."""
    word = token.lower_
    return word[:-1] if word.endswith("s") and word[:-1] in lexicon.titles() else word


def is_title(token: Token) -> bool:
    """Whether a word names a post here (a verb `head` does not)."""
    return lemma(token) in lexicon.titles() and (
        token.pos_ not in ("VERB", "AUX", "ADP", "ADV") or (token.is_title and token.i > 0)
    )


def capital(token: Token) -> bool:
    return (token.text[:1].isupper() and token.is_alpha) or (
        bool(re.fullmatch(r"(?:[A-Z]\.)+|[OD]['’]\w+|\w+['’]\w+", token.text)) and token.text[0].isupper()
    )


def name_at(doc: Doc, index: int) -> tuple[int, int] | None:
    """The first and last token of a person's name that begins at a token, behind any ranks."""
    while index < len(doc) and doc[index].lower_ in RANKS:
        index += 1
    end = index
    while end < len(doc) and part_of_name(doc, end, index):
        end += 1
    while end > index and not capital(doc[end - 1]) and doc[end - 2].text not in ("-", "'", "’"):
        end -= 1
    if end == index or doc[index].lower_ in NOT_NAMES or dateline(doc, index, end):
        return None
    if all(t.ent_type_ in ("GPE", "NORP", "DATE", "LOC") for t in doc[index:end]) and end - index == 1:
        return None
    return index, end - 1


def dateline(doc: Doc, first: int, end: int) -> bool:
    """Whether words in capitals open the sentence before a dash, as a dateline does."""
    return (
        first == 0
        and all(t.is_upper for t in doc[first:end] if t.is_alpha)
        and end < len(doc)
        and doc[end].text in ("—", "–", "-", "(", ",")
    )


def part_of_name(doc: Doc, index: int, start: int) -> bool:
    """Whether a token continues a name: a capital, a particle before one, or a hyphen between two parts."""
    token = doc[index]
    following = doc[index + 1] if index + 1 < len(doc) else None
    if token.text in ("-", "’", "'") and index > start and following is not None and not token.whitespace_:
        return following.text[:1].isalpha()
    if index > start and doc[index - 1].text == "-" and token.is_alpha:
        return True
    if token.lower_ in PARTICLES and following is not None:
        return capital(following) or following.text in ("-", "'") or following.lower_ in PARTICLES
    if not capital(token) or token.lower_ in NOT_NAMES or (token.lower_ in lexicon.titles() and index == start):
        return False
    return index == start or doc[index - 1].text not in STOP


def is_body(token: Token) -> bool:
    """Whether a word before a title names a country or body rather than a field of work."""
    if token.lower_ in TITLE_WORDS:
        return False
    return (
        token.ent_type_ in ("GPE", "NORP", "ORG")
        or (token.text.isupper() and len(token) > 1)
        or (capital(token) and token.i > 0)
    )


def post_at(doc: Doc, head: int) -> Post:
    """The phrase around a title's head: its field of work before it, and the body or country beside it."""
    first = head
    while first > 0 and (doc[first - 1].text == "-" or joins_title(doc[first - 1])):
        first -= 1
    while first < head and doc[first].text in ("-", "and"):
        first += 1
    last = head
    if last + 2 < len(doc) and doc[last + 1].text == "-" and doc[last + 2].is_alpha:
        last += 2
    elif last + 1 < len(doc) and doc[last + 1].lower_ in (
        "general",
        "designate",
        "elect",
        "minister",
        "d'affaires",
        "negotiator",
        "executive",
    ):
        last += 1
    organisation, edge = body_before(doc, first)
    status = status_of(doc, edge, first, last)
    if organisation is None:
        organisation = body_after(doc, last)
    return Post(head, first, last, organisation, status)


def joins_title(token: Token) -> bool:
    """Whether the word before a title belongs to it: a field of work, `deputy`, or a plain noun."""
    if token.lower_ in ACTING or token.lower_ in FORMER or token.lower_ in DESIGNATE:
        return False
    if token.lower_ in TITLE_WORDS:
        return True
    return (
        token.pos_ in ("NOUN", "ADJ", "PROPN")
        and token.is_lower
        and token.lower_ not in NOT_IN_TITLES
        and token.dep_ in ("compound", "amod", "nmod")
        and token.ent_type_ != "NORP"
    )


def body_before(doc: Doc, first: int) -> tuple[Span | None, int]:
    """The owner or adjective before a title, and the first token of the whole phrase."""
    index = first - 1
    while index >= 0 and (
        doc[index].lower_ in ACTING | FORMER | DESIGNATE
        or doc[index].text == "-"
        or (doc[index].tag_ in ("JJ", "JJR", "RB") and not is_body(doc[index]))
    ):
        index -= 1
    if index >= 0 and doc[index].tag_ == "POS":
        last = index - 1
        start = last
        while (
            start > 0
            and doc[start - 1].text not in STOP
            and (doc[start - 1].pos_ in ("NOUN", "PROPN", "ADJ", "DET", "NUM") or doc[start - 1].tag_ == "HYPH")
            and doc[start - 1].tag_ != "POS"
            and doc[start - 1].lower_ not in ("neither", "either", "both")
        ):
            start -= 1
        return span_of(doc, start, last), start
    start = index
    while start >= 0 and is_body(doc[start]):
        start -= 1
    edge = start + 1
    return (span_of(doc, edge, index) if edge <= index else None), min(edge, index + 1)


def body_after(doc: Doc, last: int) -> Span | None:
    """The body after a title: the phrase after `of`, `for`, `to` or `at`, up to a comma, verb or clause."""
    if last + 2 >= len(doc) or doc[last + 1].lower_ not in LINKS:
        return None
    start = end = last + 2
    while (
        end < len(doc)
        and doc[end].text not in STOP
        and doc[end].pos_ not in ("VERB", "AUX", "SCONJ", "CCONJ")
        and doc[end].lower_ not in ("who", "which")
    ):
        if end > start and doc[end].pos_ == "ADP" and doc[end].lower_ != "of":
            break
        end += 1
    return span_of(doc, start, end - 1) if end > start else None


def status_of(doc: Doc, edge: int, first: int, last: int) -> Status:
    """The status that the words of a title phrase give."""
    words = {doc[n].lower_ for n in range(max(0, edge - 2), last + 1) if n < first or n >= first}
    if lemma(doc[last]) == "successor" or lemma(doc[first]) == "successor":
        return Status.SUCCESSOR
    if words & ACTING:
        return Status.ACTING
    if words & FORMER or lemma(doc[last]) == "predecessor":
        return Status.FORMER
    if words & DESIGNATE:
        return Status.DESIGNATE
    return Status.CURRENT


def after_title(doc: Doc, post: Post) -> list[tuple[tuple[int, int], Status | None]]:
    """The names behind a title: right after it ("President Koval"), or behind its comma ("the head of JAXA, Haruto
    Ishibashi,")."""
    direct = name_at(doc, post.last + 1)
    if direct is not None:
        return [(direct, None)]
    index = post.last + 1
    while index < len(doc) and doc[index].text not in STOP and doc[index].pos_ not in ("VERB", "AUX", "SCONJ"):
        index += 1
    if index >= len(doc) - 1 or doc[index].text not in (",", "—", "–", ":") or index - post.last > 14:
        return []
    name = name_at(doc, index + 1)
    if name is None or not closes(doc, name[1] + 1):
        return []
    found: list[tuple[tuple[int, int], Status | None]] = [(name, None)]
    if doc[post.head].lower_ != lemma(doc[post.head]) and name[1] + 2 < len(doc) and doc[name[1] + 1].lower_ == "and":
        second = name_at(doc, name[1] + 2)
        found += [(second, None)] if second is not None else []
    return found


def closes(doc: Doc, index: int) -> bool:
    """Whether an apposition can end before a token."""
    return (
        index >= len(doc)
        or doc[index].text in STOP
        or doc[index].lower_ in ("and", "who", "said", "to", "for", "in", "on", "says", "told", "has", "was", "is")
    )


def before_title(doc: Doc, post: Post) -> list[tuple[tuple[int, int], Status | None]]:
    """The name before a title: "Dmitry Bakanov, the head of Roscosmos", "who was mediator", "was named director"."""
    segment = post.first
    while segment > 0 and doc[segment - 1].text not in STOP:
        segment -= 1
    words_between = list(doc[segment : post.first])
    verbs = [t for t in words_between if t.pos_ in ("VERB", "AUX") and t.lower_ not in ACTING]
    linked = (
        bool(verbs)
        and not any(t.lower_ in NEW_CLAUSE for t in words_between)
        and (
            verbs[-1].lower_ in COPULAS
            or verbs[-1].lemma_ in APPOINTING | {"serve", "become", "be", "take", "swear", "remain"}
            or (verbs[-1].lemma_ in REPLACING and any(t.lower_ == "as" for t in words_between))
        )
    )
    if verbs and not linked:
        return []
    status = linked_status(verbs, words_between) if verbs else None
    opened = segment > 1 and doc[segment - 1].text in (",", "—", "–", "(")
    if opened and (not verbs or words_between[0].lower_ in ("who", "whose")) and possible_apposition(words_between):
        name = name_ending(doc, segment - 2)
        return [(name, status)] if name is not None else []
    if linked:
        inside = [t for t in words_between if t.i < verbs[0].i]
        name = name_ending(doc, inside[-1].i) if inside else None
        if name is None and verbs[-1].lemma_ in APPOINTING:
            name = name_at(doc, verbs[-1].i + 1)
        return [(name, status)] if name is not None else []
    return []


def possible_apposition(words: list[Token]) -> bool:
    """Whether the words between a comma and a title can open an apposition: no other person or clause among them."""
    return not any(
        t.lower_ in ("and", "when", "where", "but", "while", "with", "after", "by", "said", "from", "if", "because")
        for t in words
    )


def linked_status(verbs: list[Token], words: list[Token]) -> Status | None:
    """The status that a verb between name and title gives: was → former, was named → designate."""
    last = verbs[-1]
    lemmas = {t.lemma_ for t in verbs}
    if lemmas & APPOINTING:
        return (
            Status.DESIGNATE
            if any(t.lower_ in ("will", "to", "nominated", "would") for t in words) or "nominate" in lemmas
            else Status.CURRENT
        )
    perfect = any(t.lower_ in ("has", "have") for t in verbs)
    if last.lower_ in ("was",) or (last.lemma_ == "serve" and last.tag_ in ("VBD", "VBN") and not perfect):
        return Status.FORMER
    if any(t.lower_ in ("will",) for t in words):
        return Status.DESIGNATE
    return None


def name_ending(doc: Doc, index: int) -> tuple[int, int] | None:
    """The person's name that ends at a token."""
    first = index
    while first >= 0 and (
        capital(doc[first])
        or doc[first].text in ("-", "'", "’")
        or doc[first].lower_ in PARTICLES
        or (first > 0 and doc[first].is_alpha and doc[first - 1].text == "-")
    ):
        first -= 1
    first += 1
    if first > index:
        return None
    name = name_at(doc, first)
    return name if name is not None and name[1] == index else None


def claims(doc: Doc) -> list[Claim]:
    """The office claims of one sentence; a person and a title are paired once, the nearest title first."""
    found: list[tuple[bool, int, Claim]] = []
    for token in doc:
        if not is_title(token) or inner_title(doc, token):
            continue
        post = post_at(doc, token.i)
        if honorific(doc, post):
            continue
        for name, status in after_title(doc, post) or before_title(doc, post):
            if name[0] <= post.last and name[1] >= post.first:
                continue
            behind = name[0] > post.last
            distance = name[0] - post.last if behind else post.first - name[1]
            given = post.status if post.status is not Status.CURRENT or status is None else status
            claim = Claim(span_of(doc, *name), span_of(doc, post.first, post.last), post.organisation, given)
            found.append((behind, distance, claim))
    told = list(best(found))
    for claim in (*holdings(doc), *successions(doc)):
        if all(claim.person != other.person for other in told):
            told.append(claim)
    return told


def holdings(doc: Doc) -> Iterator[Claim]:
    """Who is told to hold a post without a title: "Ada Brenn, who took over the institute", "has been running the
    academy on an acting basis". The verb stands for the title."""
    for verb in doc:
        particle = next((c for c in verb.children if c.dep_ == "prt"), None)
        key = f"{verb.lemma_.lower()}_{particle.lower_}" if particle is not None else verb.lemma_.lower()
        body = next((c for c in verb.children if c.dep_ == "dobj"), None)
        if verb.dep_ != "relcl" or key not in HOLDING or body is None or not names_body(body):
            continue
        before = verb.left_edge.i - 1
        name = name_ending(doc, before - (doc[before].text == ","))
        if name is None or name[0] == name[1] or not any(t.lower_ == "who" for t in verb.lefts):
            continue
        words = {t.lower_ for t in verb.subtree}
        end = particle.i if particle is not None else verb.i
        past = key != "take_over" and verb.tag_ == "VBD"
        status = Status.ACTING if words & ACTING else Status.FORMER if past else Status.CURRENT
        yield Claim(span_of(doc, *name), span_of(doc, verb.i, end), span_of(doc, body.left_edge.i, body.i), status)


def successions(doc: Doc) -> Iterator[Claim]:
    """Who is told to have followed somebody in a post, by full name: "Vek was succeeded by Bo Ferro". The verb stands
    for the title."""
    for verb in doc:
        follows = succession(verb)
        name = name_ending(doc, follows[1].i) if follows is not None else None
        if name is not None and name[0] < name[1]:
            yield Claim(span_of(doc, *name), span_of(doc, verb.i, verb.i), None, Status.SUCCESSOR)


def succession(verb: Token) -> tuple[Token, Token] | None:
    """Who held a post before and who after, where a verb tells it of two persons; the last words of their names."""
    if verb.lemma_ not in FOLLOWING:
        return None
    companion = grammar.child(verb, "prt") or grammar.child(verb, "dobj")
    key = f"{verb.lemma_.lower()}_{companion.lower_}" if companion is not None else ""
    found, objects = grammar.subject(verb), dict(grammar.prepositional(verb))
    subject = found[0] if found is not None else None
    if verb.lemma_ == "succeed" and grammar.is_passive(verb):
        before, after = subject, objects.get("by")
    elif verb.lemma_ == "succeed":
        before, after = grammar.child(verb, "dobj"), subject
    elif key in GIVING_WAY:
        before, after = subject, objects.get("to")
    elif key in TAKING_OVER:
        before, after = objects.get("from"), subject
    else:
        return None
    if before is None or after is None or after.ent_type_ != "PERSON":
        return None
    named = before.pos_ == "PROPN" or before.lower_ in ("he", "him", "she", "her")
    return (before, after) if named else None


def other_holder(doc: Doc, person: Span, title: Span) -> tuple[Token, bool] | None:
    """Who held the post of a claim beside its person, and whether before: told by the title ("her predecessor, X") or
    by a verb."""
    post = next(token for token in doc if token.idx + len(token) > title.start)
    word = doc.text[title.start : title.end].lower()
    if word in ("successor", "predecessor"):
        owner = grammar.child(post, "poss")
        return (owner, word == "successor") if owner is not None else None
    pairs = filter(None, map(succession, doc))
    return next(((before, True) for before, after in pairs if person.start <= after.idx < person.end), None)


def names_body(noun: Token) -> bool:
    """Whether a noun phrase names a body that one can head."""
    return noun.ent_type_ == "ORG" or noun.lower_ in BODIES


def honorific(doc: Doc, post: Post) -> bool:
    """Whether "Chief" stands alone before a name, as a form of address."""
    alone = post.first == post.last and post.organisation is None
    return alone and doc[post.head].text == "Chief" and name_at(doc, post.last + 1) is not None


def inner_title(doc: Doc, token: Token) -> bool:
    """Whether a title word only opens a longer title: `chief` of "chief negotiator", `deputy` of "deputy head"."""
    following = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if following is None:
        return False
    if following.tag_ == "POS":
        return True
    return is_title(following) or (
        following.lower_ in TITLE_WORDS and token.i + 2 < len(doc) and is_title(doc[token.i + 2])
    )


def best(found: list[tuple[bool, int, Claim]]) -> Iterator[Claim]:
    """For each person the nearest title on either side of the name, in the order of the sentence."""
    nearest: dict[tuple[Span, bool], tuple[int, Claim]] = {}
    for behind, distance, claim in found:
        key = (claim.person, behind)
        if key not in nearest or distance < nearest[key][0]:
            nearest[key] = (distance, claim)
    return iter(claim for _, claim in sorted(nearest.values(), key=lambda pair: (pair[1].person, pair[1].title)))
