"""The readers: a process of its own with 16 connections over loopback, raw sockets and requests made beforehand.

`python -m bench.load` reads what to do as JSON from its input and says as JSON how it went. Each answer must have the expected
status and hold the marker, so that no error page is ever counted.
"""

import json
import selectors
import socket
import sys
import time
from typing import Any

_VISIT = 50  # requests until a reader hangs up and another one comes: no worker keeps all connections for the whole slice


class Wrong(Exception):
    """An answer that is not the page."""


class Reader:
    """One connection: it asks, reads the whole answer, asks again."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.left = 0
        self.started = 0.0
        self.socket: socket.socket | None = None
        self.parts = b""

    def ask(self, request: bytes) -> bool:
        """Send a request; whether the connection is a new one."""
        is_new = self.left == 0
        if is_new:
            self.hang_up()
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=20)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.left = _VISIT
        assert self.socket
        self.left -= 1
        self.parts, self.started = b"", time.perf_counter()
        self.socket.sendall(request)
        return is_new

    def answer(self) -> bytes | None:
        """The whole answer, once it is there."""
        assert self.socket
        more = self.socket.recv(262144)
        if not more:
            raise Wrong("the server hung up in the middle of an answer")
        self.parts += more
        head, separator, body = self.parts.partition(b"\r\n\r\n")
        if not separator:
            return None
        length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
        if len(body) < length:
            return None
        if b"connection: close" in head.lower():
            self.left = 0
        return self.parts

    def hang_up(self) -> None:
        """Close the connection."""
        if self.socket:
            self.socket.close()


def run(port: int, requests: list[bytes], *, seconds: float, connections: int, status: int, marker: bytes, once: bool) -> dict[str, Any]:
    """Ask for so long, or until no request is left when each may be sent only once."""
    selector, waiting, taken = selectors.DefaultSelector(), 0, 0
    latencies: list[float] = []
    size = 0
    expected = f"HTTP/1.1 {status} ".encode()
    begin = time.perf_counter()
    end = begin + seconds

    def next_request(reader: Reader) -> bool:
        nonlocal taken
        if time.perf_counter() >= end or (once and taken >= len(requests)):
            return False
        before = reader.socket
        if before and reader.left == 0:
            selector.unregister(before)
        is_new = reader.ask(requests[taken % len(requests)])
        taken += 1
        if is_new and reader.socket:
            selector.register(reader.socket, selectors.EVENT_READ, reader)
        return True

    readers = [Reader(port) for _ in range(connections)]
    try:
        waiting = sum(next_request(reader) for reader in readers)
        while waiting:
            ready = selector.select(timeout=20)
            if not ready:
                raise Wrong("no answer in twenty seconds")
            for key, _events in ready:
                reader = key.data
                answer = reader.answer()
                if answer is None:
                    continue
                latencies.append(time.perf_counter() - reader.started)
                if not answer.startswith(expected) or marker not in answer:
                    raise Wrong(f"not the page ({expected.decode()}with {marker!r}): {answer[:300]!r}")
                size = len(answer)
                waiting -= not next_request(reader)
        took = time.perf_counter() - begin
    finally:
        for reader in readers:
            reader.hang_up()
        selector.close()
    latencies.sort()
    return {
        "requests": len(latencies), "seconds": took, "bytes": size, "p50_ms": latencies[len(latencies) // 2] * 1000,
        "p99_ms": latencies[int(len(latencies) * 0.99)] * 1000,
    }  # fmt: skip


def main() -> int:
    """One slice."""
    wanted = json.load(sys.stdin)
    requests = [each.encode("latin-1") for each in wanted.pop("requests")]
    try:
        json.dump(run(wanted.pop("port"), requests, marker=wanted.pop("marker").encode(), **wanted), sys.stdout)
    except (Wrong, OSError) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
