"""What happens to every request: language, clean input, strict headers, clear errors; and the pages of long lists."""

import base64
import binascii
import gzip
import json
import logging
import mimetypes
import re
import secrets
from collections.abc import Callable, Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask, Response, abort, current_app, flash, g, redirect, request, session, url_for
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, BuildError, RequestRedirect

from boligdialog.core import i18n, templating
from boligdialog.core.access import Reason, Refused, public
from boligdialog.core.db import db
from boligdialog.core.i18n import _

log = logging.getLogger(__name__)
csrf = CSRFProtect()

# --- language in the address ----------------------------------------------------------------------


class LanguageInAddress:
    """/en/… is the same page in English: the prefix becomes SCRIPT_NAME, so url_for keeps the language by itself."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/en" or path.startswith("/en/"):
            environ["SCRIPT_NAME"] = "/en"
            environ["PATH_INFO"] = path[3:] or "/"
        return self.application(environ, start_response)


def _choose_language() -> None:
    g.language = "en" if request.script_root == "/en" else "da"


def _redirect_to_chosen_language() -> Any:
    """A signed-in person's choice wins over the address, on pages that are only read."""
    chosen = current_user.is_authenticated and current_user.lang
    if request.method != "GET" or not chosen or chosen == g.language or request.endpoint in (None, "static", "healthz"):
        return None
    return redirect(i18n.address_in(chosen), 302)


# --- input ----------------------------------------------------------------------------------------

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
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
        if _FORBIDDEN.search(name) or _FORBIDDEN.search(value.replace("\r\n", "\n").replace("\r", "\n")):
            abort(400)
        if "\ufffd" in value:
            abort(400)  # bytes that were not UTF-8


def number_in(name: str, low: int, high: int) -> int | None:
    """A whole number of the query, or None when it is not given; 400 for anything else."""
    given = request.args.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= 18 and low <= int(given) <= high):
        abort(400)
    return int(given)


def choice_in(name: str, choices: Iterable[str]) -> str | None:
    """One of our words in the query, or None when it is not given; 400 for any other."""
    given = request.args.get(name)
    if given is None or given == "":
        return None
    return given if given in set(choices) else abort(400)


def refuse_unknown(*known: str) -> None:
    """400 for a filter or sort key that the page does not have."""
    if set(request.args) - set(known):
        abort(400)


def own_page(address: str | None) -> str:
    """A page of ours to go back to, as it was asked for; the start page for everything else."""
    home = url_for("pages.home")
    if not address or not re.match(r"^/([a-z0-9]|$)", address) or _FORBIDDEN.search(address) or "\\" in address:
        return home
    path = urlsplit(address).path
    bare = path.removeprefix("/en") if path == "/en" or path.startswith("/en/") else path
    try:
        current_app.url_map.bind("localhost").match(bare or "/", method="GET")
    except (NotFound, MethodNotAllowed, RequestRedirect, BuildError):
        return home
    return address


# --- forgery --------------------------------------------------------------------------------------


def _refuse_forgery() -> None:
    """A token in every POST. Where it fails, or the language is switched, the form comes back with the text kept."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.endpoint and f"{current_app.view_functions[request.endpoint].__module__}.{request.endpoint}" in csrf._exempt_views:
        return
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") or not _is_own_origin(request.headers.get("Origin")):
        abort(403)
    if request.form.get("switch_language") in i18n.LANGUAGES:
        _show_again(None)
        return
    try:
        csrf.protect()
    except CSRFError:
        _show_again(Reason("form_too_old", _("The page had been open for a long time. Your text is here. Please send it once more."), status=400))


def _is_own_origin(origin: str | None) -> bool:
    return origin in (None, "null") or urlsplit(origin or "").netloc == request.host


def _show_again(reason: Reason | None) -> None:
    """Let the view see a GET whose form is filled in: it shows the page and changes nothing."""
    if request.url_rule is None or "GET" not in (request.url_rule.methods or ()):
        raise BadRequest(reason.text if reason else None)
    g.redisplay, g.form_reason = True, reason
    request.method = "GET"


# --- headers --------------------------------------------------------------------------------------

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    "trusted-types boligdialog; require-trusted-types-for 'script'; report-uri /csp"
)

HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["IS_HTTPS"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "public, max-age=0, s-maxage=1" if _is_for_everybody(response) else "private, no-store"
    if not response.headers["Cache-Control"].startswith("private"):
        response.vary.add("Cookie")
        _compress(response)
    return response


def _is_for_everybody(response: Response) -> bool:
    """Whether a page may be shared: read without a session, with no token in it."""
    return request.method in ("GET", "HEAD") and response.status_code in (200, 301, 404) and session.get("csrf_token") is None and not current_user.is_authenticated and not session.modified


def _compress(response: Response) -> None:
    """Only pages without secrets: compression beside a token tells about the token. A proxy does the rest."""
    if response.direct_passthrough or response.status_code != 200 or response.mimetype != "text/html" or "gzip" not in request.accept_encodings:
        return
    response.set_data(gzip.compress(response.get_data(), 5, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")


# --- errors ---------------------------------------------------------------------------------------


def _texts(status: int) -> tuple[str, str]:
    """Heading and sentence of an error page."""
    return {
        400: (_("We do not understand the address"), _("Something in the address or the form is not as it should be. Go back and try again.")),
        403: (_("You may not do that"), _("The page is for others, or the form came from another site.")),
        404: (_("Nobody lives here"), _("The page has moved, or the address is misspelt.")),
        405: (_("That cannot be done here"), _("Go back and use the buttons on the page.")),
        409: (_("Somebody was quicker"), _("It has changed since you opened the page. Look at it again.")),
        410: (_("It is too late"), _("What you were looking for is closed.")),
        413: (_("That was too much at once"), _("What you sent is too large. Make it smaller and try again.")),
        422: (_("Something is missing"), _("Look at the form once more.")),
        429: (_("Not so fast"), _("That was too many tries. Wait a little and try again.")),
        500: (_("Something went wrong with us"), _("It is not your fault. Try again in a little while.")),
        503: (_("We are back in a moment"), _("The site cannot reach its database. Try again in a minute.")),
    }.get(status, (_("Something went wrong"), _("Go back and try again.")))


def error_page(status: int, text: str = "", next_step: str = "", *, retry_after: int | None = None) -> Response:
    """An error in the reader's language. From 500 up it is made without the database."""
    if status >= 500:
        g.without_database = True
        g._login_user = AnonymousUserMixin()
    heading, sentence = _texts(status)
    html, _status = templating.page("error.html", status=status, error=status, heading=heading, text=text or sentence, advice=next_step)
    response = Response(html, status, mimetype="text/html")
    response.headers["Cache-Control"] = "private, no-store"
    if retry_after or status == 503:
        response.headers["Retry-After"] = str(retry_after or 30)
    return response


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, RequestRedirect) or error.response is not None:
        return error.get_response()  # type: ignore[return-value]
    response = error_page(error.code or 500, str(error.description) if type(error) is BadRequest and error.description != BadRequest.description else "")
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def _refused(error: Refused) -> Response:
    reason = error.reason
    return error_page(reason.status, reason.text, reason.next_step, retry_after=reason.retry_after)


