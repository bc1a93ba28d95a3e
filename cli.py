"""The `herald` command. Each command reads its options, calls one function and prints what came of it.

This is the only place that catches errors: a `UserError` ends with status 1, anything else with 2.
Heavy modules are imported inside the commands, so that `herald --help` answers at once.
"""

from __future__ import annotations

import datetime
import errno
import json
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from herald.errors import HeraldError, UserError

Command = TypeVar("Command", bound=Callable[..., Any])

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""


class Herald(click.Group):
    """The top group; turns errors into messages and exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Show commands in the order in which people need them, not by letter."""
        return list(self.commands)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command and leave with its exit code."""
        kwargs["standalone_mode"] = False
        try:
            result = super().main(*args, **kwargs)
            sys.exit(result if isinstance(result, int) else 0)
        except HeraldError as error:
            click.secho("herald: ", err=True, fg="red", bold=True, nl=False)
            click.echo(str(error), err=True)
            sys.exit(error.exit_code)
        except click.ClickException as error:
            error.show()
            sys.exit(1)
        except BrokenPipeError:
            # The reader of our output, such as `head`, has gone; that is no fault of anybody.
            sys.stderr.close()
            sys.exit(0)
        except OSError as error:
            if error.errno not in NO_ROOM:
                _report_fault()
            click.echo(f"herald: no room is left on the disk ({error.filename or error.strerror}).", err=True)
            click.echo("Make room and run the command again; what is finished is kept.", err=True)
            sys.exit(1)
        except (KeyboardInterrupt, click.Abort):
            click.echo("herald: stopped. What is finished is kept; run the command again to go on.", err=True)
            sys.exit(INTERRUPTED)
        except Exception:  # noqa: BLE001 - the outermost edge: a fault of ours must not look like the user's
            _report_fault()


def _report_fault() -> NoReturn:
    """Show where Herald failed, and leave with the status that says it was not the user's input."""
    traceback.print_exc()
    click.echo(
        "herald: this is a fault in Herald, not in your input. Please report the lines above.", err=True
    )
    sys.exit(2)


def in_workspace(command: Command) -> Command:
    """Add the options that every command has."""
    return click.option(
        "--workspace",
        "workspace_folder",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of scripts_in/, presenters/, models/ and outputs/.  [default: the checkout]",
    )(command)


def _studio(workspace_folder: Path | None, progress: Any = None) -> Any:
    from herald.studio import Studio

    return Studio.open(workspace_folder, progress)


def _workspace(workspace_folder: Path | None) -> Any:
    from herald.workspace import Workspace

    return Workspace.at(workspace_folder)


def _terminal(quiet: bool = False) -> Any:
    from herald.console import Terminal

    return Terminal(quiet=quiet)


@click.group(cls=Herald, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="herald", prog_name="herald")
def cli() -> None:
    """Scripts become lip-synced announcement videos of a stored presenter."""


def as_of(command: Command) -> Command:
    """Add the option that says of which day facts hold; nothing below reads a clock for it."""
    return click.option(
        "--on",
        metavar="DATE",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda context, option, value: value.date() if value else datetime.date.today(),
        help="Facts as they are on this day, such as 2027-01-31.  [default: today]",
    )(command)


@cli.command()
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
    from herald.pipeline import Wishes, build_all

    with _terminal() as terminal:
        studio = _studio(workspace_folder, terminal)
        editions = build_all(studio, scripts, Wishes(on, language, presenter, voice, output))
    if as_json:
        click.echo(json.dumps([edition.manifest for edition in editions], indent=2, ensure_ascii=False))
        return
    for edition in editions:
        for line in edition.lines():
            click.echo(line)


@cli.command()
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

    with _terminal() as terminal:
        lines = lipsync_recording(_studio(workspace_folder, terminal), presenter, audio, marks, output)
    for line in lines:
        click.echo(line)


