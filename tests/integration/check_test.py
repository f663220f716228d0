#!/usr/bin/env python3
"""`skillwake check`: levels and exit codes, JSON, SARIF, and that docs/check.md names every rule."""

import json
import re
import unittest
from pathlib import Path

from house import SKILLWAKE, House

DOCS = Path(__file__).resolve().parents[2] / "docs" / "check.md"
WARNING = "See [the guide](references/gone.md).\n"


class Check(House):
    def check(self, *arguments, **options):
        return self.run_program(SKILLWAKE, "check", *arguments, **options)

    def rules(self, *arguments):
        report = json.loads(self.check("--json", *arguments)[1])
        return {(found["severity"], found["rule"], found.get("line")) for found in report["diagnostics"]}

    def tidy(self, name, words="", body="Do it well.\n"):
        return self.skill(name, words, body, extra="when_to_use: always\n")

    def test_the_exit_code_follows_the_level(self):
        advice = self.skill("advice")
        warning = self.tidy("warning", body=WARNING)
        error = self.tidy("error", '""')
        for file, codes in ((advice, (0, 0, 1)), (warning, (0, 1, 1)), (error, (1, 1, 1))):
            for level, code in zip(("error", "warning", "advice"), codes):
                with self.subTest(file=file, level=level):
                    self.assertEqual(self.check("--fail-on", level, file)[0], code)
            self.assertEqual(self.check(file)[0], codes[0])
        self.assertEqual(self.check("--fail-on", "nothing", advice)[0], 2)

    def test_people_see_place_level_rule_and_fix_and_a_summary(self):
        file = self.tidy("warning", body=WARNING)
        lines = self.check(self.skills)[1].splitlines()
        self.assertEqual(
            lines[0], f"{file}:8: warning: no file 'references/gone.md' in the skill's folder [missing-file]")
        self.assertTrue(lines[1].startswith("    add it"))
        self.assertEqual(lines[2], "1 skill checked: 0 errors, 1 warning, 0 advice")

    def test_json_is_one_object_with_counts(self):
        self.skill("advice")
        code, out, _ = self.check("--json", self.skills)
        report = json.loads(out)
        self.assertEqual((code, report["skills"], report["errors"], report["warnings"], report["advice"]),
                         (0, 1, 0, 0, 1))
        self.assertEqual(report["diagnostics"][0]["rule"], "description-when")

    def test_skills_of_all_paths_are_judged_together(self):
        first, second = self.folder / "one", self.folder / "two"
        self.skill("same", body="One.\n", root=first)
        self.skill("same", body="Two.\n", root=second)
        self.assertIn(("warning", "duplicate-name", 1), self.rules(first, second))
        self.assertNotIn("duplicate", str(self.rules(first, first)))

    def test_a_trigger_that_fires_on_others_is_generic(self):
        self.tidy("greedy", "tests, rocket")
        self.tidy("one")
        self.assertNotIn("generic-trigger", str(self.rules(self.skills)))
        self.tidy("two")
        found = [rule for rule in self.rules(self.skills) if rule[1] == "generic-trigger"]
        self.assertEqual(found, [("warning", "generic-trigger", 5)])

    def test_patterns_of_other_dialects_are_told_from_broken_ones(self):
        self.skill("ahead", extra="activation: {patterns: ['a(?=b)']}\nwhen_to_use: x\n")
        self.skill("broken", extra="activation: {patterns: ['(a']}\nwhen_to_use: x\n")
        self.assertEqual(self.rules(self.skills),
                         {("warning", "pattern-re2", 4), ("error", "trigger-disabled", 4)})

    def test_the_manifests_of_plugins_are_checked_with_them(self):
        folder = self.folder / "tools" / ".claude-plugin"
        folder.mkdir(parents=True)
        (folder / "plugin.json").write_text('{"name": "tools",\n"skills": ["./more"]}')
        (folder / "marketplace.json").write_text('{\n"plugins": [\n')
        self.skill("pdf", extra="when_to_use: x\n", root=self.folder / "tools" / "skills")
        self.assertEqual(self.rules(self.folder / "tools"), {("error", "manifest", 2), ("error", "manifest", 3)})
        self.assertEqual(self.rules(folder / "plugin.json"), {("error", "manifest", 2), ("error", "manifest", 3)})

    def test_a_folder_above_has_the_rules_and_skill_rules_below_it(self):
        project = self.folder / "project"
        rule = project / ".cursor" / "rules" / "web" / "a.mdc"
        rule.parent.mkdir(parents=True)
        rule.write_text("---\nglobs: *.ts\n---\nSee [it](gone.md).\n")
        self.skill("pdf", extra="when_to_use: x\n", root=project / ".claude" / "skills")
        rules = {"skills": {"pdf": {"promptTriggers": {"intentPatterns": ["a(?=b)"]}}, "gone": {}}}
        (project / ".claude" / "skills" / "skill-rules.json").write_text(json.dumps(rules))
        self.assertEqual(self.rules(project), {("warning", "missing-file", 4), ("warning", "pattern-re2", 1),
                                               ("warning", "skill", 1)})
        self.assertEqual(json.loads(self.check("--json", project)[1])["skills"], 2)

    def test_only_what_wakes_by_its_words_is_to_say_when(self):
        for ending in ("paths: '*.ts'\n", "disable-model-invocation: true\n",
                       "metadata: {skillport: {alwaysApply: true}}\n"):
            self.skill("quiet", extra=ending)
            self.assertEqual(self.rules(self.skills), set(), ending)

    def test_hidden_characters_do_not_reach_the_terminal(self):
        self.tidy("odd\u202e")
        out = self.check(self.skills)[1]
        self.assertIn("odd<U+202E>", out)
        self.assertNotIn("\u202e", out)

    def sarif(self, *arguments, **options):
        return json.loads(self.check("--sarif", *arguments, **options)[1])

    def test_sarif_has_what_its_schema_requires(self):
        self.tidy("warning", body=WARNING)
        self.skill("advice me")
        log = self.sarif("skills")
        self.assertEqual(log["version"], "2.1.0")
        self.assertIn("sarif-2.1.0", log["$schema"])
        (run,) = log["runs"]
        driver = run["tool"]["driver"]
        self.assertEqual(driver["name"], "skillwake")
        ids = [rule["id"] for rule in driver["rules"]]
        self.assertEqual(len(ids), len(set(ids)))
        for rule in driver["rules"]:
            self.assertTrue(rule["shortDescription"]["text"] and rule["help"]["text"])
            self.assertIn(rule["defaultConfiguration"]["level"], ("error", "warning", "note"))
        self.assertTrue(run["results"])
        for result in run["results"]:
            self.assertEqual(ids[result["ruleIndex"]], result["ruleId"])
            self.assertIn(result["level"], ("error", "warning", "note"))
            self.assertTrue(result["message"]["text"])
            place = result["locations"][0]["physicalLocation"]
            self.assertGreaterEqual(place["region"]["startLine"], 1)
        uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]}
        self.assertEqual(uris, {"skills/warning/SKILL.md", "skills/advice%20me/SKILL.md"})

    def test_sarif_of_files_elsewhere_has_whole_addresses(self):
        file = self.tidy("warning", body=WARNING)
        (result,) = self.sarif(file, cwd=self.folder / "home")["runs"][0]["results"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        self.assertEqual(uri, f"file://{file}")

    def test_sarif_and_json_exclude_each_other(self):
        self.assertEqual(self.check("--sarif", "--json", self.skills)[0], 2)

    def test_the_manual_names_every_rule_with_its_level(self):
        self.skill("any")
        rules = self.sarif(self.skills)["runs"][0]["tool"]["driver"]["rules"]
        names = {"error": "error", "warning": "warning", "note": "advice"}
        written = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning|advice) \|", DOCS.read_text(), re.M)
        self.assertEqual(written, [(r["id"], names[r["defaultConfiguration"]["level"]]) for r in rules])


if __name__ == "__main__":
    unittest.main(verbosity=2)
