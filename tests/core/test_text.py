"""Text that people write is tidied once and can do no harm."""

import time

import html5lib
import nh3
import pytest
from hypothesis import given, settings, strategies as st

from boligdialog.core import text

HOSTILE = [
    "<script>alert(1)</script>", '"><svg onload=alert(1)>', "[x](javascript:alert(1))", "[x](JaVa\tscript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html,<script>)", "<javascript:alert(1)>", "![x](https://e.dk/x.png)", "<https://e.dk/?q=<script>>",
    "[x](<java&#115;cript:1>)",
    "[x](//evil.dk)", "[x](/log-ud)", "[](https://e.dk)", "[]()",
    "https://e.dk/\"onmouseover=alert(1)", "`<b>`", "# h", "<a href='x' onclick='y'>z</a>",
]  # fmt: skip


def _safe(html):
    root = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    for each in root.iter():
        assert each.tag in {*text.TAGS, "DOCUMENT_FRAGMENT"}, html
        assert set(each.attrib) <= {"href", "rel"}, html
        assert each.get("href", "https:").split(":")[0] in text.PROTOCOLS, html


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_text_becomes_harmless(source):
    _safe(text.to_html(source))


def test_what_people_use_works():
    html = text.to_html("Første *linje*\n\n- et\n- to\n\nSe https://example.dk/a?b=1&c=2")
    assert "<em>linje</em>" in html
    assert "<li>et</li>" in html
    assert '<a href="https://example.dk/a?b=1&amp;c=2" rel="nofollow ugc noopener">' in html


@given(st.text(alphabet=st.sampled_from("<>[]()*_`#-!&;\"'/:ahjs=\n \t\\ørefpt"), max_size=300))
@settings(max_examples=200, deadline=None)
def test_nothing_is_left_for_another_sanitiser_to_remove(source):
    html = text.to_html(source)
    _safe(html)
    cleaned = nh3.clean(html, tags=set(text.TAGS), attributes={"a": {"href", "rel"}}, url_schemes=set(text.PROTOCOLS), link_rel=None)
    tree = lambda markup: html5lib.serialize(html5lib.parseFragment(markup), omit_optional_tags=False)  # noqa: E731
    assert tree(cleaned) == tree(html)


@pytest.mark.parametrize("unit", ["(", "[", "![", "*", "<div>", ">", "a.", "a@", "&a", "* *\n", "- -\n", "[:", "http://a.", "_", "\\", "`"])
def test_no_text_that_is_let_in_is_slow(unit, app):
    source = text.tidy((unit * 2000)[:2000])
    if text.why_not_render(source):
        return
    begun = time.process_time()
    text.to_html(source)
    assert time.process_time() - begun < 0.3


def test_what_cannot_be_seen_goes():
    assert text.tidy("B\u200besty\u202erelse\r\n\r\n\r\n\r\nslut  ") == "Bestyrelse\n\nslut"
    assert text.tidy_line("  to\n ord\t") == "to ord"
    assert text.fold("ÆRØ") == text.fold("ærø")


def test_an_excerpt_ends_between_words():
    assert text.excerpt("et to tre fire", 9) == "et to …"
