"""The endpoint coder against a server on this machine that answers as it is told."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from copydesk.events import EndpointCoder, EndpointError, Price, code, to_scorer_dict

TEXT = "Norway's premier met the Finnish president in Oslo on Monday.\nThe union’s leader, Ada Brenn, refused."
EVENT: dict[str, Any] = {
    "sentence": 0,
    "type": "CONSULT",
    "trigger": "met",
    "sources": ["Norway's premier"],
    "targets": ["the Finnish president"],
    "polarity": "positive",
    "modality": "asserted",
    "phase": "completed",
    "holder": None,
    "time": "on Monday",
    "place": "Oslo",
}
OFFICE = {"sentence": 1, "person": "Ada Brenn", "title": "leader", "organisation": "The union's", "status": "current"}


class Server:
    """A list of answers to give, and the requests that came."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str], str]] = []
        self.requests: list[dict[str, Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                status, headers, content = outer.answers.pop(0)
                body = json.dumps(
                    {
                        "choices": [{"message": {"content": content}}],
                        "usage": {"prompt_tokens": 100, "completion_tokens": 10},
                    }
                )
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *args: object) -> None: ...

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/v1"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def says(self, *events: dict[str, Any], offices: tuple[dict[str, Any], ...] = ()) -> None:
        self.answers.append((200, {}, json.dumps({"events": list(events), "offices": list(offices)})))


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


def test_an_answer_is_tied_to_the_text(server: Server) -> None:
    server.says(EVENT, offices=(OFFICE,))
    coded = code(TEXT, published=date(2026, 3, 4), coder=EndpointCoder(server.url, "tiny"))
    (event,), (office,) = coded.events, coded.offices
    assert TEXT[event.trigger.start : event.trigger.end] == "met"
    assert event.sources[0].countries == ("NOR",)
    assert event.place is not None
    assert event.place.country == "NOR"
    assert event.time is not None
    assert event.time.start == date(2026, 3, 2)
    assert office.organisation is not None
    assert TEXT[office.organisation.start : office.organisation.end] == "The union’s"
    assert coded.method == "endpoint/tiny"
    assert coded.dropped == 0
    assert to_scorer_dict(coded, "x")["events"][0]["type"] == "CONSULT"


def test_the_schema_is_asked_for(server: Server) -> None:
    server.says()
    EndpointCoder(server.url, "tiny", api_key="k").code(TEXT)
    assert server.requests[0]["response_format"]["json_schema"]["strict"] is True
    assert "[1] The union" in server.requests[0]["messages"][1]["content"]


def test_what_is_not_in_the_text_is_dropped_and_counted(server: Server) -> None:
    server.says(
        EVENT | {"trigger": "shook hands"}, EVENT | {"trigger": "talks"}, EVENT | {"targets": ["the Swedish king"]}
    )
    coder = EndpointCoder(server.url, "tiny")
    coded = coder.code(TEXT)
    assert len(coded.events) == 1
    assert coded.events[0].targets == ()
    assert coded.dropped == 3
    assert coder.usage.dropped == 3


def test_a_busy_server_is_asked_again_after_what_it_says(server: Server) -> None:
    server.answers += [(429, {"Retry-After": "7"}, ""), (503, {}, "")]
    server.says(EVENT)
    waits: list[float] = []
    coder = EndpointCoder(server.url, "tiny", sleep=waits.append)
    assert len(coder.code(TEXT).events) == 1
    assert waits == [7.0, 2.0]
    assert coder.usage.retries == 2


def test_a_refusal_is_not_asked_again(server: Server) -> None:
    server.answers.append((401, {}, ""))
    with pytest.raises(EndpointError, match="401"):
        EndpointCoder(server.url, "tiny").code(TEXT)
    assert len(server.requests) == 1


def test_an_unreachable_server_is_an_error_after_its_retries() -> None:
    waits: list[float] = []
    with pytest.raises(EndpointError, match="no answer"):
        EndpointCoder("http://127.0.0.1:9/v1", "tiny", retries=2, timeout=2, sleep=waits.append).code(TEXT)
    assert len(waits) == 2


def test_the_same_text_is_asked_once(server: Server) -> None:
    server.says(EVENT)
    coder = EndpointCoder(server.url, "tiny")
    assert coder.code(TEXT).events == coder.code(TEXT).events
    assert (coder.usage.calls, coder.usage.cached) == (1, 1)


def test_calls_keep_their_distance_and_their_budget(server: Server) -> None:
    server.says(EVENT)
    server.says(EVENT)
    waits: list[float] = []
    coder = EndpointCoder(server.url, "tiny", pause=3.0, price=Price(10.0, 30.0), budget=0.002, sleep=waits.append)
    coder.code(TEXT)
    assert coder.cost == pytest.approx(0.0013)
    coder.code(TEXT + " More.")
    assert waits == [3.0]
    with pytest.raises(EndpointError, match="budget"):
        coder.code(TEXT + " Even more.")


@pytest.mark.parametrize("content", ["no json", "[1]", "{broken}"])
def test_an_answer_that_is_no_object_is_an_error_and_not_kept(server: Server, content: str) -> None:
    server.answers.append((200, {}, content))
    coder = EndpointCoder(server.url, "tiny")
    with pytest.raises(EndpointError):
        coder.code(TEXT)
    assert coder.cache == {}


def test_a_fenced_answer_is_read(server: Server) -> None:
    server.answers.append((200, {}, "```json\n" + json.dumps({"events": [EVENT], "offices": []}) + "\n```"))
    assert len(EndpointCoder(server.url, "tiny").code(TEXT).events) == 1


@pytest.mark.parametrize("number", [1, "0", "[1]", None])
def test_a_miscounted_sentence_is_found_by_its_words(server: Server, number: object) -> None:
    server.says(EVENT | {"sentence": number})
    coded = EndpointCoder(server.url, "tiny").code(TEXT)
    assert [TEXT[slice(*event.trigger)] for event in coded.events] == ["met"]
    assert coded.dropped == 0


def test_single_strings_case_and_end_marks_are_forgiven(server: Server) -> None:
    server.says(
        EVENT | {"type": "consult", "sources": "norway's Premier", "polarity": "Positive", "time": "on Monday."}
    )
    (event,) = EndpointCoder(server.url, "tiny").code(TEXT).events
    assert [actor.text for actor in event.sources] == ["Norway's premier"]
    assert event.time is not None


def test_words_are_not_found_inside_other_words(server: Server) -> None:
    server.says(EVENT | {"trigger": "me"})
    assert EndpointCoder(server.url, "tiny").code(TEXT).dropped == 1
