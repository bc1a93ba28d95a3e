"""A network as it loads fastest: optimised before, with the arrays that each run hands over.

    <folder>/<name>-<key>/network.onnx    what onnxruntime made of the network
                          network.bin     its weights, which are mapped into memory
                          arrays.bin      the arrays, one after another, which are mapped too
                          copy.json       names and shapes of the arrays; size and time of each file

Nothing is lost with a copy: where there is none, or a damaged one, the network is made as without it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from herald.files import remove, written_beside
from herald.media import Samples

if TYPE_CHECKING:
    import onnxruntime

Arrays = Mapping[str, Samples]

Loaded = tuple["onnxruntime.InferenceSession", Arrays]

Make = Callable[[], tuple[bytes, Callable[[], Arrays]]]
"""Makes a network: it as ONNX has it in a file, and what makes the arrays, which may go on beside."""

_NETWORK, _WEIGHTS, _ARRAYS, _NOTE = "network.onnx", "network.bin", "arrays.bin", "copy.json"

_LEAST_WEIGHT_BYTES = 1024
"""Smaller weights stay in the network's file."""

_ERRORS_ONLY = 3

_ROOM_BYTES = 2_000_000_000
"""A disk with less room than this gets no copy."""

_UNUSED_S = 30 * 24 * 3600
"""A copy that was not used for that long goes when another is used."""

_ABANDONED_S = 24 * 3600
"""Nobody is still writing to what is half made and that old."""


def load(
    model: Path,
    code: Sequence[Path],
    make: Make,
    options: onnxruntime.SessionOptions,
    folders: Sequence[Path],
) -> Loaded:
    """Load a network from its copy, or make it and keep a copy.

    Args:
        model: the file that it is made from.
        code: the files that `make` is written in: a copy is as old as they are.
        make: called where there is no copy.
        options: of the session; their level of optimisation is set here.
        folders: where copies may lie. The first that may be written to gets a new one; none is no fault.

    Returns:
        the session and the arrays that each of its runs is given, float32 by name: the same bits from a copy.
    """
    name = f"{model.stem}-{_key(model, code)}"
    for folder in folders:
        found = _from_copy(folder / name, options)
        if found is not None:
            _sweep(folder)
            return found
    network, make_arrays = make()
    with ThreadPoolExecutor(1) as beside:
        arrays = beside.submit(make_arrays)
        for folder in folders:
            kept = _kept(folder / name, network, arrays.result, options)
            if kept is not None:
                _sweep(folder)
                return kept
        return _session(network, options, is_optimised=False), arrays.result()


def held_bytes(folder: Path) -> int:
    """Return what the copies in a folder take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _key(model: Path, code: Sequence[Path]) -> str:
    """Return what a copy depends on as 16 hex digits."""
    import onnxruntime

    facts = model.stat()
    # By the file's time, as the registry knows it: to hash it would take as long as to load it. By the
    # processor too: the network is laid out for its vectors, and sums may differ in their last bits.
    made_of = [
        facts.st_size,
        facts.st_mtime_ns,
        [hashlib.sha256(path.read_bytes()).hexdigest() for path in (Path(__file__), *code)],
        onnxruntime.__version__,
        np.__version__,
        platform.machine(),
        np.show_config(mode="dicts")["SIMD Extensions"],
    ]
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:16]


def _session(
    network: bytes | Path, options: onnxruntime.SessionOptions, is_optimised: bool
) -> onnxruntime.InferenceSession:
    import onnxruntime

    levels = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = levels.ORT_DISABLE_ALL if is_optimised else levels.ORT_ENABLE_ALL
    source = str(network) if isinstance(network, Path) else network
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


def _from_copy(copy: Path, options: onnxruntime.SessionOptions) -> Loaded | None:
    """Load a copy; None if it is not there or not whole."""
    try:
        note = json.loads((copy / _NOTE).read_text(encoding="utf-8"))
        if note["files"] != _facts(copy):
            return None
        arrays = _mapped(copy / _ARRAYS, note["arrays"])
        session = _session(copy / _NETWORK, options, is_optimised=True)
    except Exception:  # noqa: BLE001 - whatever is wrong with a copy, and onnxruntime's errors share no other class
        return None
    with contextlib.suppress(OSError):  # a folder that may only be read keeps no time of last use
        os.utime(copy)
    return session, arrays


def _kept(
    copy: Path, network: bytes, arrays: Callable[[], Arrays], options: onnxruntime.SessionOptions
) -> Loaded | None:
    """Load a network and keep a copy of what was loaded; None if the network could not be written."""
    if not _has_room(copy.parent):
        return None
    loaded = None
    # Two processes may do this at once; the later one finds the copy there, or puts its own in its place.
    with contextlib.suppress(OSError), written_beside(copy) as part:
        part.mkdir()
        with _saved_to(part, options):
            try:
                loaded = _session(network, options, is_optimised=False), arrays()
            except Exception as error:  # onnxruntime's errors share no other class
                # It is loaded again without being written, and what goes wrong then counts.
                raise OSError(f"{part} could not be written") from error
        with (part / _ARRAYS).open("wb") as file:
            for array in loaded[1].values():
                array.tofile(file)
        shapes = [[name, array.shape] for name, array in loaded[1].items()]
        note = {"arrays": shapes, "files": _facts(part)}
        (part / _NOTE).write_text(json.dumps(note), encoding="utf-8")
    return loaded


@contextlib.contextmanager
def _saved_to(folder: Path, options: onnxruntime.SessionOptions) -> Iterator[None]:
    """Let a session that is opened meanwhile write what it made of its network."""
    entries = {
        "session.optimized_model_external_initializers_file_name": _WEIGHTS,
        "session.optimized_model_external_initializers_min_size_in_bytes": str(_LEAST_WEIGHT_BYTES),
    }
    for key, value in entries.items():
        options.add_session_config_entry(key, value)
    options.optimized_model_filepath = str(folder / _NETWORK)
    level = options.log_severity_level
    # It would warn that what it writes is for this kind of processor, as the key says.
    options.log_severity_level = _ERRORS_ONLY
    try:
        yield
    finally:
        options.optimized_model_filepath = ""
        options.log_severity_level = level


def _facts(copy: Path) -> dict[str, list[int]]:
    """Return size and time of each file; as for the models, what has these is taken to be as it was."""
    files = {name: (copy / name).stat() for name in (_NETWORK, _WEIGHTS, _ARRAYS)}
    return {name: [facts.st_size, facts.st_mtime_ns] for name, facts in files.items()}


def _mapped(path: Path, shapes: Sequence[tuple[str, Sequence[int]]]) -> Arrays:
    everything = np.asarray(np.memmap(path, np.float32, mode="r"))
    arrays = {}
    start = 0
    for name, shape in shapes:
        stop = start + int(np.prod(shape))
        arrays[name] = everything[start:stop].reshape(shape)
        start = stop
    return arrays


def _has_room(folder: Path) -> bool:
    """Say whether a folder is there, or can be made, and its disk has room for a copy."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(folder).free > _ROOM_BYTES
    except OSError:
        return False


def _sweep(folder: Path) -> None:
    """Remove copies that nobody uses any more, and what a process that was killed left half made."""
    now = time.time()
    for path in folder.iterdir():
        limit_s = _ABANDONED_S if path.name.startswith(".") else _UNUSED_S
        with contextlib.suppress(OSError):
            if now - path.stat().st_mtime > limit_s:
                remove(path)