@cli.command()
@click.argument("text")
@click.option("--voice", metavar="V", help="Voice to speak with.  [default: the language's]")
@click.option("--language", metavar="L", default="en", show_default=True, help="Language of the text.")
@click.option("--speed", type=click.FloatRange(0.5, 2.0), default=1.0, show_default=True, help="Pace.")
@click.option(
    "--output", metavar="FILE", required=True, type=click.Path(path_type=Path), help="WAV file to write."
)
@click.option(
    "--marks",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Also write timed phones and words as JSON.",
)
@in_workspace
def speak(
    text: str,
    voice: str | None,
    language: str,
    speed: float,
    output: Path,
    marks: Path | None,
    workspace_folder: Path | None,
) -> None:
    """Say TEXT into a sound file."""
    from herald.speaking import speak_to_file

    with _terminal() as terminal:
        studio = _studio(workspace_folder, terminal)
        seconds = speak_to_file(studio, text, voice, language, speed, output, marks)
    click.echo(f"{output}  {seconds:.2f} s")


@cli.command()
@click.option("--language", metavar="L", help="Only voices of this language, such as en or en-gb.")
@in_workspace
def voices(language: str | None, workspace_folder: Path | None) -> None:
    """List the voices: name, language, engine, licence."""
    from tts.voices import all_voices

    for voice in all_voices(language):
        click.echo(
            f"{voice.name:<16} {voice.language:<7} {voice.gender:<7} {voice.engine:<8} {voice.licence}"
        )


@cli.group()
def presenter() -> None:
    """Enrol, list and remove presenters."""


@presenter.command("add")
@click.argument("name")
@click.argument("video", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace a presenter that has this name.")
@in_workspace
def presenter_add(name: str, video: Path, replace: bool, workspace_folder: Path | None) -> None:
    """Enrol NAME from VIDEO: half a minute of talking to the camera is a good length."""
    from herald.presenters import add

    with _terminal() as terminal:
        report = add(_studio(workspace_folder, terminal), name, video, replace=replace)
    for line in report.lines():
        click.echo(line)


@presenter.command("draw")
@click.argument("name", default="ada")
@click.option("--replace", is_flag=True, help="Replace a presenter that has this name.")
@in_workspace
def presenter_draw(name: str, replace: bool, workspace_folder: Path | None) -> None:
    """Draw and enrol the demonstration presenter, Ada."""
    from herald.presenters import draw

    with _terminal() as terminal:
        report = draw(_studio(workspace_folder, terminal), name, replace=replace)
    for line in report.lines():
        click.echo(line)


@presenter.command("list")
@in_workspace
def presenter_list(workspace_folder: Path | None) -> None:
    """List the enrolled presenters."""
    from herald.presenters import enrolled

    found = enrolled(_studio(workspace_folder))
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

    for line in show(_studio(workspace_folder), name).lines():
        click.echo(line)


@presenter.command("remove")
@click.argument("name")
@in_workspace
def presenter_remove(name: str, workspace_folder: Path | None) -> None:
    """Remove NAME with the footage and all that was made from it. Published editions stay."""
    from herald.presenters import remove

    click.echo(f"Removed {remove(_studio(workspace_folder), name)}")


@cli.group()
def models() -> None:
    """List, fetch and check the model files."""


@models.command("list")
@in_workspace
def models_list(workspace_folder: Path | None) -> None:
    """List every model file with its size, licence and whether it is here."""
    registry = _studio(workspace_folder).registry
    missing = set(registry.missing(registry.entries))
    for entry in registry.entries.values():
        here = "missing" if entry.name in missing else "here"
        click.echo(f"{entry.name:<34} {entry.bytes / 1e6:>6.1f} MB  {here:<8} {entry.licence}")


@models.command("pull")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--from",
    "source",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Take the files from this folder or file, without a network.",
)
@in_workspace
def models_pull(names: tuple[str, ...], source: Path | None, workspace_folder: Path | None) -> None:
    """Fetch model files; without a NAME, those that a first broadcast needs."""
    from herald.models.registry import DEFAULT_GROUP

    with _terminal() as terminal:
        registry = _studio(workspace_folder, terminal).registry
        paths = registry.pull(names or (DEFAULT_GROUP,), source_folder=source, progress=terminal)
    click.echo(f"{len(paths)} model files are in {registry.folder}")


@models.command("verify")
@in_workspace
def models_verify(workspace_folder: Path | None) -> int:
    """Read every model file that is here and compare it with its hash."""
    states = _studio(workspace_folder).registry.verify()
    for name, state in states.items():
        if state != "missing":
            click.echo(f"{state:<8} {name}")
    damaged = [name for name, state in states.items() if state == "damaged"]
    if damaged:
        click.echo(f"Fetch again with: herald models pull {' '.join(damaged)}", err=True)
    return 1 if damaged else 0


