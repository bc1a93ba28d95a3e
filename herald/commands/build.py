"""Scripts and recordings become videos."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import click

from herald.commands.options import as_of, in_workspace, open_studio, open_terminal


@click.command()
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT...")
@click.option("--language", metavar="L", help="Only this language; of scripts whose names do not say theirs.")
@click.option("--presenter", metavar="NAME", help="Presenter to use instead of the script's.")
@click.option("--voice", metavar="V", help="Voice to use instead of the script's.")
@click.option(
    "--output", metavar="DIR", type=click.Path(path_type=Path), help="Where editions go.  [default: outputs/]"
)
@click.option("--json", "as_json", is_flag=True, help="Print the manifests as JSON on standard output.")
@as_of
@in_workspace
def build(
    scripts: tuple[str, ...],
    language: str | None,
    presenter: str | None,
    voice: str | None,
    output: Path | None,
    as_json: bool,
    on: datetime.date,
    workspace_folder: Path | None,
) -> None:
    """Make videos from scripts, with captions, under outputs/<slug>/<language>/.

    SCRIPT is a script, a data file that fills a template, or the name of a broadcast in scripts_in/.

    What an earlier build has made of the same text is used again. The edition that is published stays as it
    is until the new one is whole.
    """
    from herald.pipeline import build_all
    from herald.plan import Wishes

    with open_terminal() as terminal:
        studio = open_studio(workspace_folder, terminal)
        editions = build_all(studio, scripts, Wishes(on, language, presenter, voice, output))
    if as_json:
        click.echo(json.dumps([edition.as_json() for edition in editions], indent=2, ensure_ascii=False))
        return
    for edition in editions:
        for line in edition.lines():
            click.echo(line)


@click.command()
@click.option("--presenter", metavar="NAME", required=True, help="Presenter to use.")
@click.option(
    "--audio",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="Sound file of the speech.",
)
@click.option(
    "--marks",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="Its timed phones and words, as `herald speak --marks` writes them.",
)
@click.option(
    "--output", metavar="FILE", required=True, type=click.Path(path_type=Path), help="MP4 to write."
)
@in_workspace
def lipsync(presenter: str, audio: Path, marks: Path, output: Path, workspace_folder: Path | None) -> None:
    """Make a presenter say a recording whose phones are known."""
    from herald.pipeline import lipsync_recording

    with open_terminal() as terminal:
        lines = lipsync_recording(open_studio(workspace_folder, terminal), presenter, audio, marks, output)
    for line in lines:
        click.echo(line)
