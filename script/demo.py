#!/usr/bin/env python3
"""Starts a private daemon on the bundled skill and shows its decisions on real input.

    script/demo.py BUILD_FOLDER

Everything lies in a temporary folder, which is removed at the end. Exit code 1 when a decision is not the expected one.
"""
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

SKILL = "async-python-patterns"
PATIENCE_S = 10.0

FETCH = "I need to fetch data from 50 API endpoints as quickly as possible. How should I structure this with asyncio?"
SLEEP = "My async application seems to hang. I'm using time.sleep() in an async function. Is that okay?"
QUEUE = "Help me implement a task queue where multiple workers process items from a shared queue"

EDITED = '''\
async def fetch_all(urls):
    return [await fetch(url) for url in urls]
'''
ONLY_TEXT = '''\
HELP = "write async def main() and await it"

def show_help():
    """Explains async def and await."""
    print(HELP)
'''


class Daemon:
    """A daemon of our own, and one connection to it."""

    def __init__(self, build, folder):
        self.path = str(folder / "skillwake.sock")
        self.log = folder / "skillwaked.log"
        skills = Path(__file__).resolve().parent.parent / "skills"
        self.process = subprocess.Popen(
            [build / "daemon/skillwaked", "--root", skills, "--socket", self.path, "--log-file", self.log,
             "--no-state"],
            cwd=folder, stdin=subprocess.DEVNULL)
        self.connection = self.connect()
        self.lines = self.connection.makefile("r", encoding="utf-8", newline="\n")
        self.number = 0

    def connect(self):
        deadline = time.monotonic() + PATIENCE_S
        while True:
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(PATIENCE_S)
            try:
                connection.connect(self.path)
                return connection
            except OSError:
                connection.close()
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.stop()
                    sys.exit("the daemon did not start")
            time.sleep(0.005)

    def call(self, method, params):
        """The result, and the round trip in milliseconds."""
        self.number += 1
        line = json.dumps({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}) + "\n"
        began = time.perf_counter()
        self.connection.sendall(line.encode())
        answer = self.lines.readline()
        took_ms = (time.perf_counter() - began) * 1000
        answer = json.loads(answer)
        if "error" in answer:
            raise Unexpected(f"{method}: {answer['error']['message']}")
        return answer["result"], took_ms

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE_S)


class Unexpected(Exception):
    pass


class Page:
    """What the user reads."""

    def __init__(self):
        self.colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self.width = min(110, shutil.get_terminal_size((100, 24)).columns)
        self.number = 0

    def paint(self, code, text):
        return f"\x1b[{code}m{text}\x1b[0m" if self.colours else text

    def title(self, text):
        self.number += 1
        print(f"\n{self.paint('1', f'{self.number:2}. {text}')}")

    def field(self, name, text, code=None):
        lines = []
        for line in str(text).splitlines():
            lines += textwrap.wrap(line, self.width - 14, subsequent_indent="  ", break_on_hyphens=False,
                                   replace_whitespace=False, drop_whitespace=True) or [""]
        for i, line in enumerate(lines):
            label = self.paint("2", f"{name if i == 0 else '':<8}")
            print(f"    {label}  {self.paint(code, line) if code else line}".rstrip())


def expect(holds, what):
    if not holds:
        raise Unexpected(what)


