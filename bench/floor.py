"""The floor: the same pages by a bare Flask app, hand-written SQL and one template each. No extension, no event, no token checked.

It is what the pages cost at the least on this server and this database, and every bar is a ratio to it.
"""

import hashlib
import re
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask, abort, redirect, render_template, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from bench import statements as s
from bench.store import IS_SQLITE, danish, day, moment, one, rows, run, transaction, when

_MONTHS = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"]
_DAYS = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
_STATUS = {
    "new": {"status": "waiting", "icon": "ring", "word": "Venter på svar"},
    "considering": {"status": "considering", "icon": "half", "word": "Under behandling"},
    "answered": {"status": "answered_yes", "icon": "check", "word": "Har fået svar"},
    "in_initiative": {"status": "in_progress", "icon": "steps", "word": "I gang"},
    "done": {"status": "done", "icon": "check", "word": "Gennemført"},
}
_OF_STATUS = {each["status"].removesuffix("_yes"): each["word"] for each in _STATUS.values()}
_CAUSES = {
    "pending": "Ny", "fixed": "Rettet af afsenderen", "reported": "Besked fra en læser", "changed": "En rettelse af noget, der kan læses",
    "appealed": "Klage",
}  # fmt: skip
_LOOKS = (
    ("Et cpr-nummer", re.compile(r"\b[0-3]\d[01]\d\d\d[ -]?\d{4}\b")), ("Et telefonnummer", re.compile(r"\b(?:\d\d ?){4}\b")),
    ("Et link", re.compile(r"https?://|www\.")),
)  # fmt: skip
_WORD, _ENDING = re.compile(r"[^\W_]+"), re.compile(r"(?:erne|en|et|er|e)$")
_TOKEN = ".eJxTSiYSKAEAUoMPvQ.awVnCQ.Hft2sV8vKGoFk25a0uxuG3pBGWw"  # as long as one of ours


def _now() -> datetime:
    return datetime.now(UTC)


def _short(value: date) -> str:
    return f"{value.day}.\u00a0{_MONTHS[value.month - 1]}"


def _long(value: date) -> str:
    return f"{_DAYS[value.weekday()]} den\u00a0{_short(value)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _act(row: Any) -> str:
    if row["next_kind"] != "answer":
        return ""
    who = danish(row["answerer"])
    return f"{_capital(who)} svarer" if who else "Det boligsociale team svarer"


def _until(row: Any) -> str:
    due = day(row["next_on"])
    late = (date.today() - due).days  # noqa: DTZ011
    return f"{late} dage forsinket" if late > 0 else f"senest {_long(due)}"


def _me() -> Any:
    token = request.cookies.get("bd")
    if not token:
        return None
    now = moment(_now())
    return one(s.ME, hash=hashlib.sha256(token.encode()).digest(), now=now)


class Kept:
    """What the house keeps for half a minute, read once."""

    plates: dict[int, dict[str, Any]]
    themes: list[tuple[str, str]]
    places: dict[int, list[tuple[int, str]]]
    areas: list[Any]

    def read(self) -> None:
        """From the database."""
        self.plates = {
            each["id"]: {"no": each["no"], "title": danish(each["title"]), "theme": each["key"].lower()} for each in rows(s.PLATES)
        }
        self.themes = [(each["key"], danish(each["name"])) for each in rows(s.THEMES)]
        self.areas, self.places = rows(s.AREAS), {}
        for each in rows(s.PLACES):
            self.places.setdefault(each["area_id"], []).append((each["id"], danish(each["name"])))

    def plates_of(self, ranked: str | None) -> list[dict[str, Any]]:
        """The principles of an item, the main one first."""
        return [self.plates[int(each.split(":")[1])] for each in sorted((ranked or "").split(",")) if each]


kept = Kept()


def _page(template: str, **data: Any) -> str:
    return render_template(template, path=request.path, token=_TOKEN, **data)


