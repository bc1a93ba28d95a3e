#!/usr/bin/env bash
# Makes the virtual environment with everything in it, and fetches the model files of the demonstration.
# The only step that needs a package index; it is used as pip is configured.
set -euo pipefail
PYTHON="${PYTHON:-python3}"
VENV="${VENV:-.venv}"

"$PYTHON" - <<'PY'
import sys
if not (3, 11) <= sys.version_info[:2] < (3, 13):
    sys.exit(f"Herald needs Python 3.11 or 3.12, and {sys.executable} is {sys.version.split()[0]}. "
             "Name another one: make setup PYTHON=/path/to/python3.11")
PY

echo "Making $VENV with $("$PYTHON" --version)"
[ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV"
pip() { "$VENV/bin/python" -m pip --disable-pip-version-check "$@"; }

# Torch comes first and by its exact version. Otherwise another package's open range would bring the newest
# build with its CUDA libraries, several gigabytes that a machine without a GPU never uses.
pip install --quiet "$(grep '^torch==' requirements.lock)"
pip install --quiet --constraint requirements.lock --editable ".[dev]"

# opencv-python needs a graphics library that servers often lack; the headless build is the same module without
# that need. Some packages ask for opencv-python by name, so it cannot be headless from the start.
if ! "$VENV/bin/python" -c "import cv2" 2>/dev/null; then
  echo "This machine has no libGL, so OpenCV's headless build is used"
  opencv="$(grep '^opencv-python==' requirements.lock | cut -d= -f3)"
  pip uninstall --quiet --yes opencv-python
  pip install --quiet --no-deps "opencv-python-headless==$opencv"
  "$VENV/bin/python" -c "import cv2"
fi

"$VENV/bin/herald" models pull
