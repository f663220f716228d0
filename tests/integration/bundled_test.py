"""The bundled skill behind a real daemon: SEED.md's sentences on its outline and its activation."""

import re
import unittest
from pathlib import Path

from house import House

BUNDLED = Path(__file__).resolve().parents[2] / "skills"
NAME = "async-python-patterns"

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

REQUESTS = [
    "I need to fetch data from 50 API endpoints as quickly as possible. How should I structure this with asyncio?",
    "My async application seems to hang. I'm using time.sleep() in an async function. Is that okay?",
    "Help me implement a task queue where multiple workers process items from a shared queue",
]


class Bundled(House):
    def loaded(self, wire, **event):
        result = wire.call("session.event", {"event": event, "content": "none"})
        return [skill["skill"] for skill in result["loaded"]]

    def asked(self, wire, text):
        return self.loaded(wire, type="prompt", text=text)

    def bundled_wire(self):
        self.daemon("--root", BUNDLED, roots=False)
        return self.wire()

    def test_the_daemon_reports_the_outline_at_the_lines_of_the_reference(self):
        outline = self.bundled_wire().call("skill.show", {"name": NAME})["outline"]
        told = {section["title"]: (section["first_line"], section["last_line"]) for section in outline}
        self.assertEqual({title: told.get(title) for title in LINES}, LINES)

    def test_the_three_example_requests_activate_it(self):
        wire = self.bundled_wire()
        for request in REQUESTS:
            with self.subTest(request):
                self.assertEqual(self.asked(wire, request), [NAME])

    def test_the_three_example_requests_activate_it_without_its_activation_block(self):
        text = (BUNDLED / NAME / "SKILL.md").read_text(encoding="utf-8")
        plain = re.sub(r"(?ms)^activation:.*?^---\n", "---\n", text)
        self.assertNotIn("activation:", plain)
        file = self.skills / NAME / "SKILL.md"
        file.parent.mkdir()
        file.write_text(plain, encoding="utf-8")
        self.daemon()
        wire = self.wire()
        for request in REQUESTS:
            with self.subTest(request):
                self.assertEqual(self.asked(wire, request), [NAME])

    def test_each_keyword_alone_in_a_plain_prompt_activates_it(self):
        wire = self.bundled_wire()
        for keyword in ("asyncio", "async/await", "concurrent", "non-blocking", "coroutine"):
            with self.subTest(keyword):
                self.assertEqual(self.asked(wire, f"make this work with {keyword} calls"), [NAME])
                self.assertEqual(self.asked(wire, f"in javascript, make this work with {keyword} calls"), [])

    def test_an_unknown_mention_changes_nothing_and_is_told_with_the_nearest_names(self):
        event = {"type": "prompt", "text": "@async-python-pattern"}
        result = self.bundled_wire().call("session.event", {"event": event})
        self.assertEqual((result["loaded"], result["suggested"]), ([], []))
        self.assertEqual(result["unknown_mentions"], [{"name": "async-python-pattern", "nearest": [NAME]}])

    def test_work_on_python_files_with_async_def_or_await_activates_it(self):
        wire = self.bundled_wire()
        for source in ("async def serve():\n    return 1\n", "def broken(:\n    await reply\n"):
            with self.subTest(source):
                self.assertEqual(self.loaded(wire, type="file", action="edit", path="a.py", new=source), [NAME])
        for source in ('TEXT = """\nasync def serve():\n    await reply\n"""\n', "# async def, await\nx = 1\n"):
            with self.subTest(source):
                self.assertEqual(self.loaded(wire, type="file", action="write", path="a.py", content=source), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
