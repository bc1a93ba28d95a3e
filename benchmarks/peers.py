"""Herald beside the floor and beside other lip-sync systems, on one clip and one recording.

    python benchmarks/peers.py --video CLIP.mp4 --audio SPEECH.wav --output FOLDER
    python benchmarks/peers.py ... --peer other='python infer.py {video} {audio} {output}'

Each system gets the same clip and the same recording and writes a video. The floor is ffmpeg alone, decoding
the clip (in a loop, for as long as the recording lasts) and encoding it with Herald's settings. All run in
turn, several times, so that a machine that gets slower does so for all. Wall time, CPU and memory are those
of the whole process with all its children. Herald's presenter is enrolled once, before; that is told apart.

Writes table.md, table.csv and plot.png into FOLDER. With --marks, those of `herald speak --marks`, Herald
need not listen.
"""

from __future__ import annotations

import argparse
import csv
import shlex
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from build import ROOT, encoder, watched


@dataclass(frozen=True)
class Run:
    """What one run took.

    Attributes:
        wall_s, cpu_s: of the process and all its children.
        peak_mb: proportional set size of them all.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float


COLUMNS = ("system", "wall_s", "cpu_s", "wall_ms_per_frame", "wall_to_floor", "cpu_to_floor", "peak_mb")


def measure(command: Sequence[str], output: Path) -> Run:
    """Run a command that must write `output`."""
    output.unlink(missing_ok=True)
    wall_s, cpu_s, peak_mb, _ = watched(list(command))
    if not output.is_file() or not output.stat().st_size:
        sys.exit(f"{shlex.join(command)} ended well but wrote no {output}")
    return Run(wall_s, cpu_s, peak_mb)


def floor_command(video: Path, audio: Path, output: Path) -> list[str]:
    """Return ffmpeg decoding the clip for as long as the recording lasts, and encoding as Herald does."""
    from herald.ffmpeg import ffmpeg_exe

    reading = ["-stream_loop", "-1", "-threads", "1", "-i", str(video), "-i", str(audio)]
    ends = ["-map", "0:v:0", "-map", "1:a:0", "-shortest", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    return [ffmpeg_exe(), "-v", "error", "-y", *reading, *ends, *encoder(), "-threads", "1", str(output)]


def commands(options: argparse.Namespace, workspace: Path, folder: Path) -> dict[str, tuple[list[str], Path]]:
    """Return each system's command and the file that it writes, the floor first."""
    peers = dict(entry.split("=", 1) for entry in options.peer)
    outputs = {name: folder / f"{name}.mp4" for name in ("floor", "herald", *peers)}
    herald = [sys.executable, str(ROOT / "cli.py"), "lipsync", "--workspace", str(workspace)]
    herald += ["--presenter", "bench", "--audio", str(options.audio)]
    herald += ["--marks", str(options.marks)] if options.marks else []
    found = {
        "floor": floor_command(options.video, options.audio, outputs["floor"]),
        "herald": [*herald, "--output", str(outputs["herald"])],
    }
    for name, template in peers.items():
        places = {"video": options.video, "audio": options.audio, "output": outputs[name]}
        found[name] = [part.format(**places) for part in shlex.split(template)]
    return {name: (command, outputs[name]) for name, command in found.items()}


def enrol(video: Path, workspace: Path) -> Run:
    """Make the clip Herald's presenter `bench`."""
    command = [sys.executable, str(ROOT / "cli.py"), "presenter", "add", "bench", str(video)]
    wall_s, cpu_s, peak_mb, _ = watched([*command, "--workspace", str(workspace)])
    return Run(wall_s, cpu_s, peak_mb)


def forget(workspace: Path) -> None:
    """Empty Herald's store, so that every run is cold."""
    from herald.files import remove
    from herald.workspace import Workspace

    remove(Workspace(workspace).store)


def table(runs: dict[str, list[Run]], n_frames: int) -> list[dict[str, str]]:
    """Return the medians of all systems, and their ratios to the floor."""

    def median(name: str, column: str) -> float:
        return statistics.median(getattr(run, column) for run in runs[name])

    return [
        {
            "system": name,
            "wall_s": f"{median(name, 'wall_s'):.2f}",
            "cpu_s": f"{median(name, 'cpu_s'):.2f}",
            "wall_ms_per_frame": f"{1000 * median(name, 'wall_s') / n_frames:.1f}",
            "wall_to_floor": f"{median(name, 'wall_s') / median('floor', 'wall_s'):.2f}",
            "cpu_to_floor": f"{median(name, 'cpu_s') / median('floor', 'cpu_s'):.2f}",
            "peak_mb": f"{median(name, 'peak_mb'):.0f}",
        }
        for name in runs
    ]


def write_tables(rows: Sequence[dict[str, str]], heading: str, folder: Path) -> None:
    """Write table.md and table.csv."""
    with (folder / "table.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    lines = [heading, "", f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}"]
    lines += [f"| {' | '.join(row[column] for column in COLUMNS)} |" for row in rows]
    (folder / "table.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def plot(runs: dict[str, list[Run]], target: Path) -> None:
    """Draw every run's wall time, CPU and memory as points, the medians as bars."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 3, figsize=(11, 1.4 + 0.6 * len(runs)), constrained_layout=True)
    names = list(runs)
    panels = (("wall_s", "wall time, s"), ("cpu_s", "CPU, s"), ("peak_mb", "peak memory, MB"))
    for axis, (column, label) in zip(axes, panels, strict=True):
        values = [[getattr(run, column) for run in runs[name]] for name in names]
        axis.barh(names, [statistics.median(some) for some in values], color="#7a9cc6")
        for i, some in enumerate(values):
            axis.plot(some, [i] * len(some), "o", color="#1f2d3d", markersize=4)
        axis.set_xlabel(label)
        axis.invert_yaxis()
    figure.savefig(target, dpi=120)


def main() -> None:
    """Measure, and write the table and the plot."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--video", type=Path, required=True, help="clip of a talking person")
    parser.add_argument("--audio", type=Path, required=True, help="the recording to be said")
    parser.add_argument("--marks", type=Path, help="its timed phones; without them Herald listens itself")
    parser.add_argument("--output", type=Path, required=True, help="folder for the table and the plot")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    options = parser.parse_args()
    for name in ("video", "audio", "marks"):
        if getattr(options, name):
            setattr(options, name, getattr(options, name).resolve())
    if wrong := [entry for entry in options.peer if "=" not in entry or "{output}" not in entry]:
        parser.error(f"a peer is NAME='... {{video}} {{audio}} {{output}}', not {wrong[0]!r}")
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="herald-peers-") as scratch:
        workspace = Path(scratch) / "workspace"
        (workspace / "scripts_in").mkdir(parents=True)
        (workspace / "models").symlink_to(options.models.resolve())
        enrolled = enrol(options.video, workspace)
        systems = commands(options, workspace, Path(scratch))
        runs: dict[str, list[Run]] = {name: [] for name in systems}
        for _ in range(options.runs):
            for name, (command, output) in systems.items():
                forget(workspace)
                runs[name].append(measure(command, output))
        from herald.ffmpeg import probe

        facts = probe(systems["herald"][1])
    size = f"{facts.size_px[0]}x{facts.size_px[1]}"
    heading = (
        f"{facts.n_frames} frames of {size}, median of {options.runs} runs in turn. Before that, once: "
        f"enrolling took Herald {enrolled.wall_s:.1f} s of wall and {enrolled.cpu_s:.1f} s of CPU."
    )
    write_tables(table(runs, facts.n_frames), heading, options.output)
    plot(runs, options.output / "plot.png")
    print((options.output / "table.md").read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()
