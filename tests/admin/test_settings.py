"""Settings: few, typed, bounded, with an effect; each change is written down; a demo stays a demo."""

import pytest
import sqlalchemy as sa
from werkzeug.exceptions import NotFound

from boligdialog.admin.services.settings import change_setting, reset_setting
from boligdialog.core import settings
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.core.settings import SETTINGS
from boligdialog.ideas.settings import ANSWER_DAYS
from tests.conftest import NASTY


@pytest.fixture(autouse=True)
def _in_words(app):
    with app.test_request_context("/"):
        yield


def _last():
    return db.session.scalars(sa.select(Event).where(Event.kind == "SettingChanged").order_by(Event.id.desc())).first()


def test_there_are_few_and_each_says_what_it_does(app):
    assert len(SETTINGS) <= 40
    for setting in SETTINGS.values():
        assert setting.is_fixed or len(str(setting.effect)) > 20, setting.name
        assert setting.low <= (setting.default if isinstance(setting.default, int) else len(setting.default)) <= setting.high


def test_a_change_is_written_down_and_can_be_taken_back(soeren):
    change_setting(ANSWER_DAYS, 30, by=soeren)
    assert ANSWER_DAYS.value == 30
    assert (_last().payload, _last().by_id) == ({"name": "ideas.answer_days", "before": 14, "after": 30}, soeren.id)
    reset_setting(ANSWER_DAYS, by=soeren)
    assert ANSWER_DAYS.value == 14
    assert _last().payload["before"] == 30


@pytest.mark.parametrize("value", [6, 61, "14", "fjorten", ""])
def test_a_number_stays_within_its_bounds(soeren, value):
    with pytest.raises(Refused) as refused:
        change_setting(ANSWER_DAYS, value, by=soeren)
    assert refused.value.reason.status == 422
    assert ANSWER_DAYS.value == 14


def test_only_administrators_of_all_areas_change_them(maja, anna):
    for person in (maja, anna):
        with pytest.raises(Refused):
            change_setting(ANSWER_DAYS, 30, by=person)


def test_what_the_program_sets_is_on_no_page(soeren, browser):
    with pytest.raises(NotFound):
        change_setting(settings.IS_DEMO, 1, by=soeren)
    with pytest.raises(NotFound):
        reset_setting(settings.IS_DEMO, by=soeren)
    assert browser(soeren).get("/administration/indstillinger/site.is_demo").status == 404
    assert browser(soeren).get("/administration/indstillinger/nothing").status == 404


def test_a_value_out_of_bounds_comes_back_with_the_text(soeren, browser):
    reader = browser(soeren)
    for name, value in (("ideas.answer_days", "1000"), ("ideas.answer_days", "²"), ("site.contact", ""), ("site.phone", NASTY)):
        answer = reader.send(reader.get(f"/administration/indstillinger/{name}"), value=value)
        assert answer.status == 422, name
        assert answer.form()["value"] == value


def test_the_page_says_who_changed_what_and_resets(soeren, browser):
    reader, path = browser(soeren), "/administration/indstillinger/site.contact"
    reader.send(reader.get(path), value=NASTY[:40])
    assert "Søren" in reader.get("/administration/indstillinger").text
    assert NASTY[:40].split()[0] in browser().get("/hjaelp").text
    reader.send(reader.get(path), reset="1")
    assert settings.CONTACT.value == "Marie"
