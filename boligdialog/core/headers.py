"""Strict headers on every answer, and what may be kept by whom."""

import gzip

from flask import Flask, Response, current_app, request, session
from flask_login import current_user

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
    return (
        request.method in ("GET", "HEAD")
        and response.status_code in (200, 301, 404)
        and session.get("csrf_token") is None
        and not current_user.is_authenticated
        and not session.modified
    )


def _compress(response: Response) -> None:
    """Only pages without secrets: compression beside a token tells about the token. A proxy does the rest."""
    if (
        response.direct_passthrough
        or response.status_code != 200
        or response.mimetype != "text/html"
        or "gzip" not in request.accept_encodings
    ):
        return
    response.set_data(gzip.compress(response.get_data(), 5, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")


def init_app(app: Flask) -> None:
    """Put them on every answer, errors and static files too."""
    app.after_request(_headers)
