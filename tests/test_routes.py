"""Every route has a policy, and the policy holds: closed by default, no reading that writes, nothing foreign to be found."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
import sqlalchemy as sa

from boligdialog.core import clock
from boligdialog.core.access import is_public
from boligdialog.core.db import db
from boligdialog.core.drafts import keep_draft
from boligdialog.core.guard import csrf
from boligdialog.core.health import worker_lives
from boligdialog.core.i18n import Words
from boligdialog.core.sessions import UserSession
from boligdialog.housing.services import taken_slugs
from boligdialog.merging.services import merge_ideas
from boligdialog.moderation.models import Case, SavedText
from boligdialog.moderation.services.notes import write_note
from boligdialog.moderation.services.texts import add_text
from boligdialog.notifications.services import stop_url
from boligdialog.organs import queries as organs
from boligdialog.support.services import support_item
from boligdialog.translations.services import translate_item

#: What each kind of reader is answered on each page that can be got. 200 reads, 303 sign in first, 403 told why not, 404 not found.
#: Readers: nobody, a resident (Anna, author of the published and of the pending idea), a neighbour (Clara), a moderator (Maja).
POLICY = {
    "/": (200, 200, 200, 200),
    "/<slug>": (200, 200, 200, 200),
    "/<slug>/foelg": (303, 200, 200, 200),
    "/<slug>/hvem-bestemmer": (200, 200, 200, 200),
    "/<slug>/i-tal": (200, 200, 200, 200),
    "/<slug>/i-tal.csv": (200, 200, 200, 200),
    "/<slug>/ideer": (200, 200, 200, 200),
    "/<slug>/ideer/ny": (200, 200, 200, 200),
    "/<slug>/ideer/paa-vegne": (303, 403, 403, 200),
    "/<slug>/plakat": (200, 200, 200, 200),
    "/<slug>/plakat/<sheet>.pdf": (200, 200, 200, 200),
    "/administration": (303, 403, 403, 200),
    "/administration/drift": (303, 403, 403, 403),
    "/administration/log": (303, 403, 403, 403),
    "/administration/papirkurv": (303, 403, 403, 200),
    "/administration/breve": (303, 403, 403, 403),
    "/administration/paa-vegne": (303, 403, 403, 200),
    "/administration/plakater": (303, 403, 403, 200),
    "/administration/sedler": (303, 403, 403, 200),
    "/administration/afdelinger/<no>/boliger": (303, 403, 403, 200),
    "/administration/afdelinger/<no>/boliger/nye": (303, 403, 403, 403),
    "/administration/afdelinger/<no>/ret": (303, 403, 403, 403),
    "/administration/boliger/<no>": (303, 403, 403, 403),
    "/administration/boliger/<no>/ny-beboer": (303, 403, 403, 403),
    "/administration/boliger/<no>/tilstand": (303, 403, 403, 403),
    "/administration/omraader": (303, 403, 403, 200),
    "/administration/omraader/<no>": (303, 403, 403, 200),
    "/administration/omraader/<no>/afdelinger/ny": (303, 403, 403, 403),
    "/administration/omraader/<no>/begyndelse": (303, 403, 403, 403),
    "/administration/omraader/<no>/ret": (303, 403, 403, 403),
    "/administration/omraader/<no>/steder": (303, 403, 403, 403),
    "/administration/omraader/nyt": (303, 403, 403, 403),
    "/administration/steder/<no>": (303, 403, 403, 403),
    "/administration/udlejere": (303, 403, 403, 403),
    "/administration/udlejere/<no>": (303, 403, 403, 403),
    "/administration/emne/<no>": (303, 403, 403, 403),
    "/administration/hvem-bestemmer": (303, 403, 403, 403),
    "/administration/hvem-bestemmer/<slug>": (303, 403, 403, 403),
    "/administration/hvem-bestemmer/<slug>/ny": (303, 403, 403, 403),
    "/administration/hvem-maa-hvad": (303, 403, 403, 200),
    "/administration/indstillinger": (303, 403, 403, 403),
    "/administration/indstillinger/<name>": (303, 403, 403, 403),
    "/administration/organer": (303, 403, 403, 403),
    "/administration/organer/<no>": (303, 403, 403, 403),
    "/administration/organer/<no>/luk": (303, 403, 403, 403),
    "/administration/organer/<no>/medlem": (303, 403, 403, 403),
    "/administration/organer/<no>/overdragelse": (303, 403, 403, 403),
    "/administration/organer/ny/<no>": (303, 403, 403, 403),
    "/administration/principper": (303, 403, 403, 403),
    "/administration/principper/<no>": (303, 403, 403, 403),
    "/administration/principper/<no>/tiltag": (303, 403, 403, 403),
    "/administration/roller": (303, 403, 403, 403),
    "/administration/roller/<no>": (303, 403, 403, 403),
    "/administration/roller/<no>/afslut": (303, 403, 403, 403),
    "/administration/roller/<no>/link": (303, 403, 403, 403),
    "/administration/roller/ny": (303, 403, 403, 403),
    "/administration/tiltag/<no>": (303, 403, 403, 403),
    "/billeder/<photo>": (303, 200, 404, 403),
    "/billeder/<file>/<size>.jpg": (404, 200, 404, 200),
    "/cookies": (200, 200, 200, 200),
    "/foelg/organ/<no>": (303, 200, 200, 200),
    "/foelg/sted/<no>": (303, 200, 200, 200),
    "/favicon.ico": (200, 200, 200, 200),
    "/healthz": (200, 200, 200, 200),
    "/hjaelp": (200, 200, 200, 200),
    "/hjem": (303, 403, 403, 200),
    "/i": (404, 404, 404, 404),
    "/i/<published>": (301, 301, 301, 301),
    "/i/<pending>": (404, 301, 404, 301),
    "/ideer": (200, 200, 200, 200),
    "/ideer/<published>": (200, 200, 200, 200),
    "/afgoerelse/<decided>": (303, 200, 404, 200),
    "/giv-besked/<published>": (200, 409, 200, 200),
    "/ideer/<published>/kommentar": (200, 200, 200, 200),
    "/kommentarer/<comment>": (200, 200, 200, 200),
    "/kommentarer/<comment>/svar": (200, 200, 200, 200),
    "/kommentarer/<comment>/ret": (303, 200, 403, 403),
    "/kommentarer/<comment>/slet": (303, 200, 403, 403),
    "/kommentarer/<comment>/svaret": (303, 404, 404, 404),
    "/kommentarer/<comment>/tak": (200, 409, 200, 200),
    "/ideer/<pending>": (404, 200, 404, 200),
    "/ideer/<pending>/billeder": (303, 200, 404, 403),
    "/ideer/<published>/billeder": (303, 409, 403, 403),
    "/ideer/kladde/<draft>/billeder": (303, 200, 404, 404),
    "/ideer/<published>/foelg": (303, 200, 200, 200),
    "/ideer/<pending>/foelg": (303, 200, 404, 200),
    "/ideer/<published>/kvittering": (303, 200, 404, 404),
    "/ideer/<published>/langsom": (303, 403, 403, 200),
    "/ideer/<published>/ordn": (303, 403, 403, 200),
    "/ideer/<published>/saml": (303, 403, 403, 200),
    "/ideer/<pending>/saml": (303, 403, 404, 200),
    "/ideer/<published>/saml/<other>": (303, 403, 403, 200),
    "/ideer/<published>/del": (303, 403, 403, 200),
    "/ideer/<pending>/del": (303, 403, 404, 409),
    "/ideer/<published>/samling": (303, 303, 303, 303),
    "/ideer/<merged>/samling": (200, 200, 200, 200),
    "/ideer/<merged>/samling/fortryd": (303, 403, 403, 200),
    "/ideer/<merged>": (301, 301, 301, 301),
    "/ideer/<published>/oversaet/<lang>": (303, 403, 403, 200),
    "/ideer/<pending>/oversaet/<lang>": (303, 200, 404, 200),
    "/ideer/<published>/oversaet/<lang>/slet": (303, 200, 403, 200),
    "/ideer/<published>/overvej": (303, 403, 403, 422),
    "/ideer/<published>/ret": (303, 200, 403, 403),
    "/ideer/<published>/traek-tilbage": (303, 200, 403, 403),
    "/ideer/<pending>/traek-tilbage": (303, 409, 404, 403),
    "/ideer/<published>/versioner": (200, 200, 200, 200),
    "/ideer/<pending>/versioner": (404, 200, 404, 200),
    "/ideer/<published>/papir": (303, 403, 403, 200),
    "/ideer/<published>/plakat": (200, 200, 200, 200),
    "/ideer/<published>/plakat/<sheet>.pdf": (200, 200, 200, 200),
    "/ideer/<pending>/plakat": (404, 409, 404, 409),
    "/ideer/<pending>/ret": (303, 200, 404, 403),
    "/ideer/<published>/slet": (303, 409, 403, 403),
    "/ideer/<published>/stoet": (200, 200, 200, 200),
    "/ideer/ny": (200, 302, 302, 200),
    "/k": (302, 302, 302, 302),
    "/k/<code>": (200, 200, 200, 200),
    "/koder": (303, 403, 403, 200),
    "/koder/<person>": (303, 403, 403, 409),
    "/koe": (303, 403, 403, 200),
    "/koe/<case>": (303, 404, 404, 200),
    "/koe/<case>/afvis": (303, 404, 404, 200),
    "/koe/<case>/fjern": (303, 404, 404, 200),
    "/koe/<case>/flyt": (303, 404, 404, 200),
    "/koe/<case>/henvis": (303, 404, 404, 200),
    "/koe/<case>/medhold": (303, 404, 404, 200),
    "/koe/<case>/mere": (303, 404, 404, 200),
    "/koe/<case>/overtag": (303, 404, 404, 200),
    "/koe/<case>/noter": (303, 404, 404, 200),
    "/koe/tekster": (303, 403, 403, 200),
    "/koe/tekster/ny": (303, 403, 403, 200),
    "/koe/tekster/<saved>": (303, 404, 404, 200),
    "/koe/tekster/<saved>/slet": (303, 404, 404, 200),
    "/koe/<case>/pause": (303, 404, 404, 200),
    "/koe/pauser": (303, 403, 403, 200),
    "/koe/<case>/ret": (303, 404, 404, 200),
    "/koe/<case>/send": (303, 404, 404, 200),
    "/koe/<case>/skjul": (303, 404, 404, 200),
    "/log-ind": (200, 303, 303, 303),
    "/log-ind/brev": (200, 200, 200, 200),
    "/log-ind/igen": (303, 200, 200, 200),
    "/log-ind/kode": (303, 303, 303, 303),
    "/log-ind/link/<attempt>/<token>": (410, 410, 410, 410),
    "/min-side": (303, 200, 200, 200),
    "/min-side/kode": (303, 200, 200, 200),
    "/min-side/mail": (303, 200, 200, 200),
    "/min-side/mail/kode": (303, 303, 303, 303),
    "/min-side/besked": (303, 200, 200, 200),
    "/min-side/nyt": (303, 200, 200, 200),
    "/om": (200, 200, 200, 200),
    "/omraader": (200, 200, 200, 200),
    "/personale/<token>": (410, 410, 410, 410),
    "/principper": (200, 200, 200, 200),
    "/principper/<no>": (200, 200, 200, 200),
    "/principper/<no>/foelg": (303, 200, 200, 200),
    "/principper/<no>/version/<no>": (200, 200, 200, 200),
    "/privatliv": (200, 200, 200, 200),
    "/readyz": (200, 200, 200, 200),
    "/q/<qr>": (302, 302, 302, 302),
    "/qr/<qr>": (200, 200, 200, 200),
    "/qr/<qr>.svg": (200, 200, 200, 200),
    "/soeg": (200, 200, 200, 200),
    "/soeg/ligner": (404, 404, 404, 404),
    "/spilleregler": (200, 200, 200, 200),
    "/stop/<stop>": (200, 200, 200, 200),
    "/stop/<token>": (404, 404, 404, 404),
    "/tilgaengelighed": (200, 200, 200, 200),
    "/under-15": (200, 200, 200, 200),
    "/velkommen": (303, 200, 200, 200),
    "/was": (503, 503, 503, 503),
}
#: Routes that only take a POST, with what a GET is answered.
ONLY_POST = {
    "/administration/papirkurv/<id:item_id>",
    "/administration/drift/levering/<id:event_id>",
    "/administration/drift/mail/<id:mail_id>",
    "/administration/emne/<id:route_id>/flyt",
    "/billeder/<id:photo_id>/fjern",
    "/csp",
    "/ideer/<id:idea_id>/hent-frem",
    "/ideer/<id:idea_id>/samling/indsigelse",
    "/ideer/<id:idea_id>/ikke-ens/<id:other_id>",
    "/ideer/<id:item_id>/langsom/slut",
    "/ideer/<id:item_id>/papir/fjern",
    "/ideer/<id:idea_id>/fortryd-rettelse",
    "/hjem/<id:membership_id>",
    "/koe/<id:case_id>/behold",
    "/koe/<id:case_id>/fortryd",
    "/koe/<id:case_id>/slip",
    "/koe/<id:case_id>/tag",
    "/koe/<id:case_id>/vis",
    "/koe/pauser/<id:mute_id>/ja",
    "/koe/pauser/<id:mute_id>/slut",
    "/log-ud",
    "/log-ud-alle",
    "/min-side/kladde/<id:draft_id>",
    "/min-side/nyt/<id:notice_id>",
    "/min-side/nyt/alt",
    "/sprog",
}
#: What moderators write to each other about each case of these tests; no page may show it to others (row 133).
AMONG_MODERATORS = "Kun for moderatorer: hun har det svært"
#: Not a page.
FILES = {"/static/<path:name>"}


@pytest.fixture
def things(lindegaarden, anna, clara, maja, soeren, make):
    published, pending = make.published(lindegaarden, anna), make.pending(lindegaarden, anna)
    other, merged = make.published(lindegaarden, clara), make.published(lindegaarden, clara)
    merge_ideas(merged, into=other, by=maja, seen=(merged.row_version, other.row_version))
    translate_item(published, lang="en", title="A bench", body="Because", by=maja)
    photo = make.photo(pending)
    db.session.commit()
    worker_lives()
    case = db.session.scalar(sa.text("SELECT id FROM moderation_case WHERE outcome IS NULL"))
    for each in db.session.scalars(sa.select(Case).order_by(Case.id)).all():
        write_note(each, text=AMONG_MODERATORS, asked=[soeren.id], by=maja)
    add_text(area_id=None, name="Navn", text=Words("Der står et navn.", "There is a name."), reason=None, by=maja)
    return {
        "saved": db.session.scalars(sa.select(SavedText.id)).one(),
        "slug": "lindegaarden",
        "published": published.id,
        "pending": pending.id,
        "other": other.id,
        "merged": merged.id,
        "case": case,
        "decided": db.session.scalar(sa.text("SELECT min(id) FROM moderation_case WHERE outcome IS NOT NULL")),
        "photo": photo.id,
        "file": photo.file,
        "size": 800,
        "draft": keep_draft(anna.id, "/lindegaarden/ideer/ny", {"title": "En kladde"}),
        "code": "ABCDEFGH2345",
        "qr": "o1",
        "sheet": "da-a4",
        "attempt": 1,
        "person": clara.id,
        "comment": make.comment(published, anna).id,
        "token": "0" * 32,
        "stop": stop_url(anna, "news").rsplit("/", 1)[1],
        "no": 1,
        "name": "site.phone",
        "lang": "en",
    }


def _plain(rule):
    """The route as the policy writes it, for all kinds of ids."""
    return re.sub(r"<[^>]+>", "<>", rule)


def test_every_route_is_in_the_policy(app):
    known = {_plain(url) for url in POLICY} | {_plain(url) for url in ONLY_POST | FILES}
    routes = {_plain(rule.rule) for rule in app.url_map.iter_rules() if not rule.rule.startswith("/design")}
    assert routes == known


@pytest.mark.parametrize("url", POLICY)
def test_the_policy_holds(url, things, browser, anna, clara, maja):
    address = re.sub(r"<(\w+)>", lambda match: str(things[match[1]]), url)
    answers = [browser(person).get(address) for person in (None, anna, clara, maja)]
    assert tuple(each.status for each in answers) == POLICY[url], address
    assert not any(AMONG_MODERATORS in each.html for each in answers[:3]), "a note of moderators is for moderators"


@pytest.mark.parametrize("url", POLICY)
def test_the_same_page_exists_in_english(url, things, browser):
    address = re.sub(r"<(\w+)>", lambda match: str(things[match[1]]), url)
    danish, english = browser().get(address), browser().get(f"/en{address}".rstrip("/") or "/en")
    assert danish.status == english.status


@pytest.mark.parametrize("url", [url for url, statuses in POLICY.items() if 200 in statuses])
def test_reading_changes_nothing(url, things, browser, anna, maja):
    address = re.sub(r"<(\w+)>", lambda match: str(things[match[1]]), url)
    readers = [browser(), browser(anna), browser(maja)]
    before = _everything()
    for reader in readers:
        reader.get(address)
    assert _everything() == before


def _everything():
    return {
        table.name: sorted(map(repr, db.session.execute(sa.select(table))))
        for table in db.metadata.sorted_tables
        if table is not UserSession.__table__
    }


def test_views_are_closed_unless_they_say_so(app):
    with app.test_request_context("/"):
        open_to_all = {rule.rule for rule in app.url_map.iter_rules() if is_public(rule.endpoint)}
    assert "/min-side" not in open_to_all
    assert "/koe" not in open_to_all
    assert "/ideer/<id:idea_id>/ret" not in open_to_all


def test_exactly_two_routes_need_no_token(app):
    assert {name.rsplit(".", 1)[1] for name in csrf._exempt_views} == {"csp", "stop"}


def test_a_post_without_token_changes_nothing(things, browser, anna, maja, app):
    before = _everything()
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods or rule.endpoint == "csp":
            continue
        address = re.sub(
            r"<(?:[^<>:]+:)?(\w+)>",
            lambda match: str(
                {"idea_id": things["published"], "item_id": things["published"], "case_id": things["case"], "attempt_id": 1}.get(
                    match[1], things.get(match[1], 1)
                )
            ),
            rule.rule,
        )
        for person in (anna, maja):
            answer = browser(person).post(address, {"support": "on", "title": "Uden adgang her", "lang": "en"})
            assert answer.status in (303, 400, 403, 404, 409, 410, 422), (address, answer.status)
    assert _everything() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_form_is_refused(site, things, browser, anna):
    reader = browser(anna)
    page = reader.get(f"/ideer/{things['published']}")
    answer = reader.post(page.action("/stoet"), page.form("/stoet"), headers={"Sec-Fetch-Site": site})
    assert answer.status == 403
    answer = reader.post(page.action("/stoet"), page.form("/stoet"), headers={"Origin": "https://evil.dk"})
    assert answer.status == 403


def test_a_form_that_is_too_old_comes_back_with_the_text(browser, anna):
    reader = browser(anna)
    page = reader.get("/lindegaarden/ideer/ny")
    answer = reader.send(page, title="En titel, der skal blive", why="Og en grund", csrf_token="gammel")
    assert answer.status == 400
    assert answer.form()["title"] == "En titel, der skal blive"
    assert answer.form()["why"] == "Og en grund"
    assert reader.send(answer, place="1").status == 303


def test_the_language_switch_keeps_page_and_text(browser, anna):
    reader = browser(anna)
    page = reader.get("/lindegaarden/ideer/ny")
    english = reader.post("/en/lindegaarden/ideer/ny", page.form() | {"title": "En halv", "why": "Min grund", "switch_language": "en"})
    assert english.status == 200
    assert english.form()["title"] == "En halv"
    assert english.form()["why"] == "Min grund"
    assert "Propose an idea" in english.text


def test_a_chosen_language_wins_over_the_address(browser, anna):
    reader = browser(anna)
    page = reader.get("/lindegaarden/ideer")
    switched = reader.send(page, "/sprog")
    assert switched.location == "/en/lindegaarden/ideer"
    assert reader.get("/lindegaarden?x=1").location == "/en/lindegaarden?x=1"


def test_no_area_can_take_a_routes_first_word(app):
    taken = taken_slugs()
    for rule in app.url_map.iter_rules():
        first = rule.rule.split("/")[1]
        assert first.startswith("<") or first in taken


def test_foreign_objects_do_not_exist(browser, clara, make, lindegaarden, anna):
    mine = make.published(lindegaarden, anna)
    support_item(mine, by=anna)
    for url in ("/ideer/999999", "/i/999999", "/koe/999999", "/roedager", "/roedager/ideer", "/principper/77"):
        assert browser(clara).get(url).status == 404, url


#: What lets somebody in or makes somebody more than they are asks for a sign-in under ten minutes old (row 15).
FRESH = (
    "/administration/breve",
    "/administration/breve?omraade=lindegaarden",
    "/administration/organer/{board}/medlem",
    "/administration/roller/ny",
    "/administration/roller/{role}",
    "/administration/roller/{role}/afslut",
    "/administration/roller/{role}/link",
    "/koder",
    "/koder/{lost}",
    "/min-side/kode",
    "/min-side/mail",
)


@pytest.mark.parametrize("path", FRESH)
def test_an_old_sign_in_is_proved_again_and_comes_back(path, browser, soeren, maja, anna, lindegaarden, time_machine):
    anna.email = anna.email_key = None
    board = next(each for each in organs.bodies(lindegaarden.id) if each.has_members)
    url = path.format(board=board.id, role=maja.roles[0].id, lost=anna.id)
    db.session.commit()
    reader = browser(soeren)
    assert reader.get(url).status == 200
    time_machine.move_to(clock.now() + timedelta(minutes=11))
    answer = reader.get(url)
    assert (answer.status, answer.location.split("?")[0].removeprefix("http://localhost:8000")) == (303, "/log-ind/igen")
    assert unquote(answer.location).endswith(f"back={url}")
