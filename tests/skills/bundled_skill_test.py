#!/usr/bin/env python3
"""Runs every Python program in the bundled skill, and checks that the document is what it promises to be.

Usage: bundled_skill_test.py [SKILL.md]; else $BUNDLED_SKILL, else the skill of this repository.
Needs Debian's python3-aiohttp, python3-pytest and python3-pytest-asyncio. With python3-yaml it also reads the
activation block. Each program runs as a file of its own; what needs a web site gets a local one on a free port.
"""
import ast
import asyncio
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest
from collections import Counter
from pathlib import Path
from typing import Dict, List, NamedTuple, Tuple

from aiohttp import web

try:
    import yaml
except ImportError:
    yaml = None

DEFAULT_SKILL = Path(__file__).resolve().parents[2] / "skills" / "async-python-patterns" / "SKILL.md"
SECONDS_PER_BLOCK = 60
CALLS_AT_ONCE = 10  # what the pooling program says of itself

NAME = "async-python-patterns"
DESCRIPTION = (
    "Master Python asyncio, concurrent programming, and async/await patterns for high-performance applications. "
    "Use when building async APIs, concurrent systems, or I/O-bound applications requiring non-blocking operations.")
TOKENS, TOKENS_OFF = 7000, 200  # four bytes are about one token

LINES = {
    "Core Concepts": (21, 61),
    "Fundamental Patterns": (76, 206),
    "Advanced Patterns": (207, 402),
    "Real-World Applications": (403, 547),
    "Performance Best Practices": (549, 609),
    "Common Pitfalls": (611, 661),
    "Testing Async Code": (663, 681),
    "Resources": (683, 690),
}
SUBSECTIONS = {
    "Core Concepts": ["Event Loop", "Coroutines", "Tasks", "Futures", "Async Context Managers", "Async Iterators"],
    "Fundamental Patterns": [f"Pattern {number}" for number in range(1, 6)],
    "Advanced Patterns": [f"Pattern {number}" for number in range(6, 11)],
    "Real-World Applications": ["Web Scraping", "Database Operations", "WebSocket Server"],
    "Performance Best Practices": ["Connection Pooling", "Batch Processing", "Executor Pattern"],
    "Common Pitfalls": ["Forgetting `await`", "Blocking the Event Loop", "Not Handling Cancellation",
                        "Mixing Sync and Async Code"],
    "Testing Async Code": ["Using pytest-asyncio", "Testing with Timeouts", "Mocking Async Operations"],
    "Resources": ["Official Documentation", "Recommended Libraries", "Community Resources"],
}

# What each program prints, by the heading it stands under: a regular expression for the whole of its output.
# Times are printed with one digit; any below one second shows that the waits overlapped.
PRINTS = {
    "Quick Start": r"Hello\nWorld\n",
    "Pattern 1": r"user7 plays in team red\n",
    "Pattern 2": r"10 pages, the last is page 9, took 0\.\d s\n",
    "Pattern 3": r"\['first done', 'second done'\]\ncancelled: True\n",
    "Pattern 4": r"one call: no answer for 3\n"
                 r"good: \[10, 20, 40, 50\], failed: \['no answer for 3', 'no answer for 6'\]\n",
    "Pattern 5": r"connection released\nNone\n",
    "Pattern 6": r"open\nBEGIN\nINSERT\nCOMMIT\nclose\n",
    "Pattern 7": r"stream closed\n\[0, 1, 2, 3, 4, 5\]\nstream closed\n",
    "Pattern 8": r"item 0: .*division.*\n9 results, best 100\n",
    "Pattern 9": r"50 calls, at most 5 at once\n",
    "Pattern 10": r"10 readers, 1 load\n",
    "Web Scraping": r"(/page/(\d): Page \2\n){5}/flaky: Page flaky\n/missing: failed: ClientResponseError\n",
    "Database Operations": r"10 dashboards, 4 connections free again\n",
    "WebSocket Server": r"1 online - 2 online\nhello - hello\n",
    "Connection Pooling": r"50 of 50 succeeded\n",
    "Batch Processing": r"1000\n",
    "Executor Pattern": r"2 naps took 0\.\d s\n",
    "Common Pitfalls": r"coroutine done\nafter time\.sleep: False\nafter asyncio\.sleep: True\n"
                       r"cancelled: \[False, True\]\nRuntimeError: .*running event loop; awaited: done\n",
    "Using pytest-asyncio": r"(?s).*\b2 passed\b.*",
}
NOISE = re.compile(r"RuntimeWarning|ResourceWarning|never awaited|never retrieved|was destroyed|Unclosed|Traceback")
NEWER_THAN_3_7 = {"asyncio.to_thread", "asyncio.TaskGroup", "asyncio.timeout", "asyncio.Runner", "asyncio.Barrier"}

