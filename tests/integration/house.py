"""Real processes in a folder of their own: what the tests of this folder share. Standard library only.

SKILLWAKED and SKILLWAKE name the programs. Nothing here waits for a fixed time: until() asks again until a deadline
that is never reached when all is well.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

PATIENCE_S = int(os.environ.get("SKILLWAKE_PATIENCE_S", "30"))  # longer under sanitizers and valgrind
# Of a hook whose answer is expected: a busy machine must not be the reason that none comes. No hook takes a longer one.
LONG_MS = str(min(PATIENCE_S, 60) * 1000)
SKILLWAKED = os.environ["SKILLWAKED"]
SKILLWAKE = os.environ["SKILLWAKE"]


def until(ask, what):
    """The first true answer of ask()."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {PATIENCE_S} s: {what}")
        time.sleep(0.002)


def skill_text(name, words="", body="Do it well.\n", extra=""):
    wakes = f"activation: {{keywords: [{words}]}}\n" if words else ""
    return f"---\nname: {name}\ndescription: A skill of the tests called {name}\n{extra}{wakes}---\n# About {name}\n\n{body}"


class Wire:
    """One connection, in lines."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(PATIENCE_S)
        try:
            self.socket.connect(str(path))
        except OSError:
            self.socket.close()
            raise
        self.held = b""
        self.last_id = 0

    def close(self):
        self.socket.close()

    def send_bytes(self, data):
        """Waits for each part of it, as line() does: sendall() would have one patience for the whole."""
        left = memoryview(data)
        while left:
            left = left[self.socket.send(left):]

    def send(self, method, params=None, **more):
        self.last_id += 1
        request = {"jsonrpc": "2.0", "id": self.last_id, "method": method, **more}
        if params is not None:
            request["params"] = params
        self.send_bytes(json.dumps(request).encode() + b"\n")
        return self.last_id

    def line(self):
        """The next line as JSON; None when the daemon has closed."""
        while b"\n" not in self.held:
            try:
                got = self.socket.recv(1 << 20)
            except ConnectionResetError:
                got = b""
            if not got:
                return None
            self.held += got
        line, self.held = self.held.split(b"\n", 1)
        return json.loads(line)

    def call(self, method, params=None):
        """The result; an error is an AssertionError."""
        wanted = self.send(method, params)
        answer = self.line()
        if answer is None or answer.get("id") != wanted or "result" not in answer:
            raise AssertionError(f"{method}: {answer}")
        return answer["result"]

    def prompt(self, text, **params):
        return self.call("session.event", {"content": "none", **params, "event": {"type": "prompt", "text": text}})


class House(unittest.TestCase):
    """A folder with `skills`, a `home`, and the place of a socket; whatever was started in it ends with the test."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="sw-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.skills = self.folder / "skills"
        self.skills.mkdir()
        (self.folder / "home").mkdir()
        self.socket = self.folder / "run" / "s.sock"
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            **{name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")},
        }

    def skill(self, name, words="", body="Do it well.\n", extra="", root=None):
        file = (root or self.skills) / name / "SKILL.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(skill_text(name, words, body, extra))
        return file

    def spawn(self, command, **options):
        options.setdefault("env", self.environment)
        options.setdefault("cwd", self.folder)
        process = subprocess.Popen([str(word) for word in command], **options)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()

    def daemon(self, *flags, roots=True, path=None, **options):
        """A daemon in the foreground that answers; its log is daemon.log."""
        path = path or self.socket
        log = open(self.folder / "daemon.log", "ab")
        self.addCleanup(log.close)
        root = ["--root", self.skills] if roots else []
        process = self.spawn([SKILLWAKED, "--socket", path, *root, *flags], stderr=log, **options)
        until(lambda: process.poll() is not None or self.answers(path), "the daemon answers")
        self.assertIsNone(process.poll(), self.log())
        return process

    def log(self):
        return (self.folder / "daemon.log").read_text()

    @staticmethod
    def answers(path):
        try:
            Wire(path).close()
            return True
        except OSError:
            return False

    def wire(self, path=None):
        wire = Wire(path or self.socket)
        self.addCleanup(wire.close)
        return wire

    def stop(self, process, number=signal.SIGTERM):
        process.send_signal(number)
        return process.wait(PATIENCE_S)

    def run_program(self, program, *arguments, stdin="", **options):
        """Runs to its end: code, out, err."""
        options.setdefault("env", self.environment)
        options.setdefault("cwd", self.folder)
        done = subprocess.run(
            [str(word) for word in (program, *arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
            **options,
        )
        return done.returncode, done.stdout, done.stderr

    def skillwake(self, *arguments, stdin="", **options):
        return self.run_program(SKILLWAKE, "--socket", self.socket, *arguments, stdin=stdin, **options)

    def skillwaked(self, *arguments, **options):
        return self.run_program(SKILLWAKED, *arguments, **options)
