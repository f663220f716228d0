"""script/soak: the long part of what docs/reliability.md states. Prints what was held, served, injected and found; exit code
1 when a statement did not hold."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import faults
from beside import beside_deaf_clients
from load import Counts, Line, Load, request

SKILLWAKED, SKILLWAKE, SECONDS = sys.argv[1], sys.argv[2], int(sys.argv[3])
INTEGRATION = Path(__file__).resolve().parents[1] / "integration"
FAILURES = []


def say(text):
    print(text, flush=True)


def make_folder():
    folder = Path(tempfile.mkdtemp(prefix="sw-soak-"))
    FOLDERS.append(folder)
    for name, text in (("rockets", "Do it.\n"), ("large", "x" * 300_000 + "\n")):
        file = folder / "skills" / name / "SKILL.md"
        file.parent.mkdir(parents=True)
        file.write_text(f"---\nname: {name}\ndescription: About {name}\nactivation: {{keywords: [{name[:-1]}]}}\n---\n{text}")
    return folder


FOLDERS = []


def resources_of(pid):
    """(resident MiB, descriptors)"""
    status = Path(f"/proc/{pid}/status").read_text()
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return resident / 1024, len(os.listdir(f"/proc/{pid}/fd"))


def statement(file, *names, **variables):
    """Runs tests of tests/integration at their long setting."""
    began = time.monotonic()
    environment = {**os.environ, "SKILLWAKED": SKILLWAKED, "SKILLWAKE": SKILLWAKE, **variables}
    done = subprocess.run(["/usr/bin/python3", "-B", INTEGRATION / file, *names], env=environment, capture_output=True, text=True,
                          timeout=3600, check=False)
    told = [line for line in done.stdout.splitlines() if line and not line.startswith("skip")]
    say(f"{file} {' '.join(names)}: {'holds' if done.returncode == 0 else 'FAILS'}, {time.monotonic() - began:.0f} s {'; '.join(told)}")
    if done.returncode != 0:
        FAILURES.append(f"{file}: {done.stderr[-1500:]}")


def load(seconds):
    folder = make_folder()
    place = folder / "run/s.sock"
    log = open(folder / "log", "wb")
    daemon = subprocess.Popen([SKILLWAKED, "--socket", place, "--root", folder / "skills", "--state", folder / "state",
                               "--max-stall-ms", "1000"], stderr=log)
    while not place.exists():
        time.sleep(0.01)
    status = Line(place)
    for _ in range(200):
        status.ask(request("session.event", {"session": "warm", "event": {"type": "prompt", "text": "a rocket"}}))
    at_start = resources_of(daemon.pid)
    counts = Counts()
    clients = Load(place, folder / "skills", daemon.pid, SKILLWAKE, counts)
    clients.start()
    warm = min(seconds * 0.2, 60)
    time.sleep(warm)
    warmed = resources_of(daemon.pid)
    time.sleep(seconds - warm)
    clients.stop()
    time.sleep(2)
    at_end = resources_of(daemon.pid)
    told = json.loads(status.ask(request("daemon.status", {})))["result"]
    daemon.terminate()
    ended = daemon.wait(60)
    say(f"load held for {seconds:.0f} s: 4 clients that count beside deaf, endless, early, garbled, pipelining ones and hooks")
    say("  " + ", ".join(f"{name}: {number}" for name, number in sorted(counts.numbers.items())))
    say(f"  answers of the clients that count: median {counts.quantile_us(0.5)} us, p99 {counts.quantile_us(0.99)} us, "
        f"longest {counts.quantile_us(1)} us")
    say(f"  loop: {told['loop']}")
    for name, (resident, descriptors) in (("start", at_start), ("after the first fifth", warmed), ("end", at_end)):
        say(f"  at {name}: {resident:.1f} MiB, {descriptors} descriptors")
    say(f"  ended {ended}, {len(counts.failures)} failures")
    FAILURES.extend(counts.failures[:5])
    if ended != 0:
        FAILURES.append(f"the daemon ended {ended}: {(folder / 'log').read_text()[-500:]}")
    if at_end[1] > at_start[1] + 25:  # one watch each for the folders that were made
        FAILURES.append(f"descriptors: {at_start[1]} at the start, {at_end[1]} at the end")
    if at_end[0] > warmed[0] * 1.3 + 16:
        FAILURES.append(f"memory: {warmed[0]:.0f} MiB after the first fifth, {at_end[0]:.0f} at the end")


def deaf_clients():
    """What clients that never read are to the others."""
    folder = make_folder()
    place = folder / "run/s.sock"
    daemon = subprocess.Popen([SKILLWAKED, "--socket", place, "--root", folder / "skills", "--no-state", "--log-level", "off"])
    while not place.exists():
        time.sleep(0.01)
    said, failures = beside_deaf_clients(place)
    daemon.terminate()
    daemon.wait(60)
    say(said)
    FAILURES.extend(failures)


def memcheck():
    """The integration tests with the daemon under valgrind."""
    if not shutil.which("valgrind"):
        say("no valgrind: no memcheck")
        return
    folder = make_folder()
    wrapper = folder / "skillwaked"
    known = INTEGRATION.parent / "support" / "memcheck.supp"
    wrapper.write_text(f"#!/bin/sh\nexec valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite "
                       f"--suppressions={known} --log-file={folder}/memcheck.%p {SKILLWAKED} \"$@\"\n")
    wrapper.chmod(0o755)
    for file, names in (("wire_test.py", ("OnTheWire",)), ("lifecycle_test.py", ()), ("ledger_test.py", ()), ("trust_test.py", ()),
                        ("roots_test.py", ()), ("mcp_test.py", ())):
        environment = {**os.environ, "SKILLWAKED": str(wrapper), "SKILLWAKE": SKILLWAKE, "SKILLWAKE_PATIENCE_S": "300"}
        done = subprocess.run(["/usr/bin/python3", "-B", INTEGRATION / file, *names], env=environment, capture_output=True, text=True,
                              timeout=3600, check=False)
        # Lines with "--" are valgrind's own: it does not know openat2, and answers ENOSYS.
        reports = [path for path in folder.glob("memcheck.*") if path.read_text().startswith("==") or "\n==" in path.read_text()]
        runs = len(list(folder.glob("memcheck.*")))
        say(f"memcheck of {file}: {done.stderr.strip().splitlines()[-1]}; {runs} daemons, {len(reports)} with reports")
        for report in reports[:3]:
            FAILURES.append(f"memcheck {file}: {report.read_text()[:1500]}")
        for path in folder.glob("memcheck.*"):
            path.unlink()


def main():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    began = time.monotonic()
    deaf_clients()
    load(SECONDS * 0.5)
    lines, failures, injected = faults.sweep(SKILLWAKED, make_folder, SECONDS * 0.15)
    say(f"faults injected: {injected} kinds, each at every few calls")
    for line in lines:
        say("  " + line)
    FAILURES.extend(failures)
    rounds = max(int(SECONDS / 30), 1)
    statement("start_stop_test.py", "OneServer", SKILLWAKE_START_ROUNDS=str(rounds))
    statement("start_stop_test.py", "Killed", SKILLWAKE_START_CALLS="all")
    statement("frames_test.py", "Frames.test_half_a_frame_holds_up_nobody_and_is_answered_when_it_is_whole", SKILLWAKE_HALF_FRAME_S="10")
    statement("load_test.py", "Load.test_many_connections_are_served_and_leave_nothing", SKILLWAKE_CONNECTIONS="10000")
    statement("watching_test.py", "Watching", SKILLWAKE_WATCH_MS="1000")
    if SECONDS >= 300:
        memcheck()
    for folder in FOLDERS:
        shutil.rmtree(folder, ignore_errors=True)
    say(f"{time.monotonic() - began:.0f} s, {len(FAILURES)} failures")
    for failure in FAILURES:
        say(f"FAILURE: {failure}")
    return 1 if FAILURES else 0


sys.exit(main())
