"""What moderators say often is saved in two languages, and the author reads it in their own."""

import pytest
import sqlalchemy as sa

from boligdialog.accounts import services as people
from boligdialog.accounts.models import RoleKind
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.i18n import Words, force_locale, long_day
from boligdialog.moderation import queries
from boligdialog.moderation.models import ReasonCode, SavedText
from boligdialog.moderation.queries import texts
from boligdialog.moderation.services.texts import add_text, change_text, remove_text

DANISH, ENGLISH = "I “{title}” i {area} står et navn. {date}", "There is a name in “{title}” in {area}. {date}"
FIELDS = {"name": "Navn på en nabo", "text_da": DANISH, "text_en": ENGLISH, "reason": "personal_data"}


@pytest.fixture
def saved(maja):
    add_text(area_id=None, name="Navn på en nabo", text=Words(DANISH, ENGLISH), reason=ReasonCode.PERSONAL_DATA, by=maja)
    return db.session.scalars(sa.select(SavedText)).one()


@pytest.fixture
def case(lindegaarden, anna, make):
    return queries.open_case_of(make.pending(lindegaarden, anna, title="Hus {area} & {x} <b>").id)


@pytest.fixture
def local(erik, roennebakken):
    """Erik moderates the other area."""
    people.grant_role(erik, kind=RoleKind.MODERATOR, area_id=roennebakken.id, from_on=clock.today())
    db.session.commit()
    erik.is_strong = True
    return erik


def _code(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.reason.code


def test_a_text_is_saved_looked_at_first_and_used(case, maja, browser):
    reader = browser(maja)
    page = reader.get("/koe/tekster/ny")
    looked = reader.send(page, **FIELDS, area="all", preview="1")
    assert looked.status == 200
    assert "I “Flere bænke ved legepladsen” i Lindegården står et navn." in looked.text
    assert "There is a name in “More benches by the playground”" in looked.text
    assert db.session.scalars(sa.select(SavedText)).all() == []
    assert reader.send(looked, preview=None).status == 303
    assert "Navn på en nabo" in reader.get("/koe/tekster").text
    assert "Navn på en nabo" in reader.get(f"/koe/{case.id}/ret").text


@pytest.mark.parametrize("act", ["ret", "skjul"])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_it_fills_the_field_in_the_authors_language_and_reaches_them(case, saved, maja, anna, browser, outbox, act, lang):
    anna.lang = lang
    db.session.commit()
    reader = browser(maja)
    filled = reader.get(f"/koe/{case.id}/{act}?tekst={saved.id}")
    with force_locale(lang):
        day = long_day(clock.today())
    title = f"“{case.item.title}”"
    expected = {"da": f"I {title} i Lindegården står et navn. {day}", "en": f"There is a name in {title} in Lindegården. {day}"}[lang]
    assert filled.form(f"/{act}")["text"] == expected
    assert filled.form(f"/{act}")["reason"] == "personal_data"
    assert reader.send(filled, f"/{act}").status == 303
    assert expected in outbox()[-1].get_content()


def test_an_unknown_text_in_the_address_is_not_found(case, saved, maja, browser):
    reader = browser(maja)
    assert reader.get(f"/koe/{case.id}/ret?tekst=999").status == 404
    assert reader.get(f"/koe/{case.id}/ret?tekst=x").status == 400


@pytest.mark.parametrize(
    "text", ["Kære {navn}, det går ikke", "Det {title går ikke her", "Det } går ikke her", "{} går ikke her", "{{title}} går ikke"]
)
def test_an_unknown_place_is_refused_and_the_text_kept(maja, browser, text):
    reader = browser(maja)
    answer = reader.send(reader.get("/koe/tekster/ny"), **FIELDS | {"text_da": text}, area="all")
    assert answer.status == 422
    assert len(answer.errors) == 1
    assert answer.form()["text_da"] == text
    assert _code(add_text, area_id=None, name="Navn", text=Words(text, "In English it is"), reason=None, by=maja) == "placeholder"
    assert _code(add_text, area_id=None, name="Navn", text=Words("På dansk er det", text), reason=None, by=maja) == "placeholder"


def test_everything_missing_is_said_at_once(maja, browser):
    reader = browser(maja)
    answer = reader.send(reader.get("/koe/tekster/ny"))
    assert (answer.status, len(answer.errors)) == (422, 4)
    assert _code(add_text, area_id=None, name="Navn", text=Words("På dansk er det", ""), reason=None, by=maja) == "length"


def test_residents_and_boards_keep_none(saved, anna, dorte, browser):
    for person in (anna, dorte):
        assert browser(person).get("/koe/tekster").status == 403
        assert browser(person).get(f"/koe/tekster/{saved.id}").status == 404
        assert _code(remove_text, saved, by=person) == "not_moderator"


def test_a_moderator_of_an_area_keeps_those_of_the_area(saved, local, maja, lindegaarden, roennebakken, browser, case):
    words = {"name": "Vores egen", "text": Words("Skriv til os først.", "Write to us first."), "reason": None}
    assert _code(add_text, area_id=None, by=local, **words) == "not_moderator"
    assert _code(add_text, area_id=lindegaarden.id, by=local, **words) == "not_moderator"
    assert _code(change_text, saved, by=local, **words) == "not_moderator"
    assert add_text(area_id=roennebakken.id, by=local, **words)
    page = browser(local).get("/koe/tekster")
    assert "Navn på en nabo" in page.text
    assert "Vores egen" in page.text
    assert browser(local).get(f"/koe/tekster/{saved.id}").status == 403
    assert [each.name for each in texts.offered(case)] == ["Navn på en nabo"]
    own = db.session.scalars(sa.select(SavedText).where(SavedText.area_id == roennebakken.id)).one()
    add_text(area_id=lindegaarden.id, by=maja, **words)
    assert [each.area_id for each in texts.texts_of(local)] == [None, own.area_id]


def test_changing_and_deleting(saved, maja, browser):
    reader, url = browser(maja), f"/koe/tekster/{saved.id}"
    page = reader.get(url)
    assert reader.send(page, text_da="Skriv uden navnet.").status == 303
    stale = reader.send(page, text_da="Mit eget, som bliver stående.")
    assert stale.status == 409
    assert stale.form()["text_da"] == "Mit eget, som bliver stående."
    assert "Skriv uden navnet." in stale.text
    assert reader.send(reader.get(f"{url}/slet")).status == 303
    assert reader.get(url).status == 404
    assert "Ingen har gemt en tekst endnu" in reader.get("/koe/tekster").text


def test_a_double_press_saves_one(maja):
    words = {"name": "Navn", "text": Words("På dansk er det", "In English it is"), "reason": None, "by": maja, "once": "b" * 32}
    assert [add_text(area_id=None, **words) for _n in range(2)] == [True, False]
