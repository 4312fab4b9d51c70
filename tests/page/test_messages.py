"""Messages: what is heard in a text, and how runs of letters are counted."""

import numpy as np

from copydesk.page.messages import BITS, SIZES, SORTS, MessageModel, runs


def test_runs_do_not_cross_from_one_text_into_the_next() -> None:
    together, places = runs(["gone", "fishing"])
    alone = [runs([text])[1] for text in ("gone", "fishing")]
    for number, expected in enumerate(alone):
        assert sorted(places[together == number]) == sorted(expected)


def test_every_text_is_padded_so_that_beginnings_and_ends_count() -> None:
    owners, places = runs(["ab"])
    assert len(owners) == 1 + sum(max(len(" ab ") - size + 1, 0) for size in SIZES)
    assert places.min() >= 0
    assert places.max() < 2**BITS


def test_a_word_is_the_same_wherever_it_stands() -> None:
    alone, first, last = (set(runs([text])[1].tolist()) for text in ("lost", "lost!", "the page is lost"))
    assert alone & first & last
    assert len(runs(["page"])[0]) == len(runs(["pag3"])[0])


def test_case_and_white_space_make_no_difference() -> None:
    assert np.array_equal(runs(["Not  Found\n"])[1], runs(["not found"])[1])


def test_no_texts_have_no_scores() -> None:
    model = MessageModel(np.zeros((2**BITS, len(SORTS) + 1), np.int16), np.zeros(len(SORTS) + 1))
    assert model.scores([]).shape == (0, len(SORTS))


def test_an_empty_text_has_the_score_that_says_nothing() -> None:
    model = MessageModel(np.ones((2**BITS, len(SORTS) + 1), np.int16), -np.ones(len(SORTS) + 1))
    scores = model.scores(["", "page not found"])
    assert np.isfinite(scores).all()
    assert (scores[0] < scores[1]).all()


def test_actions_are_told_beside_messages() -> None:
    weights = np.zeros((2**BITS, len(SORTS) + 1), np.int16)
    weights[:, -1] = 100
    model = MessageModel(weights, np.zeros(len(SORTS) + 1))
    assert model.scores(["join"]).tolist() == [[0.0] * len(SORTS)]
    assert model.all_scores(["join"])[0, -1] > 0
    assert model.all_scores([]).shape == (0, len(SORTS) + 1)
