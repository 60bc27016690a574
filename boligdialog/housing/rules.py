"""What a place may be called."""

import re
from collections.abc import Collection

from boligdialog.core.access import Reason
from boligdialog.core.i18n import _


def why_not_slug(slug: str, taken: Collection[str]) -> Reason | None:
    """An area's short name is the first word of its address, so it may be no route's first word (features.md row 1)."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,39}", slug):
        return Reason(
            "slug_form", _("An address is 2 to 40 small letters a to z, digits and hyphens, and begins with a letter."), status=422
        )
    if slug in taken:
        return Reason("slug_taken", _("“%(slug)s” is the address of another page here. Choose another one.", slug=slug), status=422)
    return None
