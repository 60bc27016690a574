"""Photos on an idea: added, described and taken away by its author, seen by whoever may read it."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from boligdialog.content import jobs
from boligdialog.content.models import Attachment, ItemState
from boligdialog.content.services import move
from boligdialog.core import clock, files, limits
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.housing.models import ReviewMode, Visibility
from boligdialog.housing.services import change_visibility
from boligdialog.ideas import services
from boligdialog.ideas.models import Idea
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import ReasonCode
from boligdialog.moderation.services import review
from tests.pictures import NO_PICTURES, picture

ALT = "En tom plads ved opgang 12"


@pytest.fixture(autouse=True)
def _no_files(app, tmp_path, monkeypatch):
    monkeypatch.setattr(app, "instance_path", str(tmp_path))


def _photo(idea, by, **said):
    values = {"alt": ALT, "has_people": False} | said
    services.add_photo(idea, files.keep(io.BytesIO(picture(size=(400, 300)))), by=by, **values)
    db.session.refresh(idea)
    return idea.photos[-1]


def _send(reader, idea, data=None, name="haven.jpg", **values):
    page = reader.get(f"/ideer/{idea.id}/billeder")
    sent = {"alt": ALT, "people": "no", "photo": (io.BytesIO(picture(size=(400, 300)) if data is None else data), name)}
    return reader.post(f"/ideer/{idea.id}/billeder", page.form() | sent | values)


def _send_bytes(reader, url, size):
    body = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="x.jpg"\r\n\r\n' + b"\0" * size + b"\r\n--x--\r\n"
    return reader._ask("post", url, data=body, content_type="multipart/form-data; boundary=x")


def _files():
    return [each for each in files._folder().rglob("*") if each.is_file()]


# --- adding -----------------------------------------------------------------------------------------


def test_an_author_adds_a_photo(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    reader = browser(anna)
    assert _send(reader, idea).status == 303
    image = reader.get(f"/ideer/{idea.id}").all("img", alt=ALT)[0]
    assert (image.get("width"), image.get("height"), image.get("loading")) == ("400", "300", "lazy")
    assert reader.get(image.get("src")).status == 200


def test_a_double_press_is_one_photo(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    reader = browser(anna)
    page = reader.get(f"/ideer/{idea.id}/billeder")
    for _n in range(2):
        sent = page.form() | {"alt": ALT, "people": "no", "photo": (io.BytesIO(picture()), "x.jpg")}
        assert reader.post(f"/ideer/{idea.id}/billeder", sent).status == 303
    assert len(idea.photos) == 1


def test_the_sixth_photo_is_refused(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    for _n in range(5):
        _photo(idea, anna)
    assert "5 af 5 billeder" in browser(anna).get(f"/ideer/{idea.id}/billeder").text
    with pytest.raises(Refused) as refused:
        _photo(idea, anna)
    assert refused.value.reason.code == "too_many_photos"


def test_a_bad_file_is_a_sentence_and_the_words_stay(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    answer = _send(browser(anna), idea, NO_PICTURES["html"]())
    assert answer.status == 422
    assert "Vi kan ikke læse filen som et billede" in answer.errors[0]
    assert answer.form("/billeder")["alt"] == ALT
    assert _files() == []


def test_everything_missing_is_said_at_once(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    reader = browser(anna)
    page = reader.get(f"/ideer/{idea.id}/billeder")
    answer = reader.post(f"/ideer/{idea.id}/billeder", page.form() | {"photo": (io.BytesIO(b""), "")})
    assert (answer.status, len(answer.errors)) == (422, 3)


def test_more_than_12_mb_is_413_with_a_sentence(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    answer = _send_bytes(browser(anna), f"/ideer/{idea.id}/billeder", 12_600_000)
    assert answer.status == 413
    assert "Billedet fylder mere end 12" in answer.text


def test_only_views_of_photos_take_that_much(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    assert _send_bytes(browser(anna), f"/ideer/{idea.id}/ret", 300_000).status == 413
    assert _send_bytes(browser(), f"/ideer/{idea.id}/billeder", 300_000).status == 413  # nobody is signed in
    assert _send_bytes(browser(anna), f"/ideer/{idea.id}/billeder", 300_000).status == 400  # no token, but read


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "a\0.jpg", "CON", "x" * 300 + ".jpg", "gpj.\u202eexe", "🏡🏡.jpg", "<svg onload=alert(1)>.svg"]
)
def test_what_a_file_is_called_does_not_matter(name, lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    reader = browser(anna)
    assert _send(reader, idea, name=name).status == 303
    assert {each.name for each in _files()} == {f"{idea.photos[0].file}.{size}.jpg" for size in files.SIZES}
    assert "onload" not in reader.get(f"/ideer/{idea.id}").all("ul", class_="photos")[0].itertext()


def test_the_41st_photo_of_an_hour_waits(lindegaarden, anna, make, browser, monkeypatch):
    now = clock.now().replace(minute=30)  # the hour does not turn over meanwhile
    monkeypatch.setattr(clock, "now", lambda: now)
    idea = make.pending(lindegaarden, anna)
    for _n in range(39):
        limits.take("photos", str(anna.id), at_most=40, per=timedelta(hours=1))
    reader = browser(anna)
    assert [_send(reader, idea, b"no picture").status for _n in range(2)] == [422, 429]


@pytest.mark.parametrize("who", ["bo", "clara", "maja"])
def test_only_the_author_adds(who, request, lindegaarden, anna, make):
    idea = make.pending(lindegaarden, anna)
    with pytest.raises(Refused):
        _photo(idea, request.getfixturevalue(who))


def test_what_neighbours_have_seen_gets_no_new_photo(lindegaarden, anna, make, browser):
    idea = make.published(lindegaarden, anna)
    with pytest.raises(Refused):
        _photo(idea, anna)
    assert browser(anna).get(f"/ideer/{idea.id}/billeder").status == 409


# --- changing and taking away -----------------------------------------------------------------------


def test_an_author_describes_a_photo_anew(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    photo, reader = _photo(idea, anna), browser(anna)
    page = reader.get(f"/billeder/{photo.id}")
    assert reader.send(page, f"/billeder/{photo.id}", alt="Nu med cykler", people="yes").status == 303
    db.session.refresh(photo)
    assert (photo.alt, photo.has_people) == ("Nu med cykler", True)


def test_a_photo_taken_away_leaves_no_file(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    photo, reader = _photo(idea, anna), browser(anna)
    page = reader.get(f"/billeder/{photo.id}")
    assert reader.send(page, "/fjern").status == 303
    assert _files() == []


def test_an_idea_taken_back_leaves_no_file(lindegaarden, anna, make):
    idea = make.pending(lindegaarden, anna)
    _photo(idea, anna)
    services.take_back_idea(idea, by=anna)
    assert _files() == []


def test_a_file_stays_when_its_row_does(lindegaarden, anna, make, monkeypatch):
    idea = make.pending(lindegaarden, anna)
    photo = _photo(idea, anna)
    monkeypatch.setattr(services, "record", lambda _happened: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.remove_photo(idea, photo, by=anna)
    services.content.set_next(idea, kind=None, on=None)  # any other commit
    assert len(_files()) == 2


def test_a_foreign_photo_is_not_found(lindegaarden, anna, clara, make, browser):
    make.pending(lindegaarden, anna)
    photo = _photo(make.pending(lindegaarden, clara), clara)
    assert browser(anna).get(f"/billeder/{photo.id}").status == 404
    assert browser(anna).get("/billeder/999").status == 404


def test_the_sweeper_leaves_what_has_a_row(lindegaarden, anna, make):
    _photo(make.pending(lindegaarden, anna), anna)
    assert jobs.remove_lost_files() == 0


# --- a draft's ---------------------------------------------------------------------------------------


def _draft_with_photo(reader, people="no"):
    """Save the text of a new idea, and add a photo; the page of its photos."""
    page = reader.get("/lindegaarden/ideer/ny")
    values = {"title": "Et bord under træet", "place": "1", "save_draft": "photos"}
    saved = reader.post("/lindegaarden/ideer/ny", page.form() | values)
    photos = reader.follow(saved)
    sent = photos.form() | {"alt": ALT, "people": people, "photo": (io.BytesIO(picture(size=(400, 300))), "x.jpg")}
    return reader.follow(reader.post(saved.location, sent))


def test_a_drafts_photo_goes_with_the_idea(lindegaarden, anna, browser):
    reader = browser(anna)
    photos = _draft_with_photo(reader)
    page = reader.get(photos.link("Videre til teksten"))
    assert page.form("/ny")["title"] == "Et bord under træet"
    assert page.all("img", alt=ALT)
    assert reader.send(page, "/ny").status == 303
    photo = db.session.scalars(sa.select(Attachment)).one()
    assert (photo.draft_id, db.session.get_one(Idea, photo.item_id).title) == (None, "Et bord under træet")


def test_a_drafts_photo_is_its_owners_alone(lindegaarden, anna, bo, maja, browser):
    photos = _draft_with_photo(browser(anna))
    url = photos.all("img", alt=ALT)[0].get("src")
    answers = [browser(person).get(url) for person in (None, anna, bo, maja)]
    assert [each.status for each in answers] == [404, 200, 404, 404]
    assert answers[1].headers["Cache-Control"] == "private, no-store"
    for foreign in (photos.url, "/billeder/1"):
        assert browser(bo).get(foreign).status == 404


def test_another_drafts_photos_cannot_be_taken(lindegaarden, anna, bo, browser):
    _draft_with_photo(browser(anna))
    reader = browser(bo)
    reader.send(reader.get("/lindegaarden/ideer/ny"), "/ny", title="Med Annas billede", place="1", draft="1")
    assert db.session.scalars(sa.select(Attachment)).one().item_id is None


@pytest.mark.parametrize(("has_people", "state"), [(True, ItemState.PENDING), (False, ItemState.PUBLISHED)])
def test_people_on_a_photo_are_looked_at_first(has_people, state, lindegaarden, anna, browser):
    lindegaarden.review = ReviewMode.OFF
    db.session.commit()
    reader = browser(anna)
    _draft_with_photo(reader, people="yes" if has_people else "no")
    reader.send(reader.get("/lindegaarden/ideer/ny"), "/ny")
    assert db.session.scalars(sa.select(Idea)).one().state is state


def test_a_photo_belongs_to_one_thing(lindegaarden, anna, make):
    photo = _photo(make.pending(lindegaarden, anna), anna)
    with pytest.raises(IntegrityError):
        db.session.execute(sa.update(Attachment).where(Attachment.id == photo.id).values(item_id=None))


# --- a moderator first ------------------------------------------------------------------------------


def test_a_moderator_sees_the_photos_with_their_words(lindegaarden, anna, maja, make, browser):
    idea = make.pending(lindegaarden, anna)
    _photo(idea, anna, has_people=True)
    page = browser(maja).get("/koe")
    assert ALT in page.text
    assert "Personer på billedet" in page.text
    assert browser(maja).get(page.all("img", alt=ALT)[0].get("src")).status == 200


def test_a_photo_that_came_after_the_moderator_looked_is_not_published_unseen(lindegaarden, anna, maja, make):
    idea = make.pending(lindegaarden, anna)
    case = moderation.open_case_of(idea.id)
    seen = case.row_version
    _photo(idea, anna)
    with pytest.raises(Refused) as refused:
        review.publish(case, by=maja, version=seen)
    assert refused.value.reason.status == 409


# --- who sees it ------------------------------------------------------------------------------------

_STATES = {
    #            nobody, author, neighbour, moderator
    "pending": (404, 200, 404, 200),
    "published": (200, 200, 200, 200),
    "hidden": (404, 200, 404, 200),
    "taken back": (404, 404, 404, 404),
    "residents": (404, 200, 200, 200),
}


@pytest.mark.parametrize("state", _STATES)
def test_a_photo_is_for_those_who_may_read_the_idea(state, lindegaarden, anna, clara, maja, make, browser):
    idea = make.pending(lindegaarden, anna)
    photo = _photo(idea, anna)
    _bring(idea, state, maja)
    url = f"/billeder/{photo.file}/800.jpg" if state != "taken back" else f"/billeder/{'0' * 64}/800.jpg"
    answers = [browser(person).get(url) for person in (None, anna, clara, maja)]
    assert tuple(each.status for each in answers) == _STATES[state]
    for each in answers:
        if state != "published":
            assert each.headers["Cache-Control"] == "private, no-store"


def _bring(idea, state, moderator):
    case = moderation.open_case_of(idea.id)
    if state in ("published", "residents"):
        review.publish(case, by=moderator, version=case.row_version)
    if state == "hidden":
        review.hide(case, by=moderator, version=case.row_version, reason=ReasonCode.TONE, text="Der står et navn.")
    if state == "taken back":
        services.take_back_idea(idea, by=idea.author)
    if state == "residents":
        change_visibility(idea.area, visibility=Visibility.RESIDENTS)


def test_a_photo_opened_by_itself_can_do_nothing(lindegaarden, anna, maja, make, browser):
    idea = make.pending(lindegaarden, anna)
    photo = _photo(idea, anna)
    _bring(idea, "published", maja)
    answer = browser().get(f"/billeder/{photo.file}/1600.jpg")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, max-age=600"
    again = browser().get(f"/billeder/{photo.file}/1600.jpg", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304


def test_a_photo_is_gone_after_logging_out(lindegaarden, anna, make, browser):
    photo = _photo(make.pending(lindegaarden, anna), anna)
    reader = browser(anna)
    assert reader.get(f"/billeder/{photo.file}/800.jpg").status == 200
    reader.send(reader.get("/min-side"), "/log-ud")
    assert reader.get(f"/billeder/{photo.file}/800.jpg").status == 404


@pytest.mark.parametrize("name", ["0" * 64, "0" * 63, "../secret", "%2e%2e"])
def test_other_names_lead_nowhere(name, browser, app):
    for size in ("800", "1600", "801", "1600.jpg/.."):
        assert browser().get(f"/billeder/{name}/{size}.jpg").status == 404


def test_photos_cost_the_page_no_statement(lindegaarden, anna, maja, make, browser, statements):
    idea = make.pending(lindegaarden, anna)
    bare = make.pending(lindegaarden, anna)
    make.photo(idea)
    for each in (idea, bare):
        _bring(each, "published", maja)
    browser().get(f"/ideer/{bare.id}")  # what is remembered of principles and places
    counts = []
    for each in (idea, bare):
        statements.clear()
        browser().get(f"/ideer/{each.id}")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_photo_that_is_hidden_is_gone_at_once(lindegaarden, anna, clara, maja, make, browser):
    idea = make.pending(lindegaarden, anna)
    photo = _photo(idea, anna)
    _bring(idea, "published", maja)
    url = f"/billeder/{photo.file}/800.jpg"
    answer = browser(clara).get(url)
    assert (answer.status, "public" in answer.headers["Cache-Control"]) == (200, False)
    move(idea, ItemState.HIDDEN)
    assert browser(clara).get(url, headers={"If-None-Match": answer.headers["ETag"]}).status == 404
    assert browser().get(url).status == 404


def test_only_one_view_sends_files(app):
    senders = [path for path in Path(app.root_path).rglob("*.py") if re.search(r"send_(file|from_directory)\(", path.read_text())]
    assert [path.relative_to(app.root_path).as_posix() for path in senders] == ["content/views.py"], "a file route asks the rules"
