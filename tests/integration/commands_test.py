"""Every command of `skillwake` against a real daemon: for people, with --json, and its exit codes."""

import json
import signal
import subprocess
import unittest

from house import PATIENCE_S, SKILLWAKE, House, until

SECTIONS = "Intro.\n\n## First part\nOne.\n\n## Second part\nTwo.\n"


class Commands(House):
    def setUp(self):
        super().setUp()
        self.parts = self.skill("parts", "puzzle", SECTIONS, extra="arguments: [what]\n")
        (self.parts.parent / "notes.md").write_text("# Notes\n")
        self.skill("rockets", "rocket")
        self.served = self.daemon()
        self.wire().call("skill.list")  # answered when the skills are read

    def said(self, *arguments, **options):
        """What a command that succeeds prints."""
        code, out, err = self.skillwake(*arguments, **options)
        self.assertEqual((code, err), (0, ""), out)
        return out

    def told(self, *arguments, **options):
        """The same as JSON, one line."""
        out = self.said("--json", *arguments, **options)
        self.assertEqual(out.count("\n"), 1)
        return json.loads(out)

    def refused(self, code, *arguments, **options):
        """What a command that fails says; with --json it is on standard output too."""
        got, out, err = self.skillwake(*arguments, **options)
        self.assertEqual((got, out), (code, ""), err)
        self.assertTrue(err.startswith("skillwake: "), err)
        got, out, _ = self.skillwake("--json", *arguments, **options)
        self.assertEqual(got, code)
        self.assertLess(json.loads(out)["error"]["code"], 0)
        return err

    def test_status(self):
        told = self.told("status")
        self.assertEqual(told["pid"], self.served.pid)
        self.assertEqual(told["skills"], 2)
        said = self.said("status")
        for part in (str(self.served.pid), str(self.socket), str(self.skills)):
            self.assertIn(part, said)

    def test_list(self):
        self.assertEqual([skill["name"] for skill in self.told("list")["skills"]], ["parts", "rockets"])
        said = self.said("list")
        self.assertIn("parts", said)
        self.assertIn("rockets", said)

    def test_show(self):
        told = self.told("show", "parts")
        self.assertEqual([section["title"] for section in told["outline"]], ["About parts", "First part", "Second part"])
        said = self.said("show", "parts")
        for part in ("Second part", "puzzle", "notes.md", str(self.parts)):
            self.assertIn(part, said)
        self.assertIn("did you mean: parts", self.refused(4, "show", "part"))

    def test_read(self):
        self.assertEqual(self.said("read", "parts"), "# About parts\n\n" + SECTIONS)
        self.assertEqual(self.said("read", "parts", "--section", "Second part"), "## Second part\nTwo.\n")
        self.assertEqual(self.said("read", "parts", "--section", "2"), "## First part\nOne.\n")
        self.assertEqual(self.said("read", "parts", "--lines", "1-2"), "---\nname: parts\n")
        self.assertEqual(self.said("read", "parts", "--file", "notes.md"), "# Notes\n")
        self.assertEqual(self.told("read", "parts", "--lines", "2")["text"], "name: parts\n")
        self.refused(4, "read", "party")
        self.refused(4, "read", "parts", "--section", "Third")
        self.refused(4, "read", "parts", "--section", "part")
        self.refused(4, "read", "parts", "--file", "none.md")
        self.refused(1, "read", "parts", "--file", "../rockets/SKILL.md")

    def test_match(self):
        told = self.told("match", "a", "rocket")
        self.assertEqual([skill["skill"] for skill in told["loaded"]], ["rockets"])
        self.assertIn("rockets", self.said("match", "a rocket"))
        self.assertIn("rockets", self.said("match", stdin="a rocket"))
        self.assertNotIn("rockets", self.said("match", "zzz"))

    def test_match_of_a_file(self):
        self.skill("wire", extra="activation: {ast: {python: {imports: [wirelib]}}}\n")
        until(lambda: len(self.told("list")["skills"]) == 3, "the new skill")
        (self.folder / "a.py").write_text("import wirelib\n")
        told = self.told("match", "--file", "a.py")
        self.assertEqual([skill["skill"] for skill in told["loaded"]], ["wire"])
        self.assertEqual(told["loaded"][0]["evidence"][0]["path"], "a.py")
        self.refused(4, "match", "--file", "none.py")

    def test_explain(self):
        told = self.told("explain", "a rocket", "--why-not", "parts")
        self.assertEqual(told["ranked"][0]["skill"], "rockets")
        self.assertEqual(told["why_not"]["skill"], "parts")
        said = self.said("explain", "a rocket", "--why-not", "parts")
        self.assertIn("rocket", said)
        self.assertIn("parts", said)
        self.refused(4, "explain", "a rocket", "--why-not", "party")

    def test_invoke(self):
        self.assertTrue(self.said("invoke", "parts").startswith(f"Base directory for this skill: {self.parts.parent}\n"))
        self.assertIn("ARGUMENTS: one two", self.said("invoke", "parts", "one", "two"))
        self.assertEqual(self.told("invoke", "parts")["base_directory"], str(self.parts.parent))
        self.assertIn("did you mean: parts", self.refused(4, "invoke", "part"))

    def test_sessions(self):
        self.wire().prompt("a rocket", session="abc")
        self.assertEqual([s["session"] for s in self.told("sessions")["sessions"]], ["abc"])
        self.assertIn("abc", self.said("sessions"))
        self.assertEqual(self.told("sessions", "abc")["ledger"][0]["skill"], "rockets")
        self.assertIn("rockets", self.said("sessions", "abc"))
        self.assertEqual(self.said("sessions", "--forget", "abc"), "forgotten\n")
        self.assertEqual(self.skillwake("sessions", "--forget", "abc")[0], 4)
        self.assertEqual(self.skillwake("sessions", "abc")[0], 4)

    def test_reload(self):
        self.told("list")
        self.assertEqual(self.told("reload"), {"roots": 1})
        self.assertEqual(self.said("reload"), "reading 1 root again\n")

    def test_version(self):
        self.assertIn(f"(pid {self.served.pid})", self.said("version"))
        self.assertEqual(self.told("version")["daemon"]["pid"], self.served.pid)
        self.stop(self.served)
        self.assertEqual(self.said("version").count("\n"), 1)
        self.assertIsNone(self.told("version")["daemon"])

    def test_watch_prints_each_decision_until_the_daemon_ends(self):
        for flags in ((), ("--json",)):
            with self.subTest(flags):
                watcher = self.spawn(
                    [SKILLWAKE, "watch", "--socket", self.socket, *flags],
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                )
                wire = self.wire()
                until(lambda w=wire: w.call("daemon.status")["subscribers"] == 1, "it watches")
                wire.prompt("a SECRET rocket", session="s1")
                line = watcher.stdout.readline()
                self.assertIn("rockets", line)
                self.assertNotIn("SECRET", line)
                if flags:
                    self.assertEqual(json.loads(line)["session"], "s1")
                    self.stop(self.served)
                    self.assertEqual(watcher.wait(PATIENCE_S), 0)
                else:
                    watcher.send_signal(signal.SIGINT)
                    watcher.wait(PATIENCE_S)
                    until(lambda w=wire: w.call("daemon.status")["subscribers"] == 0, "it is gone")

    def test_stop_waits_until_the_daemon_is_gone(self):
        said = self.said("stop")
        self.assertIn(f"(pid {self.served.pid})", said)
        self.assertEqual(self.served.wait(PATIENCE_S), 0)
        self.assertFalse(self.socket.exists())
        self.assertIn("skillwake start", self.refused(3, "stop"))

    def test_without_a_daemon_every_command_that_needs_one_ends_with_3_and_says_what_to_do(self):
        self.stop(self.served)
        for command in (
            ("status",), ("list",), ("show", "parts"), ("read", "parts"), ("match", "x"), ("explain", "x"),
            ("invoke", "parts"), ("sessions",), ("reload",), ("watch",), ("stop",),
        ):
            with self.subTest(command):
                err = self.refused(3, *command)
                self.assertIn("no daemon listens at", err)
                self.assertIn("skillwake start", err)

    def test_a_wrong_command_line_ends_with_2(self):
        for command in ((), ("dance",), ("show",), ("read", "parts", "--lines", "5-2"), ("match", "--no-such"),
                        ("read", "parts", "--section", "1", "--file", "x"), ("match", "x", "--jsonl")):
            with self.subTest(command):
                code, out, err = self.run_program(SKILLWAKE, *command)
                self.assertEqual((code, out), (2, ""))
                self.assertIn("--help", err)

    def test_help_is_there_for_everything(self):
        code, out, _ = self.run_program(SKILLWAKE, "--help")
        self.assertEqual(code, 0)
        for command in ("start", "stop", "status", "list", "show", "read", "match", "explain", "invoke", "sessions",
                        "watch", "reload", "check", "version"):
            self.assertIn(command, out)
            code, of_command, _ = self.run_program(SKILLWAKE, command, "--help")
            self.assertEqual(code, 0)
            self.assertIn("--socket", of_command)
            self.assertIn("--json", of_command)

    def test_an_over_long_prompt_is_told_with_its_reason(self):
        self.stop(self.served)
        self.daemon("--max-frame-bytes", "2000")
        err = self.refused(1, "match", stdin="x" * 4_000_000)
        self.assertIn("limit of 2000 bytes", err)

    def test_text_of_a_skill_goes_into_a_pipe_as_it_is(self):
        self.skill("odd", body="bell \x07 and escape \x1b[31m\n")
        until(lambda: len(self.told("list")["skills"]) == 3, "the new skill")
        self.assertIn("bell \x07 and escape \x1b[31m", self.said("read", "odd"))