class Demo:
    def __init__(self, daemon, page):
        self.daemon = daemon
        self.page = page

    def event(self, title, sent, session, event, expected):
        """Sends one event; `expected`: loaded, nothing, or held."""
        self.page.title(title)
        self.page.field("sent", sent)
        params = {"session": session, "event": event}
        result, took_ms = self.daemon.call("session.event", params)
        decided = {"loaded": self.show_loaded, "held": self.show_held, "nothing": self.show_nothing}[expected]
        decided(result, params)
        self.page.field("took", f"{result['elapsed_us'] / 1000:.3f} ms to decide, {took_ms:.3f} ms round trip")

    def show_loaded(self, result, _params):
        expect([loaded["skill"] for loaded in result["loaded"]] == [SKILL], f"expected {SKILL} to be loaded: {result}")
        loaded = result["loaded"][0]
        expect("## Core Concepts" in loaded["content"], "the content is not the skill's")
        self.page.field("decided", f"LOAD {SKILL}, confidence {loaded['confidence']:.2f}", "32")
        self.page.field("why", "\n".join(reasons(loaded["evidence"])))
        self.page.field("given", content_text(loaded["content"], loaded["tokens"]))

    def show_held(self, result, _params):
        expect(not result["loaded"] and result["already_loaded"] == [SKILL], f"expected nothing new: {result}")
        self.page.field("decided", f"nothing new: the conversation still has {SKILL}", "36")

    def show_nothing(self, result, params):
        expect(not result["loaded"] and not result["suggested"], f"expected no activation: {result}")
        self.page.field("decided", "nothing", "36")
        explained, _ = self.daemon.call("match.explain", {"event": params["event"], "why_not": SKILL})
        self.page.field("why", explained["why_not"]["missing"])

    def phase(self, title, phase, session):
        self.page.title(title)
        self.page.field("sent", f'session event, phase "{phase}"')
        result, took_ms = self.daemon.call("session.event",
                                           {"session": session, "event": {"type": "session", "phase": phase}})
        expect(not result["loaded"], f"expected nothing to be loaded: {result}")
        self.page.field("decided", "nothing; what was given before counts as lost", "36")
        self.page.field("took", f"{took_ms:.3f} ms round trip")

    def tool(self):
        self.page.title("The Skill tool")
        self.page.field("sent", f'Skill(command: "{SKILL}")')
        result, took_ms = self.daemon.call("skill.invoke", {"command": SKILL})
        expect(result["skill"] == SKILL and "## Core Concepts" in result["content"], f"expected the content: {result}")
        self.page.field("decided", f"LOAD {SKILL}: asked for by name", "32")
        self.page.field("given", content_text(result["content"], result["tokens"]))
        self.page.field("took", f"{took_ms:.3f} ms round trip")

    def run(self):
        def prompt(title, text, session, expected="loaded"):
            self.event(title, f'prompt "{text}"', session, {"type": "prompt", "text": text}, expected)

        def edit(title, path, text, session, expected):
            event = {"type": "file", "action": "edit", "path": path, "old": "", "new": text}
            self.event(title, f"edit of {path}, new text:\n{textwrap.indent(text.rstrip(), '    ')}", session, event,
                       expected)

        prompt("A prompt with a keyword", FETCH, "one")
        prompt("A prompt that describes the problem", SLEEP, "two")
        prompt("A prompt without any of the keywords", QUEUE, "three")
        edit("A Python file gets an async function", "app/fetch.py", EDITED, "four", "loaded")
        edit("The same words, but only in a string and a docstring", "app/help.py", ONLY_TEXT, "five", "nothing")
        prompt("A mention", f"@{SKILL} show me the pool of workers", "six")
        self.tool()
        prompt("The second prompt of the first session: nothing is sent twice",
               "And how do I limit it to 10 concurrent requests?", "one", "held")
        self.phase("The host compacts that conversation", "compact", "one")
        prompt("The next prompt: what compaction lost is loaded again",
               "Now collect the exceptions of the failed coroutines", "one")


def reasons(evidence):
    """The two strongest pieces of evidence: what of the event held, and where."""
    told = []
    for piece in (piece for piece in evidence if piece["weight"] > 0):
        place = f"{piece['path']}:{piece['line']} " if "line" in piece else ""
        what = piece["trigger"] if piece["kind"] in ("node", "import") else piece["text"]
        told.append(f"{place}{piece['kind']} '{what}' ({piece['weight']:.2f})")
    return told[:2]


def content_text(content, tokens):
    return f"{len(content.splitlines())} lines, about {tokens:,} tokens, in the answer itself"


def show_status(build, daemon, page):
    page.title("skillwake status")
    status = subprocess.run([build / "client/skillwake", "status", "--socket", daemon.path],
                            check=True, capture_output=True, text=True).stdout
    print(textwrap.indent(status.rstrip(), "    "))


def main():
    build = Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the daemon and the folder go then too
    page = Page()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="skillwake-demo-") as folder:
        daemon = Daemon(build, Path(folder))
        try:
            daemon.call("skill.list", {})  # waits until the skills are read
            page.field("daemon", f"a private one (pid {daemon.process.pid}), ready after "
                       f"{(time.monotonic() - began) * 1000:.0f} ms, with the bundled skill {SKILL}")
            Demo(daemon, page).run()
            show_status(build, daemon, page)
        except Unexpected as failure:
            print(f"\ndemo FAILED: {failure}", file=sys.stderr)
            return 1
        finally:
            daemon.stop()
    print(f"\nAll decisions were as expected; the daemon is stopped ({time.monotonic() - began:.1f} s in all)."
          "\nREADME.md tells how to use it; script/test runs the tests.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
