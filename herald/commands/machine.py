"""What this machine has, and how well the engines do on it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from herald.commands.options import in_workspace, on_device, open_studio, open_terminal


@click.command()
@in_workspace
def doctor(workspace_folder: Path | None) -> int:
    """Say what is installed and what is missing, and make a ten-second test broadcast."""
    from herald.doctor import examine

    with open_terminal() as terminal:
        findings = examine(open_studio(workspace_folder, terminal))
    for finding in findings:
        click.echo(finding.line())
    return 0 if all(finding.good for finding in findings) else 1


@click.group()
def bench() -> None:
    """Measure the quality of the engines."""


@bench.command("lipsync")
@click.argument("video", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@on_device
@in_workspace
def bench_lipsync(video: Path, as_json: bool, device: str, workspace_folder: Path | None) -> None:
    """Make VIDEO's own last third again from its first two thirds, and compare with the truth."""
    from herald.benching import bench_reenactment

    with open_terminal() as terminal:
        figures = bench_reenactment(open_studio(workspace_folder, terminal, device), video)
    if as_json:
        click.echo(json.dumps(figures, indent=2))
        return
    for name, value in figures.items():
        click.echo(f"{name:<24} {value:.3f}" if isinstance(value, float) else f"{name:<24} {value}")
