"""Every page there is, who opens it, and the states that a press brings it into."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa
from flask import Flask, current_app
from playwright.sync_api import Page

from boligdialog.accounts import queries as accounts, services as people
from boligdialog.accounts.models import Mute, Person
from boligdialog.comments import services as comments
from boligdialog.comments.models import CommentKind
from boligdialog.content.models import Attachment, Item, ItemState
from boligdialog.core import clock, files, tokens
from boligdialog.core.db import changed, db
from boligdialog.core.drafts import Draft, keep_draft
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Household
from boligdialog.ideas import services as ideas
from boligdialog.ideas.models import Idea, IdeaStage, WithdrawWhy
from boligdialog.merging.services import merge_ideas, split_idea
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import ReasonCode, SavedText
from boligdialog.moderation.services import appeals, review
from boligdialog.notifications.services import stop_url
from boligdialog.organs.models import Organ, OrganKind
from boligdialog.search import services as search
from boligdialog.support.services import support_item
from boligdialog.translations.services import translate_item
from tests.e2e.demo import Demo
from tests.pictures import picture

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
    form = page.locator(f"main form:has([name={field}])").last
    if text:
        form.locator(f"[name={field}]").fill(text)
    form.locator("button:not([type=button], [name=save_draft])").last.click()
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
    for fold in page.locator("main details:not([data-filter]):visible > summary").all():
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


def with_an_odd_slip(page: Page) -> None:
    """A slip that we have not printed, and nothing else; what is folded away is open."""
    send(page, "slip", LONG)
    with_the_folds_open(page)


def with_homes_that_are_none(page: Page) -> None:
    """A word, and a home that there is not."""
    send(page, "homes", f"{LONG} H-999999999")


def with_homes_on_paper(page: Page) -> None:
    """Two homes, with the way to take them away again."""
    send(page, "homes", "H-0001, 2")


def with_no_title(page: Page) -> None:
    """A change of what others rely on, without a title and a reason."""
    page.locator("main [name=title]").fill("")
    send(page, "title")


def with_similar_ideas(page: Page) -> None:
    """An idea that others have had."""
    page.locator("main [name=title]").fill("Flere bænke ved legepladsen")
    page.locator("[data-alike]").wait_for()


def with_a_broken_tap(page: Page) -> None:
    """Something for the caretaker; all that is folded away is open."""
    page.locator("main [name=place]").select_option(index=2)
    send(page, "title", "Vandhanen i vaskeriet drypper")
    with_the_folds_open(page)


def with_no_words(page: Page) -> None:
    """A comment that says nothing."""
    send(page, "text")


def with_nothing_chosen(page: Page) -> None:
    """A notice that does not say what is the matter."""
    send(page, "code")


def with_a_list_of_homes(page: Page) -> None:
    """What happens, before it does."""
    send(page, "text", "blok;opgang;bolig;postnr\n" + "\n".join(f"{LONG[:20]};B;{LONG[:38]}{n}" for n in range(9)))


def with_a_faulty_list(page: Page) -> None:
    """Two lines that cannot be."""
    send(page, "text", f"blok;opgang;bolig\n{LONG};B;1\n;;{LONG}\n")


def with_nothing_in_two(page: Page) -> None:
    """Two ideas without titles, and a piece for one of them."""
    page.locator("main [name=piece_1]").select_option("2")
    send(page, "title_1")


def with_no_other(page: Page) -> None:
    """Merged with what is none of ours."""
    send(page, "other", LONG)


def with_no_reason(page: Page) -> None:
    """A no that says nothing."""
    send(page, "reason")


def with_no_texts(page: Page) -> None:
    """Nothing to save."""
    send(page, "text_da")


def with_a_look(page: Page) -> None:
    """How a saved text reads, before it is saved."""
    page.locator("main [name=preview]").click()
    page.wait_for_load_state()


def with_no_photo(page: Page) -> None:
    """A photo without anything."""
    send(page, "alt")


def with_a_number_of_nothing(page: Page) -> None:
    """The log of something that is not there."""
    page.locator("main [name=sag]").fill("<script>")
    page.locator("main form button").click()
    page.wait_for_load_state()


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
    "readyz": "for machines",
    "provoked": "errors: tests/e2e/test_errors.py",
    "pages.statement": "leads elsewhere, or is an error: tests/e2e/test_errors.py",
    "content.photo": "a picture",
    "ideas.short_link": "leads to ideas.show",
    "search.similar": "a part of ideas.propose",
    "paper.area_poster": "a PDF",
    "paper.idea_poster": "a PDF",
    "paper.qr_svg": "a picture",
    "paper.scanned": "leads to what was scanned",
    "paper.letter_code": "leads to accounts.enter_letter",
    "moderation.in_numbers_csv": "a file",
    "ideas.find": "leads to ideas.show, or is the page for what is not found",
}

#: What is behind the three buttons of a case.
MORE_ACTS = ("more", "redact", "move", "route", "refer", "take_over")

VISITS = [
    *at("pages.home", "nobody", "anna", "marie"),
    *at("pages.home", then=with_the_menu_open),
    *at("pages.home", "anna", then=with_the_menu_open),
    *at("pages.areas"),
    *at("pages.area", "nobody", "anna", slug="lindegaarden"),
    *at("pages.mine", "anna", "lars", "marie"),
    *at("pages.about"),
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
    *at("accounts.prove_again", "anna"),
    *at("accounts.email", "anna", then=with_no_address),
    *at("accounts.confirm_email", "anna"),
    *at("accounts.return_code", "anna"),
    *at("admin.desk", "marie"),
    *at("admin.read_log", "soeren"),
    *at("admin.read_log", "soeren", then=with_a_number_of_nothing),
    *at("admin.tend", "soeren", then=with_the_folds_open),
    *at("admin.trash", "soeren"),
    *at("ideas.enter_where", "marie"),
    *at("ideas.enter", "marie", slug="lindegaarden"),
    *at("ideas.enter", "marie", slug="lindegaarden", then=with_an_odd_slip),
    *at("support.enter_paper", "marie", item_id="published"),
    *at("support.enter_paper", "marie", item_id="published", then=with_homes_that_are_none),
    *at("support.enter_paper", "marie", item_id="published", then=with_homes_on_paper),
    *at("paper.posters", "marie"),
    *at("paper.slips", "marie"),
    *at("paper.area_posters", slug="lindegaarden"),
    *at("paper.idea_posters", idea_id="published"),
    *at("paper.qr_page", code="o1"),
    *at("paper.letters", "soeren"),
    *at("admin.desk", "soeren"),
    *at("admin.organisations", "soeren"),
    *at("admin.organisations", "soeren", then=with_an_empty_name),
    *at("admin.rename_organisation", "soeren", organisation_id="1"),
    *at("admin.areas", "soeren", "marie"),
    *at("admin.add_area", "soeren"),
    *at("admin.add_area", "soeren", then=with_an_empty_name),
    *at("admin.area", "soeren", "marie", area_id="1"),
    *at("admin.change_area", "soeren", area_id="1"),
    *at("admin.area_preset", "soeren", area_id="1", valg="neighbours"),
    *at("admin.add_section", "soeren", area_id="1"),
    *at("admin.add_section", "soeren", area_id="1", then=with_an_empty_name),
    *at("admin.change_section", "soeren", section_id="1"),
    *at("admin.places", "soeren", area_id="1"),
    *at("admin.change_place", "soeren", place_id="1"),
    *at("admin.section_homes", "soeren", "marie", section_id="1"),
    *at("admin.section_homes", "soeren", section_id="1", q="nowhere"),
    *at("admin.enter_homes", "soeren", section_id="1"),
    *at("admin.enter_homes", "soeren", section_id="1", then=with_a_list_of_homes),
    *at("admin.enter_homes", "soeren", section_id="1", then=with_a_faulty_list),
    *at("admin.home", "soeren", household_id="1"),
    *at("admin.welcome_residents", "soeren", household_id="1"),
    *at("admin.change_home", "soeren", household_id="1"),
    *at("admin.homes", "marie"),
    *at("admin.codes", "marie"),
    *at("admin.lend_code", "marie", person_id="without_email"),
    *at("accounts.staff_link", token="demomarie"),
    *at("admin.who_may", "marie"),
    *at("admin.roles", "soeren"),
    *at("admin.appoint", "soeren"),
    *at("admin.role", "soeren", role_id="moderator_role"),
    *at("admin.end_role", "soeren", role_id="moderator_role"),
    *at("admin.hand_out_link", "soeren", role_id="moderator_role"),
    *at("admin.organs", "soeren"),
    *at("admin.add_organ", "soeren", area_id="1"),
    *at("admin.organ", "soeren", organ_id="board"),
    *at("admin.seat", "soeren", organ_id="board"),
    *at("admin.close_organ", "soeren", organ_id="board"),
    *at("admin.hand_over", "soeren", organ_id="board"),
    *at("admin.routes", "soeren"),
    *at("admin.area_routes", "soeren", slug="lindegaarden"),
    *at("admin.add_route", "soeren", slug="lindegaarden"),
    *at("admin.route", "soeren", route_id="1"),
    *at("admin.settings", "soeren"),
    *at("admin.setting", "soeren", name="ideas.answer_days"),
    *at("admin.principles", "soeren"),
    *at("admin.principle", "soeren", no="1"),
    *at("admin.add_measure", "soeren", no="1"),
    *at("admin.measure", "soeren", measure_id="1"),
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
    *at("ideas.everywhere", "nobody", "anna"),
    *at("ideas.everywhere", status="done", orden="newest"),
    *at("ideas.show", "nobody", "anna", idea_id="published"),
    *at("ideas.show", "marie", idea_id="published", then=with_the_folds_open),
    *at("ideas.show", "nobody", idea_id="finished"),
    *at("ideas.show", "lars", idea_id="published"),
    *at("ideas.show", "lars", idea_id="returned"),
    *at("ideas.show", "lars", idea_id="hidden"),
    *at("ideas.choose_area", "nobody", "marie"),
    *at("ideas.propose", "anna", slug="lindegaarden"),
    *at("ideas.propose", "anna", slug="lindegaarden", then=with_everything_missing),
    *at("ideas.propose", "anna", slug="lindegaarden", then=with_a_broken_tap),
    *at("ideas.propose", "lars", slug="lindegaarden"),
    *at("ideas.photos", "lars", idea_id="pending"),
    *at("ideas.photos", "lars", idea_id="pending", then=with_no_photo),
    *at("ideas.draft_photos", "lars", draft_id="draft"),
    *at("ideas.photo", "lars", photo_id="photo"),
    *at("ideas.receipt", "lars", idea_id="pending"),
    *at("ideas.receipt", "lars", idea_id="published"),
    *at("ideas.edit", "lars", idea_id="pending"),
    *at("ideas.edit", "lars", idea_id="returned", then=with_the_folds_open),
    *at("ideas.edit", "lars", idea_id="published"),
    *at("ideas.edit", "lars", idea_id="published", then=with_no_title),
    *at("ideas.edit", "lars", idea_id="changing"),
    *at("ideas.show", "lars", idea_id="changing"),
    *at("ideas.show", "anna", idea_id="published"),
    *at("ideas.versions", "nobody", "lars", idea_id="published"),
    *at("ideas.versions", idea_id="withdrawn"),
    *at("ideas.show", "nobody", "lars", idea_id="withdrawn"),
    *at("ideas.withdraw", "lars", idea_id="published"),
    *at("ideas.withdraw", "lars", idea_id="published", then=with_no_reason),
    *at("moderation.show", "marie", case_id="changed_case"),
    *at("ideas.take_back", "lars", idea_id="pending"),
    *at("ideas.sort", "marie", idea_id="published"),
    *at("merging.choose", "marie", idea_id="published"),
    *at("merging.choose", "marie", idea_id="published", then=with_no_other),
    *at("merging.merge", "marie", idea_id="published", target_id="joint"),
    *at("merging.source", "nobody", "lars", "marie", idea_id="merged"),
    *at("merging.undo", "marie", idea_id="merged"),
    *at("ideas.show", "nobody", "marie", idea_id="joint"),
    *at("merging.split", "marie", idea_id="published"),
    *at("merging.split", "marie", idea_id="published", then=with_nothing_in_two),
    *at("ideas.show", "nobody", "anna", idea_id="split"),
    *at("ideas.consider", "marie", idea_id="considerable"),
    *at("ideas.show", "nobody", "lars", idea_id="arabic"),
    *at("ideas.show", "nobody", idea_id="arabic", then=with_the_folds_open),
    *at("translations.translate", "lars", item_id="pending", lang="en"),
    *at("translations.translate", "marie", item_id="arabic", lang="da"),
    *at("translations.translate", "marie", item_id="arabic", lang="en", then=with_everything_missing),
    *at("translations.remove", "marie", item_id="arabic", lang="da"),
    *at("search.find"),
    *at("search.find", q="legepladsen"),
    *at("search.find", q="legepladzen"),
    *at("search.find", q="rabarber", omraade="lindegaarden"),
    *at("search.find", q="x" * 101),
    *at("ideas.propose", "anna", slug="lindegaarden", then=with_similar_ideas),
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
    *at("comments.write", "nobody", "anna", item_id="published"),
    *at("comments.write", "lars", item_id="published", then=with_no_words),
    *at("comments.reply", "anna", comment_id="question"),
    *at("comments.show", "nobody", "lars", comment_id="question"),
    *at("comments.edit", "lars", comment_id="question"),
    *at("comments.delete", "lars", comment_id="answer"),
    *at("comments.thank", "nobody", "anna", comment_id="answer"),
    *at("comments.accept", "lars", comment_id="answer"),
    *at("comments.slow_talk", "marie", item_id="published"),
    *at("comments.slow_talk", "marie", item_id="joint"),
    *at("comments.slow_talk", "marie", item_id="published", then=with_no_reason),
    *at("moderation.report", "nobody", "anna", item_id="published"),
    *at("moderation.report", "anna", item_id="question", then=with_nothing_chosen),
    *at("moderation.in_numbers", slug="lindegaarden"),
    *at("moderation.queue", "marie"),
    *at("moderation.queue", "anna"),
    *at("moderation.show", "marie", case_id="arabic_case", then=with_the_folds_open),
    *at("moderation.show", "marie", case_id="case", then=with_the_folds_open),
    *at("moderation.mute", "marie", case_id="case"),
    *at("moderation.mute", "marie", case_id="case", then=with_no_reason),
    *at("moderation.mutes", "marie", "soeren"),
    *at("comments.write", "poul", item_id="published"),
    *at("ideas.show", "poul", idea_id="published"),
    *at("pages.mine", "poul"),
    *at("moderation.notes", "marie", case_id="case"),
    *at("moderation.saved_texts", "marie"),
    *at("moderation.add_text", "marie"),
    *at("moderation.add_text", "marie", then=with_no_texts),
    *at("moderation.change_text", "marie", text_id="saved_text", then=with_a_look),
    *at("moderation.remove_text", "marie", text_id="saved_text"),
    *at("moderation.notes", "marie", case_id="case", then=with_no_words),
    *at("moderation.ask_edit", "marie", case_id="case"),
    *at("moderation.ask_edit", "marie", case_id="case", then=with_no_reason),
    *(each for act in MORE_ACTS for each in at(f"moderation.{act}", "marie", case_id="case")),
    *(each for act in ("uphold", "deny") for each in at(f"moderation.{act}", "soeren", case_id="appeal_case")),
    *at("moderation.show", "marie", "soeren", case_id="appeal_case"),
    *at("moderation.decision", "lars", case_id="hidden_case"),
    *at("moderation.decision", "lars", case_id="returned_case"),
    *at("moderation.hide", "marie", case_id="case"),
    *at("moderation.hide", "marie", case_id="case", then=with_no_reason),
    *at("/what-is-not-there", "nobody", "anna"),
    *at("/i?q=BD-1999-0001"),
    *at("/lindegaarden/ideer?status=odd"),
]

#: The longest that a title may be, in one word, and signs that would break a careless page.
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzdonaudampfschiff!"
NASTY = '<script>alert(1)</script> "><svg onload=alert(1)> {{7*7}} 🏡\n\nhttps://example.dk/' + "a" * 120

#: From right to left, with what runs the other way inside: a number, a time, a name, an address.
ARABIC_TITLE = "نريد مقعدا تحت الشجرة في الحديقة، بجانب Blok 12"
ARABIC_TEXT = """لا يوجد مكان للجلوس (من الساعة 9:00 إلى 17:00). جدتي عمرها 82 سنة، وتقول: «أين أجلس؟»

