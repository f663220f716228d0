"""Outputs: what a stranger wrote steers no terminal and forges no log line; what the user wrote is in no log."""

import json
import os
import pty
import re
import shutil
import subprocess
import unittest

from house import PATIENCE_S, SKILLWAKE, SKILLWAKED, House, until
from other_user import needs_root

ESCAPES = "\x1b[2J\x1b]0;title\x07\x9b31m\x7f"
BIDI = "\u202egnp\u2066x\u2069\u200b\U000e0041"
FORGED = "\n2026-01-01T00:00:00.000+00:00 error FORGED line\r\n"
HOSTILE = f"quokka {ESCAPES}{BIDI}{FORGED} end"
# What our own colours are made of is no escape of a skill.
OURS = re.compile(r"\x1b\[(0|1|2|31|32|33)m")
RAW = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
                 "\U000e0000-\U000e007f]")


def yaml_quoted(text):
    """In YAML's own escapes: its texts hold no raw control characters."""
    return '"' + "".join(c if " " <= c < "\x7f" and c not in '"\\\\' else f"\\U{ord(c):08x}" for c in text) + '"'


class OnATerminal(House):
    def setUp(self):
        super().setUp()
        quoted = yaml_quoted(HOSTILE)
        self.hostile = self.skills / f"evil{ESCAPES}{BIDI}\nname"
        for number, folder in enumerate((self.hostile, self.skills / "plain")):
            folder.mkdir()
            (folder / "SKILL.md").write_text(
                f"---\nname: evil{number}\ndescription: {quoted}\nx-note: {quoted}\nactivation:\n  keywords: [quokka]\n"
                f"  patterns: [{quoted}, '(']\n  bogus: {quoted}\n---\n# Title {HOSTILE}\n\n{HOSTILE}\n"
            )
            (folder / f"resource{ESCAPES}.md").write_text(HOSTILE)
        (self.skills / "broken\x1b[31m").mkdir()
        (self.skills / "broken\x1b[31m" / "SKILL.md").write_text(f"---\nname: [{HOSTILE}\n---\n")

    def on_terminal(self, *command):
        """What a terminal would be sent, stderr too."""
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, cwd=self.folder,
            env={**self.environment, "TERM": "xterm"},
        )
        os.close(slave)
        shown = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        os.close(master)
        process.wait(PATIENCE_S)
        return shown.decode().replace("\r\n", "\n")

    def is_tame(self, shown):
        self.assertNotEqual(shown, "")
        raw = RAW.search(OURS.sub("", shown))
        self.assertIsNone(raw, raw and repr(shown[max(raw.start() - 80, 0):raw.end() + 20]))

    def test_no_raw_escape_sequences_or_bidi_controls_from_skill_text_on_a_terminal(self):
        self.daemon()
        self.wire().prompt(HOSTILE, session=f"s{ESCAPES}", agent=f"a{BIDI}")
        self.wire().call("skill.list")
        commands = (
            ["list"], ["show", "evil0"], ["show", "evil1"], ["read", "evil0"], ["invoke", "evil0"],
            ["match", HOSTILE], ["explain", HOSTILE], ["explain", "--why-not", "evil0", "nothing"], ["status"], ["sessions"],
            ["history"], ["show", f"no{HOSTILE}"], ["check", self.skills], ["doctor"],
            ["status", "--socket", f"/nowhere{ESCAPES}{BIDI}"],
        )
        for command in commands:
            for flags in ([], ["--json"]):
                with self.subTest([*command, *flags]):
                    self.is_tame(self.on_terminal(SKILLWAKE, "--socket", self.socket, *flags, *command))
        for flags in ([], ["--json"]):
            with self.subTest(flags):
                self.is_tame(self.on_terminal(SKILLWAKED, *flags, "--check", self.skills))

    def test_json_on_a_terminal_means_what_it_means_in_a_pipe(self):
        self.daemon()
        self.wire().call("skill.list")
        shown = self.on_terminal(SKILLWAKE, "--socket", self.socket, "--json", "list")
        _, out, _ = self.skillwake("--json", "list")
        self.assertEqual(json.loads(shown), json.loads(out))
        self.assertTrue(any(BIDI in skill["description"] for skill in json.loads(out)["skills"]))


