"""Model files: pulled from addresses and packages, checked, and never half there.

The packages are made here and served from this machine, so nothing leaves it; pip and npm are real.
"""

import errno
import functools
import hashlib
import http.server
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from herald.errors import MissingModel, UserError
from herald.models import Entry, Registry
from herald.models.carriers import pip_command, pip_indices
from herald.models.entries import Carried
from herald.models.errors import SourceFailed
from herald.models.network import Access, Network, reachable
from herald.models.npmrc import read_npmrc
from herald.workspace import CHECKOUT

CONTENT = bytes(range(256)) * 40
PARTS = (CONTENT[:3000], CONTENT[3000:])


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Notes:
    """A `Progress` that remembers."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.total = self.done = self.n_ended = 0

    def begin(self, stage: str, total: int, unit: str) -> None:
        self.total = total

    def advance(self, done: int = 1) -> None:
        self.done += done

    def end(self) -> None:
        self.n_ended += 1

    def note(self, message: str) -> None:
        self.notes.append(message)


def make_wheel(folder: Path, name: str, files: dict[str, bytes]) -> Path:
    """Make the least that pip accepts as a wheel."""
    module = name.replace("-", "_")
    path = folder / f"{module}-1.0-py3-none-any.whl"
    info = f"{module}-1.0.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for member, data in files.items():
            wheel.writestr(member, data)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return path


def make_tarball(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for member, data in files.items():
            header = tarfile.TarInfo(member)
            header.size = len(data)
            tar.addfile(header, io.BytesIO(data))
    return path


def archive_toml(key: str, kind: str, package: str, path: Path) -> str:
    data = path.read_bytes()
    return (
        f'[archives.{key}]\nkind = "{kind}"\npackage = "{package}"\nversion = "1.0"\n'
        f'sha256 = "{sha256(data)}"\nbytes = {len(data)}\n\n'
    )


def file_toml(name: str, sources: str, data: bytes = CONTENT, group: str = "default") -> str:
    return (
        f'[[files]]\nname = "{name}"\nsha256 = "{sha256(data)}"\nbytes = {len(data)}\nlicence = "MIT"\n'
        f'licence_url = "https://example.org"\ntrained_on = "nothing"\npurpose = "a test"\n'
        f'group = "{group}"\nsources = [{sources}]\n\n'
    )


def load(folder: Path, toml: str) -> Registry:
    path = folder / "registry.toml"
    path.write_text(toml, encoding="utf-8")
    return Registry.load(path, folder / "models")


def leftovers(registry: Registry) -> list[str]:
    """Files in the models folder that are neither a model nor the note of what was verified."""
    known = {*registry.entries, ".verified.json"}
    paths = (path.relative_to(registry.folder).as_posix() for path in registry.folder.rglob("*"))
    return [path for path in paths if path not in known and (registry.folder / path).is_file()]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str, list[str]]]:
    """A folder, the address where it is served, and the paths that were asked for."""
    folder = tmp_path / "served"
    folder.mkdir()
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels that is the whole index of pip."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name in list(os.environ):
        if name.startswith("PIP_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    return folder


@pytest.fixture
def npm(served: tuple[Path, str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry for npm that has one package, and a user's file that names it."""
    folder, address, _ = served
    tarball = folder / "voices" / "-" / "voices-1.0.tgz"
    tarball.parent.mkdir(parents=True)
    make_tarball(tarball, {"package/a.bin": CONTENT, "package/b.bin": CONTENT[::-1]})
    for name in list(os.environ):
        if name.lower().startswith("npm_config_"):
            monkeypatch.delenv(name)
    settings = tmp_path / "npmrc"
    settings.write_text(f"# mine\nregistry = {address}\n", encoding="utf-8")
    monkeypatch.setenv("npm_config_userconfig", str(settings))
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm-cache"))
    return tarball


def without(monkeypatch: pytest.MonkeyPatch, *programs: str) -> None:
    """Make `shutil.which` blind to some programs."""
    which = shutil.which
    monkeypatch.setattr(
        "herald.models.carriers.shutil.which", lambda name: None if name in programs else which(name)
    )


# The registry file