class Check(House):
    def test_check_of_good_skills_is_0(self):
        self.skill("good", "rocket")
        code, out, err = self.run_program(SKILLWAKE, "check", self.skills)
        self.assertEqual((code, err), (0, ""))
        self.assertIn("1 skill", out)
        code, out, err = self.run_program(SKILLWAKE, "--json", "check", self.skills)
        self.assertEqual((code, json.loads(out)["errors"], err), (0, 0, ""))

    def test_check_names_file_line_and_fix_of_what_is_wrong_and_is_1(self):
        self.skill("good", "rocket")
        bad = self.skill("bad", extra='activation: {patterns: ["(unclosed"]}\n')
        code, out, _ = self.run_program(SKILLWAKE, "check", self.skills)
        self.assertEqual(code, 1)
        self.assertIn(f"{bad}:4: ", out)
        code, out, _ = self.run_program(SKILLWAKE, "--json", "check", self.skills)
        self.assertEqual(code, 1)
        (problem,) = [found for found in json.loads(out)["diagnostics"] if found["severity"] == "error"]
        self.assertEqual((problem["path"], problem["line"]), (str(bad), 4))

    def test_check_takes_single_files_and_several_paths(self):
        good = self.skill("good", "rocket")
        bad = self.skill("bad", extra='activation: {patterns: ["(unclosed"]}\n')
        self.assertEqual(self.run_program(SKILLWAKE, "check", good)[0], 0)
        self.assertEqual(self.run_program(SKILLWAKE, "check", good, bad)[0], 1)
        self.assertEqual(self.run_program(SKILLWAKE, "check", "skills/good")[0], 0)

    def test_check_of_a_path_that_is_not_there_is_2(self):
        code, _, err = self.run_program(SKILLWAKE, "check", self.folder / "none")
        self.assertEqual(code, 2)
        self.assertIn("no such file or folder", err)

    def test_check_needs_no_daemon_and_leaves_none(self):
        self.skill("good", "rocket")
        self.skillwake("check", self.skills)
        self.assertFalse(self.socket.parent.exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
