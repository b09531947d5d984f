"""
Runs command lines of Python one after the other in one process, so that their libraries (torch: 2 s) are loaded once.

    python3 python-session.py FOLDER    # from which modules are imported

Each line of standard input is one, as a JSON list: a file and its arguments, or "-c", code and its arguments. Each line of
standard output answers one, as a JSON list: what it wrote to its standard output, and null or how it failed.
"""

import contextlib
import io
import json
import runpy
import sys
import traceback

answers = sys.stdout
sys.path.insert(0, sys.argv[1])
for line in sys.stdin:
    sys.argv = json.loads(line)
    written, failure = io.StringIO(), None
    try:
        with contextlib.redirect_stdout(written):
            if sys.argv[0] == "-c":
                exec(sys.argv.pop(1), {})
            else:
                runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as exit:
        failure = None if exit.code in (None, 0) else str(exit.code)
    except Exception:
        failure = traceback.format_exc()
    print(json.dumps([written.getvalue(), failure]), file=answers, flush=True)
