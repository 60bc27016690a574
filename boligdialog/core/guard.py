"""What is refused before a view sees it: odd bytes, too much, and requests forged by other sites."""

import re

from flask import Flask, abort, current_app, g, request, session
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import BadRequest
from werkzeug.routing import BaseConverter

from boligdialog.core import files, i18n
from boligdialog.core.access import Reason, refuse
from boligdialog.core.i18n import _

csrf = CSRFProtect()

FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)  # controls, halves of pairs, no characters at all
_MAX_FIELDS = 100
_MAX_ADDRESS = 4000


class IdConverter(BaseConverter):
    """A row's number: ASCII digits, at most 18 of them, so that no database overflows."""

    regex = r"[1-9][0-9]{0,17}"
    part_isolating = True

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)


class SlugConverter(BaseConverter):
    """The short name of an area: small letters, digits and hyphens."""

    regex = r"[a-z][a-z0-9-]{1,39}"


class SHAConverter(BaseConverter):
    """The name of a picture: a fingerprint."""

    regex = r"[0-9a-f]{64}"


def _refuse_without_database() -> None:
    """With a cookie that cannot be looked up, a reader is told to come back; what needs no database goes on."""
    if session.is_out_of_reach and request.endpoint not in ("static", "healthz", "readyz", "favicon", "csp"):  # type: ignore[attr-defined]
        abort(503)


def _make_room() -> None:
    """A view that takes a picture or a long list may be sent more than others, by those who are signed in."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or not (getattr(view, "takes_picture", False) or getattr(view, "takes_list", False)):
        return
    is_list = getattr(view, "takes_list", False)
    most = files.MAX_LIST if is_list else files.MAX_REQUEST
    if current_user.is_authenticated:
        request.max_content_length = most
        request.max_form_memory_size = most if is_list else request.max_form_memory_size
    if (request.content_length or 0) > most and is_list:
        refuse("too_large", _("The list is larger than 2 MB. Divide it in two."), _("Nothing has been changed."), 413)
    if (request.content_length or 0) > most:
        refuse("too_large", _("The picture is larger than 12 MB. Choose a smaller one."), _("Nothing you have written is lost."), 413)


def _refuse_odd_bytes() -> None:
    """The one input layer: what no keyboard sends is answered with 400 before any view sees it."""
    try:
        request.environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8")
    except UnicodeError:
        abort(400)
    if len(request.environ.get("QUERY_STRING", "")) > _MAX_ADDRESS:
        abort(400)
    fields = [*request.args.items(multi=True), *request.form.items(multi=True)]
    if len(fields) > _MAX_FIELDS:
        abort(413)
    for name, value in [("path", request.path), *fields]:
        if FORBIDDEN.search(name) or FORBIDDEN.search(value.replace("\r\n", "\n").replace("\r", "\n")):
            abort(400)
        if "\ufffd" in value:
            abort(400)  # bytes that were not UTF-8


def _refuse_forgery() -> None:
    """A token in every POST. Where it fails, or the language is switched, the form comes back with the text kept."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if view and f"{view.__module__}.{view.__name__}" in csrf._exempt_views:
        return
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") or not _is_own_origin(request.headers.get("Origin")):
        abort(403)
    if request.form.get("switch_language") in i18n.LANGUAGES:
        _show_again(None)
        return
    try:
        csrf.protect()
    except CSRFError:
        _show_again(
            Reason("form_too_old", _("The page had been open for a long time. Your text is here. Please send it once more."), status=400)
        )


def _is_own_origin(origin: str | None) -> bool:
    return origin in (None, "null", f"http://{request.host}", f"https://{request.host}")


def _show_again(reason: Reason | None) -> None:
    """Let the view see a GET whose form is filled in: it shows the page and changes nothing."""
    if request.url_rule is None or "GET" not in (request.url_rule.methods or ()):
        raise BadRequest(reason.text if reason else None)
    g.redisplay, g.form_reason = True, reason
    request.method = "GET"


def init_app(app: Flask) -> None:
    """Stand before every view."""
    app.url_map.converters.update(id=IdConverter, slug=SlugConverter, sha=SHAConverter)
    csrf.init_app(app)
    app.before_request(_refuse_without_database)
    app.before_request(_make_room)
    app.before_request(_refuse_odd_bytes)
    app.before_request(_refuse_forgery)
