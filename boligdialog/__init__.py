"""Boligdialog: where people who live in social housing shape the place they live in."""

from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask

from boligdialog import config
from boligdialog.core import access, db, i18n, jobs, sessions, templating, web

#: The features, in the order in which they build on each other: each may import only
#: `core`, `ui` and the features named before it. tests/test_architecture.py reads this.
FEATURES = (
    "housing", "accounts", "organs", "principles",  # where, who, which bodies, what we hold on to
    "content", "notifications",  # the things people make, and who hears of them
    "search", "support", "translations", "moderation", "comments",  # what can be done with every thing
    "ideas", "merging",  # from idea to something done
    "paper",  # what is printed, and what comes in on paper
    "admin", "pages",  # running it, and the whole picture
)  # fmt: skip

#: The files a feature may have, in reading and import order (docs/architecture.md, section 3).
FILES = ("models", "settings", "events", "rules", "queries", "services", "panels", "notices", "jobs", "forms", "views", "api", "cli")

_HERE = Path(__file__).parent


def create_app(**overrides: Any) -> Flask:
    """The whole application: floor first, then every feature in order. Refuses to start on an unsafe configuration."""
    app = Flask(__name__, instance_path=str(config.instance_dir(overrides)), static_folder=None, template_folder=None)
    app.config.update(config.load(app.instance_path, overrides))
    for part in (db, templating, i18n, sessions, web, access):
        part.init_app(app)
    for feature in FEATURES:
        for module in _modules(feature):
            if hasattr(module, "blueprint"):
                app.register_blueprint(module.blueprint)
            for command in getattr(module, "commands", ()):
                app.cli.add_command(command)
    jobs.init_app(app)
    return app


def _modules(feature: str) -> list[Any]:
    """The modules a feature has, imported in the order of the file table."""
    folder = _HERE / feature
    there = [name for name in FILES if (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists()]
    return [import_module(f"boligdialog.{feature}.{name}") for name in there]
