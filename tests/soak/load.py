"""Clients that behave and clients that do not, all at once, against one daemon, while things go wrong around it."""

import json
import os
import random
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path


def request(method, params):
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode() + b"\n"


class Line:
    """A connection that sends a line and reads a line."""

    def __init__(self, path, patience_s=30):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(patience_s)
        self.socket.connect(str(path))
        self.held = b""

    def ask(self, line):
        self.socket.sendall(line)
        while b"\n" not in self.held:
            got = self.socket.recv(1 << 18)
            if not got:
                raise ConnectionError("closed")
            self.held += got
        answer, self.held = self.held.split(b"\n", 1)
        return answer

    def close(self):
        self.socket.close()


class Counts:
    def __init__(self):
        self.lock = threading.Lock()
        self.numbers = {}
        self.latencies_us = []
        self.failures = []

    def add(self, name, by=1):
        with self.lock:
            self.numbers[name] = self.numbers.get(name, 0) + by

    def took(self, us):
        with self.lock:
            self.latencies_us.append(us)

    def failed(self, what):
        with self.lock:
            self.failures.append(what)

    def quantile_us(self, share):
        ordered = sorted(self.latencies_us)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0


PROMPTS = ["make these requests concurrent with asyncio", "a rocket, please", "fix the typo", "why is it slow?", "@rockets now",
           "convert the parser to async and test it with pytest"]


class Load:
    """Runs until stop(); `place`: the socket, `skills`: a root that may be written to."""

    def __init__(self, place, skills, daemon_pid, skillwake, counts):
        self.place, self.skills, self.pid, self.skillwake, self.counts = place, Path(skills), daemon_pid, skillwake, counts
        self.over = threading.Event()
        self.threads = []

    def start(self):
        kinds = [self.good] * 4 + [self.deaf, self.endless, self.early, self.garbage, self.pipelining, self.hooks, self.rewriter, self.signals,
                                   self.unlinker]
        for number, kind in enumerate(kinds):
            thread = threading.Thread(target=self.again, args=(kind, random.Random(number)), daemon=True)
            thread.start()
            self.threads.append(thread)

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join(60)

    def again(self, kind, generator):
        while not self.over.is_set():
            try:
                kind(generator)
            except (OSError, ConnectionError) as error:
                # The place is empty for a moment when its socket was deleted; a good client's connection must live.
                if kind == self.good and not isinstance(error, (FileNotFoundError, ConnectionRefusedError)):
                    self.counts.failed(f"{kind.__name__}: {error}")
                self.over.wait(0.02)

    def good(self, generator):
        """One that counts: every answer must come, and how long it takes is kept."""
        line = Line(self.place)
        try:
            for _ in range(2_000):
                if self.over.is_set():
                    return
                params = {"session": f"s{generator.randrange(500)}", "content": "none",
                          "event": {"type": "prompt", "text": generator.choice(PROMPTS)}}
                began = time.perf_counter_ns()
                answer = line.ask(request("session.event", params))
                self.counts.took((time.perf_counter_ns() - began) // 1000)
                self.counts.add("events served")
                if b'"result"' not in answer[:60]:
                    self.counts.failed(answer[:200].decode())
                self.over.wait(0.001)
        finally:
            line.close()

    def deaf(self, _generator):
        """Asks for long texts and never reads."""
        line = Line(self.place)
        line.socket.setblocking(False)
        try:
            for _ in range(20_000):
                line.socket.send(request("skill.read", {"name": "large"}))
        except BlockingIOError:
            pass
        self.over.wait(2)
        line.close()
        self.counts.add("deaf clients")

    def endless(self, _generator):
        line = Line(self.place)
        try:
            for _ in range(40):
                line.socket.sendall(b"x" * (1 << 20))
        except OSError:
            pass
        line.close()
        self.counts.add("endless lines")
        self.over.wait(0.5)

    def early(self, generator):
        for _ in range(50):
            line = Line(self.place)
            text = request("session.event", {"event": {"type": "prompt", "text": "a rocket"}}) * 3
            line.socket.sendall(text[:generator.randrange(len(text))])
            line.close()
        self.counts.add("early closes", 50)
        self.over.wait(0.05)

    def garbage(self, generator):
        line = Line(self.place)
        for _ in range(50):
            answer = line.ask(generator.randbytes(100).replace(b"\n", b"x").strip() + b"!\n")
            if b'"error"' not in answer[:60]:
                self.counts.failed(f"garbage was answered: {answer[:200]}")
        line.close()
        self.counts.add("garbage lines", 50)
        self.over.wait(0.05)

    def pipelining(self, _generator):
        line = Line(self.place)
        count = 2_000
        sender = threading.Thread(target=line.socket.sendall, args=(request("hello", {}) * count,))
        sender.start()
        seen = 0
        while seen < count:
            got = line.socket.recv(1 << 18)
            if not got:
                raise ConnectionError("closed")
            seen += got.count(b"\n")
        sender.join()
        line.close()
        self.counts.add("pipelined requests", count)
        self.over.wait(0.2)

    def hooks(self, generator):
        """The adapter as hosts start it; it must end with 0 whatever it is given."""
        text = json.dumps({"hook_event_name": "UserPromptSubmit", "session_id": "h", "prompt": generator.choice(PROMPTS)})
        text = text[:generator.randrange(len(text) + 1)] if generator.random() < 0.2 else text
        done = subprocess.run([self.skillwake, "hook", "--socket", str(self.place)], input=text.encode(), capture_output=True,
                              timeout=30, check=False, env={"HOME": str(self.skills)})
        if done.returncode != 0 or done.stderr:
            self.counts.failed(f"hook: {done.returncode} {done.stderr[:200]}")
        self.counts.add("hooks run")

    def rewriter(self, generator):
        """Skills are rewritten, broken, removed and made."""
        folder = self.skills / f"changing-{generator.randrange(20)}"
        folder.mkdir(exist_ok=True)
        text = f"---\nname: changing\ndescription: number {generator.random()}\n---\nbody\n"
        text = "---\nname: [\n" if generator.random() < 0.2 else text
        part = folder / "part"
        part.write_text(text)
        part.rename(folder / "SKILL.md")
        if generator.random() < 0.1:
            (folder / "SKILL.md").unlink()
        self.counts.add("skills rewritten")
        self.over.wait(0.02)

    def signals(self, _generator):
        os.kill(self.pid, signal.SIGHUP)
        self.counts.add("reloads by SIGHUP")
        self.over.wait(1)

    def unlinker(self, _generator):
        """Deletes the socket, and sees how soon it is served again."""
        self.over.wait(5)
        if self.over.is_set():
            return
        os.unlink(self.place)
        began = time.monotonic()
        while time.monotonic() - began < 10:
            try:
                Line(self.place).close()
                break
            except OSError:
                time.sleep(0.002)
        ms = int((time.monotonic() - began) * 1000)
        self.counts.add("sockets deleted")
        with self.counts.lock:
            self.counts.numbers["longest ms until a deleted socket was served again"] = max(
                ms, self.counts.numbers.get("longest ms until a deleted socket was served again", 0))
        if ms > 1000:
            self.counts.failed(f"the deleted socket was noticed after {ms} ms")