- مقعد واحد
- وطاولة صغيرة، انظر https://example.dk/bænke"""
DANISH_TEXT = """Der er ingen steder at sidde (kl. 9-17). Min mormor er 82 og spørger, hvor hun skal sidde.

- én bænk
- og et lille bord, se https://example.dk/bænke"""


def stage(demo: Demo) -> None:
    """Put on stage what the demo lacks: an author whose ideas are in every state, with words that try to break the page."""
    with demo.app.app_context():
        author, marie = (accounts.person_by_email(f"{name}@example.dk") for name in ("lars", "marie"))
        assert author and marie  # noqa: PT018 - both or none
        marie.is_strong = True
        mine = {
            name: _propose(f"{LONG[:-3]} {n}", author)
            for n, name in enumerate(("pending", "published", "returned", "hidden", "finished", "changing", "withdrawn"))
        }
        arabic = _arabic(author, marie)  # before some are published: an author whom we trust waits for nobody
        photos = {name: _photo(db.session.get_one(Idea, mine[name]), author) for name in ("pending", "published")}
        draft_id = keep_draft(author.id, "/lindegaarden/ideer/ny", {"title": LONG})
        _photo(db.session.get_one(Draft, draft_id), author)
        cases = {name: moderation.open_case_of(idea_id) for name, idea_id in mine.items()}
        for name, decide in {
            "published": review.publish,
            "finished": review.publish,
            "changing": review.publish,
            "withdrawn": review.publish,
            "returned": review.ask_edit,
            "hidden": review.hide,
        }.items():
            reason = {} if decide is review.publish else {"reason": ReasonCode.TONE, "text": NASTY}
            decide(cases[name], by=marie, version=cases[name].row_version, **reason)
        demo.ids |= {f"{name}_case": cases[name].id for name in ("hidden", "returned")}
        appeals.appeal(cases["returned"], by=author, text=NASTY)
        demo.ids["appeal_case"] = moderation.open_case_of(mine["returned"]).id  # type: ignore[union-attr]
        organ = db.session.scalars(sa.select(Organ.id)).first()
        changed(sa.update(Idea.__table__).where(Idea.__table__.c.id == mine["finished"]).values(stage=IdeaStage.DONE, decided_by_id=organ))
        db.session.commit()
        demo.ids |= mine | arabic | {"without_email": _without_email(), "case": cases["pending"].id, "considerable": _considerable()}
        demo.ids |= _attempt(demo.app)
        search.reindex()
        demo.ids |= {"photo": photos["pending"], "draft": draft_id}
        demo.ids |= _talk(db.session.get_one(Idea, mine["published"]), author, marie)
        demo.ids |= _changed(mine, author, marie)
        demo.ids |= _merged(author, marie)
        demo.ids["stop_token"] = _stop_token(author)
        comments.slow_talk(db.session.get_one(Idea, demo.ids["joint"]), minutes=120, days=7, reason=NASTY[:100], by=marie)
        _mutes(marie)
        demo.ids["saved_text"] = db.session.scalars(sa.select(sa.func.min(SavedText.id))).one()
        demo.ids["moderator_role"] = marie.roles[0].id
        demo.ids["board"] = db.session.scalars(sa.select(Organ.id).where(Organ.kind == OrganKind.BOARD).order_by(Organ.id)).first() or 0


