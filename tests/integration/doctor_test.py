"""`skillwake doctor`: what it says of good and of broken installs."""

import json
import os
import unittest
from pathlib import Path

from house import SKILLWAKE, House, until


class Doctor(House):
    def setUp(self):
        super().setUp()
        self.home = self.folder / "home"
        self.environment["SKILLWAKE_SOCKET"] = str(self.socket)

    def checks(self, code):
        """Name -> (health, message, fix), of several of one name the last."""
        got, out, err = self.run_program(SKILLWAKE, "doctor", "--json")
        self.assertEqual(got, code, out + err)
        report = json.loads(out)
        self.assertEqual(report["health"] == "fail", code == 1)
        return {check["name"]: (check["health"], check["message"], check.get("fix", "")) for check in report["checks"]}

    def install(self, host, *flags):
        code, out, err = self.run_program(SKILLWAKE, "install", host, "--write", *flags)
        self.assertEqual(code, 0, out + err)

    def stand_in(self, script):
        """A hook command of ours that is this script."""
        program = self.folder / "bin/skillwake"
        program.parent.mkdir(exist_ok=True)
        program.write_text("#!/bin/sh\n" + script)
        program.chmod(0o755)
        file = self.home / ".codex/hooks.json"
        file.parent.mkdir(exist_ok=True)
        hook = {"type": "command", "command": f"{program} hook --host codex", "timeout": 5}
        file.write_text(json.dumps({"hooks": {"UserPromptSubmit": [{"hooks": [hook]}]}}))
        return program

    def test_a_good_install_is_all_well(self):
        self.skill("rockets", "rocket")
        self.daemon()
        for host in ("claude-code", "codex", "gemini"):
            self.install(host, "--mcp")

        def all_heard():
            # A busy machine may let a hook's deadline pass: then doctor says so, and is asked again.
            checks = self.checks(0)
            return checks if all(health == "ok" for health, _, _ in checks.values()) else None

        checks = until(all_heard, "every hook is heard")
        self.assertIn("answers at", checks["daemon"][1])
        self.assertIn("installed in", checks["codex"][1])
        self.assertIn("hook --host gemini", checks["gemini hook"][1])
        self.assertEqual(self.wire().call("session.list")["sessions"], [], "nothing of it is left")

    def test_people_get_a_line_a_check_with_what_mends_it(self):
        (self.home / ".codex").mkdir()
        code, out, _ = self.run_program(SKILLWAKE, "doctor")
        self.assertEqual(code, 0)
        lines = out.splitlines()
        self.assertEqual([line.split()[0] for line in lines], ["ok", "warn", "ok", "warn"])
        self.assertIn("none listens", lines[1])
        self.assertIn("codex: not installed", lines[3])
        self.assertTrue(lines[3].endswith("; fix: skillwake install codex --write"))

    def test_the_very_command_is_run(self):
        self.stand_in('cat > "$HOME/seen"; echo "$@" >> "$HOME/seen"; echo "{}"')
        self.assertEqual(self.checks(0)["codex hook"][0], "ok")
        lines = (self.home / "seen").read_text().splitlines()
        self.assertEqual(json.loads(lines[0])["hook_event_name"], "UserPromptSubmit")
        self.assertEqual(lines[1], "hook --host codex")

    def test_a_hook_that_would_trouble_its_host_is_a_failure(self):
        for script, words in (
            ("exit 2", "exit code 2"),
            ("echo hello", "no JSON object"),
            ('echo "{}"; echo more', "no JSON object"),
            ("kill -9 $$", "exit code 137"),
        ):
            with self.subTest(script):
                self.stand_in(script)
                health, message, _ = self.checks(1)["codex hook"]
                self.assertEqual(health, "fail")
                self.assertIn(words, message)

    def test_a_program_that_is_gone_is_a_failure_and_the_fix_mends_it(self):
        self.daemon()
        self.stand_in("").unlink()
        checks = self.checks(1)
        self.assertEqual(checks["codex"][0], "warn")
        self.assertEqual(checks["codex hook"][0], "fail")
        self.assertIn("no program", checks["codex hook"][1])
        self.assertEqual(checks["codex hook"][2], "skillwake install codex --write")
        self.install("codex")
        self.assertEqual(self.checks(0)["codex"][0], "ok")

    def test_a_server_whose_program_is_gone_is_a_failure(self):
        (self.home / ".cursor").mkdir()
        server = {"mcpServers": {"skillwake": {"command": "/gone/skillwake", "args": ["mcp"]}}}
        (self.home / ".cursor/mcp.json").write_text(json.dumps(server))
        self.assertIn("/gone/skillwake: no program", self.checks(1)["cursor MCP"][1])

    def test_settings_that_cannot_be_read_are_a_failure(self):
        (self.home / ".claude").mkdir()
        (self.home / ".claude/settings.json").write_text("{")
        health, message, _ = self.checks(1)["claude-code"]
        self.assertEqual(health, "fail")
        self.assertIn("the text ends inside an object", message)

    def test_a_hook_that_the_daemon_does_not_hear_is_a_warning(self):
        self.daemon()
        self.stand_in('echo "{}"')
        health, message, _ = self.checks(0)["codex hook"]
        self.assertEqual(health, "warn")
        self.assertIn("heard nothing", message)

    def test_something_else_in_the_sockets_place_is_a_failure(self):
        self.socket.parent.mkdir()
        self.socket.write_text("")
        self.assertIn("is no socket", self.checks(1)["daemon"][1])

    def test_a_state_folder_that_cannot_be_written_is_a_failure(self):
        if os.geteuid() == 0:
            blocked = self.home / ".local"
            blocked.write_text("a file where a folder should be")
        else:
            blocked = self.home
            blocked.chmod(0o500)
            self.addCleanup(blocked.chmod, 0o700)
        self.assertEqual(self.checks(1)["state"][0], "fail")

    def test_a_daemon_of_another_version_is_a_failure(self):
        script = self.folder / "old.py"
        script.write_text(OLD_DAEMON)
        self.socket.parent.mkdir()
        self.spawn(["/usr/bin/python3", script, self.socket])
        until(lambda: self.answers(self.socket), "the old daemon listens")
        health, message, fix = self.checks(1)["daemon"]
        self.assertEqual((health, fix), ("fail", "skillwake stop && skillwake start"))
        self.assertIn("skillwaked 0.0.1", message)


OLD_DAEMON = """
import json, socket, sys
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen(8)
while True:
    client, _ = listener.accept()
    for line in client.makefile("rb"):
        request = json.loads(line)
        result = {"protocol": 1, "version": "0.0.1", "pid": 1, "capabilities": [], "limits": []}
        client.sendall(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}).encode() + b"\\n")
    client.close()
"""


if __name__ == "__main__":
    unittest.main(verbosity=2)
