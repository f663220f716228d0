"""How fast the daemon follows changes of a root, while another client goes on asking: one skill that is written as
editors do, one that comes and goes, and a `git checkout` that swaps all of them. Times are from the end of the change to
the moment when a client reads it.

    live_bench.py SKILLWAKED --json FILE [--rounds N] [--skills N]

The skills are the curated ones of ../shared/corpora, or made ones of the same size where those are not there. A row of
the JSON is what tests/bench/support/report.h calls one.
"""

import argparse
import json
import os
import platform
import random
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

GOAL_MS = 500
PATIENCE_S = 60
PAUSE_S = 0.005
LOOKED_AT = 200  # skills, after a change of all


class Wire:
    """One connection. ask() sends many calls at once and gives their results."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect(str(path))
        self.stream = self.socket.makefile("rwb")

    def ask(self, method, *many):
        calls = [{"jsonrpc": "2.0", "id": i, "method": method, "params": params} for i, params in enumerate(many)]
        self.stream.write(b"".join(json.dumps(call).encode() + b"\n" for call in calls))
        self.stream.flush()
        return [json.loads(self.stream.readline()).get("result") for _ in calls]

    def close(self):
        self.stream.close()
        self.socket.close()


def real_skills(most):
    files = sorted(Path("../shared/corpora/curated").rglob("SKILL.md"))
    return [file.read_bytes() for file in files[:most]]


def made_skills(most):
    source = random.Random(1)
    words = ["".join(source.choices("abcdefghijklmnopqrstuvwxyz", k=source.randint(3, 9))) for _ in range(8000)]

    def text(count):
        return " ".join(source.choice(words) for _ in range(count))

    return [f"---\nname: made-{i}\ndescription: Use when {text(30)}.\n---\n# {text(3)}\n\n{text(1400)}\n".encode()
            for i in range(most)]


class Root:
    """Skills in a repository with the branches `one` and `two`, which differ in every file, and a daemon that serves
    them from a branch `work`."""

    def __init__(self, skillwaked, texts):
        self.folder = Path(tempfile.mkdtemp(prefix="sw-live-"))
        self.skills = self.folder / "skills"
        self.files = [self.skills / f"s{i:05}" / "SKILL.md" for i in range(len(texts))]
        self.skills.mkdir()
        self.git("init", "-q", "-b", "start")
        for branch in ("one", "two"):
            self.git("checkout", "-q", "-b", branch)
            for file, text in zip(self.files, texts):
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(text + f"\nThis is edition {branch}.\n".encode())
            self.git("add", "-A")
            self.git("commit", "-q", "-m", branch)
        self.socket = self.folder / "s.sock"
        self.daemon = subprocess.Popen(
            [skillwaked, "--socket", self.socket, "--root", self.skills, "--no-state", "--log-level", "off"],
            env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder)}, cwd=self.folder)
        self.wire = self.connect()
        listed = [(skill["path"], skill["qualified_name"]) for skill in self.list()]
        seen = Counter(name for _, name in listed)
        self.names = {path: name for path, name in listed if seen[name] == 1}

    def end(self):
        self.wire.close()
        self.daemon.terminate()
        self.daemon.wait()
        shutil.rmtree(self.folder)

    def connect(self):
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return Wire(self.socket)
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def git(self, *words):
        subprocess.run(["git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0", *words],
                       cwd=self.skills, check=True)

    def list(self):
        return self.wire.ask("skill.list", {})[0]["skills"]

    def read(self, files):
        """The bodies of skills; those that share their name with another are left out."""
        known = [self.names[str(file)] for file in files if str(file) in self.names]
        return [result["text"] for result in self.wire.ask("skill.read", *({"name": name} for name in known)) if result]

    def cat(self):
        """The same files, read by a process that does nothing else."""
        began = time.monotonic()
        subprocess.run(["cat", *map(str, self.files)], stdout=subprocess.DEVNULL, check=True)
        return 1000 * (time.monotonic() - began)


def until(seen):
    """Milliseconds until seen(), asked so seldom that asking takes no processor from what is measured."""
    began = time.monotonic()
    while not seen():
        if time.monotonic() - began > PATIENCE_S:
            raise SystemExit("live: a change was never seen")
        time.sleep(PAUSE_S)
    return 1000 * (time.monotonic() - began)


def edited(root, number):
    """One skill, written beside itself and renamed."""
    own_name = sorted(root.names)
    file = Path(own_name[number * 7919 % len(own_name)])
    mark = f"Written in round {number}."
    temporary = file.with_suffix(".tmp")
    temporary.write_bytes(file.read_bytes() + mark.encode() + b"\n")
    os.replace(temporary, file)
    return until(lambda: any(mark in text for text in root.read([file])))


def came(root, number):
    file = root.skills / f"new-{number}" / "SKILL.md"
    file.parent.mkdir()
    file.write_text(f"---\nname: new-{number}\ndescription: Comes and goes.\n---\n# New\n")
    return until(lambda: root.wire.ask("skill.read", {"name": f"new-{number}"})[0])


def went(root, number):
    shutil.rmtree(root.skills / f"new-{number}")
    return until(lambda: not root.wire.ask("skill.read", {"name": f"new-{number}"})[0])


def swapped(root, branch):
    """All skills, by `git checkout`."""
    root.git("checkout", "-q", "-f", branch)
    some = root.files[:: max(1, len(root.files) // LOOKED_AT)]
    mark = f"This is edition {branch}."

    def is_swapped(files):
        return all(mark in text for text in root.read(files))

    return until(lambda: is_swapped(some[:2]) and is_swapped(some))


class Asking(threading.Thread):
    """Another client, which asks all the time."""

    def __init__(self, root):
        super().__init__(daemon=True)
        self.wire = root.connect()
        self.ended = threading.Event()
        self.times = []

    def run(self):
        event = {"session": "live", "content": "none", "event": {"type": "prompt", "text": "please speed up this page"}}
        while not self.ended.is_set():
            began = time.monotonic()
            self.wire.ask("session.event", event)
            self.times.append(1000 * (time.monotonic() - began))
            self.ended.wait(0.002)
        self.wire.close()


def row(what, times, skills, goal=None):
    ordered = sorted(times)
    found = {"what": what, "where": "", "skills": skills, "unit": "ms", "median": statistics.median(ordered),
             "low": ordered[len(ordered) // 4], "high": ordered[3 * len(ordered) // 4], "p99": ordered[len(ordered) * 99 // 100]}
    return found if goal is None else {**found, "goal": goal}


def measure(root, rounds):
    skills = len(root.files)
    edits, comings, goings, swaps, cats = [], [], [], [], []
    asking = Asking(root)
    asking.start()
    for number in range(rounds):
        cats.append(root.cat())
        edits += [edited(root, number * 4 + i) for i in range(4)]
        comings.append(came(root, number))
        goings.append(went(root, number))
        swaps += [swapped(root, branch) for branch in ("one", "two")]
    asking.ended.set()
    asking.join()
    return [row("`cat` of all files", cats, skills), row("one skill edited", edits, skills, GOAL_MS),
            row("a skill comes", comings, skills, GOAL_MS), row("a skill goes", goings, skills, GOAL_MS),
            row("all skills swapped by git checkout", swaps, skills, GOAL_MS),
            row("a prompt's answer meanwhile", asking.times, skills)]


def processor():
    named = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return named[0].split(":")[1].strip() if named else platform.machine()


def main():
    options = argparse.ArgumentParser(description="measures how fast skillwaked follows changes")
    options.add_argument("skillwaked")
    options.add_argument("--json", required=True)
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--skills", type=int, default=2000)
    chosen = options.parse_args()
    texts = real_skills(chosen.skills)
    kind = "real" if texts else "made"
    root = Root(Path(chosen.skillwaked).resolve(), texts or made_skills(chosen.skills))
    try:
        rows = measure(root, chosen.rounds)
    finally:
        root.end()
    print(f"live: a root of {len(root.files)} {kind} skills, {chosen.rounds} rounds")
    print(f"{'':38} {'median':>9} {'half of the rounds':>20} {'p99':>9} {'goal':>6}")
    for one in rows:
        spread = f"{one['low']:.1f} to {one['high']:.1f}"
        print(f"{one['what']:38} {one['median']:6.1f} ms {spread:>17} ms {one['p99']:6.1f} ms {one.get('goal', ''):>6}")
    report = {"bench": "live", "command": "script/bench live", "rounds": chosen.rounds,
              "machine": {"processor": processor(), "processors": os.cpu_count(), "system": platform.platform()},
              "rows": rows}
    Path(chosen.json).write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
