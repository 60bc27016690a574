"""Closed by default. One reason why not, for the refusal, the greyed button and the API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from boligdialog.core.i18n import _

View = TypeVar("View", bound=Callable[..., Any])
Thing = TypeVar("Thing")

login_manager = LoginManager()


@dataclass(frozen=True)
class Reason:
    """Why something may not be done: a code for programs, a sentence and a next step for people, a status for HTTP."""

    code: str
    text: str
    next_step: str = ""
    status: int = 403
    retry_after: int | None = None  # seconds, with 429


class Refused(Exception):
    """A service did not do it; `reason` says why. Error handlers and views turn it into an answer."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


def refuse(code: str, text: str, next_step: str = "", status: int = 403) -> NoReturn:
    """Raise Refused."""
    raise Refused(Reason(code, text, next_step, status))


def ensure(reason: Reason | None) -> None:
    """Raise Refused when there is a reason why not."""
    if reason:
        raise Refused(reason)


def public(view: View) -> View:
    """Open a view to everybody. All others need a login."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(endpoint: str) -> bool:
    """Whether the view of an endpoint is open to everybody."""
    return getattr(current_app.view_functions.get(endpoint), "is_public", False)


def current_person() -> Any:
    """The signed-in person, or None."""
    user = g.get("_login_user") or current_user._get_current_object()  # where Flask-Login keeps it; a page asks hundreds of times
    return user if user.is_authenticated else None


def identified() -> Any:
    """The signed-in person; Refused with the reason «sign_in» when there is none."""
    person = current_person()
    if person is None:
        refuse("sign_in", _("Log in first."), _("All you need is one code. There are no passwords."))
    return person


def prove_again_first() -> Response | None:
    """The way to show once more who one is, when the sign-in is more than ten minutes old (row 15). It leads back to this page."""
    is_fresh = session.is_fresh  # type: ignore[attr-defined]
    back = request.script_root + request.full_path.rstrip("?")
    return None if is_fresh else redirect(url_for("accounts.prove_again", back=back), 303)


def found(thing: Thing | None) -> Thing:
    """The thing, or 404: what a reader may not know of does not exist."""
    if thing is None:
        abort(404)
    return thing


def _closed_by_default() -> Response | None:
    if request.endpoint is None or is_public(request.endpoint) or current_user.is_authenticated:
        return None
    back = f"{request.script_root}{request.full_path.rstrip('?')}" if request.method == "GET" else ""
    return redirect(url_for("accounts.sign_in", back=back or None), 303)


def init_app(app: Flask) -> None:
    """Put the lock on every view."""
    login_manager.init_app(app)
    login_manager.session_protection = None  # 0.6.3 reads a raw X-Forwarded-For
    app.before_request(_closed_by_default)
