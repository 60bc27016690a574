"""Error pages in the reader's language, and the last resort."""

import logging
import secrets

import sqlalchemy as sa
from flask import Flask, Response, g
from flask.globals import request_ctx
from flask_login import AnonymousUserMixin
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from boligdialog.core import templating
from boligdialog.core.access import Refused
from boligdialog.core.i18n import _

log = logging.getLogger(__name__)

#: The errors that have words of their own.
KNOWN = (400, 403, 404, 405, 409, 410, 413, 414, 422, 429, 500, 503)


def _texts(status: int) -> tuple[str, str]:
    """Heading and sentence of an error page."""
    return {
        400: (
            _("We do not understand the address"),
            _("Something in the address or the form is not as it should be. Go back and try again."),
        ),
        403: (
            _("You may not do that"),
            _("The page is for others, or the form came from another site. Go back, or call us if you think it is wrong."),
        ),
        404: (_("Nobody lives here"), _("The page has moved, or the address is misspelt.")),
        405: (_("That cannot be done here"), _("Go back and use the buttons on the page.")),
        409: (_("Somebody was quicker"), _("It has changed since you opened the page. Look at it again.")),
        410: (_("It is too late"), _("What you were looking for is closed. See on the front page what is going on now.")),
        413: (_("That was too much at once"), _("What you sent is too large. Make it smaller and try again.")),
        414: (_("That was too long"), _("The address, or what you searched for, is too long for us. Make it shorter and try again.")),
        422: (_("Something is missing"), _("Look at the form once more.")),
        429: (_("Not so fast"), _("That was too many tries. Wait a little and try again.")),
        500: (_("Something went wrong with us"), _("It is not your fault. Try again in a little while.")),
        503: (_("We are back in a moment"), _("The site cannot reach its database. Try again in a minute.")),
    }.get(status, (_("Something went wrong"), _("Go back and try again.")))


def error_page(status: int, text: str = "", next_step: str = "", *, retry_after: int | None = None) -> Response:
    """An error in the reader's language. From 500 up it is made without the database."""
    if request_ctx.url_adapter is None:  # a host that is not ours: no address of ours can be written either
        return Response("400\n", status, mimetype="text/plain")
    if status >= 500:
        g.without_database = True
        g._login_user = AnonymousUserMixin()
    heading, sentence = _texts(status)
    response = templating.page("error.html", status=status, error=status, heading=heading, text=text or sentence, advice=next_step)
    response.headers["Cache-Control"] = "private, no-store"
    if retry_after or status == 503:
        response.headers["Retry-After"] = str(retry_after or 30)
    return response


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, RequestRedirect) or error.response is not None:
        return error.get_response()  # type: ignore[return-value]
    response = error_page(
        error.code or 500, str(error.description) if type(error) is BadRequest and error.description != BadRequest.description else ""
    )
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
    return error_page(
        500, _("It is not your fault. Try again in a little while. If it goes on, call us and say %(incident)s.", incident=incident)
    )


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Exception, _crashed)
