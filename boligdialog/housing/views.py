"""An area's old short names go on answering."""

from flask import Blueprint, Response, redirect, request

from boligdialog.core import i18n
from boligdialog.housing import queries

blueprint = Blueprint("housing", __name__)


@blueprint.after_app_request
def old_slug(response: Response) -> Response:
    """301 to the name that the area has today; asked only when a page was not found."""
    slug = (request.view_args or {}).get("slug")
    now = queries.slug_after(slug) if response.status_code == 404 and slug else None
    if now is None:
        return response
    address = i18n.address_in(i18n.language(), request.full_path.rstrip("?").replace(f"/{slug}", f"/{now}", 1))
    return redirect(address, 301)  # type: ignore[return-value]
