"""What editors do to an article, with a strength between 0 and 1."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from syndication.articles import Babble, Paragraphs, count_words, sentences_of

Operation = Callable[[Paragraphs, float, random.Random, Babble], Paragraphs]


def cut(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """Cut from the end, by sentences."""
    left = (1 - strength) * count_words(text)
    kept: list[str] = []
    for paragraph in text:
        sentences: list[str] = []
        for sentence in sentences_of([paragraph]):
            if left > 0:
                sentences.append(sentence)
                left -= count_words([sentence])
        if sentences:
            kept.append(" ".join(sentences))
    return tuple(kept)


def drop(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """Drop paragraphs (sentences, where there are few), and join some of the rest."""
    units = list(text) if len(text) >= 8 else sentences_of(text)
    goal = strength * count_words(units)
    order = list(range(len(units)))
    rng.shuffle(order)
    dropped: set[int] = set()
    for place in order:
        size = count_words([units[place]])
        if goal >= size * 0.6:
            dropped.add(place)
            goal -= size
    return joined([unit for place, unit in enumerate(units) if place not in dropped], strength, rng)


def joined(units: Sequence[str], strength: float, rng: random.Random) -> Paragraphs:
    """Some neighbouring paragraphs made into one."""
    result: list[str] = []
    for unit in units:
        if result and rng.random() < strength:
            result[-1] += " " + unit
        else:
            result.append(unit)
    return tuple(result)


def new_lead(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """A new lead in place of the beginning."""
    sentences = sentences_of(text)
    rest = sentences[max(1, round(strength * len(sentences))) :]
    return (*babble.text(strength * count_words(text)), *(" ".join(rest[i : i + 3]) for i in range(0, len(rest), 3)))


def names_numbers(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """Replace names and numbers."""

    def other(match: re.Match[str]) -> str:
        if rng.random() >= strength:
            return match[0]
        if match[0][0].isdigit():
            return str(rng.randint(2, 9 * 10 ** max(0, len(match[0]) - 1)))
        return "".join(rng.choice("aeiou" if letter in "aeiou" else "bdfgklmnprst") for letter in match[0]).capitalize()

    return tuple(re.sub(r"\d+|(?<=[a-z,] )[A-Z]\w{2,}", other, paragraph) for paragraph in text)


def local(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """Add local paragraphs, so many words to each word of the text."""
    result = list(text)
    for paragraph in babble.text(strength * count_words(text)):
        result.insert(rng.randint(0, len(result)), paragraph)
    return tuple(result)


SPELLINGS: Final = (("our", "or"), ("ise", "ize"), ("isation", "ization"), ("tre", "ter"), ("ll", "l"), ("ß", "ss"))


def spelling(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """Other quotation marks, other spellings, and single words left out, put in or replaced."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if rng.random() >= strength:
            return word
        for one, two in SPELLINGS:
            if one in word:
                return word.replace(one, two)
            if two in word and len(word) > 6:
                return word.replace(two, one)
        return rng.choice((word, word, "also " + word, "", rng.choice(("which", "then", "now", "later"))))

    marks = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", '"': "”"})
    return tuple(re.sub(r"[^\W\d_]+", other, paragraph.translate(marks)) for paragraph in text)


DISCLAIMERS: Final = (
    "This material is provided for information only and does not amount to advice of any kind. The publisher accepts "
    "no liability for losses that follow from its use. Readers should seek counsel of their own before they act on it. "
    "Opinions expressed by contributors are theirs alone. All rights in the work remain with their holders.",
    "We use small files to remember your choices and to measure how our pages are read. You may change your "
    "mind at any "
    "time in the settings at the foot of each page. Some partners store information on your device as well. Without "
    "your consent we show the same pages with fewer features. More is said in our statement on privacy.",
    "Our newsroom follows a code of standards that is published on this site. If you believe that this report contains "
    "an error, write to the readers' desk with the address of the page. Corrections are made in the open and dated. "
    "No part of this report may be reproduced without leave in writing. Syndication requests go to the same desk.",
)


def furniture(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """Related links between the paragraphs, and a disclaimer below."""
    result: list[str] = []
    for paragraph in text:
        result.append(paragraph)
        if rng.random() < strength:
            result.append("Read more: " + babble.sentence())
    return (*result, rng.choice(DISCLAIMERS))


def everything(text: Paragraphs, strength: float, rng: random.Random, babble: Babble) -> Paragraphs:
    """A little of all at once."""
    for operation in (cut, names_numbers, spelling, local, furniture):
        text = operation(text, strength / 3, rng, babble)
    return text


OPERATIONS: Final[Mapping[str, tuple[Operation, tuple[float, ...]]]] = {
    "cut from the end": (cut, (0.1, 0.3, 0.5, 0.7)),
    "drop and merge paragraphs": (drop, (0.1, 0.3, 0.5, 0.7)),
    "new headline and lead": (new_lead, (0.1, 0.2, 0.3, 0.5)),
    "replace names and numbers": (names_numbers, (0.1, 0.25, 0.5, 1.0)),
    "add local paragraphs": (local, (0.1, 0.3, 0.5, 1.0)),
    "quotation marks and spelling": (spelling, (0.05, 0.1, 0.2, 0.3)),
    "related links and disclaimer": (furniture, (0.1, 0.3, 0.5, 1.0)),
    "all of these": (everything, (0.2, 0.4, 0.6, 0.8)),
}
