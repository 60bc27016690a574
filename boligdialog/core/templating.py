"""Where templates and assets lie: `ideas/show.html` is `boligdialog/ideas/templates/show.html`, all else is in `ui`."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import generate_csrf
from jinja2 import BaseLoader, Environment, TemplateNotFound

from boligdialog.core import access, clock, i18n, joints, numbers, settings
from boligdialog.core.compiled import CompiledTemplates, Keep
from boligdialog.core.forms import Form
from boligdialog.core.text import excerpt, stored_html

PACKAGE = Path(__file__).parents[1]
DIST = PACKAGE / "ui" / "static" / "dist"


class FeatureTemplates(BaseLoader):
    """Finds a template by the feature its first folder names."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        """Source, file name and whether it is still fresh."""
        first, _, rest = template.partition("/")
        own = PACKAGE / first / "templates" / rest
        path = own if rest and own.is_file() else PACKAGE / "ui" / "templates" / template
        if ".." in template or not path.is_file():
            raise TemplateNotFound(template)
        changed_at = path.stat().st_mtime
        return path.read_text(), str(path), lambda: path.exists() and path.stat().st_mtime == changed_at


class Assets:
    """The built files: their addresses carry a hash of the content, so browsers may keep them for ever."""

    @cached_property
    def manifest(self) -> dict[str, str]:
        """Name to hashed name; built by tools/build_assets.py."""
        path = DIST / "manifest.json"
        if not path.exists():
            raise RuntimeError("The assets are not built. Run: make assets")
        return dict(json.loads(path.read_text()))

    def address(self, name: str) -> str:
        """The address of a built file; the same in both languages."""
        return f"/static/{self.manifest[name]}"


assets = Assets()


class Site:
    """What every page says about its municipality. Error pages read it without the database."""

    def _value(self, setting: settings.Setting[Any]) -> Any:
        return settings.last_known(setting) if g.get("without_database") else setting.value

    @property
    def municipality(self) -> str:
        """Its name."""
        return str(self._value(settings.MUNICIPALITY))

    @property
    def phone(self) -> str:
        """The number in every foot."""
        return str(self._value(settings.PHONE))

    @property
    def contact_name(self) -> str:
        """Who answers it."""
        return str(self._value(settings.CONTACT))

    @property
    def phone_hours(self) -> str:
        """When, as a sentence."""
        return i18n.gettext("%(name)s in the community team answers the phone Monday to Thursday, 9:00–15:00.", name=self.contact_name)

    @property
    def email(self) -> str:
        """Where to write."""
        return str(self._value(settings.EMAIL))

    @property
    def statement_url(self) -> str:
        """Where the accessibility statement is, or nothing while that is not known."""
        address = str(self._value(settings.STATEMENT))
        parts = urlsplit(address)
        return address if parts.scheme == "https" and parts.hostname else ""

    @property
    def is_demo(self) -> bool:
        """Whether all of this is invented."""
        return bool(self._value(settings.IS_DEMO))


def page(template: str, form: Form | None = None, *, status: int | None = None, **data: Any) -> Response:
    """A page, with the status that its form has earned."""
    code = status or (form.status if form else 200)
    if form:
        data.update(form=form, form_errors=form.status >= 400)
    response = make_response(render_template(template, **data), code)
    if form and form.refusal and form.refusal.retry_after:
        response.headers["Retry-After"] = str(form.refusal.retry_after)
    return response


def _globals() -> dict[str, Any]:
    """What every template may name; made once a request, for a page is put together from many."""
    known: dict[str, dict[str, Any]] = request.environ.setdefault("boligdialog.page", {})
    lang = i18n.language()
    if lang not in known:
        known[lang] = _names()
    return known[lang]


def _names() -> dict[str, Any]:
    return {
        "lang": i18n.language(),
        "other_lang": i18n.other_language(),
        "other_lang_url": i18n.address_in(i18n.other_language()),
        "path": quote(request.path, safe="/"),
        "site": Site(),
    }


def init_app(app: Flask) -> None:
    """Give the templates their loader and their globals."""
    app.jinja_environment = CompiledTemplates
    app.jinja_options = {"loader": FeatureTemplates(), "extensions": [Keep]}
    app.jinja_env.globals.update(
        asset=assets.address,
        panels=joints.panels,
        offers=joints.offers,
        today=clock.today,
        csrf_token=generate_csrf,
        current_person=access.current_person,
    )
    app.jinja_env.filters.update(html=stored_html, excerpt=excerpt, homes=numbers.homes)
    app.context_processor(_globals)
    app.config["TEMPLATES_AUTO_RELOAD"] = False
