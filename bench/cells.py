"""What is measured: the requests of each cell, the same bytes for both programs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

from bench import extras
from bench.data import SECRET

Facts = dict[str, Any]

_HEAD = (
    "Host: localhost\r\nUser-Agent: Mozilla/5.0 (Android 15; Mobile) Firefox/145.0\r\nAccept: text/html\r\n"
    "Accept-Language: da\r\nSec-Fetch-Site: same-origin\r\n"
)
_WHY = "Her er ingen steder at sidde, og mange har spurgt efter det. Vi hjælper gerne med at passe det, når det først er der."
_SAID = "Det er en rigtig god idé. Jeg vil gerne være med til at passe det, og min nabo vil også."


@dataclass(frozen=True)
class Cell:
    """One line of the table. `requests`: (facts, number of the slice, how many) -> requests; `once`: none of them may be sent twice."""

    name: str
    status: int
    marker: str
    requests: Callable[[Facts, int, int], list[str]]
    once: bool = False


def _get(path: str, person_id: int | None = None) -> str:
    return f"GET {path} HTTP/1.1\r\n{_HEAD}{_cookie(person_id)}\r\n"


def _post(path: str, person_id: int, **form: str | int) -> str:
    body = urlencode({"csrf_token": _TOKEN, "once": secrets.token_hex(16)} | form)
    kind = "Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://localhost\r\n"
    return f"POST {path} HTTP/1.1\r\n{_HEAD}{kind}Content-Length: {len(body)}\r\n{_cookie(person_id)}\r\n{body}"


def _cookie(person_id: int | None) -> str:
    return f"Cookie: bd={extras.cookie(person_id)}\r\n" if person_id else ""


_TOKEN = extras.form_token(SECRET)


def _people(facts: Facts, slice_no: int, many: int) -> list[int]:
    """Another part of the people in each slice, as long as there are enough."""
    first, last = facts["people"]
    everybody = last - first + 1
    return [first + (slice_no * 4099 + n) % everybody for n in range(many)]


def _same(path: Callable[[Facts], str], signed_in: bool = False) -> Callable[[Facts, int, int], list[str]]:
    def requests(facts: Facts, slice_no: int, many: int) -> list[str]:
        return [_get(path(facts), person_id) for person_id in _people(facts, slice_no, 100)] if signed_in else [_get(path(facts))]

    return requests


def _list(facts: Facts) -> str:
    return f"/{facts['slug']}/ideer"


def _talk(facts: Facts) -> str:
    return f"/ideer/{facts['talk']}"


def _search(facts: Facts) -> str:
    return f"/soeg?q={quote_plus(facts['word'])}"


def _queue(facts: Facts, _slice_no: int, _many: int) -> list[str]:
    return [_get("/koe", facts["moderator"])]


def _support_spread(facts: Facts, slice_no: int, many: int) -> list[str]:
    ideas, people = extras.shuffled(facts["ideas"], slice_no), _people(facts, slice_no, many)
    return [_post(f"/ideer/{ideas[n % len(ideas)]}/stoet", person_id, support="on") for n, person_id in enumerate(people)]


def _support_hot(facts: Facts, slice_no: int, many: int) -> list[str]:
    hot, people = facts["ideas"][-1 - slice_no], _people(facts, slice_no, many)
    return [_post(f"/ideer/{hot}/stoet", person_id, support="on") for person_id in dict.fromkeys(people)]


def _comment(facts: Facts, slice_no: int, many: int) -> list[str]:
    ideas, people = extras.shuffled(facts["ideas"], slice_no), _people(facts, slice_no, many)
    return [
        _post(f"/ideer/{ideas[n % len(ideas)]}/kommentar", person_id, text=f"{_SAID} {slice_no}.{n}", meant_as="comment")
        for n, person_id in enumerate(people)
    ]


def _idea(facts: Facts, slice_no: int, many: int) -> list[str]:
    form = {"why": _WHY, "place": facts["place"], "principle": "", "different": "1", "draft": ""}
    people = _people(facts, slice_no, many)
    return [_post(f"{_list(facts)}/ny", id_, title=f"En bænk til opgang {slice_no}.{n}", **form) for n, id_ in enumerate(people)]


QUEUE = Cell("moderation queue", 200, 'class="desk__case"', _queue)
CELLS = (
    Cell("idea list, anonymous", 200, 'class="cards cards--two"', _same(_list)),
    Cell("idea list, signed in", 200, 'action="/sprog"', _same(_list, signed_in=True)),
    Cell("idea page with 50 comments, anonymous", 200, "50 kommentarer", _same(_talk)),
    Cell("idea page with 50 comments, signed in", 200, "50 kommentarer", _same(_talk, signed_in=True)),
    Cell("search, common word", 200, "<mark>", _same(_search)),
    QUEUE,
    Cell("support, spread", 303, "#stoet", _support_spread, once=True),
    Cell("support, one hot idea", 303, "#stoet", _support_hot, once=True),
    Cell("comment (POST)", 303, "#c", _comment, once=True),
    Cell("idea (POST)", 303, "/kvittering", _idea, once=True),
)
