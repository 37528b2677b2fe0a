"""A network between a worker and its database or broker that can be cut: a TCP proxy on loopback.

Silent it swallows all that comes, as a cable that is cut: nobody hears that anything is wrong.
Held it lets nothing through until it is restored, as a network that is away for a while: what was
sent arrives late, for TCP sends it again. Reset it breaks every connection there is or comes.
"""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Proxy:
    """Carries every connection to `port` of this machine over to `target`."""

    target: int
    listener: socket.socket
    silent: threading.Event = field(default_factory=threading.Event)
    whole: threading.Event = field(default_factory=threading.Event)
    broken: threading.Event = field(default_factory=threading.Event)
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
                far = self._far()
                if far is None:
                    _break(near)
                    continue
                self.sockets += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    def _far(self) -> socket.socket | None:
        """A connection to the other side; none when nobody is there, or the network is broken."""
        with contextlib.suppress(OSError):
            if not self.broken.is_set():
                return socket.create_connection(("127.0.0.1", self.target))
        return None

    def _pump(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while content := one.recv(65_536):
                self.whole.wait()
                self.carried += len(content)
                if not self.silent.is_set():
                    other.sendall(content)
            if not self.silent.is_set() and not self.broken.is_set():
                other.shutdown(socket.SHUT_RDWR)

    def hold(self) -> None:
        """Let nothing through until `restore`; nobody hears of it, and nothing is lost."""
        self.whole.clear()

    def reset(self) -> None:
        """Break every connection (RST), and every new one until `restore`."""
        self.broken.set()
        while self.sockets:
            _break(self.sockets.pop())

    def restore(self) -> None:
        """Be a whole network again."""
        self.broken.clear()
        self.whole.set()

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
    made.restore()
    threading.Thread(target=made.serve, daemon=True).start()
    yield made
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    made.restore()
    made.cut()


def _break(one: socket.socket) -> None:
    """Close it so that the other end gets a reset: who reads from it here is woken first."""
    with contextlib.suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.shutdown(socket.SHUT_RD)
    one.close()
