"""The people who are enrolled."""

from __future__ import annotations

from pathlib import Path

import click

from herald.commands.options import in_workspace, on_device, open_studio, open_terminal


@click.group()
def presenter() -> None:
    """Enrol, list and remove presenters."""


@presenter.command("add")
@click.argument("name")
@click.argument("video", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace a presenter that has this name.")
@click.option("--join", "joins", is_flag=True, help="Join VIDEO with what NAME was made from.")
@click.option(
    "--face",
    metavar="WHICH",
    help="Who of several people it is: left, right, largest, or a number from the left.",
)
@click.option(
    "--finder",
    metavar="ENGINE",
    help="Also look for faces with this landmark engine, such as face-alignment, where none is found.",
)
@on_device
@in_workspace
def presenter_add(
    name: str,
    video: Path,
    replace: bool,
    joins: bool,
    face: str | None,
    finder: str | None,
    device: str,
    workspace_folder: Path | None,
) -> None:
    """Enrol NAME from VIDEO: half a minute of talking to the camera is a good length.

    VIDEO may also be silent, or a photograph (JPEG, PNG, WebP): the mouth is drawn then. With --join it is a
    later recording of the same person, and NAME has all mouths of both.
    """
    from herald.errors import UserError
    from herald.presenters import add, join

    if replace and joins:
        raise UserError("give --replace or --join, not both.")
    with open_terminal() as terminal:
        studio = open_studio(workspace_folder, terminal, device)
        if joins:
            report = join(studio, name, video, face=face)
        else:
            report = add(studio, name, video, replace=replace, face=face, finder=finder)
    for line in report.lines():
        click.echo(line)


@presenter.command("draw")
@click.argument("name", default="ada")
@click.option("--replace", is_flag=True, help="Replace a presenter that has this name.")
@in_workspace
def presenter_draw(name: str, replace: bool, workspace_folder: Path | None) -> None:
    """Draw and enrol the demonstration presenter, Ada."""
    from herald.presenters import draw

    with open_terminal() as terminal:
        report = draw(open_studio(workspace_folder, terminal), name, replace=replace)
    for line in report.lines():
        click.echo(line)


@presenter.command("train")
@click.argument("name")
@click.option(
    "--minutes",
    metavar="M",
    type=click.FloatRange(0, min_open=True),
    default=20.0,
    show_default=True,
    help="Minutes of training in all; what was trained before counts.",
)
@click.option(
    "--preset",
    metavar="P",
    default="160",
    show_default=True,
    help="Size of the network: 160 for a processor, 256 or 512 for a graphics card.",
)
@click.option("--restart", is_flag=True, help="Forget what was trained before.")
@on_device
@in_workspace
def presenter_train(
    name: str, minutes: float, preset: str, restart: bool, device: str, workspace_folder: Path | None
) -> None:
    """Train a network on NAME, and let it paint NAME from then on if it does so better than `footage`.

    Training can be stopped with Ctrl-C at any time; the same command goes on where it stopped. Figures and
    pictures of the comparison are kept in the presenter's folder, under neural/.
    """
    from herald.training import train

    with open_terminal() as terminal:
        studio = open_studio(workspace_folder, terminal, device)
        verdict = train(studio, name, minutes, preset, restart=restart)
    for line in verdict.lines():
        click.echo(line)


@presenter.command("list")
@in_workspace
def presenter_list(workspace_folder: Path | None) -> None:
    """List the enrolled presenters."""
    from herald.presenters import enrolled

    found = enrolled(open_studio(workspace_folder))
    for person in found:
        width, height = person.size_px
        seconds = float(person.n_frames / person.fps)
        click.echo(
            f"{person.name:<16} {person.kind:<8} {width}x{height}  {float(person.fps):g} fps  {seconds:.1f} s"
        )
    if not found:
        click.echo(
            "No presenter is enrolled. `herald presenter draw` makes the demonstration presenter.", err=True
        )


@presenter.command("show")
@click.argument("name")
@in_workspace
def presenter_show(name: str, workspace_folder: Path | None) -> None:
    """Show what enrolment found out about NAME, and what would make it better."""
    from herald.presenters import show
    from herald.training import verdict_of

    studio = open_studio(workspace_folder)
    for line in show(studio, name).lines():
        click.echo(line)
    verdict = verdict_of(studio, name)
    for line in verdict.lines() if verdict else ():
        click.echo(line)


@presenter.command("remove")
@click.argument("name")
@in_workspace
def presenter_remove(name: str, workspace_folder: Path | None) -> None:
    """Remove NAME with the footage and all that was made from it. Published editions stay."""
    from herald.presenters import remove

    click.echo(f"Removed {remove(open_studio(workspace_folder), name)}")