def ideas(slug: str) -> str:
    """The list of an area, in the order of the day."""
    me = _me()
    found = rows(s.AREA, slug=slug) or abort(404)
    area, counts = found[0], {each["status"]: each["n"] for each in found if each["status"]}
    digest = hashlib.sha256(f"fair order {date.today().isoformat()}".encode()).digest()  # noqa: DTZ011
    start, backwards = int.from_bytes(digest[:4], "big") % 2**31, bool(digest[4] & 1)
    mine = {"me": me["id"]} if me else {}
    chosen = rows(s.CARDS[backwards, me is not None], area=area["id"], start=start, **mine)
    cards = [
        {
            "id": row["id"], "title": row["translated"] or row["title"], "supports": row["supports"], "is_mine": row["is_mine"],
            "place": danish(row["place"]), "decider": danish(row["decider"]), "plates": kept.plates_of(row["plates"]),
            "act": _act(row), "when": _until(row) if row["next_on"] else "", **_STATUS[row["stage"]],
        }
        for row in chosen[:20]
    ]  # fmt: skip
    statuses = [(status, word, counts[status]) for status, word in _OF_STATUS.items() if status in counts]
    return _page(
        "list.html", me=me, area=area, total=sum(counts.values()), statuses=statuses, cards=cards, themes=kept.themes,
        places=kept.places[area["id"]], after=f"{chosen[19]['shuffle']}.{chosen[19]['id']}" if len(chosen) > 20 else None,
    )  # fmt: skip


def idea(idea_id: int) -> str:
    """One idea with its talk."""
    me = _me()
    found = rows(s.IDEA, id=idea_id) or abort(404)
    read = found[0]
    timeline = [
        {"tone": "done", "icon": "check", "date": _short(day(each["at"])), "heading": f"{read['author']} sendte idéen"}
        for each in rows(s.EVENTS, id=idea_id)
        if each["kind"] in ("IdeaProposed", "ItemPublished", "IdeaConsidered")
    ]
    act, promise = _act(read), None
    if read["next_on"]:
        timeline.insert(0, {"tone": "todo", "icon": "calendar", "date": _until(read), "heading": act})
        promise = {"by": _long(day(read["next_on"])), "done": (date.today() - day(read["published_at"])).days, "act": act}  # noqa: DTZ011
    said = [dict(row) | {"day": _short(day(row["created_at"])), "answers": []} for row in _talk(idea_id, me)]
    by_id = {each["id"]: each for each in said}
    for each in said:
        if each["thread_id"]:
            by_id[each["thread_id"]]["answers"].append(each)
    names = dict(kept.places[read["area_id"]])
    return _page(
        "idea.html", me=me, idea=read, area={"slug": read["slug"], "name": read["area"], "households": read["households"]},
        status=_STATUS[read["stage"]], sent=_short(day(read["created_at"])), timeline=timeline, promise=promise,
        threads=[each for each in said if not each["thread_id"]][:20], ties=one(s.TIES, id=idea_id, me=me["id"] if me else 0),
        places=[(id_, names[id_]) for id_ in map(int, filter(None, (read["places"] or "").split(",")))], once=secrets.token_hex(16),
        decider=_capital(danish(read["decider"])), why=danish(read["decided_why"]), plates=kept.plates_of(read["plates"]),
        photos=[row for row in found if row["file"]],
    )  # fmt: skip


def _talk(idea_id: int, me: Any) -> list[Any]:
    return rows(s.MY_TALK, id=idea_id, me=me["id"]) if me else rows(s.TALK, id=idea_id)


