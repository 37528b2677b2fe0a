"""A network between a worker and its database that can be cut: a TCP proxy on loopback.

Silent it swallows all that comes, as a cable that is cut: nobody hears that anything is wrong.
"""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Proxy:
    """Carries every connection to `port` of this machine over to `target`."""

    target: int
    listener: socket.socket
    silent: threading.Event = field(default_factory=threading.Event)
    sockets: list[socket.socket] = field(default_factory=list)
    carried: int = 0

    @property
    def port(self) -> int:
        """Where to connect to."""
        return int(self.listener.getsockname()[1])

    def serve(self) -> None:
        """Accept connections until the listener is closed."""
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                self.sockets += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    def _pump(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while content := one.recv(65_536):
                self.carried += len(content)
                if not self.silent.is_set():
                    other.sendall(content)
            if not self.silent.is_set():
                other.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """Break every connection there is, so that both ends hear it."""
        while self.sockets:
            one = self.sockets.pop()
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextlib.contextmanager
def proxy(target: int) -> Iterator[Proxy]:
    """A proxy to a port of this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    made = Proxy(target, listener)
    threading.Thread(target=made.serve, daemon=True).start()
    yield made
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    made.cut()
