"""The offline coder through the package's one way in, on invented sentences."""

from datetime import date

import pytest

from copydesk.events import Coded, Event, OfflineCoder, PersonRow, code, to_scorer_dict

PUBLISHED = date(2026, 3, 4)


def read(text: str) -> Coded:
    return code(text, published=PUBLISHED)


def one(text: str, kind: str) -> Event:
    found = [e for e in read(text).events if e.type == kind]
    assert len(found) == 1, [(str(e.type), text[e.trigger.start : e.trigger.end]) for e in read(text).events]
    return found[0]


def names(event: Event) -> tuple[list[str], list[str]]:
    return [a.text for a in event.sources], [a.text for a in event.targets]


def test_a_meeting_has_actors_time_and_place() -> None:
    event = one("Kenya's president met the Ethiopian prime minister in Nairobi on Monday.", "CONSULT")
    assert names(event) == (["Kenya's president"], ["the Ethiopian prime minister"])
    assert event.sources[0].countries == ("KEN",)
    assert event.targets[0].countries == ("ETH",)
    assert event.time is not None
    assert event.time.start == date(2026, 3, 2)
    assert event.place is not None
    assert event.place.country == "KEN"
    assert event.place.latitude is not None
    assert str(event.certainty.modality) == "asserted"


def test_a_passive_has_its_agent_as_source() -> None:
    assert names(one("Three students were arrested by the police in Lima.", "COERCE")) == (
        ["the police"],
        ["Three students"],
    )


def test_an_understood_subject_is_found() -> None:
    event = one("The rebels promised to release the hostages.", "RETREAT")
    assert names(event) == (["The rebels"], ["the hostages"])
    assert str(event.certainty.modality) == "planned"


@pytest.mark.parametrize(
    ("text", "kind", "polarity", "modality"),
    [
        ("The two ministers never met the rebels.", "CONSULT", "negative", "asserted"),
        ("The minister may visit Ankara.", "CONSULT", "positive", "possible"),
        ("The minister will visit Ankara on Friday.", "CONSULT", "positive", "planned"),
        ("The union urged the government to release the prisoners.", "RETREAT", "positive", "requested"),
        ("A planned visit by the minister to Ankara was cancelled.", "CONSULT", "negative", "planned"),
    ],
)
def test_certainty_is_told_apart(text: str, kind: str, polarity: str, modality: str) -> None:
    sure = one(text, kind).certainty
    assert (str(sure.polarity), str(sure.modality)) == (polarity, modality)


def test_a_cancelled_visit_keeps_its_plan_its_cue_and_its_reason() -> None:
    text = "Norway's planned visit to Ankara was cancelled because of a strike."
    event = one(text, "CONSULT")
    assert str(event.certainty.phase) == "cancelled"
    assert "cancelled" in [text[c.span.start : c.span.end] for c in event.certainty.cues]
    assert event.reason is not None
    assert text[event.reason.start : event.reason.end] == "because of a strike"


def test_the_speaker_holds_the_words() -> None:
    event = one("Rebels attacked the barracks, the army said.", "ASSAULT")
    assert event.holder is not None
    assert event.holder.text == "the army"
    assert event.holder.verb == "say"
    assert one("Rebels attacked the barracks.", "ASSAULT").holder is None


def test_a_surname_and_a_body_are_resolved_from_the_text() -> None:
    text = "Ilse Varga, the head of Hungary's space agency, arrived on Monday.\nVarga met the Indian science minister."
    event = next(e for e in read(text).events if text[e.trigger.start : e.trigger.end] == "met")
    assert event.sources[0].name == "Ilse Varga"
    assert event.sources[0].countries == ("HUN",)
    assert event.sources[0].referents[0].reason


def test_a_table_of_persons_resolves_names_that_the_text_leaves_open() -> None:
    row = PersonRow("Ilse Varga", "director", "Space Office", "HUN", "GOV", end=date(2026, 12, 31))
    text = "Varga met the Indian science minister."
    event = code(text, published=PUBLISHED, coder=OfflineCoder((row,))).events[0]
    assert (event.sources[0].name, event.sources[0].countries) == ("Ilse Varga", ("HUN",))
    assert code(text, published=date(2027, 5, 1), coder=OfflineCoder((row,))).events[0].sources[0].name == "Varga"


@pytest.mark.parametrize(
    "text",
    [
        "The striker scored twice in the second half of the match.",
        "The band played old songs in a full hall.",
        "Heavy rain fell on the coast and roads were flooded.",
        "The bridge was finished in 1931.",
    ],
)
def test_other_news_has_no_events(text: str) -> None:
    assert read(text).events == ()


