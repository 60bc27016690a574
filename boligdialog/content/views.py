"""Photos, for those who may read what they belong to."""

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from boligdialog.content import queries
from boligdialog.core import files
from boligdialog.core.access import current_person, found, public

blueprint = Blueprint("content", __name__)

_ALONE = "sandbox; default-src 'none'"  # opened by itself it can do nothing
_FOR_ALL = "private, max-age=600"  # kept by the browser that has shown it, by nothing between: what is hidden is 404 at once


@blueprint.route("/billeder/<sha:name>/<any('800', '1600'):size>.jpg")
@public
def photo(name: str, size: str) -> Response:
    """A photo in one of its sizes."""
    is_for_all = found(queries.is_photo_for_all(name, seen_by=current_person()))
    where = files.path(name, int(size))
    found(where.exists() or None)
    response = send_file(where, mimetype="image/jpeg", etag=f"{name}-{size}", conditional=True)
    response.headers["Cache-Control"] = _FOR_ALL if is_for_all else "private, no-store"
    response.headers["Content-Security-Policy"] = _ALONE
    return response
