"""Texts that look like copies of each other and are none."""

import random
from collections.abc import Iterator, Sequence
from typing import Final

from syndication.articles import Babble, Paragraphs, count_words, paragraphs_of, sentences_of
from syndication.edits import DISCLAIMERS


def lookalikes(
    originals: Sequence[Paragraphs], rng: random.Random, babble: Babble
) -> Iterator[tuple[str, str, Paragraphs]]:
    """An id, the kind and the text of each."""
    for index, original in enumerate(originals[::3]):
        few = [part for part in sentences_of(original) if count_words([part]) <= 0.07 * count_words(original)]
        shared = rng.sample(few, min(3, len(few)))
        yield f"topic-{index}", "same topic and phrases", tuple(interleaved(list(babble.text(350)), shared, rng))
    for index in range(60):
        text = (*babble.text(150), *paragraphs_of(DISCLAIMERS[index % len(DISCLAIMERS)]))
        yield f"disclaimer-{index}", "same disclaimer", text
    for name, form in (("weather", weather), ("results", results), ("market", market)):
        for index in range(60):
            yield f"{name}-{index}", f"format: {name}", form(rng)


def interleaved(paragraphs: list[str], sentences: Sequence[str], rng: random.Random) -> list[str]:
    """Sentences put into paragraphs, apart from each other."""
    for sentence in sentences:
        place = rng.randrange(len(paragraphs))
        paragraphs[place] += " " + sentence
    return paragraphs


PLACES: Final = (
    "Norby",
    "Eastmere",
    "Port Halden",
    "Lower Sand",
    "Kirrow",
    "Velm",
    "Ostrand",
    "Quay Hill",
    "Tarn",
    "Brisk",
)
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SKIES: Final = ("sunny spells", "light rain", "heavy showers", "thick cloud", "clear skies", "morning fog")


def weather(rng: random.Random) -> Paragraphs:
    """A weather report."""
    day, sky = rng.choice(DAYS), rng.choice(SKIES)
    north, south = rng.sample(PLACES, 2)
    return (
        f"Forecasters at the regional weather office expect {sky} on {day}, with temperatures between "
        f"{rng.randint(-5, 9)} "
        f"and {rng.randint(10, 31)} degrees across most of the lowlands during the day.",
        f"In the hills around {north} it will stay cooler, with highs of no more than {rng.randint(3, 18)} "
        f"degrees and a "
        f"wind of up to {rng.randint(10, 90)} kilometres an hour from the west that will ease towards the evening.",
        f"Along the coast near {south} the water has a temperature of {rng.randint(4, 22)} degrees and waves can reach "
        f"{rng.randint(1, 5)} metres, so bathers and small boats are asked to watch the flags on the beaches.",
        f"The chance of rain is {rng.randint(5, 95)} percent before noon and {rng.randint(5, 95)} percent after "
        f"it, and the "
        "office asks drivers to allow for longer ways to work on wet roads.",
        f"The sun rises at {rng.randint(4, 8)}:{rng.randint(10, 59)} and sets at "
        f"{rng.randint(16, 21)}:{rng.randint(10, 59)}, "
        f"and the outlook for the following days remains unsettled with a slow change to {rng.choice(SKIES)}.",
    )


def results(rng: random.Random) -> Paragraphs:
    """A report of a league's round."""
    teams = rng.sample(PLACES, 8)
    scores = [(rng.randint(0, 6), rng.randint(0, 6)) for _ in range(4)]
    games = tuple(
        f"{one} met {two} in front of {rng.randint(400, 40000)} spectators and the match ended "
        f"{score[0]}-{score[1]} after a "
        f"first half in which both sides had their chances, with the decisive moment in minute {rng.randint(2, 90)}."
        for one, two, score in zip(teams[::2], teams[1::2], scores, strict=True)
    )
    return (
        f"Here are the results of round {rng.randint(1, 34)} of the regional league, with the table after all "
        f"matches of the "
        "weekend as reported by the clubs.",
        *games,
        f"{teams[0]} leads the table with {rng.randint(20, 80)} points ahead of {teams[3]} with "
        f"{rng.randint(10, 70)} points, "
        f"while {teams[5]} is last with {rng.randint(0, 19)} points and a goal difference of minus "
        f"{rng.randint(5, 60)}.",
    )


def market(rng: random.Random) -> Paragraphs:
    """A market report."""
    way = rng.choice(("rose", "fell", "edged up", "slipped", "gained", "lost ground"))

    def number() -> str:
        return f"{rng.randint(1, 9)}.{rng.randint(10, 99)}"

    return (
        f"Shares {way} on {rng.choice(DAYS)} as investors weighed company earnings against the prospect of "
        f"higher borrowing "
        f"costs, with the benchmark index closing at {rng.randint(1000, 9000)} points, a change of {number()} percent.",
        f"Among the sectors, banks moved by {number()} percent, energy companies by {number()} percent and "
        f"makers of consumer "
        f"goods by {number()} percent in trading that was about {rng.randint(2, 30)} percent below the average "
        f"of the month.",
        f"The yield of the ten-year government bond stood at {number()} percent, after {number()} percent at "
        f"the close of the "
        f"previous session, and the currency bought {number()} units of the neighbouring one in late trading.",
        f"A barrel of crude oil cost {rng.randint(30, 120)}.{rng.randint(10, 99)} in the afternoon, while an "
        f"ounce of gold was "
        f"traded at {rng.randint(1000, 3000)}, and analysts said that volumes would stay thin until the end of "
        f"the week.",
    )
