"""Hostile words in every field of every form: they come back as words, in pages, search, notices and mails (security.md B1-B3)."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page

from boligdialog.accounts import queries as accounts
from boligdialog.content import queries as content
from boligdialog.core.db import db
from boligdialog.moderation.models import Case, Cause
from boligdialog.moderation.rules import why_not_decide
from boligdialog.moderation.services import review
from boligdialog.search import services as search
from tests.e2e.conftest import Desk
from tests.e2e.demo import Demo, running_demo
from tests.e2e.visits import VISITS, Visit, stage
from tests.pictures import picture

pytestmark = pytest.mark.e2e

#: What a field is filled with; the number tells one field from another.
WORDS = '"><svg onload=alert(1)>{{7*7}}${7*7}javascript:alert(1)'
LINKS = (
    "[x](javascript:alert(1)) [y](data:text/html,<script>alert(1)</script>) [z](JaVa\tscript:alert(1)) [v](vbscript:x) "
    "<img src=x onerror=alert(1)>"
)

#: Fill in a form of the page: every field for words, and what nobody has chosen yet.
FILL = """([no, words, links]) => {
  const form = document.querySelectorAll('main form[method=post i]')[no];
  for (const each of form.elements) {
    if (each.matches('textarea')) each.value = words + no + '\\n\\n' + links;
    else if (each.matches('select')) each.selectedIndex = each.value || !each.ariaRequired ? each.selectedIndex : each.options.length - 1;
    else if (each.matches('[type=radio]')) each.checked = each.checked || !form.querySelector(`[name="${each.name}"]:checked`);
    else if (each.matches('[type=checkbox]')) each.checked = true;
    else if (each.matches('input:not([type=hidden], [type=file], [type=date])')) each.value = words + no;
  }
  const file = form.querySelector('[type=file]');
  return file && file.id;
}"""

#: Past the scripts of the page, which would send some forms in another way.
SEND = "no => HTMLFormElement.prototype.submit.call(document.querySelectorAll('main form[method=post i]')[no])"

#: The forms of a page in which something is typed: where each is sent, or nothing for the others.
FORMS = """() => [...document.querySelectorAll('main form[method=post i]')].map(form =>
  form.querySelector('textarea, input:not([type=hidden], [type=checkbox], [type=radio])') ? form.getAttribute('action') || 'here' : '')"""

#: What must not be in a page: elements and addresses that run something, and the answer to seven times seven.
CAUGHT = """() => [
  ...[...document.querySelectorAll('script:not([src]):not([type]), [onload], [onerror], [onclick]')],
  ...['href', 'src', 'action'].flatMap(name => [...document.querySelectorAll(`[${name}]`)]
    .filter(each => /^(javascript|data|vbscript)/i.test(each.getAttribute(name).replace(/\\s/g, '')))),
].map(each => each.outerHTML.slice(0, 120)).concat(document.body.innerText.includes('49${7*7}') ? ['{{7*7}} was worked out'] : [])"""


@pytest.fixture(scope="module")
def stormed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of its own, for after this nothing in it is as it was."""
    with running_demo(tmp_path_factory.mktemp("stormed")) as demo:
        stage(demo)
        yield demo


@pytest.fixture
def storm(chromium: Browser, stormed: Demo) -> Iterator[Desk]:
    """Browsers of people in that demo, and all that ran in them though it must not."""
    desk = Desk(chromium, stormed)
    yield desk
    desk.close()
    for context in {page.context for page in desk.kept.values()}:
        context.close()


def _one_of_each() -> list[Visit]:
    """A visit for each page and kind of reader, as it is before anything is pressed."""
    return list({(visit.endpoint, visit.who): visit for visit in reversed(VISITS) if visit.then is None}.values())


def _page(storm: Desk, who: str) -> Page:
    """Somebody's page; a dialog in it is a fault."""
    known, page = who in storm.kept, storm.page(who)
    if not known:
        page.on("dialog", lambda dialog: (storm.faults.append(f"a script ran on {page.url}"), dialog.dismiss()))
    return page