def _mutes(marie: Person) -> None:
    """Poul is muted everywhere; Anna is to be, when a second person says yes."""
    now = clock.now()
    for name, days, begins in (("poul", 5, now), ("anna", 30, None)):
        person = accounts.person_by_email(f"{name}@example.dk")
        assert person
        until = begins + timedelta(days=days) if begins else None
        asked = {"asked_by_id": marie.id, "asked_at": now, "needs_second": days > 7, "reason": NASTY}
        db.session.add(Mute(person_id=person.id, days=days, begins_at=begins, until=until, case_id=1, **asked))
    db.session.commit()


def _propose(title: str, author: Person, why: str = NASTY) -> int:
    area = housing.area("lindegaarden")
    assert area
    place_id, _name = housing.place_names(area.id)[0]
    return ideas.propose_idea(area, title=title, why=why, place_id=place_id, by=author, lang="da").id


def _arabic(author: Person, moderator: Person) -> dict[str, int]:
    """An idea that runs from right to left, with a Danish translation; and another that waits for review with one."""
    ids = [_propose(f"{ARABIC_TITLE} {n}", author, ARABIC_TEXT) for n in (1, 2)]
    for each in ids:
        item = db.session.get_one(Idea, each)
        translate_item(item, lang="da", title=f"En bænk i haven under træet {each}", body=DANISH_TEXT, by=moderator)
    case, waiting = (moderation.open_case_of(each) for each in ids)
    assert case and waiting  # noqa: PT018 - both or none
    review.publish(case, by=moderator, version=case.row_version)
    return {"arabic": ids[0], "arabic_case": waiting.id}