WAKING = [
    "How should I structure this with asyncio?",
    "What is the difference between tasks and futures?",
    "How do futures work in Python?",
    "How do I cancel all pending tasks in my Python service?",
    "Write a Python WebSocket server",
    "I'm using time.sleep() in an async function. Is that okay?",
    "Run these database queries with motor",
    "Rewrite this blocking client to async",
]
NOT_WAKING = [
    "Await feedback from legal",
    "Cancel the task and await feedback from legal",
    "List my tasks for today and those of the near future",
    "Chart the price of wheat futures",
    "Design a controller for an asynchronous motor",
    "Query the motor insurance table",
    "Move our weekly meeting to async updates",
]


class Heading(NamedTuple):
    line: int
    level: int
    title: str


class Block(NamedTuple):
    line: int
    heading: str
    code: str

    @property
    def is_pytest_file(self) -> bool:
        return "import pytest" in self.code


class Skill:
    """The document, taken apart. Line numbers count from 1."""

    def __init__(self, file: Path) -> None:
        self.text = file.read_text(encoding="utf-8")
        self.lines = self.text.split("\n")
        self.headings: List[Heading] = []
        self.blocks: List[Block] = []
        self._take_apart()

    def _take_apart(self) -> None:
        fence = 0
        for number, line in enumerate(self.lines, start=1):
            if line.startswith("```"):
                if fence and self.lines[fence - 1] == "```python":
                    code = "\n".join(self.lines[fence:number - 1]) + "\n"
                    self.blocks.append(Block(fence, self.headings[-1].title, code))
                fence = 0 if fence else number
            elif not fence and re.match(r"#{1,6} ", line):
                marks, title = line.split(" ", 1)
                self.headings.append(Heading(number, len(marks), title))

    def section(self, title: str) -> Tuple[int, int]:
        """First and last line of a level-2 section; blank lines at its end do not count."""
        start = next(heading.line for heading in self.headings if (heading.level, heading.title) == (2, title))
        after = [heading.line for heading in self.headings if heading.level <= 2 and heading.line > start]
        end = (after[0] if after else len(self.lines) + 1) - 1
        while not self.lines[end - 1].strip():
            end -= 1
        return start, end

    def subsections(self, title: str) -> List[str]:
        first, last = self.section(title)
        return [heading.title for heading in self.headings if heading.level == 3 and first < heading.line <= last]

    def front_matter(self) -> List[str]:
        return self.lines[1:self.lines.index("---", 1)]


class Site:
    """A web site on a free local port, in a thread of its own, that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: Counter = Counter()
        self.connections = set()
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._held = 0

    def __enter__(self) -> "Site":
        self._thread.start()
        self._call(self._start())
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._call(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, coroutine) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout=SECONDS_PER_BLOCK)

    async def _start(self) -> None:
        self._gate = asyncio.Event()
        app = web.Application()
        app.router.add_get("/page/{name}", self._page)
        app.router.add_get("/flaky", self._flaky)
        app.router.add_get("/api/{number}", self._api)
        app.middlewares.append(self._remember)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, shutdown_timeout=1).start()
        self.url = "http://{}:{}".format(*self._runner.addresses[0])

    @web.middleware
    async def _remember(self, request: web.Request, handler) -> web.StreamResponse:
        self.asked[request.path] += 1
        self.connections.add(request.transport.get_extra_info("peername"))
        return await handler(request)

    async def _page(self, request: web.Request) -> web.Response:
        return self._titled(request.match_info["name"])

    async def _flaky(self, request: web.Request) -> web.Response:
        if self.asked["/flaky"] == 1:
            raise web.HTTPServiceUnavailable()
        return self._titled("flaky")

    async def _api(self, request: web.Request) -> web.Response:
        """Holds calls back until enough are here together: answers only a client that really asks concurrently."""
        gate = self._gate
        self._held += 1
        if self._held == CALLS_AT_ONCE:
            self._held, self._gate = 0, asyncio.Event()
            gate.set()
        await gate.wait()
        return web.json_response({})

    @staticmethod
    def _titled(name: str) -> web.Response:
        return web.Response(text=f"<html><title> Page {name} </title></html>", content_type="text/html")


def run(block: Block, base_url: str) -> subprocess.CompletedProcess:
    """Runs a block as its own file in an empty folder, with Python's development checks on."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
    environment["BASE_URL"] = base_url
    command = [sys.executable, "-X", "dev", "-W", "ignore::DeprecationWarning"]
    if block.is_pytest_file:
        command += ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--asyncio-mode=strict"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "test_block.py"
        file.write_text(block.code, encoding="utf-8")
        return subprocess.run(command + [str(file)], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=SECONDS_PER_BLOCK)


def expected_output(block: Block) -> str:
    """The regular expression for what the block prints; KeyError: nobody has written down what it prints."""
    pattern = re.match(r"Pattern \d+(?=:)", block.heading)
    return PRINTS[pattern.group() if pattern else block.heading]


