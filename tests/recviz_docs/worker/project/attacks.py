"""Factories that do to their process what nobody should; `test_attacks.py` has the verdicts."""

# ruff: noqa: T201, N818, PTH109

import argparse
import atexit
import builtins
import collections
import contextlib
import ctypes
import io
import itertools
import os
import signal
import subprocess
import sys
import threading
import time


def good():
    return "good"


def prints_everywhere():
    print("Python 中文 \ud800")
    os.write(1, b"descriptor 1 \xff\xfe\n")
    os.write(2, b"descriptor 2\n")
    ctypes.CDLL(None).puts(b"C library")
    subprocess.run([sys.executable, "-S", "-c", "print('a program')"], check=True)
    return "printed"


def prints_a_lot():
    block = b"x" * (1 << 20)
    for _ in range(256):
        os.write(1, block)
    return "printed"


def prints_for_ever():
    while True:
        print("again and again")


def closes_descriptors():
    os.closerange(0, 1024)
    return "closed"


def closes_streams():
    sys.stdout.close()
    sys.stderr = None
    return "closed"


def starts_threads():
    for _ in range(3):
        threading.Thread(target=time.sleep, args=(3600,)).start()
    threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
    return "started"


def leaves_exit_handlers():
    atexit.register(time.sleep, 3600)
    return "left"


def leaves_a_process():
    with contextlib.suppress(OSError):
        subprocess.Popen([sys.executable, "-S", "-c", _SLEEP, os.environ["RECVIZ_TEST_MARK"]])
    return "left"


def leaves_a_daemon():
    subprocess.Popen(
        [sys.executable, "-S", "-c", _SLEEP, os.environ["RECVIZ_TEST_MARK"]],
        start_new_session=True,
    )
    return "left"


_SLEEP = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(3600)"


def forks_itself():
    return "child" if os.fork() == 0 else "parent"


def leaves_a_zombie():
    if os.fork() == 0:
        os._exit(0)
    return "left"


def forgets_modules():
    sys.modules.clear()
    return "forgot"


def moves_away():
    os.chdir("/")
    sys.path.clear()
    os.environ.clear()
    return "moved"


def replaces_builtins():
    def broken(*_args, **_keywords):
        raise ZeroDivisionError("replaced")

    for name in ("open", "len", "isinstance", "str", "print", "vars", "memoryview", "getattr"):
        setattr(builtins, name, broken)
    return "replaced"


def replaces_os():
    os.replace = os.write = os.open = os._exit = os.getpid = None
    return "replaced"


def ignores_signals():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGABRT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_IGN)
    return "ignored"


def traces_itself():
    sys.settrace(lambda *_: None)
    sys.setrecursionlimit(100_000)
    return "traced"


def parses_arguments():
    argparse.ArgumentParser().parse_args()
    return "parsed"


def reads_stdin():
    return repr(sys.stdin.read())


def asks_a_person():
    return input("your name? ")


def exits():
    sys.exit("enough")


def interrupts():
    raise KeyboardInterrupt


def raises_base_exception():
    class Odd(BaseException):
        pass

    raise Odd("odd")


def raises_unreadable():
    class Unreadable(Exception):
        def __str__(self):
            raise RuntimeError("no text")

        def __reduce__(self):
            raise RuntimeError("no pickle")

    raise Unreadable(threading.Lock())


def raises_surrogates():
    raise ValueError("odd \ud800 text \x00 {braces}\nand a line " + "long " * 1000)


def raises_a_group():
    raise ExceptionGroup("several", [ValueError("one"), TypeError("two")])


def recurses():
    return recurses()


def leaves_at_once():
    os._exit(0)


def leaves_with_status():
    print("last words \udcff")
    os.write(2, b"\xff\xfe\x1b[31m")
    os._exit(3)


def aborts():
    os.abort()


def segfaults():
    ctypes.string_at(0)


def kills_itself():
    os.kill(os.getpid(), signal.SIGKILL)


def kills_its_group():
    os.killpg(0, signal.SIGKILL)


def hangs():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(0.01)


def hangs_in_c():
    collections.deque(itertools.repeat(0), maxlen=0)


def hangs_beside_threads():
    for _ in range(2):
        threading.Thread(target=time.sleep, args=(3600,)).start()
    threading.Lock().acquire()
    gate = threading.Lock()
    gate.acquire()
    gate.acquire()


def stops_itself():
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(3600)


def hangs_with_a_process():
    subprocess.run([sys.executable, "-S", "-c", _SLEEP, os.environ["RECVIZ_TEST_MARK"]])


def takes_memory_at_once():
    return len(bytearray(100 << 30))


def takes_memory_slowly():
    kept = []
    while True:
        kept.append(bytearray(16 << 20))


def shares_memory():
    import mmap

    kept = []
    while True:
        kept.append(mmap.mmap(-1, 64 << 20))
        kept[-1].write(b"x" * (64 << 20))


def gives_megabytes():
    return "m" * (8 << 20)


def gives_a_stream():
    return io.StringIO


def kills_its_parent():
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(3600)


def takes_its_time():
    time.sleep(0.5)
    return "slow"


def echo(value):
    return value


def process_id():
    return f"{os.getpid()} {os.getppid()}"


def surroundings():
    return f"{os.environ.get('CUDA_VISIBLE_DEVICES')!r} {os.getcwd()} {sys.path[0]}"
