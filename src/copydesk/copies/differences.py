"""What was changed between two versions of a text.

Paragraphs are aligned first: equal ones, then those that share words, also where one was divided in two or two were
joined. Those that are out of order have moved. Within aligned paragraphs words are compared by the fewest insertions
and deletions (Hyyrö's bit-parallel algorithm in rapidfuzz), and islands of a word or two between changes are
taken as part of the change, as a reader would. What matters most is listed apart: numbers, names and quotes.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final

from rapidfuzz.distance import Indel

from copydesk.copies.text import Text

ALIKE: Final = 0.4
"""The part of their words (Dice) that two paragraphs must share to be versions of each other."""

WITHIN: Final = 0.7
"""The part of a paragraph's words that must stand in another for it to be a half of that."""

MAX_CELLS: Final = 25_000_000
"""Words of one side times words of the other up to which words are compared; above, all is replaced."""

COMMON_WORD: Final = 50
"""Paragraphs in which a word may stand to be used for finding the paragraph's other version."""

ISLAND: Final = 2
"""Equal words between two changes that are taken as part of one change if both changes are longer."""

TOKEN: Final = re.compile(r"\s*(?:\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’\u2010-][^\W\d_]+)*|\w+|[^\w\s])")
UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
NUMBER: Final = re.compile(r"\d+(?:[.,:]\d+)*")
QUOTE: Final = re.compile(
    r"“([^“”]{2,})”|„([^„“”]{2,})[“”]|«([^«»]{2,})»|»([^«»]{2,})«|\"([^\"]{2,})\"|「([^「」]{2,})」|『([^『』]{2,})』"
)
NOUN_CAPITALS: Final = frozenset({"de", "lb"})
"""Languages that write all nouns with a capital: there only runs of two such words are taken as names."""

WORD: Final = re.compile(r"[^\W\d_]+")
NAME_PART: Final = re.compile(r"\s*[^\W\d_]+(?:['’.-][^\W\d_]+)*")
SENTENCE_END: Final = frozenset('.!?…:"“”„«»')
QUOTE_MARKS: Final = str.maketrans(dict.fromkeys("“”„«»「」『』‟〝〞", '"') | dict.fromkeys("‘’‚‛‹›`´", "'"))


