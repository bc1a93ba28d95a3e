"""Recordings become videos."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from herald.commands.options import (
    FILE,
    in_workspace,
    on_device,
    only_commercial,
    open_studio,
    open_terminal,
    painted_by,
)

if TYPE_CHECKING:
    from herald.recorded.clean import Cleaning
    from herald.recorded.video import Opened


@click.command()
@click.option("--presenter", metavar="NAME", required=True, help="Presenter to use.")
@click.option("--audio", metavar="FILE", required=True, type=FILE, help="Sound file of the speech.")
@click.option("--transcript", metavar="FILE", type=FILE, help="What is said in it, as text.")
@click.option(
    "--marks",
    metavar="FILE",
    type=FILE,
    help="Its timed phones and words, as `herald speak --marks` writes them.",
)
@click.option("--language", metavar="L", default="en", show_default=True, help="Language of the transcript.")
@click.option("--no-denoise", is_flag=True, help="Leave the noise in.")
@click.option("--no-loudness", is_flag=True, help="Leave soft and loud as they are before mastering.")
@click.option("--no-trim", is_flag=True, help="Leave the silence at both ends.")
@click.option("--output", metavar="FILE", required=True, type=FILE, help="MP4 to write.")
@painted_by
@on_device
@only_commercial
@in_workspace
def lipsync(
    presenter: str,
    audio: Path,
    transcript: Path | None,
    marks: Path | None,
    language: str,
    no_denoise: bool,
    no_loudness: bool,
    no_trim: bool,
    output: Path,
    renderer: str | None,
    device: str,
    commercial_only: bool,
    workspace_folder: Path | None,
) -> None:
    """Make a presenter say a recording.

    A transcript makes the mouth far surer than listening alone, and so do marks. The recording is cleaned
    first; with marks it is left as it is, since they are about that very sound.
    """
    from herald.errors import UserError
    from herald.recorded.clean import Cleaning
    from herald.recorded.video import lipsync_recording

    if transcript and marks:
        raise UserError("give --transcript or --marks, not both: marks already say what is said when.")
    cleaning = Cleaning(denoise=not no_denoise, loudness=not no_loudness, trim=not no_trim)
    opened = _opened(audio, transcript, marks, language, cleaning)
    with open_terminal() as terminal:
        studio = open_studio(workspace_folder, terminal, device)
        spoken = language if transcript else "und"
        lines = lipsync_recording(studio, presenter, opened, output, spoken, commercial_only, renderer)
    for line in lines:
        click.echo(line)


def _opened(
    audio: Path, transcript: Path | None, marks: Path | None, language: str, cleaning: Cleaning
) -> Opened:
    from herald.recorded.recording import open_marked, open_transcribed, open_unknown

    if marks is not None:
        return partial(open_marked, audio, marks)
    if transcript is not None:
        return partial(open_transcribed, audio, transcript, language, cleaning)
    return partial(open_unknown, audio, cleaning)