def _photo(of: Idea | Draft, author: Person) -> int:
    """A photo of people, with words that try to break the page; its number."""
    ideas.add_photo(of, files.keep(io.BytesIO(picture())), alt=NASTY.replace("\n", " "), has_people=True, by=author)
    return db.session.scalars(sa.select(sa.func.max(Attachment.id))).one()


def _without_email() -> int:
    """Somebody who came in with the letter."""
    home = db.session.scalars(sa.select(Household).order_by(Household.id.desc())).first()
    assert home
    with current_app.test_request_context():
        return people.enter_paper_code(people.issue_letter_code(home), by=None, device="d").person.id


def _talk(idea: Idea, author: Person, marie: Person) -> dict[str, int]:
    """A question, its reply, and one that is hidden, with words that try to break the page."""
    question = comments.write_comment(idea, text=f"{LONG} {NASTY}", by=author, lang="da", meant_as=CommentKind.QUESTION, read_first=True)
    _decided(question, review.publish, marie)
    answer = comments.write_comment(idea, text=NASTY, by=author, lang="en", answers=question, read_first=True)
    _decided(answer, review.publish, marie)
    hidden = comments.write_comment(idea, text=NASTY, by=author, lang="da", read_first=True)
    _decided(hidden, review.hide, marie)
    return {"question": question.id, "answer": answer.id}


