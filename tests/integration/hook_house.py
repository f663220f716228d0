"""A house for hooks, and a daemon that is none."""

import json
import os
import signal
import socket
import subprocess
import threading
import time

from house import LONG_MS, PATIENCE_S, SKILLWAKE, SKILLWAKED, House, until

OUTPUT = {"hookSpecificOutput": {"hookEventName": "UserPromptSubmit", "additionalContext": "caf\u00e9 \"x\"\n"}}


def prompt(text, **members):
    return json.dumps({"hook_event_name": "UserPromptSubmit", "session_id": "s1", "prompt": text, **members})


def result(value):
    """An answer as the daemon writes it."""
    return b'{"jsonrpc":"2.0","id":1,"result":' + json.dumps(value, separators=(",", ":")).encode() + b"}\n"


class FakeDaemon:
    """Listens at a path; answers the first line of each connection with what it was told, and keeps the line."""

    def __init__(self, path, answer, backlog=64):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen(backlog)
        self.answer = answer
        self.lines = []
        self.thread = None
        if answer is not None:
            self.thread = threading.Thread(target=self.serve, daemon=True)
            self.thread.start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client, client.makefile("rb") as reader:
                self.lines.append(reader.readline())
                try:
                    for piece in self.answer if isinstance(self.answer, list) else [self.answer]:
                        client.sendall(piece)
                        time.sleep(0.01 if isinstance(self.answer, list) else 0)
                except OSError:
                    pass

    def request(self):
        return json.loads(self.lines[-1])

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class HookHouse(House):
    def setUp(self):
        super().setUp()
        self.environment["SKILLWAKE_SOCKET"] = str(self.socket)
        self.state = self.folder / "home/.local/state/skillwake"
        self.addCleanup(self.end_daemons)

    def hook(self, text, *flags, **options):
        """Runs to its end; the output. It must be 0 with an empty stderr."""
        code, out, err = self.run_program(SKILLWAKE, "hook", *flags, stdin=text, **options)
        self.assertEqual((code, err), (0, ""))
        return out

    def asked(self, text, *flags, **options):
        return self.hook(text, "--deadline", LONG_MS, *flags, **options)

    def fake(self, answer, **options):
        fake = FakeDaemon(self.socket, answer, **options)
        self.addCleanup(fake.close)
        return fake

    def hook_log(self):
        file = self.state / "hook.log"
        return file.read_text() if file.exists() else ""

    def logged(self, part):
        """The log's last line holds `part`."""
        lines = self.hook_log().splitlines()
        self.assertIn(part, lines[-1] if lines else "(no log)")

    def hook_process(self, *flags, **options):
        options.setdefault("stdin", subprocess.PIPE)
        options.setdefault("stdout", subprocess.PIPE)
        return self.spawn([SKILLWAKE, "hook", *flags], **options)

    def file(self, text):
        path = self.folder / "input.json"
        path.write_text(text)
        opened = open(path, "rb")
        self.addCleanup(opened.close)
        return opened

    def daemons(self):
        """The pids of all daemons of this socket."""
        found = set()
        for entry in os.listdir("/proc"):
            try:
                with open(f"/proc/{entry}/cmdline", "rb") as cmdline:
                    words = cmdline.read().split(b"\0")
            except OSError:
                continue
            if words[0] == SKILLWAKED.encode() and str(self.socket).encode() in words:
                found.add(int(entry))
        return found

    def end_daemons(self):
        """Those too that a test which failed half-way has left behind."""
        for pid in self.daemons():
            os.kill(pid, signal.SIGKILL)

    def started_daemon(self):
        """The pid of the daemon that a hook has started; it ends with the test."""
        until(lambda: self.answers(self.socket), "the started daemon answers")
        return self.wire().call("hello")["pid"]
