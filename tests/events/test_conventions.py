"""What the coder makes of constructions whose parse is sure."""

import pytest

from copydesk.events import code
from copydesk.events.certainty import agrees, together


def test_a_meeting_between_two_bodies_has_both_as_parties():
    events = code("This marks the first in-person meeting between UNESCO and Interpol leadership since 2018.").events
    parties = [" ".join(a.text for a in (*e.sources, *e.targets)) for e in events]
    assert len(parties) == 1
    assert "UNESCO" in parties[0]
    assert "Interpol leadership" in parties[0]


def test_what_somebody_is_fated_to_do_is_no_event():
    assert code("Two rivals destined to collaborate at sea").events == ()


def test_the_verb_that_calls_off_a_visit_is_no_event_of_its_own():
    events = code("The governor cancelled a planned visit to Vienna on Monday.").events
    assert [(str(e.type), str(e.certainty.phase)) for e in events] == [("CONSULT", "cancelled")]


def test_polarity_modality_and_phase_stand_together():
    chances = {
        "polarity": {"positive": 0.6, "negative": 0.4},
        "modality": {"asserted": 0.6, "planned": 0.4},
        "phase": {"cancelled": 0.9, "none": 0.1},
    }
    best = together(chances)
    assert best == {"polarity": "negative", "modality": "planned", "phase": "cancelled"}
    assert agrees(**best)
    assert not agrees("positive", "asserted", "cancelled")


def told(text: str) -> list[tuple[str, str, str, str]]:
    """Type, polarity, modality and phase of each event."""
    sure = [(str(e.type), e.certainty) for e in code(text).events]
    return [(kind, str(c.polarity), str(c.modality), str(c.phase)) for kind, c in sure]


CALLED_OFF = ("CONSULT", "negative", "planned", "cancelled")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "President Aino Laine was to visit Lima in May, a trip that was cancelled because of floods.",
            "because of floods",
        ),
        (
            "President Aino Laine was to meet the king of Norway on Monday. It was called off because of fog.",
            "because of fog",
        ),
    ],
    ids=["a later clause", "the sentence after"],
)
def test_what_follows_calls_a_meeting_off_and_gives_the_reason(text, reason):
    assert told(text) == [CALLED_OFF]
    (event,) = code(text).events
    assert event.reason is not None
    assert text[slice(*event.reason)] == reason


def test_a_verb_without_object_calls_off_what_its_subject_planned():
    assert told("President Aino Laine was to meet the Pope in 2012 but cancelled on the advice of her doctors.") == [
        CALLED_OFF
    ]


def test_not_ruling_out_a_meeting_leaves_it_possible():
    assert [t[:3] for t in told("The minister did not rule out a meeting with President Aino Laine.")] == [
        ("CONSULT", "positive", "possible")
    ]


def test_indefinite_persons_alone_are_no_actors():
    assert told("Somebody is talking to somebody.") == []


def test_nothing_planned_is_complete():
    assert not agrees("positive", "planned", "completed")


def test_what_the_next_sentence_calls_off_was_arranged():
    text = "Minister Ada Brenn was expected in Lisbon the year after. She stayed at home because of a strike."
    assert told(text) == [CALLED_OFF]
    (event,) = code(text).events
    assert event.reason is not None
    assert text[slice(*event.reason)] == "because of a strike"


def test_who_followed_whom_in_a_post_is_no_event():
    assert told("Brandt handed over to her deputy, Olaf Reiter, in December.") == []


def test_a_visit_that_somebody_judges_is_no_event():
    assert told("The cabinet thought a visit unwise.") == []


def test_an_official_who_is_due_somewhere_visits_it():
    text = "Ida Berg, the president of the Swedish academy, will be in Warsaw on Monday."
    assert [t[:1] + t[2:] for t in told(text)] == [("CONSULT", "planned", "scheduled")]


def test_no_meeting_since_a_year_keeps_the_year():
    (event,) = code("The two ministers have not met since 2011.").events
    assert event.recency is not None
    assert (event.recency.relation, event.recency.since) == ("none", "2011")
    assert event.certainty.polarity == "negative"


def test_who_was_host_to_somebody_received_them():
    (event,) = code("Parry's predecessor, Gwen Alder, was then host to Imre Toth at a conference in Bangor.").events
    assert ["Alder" in actor.text for actor in event.sources] == [True]
    assert ["Toth" in actor.text for actor in event.targets] == [True]