class Operation(StrEnum):
    """What became of a run of words or a paragraph."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"


class Subject(StrEnum):
    """What a listed change is about."""

    NUMBER = "number"
    NAME = "name"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of text: `before` is empty for an insertion, `after` for a deletion."""

    operation: Operation
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Aligned:
    """Paragraphs that belong together, by their places in either text, and the edits between them.

    One side is empty if the paragraphs were inserted or deleted. Two on one side were joined or divided.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    edits: tuple[Edit, ...]
    moved: bool = False

    @property
    def operation(self) -> Operation:
        """What became of the paragraphs as a whole."""
        if not self.left:
            return Operation.INSERT
        if not self.right:
            return Operation.DELETE
        changed = any(edit.operation != Operation.EQUAL for edit in self.edits)
        return Operation.REPLACE if changed else Operation.EQUAL


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed number, name or quote; None on the side where it is missing."""

    subject: Subject
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between two texts: `title` edits, `paragraphs` in the order of the right text with deleted
    ones where they stood, listed `changes`, and the number of words of each."""

    left: str
    right: str
    title: tuple[Edit, ...]
    paragraphs: tuple[Aligned, ...]
    changes: tuple[Changed, ...]
    words_before: int
    words_after: int
    words_kept: int

    @property
    def summary(self) -> str:
        """The differences in one line."""
        return "; ".join(summary_parts(self)) or "identical text"


def differences(left: Text, right: Text) -> Differences:
    """What was changed from the left text to the right one."""
    aligned = tuple(align(left.paragraphs, right.paragraphs))
    title = word_edits(left.title or "", right.title or "")
    edits = [edit for pair in aligned for edit in pair.edits]
    return Differences(
        left=left.id,
        right=right.id,
        title=title,
        paragraphs=aligned,
        changes=tuple(dict.fromkeys(listed_changes(left, right, aligned))),
        words_before=sum(map(count_words, left.paragraphs)),
        words_after=sum(map(count_words, right.paragraphs)),
        words_kept=sum(count_words(edit.before) for edit in edits if edit.operation == Operation.EQUAL),
    )


def history(versions: Iterable[Text]) -> tuple[Differences, ...]:
    """What changed from each version to the next, in the order of their capture, those without a time first."""
    ordered = sorted(
        versions, key=lambda text: (text.captured.timestamp() if text.captured else float("-inf"), text.id)
    )
    return tuple(differences(before, after) for before, after in pairwise(ordered))


def align(left: Sequence[str], right: Sequence[str]) -> Iterator[Aligned]:
    """Paragraphs of two texts with their partners, in the order of the right text."""
    pairs = partners(left, right)
    unmoved = in_order([min(rights) for _, rights in pairs])
    steady = {pairs[place] for place in unmoved}
    used_left = {index for lefts, _ in pairs for index in lefts}
    used_right = {index for _, rights in pairs for index in rights}
    rows = [(lefts, rights) for lefts, rights in pairs]
    rows += [((index,), ()) for index in range(len(left)) if index not in used_left]
    rows += [((), (index,)) for index in range(len(right)) if index not in used_right]
    for lefts, rights in in_reading_order(rows, steady):
        edits = word_edits(*("\n".join(side[i] for i in places) for side, places in ((left, lefts), (right, rights))))
        yield Aligned(lefts, rights, edits, moved=bool(lefts and rights) and (lefts, rights) not in steady)


Pair = tuple[tuple[int, ...], tuple[int, ...]]


def in_reading_order(rows: Sequence[Pair], steady: set[Pair]) -> list[Pair]:
    """Rows in the order of the right text; deleted paragraphs follow the last unmoved one before them."""
    anchors = sorted((min(lefts), max(rights)) for lefts, rights in steady)
    befores = [before for before, _ in anchors]

    def place(row: Pair) -> tuple[int, int, int]:
        lefts, rights = row
        if rights:
            return min(rights), 0, 0
        anchor = bisect_left(befores, lefts[0]) - 1
        return anchors[anchor][1] if anchor >= 0 else -1, 1, lefts[0]

    return sorted(rows, key=place)


def in_order(values: Sequence[int]) -> list[int]:
    """The places of a longest rising run of values: what is not in it has moved (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    below: list[int] = []
    for place, value in enumerate(values):
        pile = bisect_left(tops, value)
        below.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [value]
        piles[pile : pile + 1] = [place]
    rising = []
    place = piles[-1] if piles else -1
    while place >= 0:
        rising.append(place)
        place = below[place]
    return rising[::-1]


def partners(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """Paragraphs that are versions of each other, in the order of the left text."""
    lefts, rights = [word_counts(text) for text in left], [word_counts(text) for text in right]
    found = dict(equal_partners(left, right))
    taken = set(found.values())
    for score, one, two in sorted(alikes(lefts, rights, found), key=lambda row: (-row[0], abs(row[1] - row[2]), row)):
        if score >= ALIKE and one not in found and two not in taken:
            found[one] = two
            taken.add(two)
    return with_halves(found, lefts, rights)


def equal_partners(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Paragraphs with the same text; the first of several is the partner of the first."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(right):
        places[plain(text)].append(index)
    for index, text in enumerate(left):
        if same := places[plain(text)]:
            yield index, same.pop(0)


def alikes(
    lefts: Sequence[Counter[str]], rights: Sequence[Counter[str]], found: dict[int, int]
) -> Iterator[tuple[float, int, int]]:
    """How much paragraphs without a partner have in common, for those that share an uncommon word."""
    taken = set(found.values())
    holders: dict[str, list[int]] = defaultdict(list)
    for index, counts in enumerate(rights):
        if index not in taken:
            for word in counts:
                holders[word].append(index)
    for index, counts in enumerate(lefts):
        if index in found:
            continue
        others = {other for word in counts if len(holders[word]) <= COMMON_WORD for other in holders[word]}
        for other in sorted(others):
            yield 2 * shared(counts, rights[other]) / (counts.total() + rights[other].total()), index, other


def with_halves(found: dict[int, int], lefts: Sequence[Counter[str]], rights: Sequence[Counter[str]]) -> list[Pair]:
    """Pairs, each with the neighbouring paragraph that is the other half of one of them."""
    by_right = {two: one for one, two in found.items()}
    groups: dict[int, tuple[list[int], list[int]]] = {one: ([one], [two]) for one, two in found.items()}
    for one in range(len(lefts)):
        if one in found:
            continue
        for beside in (one - 1, one + 1):
            if beside in found and is_half(lefts[one], rights[found[beside]], lefts[beside]):
                groups[beside][0].append(one)
                break
    for two in range(len(rights)):
        if two in by_right:
            continue
        for beside in (two - 1, two + 1):
            if beside in by_right and is_half(rights[two], lefts[by_right[beside]], rights[beside]):
                groups[by_right[beside]][1].append(two)
                break
    return sorted((tuple(sorted(ones)), tuple(sorted(twos))) for ones, twos in groups.values())


def is_half(half: Counter[str], whole: Counter[str], other_half: Counter[str]) -> bool:
    """Whether a paragraph stands in another one, beside that one's partner."""
    return bool(half) and shared(half, whole - other_half) >= WITHIN * half.total()


def shared(one: Counter[str], two: Counter[str]) -> int:
    """How many words two paragraphs have in common."""
    return sum(min(count, two[word]) for word, count in one.items() if word in two)


def word_counts(text: str) -> Counter[str]:
    """The words of a paragraph without case and punctuation."""
    return Counter(token for token in map(plain, tokens(text)) if token[:1].isalnum())


def tokens(text: str) -> list[str]:
    """A text cut into words, numbers and marks, each with the space before it, or into characters if unspaced."""
    found = TOKEN.findall(text)
    if UNSPACED.search(text):
        found = [piece for token in found for piece in (token if UNSPACED.search(token) else [token])]
    return found


def plain(token: str) -> str:
    """A token in compatibility form, without the space before it and with plain quotation marks."""
    return unicodedata.normalize("NFKC", token).strip().translate(QUOTE_MARKS)


def count_words(text: str) -> int:
    """How many words and numbers a text has."""
    return sum(token.strip()[:1].isalnum() for token in tokens(text))


def word_edits(left: str, right: str) -> tuple[Edit, ...]:
    """The edits that turn one text into another, word by word. Quotation marks of any style are equal."""
    before, after = tokens(left), tokens(right)
    if len(before) * len(after) > MAX_CELLS:
        return (Edit(Operation.EQUAL if before == after else Operation.REPLACE, left, right),)
    steps = [(code.tag, code) for code in Indel.opcodes([*map(plain, before)], [*map(plain, after)])]
    runs = [
        (tag == "equal", before[first.src_start : last.src_end], after[first.dest_start : last.dest_end])
        for tag, group in groupby(steps, key=lambda step: "equal" if step[0] == "equal" else "change")
        for codes in [[code for _, code in group]]
        for first, last in [(codes[0], codes[-1])]
    ]
    return tuple(edit_of(*run) for run in without_islands(runs))


Run = tuple[bool, list[str], list[str]]


def without_islands(runs: Sequence[Run]) -> list[Run]:
    """Runs of tokens, in which a short equal run between longer changes is part of one change."""
    result: list[Run] = []
    for place, run in enumerate(runs):
        inner = 0 < place < len(runs) - 1
        around = [*runs[place - 1 : place], *runs[place + 1 : place + 2]]
        island = run[0] and inner and len(run[1]) <= ISLAND and all(size(change) > len(run[1]) for change in around)
        changed = not run[0] or island
        if result and changed and not result[-1][0]:
            result[-1] = (False, result[-1][1] + run[1], result[-1][2] + run[2])
        else:
            result.append((not changed, run[1], run[2]))
    return result


def size(run: Run) -> int:
    """The longer side of a change."""
    return max(len(run[1]), len(run[2]))


def edit_of(equal: bool, before: Sequence[str], after: Sequence[str]) -> Edit:
    """A run of tokens as an edit."""
    if equal:
        operation = Operation.EQUAL
    elif before and after:
        operation = Operation.REPLACE
    else:
        operation = Operation.DELETE if before else Operation.INSERT
    return Edit(operation, "".join(before), "".join(after))


def listed_changes(left: Text, right: Text, aligned: Sequence[Aligned]) -> Iterator[Changed]:
    """Changed numbers and names within paragraphs that both texts have, and quotes changed anywhere in them."""
    words = lower_words(left) | lower_words(right)
    shortest = 2 if {left.language, right.language} & NOUN_CAPITALS else 1
    for pair in aligned:
        if not (pair.left and pair.right):
            continue
        for place, edit in enumerate(pair.edits):
            if edit.operation == Operation.EQUAL:
                continue
            yield from paired(Subject.NUMBER, NUMBER.findall(edit.before), NUMBER.findall(edit.after))
            opens = place == 0 or pair.edits[place - 1].before.rstrip()[-1:] in SENTENCE_END
            before, after = (names(side, words, opens, shortest) for side in (edit.before, edit.after))
            yield from paired(Subject.NAME, before, after)
        texts = ("".join(edit.before for edit in pair.edits), "".join(edit.after for edit in pair.edits))
        yield from paired(Subject.QUOTE, *map(quotes, texts))


def paired(subject: Subject, before: Sequence[str], after: Sequence[str]) -> Iterator[Changed]:
    """What is on one side only, paired in order where both sides have something."""
    olds, news = only_in(before, after), only_in(after, before)
    for place in range(max(len(olds), len(news))):
        yield Changed(subject, *(side[place] if place < len(side) else None for side in (olds, news)))


def only_in(these: Sequence[str], those: Sequence[str]) -> list[str]:
    """What `these` have more of than `those`, by their words."""
    missing = Counter(map(comparable, these)) - Counter(map(comparable, those))
    found = []
    for item in these:
        if missing[comparable(item)] > 0:
            missing[comparable(item)] -= 1
            found.append(item)
    return found


def comparable(item: str) -> str:
    """A number, name or quote by its words alone."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", item).casefold()))


def quotes(text: str) -> list[str]:
    """What stands in quotation marks."""
    return [next(filter(None, match.groups())).strip() for match in QUOTE.finditer(text)]


def lower_words(text: Text) -> frozenset[str]:
    """The words that a text writes without a capital: such a word is no name where it opens a sentence."""
    return frozenset(word for paragraph in text.paragraphs for word in WORD.findall(paragraph) if word[0].islower())


def names(text: str, lower: frozenset[str], opens: bool, shortest: int) -> list[str]:
    """Runs of capitalised words. A word that opens a sentence counts only if it is never written small."""
    found: list[list[str]] = []
    joins = False
    for match in NAME_PART.finditer(text):
        word, start = match[0].strip(), match.start()
        first = (start == 0 and opens) or text[:start].rstrip()[-1:] in SENTENCE_END
        if not word[:1].isupper() or len(word) < 2 or (first and word.lower() in lower):
            joins = False
        elif joins and match[0][:1].isspace():
            found[-1].append(word)
        else:
            found.append([word])
            joins = True
    return [" ".join(words) for words in found if len(words) >= shortest]


def summary_parts(found: Differences) -> Iterator[str]:
    """The differences in a few words each, the weightiest first."""
    yield from length_parts(found)
    if any(edit.operation != Operation.EQUAL for edit in found.title):
        yield "headline changed"
    for subject in Subject:
        count = sum(change.subject == subject for change in found.changes)
        if count:
            yield f"{counted(count, subject.value)} changed"
    operations = Counter(pair.operation for pair in found.paragraphs)
    for operation, verb in ((Operation.REPLACE, "edited"), (Operation.INSERT, "added"), (Operation.DELETE, "removed")):
        if operations[operation]:
            yield f"{counted(operations[operation], 'paragraph')} {verb}"
    moved = sum(pair.moved for pair in found.paragraphs)
    if moved:
        yield f"{counted(moved, 'paragraph')} moved"


def length_parts(found: Differences) -> Iterator[str]:
    """How much shorter or longer the text has become, if by 5 % or more."""
    if not found.words_before or not found.words_after:
        return
    ratio = found.words_after / found.words_before
    if ratio <= 0.95:
        yield f"cut by {1 - ratio:.0%}"
    elif ratio >= 1.05:
        yield f"longer by {ratio - 1:.0%}"


def counted(count: int, noun: str) -> str:
    """A number with its noun: `1 name`, `2 names`."""
    return f"{count} {noun}" + ("" if count == 1 else "s")
