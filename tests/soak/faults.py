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
    ("EAGAIN", "readv,writev,sendmsg,recvmsg,accept4", "3+3"),
    # Not of write, but for clients (below): libuv wakes its loop by an eventfd, which no kernel refuses to count up, and
    # a wake that is lost is lost for ever.
    ("EAGAIN", "read", "60+5"),
    ("EMFILE", "openat,accept4,socket,inotify_add_watch,epoll_create1", "60+3"),
    ("ENFILE", "openat,accept4,socket", "60+3"),
    ("ENOSPC", "pwrite64,ftruncate,fallocate,mkdir,inotify_add_watch", "3+2"),
    ("EIO", "pread64,pwrite64,fsync,fdatasync,getdents64", "20+5"),
    ("EACCES", "openat", "80+3"),
    ("ENOMEM", "inotify_add_watch,madvise", "2+2"),
]


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


def again_on_sockets(skillwaked, folder, requests=400):
    """Every second read and write of the sockets alone says EAGAIN: how many were so, and what failed."""
    place = Path(folder) / "run/again.sock"
    daemon = subprocess.Popen([skillwaked, "--socket", str(place), "--root", str(Path(folder) / "skills"), "--state", "none",
                               "--log-level", "off"], cwd="/")
    lines = []
    while len(lines) < 4:
        try:
            lines.append(Line(place, 10))
        except OSError:
            if daemon.poll() is not None:
                return 0, ["EAGAIN of sockets: the daemon did not start"]
            time.sleep(0.01)
    event = request("session.event", {"event": {"type": "prompt", "text": "a rocket"}, "content": "none"})
    for line in lines:
        line.ask(event)
    links = [os.readlink(link) for link in Path(f"/proc/{daemon.pid}/fd").iterdir()]
    only = [word for link in links if link.startswith("socket:") for word in ("-P", link)]
    report = Path(folder) / "again.txt"
    tracer = subprocess.Popen(["strace", "-f", "-o", str(report), "-p", str(daemon.pid), *only, "-e", "trace=read,write",
                               "-e", "inject=read,write:error=EAGAIN:when=2+2"], stderr=subprocess.DEVNULL)
    failures = []
    while tracer.poll() is None and "TracerPid:\t0" in Path(f"/proc/{daemon.pid}/status").read_text():
        time.sleep(0.01)
    try:
        for number in range(requests):
            lines[number % len(lines)].ask(event)
    except OSError as failure:
        failures.append(f"EAGAIN of sockets: {failure}")
    tracer.terminate()
    tracer.wait(30)
    daemon.terminate()
    if daemon.wait(30) != 0:
        failures.append(f"EAGAIN of sockets: ended {daemon.returncode}")
    injected = report.read_text().count("INJECTED")
    return injected, failures or ([] if injected else ["EAGAIN of sockets: none was injected"])


def sweep(skillwaked, make_folder, seconds):
    """One line a fault, and what failed."""
    if not shutil.which("strace"):
        return ["no strace: no faults injected"], [], 0
    lines, failures, total = [], [], 0
    each = max(seconds / (len(FAULTS) + 1), 1)
    refused, failures = again_on_sockets(skillwaked, make_folder())
    lines.append(f"EAGAIN of read and write of sockets alone: {refused} times")
    total += 1
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
