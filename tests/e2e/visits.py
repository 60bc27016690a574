"""Every page there is, who opens it, and the states that a press brings it into."""

from collections.abc import Callable
from typing import NamedTuple

import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page

from boligdialog.accounts import queries as accounts, services as people
from boligdialog.accounts.models import Person
from boligdialog.content.models import ItemState
from boligdialog.core import tokens
from boligdialog.core.db import changed, db
from boligdialog.housing import queries as housing
from boligdialog.ideas import services as ideas
from boligdialog.ideas.models import Idea, IdeaStage
from boligdialog.moderation import queries as moderation, services as review
from boligdialog.moderation.models import ReasonCode
from boligdialog.notifications.services import stop_url
from boligdialog.organs.models import Organ
from tests.e2e.demo import Demo

Press = Callable[[Page], None]


class Visit(NamedTuple):
    """A page as somebody sees it. Values that stage() knows, such as "pending", become the id of that thing."""

    endpoint: str
    who: str
    values: dict[str, str]
    then: Press | None

    def __str__(self) -> str:
        values = ",".join(f"{name}={value}" for name, value in self.values.items())
        return " ".join(filter(None, [self.endpoint, values, f"as {self.who}", self.then.__name__ if self.then else ""]))

    def open(self, page: Page, demo: Demo, lang: str = "da") -> None:
        """Go there, and press what is to be pressed."""
        values = {name: demo.ids.get(value, value) for name, value in self.values.items()}
        path = self.endpoint if self.endpoint.startswith("/") else demo.app.url_map.bind("localhost").build(self.endpoint, values)
        page.goto(demo.url + ("/en" if lang == "en" else "") + path)
        if self.then:
            self.then(page)


def at(endpoint: str, *people: str, then: Press | None = None, **values: str) -> list[Visit]:
    """Visits of a page, by nobody in particular when no people are named."""
    return [Visit(endpoint, who, values, then) for who in people or ("nobody",)]


# --- presses ----------------------------------------------------------------------------------------


def send(page: Page, field: str, text: str = "") -> None:
    """Send the form that has this field, with this text in it."""
    form = page.locator(f"main form:has([name={field}])")
    if text:
        form.locator(f"[name={field}]").fill(text)
    form.locator("button:not([type=button])").last.click()
    page.wait_for_load_state()


def with_the_menu_open(page: Page) -> None:
    """The menu of the phone."""
    page.locator("header details[data-menu] > summary").click()


def with_the_area_open(page: Page) -> None:
    """The rooms of an area, on the phone."""
    page.locator("header ~ nav details[data-menu] > summary").click()


def with_the_filter_open(page: Page) -> None:
    """The ways to choose among ideas."""
    page.locator("details[data-filter] > summary").click()


def with_the_folds_open(page: Page) -> None:
    """Everything that is folded away in the page itself."""
    for fold in page.locator("main details:not([data-filter]) > summary").all():
        fold.click()


def with_no_address(page: Page) -> None:
    """Ask for a code without saying where to."""
    send(page, "email")


def with_a_wrong_letter(page: Page) -> None:
    """A code that is on no letter."""
    send(page, "code", "ABCD EFGH 2345")


def with_a_code_asked_for(page: Page) -> None:
    """The page for the six digits."""
    send(page, "email", f"{tokens.new_token()}@example.dk")


def with_a_wrong_code(page: Page) -> None:
    """Six digits that are not the right ones."""
    with_a_code_asked_for(page)
    send(page, "code", "12")


def with_an_empty_name(page: Page) -> None:
    """What may we call you? Nothing."""
    page.locator("main [name=name]").fill("")
    send(page, "name")


def with_everything_missing(page: Page) -> None:
    """An idea without a word."""
    send(page, "title")


def with_no_reason(page: Page) -> None:
    """A no that says nothing."""
    send(page, "reason")


def with_the_mails_stopped(page: Page) -> None:
    """One press."""
    page.locator("main form button").click()
    page.wait_for_load_state()


# --- pages ------------------------------------------------------------------------------------------

#: Routes that show no page of their own, and why.
NO_PAGES = {
    "static": "built files",
    "favicon": "a picture",
    "healthz": "for machines",
    "ideas.short_link": "leads to ideas.show",
    "ideas.find": "leads to ideas.show, or is the page for what is not found",
}

