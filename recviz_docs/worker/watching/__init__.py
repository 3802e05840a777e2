"""What a trace depends on, seen from inside the process that makes it.

    record        what has been seen, also by forks of the process
    callers       on whose behalf something is read
    files         opened, listed, written: an audit hook
    asked         sizes, times and existence: `os.stat` and its kin
    environment   variables
    distributions asked for by name, or all at once
    imports       modules looked for, found or not
    native        readers in other languages, which no hook sees
    processes     what nobody can see: other programs, other libraries
    lines         sources whose line numbers matter
    surroundings  what was there before any model
    installed     which distribution a file belongs to
    summary       all of it as `Dependencies`

`watch` is the door. Nothing here imports torch or anything that is not Python's
own or ours: a library is wrapped when somebody else has imported it.
"""

from recviz_docs.worker.watching.installed import Installed
from recviz_docs.worker.watching.surroundings import Surroundings
from recviz_docs.worker.watching.watch import Watch, variables_read, watch

__all__ = ["Installed", "Surroundings", "Watch", "variables_read", "watch"]
