"""System calls of the daemon that fail, one kind after the other, while it is asked. It must live and answer afterwards."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from load import Line, request

# Every `when`-th call of these fails so. `fatal`: while the start itself may be refused, with a message, it may not hang.
FAULTS = [
    # From the 60th on: the loader of programs takes it for the end.
    ("EINTR", "read,readv,write,writev,sendmsg,epoll_wait,epoll_pwait,accept4,openat,connect,pwrite64", "60+5"),
    # Not of read and write: libuv's own pipes block, and it aborts when one says that it does not.
    ("EAGAIN", "readv,writev,sendmsg,recvmsg,accept4", "3+3"),
    ("EMFILE", "openat,accept4,socket,inotify_add_watch,epoll_create1", "60+3"),
    ("ENFILE", "openat,accept4,socket", "60+3"),
    ("ENOSPC", "pwrite64,ftruncate,fallocate,mkdir,inotify_add_watch", "3+2"),
    ("EIO", "pread64,pwrite64,fsync,fdatasync,getdents64", "20+5"),
    ("EACCES", "openat", "80+3"),
    ("ENOMEM", "inotify_add_watch,madvise", "2+2"),
]
SHORT_READS = ("read,pread64", 1)


def serve_under(strace_options, skillwaked, folder, seconds):
    """How many requests were answered, and how the daemon ended after SIGTERM; None: it did not start."""
    place = Path(folder) / "run/s.sock"
    command = ["strace", "-f", "-qq", "-o", "/dev/null", *strace_options, skillwaked, "--socket", str(place), "--root",
               str(Path(folder) / "skills"), "--state", str(Path(folder) / "state"), "--log-file", str(Path(folder) / "log")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, cwd="/")
    answered, closed = 0, 0
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            line = Line(place, 5)
            for number in range(20):
                params = {"session": f"s{number % 7}", "event": {"type": "prompt", "text": "a rocket"}, "content": "none"}
                line.ask(request("session.event", params))
                answered += 1
            line.close()
        except OSError:
            closed += 1
            time.sleep(0.01)
    if process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), 15)
    try:
        _, said = process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        _, said = process.communicate()
        return answered, closed, "hangs", said
    return answered, closed, process.returncode, said


def sweep(skillwaked, make_folder, seconds):
    """One line a fault, and what failed."""
    if not shutil.which("strace"):
        return ["no strace: no faults injected"], [], 0
    lines, failures, total = [], [], 0
    each = max(seconds / (len(FAULTS) + 1), 1)
    for name, calls, when in FAULTS:
        folder = make_folder()
        options = ["-e", f"trace={calls}", "-e", f"inject={calls}:error={name}:when={when}"]
        answered, closed, ended, said = serve_under(options, skillwaked, folder, each)
        total += 1
        lines.append(f"{name} of {calls} ({when}): {answered} answered, {closed} connections lost, ended {ended}")
        # 1 is a start that was refused with a reason; a signal or a hang is none.
        if ended not in (0, 1) or (ended == 1 and b"skillwaked: " not in said):
            failures.append(f"{name}: ended {ended}: {said[-300:]!r}")
        # What comes after needs no help.
        after = subprocess.Popen([skillwaked, "--socket", str(Path(folder) / "run/s.sock"), "--root", str(Path(folder) / "skills"),
                                  "--state", str(Path(folder) / "state"), "--log-level", "off"])
        deadline = time.monotonic() + 30
        while True:
            try:
                Line(Path(folder) / "run/s.sock").ask(request("session.event", {"event": {"type": "prompt", "text": "a rocket"}}))
                break
            except OSError:
                if time.monotonic() > deadline or after.poll() is not None:
                    failures.append(f"{name}: the next start does not serve")
                    break
                time.sleep(0.01)
        after.terminate()
        after.wait(30)
    return lines, failures, total
