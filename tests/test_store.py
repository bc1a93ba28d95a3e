"""Parts are whole or not there, and their keys depend on every input and on nothing else."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from herald.cache import collect, pin, running_build, stats, verify
from herald.errors import UserError
from herald.settings import Settings, parse_bytes
from herald.store import Recipe, Store
from herald.workspace import CHECKOUT

BASE = Recipe("speech", {"version": 1, "text": "hello", "speed": 1.0, "models": ["a", "b"]})


@pytest.mark.parametrize(
    "other",
    [
        Recipe("segment", BASE.inputs),
        Recipe("speech", {**BASE.inputs, "version": 2}),
        Recipe("speech", {**BASE.inputs, "text": "Hello"}),
        Recipe("speech", {**BASE.inputs, "models": ["b", "a"]}),
        Recipe("speech", {**BASE.inputs, "new": None}),
    ],
)
def test_every_input_changes_the_key(other: Recipe) -> None:
    assert other.key != BASE.key


def test_the_order_of_inputs_does_not_change_the_key() -> None:
    assert Recipe("speech", dict(reversed(list(BASE.inputs.items())))).key == BASE.key


def test_a_part_is_made_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "sound").write_text("x")

    first = store.get(BASE, make)
    second = store.get(BASE, make)
    assert first == second == store.path(BASE)
    assert len(made) == 1
    assert (first / "sound").read_text() == "x"


def test_a_part_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)

    def fail(folder: Path) -> None:
        (folder / "half").write_text("x")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        store.get(BASE, fail)
    assert not store.has(BASE)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def write(folder: Path) -> None:
    (folder / "sound").write_bytes(b"x" * 1000)


@pytest.mark.parametrize("harm", ["flip", "cut", "gone", "sums"])
def test_a_damaged_part_is_made_again_with_a_notice(tmp_path: Path, harm: str) -> None:
    sound = Store(tmp_path).get(BASE, write) / "sound"
    before = sound.stat()
    if harm == "flip":
        with sound.open("r+b") as file:
            file.seek(500)
            file.write(b"y")
        os.utime(sound, ns=(before.st_atime_ns, before.st_mtime_ns))  # as a disk does it: nothing else shows
    elif harm == "cut":
        os.truncate(sound, 999)
    elif harm == "gone":
        sound.unlink()
    else:
        (sound.parent / "sums.json").write_text("{")
    said: list[str] = []
    store = Store(tmp_path, said.append)
    assert not store.has(BASE)
    assert len(said) == 1 and "damaged" in said[0]
    assert (store.get(BASE, write) / "sound").read_bytes() == b"x" * 1000
    assert verify(Store(tmp_path)) == (1, [])


def test_two_builds_of_one_part_at_once(tmp_path: Path) -> None:
    """The slower one finds the other's part in its place and throws its own away."""
    fast, slow = Store(tmp_path), Store(tmp_path)

    def make_slowly(folder: Path) -> None:
        write(folder)
        fast.get(BASE, write)

    assert slow.get(BASE, make_slowly) == fast.path(BASE)
    assert [path.name for path in tmp_path.glob("*/*/*")] == [BASE.key]


def recipe(name: str) -> Recipe:
    return Recipe("speech", {"version": 1, "text": name})


def fill(store: Store, names: str) -> None:
    """Parts of 1 kB and a bit, the first used an hour before the second, and so on."""
    for i, name in enumerate(names):
        part = store.get(recipe(name), write)
        os.utime(part, (3600 * i, 3600 * i))


def left(store: Store) -> str:
    return "".join(name for name in "abcde" if store.path(recipe(name)).is_dir())


def test_room_is_made_by_last_use(tmp_path: Path) -> None:
    store = Store(tmp_path)
    fill(store, "abcde")
    assert Store(tmp_path).has(recipe("a"))  # used again: now the newest
    swept = collect(store, stats(store).n_bytes["speech"] * 7 // 10)
    assert left(store) == "ade" and swept.n_removed == 2
    assert swept.kept_bytes == stats(store).n_bytes["speech"]


def test_what_a_published_edition_needs_is_never_removed(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    edition = tmp_path / "elsewhere" / "outputs" / "news" / "en"
    edition.mkdir(parents=True)
    fill(store, "abc")
    pin(store, edition, [f"speech/{recipe('a').key}"])
    collect(store, 0)
    assert left(store) == "a"
    edition.rmdir()
    collect(store, 0)
    assert left(store) == "", "the edition is gone, and with it the need"


def test_what_a_running_build_uses_is_never_removed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    fill(store, "abc")
    with running_build(store):
        assert Store(tmp_path).has(recipe("b"))
        store.get(recipe("d"), write)
        collect(store, 0)
        assert left(store) == "bd"
    collect(store, 0)
    assert left(store) == ""


def test_a_killed_build_holds_nobody_up(tmp_path: Path) -> None:
    """A process that signs, begins a part and is killed: the next one is not stopped by what it left."""
    store = Store(tmp_path)
    code = (
        "import os, sys; from pathlib import Path; from herald.store import Store, Recipe\n"
        "from herald.cache import running_build\n"
        "store = Store(Path(sys.argv[1])); sign = running_build(store); sign.__enter__()\n"
        "store.get(Recipe('speech', {'text': 'k'}), lambda folder: os.kill(os.getpid(), 9))\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=CHECKOUT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert list((tmp_path / "builds").iterdir()) and list(tmp_path.glob("speech/*/.*.part"))
    fill(store, "a")
    collect(store, 0)
    assert left(store) == ""
    assert not list((tmp_path / "builds").iterdir()) and not list(tmp_path.glob("speech/*/.*.part"))


@pytest.mark.parametrize(("text", "n_bytes"), [("500M", 500_000_000), ("1.5 GB", 1_500_000_000), (12, 12)])
def test_sizes(text: str | int, n_bytes: int) -> None:
    assert parse_bytes(text) == n_bytes


def test_settings_say_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "herald.toml"
    path.write_text('[cache]\nlimit = "2G"\nfolder = "shared"\n[editions]\nkeep = 3\n')
    settings = Settings.load(path, {})
    assert (settings.store_bytes, settings.store, settings.keep) == (2 * 10**9, tmp_path / "shared", 3)
    assert Settings.load(path, {"HERALD_STORE_LIMIT": "1M"}).store_bytes == 10**6
    for wrong in ("[cashe]\n", "[cache]\nlimmit = 1\n", "[editions]\nkeep = 0\n", '[cache]\nlimit = "big"\n'):
        path.write_text(wrong)
        with pytest.raises(UserError):
            Settings.load(path, {})
