"""Getting a file by HTTP without ever hanging: short waits, and a host that was silent is not asked again."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from herald.models.errors import SourceFailed, is_full

if TYPE_CHECKING:
    from requests import Response

CONNECT_TIMEOUT_S = 4.0
"""How long a host may take to answer at all."""

READ_TIMEOUT_S = 30.0
"""How long it may be silent in the middle of a file."""

_CHUNK_BYTES = 1 << 18


@dataclass(frozen=True)
class Access:
    """What a request needs beyond its address.

    Attributes:
        headers: such as authorisation.
        proxy: for every request, or None for what the environment says.
        certificates: file with trusted authorities, or None for what the environment says.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    proxy: str | None = None
    certificates: str | None = None


@dataclass
class Network:
    """The hosts of one pull.

    Attributes:
        silent: hosts that did not answer.
    """

    silent: set[str] = field(default_factory=set)

    def download(
        self, url: str, target: Path, n_bytes: int, access: Access, advance: Callable[[float], None]
    ) -> None:
        """Write what is at `url` to `target`.

        Args:
            url: http or https.
            target: written in place; the caller checks and names it.
            n_bytes: the size it must have.
            access: headers, proxy, certificates.
            advance: told the share that is done, 0 to 1.

        Raises:
            SourceFailed: no answer, an error status, or another size.
            OSError: the disk is full.
        """
        import requests

        self.check(url, access)
        try:
            with self._get(url, access) as response:
                response.raise_for_status()
                _save(response, target, n_bytes, advance)
        except requests.ConnectionError as error:
            self.silent.add(_host(url))
            raise SourceFailed(f"no connection to {_host(url)}") from error
        except requests.Timeout as error:
            self.silent.add(_host(url))
            raise SourceFailed(f"{_host(url)} stopped answering") from error
        except requests.HTTPError as error:
            status = error.response.status_code if error.response is not None else "with an error"
            raise SourceFailed(f"{_host(url)} answered {status}") from error
        except requests.RequestException as error:
            raise SourceFailed(str(error)) from error

    def check(self, url: str, access: Access) -> None:
        """Make sure that a host can be reached, within CONNECT_TIMEOUT_S, its name included.

        Raises:
            SourceFailed: it cannot.
        """
        import requests

        host = _host(url)
        if host in self.silent:
            raise SourceFailed(f"no connection to {host}")
        if access.proxy or requests.utils.get_environ_proxies(url):
            return  # the name is for the proxy to find
        parts = urlsplit(url)
        if not reachable(host, parts.port or (443 if parts.scheme == "https" else 80)):
            self.silent.add(host)
            raise SourceFailed(f"no connection to {host}")

    def _get(self, url: str, access: Access) -> Response:
        import requests

        session = requests.Session()
        proxies = {"http": access.proxy, "https": access.proxy} if access.proxy else {}
        # requests knows REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE but not OpenSSL's own SSL_CERT_FILE.
        bundled = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
        certificates = access.certificates or (None if bundled else os.environ.get("SSL_CERT_FILE"))
        return session.get(
            url,
            headers={"User-Agent": "herald", **access.headers},
            proxies=proxies,
            verify=certificates or True,
            timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
            stream=True,
        )


def reachable(host: str, port: int, timeout_s: float = CONNECT_TIMEOUT_S) -> bool:
    """Say whether a host takes a connection within a time that also covers finding its name."""
    answered: list[bool] = []

    def connect() -> None:
        try:
            socket.create_connection((host, port), timeout=timeout_s).close()
            answered.append(True)
        except OSError:
            answered.append(False)

    # Looking up a name has no timeout of its own and can take half a minute on a closed network.
    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(timeout_s)
    return bool(answered and answered[0])


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _save(response: Response, target: Path, n_bytes: int, advance: Callable[[float], None]) -> None:
    done = 0
    with target.open("wb") as file:
        for chunk in response.iter_content(_CHUNK_BYTES):
            done += len(chunk)
            if done > n_bytes:
                raise SourceFailed(f"the file is larger than the {n_bytes} bytes it should have")
            try:
                file.write(chunk)
            except OSError as error:
                if is_full(error):
                    raise
                raise SourceFailed(str(error)) from error
            advance(done / n_bytes)
    if done != n_bytes:
        raise SourceFailed(f"the file ended after {done} of {n_bytes} bytes")