def _crashed(error: Exception) -> Response:
    """The last resort: an incident number for the reader, the trace for the log."""
    if isinstance(error, sa.exc.OperationalError | sa.exc.TimeoutError):
        log.error("database: %s", type(error).__name__)
        return error_page(503)
    incident = secrets.token_hex(4)
    log.exception("incident %s", incident)
    return error_page(500, _("It is not your fault. Try again in a little while. If it goes on, call us and say %(incident)s.", incident=incident))


# --- small routes of the floor --------------------------------------------------------------------


@lru_cache(maxsize=256)
def _built_file(name: str) -> tuple[bytes, bytes, str]:
    """A built file, plain and compressed, with its type. Names come from the manifest only."""
    if name not in set(templating.assets.manifest.values()):
        raise KeyError(name)
    data = (templating.DIST / name).read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    small = gzip.compress(data, 9, mtime=0) if not name.endswith((".woff2", ".png")) else b""
    return data, small, kind


@public
def static(name: str) -> Response:
    """A built file. Its name carries its hash, so it may be kept for ever."""
    try:
        data, small, kind = _built_file(name)
    except KeyError:
        abort(404)
    use_small = bool(small) and "gzip" in request.accept_encodings
    response = Response(small if use_small else data, mimetype=kind)
    if use_small:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@public
def favicon() -> Response:
    """Browsers ask for it by this name."""
    return static(templating.assets.manifest["favicon.svg"])


@csrf.exempt
@public
def csp() -> tuple[str, int]:
    """What browsers report against the content security policy. Reads no session; logs the directive, nothing else."""
    try:
        report = json.loads(request.get_data(cache=False)[:8000] or b"{}")
        log.warning("csp: %s", re.sub(r"[^a-z' -]", "", str(report.get("csp-report", {}).get("violated-directive", "")))[:60])
    except (ValueError, AttributeError):
        pass
    return "", HTTPStatus.NO_CONTENT


@public
def healthz() -> tuple[dict[str, str], int]:
    """Whether the database answers. No secrets."""
    try:
        db.session.execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError:
        return {"status": "database does not answer"}, 503
    return {"status": "ok"}, 200


# --- long lists -----------------------------------------------------------------------------------


def encode_cursor(*values: int | str) -> str:
    """Where the next page of a list begins, as a short word for the address."""
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(word: str | None, *types: type) -> tuple[Any, ...] | None:
    """What encode_cursor was given, or None without one; 400 when it is not one of ours."""
    if not word:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(word[:200] + "=" * (-len(word) % 4)))
    except (ValueError, binascii.Error):
        abort(400)
    if not isinstance(values, list) or [type(value) for value in values] != list(types):
        abort(400)
    if any(isinstance(value, int) and abs(value) >= 2**62 for value in values):
        abort(400)
    return tuple(values)


def told(text: str) -> None:
    """Say something at the top of the next page."""
    flash(text)


def init_app(app: Flask) -> None:
    """Put all of it around the application."""
    app.url_map.converters.update(id=IdConverter, slug=SlugConverter)
    app.url_map.strict_slashes = False
    csrf.init_app(app)
    for hook in (_choose_language, _refuse_odd_bytes, _refuse_forgery, _redirect_to_chosen_language):
        app.before_request(hook)
    app.after_request(_headers)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Exception, _crashed)
    app.add_url_rule("/static/<path:name>", "static", static)
    app.add_url_rule("/favicon.ico", "favicon", favicon)
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/csp", "csp", csp, methods=["POST"])
    app.wsgi_app = LanguageInAddress(app.wsgi_app)  # type: ignore[method-assign]
    if app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=app.config["TRUSTED_PROXIES"], x_proto=1, x_host=0)  # type: ignore[method-assign]