def test_the_registry_of_the_product() -> None:
    registry = Registry.load(CHECKOUT / "models" / "registry.toml", Path("nowhere"))
    assert registry.groups[0] == "default"
    default = {name for name, entry in registry.entries.items() if entry.group == "default"}
    assert {"face_landmarker.task", "kokoro-v1.0.int8.onnx", "kokoro/voices/af_heart.bin"} <= default
    assert len([name for name in registry.entries if name.startswith("kokoro/voices/")]) == 54
    for entry in registry.entries.values():
        if not entry.name.startswith("piper/"):
            assert entry.licence == "Apache-2.0"
        assert entry.trained_on
        assert {type(source) for source in entry.sources} >= {Carried}, entry.name


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[[files", "registry.toml"),
        (file_toml("a", '{ url = "http://x" }') * 2, "listed twice"),
        (file_toml("../a", '{ url = "http://x" }'), "does not stay inside"),
        (file_toml("/a", '{ url = "http://x" }'), "does not stay inside"),
        (file_toml("a", '{ archive = "none", member = "x" }'), "'none'"),
        (file_toml("a", "").replace(sha256(CONTENT), "abc"), "sha256"),
        (file_toml("a", "").replace("purpose", "porpoise"), "porpoise"),
        ('[archives.a]\nkind = "cargo"\n', "cargo"),
    ],
)
def test_a_wrong_registry_is_named(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(UserError, match=r"registry\.toml") as caught:
        load(tmp_path, toml)
    assert message in str(caught.value)


def test_no_registry(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no model registry"):
        Registry.load(tmp_path / "none.toml", tmp_path)


def test_a_family_is_many_files(tmp_path: Path) -> None:
    family = file_toml("voices/{item}.bin", '{ url = "http://x/{item}" }').replace("files", "families")
    family = family.replace(f'sha256 = "{sha256(CONTENT)}"\n', "")
    registry = load(tmp_path, f'{family}[families.items]\nann = "{"0" * 64}"\nbob = "{"1" * 64}"\n')
    assert list(registry.entries) == ["voices/ann.bin", "voices/bob.bin"]
    assert registry.entries["voices/bob.bin"].sources[0].label == "http://x/bob"


def test_unknown_names(tmp_path: Path) -> None:
    registry = load(tmp_path, file_toml("face.task", '{ url = "http://x" }'))
    with pytest.raises(UserError, match=r"Did you mean 'face\.task'\?"):
        registry.path("fase.task")
    with pytest.raises(UserError, match="Did you mean 'default'"):
        registry.pull(["defualt"])
    with pytest.raises(UserError, match="Groups: default"):
        registry.pull(["zzz"])


# Addresses


def test_from_an_address(tmp_path: Path, served: tuple[Path, str, list[str]]) -> None:
    folder, address, asked = served
    (folder / "a.bin").write_bytes(CONTENT)
    registry = load(tmp_path, file_toml("deep/a.bin", f'{{ url = "{address}/a.bin" }}'))
    assert registry.missing() == ["deep/a.bin"]
    notes = Notes()
    path = registry.path("deep/a.bin", notes)
    assert path.read_bytes() == CONTENT
    assert path == tmp_path / "models" / "deep" / "a.bin"
    assert notes.notes == [f"Fetching deep/a.bin (10 kB, MIT) from {address}/a.bin"]
    assert notes.n_ended == 1
    assert leftovers(registry) == []
    assert registry.path("deep/a.bin") == path
    assert asked == ["/a.bin"]


def test_a_wrong_file_falls_through_to_the_next(tmp_path: Path, served: tuple[Path, str, list[str]]) -> None:
    folder, address, asked = served
    (folder / "wrong.bin").write_bytes(CONTENT[::-1])
    (folder / "right.bin").write_bytes(CONTENT)
    sources = ", ".join(f'{{ url = "{address}/{name}" }}' for name in ("none.bin", "wrong.bin", "right.bin"))
    registry = load(tmp_path, file_toml("a.bin", sources))
    notes = Notes()
    assert registry.path("a.bin", notes).read_bytes() == CONTENT
    assert asked == ["/none.bin", "/wrong.bin", "/right.bin"]
    assert "  127.0.0.1 answered 404" in notes.notes
    assert any("gave another file" in note for note in notes.notes)


@pytest.mark.parametrize(
    ("served_bytes", "message"), [(CONTENT[:-1], "ended after"), (CONTENT * 2, "larger")]
)
def test_a_file_of_the_wrong_length(
    tmp_path: Path, served: tuple[Path, str, list[str]], served_bytes: bytes, message: str
) -> None:
    folder, address, _ = served
    (folder / "a.bin").write_bytes(served_bytes)
    registry = load(tmp_path, file_toml("a.bin", f'{{ url = "{address}/a.bin" }}'))
    with pytest.raises(MissingModel, match=message):
        registry.path("a.bin")
    assert leftovers(registry) == []


def test_a_connection_that_breaks_off(tmp_path: Path, served: tuple[Path, str, list[str]]) -> None:
    class Broken(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(CONTENT)))
            self.end_headers()
            self.wfile.write(CONTENT[:100])

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Broken)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}/a"
        registry = load(tmp_path, file_toml("a.bin", f'{{ url = "{url}" }}'))
        with pytest.raises(MissingModel):
            registry.path("a.bin")
        assert leftovers(registry) == []
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_all_failures_are_named_with_what_to_do(
    tmp_path: Path, served: tuple[Path, str, list[str]], wheels: Path
) -> None:
    _, address, _ = served
    wheel = make_wheel(tmp_path, "carrier", {"carrier/a.bin": CONTENT})
    toml = archive_toml("c", "pypi", "carrier", wheel) + file_toml(
        "a.bin", f'{{ url = "{address}/none" }}, {{ archive = "c", member = "carrier/a.bin" }}'
    )
    with pytest.raises(MissingModel) as caught:
        load(tmp_path, toml).path("a.bin")
    message = str(caught.value)
    assert f"{address}/none: 127.0.0.1 answered 404" in message
    assert "PyPI package carrier 1.0: the package index does not have it" in message
    assert "pip download --no-deps carrier==1.0" in message
    assert message.splitlines()[-1].strip() == "herald models pull --from FOLDER"