def test_successors_link_the_chain_of_office() -> None:
    offices = read(
        "Former agency chief Pavel Orlo hosted the Americans in 2018. His successor, Ivan Bask, never did."
    ).offices
    assert [(o.name, str(o.status)) for o in offices] == [("Pavel Orlo", "former"), ("Ivan Bask", "successor")]
    assert offices[1].predecessor == "Pavel Orlo"
    assert offices[0].successor == "Ivan Bask"
    assert offices[0].as_of == PUBLISHED


def test_the_same_text_gives_the_same_answer() -> None:
    text = "Police in Lima arrested three students. The minister condemned the march."
    assert to_scorer_dict(read(text), "x") == to_scorer_dict(read(text), "x")


def test_spans_count_characters_of_the_whole_text() -> None:
    text = "Border news\n\n  The army shelled the village. Ministers met."
    coded = read(text)
    answer = to_scorer_dict(coded, "x")
    for event in answer["events"]:
        assert any(s.start <= event["trigger"][0] < s.end for s in coded.sentences)
    assert "shelled" in [text[slice(*e["trigger"])] for e in answer["events"]]


def test_an_empty_text_has_nothing() -> None:
    assert read("").events == ()
    assert read("").offices == ()


def test_the_aim_of_a_trip_is_done_by_the_traveller() -> None:
    coded = read(
        "Ada Quill, the head of Norway's fisheries agency, travelled to Iceland on Monday. "
        "The main purpose was to meet with Prime Minister Jon Vek."
    )
    meeting = coded.events[-1]
    assert coded.text[slice(*meeting.trigger)] == "meet"
    assert [a.name for a in meeting.sources] == ["Ada Quill"]
    assert str(meeting.certainty.modality) == "planned"


def test_a_successor_is_linked_to_whom_the_sentence_before_names() -> None:
    coded = read(
        "Former agency chief Jon Vek hosted the Kenyan minister Ana Reyes in Oslo in 2018. "
        "Vek's planned visit to Nairobi was later cancelled. "
        "His successor, Bo Ferro, never had the chance to meet Kenyan officials."
    )
    linked = {office.name: (office.predecessor, office.successor) for office in coded.offices}
    assert linked["Bo Ferro"] == ("Jon Vek", None)
    assert linked["Jon Vek"] == (None, "Bo Ferro")


def test_a_year_before_when_is_that_of_the_clause() -> None:
    coded = read(
        "It was their first meeting since 2018, when the Kenyan minister hosted a Norwegian delegation in Lamu."
    )
    hosted = next(e for e in coded.events if coded.text[slice(*e.trigger)] == "hosted")
    assert hosted.time is not None
    assert (hosted.time.text, hosted.time.start) == ("2018", date(2018, 1, 1))
    first = next(e for e in coded.events if e.recency is not None)
    assert (first.recency and first.recency.since, first.time) == ("2018", None)


def test_who_followed_whom_is_told_by_verbs_too() -> None:
    coded = read(
        "Former agency chief Pavel Orlo hosted the Americans in 2018. Orlo was succeeded by Einar Skule, who never "
        "travelled to Norway. Skule gave way to Ruth Akinyi."
    )
    chain = [(office.name, office.predecessor, office.successor) for office in coded.offices]
    assert chain == [
        ("Pavel Orlo", None, "Einar Skule"),
        ("Einar Skule", "Pavel Orlo", "Ruth Akinyi"),
        ("Ruth Akinyi", "Einar Skule", None),
    ]


def test_a_substitute_on_a_team_holds_no_office() -> None:
    assert read("Ada Quill will replace the injured Bo Ferro in the squad.").offices == ()


def test_a_hyphenated_name_is_one_participant() -> None:
    coded = read("No envoy has come to Lyon since 2012, when Oh Se-min was the guest of Ada Brenn.")
    assert [actor.text for actor in coded.events[1].sources] == ["Oh Se-min"]


def test_the_first_crossing_since_some_year_is_an_event_and_traffic_is_not() -> None:
    event = one("She will be the first holder of her post to cross the border on duty since 2009.", "CONSULT")
    assert event.recency is not None
    assert (event.recency.relation, event.recency.since) == ("first", "2009")
    assert read("Some 300 lorries cross the border every day.").events == ()


def test_a_guest_who_is_received_is_the_source() -> None:
    event = one("The envoy was never once received in Wellington.", "CONSULT")
    assert [actor.text for actor in event.sources] == ["The envoy"]
    assert str(event.certainty.polarity) == "negative"
