#!/bin/sh
# Finds a Python for setup.py. One that was asked for by name is never replaced by another.
set -eu
if [ -n "${PYTHON:-}" ]; then
    set -- "$PYTHON"
else
    set -- python3 python3.13 python3.12 python3.11
fi
for python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" tools/setup.py
    fi
done
echo "Crossmatch needs Python 3.11 or newer, but found none as $*: install one," \
    "or name one with make PYTHON=/path/to/python3." >&2
exit 1