def test_what_can_be_had_is_kept_when_something_else_cannot(
    tmp_path: Path, served: tuple[Path, str, list[str]]
) -> None:
    folder, address, _ = served
    (folder / "a.bin").write_bytes(CONTENT)
    toml = file_toml("none.bin", f'{{ url = "{address}/none" }}', b"x") + file_toml(
        "a.bin", f'{{ url = "{address}/a.bin" }}'
    )
    registry = load(tmp_path, toml)
    with pytest.raises(MissingModel, match=r"none\.bin"):
        registry.pull()
    assert registry.missing() == ["none.bin"]


def test_a_silent_host_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr("herald.models.network.reachable", lambda host, port: tried.append(host))
    monkeypatch.setattr("requests.utils.get_environ_proxies", lambda url: {})
    toml = "".join(
        file_toml(name, f'{{ url = "https://silent.example/{name}" }}', name.encode()) for name in ("a", "b")
    )
    with pytest.raises(MissingModel, match=r"no connection to silent\.example"):
        load(tmp_path, toml).pull()
    assert tried == ["silent.example"]


def test_a_closed_port_is_not_reachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening
        assert not reachable("127.0.0.1", taken.getsockname()[1])


def test_a_name_that_takes_long_to_find_does_not_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def find(*arguments: object, **options: object) -> None:
        released.wait(30)
        raise OSError("no such host")

    monkeypatch.setattr("socket.create_connection", find)
    try:
        assert not reachable("slow.example", 443, timeout_s=0.05)
    finally:
        released.set()


# Packages from PyPI


def test_from_a_wheel(tmp_path: Path, wheels: Path) -> None:
    wheel = make_wheel(wheels, "carrier", {"carrier/a.bin": CONTENT})
    toml = archive_toml("c", "pypi", "carrier", wheel)
    registry = load(tmp_path, toml + file_toml("a.bin", '{ archive = "c", member = "carrier/a.bin" }'))
    assert registry.path("a.bin").read_bytes() == CONTENT
    assert leftovers(registry) == []


