"""What somebody typed and has not sent: drafts of those who are signed in, and acts that wait for a sign-in.

Nothing that anyone typed is lost. A page with a form is known by its address, so a draft never appears in another form.
Act first, identify last: a view under `identify_last` is open to all; when its service says that nobody is signed in,
the act is kept, the sign-in pages follow, and it is carried out once inside the request that signs in (features.md row 11).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import current_app, flash, g, redirect, request, session, url_for
from flask.globals import request_ctx
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from boligdialog.core import clock, tokens
from boligdialog.core.access import Reason, Refused, current_person, ensure, public, refuse
from boligdialog.core.db import Key, Model, OnErasure, atomic, changed, db, insert, person_key
from boligdialog.core.i18n import _, split_language
from boligdialog.core.jobs import every

View = TypeVar("View", bound=Callable[..., Any])

ACT_LIFE = timedelta(hours=24)  # after that, somebody may have thought better of it: the text becomes a draft
DRAFT_LIFE = timedelta(days=30)
#: Reasons that a sign-in, or a name, puts right: where to do so.
_WHERE = {"sign_in": "accounts.sign_in", "no_name": "accounts.welcome"}
#: Fields that belong to one opening of a form, not to what was typed.
_OURS = frozenset({"csrf_token", "once", "switch_language", "save_draft", "draft"})
_PENDING = "pending"  # the key of the session that holds the token of an act


class Draft(Model):
    """What a person typed on one page and has not sent."""

    __tablename__ = "draft"

    id: Mapped[Key]
    person_id: Mapped[int] = person_key(OnErasure.DELETE, ondelete="CASCADE", index=False)
    page: Mapped[str] = mapped_column(sa.String(200))
    data: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("person_id", "page"),)


class PendingAct(Model):
    """A form that was sent before its sender signed in. Only the browser that sent it knows the token."""

    __tablename__ = "pending_act"

    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    address: Mapped[str] = mapped_column(sa.String(2000))
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime]


# --- drafts -----------------------------------------------------------------------------------------


def _page() -> str:
    """The page a draft belongs to: its address without language and query."""
    return request.path[:200]


def typed() -> dict[str, Any]:
    """What this person typed on this page before; empty when there is nothing, or when they send it now."""
    person = current_person()
    if person is None or request.method == "POST":
        return {}
    return dict(db.session.scalar(sa.select(Draft.data).where(Draft.person_id == person.id, Draft.page == _page())) or {})


def saved(photos_at: Callable[[int], str] | None = None) -> Response | None:
    """The answer when a script, or the button «Save draft», asks to keep the text; None when the form is being sent.

    photos_at: where the draft with this number gets photos, for the button that saves and goes there.
    """
    person = current_person()
    if request.method != "POST" or "save_draft" not in request.form or person is None:
        return None
    draft_id = keep_draft(person.id, _page(), _written(request.form.to_dict(flat=True)))
    if photos_at and request.form["save_draft"] == "photos":
        return redirect(photos_at(draft_id), 303)
    if request.headers.get("X-Draft"):
        return Response(status=204)
    flash(_("Your text is saved as a draft. You find it on your page."))
    return redirect(request.script_root + request.full_path.rstrip("?"), 303)


def sent() -> None:
    """The form was sent: its draft goes."""
    person = current_person()
    if person:
        drop_draft(person.id, _page())


def drafts_of(person_id: int) -> list[Draft]:
    """A person's drafts, newest first."""
    return list(db.session.scalars(sa.select(Draft).where(Draft.person_id == person_id).order_by(Draft.updated_at.desc()).limit(50)))


def draft_id_here() -> int | None:
    """The number of this person's draft of this page."""
    person = current_person()
    return db.session.scalar(sa.select(Draft.id).where(Draft.person_id == person.id, Draft.page == _page())) if person else None


@atomic
def keep_draft(person_id: int, page: str, data: dict[str, Any]) -> int:
    """Keep what somebody typed on a page, in place of what was there; the draft's number."""
    row = insert(Draft).values(person_id=person_id, page=page, data=data, updated_at=clock.now())
    kept = row.on_conflict_do_update(index_elements=["person_id", "page"], set_={"data": data, "updated_at": clock.now()})
    return int(db.session.execute(kept.returning(Draft.__table__.c.id)).scalar_one())


@atomic
def claim_draft(draft: Draft) -> None:
    """Take a draft for a change, so that two that come at once wait for each other; it begins its thirty days anew."""
    if not changed(sa.update(Draft).where(Draft.id == draft.id).values(updated_at=clock.now())):
        refuse("gone", _("The draft is sent or deleted already."), status=409)


@atomic
def drop_draft(person_id: int, page: str) -> bool:
    """Forget a draft; whether there was one."""
    return changed(_DROP, {"person": person_id, "of_page": page}) == 1


_DROP = sa.delete(Draft).where(Draft.person_id == sa.bindparam("person"), Draft.page == sa.bindparam("of_page"))


def _written(form: dict[str, str]) -> dict[str, str]:
    return {name: value[:10_000] for name, value in form.items() if name not in _OURS and value}


# --- act first, identify last -----------------------------------------------------------------------