VISITS = [
    *at("pages.home", "nobody", "anna", "marie"),
    *at("pages.home", then=with_the_menu_open),
    *at("pages.home", "anna", then=with_the_menu_open),
    *at("pages.areas"),
    *at("pages.area", "nobody", "anna", slug="lindegaarden"),
    *at("pages.mine", "anna", "lars", "marie"),
    *at("pages.help"),
    *at("design"),
    *at("pages.privacy"),
    *at("pages.cookies"),
    *at("pages.accessibility"),
    *at("accounts.sign_in"),
    *at("accounts.sign_in", then=with_no_address),
    *at("accounts.sign_in", then=with_a_wrong_letter),
    *at("accounts.sign_in", then=with_a_code_asked_for),
    *at("accounts.sign_in", then=with_a_wrong_code),
    *at("accounts.enter_letter"),
    *at("accounts.enter_code"),
    *at("accounts.letter_link", code="ABCDEFGH2345"),
    *at("accounts.mailed_link", attempt_id="attempt", token="attempt_token"),
    *at("accounts.mailed_link", attempt_id="attempt", token="0"),
    *at("accounts.welcome", "anna"),
    *at("accounts.welcome", "anna", then=with_an_empty_name),
    *at("accounts.too_young"),
    *at("accounts.staff_link", token="demomarie"),
    *at("organs.who_decides", slug="lindegaarden"),
    *at("principles.overview"),
    *at("principles.show", no="1"),
    *at("principles.show", no="10"),
    *at("principles.version", no="1", number="1"),
    *at("principles.rules"),
    *at("ideas.overview", "nobody", "anna", slug="lindegaarden"),
    *at("ideas.overview", slug="lindegaarden", then=with_the_filter_open),
    *at("ideas.overview", slug="lindegaarden", then=with_the_area_open),
    *at("ideas.overview", slug="lindegaarden", status="done"),
    *at("ideas.show", "nobody", "anna", idea_id="published"),
    *at("ideas.show", "marie", idea_id="published", then=with_the_folds_open),
    *at("ideas.show", "nobody", idea_id="finished"),
    *at("ideas.show", "lars", idea_id="published"),
    *at("ideas.show", "lars", idea_id="returned"),
    *at("ideas.show", "lars", idea_id="hidden"),
    *at("ideas.choose_area", "nobody", "marie"),
    *at("ideas.propose", "anna", slug="lindegaarden"),
    *at("ideas.propose", "anna", slug="lindegaarden", then=with_everything_missing),
    *at("ideas.receipt", "lars", idea_id="pending"),
    *at("ideas.receipt", "lars", idea_id="published"),
    *at("ideas.edit", "lars", idea_id="pending"),
    *at("ideas.edit", "lars", idea_id="returned", then=with_the_folds_open),
    *at("ideas.take_back", "lars", idea_id="pending"),
    *at("ideas.sort", "marie", idea_id="published"),
    *at("ideas.consider", "marie", idea_id="considerable"),
    *at("support.support", "anna", idea_id="published", item_id="published"),
    *at("support.support", "anna", item_id="finished"),
    *at("notifications.follow_item", "anna", item_id="published"),
    *at("notifications.follow_area", "anna", slug="lindegaarden"),
    *at("notifications.follow_principle", "anna", no="1"),
    *at("notifications.follow_place", "anna", place_id="1"),
    *at("notifications.follow_organ", "anna", organ_id="1"),
    *at("notifications.news", "anna", "lars"),
    *at("notifications.choices", "anna", "lars"),
    *at("notifications.stop", token="stop_token"),
    *at("notifications.stop", token="stop_token", then=with_the_mails_stopped),
    *at("moderation.queue", "marie"),
    *at("moderation.queue", "anna"),
    *at("moderation.show", "marie", case_id="case", then=with_the_folds_open),
    *at("moderation.ask_edit", "marie", case_id="case"),
    *at("moderation.ask_edit", "marie", case_id="case", then=with_no_reason),
    *at("moderation.hide", "marie", case_id="case"),
    *at("moderation.hide", "marie", case_id="case", then=with_no_reason),
    *at("/what-is-not-there", "nobody", "anna"),
    *at("/i?q=BD-1999-0001"),
    *at("/lindegaarden/ideer?status=odd"),
]

#: The longest that a title may be, in one word, and signs that would break a careless page.
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzdonaudampfschiff!"
NASTY = '<script>alert(1)</script> "><svg onload=alert(1)> {{7*7}} 🏡\n\nhttps://example.dk/' + "a" * 120


def stage(demo: Demo) -> None:
    """Put on stage what the demo lacks: an author whose ideas are in every state, with words that try to break the page."""
    with demo.app.app_context():
        author, marie = (accounts.person_by_email(f"{name}@example.dk") for name in ("lars", "marie"))
        assert author and marie  # noqa: PT018 - both or none
        marie.is_strong = True
        mine = {
            name: _propose(f"{LONG[:-3]} {n}", author) for n, name in enumerate(("pending", "published", "returned", "hidden", "finished"))
        }
        cases = {name: moderation.open_case_of(idea_id) for name, idea_id in mine.items()}
        for name, decide in {
            "published": review.publish,
            "finished": review.publish,
            "returned": review.ask_edit,
            "hidden": review.hide,
        }.items():
            reason = {} if decide is review.publish else {"reason": ReasonCode.TONE, "text": NASTY}
            decide(cases[name], by=marie, version=cases[name].row_version, **reason)
        organ = db.session.scalars(sa.select(Organ.id)).first()
        changed(sa.update(Idea.__table__).where(Idea.__table__.c.id == mine["finished"]).values(stage=IdeaStage.DONE, decided_by_id=organ))
        db.session.commit()
        demo.ids |= mine | {"case": cases["pending"].id, "considerable": _considerable()} | _attempt(demo.app)
        demo.ids["stop_token"] = _stop_token(author)


def _propose(title: str, author: Person) -> int:
    area = housing.area("lindegaarden")
    assert area
    place_id, _name = housing.place_names(area.id)[0]
    return ideas.propose_idea(area, title=title, why=NASTY, place_id=place_id, by=author, lang="da").id


def _considerable() -> int:
    """An idea that a moderator can begin to consider."""
    which = (Idea.state == ItemState.PUBLISHED, Idea.stage == IdeaStage.NEW, Idea.decided_by_id.is_not(None))
    return db.session.scalars(sa.select(Idea.id).where(*which).order_by(Idea.id)).first() or 0


def _stop_token(person: Person) -> str:
    """What stands at the end of a mail."""
    return stop_url(person, "news").rsplit("/", 1)[1]


def _attempt(app: Flask) -> dict[str, int | str]:
    """A code that was asked for in another browser."""
    with app.test_request_context():
        attempt = people.ask_code("elsewhere@example.dk", browser="another", lang="da")
        return {"attempt": attempt.id, "attempt_token": tokens.link_token(people.PURPOSE, attempt.id)}