def search() -> str:
    """What has a word: those in titles first."""
    me, text = _me(), request.args.get("q", "")
    word = re.sub(r"\W", "", text.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa"))
    if IS_SQLITE:
        any_form = f'"{word}" OR "{word}" *'
        in_title, anywhere = f"{{title}} : (({any_form}))", f"{{text}} : (({any_form}))"
        in_text = f"({anywhere}) NOT ({in_title})"
    else:
        in_title = in_text = anywhere = f"('{word}' | '{word}':*)"
    ids = [row["item_id"] for row in rows(s.IN_TITLE, title=in_title, limit=21)]
    if len(ids) < 21:
        ids += [row["item_id"] for row in rows(s.IN_TEXT, text=in_text, limit=21 - len(ids))]
    by_id = {row["id"]: row for row in rows(s.hits(ids[:20]))}
    fits = re.compile(rf"\b{re.escape(text)}\w*", re.I)
    hits = [
        dict(row) | {"title": _marked(row["title"], fits), "text": _excerpt(row["body"] or row["said"] or "", fits),
        "status": _STATUS.get(row["stage"]), "day": _short(day(row["published_at"]))}
        for row in (by_id[id_] for id_ in ids[:20])
    ]  # fmt: skip
    number = one(s.COUNT, text=anywhere)["n"] if len(ids) > 20 else len(ids)
    return _page("search.html", me=me, text=text, hits=hits, number=number, areas=kept.areas, after=ids[19] if len(ids) > 20 else None)


def _marked(text: str, fits: re.Pattern[str]) -> Markup:
    return Markup(fits.sub(lambda match: f"<mark>{match[0]}</mark>", str(escape(text))))


def _excerpt(text: str, fits: re.Pattern[str]) -> Markup:
    text = " ".join(text.split())
    first = fits.search(text)
    start = text.rfind(" ", 0, first.start() - 80) + 1 if first and first.start() > 80 else 0
    end = text.find(" ", max(first.start() if first else 0, start) + 160)
    cut = text[start : end if end > 0 else len(text)]
    return Markup("… " if start else "") + _marked(cut, fits) + (" …" if end > 0 else "")


def queue() -> str:
    """The first case that nobody else reads, beside the list."""
    me = _me() or abort(403)
    if not rows(s.ROLE, me=me["id"]):
        abort(403)
    now = _now()
    found, length = rows(s.CASES, me=me["id"], now=moment(now)), one(s.LENGTH)
    cases = [_in_queue(each, me, now) for each in found[:50]]
    free = next((each for each in cases if not each["reader"]), cases[0])
    case = one(s.CASE, id=free["id"], since=moment(now - timedelta(days=30)))
    item_id, at, last = case["item_id"], cases.index(free), cases[-1]
    rows(s.PHOTOS, id=item_id), rows(s.TRANSLATIONS, id=item_id)
    change = one(s.CHANGE, id=item_id) if case["state"] in ("published", "hidden") else None
    return _page(
        "queue.html", me=me, cases=cases, case=dict(case) | {"day": _short(day(case["created_at"])), "decider": danish(case["decider"])},
        length=length["n"], oldest=_working_days(length["oldest"]), waited=_working_days(case["opened_at"]), change=change,
        places=[danish(each["name"]) for each in rows(s.CASE_PLACES, id=item_id)], areas=kept.areas, waiting=one(s.WAITING)["n"],
        plates=[kept.plates[each["principle_id"]] for each in rows(s.CASE_PLATES, id=item_id)], found=_found(case, change),
        hints=_hints(case, me), earlier=rows(s.EARLIER, id=item_id), notes=rows(s.NOTES, id=item_id), causes=_CAUSES, no=at + 1,
        before=cases[at - 1]["id"] if at else None, behind=cases[at + 1]["id"] if at + 1 < len(cases) else None,
        after=f"{last['rank']}.{last['id']}" if len(found) > 50 else None,
    )  # fmt: skip


def _in_queue(row: Any, me: Any, now: datetime) -> dict[str, Any]:
    seconds = (now - when(row["opened_at"])).total_seconds()
    ago = f"{int(seconds // 60)} min." if seconds < 3600 else f"{int(seconds // 3600)} timer" if seconds < 86400 else _days(seconds)
    is_others = row["lease_by_id"] not in (None, me["id"])
    what = ("Ny" if row["cause"] == "pending" else "Rettet") + (" idé" if row["kind"] == "idea" else " kommentar")
    what = {"reported": "Besked fra en læser", "appealed": "Klage"}.get(row["cause"], what)
    is_late = day(row["due_on"]) < now.date()
    return dict(row) | {"ago": ago, "what": what, "is_late": is_late, "reader": row["reader"] or "En moderator" if is_others else None}


def _days(seconds: float) -> str:
    return f"{int(seconds // 86400)} dage"


def _working_days(since: Any) -> int:
    start, end = day(since), date.today()  # noqa: DTZ011
    weeks, rest = divmod((end - start).days, 7)
    return 5 * weeks + sum((end - timedelta(days=n)).weekday() < 5 for n in range(rest))


def _found(case: Any, change: Any) -> list[str]:
    """What a moderator should look for in the words that wait."""
    text = f"{change['title']}\n{change['body']}" if change else f"{case['title']}\n{case['body']}"
    looks = [word for word, pattern in _LOOKS if pattern.search(text)]
    return [*looks, "Det samme er sendt før"] if case["is_repeated"] else looks


def _hints(case: Any, me: Any) -> list[dict[str, Any]]:
    """The three ideas of the area that look most like one, where what they share is marked."""
    mine = _meaningful(case["title"])
    facts = ("_kidea", f"_a{case['area_id']}")
    two = [mine - {each} for each in mine] if len(mine) > 1 else [mine]
    asked = {"id": case["item_id"], "me": me["id"], "limit": 50, "one": _in_title([mine], facts), "two": _in_title(two, facts)}
    found = rows(s.ALIKE, **asked) if mine else []
    likely = []
    for row in found:
        theirs = _meaningful(row["title"])
        shared = len(mine & theirs)
        if shared and shared / len(mine | theirs) >= 0.25:
            likely.append((shared / len(mine | theirs), row["id"], row))
    return [_hint(case, row) for _alike, _id, row in sorted(likely, key=lambda each: each[:2], reverse=True)[:3]]


def _hint(case: Any, other: Any) -> dict[str, Any]:
    ours, theirs = (_fits_any(f"{each['title']} {each['body']}") for each in (case, other))
    return {
        "id": other["id"], "ref": other["ref"], "name": other["title"], "supports": other["supports"],
        "title": _marked(other["title"], ours),
        "text": _excerpt(other["body"], ours), "own_title": _marked(case["title"], theirs), "own_text": _excerpt(case["body"], theirs),
    }  # fmt: skip


def _fits_any(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_meaningful(text, fold=False)) or '$.'})\w{{0,3}}\b", re.I)


