"""What the coder makes of constructions whose parse is sure."""

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