@cli.group()
def template() -> None:
    """Use templates: announcements with gaps that data fills, in several languages."""


@template.command("list")
@as_of
@in_workspace
def template_list(on: datetime.date, workspace_folder: Path | None) -> None:
    """List the templates with their languages."""
    from herald.template.showing import list_templates

    for line in list_templates(_workspace(workspace_folder), on=on):
        click.echo(line)


@template.command("show")
@click.argument("name")
@click.option("--language", metavar="L", help="Also show what it says in this language, from its example.")
@as_of
@in_workspace
def template_show(name: str, language: str | None, on: datetime.date, workspace_folder: Path | None) -> None:
    """Show what the template NAME asks for."""
    from herald.template.showing import show_template

    for line in show_template(_workspace(workspace_folder), name, language, on=on):
        click.echo(line)


@template.command("check")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@as_of
@in_workspace
def template_check(slugs: tuple[str, ...], on: datetime.date, workspace_folder: Path | None) -> None:
    """Check templates, facts and data files; without a SLUG, all of them. Nothing is built."""
    from herald.template.checking import check
    from herald.template.finding import files_of

    workspace = _workspace(workspace_folder)
    paths: list[Path] = []
    for slug in slugs:
        found = [Path(slug)] if Path(slug).is_file() else list(files_of(workspace, slug))
        if not found:
            raise UserError(f"there is no broadcast '{slug}' in {workspace.scripts}")
        paths += found
    click.echo(check(workspace, paths, on=on).line())


@template.command("new")
@click.argument("slug")
@click.option("--from", "name", metavar="NAME", required=True, help="Template to fill.")
@click.option("--language", "languages", metavar="L", multiple=True, help="May be given several times.")
@as_of
@in_workspace
def template_new(
    slug: str, name: str, languages: tuple[str, ...], on: datetime.date, workspace_folder: Path | None
) -> None:
    """Start the broadcast SLUG: a data file in scripts_in/ with every gap explained."""
    from herald.template.starter import new_data_file

    click.echo(new_data_file(_workspace(workspace_folder), slug, name, languages, on=on))


@cli.group()
def facts() -> None:
    """Look at values that many broadcasts share."""


@facts.command("list")
@click.option("--language", metavar="L", default="en", show_default=True, help="How values are written.")
@as_of
@in_workspace
def facts_list(language: str, on: datetime.date, workspace_folder: Path | None) -> None:
    """List the facts with their values."""
    from herald.facts_impact import list_facts

    for line in list_facts(_workspace(workspace_folder), language, on=on):
        click.echo(line)


@facts.command("impact")
@click.argument("name")
@as_of
@in_workspace
def facts_impact(name: str, on: datetime.date, workspace_folder: Path | None) -> int:
    """List every broadcast, language and sentence that the fact NAME reaches. Nothing is built."""
    from herald.facts_impact import impact

    found = impact(_workspace(workspace_folder), name, on=on)
    for touched in found.touched:
        click.echo(touched.line())
    for fault in found.unread:
        place = fault.place
        click.echo(f"not read: {place.path}:{place.line}:{place.column}: {fault.message}", err=True)
    return 1 if found.unread else 0


@cli.command()
@in_workspace
def doctor(workspace_folder: Path | None) -> int:
    """Say what is installed and what is missing, and make a ten-second test broadcast."""
    from herald.doctor import examine

    with _terminal() as terminal:
        findings = examine(_studio(workspace_folder, terminal))
    for finding in findings:
        click.echo(finding.line())
    return 0 if all(finding.good for finding in findings) else 1


@cli.group()
def bench() -> None:
    """Measure the quality of the engines."""


@bench.command("lipsync")
@click.argument("video", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@in_workspace
def bench_lipsync(video: Path, as_json: bool, workspace_folder: Path | None) -> None:
    """Make VIDEO's own last third again from its first two thirds, and compare with the truth."""
    from herald.benching import bench_reenactment

    with _terminal() as terminal:
        figures = bench_reenactment(_studio(workspace_folder, terminal), video)
    if as_json:
        click.echo(json.dumps(figures, indent=2))
        return
    for name, value in figures.items():
        click.echo(f"{name:<24} {value:.3f}" if isinstance(value, float) else f"{name:<24} {value}")


def main() -> None:
    """Entry point of the console script."""
    cli()


if __name__ == "__main__":
    main()
