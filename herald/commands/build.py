"""Scripts become videos."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from herald.commands.options import (
    FILE,
    as_of,
    in_workspace,
    on_device,
    only_commercial,
    open_studio,
    open_terminal,
    painted_by,
    split,
)


def _written_as(setting: str) -> Callable[[click.Context, click.Parameter, str | None], Any]:
    """Return the callback of an option that is written like a setting of a script: "size" or "crop"."""

    def read(context: click.Context, parameter: click.Parameter, value: str | None) -> Any:
        from herald.script.front import parse_shape, parse_size

        parse: Callable[[str], Any] = {"size": parse_size, "crop": parse_shape}[setting]
        try:
            return None if value is None else parse(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return read


@click.command()
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT...")
@click.option(
    "--language",
    "languages",
    metavar="L",
    multiple=True,
    callback=split,
    help="Only these: `en,fr`. A single one is also that of scripts whose names do not say theirs.",
)
@click.option(
    "--presenter",
    "presenters",
    metavar="NAME",
    multiple=True,
    callback=split,
    help="Who says it instead of the script's presenter: `ada,bob`.",
)
@click.option("--voice", metavar="V", help="Voice to use instead of the script's.")
@click.option(
    "--size",
    "size_px",
    metavar="WxH",
    callback=_written_as("size"),
    help="Size of the video, such as 1280x720.",
)
@click.option(
    "--crop",
    "shape",
    metavar="W:H",
    callback=_written_as("crop"),
    help="Show a part of this shape round the presenter: 16:9, 9:16, 1:1.",
)
@click.option(
    "--background",
    metavar="FILE",
    type=FILE,
    help="Picture or video to put behind a presenter who was filmed before a green or blue screen.",
)
@click.option(
    "--output", metavar="DIR", type=click.Path(path_type=Path), help="Where editions go.  [default: outputs/]"
)
@click.option("--jobs", metavar="N", type=click.IntRange(1), help="Processes that render.  [default: cores]")
@click.option("--stale-ok", is_flag=True, help="Publish translations too whose source has changed since.")
@click.option("--strict", is_flag=True, help="Publish nothing that is below a mark of quality.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifests as JSON on standard output.")
@click.option(
    "--read-back", is_flag=True, help="Check that the sound says the script, and name doubtful sentences."
)
@painted_by
@on_device
@only_commercial
@as_of
@in_workspace
def build(
    scripts: tuple[str, ...],
    languages: tuple[str, ...],
    presenters: tuple[str, ...],
    voice: str | None,
    size_px: tuple[int, int] | None,
    shape: Fraction | None,
    background: Path | None,
    output: Path | None,
    jobs: int | None,
    stale_ok: bool,
    strict: bool,
    as_json: bool,
    read_back: bool,
    renderer: str | None,
    device: str,
    commercial_only: bool,
    on: datetime.date,
    workspace_folder: Path | None,
) -> int:
    """Make videos from scripts, with captions, under outputs/<slug>/<language>/.

    SCRIPT is a script, a data file that fills a template, or the name of a broadcast in scripts_in/.

    What an earlier build has made of the same text is used again, and if nothing changed, no file is touched.
    The edition that is published stays as it is until the new one is whole. With several presenters, those
    that are not the script's own are published in <language>@<presenter>/. Where one edition fails, the
    others are built all the same.
    """
    from herald.batch import build_all, table
    from herald.plan import Wishes

    wishes = Wishes(
        on,
        languages,
        presenters,
        voice,
        output,
        jobs,
        commercial_only=commercial_only,
        stale_ok=stale_ok,
        strict=strict,
        read_back=read_back,
        size_px=size_px,
        shape=shape,
        background=background,
        renderer=renderer,
    )
    with open_terminal() as terminal:
        results = build_all(open_studio(workspace_folder, terminal, device), scripts, wishes)
    if as_json:
        made = [result.edition.as_json() for result in results if result.edition]
        click.echo(json.dumps(made, indent=2, ensure_ascii=False))
    else:
        for line in table(results):
            click.echo(line)
    for result in results:
        if result.error:
            click.echo(f"herald: {result.name}: {result.error}", err=True)
    return max(result.exit_code for result in results)
