"""What a choice of main content is worth, from the probabilities of its blocks."""

from hypothesis import given
from hypothesis import strategies as st

from copydesk.page.confidence import HIGHEST, LOWEST, best_threshold, expected_f1

BLOCKS = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 5_000)), min_size=1, max_size=40)


def test_a_sure_choice_is_worth_nearly_all() -> None:
    assert expected_f1([(0.99, 500), (0.98, 300)], [(0.01, 200)]) > 0.97


def test_text_that_was_probably_missed_costs_as_much_as_text_that_was_probably_taken_wrongly() -> None:
    missed = expected_f1([(1.0, 500)], [(1.0, 500)])
    wrong = expected_f1([(1.0, 500), (0.0, 500)], [])
    assert missed == wrong


def test_no_choice_is_worth_nothing() -> None:
    assert expected_f1([], [(0.3, 100)]) == 0.0


def test_a_page_in_doubt_is_taken_from_a_lower_probability_than_a_sure_one() -> None:
    sure = best_threshold([0.99, 0.98, 0.02], [400, 400, 100])
    doubtful = best_threshold([0.5, 0.45, 0.4], [400, 400, 100])
    assert doubtful < sure


@given(BLOCKS)
def test_no_other_choice_by_probability_is_expected_to_be_better(blocks: list[tuple[float, int]]) -> None:
    scores, lengths = zip(*blocks, strict=True)
    threshold = best_threshold(scores, lengths)
    if not LOWEST < threshold < HIGHEST:
        return

    def worth(least: float) -> float:
        chosen = [block for block in blocks if block[0] >= least]
        return expected_f1(chosen, [block for block in blocks if block[0] < least])

    assert worth(threshold) >= max(map(worth, scores)) - 1e-6
