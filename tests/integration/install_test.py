"""`skillwake install` and `uninstall` in a home of their own: what they write, and that all of it goes again."""

import json
import os
import re
import shutil
import stat
import subprocess
import unittest
from pathlib import Path

from house import SKILLWAKE, House

PROGRAM = str(Path(SKILLWAKE).resolve())
HOSTS = {
    "claude-code": ".claude/settings.json",
    "codex": ".codex/hooks.json",
    "gemini": ".gemini/settings.json",
    "opencode": ".config/opencode/plugin/skillwake.js",
    "cursor": ".cursor/mcp.json",
    "windsurf": ".codeium/windsurf/mcp_config.json",
    "zed": ".config/zed/settings.json",
}

CLAUDE = b"""\xef\xbb\xbf{\r
\t// what I like\r
\t"model": "opus", /* "hooks": {} */\r
\t"hooks": {\r
\t\t"UserPromptSubmit": [{"hooks": [{"type": "command", "command": "mine"}]}],\r
\t\t"Stop": [],\r
\t},\r
\t"permissions": {"allow": ["Bash(ls)"]}, // last\r
}\r
"""
COMMENTS = (b"// what I like", b'/* "hooks": {} */', b"// last")


class Install(House):
    def setUp(self):
        super().setUp()
        self.home = self.folder / "home"
        self.project = self.folder / "project"
        (self.project / ".git").mkdir(parents=True)
        (self.project / "src").mkdir()

    def run_it(self, *arguments, code=0, **environment):
        got, out, err = self.run_program(
            SKILLWAKE, *arguments, env={**self.environment, **environment}, cwd=self.project / "src"
        )
        self.assertEqual(got, code, out + err)
        return out + err

    def files(self, *folders):
        """Every file below the folders (the home and the project) with its bytes and mode."""
        return {
            str(path): (path.read_bytes(), stat.S_IMODE(path.lstat().st_mode))
            for folder in folders or (self.home, self.project)
            for path in folder.rglob("*")
            if path.is_file()
        }

    @staticmethod
    def plain(text):
        """CLAUDE, with or without ours, as a value."""
        for comment in COMMENTS:
            text = text.replace(comment, b"")
        return json.loads(re.sub(r",(\s*[}\]])", r"\1", text.decode("utf-8-sig")))

    def test_each_host_is_shown_then_written_then_there_then_gone(self):
        for host, name in HOSTS.items():
            for mcp in ([], ["--mcp"]):
                with self.subTest(host + "".join(mcp)):
                    before = self.files()
                    shown = self.run_it("install", host, *mcp)
                    self.assertIn(str(self.home / name), shown)
                    self.assertIn("+", shown)
                    self.assertIn(f"skillwake install {host} {'--mcp ' if mcp else ''}--write", shown)
                    self.assertEqual(self.files(), before, "nothing is written")
                    self.run_it("install", host, *mcp, "--write")
                    written = self.files()
                    self.assertIn(PROGRAM, (self.home / name).read_text())
                    again = self.run_it("install", host, *mcp, "--write")
                    self.assertEqual(again.count("nothing to do"), len(again.splitlines()))
                    self.assertEqual(self.files(), written)
                    self.run_it("uninstall", host)
                    self.assertEqual(self.files(), written)
                    self.run_it("uninstall", host, "--write")
                    self.assertEqual(self.files(), before)
                    self.assertIn("nothing to do", self.run_it("uninstall", host, "--write"))

    def test_settings_of_others_stay_byte_for_byte(self):
        file = self.home / ".claude/settings.json"
        file.parent.mkdir()
        file.write_bytes(CLAUDE)
        file.chmod(0o640)
        out = self.run_it("install", "claude-code", "--write")
        self.assertIn("skillwake-backup", out)
        with_ours = file.read_bytes()
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o640)
        self.assertNotIn(b"\n", with_ours.replace(b"\r\n", b""))
        settings = self.plain(with_ours)
        self.assertEqual(settings["permissions"], {"allow": ["Bash(ls)"]})
        self.assertEqual(settings["hooks"]["Stop"], [])
        self.assertEqual(settings["hooks"]["UserPromptSubmit"][0]["hooks"][0]["command"], "mine")
        ours = settings["hooks"]["UserPromptSubmit"][1]["hooks"]
        command = f"{PROGRAM} hook --host claude-code"
        self.assertEqual(ours, [{"type": "command", "command": command, "timeout": 5}])
        for comment in COMMENTS:
            self.assertIn(comment, with_ours)
        self.run_it("uninstall", "claude-code", "--write")
        self.assertEqual(file.read_bytes(), CLAUDE)
        self.assertEqual(list(file.parent.iterdir()), [file])
        file.write_bytes(with_ours)
        self.run_it("uninstall", "claude-code", "--write")
        self.assertEqual(self.plain(file.read_bytes()), self.plain(CLAUDE), "without a backup its layout may differ")
        for comment in COMMENTS:
            self.assertIn(comment, file.read_bytes())

    def test_what_a_user_wrote_after_the_install_survives_the_uninstall(self):
        file = self.home / ".gemini/settings.json"
        file.parent.mkdir()
        file.write_text('{"theme": "dark"}')
        self.run_it("install", "gemini", "--mcp", "--write")
        settings = json.loads(file.read_text())
        settings["vim"] = True
        file.write_text(json.dumps(settings))
        self.run_it("uninstall", "gemini", "--write")
        self.assertEqual(json.loads(file.read_text()), {"theme": "dark", "vim": True})

    def test_every_event_of_each_host_calls_us(self):
        for host, event_count in (("claude-code", 10), ("codex", 7), ("gemini", 6)):
            self.run_it("install", host, "--write")
            hooks = json.loads((self.home / HOSTS[host]).read_text())["hooks"]
            self.assertEqual(len(hooks), event_count)
            for event, groups in hooks.items():
                self.assertEqual(len(groups), 1, event)
                self.assertTrue(groups[0]["hooks"][0]["command"].endswith(f"hook --host {host}"))
                self.assertEqual("matcher" in groups[0], event in ("PreToolUse", "BeforeTool"))

    def test_a_settings_file_that_cannot_be_read_is_left_alone(self):
        file = self.home / ".claude/settings.json"
        file.parent.mkdir()
        file.write_text('{\n  "model": "opus"\n  "x": 1\n}')
        before = self.files()
        for command in ("install", "uninstall"):
            out = self.run_it(command, "claude-code", "--write", code=1)
            self.assertIn(f"{file}: line 3: expected ',' or '}}'", out)
        self.assertEqual(self.files(), before)

    def test_of_two_files_none_is_written_when_one_cannot_be(self):
        (self.home / ".codex").mkdir()
        (self.home / ".codex/config.toml").write_text('[mcp_servers.skillwake]\ncommand = "mine"\n')
        before = self.files()
        out = self.run_it("install", "codex", "--mcp", "--write", code=1)
        self.assertIn("mcp_servers.skillwake is there already", out)
        self.assertEqual(self.files(), before)

    def test_codex_keeps_its_toml(self):
        text = 'model = "gpt"\n\n[mcp_servers.other]\ncommand = "x" # mine\n'
        (self.home / ".codex").mkdir()
        file = self.home / ".codex/config.toml"
        file.write_text(text)
        self.run_it("install", "codex", "--mcp", "--write")
        try:
            import tomllib
        except ImportError:
            self.skipTest("this python has no tomllib")
        servers = tomllib.loads(file.read_text())["mcp_servers"]
        self.assertEqual(servers, {"other": {"command": "x"}, "skillwake": {"command": PROGRAM, "args": ["mcp"]}})
        self.run_it("uninstall", "codex", "--write")
        self.assertEqual(file.read_text(), text)

    def test_a_symlinked_settings_file_stays_a_symlink(self):
        target = self.folder / "dotfiles/settings.json"
        target.parent.mkdir()
        target.write_text("{}\n")
        link = self.home / ".claude/settings.json"
        link.parent.mkdir()
        link.symlink_to(target)
        self.run_it("install", "claude-code", "--write")
        self.assertTrue(link.is_symlink())
        self.assertIn(PROGRAM, target.read_text())
        self.run_it("uninstall", "claude-code", "--write")
        self.assertTrue(link.is_symlink())
        self.assertEqual(target.read_text(), "{}\n")

    def test_the_projects_settings_are_those_of_its_root(self):
        self.run_it("install", "claude-code", "--scope", "project", "--mcp", "--write")
        self.assertTrue((self.project / ".claude/settings.json").exists())
        server = json.loads((self.project / ".mcp.json").read_text())["mcpServers"]["skillwake"]
        self.assertEqual(server, {"type": "stdio", "command": PROGRAM, "args": ["mcp"]})
        self.assertEqual(self.files(self.home), {})
        self.run_it("uninstall", "claude-code", "--scope", "project", "--write")
        self.assertEqual(self.files(self.project), {})
        self.assertIn("no settings of a project", self.run_it("install", "windsurf", "--scope", "project", code=1))

    def test_hosts_that_live_elsewhere_are_found_there(self):
        out = self.run_it("install", "claude-code", CLAUDE_CONFIG_DIR="/somewhere/claude")
        self.assertIn("/somewhere/claude/settings.json", out)

    def test_a_program_in_a_folder_with_odd_letters_is_called_by_a_shell(self):
        odd = self.folder / "it's a $HOME"
        shutil.copytree(Path(SKILLWAKE).parent.parent / "share", odd / "share")
        (odd / "bin").mkdir()
        for name in ("skillwake", "skillwake-cli"):
            shutil.copy(Path(SKILLWAKE).parent / name, odd / "bin" / name)
        self.run_program(odd / "bin/skillwake", "install", "codex", "--write")
        hooks = json.loads((self.home / HOSTS["codex"]).read_text())["hooks"]
        command = hooks["UserPromptSubmit"][0]["hooks"][0]["command"]
        words = subprocess.run(
            ["/bin/sh", "-c", 'for word in "$@"; do echo "$word"; done; eval "set -- $0"; echo "$1"', command],
            capture_output=True, text=True, check=True, env=self.environment,
        ).stdout
        self.assertEqual(words, f"{odd}/bin/skillwake\n")

    def test_without_a_host_they_are_listed(self):
        (self.home / ".cursor").mkdir()
        self.run_it("install", "codex", "--write")
        out = self.run_it("install")
        rows = {line.split()[0]: line.split()[1:3] for line in out.splitlines()}
        self.assertEqual(rows["codex"], ["yes", "yes"])
        self.assertEqual(rows["cursor"], ["yes", "no"])
        self.assertEqual(rows["zed"], ["-", "no"])
        listed = json.loads(self.run_it("install", "--json"))["hosts"]
        self.assertEqual({row["host"]: (row["found"], row["installed"]) for row in listed}["codex"], (True, "yes"))

    def test_json_tells_what_was_done(self):
        shown = json.loads(self.run_it("install", "cursor", "--json"))
        file = str(self.home / HOSTS["cursor"])
        self.assertEqual([(f["file"], f["changes"], f["written"]) for f in shown["files"]], [(file, True, False)])
        done = json.loads(self.run_it("install", "cursor", "--json", "--write"))
        self.assertTrue(done["files"][0]["written"])

    def test_an_unknown_host_is_a_wrong_command_line(self):
        out = self.run_it("install", "claude", code=2)
        self.assertIn("did you mean: claude-code", out)
        self.assertIn("no host 'xyzzy'", self.run_it("uninstall", "xyzzy", code=2))

    def test_systemd_units_start_this_daemon_and_go_again(self):
        out = self.run_it("install", "systemd", "--write")
        self.assertIn("systemctl --user enable --now skillwaked.socket", out)
        units = self.home / ".config/systemd/user"
        service = (units / "skillwaked.service").read_text()
        self.assertIn(f'ExecStart="{Path(PROGRAM).parent}/skillwaked"\n', service)
        self.assertIn(f'ReadWritePaths=-"{self.home}/.local/state/skillwake"\n', service)
        self.assertTrue((self.home / ".local/state/skillwake").is_dir())
        self.assertIn("ListenStream=%t/skillwake/skillwake.sock\n", (units / "skillwaked.socket").read_text())
        self.run_it("uninstall", "systemd", "--write")
        self.assertEqual(self.files(), {})

    def test_the_units_are_hardened(self):
        analyze = shutil.which("systemd-analyze")
        if not analyze:
            self.skipTest("no systemd-analyze here")
        self.run_it("install", "systemd", "--write")
        service = self.home / ".config/systemd/user/skillwaked.service"
        done = subprocess.run(
            [analyze, "security", "--offline=true", "--no-pager", "--threshold=10", str(service)],
            capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "LANG": "C.UTF-8"},
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
