"""Run every test that can run here, and say plainly what cannot and why.

The suite runs once on SQLite and, where a PostgreSQL answers, once more there. Tests in a real browser run once, on SQLite, after them.
With CI=true or --require-all a missing server or browser is an error. All other arguments go to pytest.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

import psycopg
import redis

POSTGRES = os.environ.setdefault("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.setdefault("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


def why_not_postgresql() -> str | None:
    """Why no test can use PostgreSQL; None if it answers."""
    try:
        psycopg.connect(POSTGRES.replace("+psycopg", ""), connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return f"no PostgreSQL answers at TEST_POSTGRES_URL ({str(error).strip().splitlines()[0]})"
    return None


def why_not_redis() -> str | None:
    """Why no test can use Redis; None if it answers."""
    try:
        with redis.Redis.from_url(REDIS, socket_connect_timeout=3) as client:
            client.ping()
    except redis.RedisError as error:
        return f"no Redis answers at TEST_REDIS_URL ({error})"
    return None


def why_not_chromium() -> str | None:
    """Why no test can use a browser; None if there is one, which the tests then find in CHROMIUM."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else ["chromium", "chromium-browser", "google-chrome"])), None)
    if found is None:
        return f"CHROMIUM names {named}, which is no program" if named else "no Chromium was found (set CHROMIUM to one)"
    os.environ["CHROMIUM"] = found
    return None


PROBES: dict[str, Callable[[], str | None]] = {"postgresql": why_not_postgresql, "redis": why_not_redis, "e2e": why_not_chromium}
LEFT_OUT = {"postgresql": "The second run, on PostgreSQL,", "redis": "Tests with Redis", "e2e": "Tests in a real browser"}
NOTHING_CHOSEN = 5  # pytest's word for «no test has these markers and arguments»


def run(name: str, database: str, chosen: str, arguments: list[str]) -> bool:
    """Run pytest on one database over the tests with these markers; whether all passed."""
    print(f"\n--- {name} ---", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "2", "-m", chosen, *arguments]
    code = subprocess.run(command, env=os.environ | {"TEST_DATABASE": database}, check=False).returncode
    return code == 0 or (code == NOTHING_CHOSEN and bool(arguments))


def main(arguments: list[str]) -> int:
    """Probe, run, sum up; 0 if everything that must pass has passed."""
    require_all = "--require-all" in arguments or os.environ.get("CI") == "true"
    arguments = [argument for argument in arguments if argument != "--require-all"]
    missing = {name: reason for name, probe in PROBES.items() if (reason := probe())}
    if missing and require_all:
        print("Nothing may be left out here, but", "; ".join(missing.values()) + ".", file=sys.stderr)
        return 1
    if require_all:
        os.environ["REQUIRE_ALL"] = "1"

    chosen = "not e2e and not redis" if "redis" in missing else "not e2e"
    passed = {"SQLite": run("The suite on SQLite", "sqlite", chosen, arguments)}
    if "postgresql" not in missing:
        passed["PostgreSQL"] = run("The suite on PostgreSQL", "postgresql", f"{chosen} and not once", arguments)
    if "e2e" not in missing:
        passed["Browser"] = run("In a real browser", "sqlite", "e2e", arguments)

    print()
    for name, reason in missing.items():
        print(f"{LEFT_OUT[name]} did not run: {reason}.")
    for database, good in passed.items():
        print(f"{database}: {'all passed' if good else 'FAILED'}")
    return 0 if all(passed.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
