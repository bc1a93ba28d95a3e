#!/usr/bin/env bash
# Writes requirements.lock: the exact version of everything that is installed, for `make setup`.
set -euo pipefail
cd "$(dirname "$0")/.."
{
  echo "# Written by 'make lock'. The exact versions that the tests were run with."
  # A local build such as 2.13.0+cpu is found only where that build is; the plain version is found everywhere.
  .venv/bin/python -m pip freeze --exclude-editable --exclude herald | sed 's/+cpu$//' | grep -v ' @ '
} > requirements.lock