def test_parts_are_joined_in_order(tmp_path: Path, wheels: Path) -> None:
    toml = ""
    for i, data in enumerate(PARTS):
        wheel = make_wheel(wheels, f"part-{i}", {"part.bin": data})
        toml += archive_toml(f"p{i}", "pypi", f"part-{i}", wheel)
    parts = ", ".join(f'{{ archive = "p{i}", member = "part.bin" }}' for i in range(2))
    registry = load(tmp_path, toml + file_toml("a.bin", f"{{ parts = [{parts}] }}"))
    assert registry.path("a.bin").read_bytes() == CONTENT


def test_a_package_with_another_hash_is_refused_by_pip(tmp_path: Path, wheels: Path) -> None:
    wheel = make_wheel(wheels, "carrier", {"carrier/a.bin": CONTENT})
    toml = archive_toml("c", "pypi", "carrier", wheel)
    make_wheel(wheels, "carrier", {"carrier/a.bin": CONTENT, "carrier/evil.py": b"x"})
    registry = load(tmp_path, toml + file_toml("a.bin", '{ archive = "c", member = "carrier/a.bin" }'))
    with pytest.raises(MissingModel, match="its hash is wrong"):
        registry.path("a.bin")


def test_a_package_without_the_file(tmp_path: Path, wheels: Path) -> None:
    wheel = make_wheel(wheels, "carrier", {"carrier/b.bin": CONTENT})
    toml = archive_toml("c", "pypi", "carrier", wheel)
    registry = load(tmp_path, toml + file_toml("a.bin", '{ archive = "c", member = "carrier/a.bin" }'))
    with pytest.raises(MissingModel, match=r"carrier-1\.0-py3-none-any\.whl has no carrier/a\.bin"):
        registry.path("a.bin")
    assert leftovers(registry) == []


def test_one_package_for_many_files_is_fetched_once(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"carrier/{i}.bin": bytes([i]) * 50 for i in range(3)}
    wheel = make_wheel(wheels, "carrier", files)
    toml = archive_toml("c", "pypi", "carrier", wheel)
    for i in range(3):
        source = f'{{ archive = "c", member = "carrier/{i}.bin" }}'
        toml += file_toml(f"{i}.bin", source, bytes([i]) * 50)
    runs: list[list[str]] = []
    popen = subprocess.Popen
    monkeypatch.setattr(
        "herald.models.carriers.subprocess.Popen", lambda *a, **k: (runs.append(a[0]), popen(*a, **k))[1]
    )
    registry = load(tmp_path, toml)
    registry.pull()
    assert registry.missing() == []
    assert sum("download" in command for command in runs) == 1


