"""One suite for both databases: whatever is asked, SQLite and PostgreSQL find the same (docs/decisions/0007)."""

import pytest

from boligdialog.content import services as content
from boligdialog.content.models import ItemState
from boligdialog.core.db import atomic, db
from boligdialog.housing.models import Visibility
from boligdialog.housing.services import change_visibility
from boligdialog.search import queries, services
from boligdialog.search.models import SearchDocument, SearchWord
from boligdialog.search.settings import MOST, PAGE

TITLES = {
    "bænk": "Flere bænke ved legepladsen",
    "busstop": "Et læskur ved busstoppestedet",
    "cykler": "Overdækket plads til cykler",
    "stativ": "Cykelstativer ved blok fire",
    "engelsk": "More benches by the playground",
    "café": "En café for Müllers børn",
    "procent": "Spar 100% på varmen i år",
    "ører": "Hold ørerne varme i gården",
}


@pytest.fixture
def found(lindegaarden, anna, make, worker):
    """Ask; the names of what is found, in their order."""
    for name, title in TITLES.items():
        make.published(lindegaarden, anna, title=title, why="En bænk at hvile på." if name == "busstop" else "Fordi vi mangler det.")
    worker()
    names = {title: name for name, title in TITLES.items()}
    return lambda text, seen_by=None, **kw: [
        names.get(hit.item.title, hit.item.title) for hit in queries.find(text, seen_by=seen_by, **kw).rows
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # stems, Danish and English; the title before the text
        ("bænk", ["bænk", "busstop"]), ("bænkene", ["bænk", "busstop"]), ("BÆNKE", ["bænk", "busstop"]),
        ("cykler", ["cykler"]), ("cyklen", ["cykler"]), ("bench", ["engelsk"]), ("playgrounds", ["engelsk"]),
        # the last word may go on
        ("cykel", ["stativ", "cykler"]), ("legepl", ["bænk"]), ("ved legepl", ["bænk"]), ("legepl ved", []),
        # folding
        ("baenk", ["bænk", "busstop"]), ("boern", ["café"]), ("børn", ["café"]), ("varme gaard", ["ører"]), ("gården varme", ["ører"]),
        ("cafe", ["café"]), ("muller", ["café"]), ("MÜLLERS", ["café"]), ("oererne", ["ører"]), ("bæ\u0301nk", ["bænk", "busstop"]),
        # one typo from five letters, where nothing fits exactly
        ("legepladzen", ["bænk"]), ("lgeepladsen", ["bænk"]), ("legepladsn", ["bænk"]), ("legepladssen", ["bænk"]),
        ("legeplødsen", ["bænk"]),
        ("flere legepladzen", ["bænk"]), ("legpldsen", []), ("bønk", []), ("cykelstatvi", ["stativ"]),
        # all words, and all of it literally
        ("bænk legepladsen", ["bænk"]), ("bænk varme", []), ("100%", ["procent"]), ("%", []), ("_", []), ("b_nk", []), ("b%k", []),
        ("\\", []), ("'", []), ('"', []), ('"bænk"', ["bænk", "busstop"]), ("bænk*", ["bænk", "busstop"]), ("bæ* flere", []),
        ("bænk OR cykler", []), ("NOT bænk", []), ("bænk NEAR legepladsen", []), ("title:bænk", []), ("title", []), ("{title}", []),
        ("(bænk)", ["bænk", "busstop"]), ("bænk & !cykler", []), ("'bænk':*", ["bænk", "busstop"]), ("-bænk", ["bænk", "busstop"]),
        ("^bænk", ["bænk", "busstop"]), ("_a1", []), ("_kidea", []), ("kidea", []), ("a1", []), ("🏡", []), ("a " * 50, []),
        ("'); DROP TABLE item; --", []), ("\u202ebænk", ["bænk", "busstop"]), ("", []), ("   ", []),
    ],
)  # fmt: skip
def test_what_is_found(text, names, found):
    assert found(text) == names


def test_a_guess_says_that_it_is_one(found):
    assert queries.find("legepladzen", seen_by=None).is_guess
    assert not queries.find("legepladsen", seen_by=None).is_guess


def test_words_that_fit_are_marked(found):
    hit = queries.find("cykel", seen_by=None).rows[0]
    assert [piece for piece, is_hit in hit.title if is_hit] == ["Cykelstativer"]
    assert "".join(piece for piece, _is_hit in hit.title) == hit.item.title


def test_a_long_text_is_cut_around_the_word(lindegaarden, anna, make, worker):
    make.published(lindegaarden, anna, title="En lang begrundelse her", why="ord " * 200 + "rabarber " + "ord " * 200)
    worker()
    pieces = queries.find("rabarber", seen_by=None).rows[0].text
    assert ("rabarber", True) in pieces
    assert len("".join(piece for piece, _is_hit in pieces)) < 260


# --- who may see it -------------------------------------------------------------------------------


@pytest.mark.parametrize(("visibility", "who"), [(Visibility.RESIDENTS, "bo"), (Visibility.BOARD, "dorte")])
def test_closed_areas_are_closed_in_search_too(visibility, who, found, request, lindegaarden, erik):
    change_visibility(lindegaarden, visibility=visibility)
    assert found("bænk") == found("bænk", erik) == []
    assert found("bænk", request.getfixturevalue(who)) == ["bænk", "busstop"]
    assert queries.find("legepladzen", seen_by=erik).number == 0


