"""A server that can be killed, comes back on the same port, and can die in the middle of something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler


class Mortal(StaticFilesHandler):
    """Dies at an address: before anything is written ("before"), or after all of it is, without a word ("after")."""

    at, fate, dead = "", "", False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if Mortal.fate and environ["PATH_INFO"] == Mortal.at:
            fate, Mortal.fate = Mortal.fate, ""
            if fate == "after":
                list(super().__call__(environ, start_response))
            Mortal.dead = True
        if Mortal.dead:
            raise ConnectionAbortedError   # the connection ends, as when a process is killed
        found: Iterable[bytes] = super().__call__(environ, start_response)
        return found


class Cut(QuietWSGIRequestHandler):
    """Leaves no connection open when the server is dead."""

    def handle_one_request(self) -> None:
        super().handle_one_request()
        self.close_connection = self.close_connection or Mortal.dead


class Thread(LiveServerThread):
    def _create_server(self, connections_override: Any = None) -> Any:
        return self.server_class((self.host, self.port), Cut, allow_reuse_address=True, connections_override=connections_override)


class Server:
    """A server that can be killed, comes back on the same port, and can die in the middle of something."""

    def __init__(self) -> None:
        self.port = 0
        self.start()

    def start(self) -> None:
        Mortal.fate, Mortal.dead = "", False
        self.thread = Thread("127.0.0.1", Mortal, port=self.port)
        self.thread.daemon = True
        self.thread.start()
        self.thread.is_ready.wait()
        assert self.thread.error is None
        self.port = self.thread.port

    def kill(self) -> None:
        Mortal.dead = True   # connections that are kept open end too
        self.thread.terminate()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    made = Server()
    yield made
    made.kill()
