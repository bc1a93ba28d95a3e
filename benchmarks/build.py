"""How long a build takes, what it costs, and how much memory all its processes hold at the most.

    python benchmarks/build.py --presenter ada --minutes 1
    python benchmarks/build.py --presenter ada --minutes 1 --minutes 5

Every build is cold: its store is empty, so everything is spoken, rendered and encoded. The presenter must be
enrolled. Prints one line for each length, and the floor: ffmpeg decoding and encoding the same pictures.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent

SENTENCES = (
    "The town library opens its new reading room on Monday morning.",
    "Please bring your membership card, or a letter with your name and address.",
    "The main entrance is closed for repairs, so use the side door by the park.",
    "Our staff will be happy to help you find books, maps and newspapers.",
    "Between noon and two we serve coffee, and the children's corner is open.",
    "If you cannot come in person, call the office before five in the afternoon.",
)
SECONDS_PER_SENTENCE = 5.4
SAMPLE_S = 1.0
"""How often memory is looked at. One look takes 37 ms of CPU, and holds up whom it looks at."""


def write_script(path: Path, minutes: float) -> None:
    """Write a script of about that length; every sentence differs, so that none is used twice."""
    n_sentences = round(minutes * 60 / SECONDS_PER_SENTENCE)
    # The number stands inside the sentence: in front of it, it would be a sentence, and the rest said before.
    # From 101 on, since memory follows the longest sentence: those of a short script are as long.
    lines = [f"Notice {i + 101}: {SENTENCES[i % len(SENTENCES)]}" for i in range(n_sentences)]
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def new_workspace(folder: Path, workspace: Path) -> Path:
    """Make a workspace with an empty store, and the models and presenters of another."""
    (folder / "scripts_in").mkdir(parents=True)
    for name in ("models", "presenters"):
        (folder / name).symlink_to(workspace / name)
    return folder


def watched(command: list[str]) -> tuple[float, float, float, str]:
    """Run a command; returns wall and CPU seconds, peak memory in MB over all processes, and its output.

    Memory is the proportional set size, which counts what processes share once.
    """
    started = time.monotonic()
    before = os.times()
    peak_mb = 0.0
    # To a file: a pipe that nobody reads would hold up whoever says much.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = psutil.Popen(command, stdout=said, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            peak_mb = max(peak_mb, held_mb(process))
            with contextlib.suppress(psutil.TimeoutExpired):
                process.wait(SAMPLE_S)
        wall_s, after = time.monotonic() - started, os.times()
        said.seek(0)
        output = said.read()
    cpu_s = after.children_user + after.children_system - before.children_user - before.children_system
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}")
    return wall_s, cpu_s, peak_mb, output


def held_mb(process: psutil.Process) -> float:
    """Return the memory that a process and all below it hold, MB."""
    total = 0
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for member in family:
        try:
            total += member.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
    return total / 1e6


def floor(video: Path) -> tuple[float, float]:
    """Return wall and CPU seconds that ffmpeg alone takes to decode and encode the same pictures."""
    from herald.ffmpeg import ffmpeg_exe

    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "floor.mp4")
        command = [ffmpeg_exe(), "-v", "error", "-i", str(video), "-an", *encoder()]
        wall_s, cpu_s, _, _ = watched([*command, target])
    return wall_s, cpu_s


def encoder() -> list[str]:
    """Return ffmpeg's options for pictures as Herald encodes them."""
    from herald.inputs import CRF, PARTITIONS, PRESET

    options = ["-c:v", "libx264", "-preset", PRESET, "-crf", str(CRF), "-partitions", PARTITIONS]
    return [*options, "-bf", "0"]


def main() -> None:
    """Build each length and print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--presenter", default="ada")
    parser.add_argument("--minutes", type=float, action="append")
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--voice", help="whose; by default the language's own")
    options = parser.parse_args()
    for minutes in options.minutes or [1.0]:
        with tempfile.TemporaryDirectory(prefix="herald-bench-") as scratch:
            workspace = new_workspace(Path(scratch) / "workspace", options.workspace.resolve())
            script = workspace / "scripts_in" / "bench.en.md"
            write_script(script, minutes)
            herald = [sys.executable, str(ROOT / "cli.py"), "build", str(script)]
            command = [*herald, "--presenter", options.presenter, "--workspace", str(workspace)]
            if options.voice:
                command += ["--voice", options.voice]
            wall_s, cpu_s, peak_mb, output = watched([*command, "--json"])
            video = workspace / "outputs" / "bench" / "en" / "video.mp4"
            (manifest,) = json.loads(output)
            floor_wall_s, floor_cpu_s = floor(video)
            width, height = manifest["size_px"]
            stages = " ".join(
                f"{name} {seconds:.1f}" for name, seconds in manifest["build"]["stage_seconds"].items()
            )
            cpu = manifest["build"]["cpu_seconds"]
            print(
                f"{manifest['seconds']:.1f} s of {width}x{height}: wall {wall_s:.1f} s, CPU {cpu_s:.1f} s, "
                f"peak {peak_mb:.0f} MB; stages, s: {stages}; "
                f"floor: wall {floor_wall_s:.1f} s, CPU {floor_cpu_s:.1f} s; "
                f"CPU of rendering {cpu['render']:.1f} s ({cpu['render'] / floor_cpu_s:.2f} of the floor), "
                f"of checking {cpu['check']:.1f} s; {wall_s / manifest['seconds']:.2f} of real time"
            )


if __name__ == "__main__":
    main()