class InALog(House):
    def test_no_forged_log_lines_or_escapes_from_skill_text_in_a_log(self):
        root = self.folder / f"root{ESCAPES}{BIDI}{FORGED}".replace("/", "")
        (root / ".claude/skills/x").mkdir(parents=True)
        (root / ".claude/skills/x/SKILL.md").write_text(f"---\nname: {yaml_quoted(HOSTILE)}\n---\n")
        daemon = self.daemon("--log-level", "trace", roots=False)
        self.wire().call("skill.list", {"cwd": str(root)})
        self.assertEqual(self.stop(daemon), 0)
        self.assertIn("root loaded path=", self.log())
        self.assertIsNone(RAW.search(self.log()))
        self.assertNotRegex(self.log(), r"(?m)^2026-01-01.*FORGED")
        for line in self.log().splitlines():
            self.assertRegex(line, r"^\d{4}-\d\d-\d\dT[0-9:.]+\+00:00 (trace|debug|info|warning|error) ")

    def test_no_prompt_text_tool_output_or_environment_in_a_log_ever(self):
        self.skill("rockets", "rocket", body="SECRET body\n")
        daemon = self.daemon("--log-level", "trace", env={**self.environment, "MY_SECRET": "SECRET value"})
        wire = self.wire()
        wire.prompt("SECRET rocket @SECRET", session="s")
        for event in (
            {"type": "tool", "name": "Bash", "input": {"command": "SECRET"}, "output": "SECRET", "failed": True},
            {"type": "tool", "name": "SECRET", "error": "SECRET"},
            {"type": "file", "path": "/SECRET.py", "action": "edit", "old": "SECRET", "new": "SECRET"},
        ):
            wire.call("session.event", {"session": "s", "event": event})
        for method, params in (
            ("skill.invoke", {"command": "rockets SECRET", "session": "s"}),
            ("skill.invoke", {"command": "SECRET"}),
            ("skill.read", {"name": "rockets", "file": "SECRET"}),
            ("SECRET", {}),
            ("session.event", {"event": {"type": "SECRET"}}),
            ("session.hook", {"input": {"hook_event_name": "UserPromptSubmit", "prompt": "SECRET"}}),
            ("session.hook", {"input": "SECRET"}),
            ("match.explain", {"event": {"type": "prompt", "text": "SECRET"}, "why_not": "rockets"}),
        ):
            wire.send(method, params)
            wire.line()
        wire.send_bytes(b"SECRET\n[SECRET\n")
        wire.line()
        wire.line()
        environment = {**self.environment, "SKILLWAKE_SOCKET": str(self.socket), "MY_SECRET": "SECRET"}
        for text in ('{"prompt":"SECRET"', '{"prompt":"SECRET"}}', "SECRET", '{"hook_event_name":"SECRET","prompt":1}'):
            self.run_program(SKILLWAKE, "hook", stdin=text, env=environment)
        self.run_program(SKILLWAKE, "hook", "--SECRET", "SECRET", stdin="{}", env=environment)
        self.assertEqual(self.stop(daemon), 0)
        self.assertIn("call bytes=", self.log())
        self.assertNotIn("SECRET", self.log())
        hook_log = self.folder / "home/.local/state/skillwake/hook.log"
        self.assertIn("stdin: no JSON object", hook_log.read_text())
        self.assertNotIn("SECRET", hook_log.read_text())


class DiskFull(House):
    def serves(self, first=0):
        wire = self.wire()
        for number in range(first, first + 50):
            self.assertEqual(wire.prompt("a rocket", session=f"s{number}")["loaded"][0]["skill"], "rockets")
            self.assertEqual(wire.prompt("a rocket", session=f"s{number}")["already_loaded"], ["rockets"])

    def test_disk_full_under_the_log_loses_log_lines_and_nothing_else(self):
        self.skill("rockets", "rocket")
        (self.folder / "full.log").symlink_to("/dev/full")
        for number, flags in enumerate((["--log-file", self.folder / "full.log"], [])):
            with self.subTest(flags), open("/dev/full", "wb") as full:
                path = self.folder / f"run{number}/s.sock"
                self.socket = path
                process = self.spawn([SKILLWAKED, "--socket", path, "--root", self.skills, "--log-level", "trace", *flags],
                                     stderr=full)
                until(lambda: self.answers(path), "it answers")
                self.serves(number * 100)
                self.assertEqual(self.stop(process), 0)

    @needs_root
    def test_disk_full_under_log_and_ledger_loses_log_lines_and_nothing_else_while_it_runs(self):
        self.skill("rockets", "rocket")
        disk = self.folder / "disk"
        disk.mkdir()
        mount = shutil.which("mount", path="/usr/bin:/bin:/usr/sbin:/sbin")
        made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=False, capture_output=True)
        if made.returncode != 0:
            self.skipTest("no mount")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=True)
        daemon = self.daemon("--log-file", disk / "log", "--log-level", "trace", "--state", disk / "state")
        self.wire().prompt("a rocket", session="before")
        with open(disk / "filler", "wb", buffering=0) as filler:
            with self.assertRaises(OSError):
                while True:
                    filler.write(b"x" * 4096)
        self.serves()
        self.assertEqual(self.wire().prompt("a rocket", session="before")["already_loaded"], ["rockets"])
        (disk / "filler").unlink()
        self.serves_after(daemon)

    def serves_after(self, daemon):
        """With room again it writes again, and ends as ever."""
        self.wire().prompt("a rocket", session="after")
        self.assertEqual(self.stop(daemon), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
