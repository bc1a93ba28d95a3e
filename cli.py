"""The `herald` command: puts the commands together and turns errors into messages and exit codes.

This is the only place that catches errors: a `UserError` ends with status 1, anything else with 2.
The commands themselves are in `herald/commands/`; they import heavy modules when they run, so that
`herald --help` answers at once.
"""

from __future__ import annotations

import sys
import traceback
from typing import Any, NoReturn

import click

from herald.commands.build import build
from herald.commands.cache import cache
from herald.commands.facts import facts
from herald.commands.inspection import inspect
from herald.commands.lipsync import lipsync
from herald.commands.machine import bench, doctor
from herald.commands.models import models
from herald.commands.presenters import presenter
from herald.commands.refresh import diff, history, rollback, status, watch, why
from herald.commands.speech import speak, voices
from herald.commands.templates import template
from herald.commands.translate import translate
from herald.errors import HeraldError
from herald.files import NO_ROOM

COMMANDS = (
    build,
    status,
    why,
    diff,
    history,
    rollback,
    watch,
    lipsync,
    inspect,
    speak,
    voices,
    presenter,
    models,
    template,
    facts,
    translate,
    cache,
    doctor,
    bench,
)
"""In the order in which `herald --help` shows them: as people need them, not by letter."""

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


@click.group(cls=Herald, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="herald", prog_name="herald")
def cli() -> None:
    """Scripts become lip-synced announcement videos of a stored presenter."""


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Entry point of the console script."""
    cli()


if __name__ == "__main__":
    main()
