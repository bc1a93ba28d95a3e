"""Fetching packages with the user's own clients, so that their index, proxy and certificates apply."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from herald.files import sha256_of
from herald.models.entries import Archive
from herald.models.errors import SourceFailed, disk_full, is_full
from herald.models.network import Access, Network
from herald.models.npmrc import read_npmrc

_LONGEST_S = 1800.0
"""After this long a client is taken to hang."""

_POLL_S = 0.2


@dataclass
class Carriers:
    """The packages of one pull; each is fetched once.

    Attributes:
        folder: where they are put; belongs to the pull and goes with it.
        network: the hosts that do not answer.
    """

    folder: Path
    network: Network
    _fetched: dict[Archive, Path] = field(default_factory=dict)
    _failed: dict[Archive, str] = field(default_factory=dict)
    _dead: dict[str, str] = field(default_factory=dict)
    _index_checked: bool = False

    def archive(self, archive: Archive, advance: Callable[[float], None]) -> Path:
        """Return the path of a package, fetching it if this pull has not yet.

        Raises:
            SourceFailed: it cannot be had.
        """
        if archive in self._fetched:
            return self._fetched[archive]
        reason = self._failed.get(archive) or self._dead.get(archive.kind)
        if reason:
            raise SourceFailed(reason)
        into = self.folder / f"{archive.package.replace('/', '-')}-{archive.version}"
        into.mkdir(exist_ok=True)
        try:
            fetch = self._with_pip if archive.kind == "pypi" else self._with_npm
            path = fetch(archive, into, advance)
        except SourceFailed as error:
            self._failed[archive] = str(error)
            raise
        self._fetched[archive] = path
        return path

    def _with_pip(self, archive: Archive, into: Path, advance: Callable[[float], None]) -> Path:
        pip = pip_command()
        if pip is None:
            raise self._gone("pypi", "there is no pip here (install pip or uv)")
        self._check_index(pip)
        wanted = into / "requirements.txt"
        wanted.write_text(
            f"{archive.package}=={archive.version} --hash=sha256:{archive.sha256}\n", encoding="utf-8"
        )
        options = ["--no-deps", "--only-binary=:all:", "--no-input", "--require-hashes", "--progress-bar=off"]
        result = _run(
            [*pip, "download", *options, "--retries=1", "-d", str(into), "-r", str(wanted)],
            into,
            lambda grown: advance(min(1.0, grown / archive.bytes)),
        )
        wheel = next(iter(into.glob("*.whl")), None)
        if result.returncode == 0 and wheel is not None:
            return wheel
        raise SourceFailed(_pip_reason(result.stderr, into))

    def _check_index(self, pip: Sequence[str]) -> None:
        """Make sure that there is an index to ask, since pip waits long for one that is silent."""
        if self._index_checked:
            return
        self._index_checked = True
        indices, has_proxy = pip_indices(pip)
        if has_proxy or any(urlsplit(index).scheme not in ("http", "https") for index in indices):
            return
        reason = "pip is told to use no index"
        for index in indices:
            try:
                self.network.check(index, Access())
            except SourceFailed as error:
                reason = str(error)
            else:
                return
        raise self._gone("pypi", reason)

    def _with_npm(self, archive: Archive, into: Path, advance: Callable[[float], None]) -> Path:
        settings = read_npmrc()
        try:
            self.network.check(settings.registry, settings.access)
        except SourceFailed as error:
            raise self._gone("npm", str(error)) from error
        reasons: list[str] = []
        for fetch in (self._npm_pack, self._npm_tarball):
            try:
                path = fetch(archive, into, advance)
            except SourceFailed as error:
                reasons.append(str(error))
                continue
            found = sha256_of(path)
            if found == archive.sha256:
                return path
            reasons.append(f"the archive has sha256 {found} and not {archive.sha256}")
        raise SourceFailed("; ".join(dict.fromkeys(reasons)))

    def _npm_pack(self, archive: Archive, into: Path, advance: Callable[[float], None]) -> Path:
        npm = shutil.which("npm")
        if npm is None:
            raise SourceFailed("npm is not installed")
        options = ["--ignore-scripts", "--silent", "--fetch-retries=1", "--no-update-notifier"]
        result = _run(
            [npm, "pack", f"{archive.package}@{archive.version}", *options], into, lambda grown: None
        )
        packed = next(iter(into.glob("*.tgz")), None)
        if result.returncode == 0 and packed is not None:
            advance(1.0)
            return packed
        if "ENOSPC" in result.stderr:
            raise disk_full(into, archive.bytes)
        raise SourceFailed(f"npm: {_last_line(result.stderr)}")

    def _npm_tarball(self, archive: Archive, into: Path, advance: Callable[[float], None]) -> Path:
        settings = read_npmrc()
        target = into / "package.tgz"
        url = settings.tarball(archive.package, archive.version)
        self.network.download(url, target, archive.bytes, settings.access, advance)
        return target

    def _gone(self, kind: str, reason: str) -> SourceFailed:
        """Note that no package of this kind can be had, and return why."""
        self._dead[kind] = reason
        return SourceFailed(reason)


def pip_command() -> list[str] | None:
    """Return how to call pip: our own, uv's, or one on the path; None where there is none."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    if uvx := shutil.which("uvx"):
        return [uvx, "pip"]
    pip = shutil.which("pip") or shutil.which("pip3")
    return [pip] if pip else None


