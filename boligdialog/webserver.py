"""gunicorn's worker, with one sentence of ours: an address so long that no application ever sees it."""

import socket
import time
from contextlib import suppress
from typing import Any

from flask import Flask
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker
from werkzeug.exceptions import RequestURITooLarge

_PATIENCE, _MOST = 2.0, 1_000_000  # seconds and bytes that the rest of such a request may take


class WebWorker(ThreadWorker):
    """Threads that answer requests."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer what gunicorn itself refuses: an address that is too long in the words of our pages, all else as gunicorn does."""
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        with suppress(OSError):
            _read_to_the_end(client)
            client.sendall(_too_long(self.wsgi))


def _too_long(app: Flask) -> bytes:
    """The page, as it goes over the wire. Nothing of the request is known but that it was too long: the page is Danish."""
    with app.test_request_context(base_url=app.config["BASE_URL"]):
        response = app.process_response(app.make_response(app.handle_user_exception(RequestURITooLarge())))
    response.headers["Connection"] = "close"
    head = [f"HTTP/1.1 {response.status}", *(f"{name}: {value}" for name, value in response.headers)]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + response.get_data()


def _read_to_the_end(client: socket.socket) -> None:
    """Take in the rest of the request: a browser whose words are not read hears a broken line, and not what we say."""
    client.settimeout(0.2)
    deadline, size, last = time.monotonic() + _PATIENCE, 0, b""
    while size < _MOST and time.monotonic() < deadline and not last.endswith(b"\r\n\r\n"):
        try:
            data = client.recv(65_536)
        except TimeoutError:
            return
        if not data:
            return
        size, last = size + len(data), (last + data)[-4:]
