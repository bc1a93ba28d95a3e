"""What several commands share: options, and the opened workspace."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from herald.console import Terminal
    from herald.progress import Progress
    from herald.studio import Studio
    from herald.workspace import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])

FILE = click.Path(path_type=Path)
"""The type of an option that names a file; whether it is there is said by what reads it."""


def open_studio(
    workspace_folder: Path | None, progress: Progress | None = None, device: str = "auto"
) -> Studio:
    """Open the workspace that a command was given, with its models and its store."""
    from herald.studio import Studio

    return Studio.open(workspace_folder, progress, device)


def open_workspace(workspace_folder: Path | None) -> Workspace:
    """Return the workspace that a command was given; nothing in it is read."""
    from herald.workspace import Workspace

    return Workspace.at(workspace_folder)


def open_terminal(quiet: bool = False) -> Terminal:
    """Return the terminal, where progress is shown; use it as a context manager."""
    from herald.console import Terminal

    return Terminal(quiet=quiet)


def in_workspace(command: Command) -> Command:
    """Add the options that every command has."""
    return click.option(
        "--workspace",
        "workspace_folder",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of scripts_in/, presenters/, models/ and outputs/.  [default: the checkout]",
    )(command)


def only_commercial(command: Command) -> Command:
    """Add the option that refuses what must not be used commercially."""
    return click.option(
        "--commercial-only",
        is_flag=True,
        help="Refuse voices and models whose licence forbids commercial use.",
    )(command)


def painted_by(command: Command) -> Command:
    """Add the option that names a renderer."""
    return click.option(
        "--renderer",
        metavar="NAME",
        help="What paints the mouth instead of the presenter's own renderer: "
        "footage, mesh, neural or wav2lip (docs/renderers.md).",
    )(command)


def on_device(command: Command) -> Command:
    """Add the option that says where networks and batched pixel work run."""
    return click.option(
        "--device",
        metavar="D",
        default="auto",
        show_default=True,
        callback=lambda context, option, value: _device_named(value),
        help="Where to compute: cpu, cuda, cuda:N (one card), mps, or auto for a card that works, else cpu.",
    )(command)


def _device_named(value: str) -> str:
    from lipsync.device import check_name

    try:
        return check_name(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def as_of(command: Command) -> Command:
    """Add the option that says of which day facts hold; nothing below reads a clock for it."""
    return click.option(
        "--on",
        metavar="DATE",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda context, option, value: value.date() if value else datetime.date.today(),
        help="Facts as they are on this day, such as 2027-01-31.  [default: today]",
    )(command)


def split(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Take `a,b` for the same as the option twice; each value counts once."""
    words = [word.strip() for value in values for word in value.split(",")]
    return tuple(dict.fromkeys(word for word in words if word))
