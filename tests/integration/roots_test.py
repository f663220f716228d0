"""A home folder like that of a person who uses six tools at once: what is seen, and what stands in front of what."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from house import PATIENCE_S, SKILLWAKE, SKILLWAKED, House, skill_text, until


class SixTools(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="skillwake-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.home = self.folder / "home"
        self.project = self.home / "projects/shop"
        (self.project / ".git").mkdir(parents=True)
        self.add("home/.claude/skills", "pdf", "Claude's way.\n")
        self.add("home/.codex/skills", "pdf", "Codex's way.\n")
        self.add("home/.agents/skills", "review", "Review it.\n")
        self.add("home/.gemini/skills", "review", "Review it.\n")
        self.add("home/.cursor/skills", "layout")
        self.add("home/.config/opencode/skills", "deploy")
        self.add("home/projects/shop/.github/skills", "pdf", "The project's way.\n")
        self.add("home/projects/shop/ui/.roo/skills-code", "forms")
        cache = "home/.claude/plugins/cache/market"
        for plugin, version in (("office", "1.9.0"), ("office", "1.10.0"), ("print", "2.0")):
            self.write(f"{cache}/{plugin}/{version}/.claude-plugin/plugin.json", json.dumps({"name": plugin}))
            self.add(f"{cache}/{plugin}/{version}/skills", "sheet", f"{plugin} {version}\n")
        self.add("home/.claude/plugins/marketplaces/market/skills", "offered")

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def add(self, root, name, body="Do it well.\n"):
        self.write(f"{root}/{name}/SKILL.md", skill_text(name, body=body))

    def start(self, *flags):
        self.env = {"HOME": str(self.home), "PATH": os.environ["PATH"],
                    "SKILLWAKE_SOCKET": str(self.folder / "run" / "s.sock")}
        (self.folder / "run").mkdir(mode=0o700)
        daemon = subprocess.Popen([SKILLWAKED, "--no-state", "--log-level", "off", *flags], env=self.env,
                                  cwd=self.project)
        self.addCleanup(daemon.wait)
        self.addCleanup(daemon.terminate)
        until(lambda: House.answers(self.folder / "run" / "s.sock"), "the daemon listens")

    def ask(self, *words):
        done = subprocess.run([SKILLWAKE, *words, "--json"], env=self.env, cwd=self.project, check=True,
                              capture_output=True, text=True, timeout=PATIENCE_S)
        return json.loads(done.stdout)

    def text(self, *words):
        return subprocess.run([SKILLWAKE, *words], env=self.env, cwd=self.project, check=True, capture_output=True,
                              text=True, timeout=PATIENCE_S).stdout

    def where(self, path):
        return Path(path).relative_to(self.home).parts[0 if "projects" not in path else 2]

    def told(self):
        """(name, where, what, by where)"""
        lines = []
        for skill in self.ask("list", "--shadowed")["skills"]:
            by = [skill["shadowed_by"]] if "shadowed_by" in skill else skill["ambiguous_with"]
            what = ("copy" if skill["copy"] else "shadowed") if "shadowed_by" in skill else "ambiguous"
            lines += [(skill["qualified_name"], self.where(skill["path"]), what, self.where(other)) for other in by]
        return lines

    def seen(self):
        return [skill["qualified_name"] for skill in self.ask("list")["skills"] if "shadowed_by" not in skill]

    def test_spec(self):
        self.start()
        bundled = "async-python-patterns"
        self.assertEqual(self.seen(), ["pdf", "review", "layout", "deploy", "office:sheet", "print:sheet", bundled])
        self.assertEqual(set(self.told()), {
            ("pdf", ".claude", "shadowed", ".github"), ("pdf", ".codex", "shadowed", ".github"),
            ("review", ".gemini", "copy", ".agents"), ("office:sheet", ".claude", "ambiguous", ".claude"),
            ("print:sheet", ".claude", "ambiguous", ".claude")})

    def test_a_broken_manifest_is_told_and_seen_when_it_is_mended(self):
        manifest = ".claude/plugins/cache/market/office/1.10.0/.claude-plugin/plugin.json"
        self.write(f"home/{manifest}", '{\n"name": "office",\n}')
        self.start()
        for command in ("list", "status"):
            with self.subTest(command):
                self.seen()
                told = [(Path(d["path"]), d["line"], d["message"], d["rule"]) for d in self.ask(command)["diagnostics"]]
                self.assertEqual(told, [(self.home / manifest, 2, "not JSON: a comma before '}'", "manifest")])
                self.assertIn("fix: mend this line", self.text(command))
        self.write(f"home/{manifest}", '{"name": "paper"}')
        until(lambda: "paper:sheet" in self.seen(), "the plugin's new name")
        self.assertEqual(self.ask("list")["diagnostics"], [])
        self.write("home/.claude/plugins/cache/market/.claude-plugin/marketplace.json", '{"plugins": 7}')
        until(lambda: self.ask("list")["diagnostics"], "the new marketplace's diagnostic")
        (told,) = self.ask("list")["diagnostics"]
        self.assertEqual((told["line"], told["message"]), (1, "plugins: expected a list"))

    def test_a_broken_list_of_plugins_is_told_and_seen_when_it_is_mended(self):
        for name in ("plugins/installed_plugins.json", "settings.json"):
            self.write(f"home/.claude/{name}", "{")
        self.start()
        wrong = [str(self.home / ".claude" / name) for name in ("plugins/installed_plugins.json", "settings.json")]
        self.seen()
        self.assertEqual([(d["path"], d["line"], d["rule"]) for d in self.ask("list")["diagnostics"]],
                         [(path, 1, "manifest") for path in wrong])
        self.assertIn("office:sheet", self.seen())
        self.write("home/.claude/settings.json", '{"enabledPlugins": {"office@market": false}}')
        until(lambda: "office:sheet" not in self.seen(), "the mended switches")
        self.write("home/.claude/plugins/installed_plugins.json", '{"plugins": {}}')
        until(lambda: "print:sheet" not in self.seen(), "the mended list")
        self.assertEqual(self.ask("list")["diagnostics"], [])
        # Nothing is left of roots that nobody sees, as of those that stood for the lists.
        until(lambda: not [r for r in self.ask("status")["roots"] if "/.claude/plugins" in r["path"]
                           or r["path"].endswith(".json")], "the forgotten roots")

    def test_claude(self):
        self.start("--precedence", "claude")
        self.assertIn(("pdf", ".github", "shadowed", ".claude"), self.told())
        self.assertIn(("pdf", ".codex", "shadowed", ".claude"), self.told())

    def test_codex(self):
        self.start("--precedence", "codex")
        pdf = {line for line in self.told() if line[0] == "pdf"}
        places = [".github", ".claude", ".codex"]
        self.assertEqual(pdf, {("pdf", a, "ambiguous", b) for a in places for b in places if a != b})
        self.assertIn(("review", ".gemini", "copy", ".agents"), self.told())

    def test_newest_version_of_a_plugin(self):
        self.start()
        self.assertIn("office 1.10.0", self.text("read", "office:sheet"))

    def test_tables_for_people(self):
        self.start()
        listed = self.text("list")
        self.assertIn("shadowed", listed)
        rows = [line.split()[:3] for line in listed.splitlines()]
        self.assertIn(["pdf", "project", ".github/skills"], rows)
        self.assertIn(["pdf", "user", "~/.claude/skills"], rows)
        self.assertIn(["deploy", "user", "~/.config/opencode/skills"], rows)
        self.assertIn("ambiguous", listed)
        lines = self.text("list", "--shadowed").splitlines()
        self.assertEqual(lines[0].split(), ["NAME", "WHAT", "PATH", "BY"])
        self.assertEqual(len(lines), 6)

    def test_further_plugins_and_wrong_flags(self):
        self.add("more/tool/skills", "drill")
        self.write("more/tool/.claude-plugin/plugin.json", '{"name": "tool"}')
        self.start("--plugins", str(self.folder / "more"))
        self.assertIn("tool:drill", self.seen())
        wrong = subprocess.run([SKILLWAKED, "--precedence", "mine"], capture_output=True, text=True, timeout=PATIENCE_S)
        self.assertEqual(wrong.returncode, 2)

    def test_settings_of_a_file(self):
        self.add("home/extra", "chart")
        self.write("home/.config/skillwake/config.toml", 'roots = ["~/extra"]\nprecedence = "claude"\n')
        self.start()
        self.assertIn("chart", self.seen())
        self.assertIn(("pdf", ".github", "shadowed", ".claude"), self.told())

    def test_the_command_line_goes_before_the_file(self):
        self.write("home/.config/skillwake/config.yaml", "precedence: claude\n")
        self.start("--precedence", "spec")
        self.assertIn(("pdf", ".claude", "shadowed", ".github"), self.told())

    def test_wrong_settings_are_told_with_their_line(self):
        file = self.home / ".config/skillwake/config.toml"
        for text, told in (("max-skils = 3", "there is no setting 'max-skils'"), ("root = ['/x']", "there is no setting"),
                           ("max-skills = 'many'", "many"), ("precedence = 'mine'", "mine"), ("x =", "")):
            self.write("home/.config/skillwake/config.toml", f"# mine\n{text}\n")
            wrong = subprocess.run([SKILLWAKED], env={"HOME": str(self.home)}, capture_output=True, text=True, timeout=PATIENCE_S)
            self.assertEqual(wrong.returncode, 2, text)
            self.assertTrue(wrong.stderr.startswith(f"skillwaked: {file}:"), wrong.stderr)
            self.assertIn(told, wrong.stderr)

    def test_nested_folders_that_git_ignores_stay_away(self):
        self.write("home/projects/shop/.gitignore", "ui/\n")
        self.write("home/projects/shop/ui/form.tsx", "x\n")
        self.start()
        self.ask("match", "--file", "ui/form.tsx")
        self.assertNotIn("forms", self.seen())

    def test_nested_skills_come_with_the_first_touched_file(self):
        self.start()
        self.assertNotIn("forms", self.seen())
        self.write("home/projects/shop/ui/form.tsx", "x\n")
        self.ask("match", "--file", "ui/form.tsx")
        self.assertEqual(self.seen()[0], "forms")


if __name__ == "__main__":
    unittest.main()
