"""What stays beside the server until it ends: it passes signals on and clears up what it read.

``serve`` becomes this program, which imports nothing but Python's own modules: it takes a few
megabytes where all that the commands need would take hundreds.

Usage: ``python keeper.py FOLDER COMMAND ...``; an empty FOLDER means that nothing is cleared up.
"""

import shutil
import signal
import subprocess
import sys
from typing import Any, Final

__all__ = ["keep"]

_ENDS: Final = [
    getattr(signal, name)
    for name in ("SIGTERM", "SIGHUP", *(() if sys.platform == "win32" else ("SIGINT",)))
    if hasattr(signal, name)
]
"""The signals by which systems and terminals end a command."""


def keep(command: list[str]) -> int:
    """Run the server and return its exit code; whoever ends this process ends the server too.

    Args:
        command: What to run, here and with the environment of this process.
    """
    told: list[int] = []
    servers: list[subprocess.Popen[bytes]] = []

    def end(number: int, _frame: Any) -> None:  # noqa: ANN401  (as Python calls it)
        told.append(number)
        for server in servers:
            server.terminate()

    # What was to be ignored, as after nohup, stays so.
    heard = [number for number in _ENDS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in heard}
    try:
        if hasattr(signal, "pthread_sigmask"):
            # Whoever became this program may have held signals back until now.
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
        with subprocess.Popen(command) as server:  # noqa: S603
            servers.append(server)
            if told:
                server.terminate()
            code = server.wait()
            # Whoever presses Ctrl-C wants no more than this end.
            return 0 if signal.SIGINT in told else code
    except KeyboardInterrupt:  # of Windows, whose terminal tells the server, too
        return 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


if __name__ == "__main__":
    try:
        code = keep(sys.argv[2:])
    finally:
        if sys.argv[1]:
            shutil.rmtree(sys.argv[1], ignore_errors=True)
    sys.exit(code)