def test_without_any_pip(tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("herald.models.carriers.importlib.util.find_spec", lambda name: None)
    without(monkeypatch, "uvx", "pip", "pip3")
    assert pip_command() is None
    wheel = make_wheel(wheels, "carrier", {"carrier/a.bin": CONTENT})
    toml = archive_toml("c", "pypi", "carrier", wheel)
    registry = load(tmp_path, toml + file_toml("a.bin", '{ archive = "c", member = "carrier/a.bin" }'))
    with pytest.raises(MissingModel, match="there is no pip here"):
        registry.path("a.bin")


def test_uv_lends_its_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("herald.models.carriers.importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("herald.models.carriers.shutil.which", lambda name: f"/opt/{name}")
    assert pip_command() == ["/opt/uvx", "pip"]


@pytest.mark.parametrize(
    ("listed", "indices", "has_proxy"),
    [
        ("", ["https://pypi.org/simple"], False),
        (
            "global.index-url='https://a/simple'\n:env:.find-links='/opt/w'\n",
            ["https://a/simple", "/opt/w"],
            False,
        ),
        (
            "global.extra-index-url='https://a https://b'\n",
            ["https://a", "https://b", "https://pypi.org/simple"],
            False,
        ),
        (":env:.no-index='1'\n", [], False),
        ("global.proxy='http://p:3128'\n", ["https://pypi.org/simple"], True),
    ],
)
def test_where_pip_looks(
    monkeypatch: pytest.MonkeyPatch, listed: str, indices: list[str], has_proxy: bool
) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    done = subprocess.CompletedProcess([], 0, listed, "")
    monkeypatch.setattr("herald.models.carriers.subprocess.run", lambda *a, **k: done)
    assert pip_indices(["pip"]) == (indices, has_proxy)


def test_a_silent_index_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("herald.models.carriers.pip_indices", lambda pip: (["https://silent.example"], False))
    monkeypatch.setattr("herald.models.network.reachable", lambda host, port: False)
    monkeypatch.setattr("requests.utils.get_environ_proxies", lambda url: {})
    monkeypatch.setattr("herald.models.carriers._run", lambda *a: pytest.fail("pip was started"))
    wheel = make_wheel(tmp_path, "carrier", {"carrier/a.bin": CONTENT})
    toml = archive_toml("c", "pypi", "carrier", wheel)
    registry = load(tmp_path, toml + file_toml("a.bin", '{ archive = "c", member = "carrier/a.bin" }'))
    with pytest.raises(MissingModel, match=r"no connection to silent\.example"):
        registry.path("a.bin")


# Packages from npm


def test_from_an_npm_registry_without_npm(
    tmp_path: Path, npm: Path, served: tuple[Path, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "npm")
    toml = archive_toml("n", "npm", "voices", npm)
    toml += file_toml("a.bin", '{ archive = "n", member = "package/a.bin" }')
    toml += file_toml("b.bin", '{ archive = "n", member = "package/b.bin" }', CONTENT[::-1])
    registry = load(tmp_path, toml)
    registry.pull()
    assert registry.missing() == []
    assert served[2] == ["/voices/-/voices-1.0.tgz"]
    assert leftovers(registry) == []


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_from_an_npm_registry_with_npm(
    tmp_path: Path, npm: Path, served: tuple[Path, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, address, asked = served
    dist = {
        "tarball": f"{address}/voices/-/voices-1.0.tgz",
        "shasum": hashlib.sha1(npm.read_bytes()).hexdigest(),
    }
    package = {"name": "voices", "version": "1.0.0", "dist": dist}
    document = {"name": "voices", "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": package}}
    (folder / "voices" / "index.html").write_text(json.dumps(document), encoding="utf-8")
    toml = archive_toml("n", "npm", "voices", npm).replace('"1.0"', '"1.0.0"')
    toml += file_toml("a.bin", '{ archive = "n", member = "package/a.bin" }')
    monkeypatch.setattr(
        "herald.models.carriers.Carriers._npm_tarball", lambda *a: pytest.fail("npm was not enough")
    )
    assert load(tmp_path, toml).path("a.bin").read_bytes() == CONTENT
    assert "/voices/-/voices-1.0.tgz" in asked


def test_an_npm_archive_with_another_hash(tmp_path: Path, npm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "npm")
    toml = archive_toml("n", "npm", "voices", npm)
    data = bytearray(npm.read_bytes())
    data[4] ^= 1  # the time stamp in the gzip header
    npm.write_bytes(data)
    registry = load(tmp_path, toml + file_toml("a.bin", '{ archive = "n", member = "package/a.bin" }'))
    with pytest.raises(MissingModel, match="the archive has sha256"):
        registry.path("a.bin")


def test_the_settings_of_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().startswith("npm_config_"):
            monkeypatch.delenv(name)
    settings = tmp_path / "npmrc"
    settings.write_text(
        "registry=https://npm.example/repo\n//npm.example/repo/:_authToken=${TOKEN}\n"
        "//other.example/:_authToken=no\n; a note\nhttps-proxy=http://proxy:1\ncafile=/etc/ca.pem\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("NPM_CONFIG_USERCONFIG", str(settings))
    monkeypatch.setenv("TOKEN", "secret")
    npm = read_npmrc()
    assert npm.tarball("@scope/voices", "1.2") == "https://npm.example/repo/@scope/voices/-/voices-1.2.tgz"
    assert npm.access == Access({"Authorization": "Bearer secret"}, "http://proxy:1", "/etc/ca.pem")
    monkeypatch.setenv("npm_config_registry", "https://elsewhere.example/")
    assert read_npmrc().registry == "https://elsewhere.example/"
    assert read_npmrc().access.headers == {}


# Files that somebody brings


@pytest.fixture
def joined(tmp_path: Path) -> tuple[Registry, Path]:
    """A registry whose file comes in two wheels, with no way to fetch them, and a folder that has them."""
    brought = tmp_path / "brought" / "deeper"
    brought.mkdir(parents=True)
    toml = ""
    for i, data in enumerate(PARTS):
        wheel = make_wheel(brought, f"part-{i}", {"part.bin": data})
        toml += archive_toml(f"p{i}", "pypi", f"part-{i}", wheel)
    parts = ", ".join(f'{{ archive = "p{i}", member = "part.bin" }}' for i in range(2))
    return load(tmp_path, toml + file_toml("deep/a.bin", f"{{ parts = [{parts}] }}")), tmp_path / "brought"


def test_wheels_in_a_folder(joined: tuple[Registry, Path]) -> None:
    registry, brought = joined
    (path,) = registry.pull(source_folder=brought)
    assert path.read_bytes() == CONTENT


@pytest.mark.parametrize("name", ["deep/a.bin", "a.bin", "another name.dat"])
def test_the_file_itself_under_any_name(joined: tuple[Registry, Path], tmp_path: Path, name: str) -> None:
    place = tmp_path / "usb" / name
    place.parent.mkdir(parents=True)
    place.write_bytes(CONTENT)
    (path,) = joined[0].pull(source_folder=tmp_path / "usb")
    assert path.read_bytes() == CONTENT


def test_a_single_file(joined: tuple[Registry, Path], tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(CONTENT)
    (path,) = joined[0].pull(["deep/a.bin"], source_folder=tmp_path / "x")
    assert path.read_bytes() == CONTENT


def test_an_npm_tarball_in_a_folder(tmp_path: Path) -> None:
    brought = tmp_path / "brought"
    brought.mkdir()
    tarball = make_tarball(brought / "voices-1.0.tgz", {"package/a.bin": CONTENT})
    toml = archive_toml("n", "npm", "voices", tarball)
    registry = load(tmp_path, toml + file_toml("a.bin", '{ archive = "n", member = "package/a.bin" }'))
    registry.pull(source_folder=brought)
    assert registry.missing() == []


def test_a_folder_without_it(joined: tuple[Registry, Path], tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "wrong").write_bytes(CONTENT[::-1])
    with pytest.raises(MissingModel, match="neither the file nor a package") as caught:
        joined[0].pull(source_folder=empty)
    assert str(caught.value).endswith(f"herald models pull --from {empty}")
    with pytest.raises(UserError, match="there is no"):
        joined[0].pull(source_folder=tmp_path / "nothing")


def test_one_part_is_not_enough(joined: tuple[Registry, Path]) -> None:
    registry, brought = joined
    next(brought.rglob("part_1*")).unlink()
    with pytest.raises(MissingModel):
        registry.pull(source_folder=brought)
    assert leftovers(registry) == []


def test_a_damaged_wheel(joined: tuple[Registry, Path]) -> None:
    registry, brought = joined
    wheel = next(brought.rglob("part_0*"))
    wheel.write_bytes(wheel.read_bytes()[:200])
    with pytest.raises(MissingModel, match="is damaged"):
        registry.pull(source_folder=brought)


# Whole or not there


@pytest.fixture
def here(tmp_path: Path, served: tuple[Path, str, list[str]]) -> tuple[Registry, Path, list[str]]:
    """A registry with a file that has been pulled."""
    folder, address, asked = served
    (folder / "a.bin").write_bytes(CONTENT)
    registry = load(tmp_path, file_toml("a.bin", f'{{ url = "{address}/a.bin" }}'))
    return registry, registry.path("a.bin"), asked


def test_a_good_file_is_hashed_once(
    here: tuple[Registry, Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    registry, path, _ = here
    (registry.folder / ".verified.json").unlink()
    hashed: list[Path] = []
    sha256_of = registry.path.__globals__["sha256_of"]
    monkeypatch.setattr("herald.models.registry.sha256_of", lambda p: (hashed.append(p), sha256_of(p))[1])
    for _ in range(3):
        assert registry.path("a.bin") == path
    assert hashed == [path]
    assert registry.verify() == {"a.bin": "good"}
    assert hashed == [path, path]


def test_a_changed_file_is_fetched_again(here: tuple[Registry, Path, list[str]]) -> None:
    registry, path, asked = here
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(1, 1))
    assert registry.verify() == {"a.bin": "damaged"}
    assert registry.missing() == ["a.bin"]
    assert registry.path("a.bin").read_bytes() == CONTENT
    assert len(asked) == 2


def test_verify_sees_what_the_mark_does_not(here: tuple[Registry, Path, list[str]]) -> None:
    registry, path, _ = here
    status = path.stat()
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert registry.verify() == {"a.bin": "damaged"}
    assert registry.missing() == ["a.bin"]


def test_a_new_hash_in_the_registry_counts(here: tuple[Registry, Path, list[str]]) -> None:
    registry, _, _ = here
    entry = registry.entries["a.bin"]
    changed = Entry(**{**vars(entry), "sha256": "0" * 64})
    assert Registry({"a.bin": changed}, registry.folder).missing() == ["a.bin"]


@pytest.mark.parametrize("mark", ["", "[]", '{"a.bin": 3}', "\x00"])
def test_a_spoilt_mark_costs_only_a_hash(here: tuple[Registry, Path, list[str]], mark: str) -> None:
    registry, _, asked = here
    (registry.folder / ".verified.json").write_text(mark)
    assert registry.missing() == []
    assert len(asked) == 1


def test_no_room_is_seen_before_anything_is_fetched(
    tmp_path: Path, served: tuple[Path, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=100)
    monkeypatch.setattr("herald.models.registry.shutil.disk_usage", lambda path: usage)
    registry = load(tmp_path, file_toml("a.bin", f'{{ url = "{served[1]}/a.bin" }}'))
    with pytest.raises(UserError, match="the disk is full: 10 kB are needed"):
        registry.path("a.bin")
    assert served[2] == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_leaves_no_half_file(
    tmp_path: Path, served: tuple[Path, str, list[str]], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder, address, _ = served
    (folder / "a.bin").write_bytes(CONTENT)
    registry = load(tmp_path, file_toml("a.bin", f'{{ url = "{address}/a.bin" }}'))

    def fill(self: Network, url: str, target: Path, *rest: object) -> None:
        target.write_bytes(CONTENT[:100])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Network, "download", fill)
    with pytest.raises(UserError, match="the disk is full"):
        registry.path("a.bin")
    assert leftovers(registry) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_write_that_truly_fails_is_not_taken_for_the_source(served: tuple[Path, str, list[str]]) -> None:
    folder, address, _ = served
    (folder / "a.bin").write_bytes(CONTENT * 100)
    with pytest.raises(OSError, match="No space left") as caught:
        Network().download(
            f"{address}/a.bin", Path("/dev/full"), len(CONTENT) * 100, Access(), lambda share: None
        )
    assert caught.value.errno == errno.ENOSPC


def test_scratch_of_a_killed_pull_goes_away(here: tuple[Registry, Path, list[str]]) -> None:
    registry, path, _ = here
    old = registry.folder / ".pull-old"
    old.mkdir()
    (old / "x").write_bytes(b"x")
    os.utime(old, (1, 1))
    new = registry.folder / ".pull-new"
    new.mkdir()
    path.unlink()
    registry.path("a.bin")
    assert not old.exists()
    assert new.exists()


def test_two_processes_at_once(tmp_path: Path, served: tuple[Path, str, list[str]]) -> None:
    folder, address, _ = served
    toml = ""
    for i in range(6):
        data = bytes([i]) * 300_000
        (folder / f"{i}.bin").write_bytes(data)
        toml += file_toml(f"{i}.bin", f'{{ url = "{address}/{i}.bin" }}', data)
    registry = load(tmp_path, toml)
    code = (
        "import sys; from pathlib import Path; from herald.models import Registry;"
        "Registry.load(Path(sys.argv[1]), Path(sys.argv[2])).pull()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "registry.toml"), str(registry.folder)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, cwd=CHECKOUT) for _ in range(2)]
    for process in both:
        _, stderr = process.communicate(timeout=60)
        assert process.returncode == 0, stderr.decode()
    assert registry.missing() == []
    assert set(registry.verify().values()) == {"good"}
    assert leftovers(registry) == []


def test_failures_of_one_source_stay_inside() -> None:
    assert not issubclass(SourceFailed, UserError)


@pytest.mark.network
def test_a_real_pull(tmp_path: Path) -> None:
    registry = Registry.load(CHECKOUT / "models" / "registry.toml", tmp_path)
    wanted = ["face_landmarker.task", "kokoro/voices/af_heart.bin"]
    registry.pull(wanted)
    assert registry.missing(wanted) == []
