"""Templates as they are compiled: sentences in place, the same words as ever, and pieces that are kept by all they show."""

import pytest
from flask import g, render_template_string
from flask_wtf.csrf import generate_csrf

from boligdialog.core.i18n import force_locale
from tests.conftest import NASTY


@pytest.fixture
def drawn(app):
    """Draws a template in a language, inside a request."""

    def draw(source, lang="da", **data):
        with app.test_request_context(), force_locale(lang):
            return render_template_string(source, **data)

    return draw


@pytest.mark.parametrize(("lang", "words"), [("da", "Søg"), ("en", "Search")])
def test_a_sentence_is_written_in_the_language_of_the_page(drawn, lang, words):
    assert drawn('{{ _("Search") }}', lang) == words


def test_what_somebody_wrote_is_escaped_inside_a_sentence(drawn):
    text = NASTY
    assert drawn('{{ _("Ideas in %(area)s", area=text) }}', text=text) == drawn(
        '{% set x = _("Ideas in %(area)s", area=text) %}{{ x }}', text=text
    )
    assert "<script" not in drawn('{{ _("Ideas in %(area)s", area=text) }}', text=text)


@pytest.mark.parametrize(("number", "words"), [(0, "0\u00a0resultater"), (1, "1\u00a0resultat"), (2, "2\u00a0resultater")])
def test_a_number_chooses_its_sentence(drawn, number, words):
    assert drawn('{{ ngettext("%(num)d hit", "%(num)d hits", n) }}', n=number) == words


def test_the_language_is_known_when_a_template_is_compiled(app):
    assert "lang" not in _python(app, "{{ lang }}")


def test_an_icon_is_drawn_when_a_template_is_compiled(app):
    python = _python(app, '{% from "components/icon.html" import icon with context %}{{ icon("house", 24) }}')
    assert "#house" in python


def _python(app, source):
    with app.app_context():
        return app.jinja_env.compile(source, "some.html", raw=True)


def test_a_piece_is_drawn_once_for_its_values(app):
    looks = []
    with app.test_request_context():
        for value in (1, 1, 2):
            render_template_string(
                "{% keep value %}{{ look(value) }}{% endkeep %}", value=value, look=lambda each: looks.append(each) or ""
            )
    assert looks == [1, 2]


def test_a_piece_that_is_kept_holds_nobodys_token(app):
    source, tokens = '{% keep "a form" %}{{ csrf_token() }}{% endkeep %}', []
    for _reader in range(3):
        with app.test_request_context():
            g.pop("csrf_token", None)  # the fixture's context outlives the request
            tokens.append((render_template_string(source), generate_csrf()))
    assert all(shown == own for shown, own in tokens)
    assert len(set(tokens)) == 3
