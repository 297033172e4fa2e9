"""Child processes that end with their parent, however it ends."""

import ctypes
import os
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def end_with_parent(number: signal.Signals) -> Callable[[], None]:
    """What `subprocess.Popen(preexec_fn=…)` takes so that the kernel sends `number` to the child when this thread is gone, by kill -9 too.

    Linux only. Call Popen from a thread that lives as long as the child should.
    """
    parent = os.getpid()

    def prepare() -> None:
        _LIBC.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it died between the fork and the line above
            os._exit(1)

    return prepare