def test_what_waits_for_review_is_not_found_even_by_its_author(lindegaarden, anna, make, worker):
    make.pending(lindegaarden, anna, title="En hemmelig rabarberhave")
    worker()
    assert not queries.find("rabarberhave", seen_by=anna).rows


@atomic
def _move(item, to):
    content.move(item, to)


def test_what_is_hidden_is_gone_at_once_and_its_words_a_little_later(lindegaarden, anna, make, worker):
    idea = make.published(lindegaarden, anna, title="En hemmelig rabarberhave", why="x")
    worker()
    assert queries.find("rabarberhave", seen_by=None).rows
    _move(idea, ItemState.HIDDEN)
    assert not queries.find("rabarberhave", seen_by=None).rows
    worker()
    assert db.session.get(SearchDocument, idea.id) is None
    assert db.session.get(SearchWord, "rabarberhave") is None
    _move(idea, ItemState.PUBLISHED)
    worker()
    assert queries.find("rabarberhave", seen_by=None).rows


@atomic
def _rewrite(item, title):
    content.claim(item)
    item.title = title


def test_a_changed_text_is_found_by_its_new_words(lindegaarden, anna, make, worker):
    idea = make.published(lindegaarden, anna, title="En hemmelig rabarberhave", why="x")
    worker()
    _rewrite(idea, "Et drivhus til tomater")
    worker()
    assert not queries.find("rabarberhave", seen_by=None).rows
    assert queries.find("tomat", seen_by=None).rows


# --- pages ----------------------------------------------------------------------------------------


def test_paging_shows_every_hit_once_titles_first_then_the_newest(lindegaarden, anna, make, worker):
    made = [
        make.published(lindegaarden, anna, title=f"Rabarber nummer {n:02d}" if n % 2 else f"Have nummer {n:02d}", why="Om rabarber")
        for n in range(50)
    ]
    worker()
    seen, after = [], None
    while True:
        hits = queries.find("rabarber", seen_by=None, after=after)
        seen += [hit.item.id for hit in hits.rows]
        assert hits.number == 50
        after = hits.after
        if after is None:
            break
    ids = [idea.id for idea in made]
    assert seen == [*reversed(ids[1::2]), *reversed(ids[0::2])]


def test_the_end_is_clear(found, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 1)
    monkeypatch.setattr(queries, "MOST", 1)
    hits = queries.find("bænk", seen_by=None)
    assert hits.is_cut
    assert hits.after is None
    assert PAGE < MOST


def test_one_area_alone(found, lindegaarden, roennebakken):
    assert found("bænk", area_id=lindegaarden.id) == ["bænk", "busstop"]
    assert found("bænk", area_id=roennebakken.id) == []


def test_a_search_takes_three_statements(found, statements):
    found("bænk")
    statements.clear()
    found("bænk")
    assert len(statements) == 3, statements  # titles, texts, the items


# --- the index ------------------------------------------------------------------------------------


def test_it_can_be_made_again_and_is_the_same(found):
    words = {row.word: row.n for row in db.session.scalars(db.select(SearchWord))}
    assert services.reindex() == len(TITLES)
    assert {row.word: row.n for row in db.session.scalars(db.select(SearchWord))} == words
    assert found("bænk") == ["bænk", "busstop"]


def test_the_night_mends_what_was_missed(lindegaarden, anna, make):
    idea = make.published(lindegaarden, anna, title="En hemmelig rabarberhave")
    assert queries.behind() == [idea.id]
    assert services.repair() == 1
    assert queries.behind() == []
    assert queries.find("rabarberhave", seen_by=None).rows


def test_an_item_that_goes_takes_its_row_along(found, app):
    db.session.execute(db.text("DELETE FROM search_document WHERE item_id = 1"))
    db.session.commit()
    assert found("bænk") == ["busstop"]


def test_erased_words_leave_the_file(lindegaarden, anna, make, worker, app):
    idea = make.published(lindegaarden, anna, title="Et ord som kvækkelkvat her", why="x")
    worker()
    _rewrite(idea, "Noget helt andet end før")
    worker()
    services.forget_erased()
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        rows = db.session.execute(db.text("SELECT block FROM search_fts_data")).scalars()
        assert not any(b"kvaekkelkvat" in bytes(block) for block in rows)
    assert db.session.get(SearchWord, "kvaekkelkvat") is None


# --- what has no title ----------------------------------------------------------------------------


def test_a_comment_is_found_and_leads_to_where_it_stands(lindegaarden, anna, bo, make, worker, browser):
    idea = make.published(lindegaarden, anna, title="Flere bænke ved legepladsen")
    comment = make.comment(idea, bo, text="Husk rabarberne ved muren")
    worker()
    (hit,) = queries.find("rabarber", seen_by=None).rows
    assert (hit.item.id, hit.about.id) == (comment.id, idea.id)
    assert any(each.get("href") == comment.path for each in browser().get("/soeg?q=rabarber").all("a"))


def test_a_talk_goes_with_what_it_is_about(lindegaarden, anna, bo, make, worker):
    idea = make.published(lindegaarden, anna, title="Flere bænke ved legepladsen")
    make.comment(idea, bo, text="Husk rabarberne ved muren")
    worker()
    _move(idea, ItemState.HIDDEN)
    worker()
    assert not queries.find("rabarber", seen_by=None).rows