def pip_indices(pip: Sequence[str]) -> tuple[list[str], bool]:
    """Return where the user's pip looks for packages, and whether it goes through a proxy."""
    result = subprocess.run([*pip, "config", "list"], capture_output=True, text=True, check=False, timeout=60)
    found: list[str] = []
    has_main = no_index = False
    has_proxy = any(os.environ.get(name) for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"))
    for line in result.stdout.splitlines():
        match = re.match(r"(?:[^=]*\.)?([a-z-]+)='(.*)'\s*\Z", line)
        name, value = match.groups() if match else ("", "")
        if name in ("index-url", "extra-index-url", "find-links"):
            found += value.replace("\\n", " ").split()
            has_main |= name == "index-url"
        no_index |= name == "no-index" and value not in ("0", "false", "no", "off", "")
        has_proxy |= name == "proxy"
    if not has_main and not no_index:
        found.append("https://pypi.org/simple")
    return found, has_proxy


def _run(
    command: Sequence[str], into: Path, grown: Callable[[int], None]
) -> subprocess.CompletedProcess[str]:
    """Run a client in `into`, watching how many bytes it has written there.

    Raises:
        SourceFailed: it cannot be started, or hangs.
    """
    # The client's own scratch space comes into the folder too: what it writes there can be counted,
    # is on the disk where room was checked, and goes away with the pull.
    environment = {**os.environ, "TMPDIR": str(into), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    said = into / "said.txt"
    deadline = time.monotonic() + _LONGEST_S
    try:
        with said.open("w+", encoding="utf-8", errors="replace") as stderr:
            process = subprocess.Popen(
                command,
                cwd=into,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
            try:
                while process.poll() is None:
                    if time.monotonic() > deadline:
                        raise SourceFailed(f"{Path(command[0]).name} did not end within {_LONGEST_S:.0f} s")
                    grown(_size_of(into))
                    time.sleep(_POLL_S)
            finally:
                if process.poll() is None:
                    process.kill()
                    process.wait()
    except OSError as error:
        if is_full(error):
            raise
        raise SourceFailed(f"{command[0]} cannot be run: {error}") from error
    text = said.read_text(encoding="utf-8", errors="replace")
    said.unlink()
    return subprocess.CompletedProcess(list(command), process.returncode, "", text)


def _size_of(folder: Path) -> int:
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(root) / name).stat().st_size
            except OSError:
                continue  # a scratch file may go away while we look
    return total


def _pip_reason(stderr: str, into: Path) -> str:
    if "No space left on device" in stderr or "Disk quota exceeded" in stderr:
        raise disk_full(into, _size_of(into))
    if "DO NOT MATCH THE HASHES" in stderr:
        return "the index has another archive under this version: its hash is wrong"
    errors = [line for line in stderr.splitlines() if line.startswith("ERROR:")]
    text = errors[-1].removeprefix("ERROR:").strip() if errors else _last_line(stderr)
    if "No matching distribution" in text or "from versions: none" in text:
        connection = "NewConnectionError" in stderr or "ConnectTimeoutError" in stderr or "Retrying" in stderr
        return "no connection to the package index" if connection else "the package index does not have it"
    return f"pip: {text}"


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it failed and did not say why"
