"""The system gives and takes a few bytes in each call, as it may at any time: nothing is torn, nothing is lost."""

import os
import subprocess
import unittest

from house import SKILLWAKE, House, until

SHORT_CALLS = os.environ.get("SHORT_CALLS", "")  # tests/support/short_calls.cc


@unittest.skipUnless(SHORT_CALLS, "only where programs may be given a library of ours")
class ShortCalls(House):
    def setUp(self):
        super().setUp()
        for number in range(20):
            self.skill(f"s{number}", f"word{number}", body=f"Line of {number}.\n" * (1 + 100 * (number % 3)))
        (self.skills / "s3" / "notes.md").write_text("n" * 3_000)
        self.ordinary = dict(self.environment)

    def short(self):
        self.environment["LD_PRELOAD"] = SHORT_CALLS

    def all_answers(self, wire):
        told = wire.call("skill.list")
        event = wire.prompt("word5, please", session="one", content="inline")
        read = [wire.call("skill.read", {"name": f"s{number}"})["text"] for number in range(20)]
        notes = wire.call("skill.read", {"name": "s3", "file": "notes.md"})["text"]
        self.assertEqual([skill["skill"] for skill in event["loaded"]], ["s5"])
        return [(s["name"], s["digest"]) for s in told["skills"]], told["diagnostics"], event["loaded"], read, notes

    def test_a_daemon_answers_as_with_whole_reads_and_writes(self):
        daemon = self.daemon("--no-state")
        expected = self.all_answers(self.wire())
        self.assertEqual(self.stop(daemon), 0)
        self.short()
        self.daemon("--no-state")
        self.assertEqual(self.all_answers(self.wire()), expected)

    def test_its_ledger_outlives_it(self):
        self.short()
        state = ["--state", self.folder / "state"]
        daemon = self.daemon(*state)
        given = self.wire().prompt("word7", session="one")
        self.assertEqual([skill["skill"] for skill in given["loaded"]], ["s7"])
        self.assertEqual(self.stop(daemon), 0)
        self.environment = self.ordinary
        self.daemon(*state)
        self.assertEqual(self.wire().prompt("word7", session="one")["already_loaded"], ["s7"])

    def test_a_changed_skill_is_read_whole(self):
        self.short()
        self.daemon()
        wire = self.wire()
        wire.call("skill.list")
        text = "Changed.\n" * 3_000
        self.skill("s1", "word1", body=text)
        until(lambda: "Changed" in wire.call("skill.read", {"name": "s1"})["text"], "the new text")
        self.assertIn(text, wire.call("skill.read", {"name": "s1"})["text"])

    def test_the_command_line_reads_and_writes_all(self):
        self.daemon()
        command = [SKILLWAKE, "--socket", str(self.socket), "list", "--json"]
        expected = subprocess.run(command, env=self.ordinary, cwd=self.folder, capture_output=True, check=True).stdout
        self.short()
        told = subprocess.run(command, env=self.environment, cwd=self.folder, capture_output=True, check=True)
        self.assertEqual(told.stdout, expected)
        self.assertEqual(told.stderr, b"")


if __name__ == "__main__":
    unittest.main()
