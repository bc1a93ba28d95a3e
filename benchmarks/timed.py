"""Whole commands, timed: wall, CPU of all their processes, and peak memory."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# The peak that the system reports of a process is at least that of the one that started it: so it is started
# by a small one.
_LAUNCH = """
import json, os, sys, time
began = time.monotonic()
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
_, status, used = os.wait4(pid, 0)
print(json.dumps([time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, status]))
"""


@dataclass(frozen=True)
class Timed:
    """What a command took.

    Attributes:
        wall_s: from start to end.
        cpu_s: of it and of all the processes that it started.
        peak_mb: the most memory that one process of them held.
        output: what it printed.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    output: str


def herald(*words: object, workspace: Path) -> Timed:
    """Run a command of Herald in a workspace; leave if it fails."""
    arguments = [*map(str, words), "--workspace", str(workspace)]
    command = [sys.executable, "-c", _LAUNCH, sys.executable, str(ROOT / "cli.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    wall_s, cpu_s, peak_mb, status = json.loads(done.stdout)
    if status:
        sys.exit(f"herald {' '.join(arguments)} ended with status {status}:\n{done.stderr}")
    return Timed(wall_s, cpu_s, peak_mb, done.stderr)
