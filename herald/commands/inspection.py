"""Finished videos, judged."""

from __future__ import annotations

import json
from pathlib import Path

import click

from herald.commands.options import FILE, in_workspace, on_device, open_studio, open_terminal


@click.command()
@click.argument("video", type=FILE)
@click.option("--presenter", metavar="NAME", help="Who is seen.  [default: as the manifest beside it says]")
@click.option(
    "--marks", metavar="FILE", type=FILE, help="Its timed sounds.  [default: beside it, else heard]"
)
@click.option("--sheet", metavar="PNG", type=FILE, help="Write the worst moments as a contact sheet.")
@click.option("--plot", metavar="PNG", type=FILE, help="Write the wanted and the seen mouth over time.")
@click.option(
    "--ruler",
    metavar="ENGINE",
    default="mediapipe",
    show_default=True,
    help="Who looks: face-alignment or face-alignment-3d see with other eyes than those that made the video.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--strict", is_flag=True, help="End with status 1 if a measure is below its mark.")
@on_device
@in_workspace
def inspect(
    video: Path,
    presenter: str | None,
    marks: Path | None,
    sheet: Path | None,
    plot: Path | None,
    ruler: str,
    as_json: bool,
    strict: bool,
    device: str,
    workspace_folder: Path | None,
) -> int:
    """Judge VIDEO, made by Herald or by anything else, and show its worst moments.

    Without --sheet and --plot the pictures are not written.
    """
    from herald.inspecting import inspect as judge
    from herald.inspection_pictures import write_plot, write_sheet
    from herald.presenters import LANDMARK_MODEL

    with open_terminal() as terminal:
        studio = open_studio(workspace_folder, terminal, device)
        found = judge(studio, video, presenter, marks, ruler)
        if sheet is not None:
            write_sheet(found, sheet, studio.model_path(LANDMARK_MODEL))
        if plot is not None:
            write_plot(found, plot)
    if as_json:
        click.echo(json.dumps(found.record(), indent=2, ensure_ascii=False))
    else:
        for line in found.lines():
            click.echo(line)
    return 1 if strict and found.warnings else 0
