"""Finding ffmpeg and running it: the only place that starts the program."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from herald.errors import ToolFailed, UserError

STANDARD_INPUT = "pipe:0"
STANDARD_OUTPUT = "pipe:1"


_NO_ROOM = tuple(os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT))


@dataclass(frozen=True)
class Finished:
    """A run of ffmpeg that ended well.

    Attributes:
        stdout: what it wrote to its standard output.
        stderr: what it said.
    """

    stdout: bytes
    stderr: str


class Running:
    """A run of ffmpeg that is under way.

    Attributes:
        command: the argument list.
        process: with binary pipes.
    """

    def __init__(self, command: list[str], process: subprocess.Popen[bytes], stderr: IO[bytes]) -> None:
        self.command = command
        self.process = process
        self._stderr = stderr

    @property
    def stdin(self) -> IO[bytes]:
        """The pipe to ffmpeg."""
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def stdout(self) -> IO[bytes]:
        """The pipe from ffmpeg."""
        assert self.process.stdout is not None
        return self.process.stdout

    def stderr(self) -> str:
        """Return what ffmpeg has said so far."""
        self._stderr.seek(0)
        return self._stderr.read().decode("utf-8", "replace")

    def finish(self) -> str:
        """Wait for the end and return what ffmpeg said.

        Raises:
            ToolFailed: it reported failure.
            OSError: with ENOSPC: the disk is full.
        """
        if self.process.stdin is not None:
            # A dead reader shows in the exit status, which says more than the broken pipe.
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        returncode = self.process.wait()
        said = self.stderr()
        if returncode != 0:
            if any(words in said for words in _NO_ROOM):
                # As Python's own writing would say it, so that a full disk is told in one way.
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self.command[-1])
            raise ToolFailed(self.command, returncode, _causes(said))
        return said

    def kill(self) -> None:
        """End the program at once; nothing happens if it has ended."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


def ffmpeg_exe() -> str:
    """Return the path of ffmpeg: `$HERALD_FFMPEG`, else the one of imageio-ffmpeg, else the one on PATH.

    Raises:
        UserError: there is none, or `$HERALD_FFMPEG` is not a program.
    """
    named = os.environ.get("HERALD_FFMPEG")
    if named:
        found = shutil.which(named)
        if found is None:
            raise UserError(
                f"HERALD_FFMPEG is set to '{named}', which is not a program. Correct or unset it."
            )
        return found
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        found = shutil.which("ffmpeg")
    if found is None:
        raise UserError(
            "ffmpeg was not found. Install the package imageio-ffmpeg, or put ffmpeg on the PATH, "
            "or set HERALD_FFMPEG to its path."
        )
    return found


def arguments(output: Any, *, strict: bool = False, loglevel: str = "error") -> list[str]:
    """Return the argument list for an output node of ffmpeg-python.

    Args:
        output: what `ffmpeg.output(...)` returned.
        strict: stop at the first error in the input instead of going on with what can be read.
        loglevel: how much ffmpeg says.
    """
    switches = ["-hide_banner", "-nostdin", "-nostats", "-v", f"level+{loglevel}"]
    if strict:
        switches.append("-xerror")
    command: list[str] = output.global_args(*switches).compile(cmd=ffmpeg_exe(), overwrite_output=True)
    return command


def source(path: Path) -> str:
    """Return the path so that ffmpeg takes it for a file, whatever characters it has."""
    return f"file:{path.absolute()}"


def _causes(said: str) -> str:
    """Drop what every part of ffmpeg says when another one has failed."""
    aftermath = ("Task finished with error code", "Terminating thread with return code", "Broken pipe")
    return "\n".join(line for line in said.splitlines() if not any(words in line for words in aftermath))


@contextlib.contextmanager
def running_ffmpeg(command: list[str], *, stdin: bool = False, stdout: bool = False) -> Iterator[Running]:
    """Start ffmpeg with pipes; check how it ended when the block is left, kill it when the block failed.

    Args:
        command: the argument list.
        stdin: give a pipe to its standard input.
        stdout: give a pipe from its standard output.

    Raises:
        ToolFailed: it reported failure.
    """
    # A file takes any amount of messages; a pipe that nobody reads would stop the program.
    with tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE if stdout else subprocess.DEVNULL,
            stderr=stderr,
        )
        running = Running(command, process, stderr)
        try:
            yield running
            running.finish()
        finally:
            running.kill()


def run_ffmpeg(command: list[str]) -> Finished:
    """Run ffmpeg to its end.

    Raises:
        ToolFailed: it reported failure.
    """
    with running_ffmpeg(command, stdout=True) as running:
        stdout = running.stdout.read()
        said = running.finish()
    return Finished(stdout, said)