class BlockTest(unittest.TestCase):
    """One program of the skill: runs, prints what it should, and leaves nothing behind."""

    def __init__(self, block: Block) -> None:
        super().__init__("test_runs")
        self.block = block

    def id(self) -> str:
        return f"line {self.block.line}: {self.block.heading}"

    __str__ = id

    def test_runs(self) -> None:
        with Site() as site:
            result = run(self.block, site.url)
        everything = f"{self.id()}\n{result.stdout}{result.stderr}"
        self.assertEqual(result.returncode, 0, everything)
        self.assertIsNotNone(re.fullmatch(expected_output(self.block), result.stdout), everything)
        self.assertIsNone(NOISE.search(result.stderr), everything)
        self._check_manners(site)

    def _check_manners(self, site: Site) -> None:
        """How the two programs that ask the site behave towards it."""
        if self.block.heading == "Web Scraping":
            self.assertEqual(site.asked["/flaky"], 2, "503 is tried again")
            self.assertEqual(site.asked["/missing"], 1, "404 is not")
            self.assertLessEqual(len(site.connections), 3 + 2, "used again, but for one each after the 503 and the 404")
        if self.block.heading == "Connection Pooling":
            self.assertEqual(sum(site.asked.values()), 50)
            self.assertEqual(len(site.connections), CALLS_AT_ONCE, "the pool is used, all of it")


class DocumentTest(unittest.TestCase):
    skill: Skill

    def test_sections_stand_at_their_lines(self) -> None:
        self.assertEqual({title: self.skill.section(title) for title in LINES}, LINES)

    def test_sections_hold_their_subsections_in_order(self) -> None:
        for section, titles in SUBSECTIONS.items():
            with self.subTest(section):
                found = [re.sub(r"^(Pattern \d+):.*", r"\1", title) for title in self.skill.subsections(section)]
                self.assertEqual(found, titles)

    def test_every_expected_output_belongs_to_one_block(self) -> None:
        self.assertEqual(Counter(map(expected_output, self.skill.blocks)), Counter(PRINTS.values()))

    def test_it_ends_with_one_newline(self) -> None:
        self.assertRegex(self.skill.text, r"[^\n]\n\Z")
        self.assertEqual(len(self.skill.text.splitlines()), LINES["Resources"][1])

    def test_no_blank_lines_fill_it(self) -> None:
        self.assertNotIn("\n\n\n", self.skill.text)

    def test_it_costs_about_seven_thousand_tokens(self) -> None:
        self.assertAlmostEqual(len(self.skill.text.encode()) / 4, TOKENS, delta=TOKENS_OFF)

    def test_front_matter_holds_name_and_description(self) -> None:
        self.assertEqual(self.skill.front_matter()[:2], [f"name: {NAME}", f"description: {DESCRIPTION}"])

    def test_blocks_keep_to_python_3_7(self) -> None:
        for block in self.skill.blocks:
            with self.subTest(block.heading):
                tree = ast.parse(block.code, feature_version=(3, 7))
                names = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
                self.assertFalse(names & NEWER_THAN_3_7)


@unittest.skipIf(yaml is None, "needs python3-yaml")
class ActivationTest(unittest.TestCase):
    """A rough copy of how the declared words and patterns are matched: enough to see an unfit one."""
    skill: Skill

    def setUp(self) -> None:
        self.activation: Dict = yaml.safe_load("\n".join(self.skill.front_matter()))["activation"]

    def _wakes(self, prompt: str) -> bool:
        words = [rf"(?i)(?<!\w){re.escape(keyword)}(?!\w)" for keyword in self.activation["keywords"]]
        return any(re.search(pattern, prompt) for pattern in words + self.activation["patterns"])

    def test_prompts_about_async_python_wake_it(self) -> None:
        for prompt in WAKING + [f"Explain {keyword}" for keyword in self.activation["keywords"]]:
            with self.subTest(prompt):
                self.assertTrue(self._wakes(prompt))

    def test_everyday_prompts_do_not(self) -> None:
        for prompt in NOT_WAKING:
            with self.subTest(prompt):
                self.assertFalse(self._wakes(prompt))

    def test_errors_and_content_are_regular_expressions(self) -> None:
        for expression in self.activation["errors"] + self.activation["content"]:
            with self.subTest(expression):
                re.compile(expression)


def suite_for(skill: Skill) -> unittest.TestSuite:
    suite = unittest.TestSuite(BlockTest(block) for block in skill.blocks)
    for case in (DocumentTest, ActivationTest):
        case.skill = skill
        suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(case))
    return suite


def skill_path() -> Path:
    return Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("BUNDLED_SKILL", DEFAULT_SKILL))


def main() -> int:
    try:
        skill = Skill(skill_path())
    except OSError as error:
        print(f"{error}\n0 passed, 1 failed")
        return 1
    result = unittest.TextTestRunner(verbosity=2).run(suite_for(skill))
    # A test with several failed subtests is one failed test.
    failed = len({getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors})
    passed = result.testsRun - failed - len(result.skipped)
    sys.stderr.flush()
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