def _send_all_forms(page: Page, visit: Visit, demo: Demo) -> Iterator[str]:
    """Open the page and send each kind of its forms with hostile words; what was caught in the answers."""
    visit.open(page, demo)
    kinds = {re.sub(r"\d+", "", action): no for no, action in enumerate(page.evaluate(FORMS)) if action}
    for n, no in enumerate(kinds.values()):
        if n:
            visit.open(page, demo)
        if len(page.evaluate(FORMS)) > no:
            _fill_and_send(page, no)
            yield from _caught(page, f"{visit}, form {no}")


def _fill_and_send(page: Page, no: int) -> None:
    file = page.evaluate(FILL, [no, WORDS, LINKS])
    if file:
        page.set_input_files(f"#{file}", {"name": f"{WORDS}.jpg".replace("/", ""), "mimeType": "image/jpeg", "buffer": picture()})
    with page.expect_navigation():
        page.evaluate(SEND, no)


def _publish_all(demo: Demo) -> None:
    """Let moderators publish all that waits, so that everybody reads it; what is one's own is for the other."""
    with demo.app.app_context():
        moderators = [accounts.person_by_email(f"{name}@example.dk") for name in ("marie", "soeren")]
        for each in moderators:
            assert each
            each.is_strong = True
        waiting = sa.select(Case).where(Case.outcome.is_(None), Case.cause != Cause.APPEALED)  # appeals are no way to be shown
        for case in db.session.scalars(waiting).all():
            by = next(each for each in moderators if each and why_not_decide(each, case, case.item.keeper) is None)
            decide = review.keep if case.item.is_visible and not content.waiting_version(case.item_id) else review.publish
            decide(case, by=by, version=case.row_version)
        search.reindex()
    demo.work()


def _caught(page: Page, where: str) -> list[str]:
    return [f"{where}: {each}" for each in page.evaluate(CAUGHT)]


def test_hostile_words_in_every_field_stay_words(stormed: Demo, storm: Desk) -> None:
    found: list[str] = []
    shown: set[str] = set()
    for visit in _one_of_each():
        found += _send_all_forms(_page(storm, visit.who), visit, stormed)
    _publish_all(stormed)
    for visit in _one_of_each():
        page = _page(storm, visit.who)
        visit.open(page, stormed)
        found += _caught(page, str(visit))
        if "<svg onload=alert(1)>{{7" in page.inner_text("body"):
            shown.add(visit.endpoint)
    assert not found + storm.faults, "\n".join(found + storm.faults)
    assert shown >= {"ideas.overview", "ideas.show", "pages.mine", "notifications.news"}, "the words did not get there: this proves nothing"


def test_hostile_words_in_a_mail_stay_words(stormed: Demo, storm: Desk) -> None:
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in Path(stormed.app.instance_path, "outbox").glob("*.eml")
    ]
    parts = [part for mail in mails for part in mail.walk() if part.get_content_maintype() == "text"]
    page, found = _page(storm, "nobody"), []
    for part in parts:
        if part.get_content_subtype() == "html":
            page.set_content(part.get_content())
            found += _caught(page, "mail")
    assert not found + storm.faults, "\n".join(found + storm.faults)
    assert any("<svg onload" in part.get_content() for part in parts), "no mail held the words, so this proves nothing"


@pytest.mark.parametrize(
    "path", ["/lindegaarden/ideer", "/soeg", "/koe", "/min-side/nyt", "/log-ind", "/lindegaarden/ideer/ny", "/ideer/ny"]
)
def test_hostile_words_in_an_address_stay_words(path: str, stormed: Demo, storm: Desk) -> None:
    page = _page(storm, "marie")
    for name in ("q", "omraade", "status", "orden", "tema", "sted", "princip", "inspiration", "efter", "naeste", "back", "svar"):
        page.goto(f"{stormed.url}{path}?{urlencode({name: WORDS})}")
        storm.faults += _caught(page, f"{path}?{name}")
    assert not storm.faults, "\n".join(storm.faults)


def test_hostile_words_are_found_as_words(stormed: Demo, storm: Desk) -> None:
    page = _page(storm, "nobody")
    page.goto(f"{stormed.url}/soeg?q=onload")
    assert "<svg onload=alert(1)>{{7" in page.inner_text("main")
    assert not _caught(page, "search") + storm.faults