def identify_last(sentence: Any) -> Callable[[View], View]:
    """Open a view to everybody; a POST by somebody who is not known yet is kept, and carried out when they are.

    sentence: what the sign-in pages say meanwhile, such as «Your idea is kept. Log in, and we send it.»
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def run(**values: Any) -> Any:
            try:
                return view(**values)
            except Refused as refused:
                if not identifiable(refused.reason):
                    raise
                return _keep_act(refused.reason)

        public(run)
        run.sentence = sentence  # type: ignore[attr-defined]
        return run  # type: ignore[return-value]

    return wrap


def ensure_or_wait(reason: Reason | None) -> None:
    """As `ensure`, but let pass what a sign-in or a name puts right: that is asked for when the form is sent."""
    ensure(None if reason and can_wait(reason) else reason)


def can_wait(reason: Reason) -> bool:
    """Whether a sign-in or a name puts this right."""
    return reason.code in _WHERE


def identifiable(reason: Reason) -> bool:
    """Whether this refusal is put right by a sign-in, on a view that waits for one."""
    is_waiting_view = hasattr(current_app.view_functions.get(request.endpoint or ""), "sentence")
    return can_wait(reason) and is_waiting_view and request.method == "POST" and "X-Block" not in request.headers


def _keep_act(reason: Reason) -> Response:
    token = tokens.new_token()
    session[_PENDING] = token
    here = request.script_root + request.full_path.rstrip("?")
    _store_act(token, here[:2000], request.form.to_dict(flat=True))
    return redirect(url_for(_WHERE[reason.code], back=here), 303)


@atomic
def _store_act(token: str, address: str, form: dict[str, str]) -> None:
    kept = {name: value for name, value in form.items() if name != "csrf_token"}
    db.session.add(PendingAct(token_hash=tokens.fingerprint(token), address=address, data=kept, at=clock.now()))


def waiting_sentence() -> str | None:
    """What the sign-in pages say about the act that waits, if one does."""
    token = session.get(_PENDING)
    address = token and db.session.scalar(sa.select(PendingAct.address).where(PendingAct.token_hash == tokens.fingerprint(token)))
    sentence = getattr(current_app.view_functions.get(_endpoint_of(address)), "sentence", None) if address else None
    return str(sentence) if sentence else None


def keep_waiting(token: str | None) -> None:
    """Let the act wait on in the session of a sign-in that still needs a name."""
    if token:
        session[_PENDING] = token


def waiting() -> str | None:
    """The token of the act that waits in this session."""
    return session.get(_PENDING)


def carry_out(token: str | None, person: Any) -> Response | None:
    """Do, once, what somebody asked for before they signed in; where that leads, or None when nothing waits.

    What cannot be done any more, or is older than a day, becomes a draft: the page opens with the text in it.
    """
    act = _take_act(token) if token else None
    session.pop(_PENDING, None)
    if act is None:
        return None
    address, data, at = act
    if clock.now() - at <= ACT_LIFE:
        response = _replay(address, data, person)
        if response is not None and response.status_code in (302, 303):
            return response
    keep_draft(person.id, _bare_path(address)[:200], _written(data))
    flash(_("Your text is here. Look at it once more, and send it."))
    return redirect(address, 303)


@atomic
def _take_act(token: str) -> tuple[str, dict[str, Any], datetime] | None:
    taken = sa.delete(PendingAct).where(PendingAct.token_hash == tokens.fingerprint(token))
    columns = (PendingAct.address, PendingAct.data, PendingAct.at)
    row = db.session.execute(taken.returning(*columns), execution_options={"synchronize_session": False}).one_or_none()
    return (row.address, row.data, row.at) if row else None


def _replay(address: str, data: dict[str, Any], person: Any) -> Response | None:
    """Let the view see the kept form as if it were sent now, by `person`, in this request's session."""
    before = request_ctx.request, request_ctx.url_adapter
    g._login_user, g.csrf_valid = person, True
    root, bare = split_language(address)
    builder = EnvironBuilder(path=bare, base_url=request.host_url + root.strip("/"), method="POST", data=data)
    try:
        request_ctx.request = current_app.request_class(builder.get_environ())
        request_ctx.url_adapter = current_app.create_url_adapter(request_ctx.request)
        request_ctx.match_request()
        return current_app.make_response(current_app.dispatch_request())
    except (Refused, HTTPException):
        return None
    finally:
        builder.close()
        request_ctx.request, request_ctx.url_adapter = before


def _bare_path(address: str) -> str:
    """An address without language and query: what drafts are known by."""
    return split_language(address)[1].split("?")[0]


def _endpoint_of(address: str) -> str:
    try:
        return str(current_app.url_map.bind("localhost").match(_bare_path(address), method="POST")[0])
    except HTTPException:
        return ""


@every(minute="41")
@atomic
def forget_old_drafts() -> int:
    """Drafts and acts that wait are kept for thirty days; how many went."""
    old = clock.now() - DRAFT_LIFE
    return changed(sa.delete(Draft).where(Draft.updated_at < old)) + changed(sa.delete(PendingAct).where(PendingAct.at < old))