def _meaningful(text: str, *, fold: bool = True) -> frozenset[str]:
    """The stems of the words that say what it is about, as far as endings tell."""
    text = text.lower()
    text = text.replace("æ", "ae").replace("ø", "oe").replace("å", "aa") if fold else text
    return frozenset(_ENDING.sub("", word) for word in _WORD.findall(text) if len(word) > 3)


def _in_title(groups: list[frozenset[str]], facts: tuple[str, ...]) -> str:
    """One of each group, and all of the facts."""
    sets = [*({f"{word}{end}" for word in group for end in ("", "en")} for group in groups), *({fact} for fact in facts)]
    if IS_SQLITE:
        return "{title} : (" + " AND ".join("(" + " OR ".join(f'"{word}"' for word in each) + ")" for each in sets) + ")"
    return " & ".join("(" + " | ".join(f"'{word}'" for word in each) + ")" for each in sets)


def support(item_id: int) -> Response:
    """Count one person."""
    me = _me() or abort(403)
    item = one(s.AREA_OF, id=item_id) or abort(404)
    home = one(s.HOME, me=me["id"], area=item["area_id"])
    household = home["household_id"] if home else None
    with transaction():
        if run(s.SUPPORT, id=item_id, me=me["id"], home=household, now=moment(_now())) == 1:
            new = 1 if household and one(s.SUPPORT_HOME, id=item_id, home=household)["n"] == 1 else 0
            run(s.COUNT_SUPPORT, id=item_id, new=new)
    return redirect(f"/ideer/{item_id}#stoet", 303)


def _html(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>\n" for part in text.split("\n\n"))


def _item(me: Any, area_id: int, **values: Any) -> int:
    now = _now()
    ref = f"BD-{now.year}-{one(s.REFERENCE, year=now.year)['last']:04d}"
    filled = {"parent": None, "next_kind": None, "next_on": None} | values
    row = one(
        s.ITEM, ref=ref, area=area_id, me=me["id"], now=moment(now), shuffle=secrets.randbelow(2**31), once=request.form["once"], **filled
    )
    run(s.NUMBERS, id=row["id"])
    return int(row["id"])


def comment(item_id: int) -> Response:
    """Write a comment."""
    me = _me() or abort(403)
    item = one(s.AREA_OF, id=item_id) or abort(404)
    text = request.form["text"]
    with transaction():
        new = _item(me, item["area_id"], kind="comment", title=text[:60], parent=item_id)
        run(s.COMMENT, id=new, about=item_id, meant_as=request.form["meant_as"], body=text, html=_html(text))
        run(s.COUNT_COMMENT, id=item_id)
    return redirect(f"/ideer/{item_id}?c={new}#c{new}", 303)


def propose(slug: str) -> Response:
    """Write an idea."""
    me, area = _me() or abort(403), rows(s.AREA, slug=slug)[0]
    title, why = request.form["title"], request.form["why"]
    due = (_now() + timedelta(days=14)).date()
    with transaction():
        new = _item(me, area["id"], kind="idea", title=title, next_kind="answer", next_on=due.isoformat() if IS_SQLITE else due)
        run(s.NEW_IDEA, id=new, body=why, html=_html(why))
        run(s.PLACE, id=new, place=int(request.form["place"]))
        run(s.COUNT_IDEA, area=area["id"])
    return redirect(f"/ideer/{new}/kvittering", 303)


def create_app() -> Flask:
    """The floor as a program for the same server."""
    app = Flask(__name__, static_folder=None)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    kept.read()
    for rule, view, method in (
        ("/<slug>/ideer", ideas, "GET"), ("/ideer/<int:idea_id>", idea, "GET"), ("/soeg", search, "GET"), ("/koe", queue, "GET"),
        ("/ideer/<int:item_id>/stoet", support, "POST"), ("/ideer/<int:item_id>/kommentar", comment, "POST"),
        ("/<slug>/ideer/ny", propose, "POST"),
    ):  # fmt: skip
        app.add_url_rule(rule, view_func=view, methods=[method])
    return app
