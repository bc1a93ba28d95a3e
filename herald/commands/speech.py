"""Text becomes sound."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from herald.commands.options import (
    in_workspace,
    on_device,
    only_commercial,
    open_studio,
    open_terminal,
    open_workspace,
)

if TYPE_CHECKING:
    from herald.explaining import Explained


@click.command()
@click.argument("text")
@click.option("--voice", metavar="V", help="Voice to speak with.  [default: the language's]")
@click.option("--language", metavar="L", default="en", show_default=True, help="Language of the text.")
@click.option("--speed", type=click.FloatRange(0.5, 2.0), default=1.0, show_default=True, help="Pace.")
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="WAV file to write.")
@click.option(
    "--marks",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Also write timed phones and words as JSON.",
)
@on_device
@only_commercial
@click.option("--explain", is_flag=True, help="Show what is said for each word, and its sounds.")
@in_workspace
def speak(
    text: str,
    voice: str | None,
    language: str,
    speed: float,
    output: Path | None,
    marks: Path | None,
    device: str,
    commercial_only: bool,
    explain: bool,
    workspace_folder: Path | None,
) -> None:
    """Say TEXT into a sound file, or show how it is said; tags in it count as in a script."""
    from herald.explaining import explain as explained
    from herald.saying import say_to_file, script_of, speaker_of

    if output is None and not explain:
        raise click.UsageError("Say where the sound goes with --output FILE, or ask for --explain.")
    if output is None and marks is not None:
        raise click.UsageError("--marks goes with --output FILE.")
    with open_terminal() as terminal:
        studio = open_studio(workspace_folder, terminal, device)
        script = script_of(text, language)
        with speaker_of(studio, script, voice, speed, commercial_only) as speaker:
            rows = explained(speaker, script) if explain else ()
            if output is not None:
                seconds = say_to_file(speaker, script, output, marks)
    if rows:
        _show(rows)
    if output is not None:
        click.echo(f"{output}  {seconds:.2f} s")


def _show(rows: Sequence[Explained]) -> None:
    """Print how each word is said; a sign marks what is said otherwise than it is written."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("written", "", "spoken", "phones"):
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(row.written, "→" if row.changed else "", row.spoken, row.phones)
    Console(markup=False, highlight=False, emoji=False).print(table)


@click.command()
@click.option("--language", metavar="L", help="Only voices of this language, such as en or en-gb.")
@only_commercial
@in_workspace
def voices(language: str | None, commercial_only: bool, workspace_folder: Path | None) -> None:
    """List the voices: name, language, engine, licence; the user's own in models/ too."""
    from tts.licences import is_commercial
    from tts.voices import all_voices

    for voice in all_voices(language, open_workspace(workspace_folder).models):
        allowed = is_commercial(voice.licence)
        if commercial_only and allowed is False:
            continue
        forbidden = "  not for commercial use" if allowed is False else ""
        click.echo(
            f"{voice.name:<16} {voice.language:<7} {voice.gender:<7} {voice.engine:<8} "
            f"{voice.licence}{forbidden}"
        )
