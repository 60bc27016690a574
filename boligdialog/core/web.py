"""The web application around the features: language in the address, the small routes of the floor, and the order of it all."""

import gzip
import json
import logging
import mimetypes
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BuildError, RequestRedirect

from boligdialog.core import errors, guard, headers, health, i18n, templating
from boligdialog.core.access import public
from boligdialog.core.guard import csrf

log = logging.getLogger(__name__)

# --- language in the address ----------------------------------------------------------------------


class LanguageInAddress:
    """/en/… is the same page in English: the prefix becomes SCRIPT_NAME, so url_for keeps the language by itself."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["SCRIPT_NAME"] = ""  # ours alone: a server may take it from a client's header
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
    if (
        g.get("redisplay")
        or request.method != "GET"
        or not chosen
        or chosen == g.language
        or request.endpoint in (None, "static", "healthz", "readyz")
    ):
        return None
    return redirect(i18n.address_in(chosen), 302)


# --- going on -------------------------------------------------------------------------------------


def own_page(address: str | None) -> str:
    """A page of ours to go back to, as it was asked for; the start page for everything else."""
    home = url_for("pages.home")
    if (
        not address
        or not re.match(r"/([a-z0-9]|\Z)", address)
        or re.search(r"\s", address)
        or guard.FORBIDDEN.search(address)
        or "\\" in address
    ):
        return home
    _root, bare = i18n.split_language(urlsplit(address).path)
    try:
        current_app.url_map.bind("localhost").match(bare or "/", method="GET")
    except (NotFound, MethodNotAllowed, RequestRedirect, BuildError):
        return home
    return address


def told(text: str) -> None:
    """Say something at the top of the next page."""
    flash(text)


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
    except (ValueError, AttributeError, RecursionError):
        pass
    return "", HTTPStatus.NO_CONTENT


@public
def design() -> str:
    """All components in all their states; on a developer's own machine only."""
    return render_template("design.html")


@public
def healthz() -> tuple[dict[str, Any], int]:
    """Whether all parts of the house run, for a watchman: state and number of each (row 214). No secrets."""
    found = health.vitals()
    parts = {each.name: {"state": each.state.value, health.UNITS.get(each.name, "seconds"): each.value} for each in found}
    well = health.is_well(found)
    return {"status": "ok" if well else "ill", "parts": parts}, HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE


@public
def readyz() -> tuple[dict[str, str], int]:
    """Whether this process can answer pages: the database does. For whoever sends it readers."""
    if health.database_answers():
        return {"status": "ok"}, HTTPStatus.OK
    return {"status": "database does not answer"}, HTTPStatus.SERVICE_UNAVAILABLE


@public
def provoked(status: str) -> Response:
    """Each page of an error, to look at; on a developer's own machine only."""
    return errors.error_page(int(status))


def init_app(app: Flask) -> None:
    """Put all of it around the application, in this order."""
    app.url_map.strict_slashes = False
    app.before_request(_choose_language)
    guard.init_app(app)
    app.before_request(_redirect_to_chosen_language)
    headers.init_app(app)
    errors.init_app(app)
    app.add_url_rule("/static/<path:name>", "static", static)
    app.add_url_rule("/favicon.ico", "favicon", favicon)
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
    if not app.config["IS_HTTPS"]:
        app.add_url_rule(f"/design/fejl/<any({', '.join(map(repr, map(str, errors.KNOWN)))}):status>", "provoked", provoked)
        app.add_url_rule("/design", "design", design)
    app.add_url_rule("/csp", "csp", csp, methods=["POST"])
    app.wsgi_app = LanguageInAddress(app.wsgi_app)  # type: ignore[method-assign]
    if app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=app.config["TRUSTED_PROXIES"], x_proto=1, x_host=0)  # type: ignore[method-assign]