def _changed(mine: dict[str, int], author: Person, marie: Person) -> dict[str, int]:
    """A version that was shown, a change that waits, and an idea that was withdrawn."""
    anna = accounts.person_by_email("anna@example.dk")
    assert anna
    for name, read_first in (("published", False), ("changing", True)):
        idea = db.session.get_one(Idea, mine[name])
        support_item(idea, by=anna)
        title, why = f"{LONG[:-5]} igen", f"{idea.body}\n\n{LONG}"
        place_id = housing.place_names(idea.area_id)[1][0]
        ideas.edit_idea(idea, title=title, why=why, place_id=place_id, reason=f"{LONG} {NASTY}"[:200], read_first=read_first, by=author)
    withdrawn = db.session.get_one(Idea, mine["withdrawn"])
    ideas.withdraw_idea(withdrawn, why=WithdrawWhy.OTHER, text=f"{LONG} {NASTY}"[:200], by=author)
    case = moderation.open_case_of(mine["changing"])
    assert case
    return {"changed_case": case.id}


def _merged(author: Person, marie: Person) -> dict[str, int]:
    """Two ideas that are one, with a comment that came along; and one that is two."""
    source, target = (db.session.get_one(Idea, _propose(f"{LONG[:-6]} nr. {n}", author)) for n in (1, 2))
    for each in (source, target):
        if moderation.open_case_of(each.id):
            _decided(each, review.publish, marie)
    comment = comments.write_comment(source, text=NASTY, by=author, lang="da", read_first=True)
    _decided(comment, review.publish, marie)
    merge_ideas(source, into=target, by=marie, seen=(source.row_version, target.row_version))
    several = db.session.get_one(Idea, _propose(f"{LONG[:-8]} delt", author, f"{LONG}\n\n{LONG}"))
    if moderation.open_case_of(several.id):
        _decided(several, review.publish, marie)
    split_idea(several, parts=[(f"{LONG[:-8]} {n}", [n]) for n in (0, 1)], by=marie, version=several.row_version)
    return {"merged": source.id, "joint": target.id, "split": several.id}


def _decided(item: Item, decide: Callable[..., None], marie: Person) -> None:
    case = moderation.open_case_of(item.id)
    assert case
    reason = {} if decide is review.publish else {"reason": ReasonCode.TONE, "text": NASTY}
    decide(case, by=marie, version=case.row_version, **reason)


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
