"""`skillwake mcp` over pipes with a real daemon, in every revision of the protocol."""

import base64
import hashlib
import json
import os
import shutil
import signal
import socket
import time
import unittest

from house import PATIENCE_S, SKILLWAKE, SKILLWAKED, House, until
from mcp_host import STATELESS, WITH_HANDSHAKE, Host, why_no_schemas

REVISIONS = (*WITH_HANDSHAKE, STATELESS)


class McpHouse(House):
    def setUp(self):
        super().setUp()
        self.pdf = self.skill("pdf", "pdf", "Fill in $ARGUMENTS.\n\n## Two\nText.\n", "metadata: {version: \"1.5\"}\nby: [a, 2]\n")
        (self.pdf.parent / "scripts").mkdir()
        (self.pdf.parent / "scripts" / "fill in.py").write_text("print('x')\n")
        (self.pdf.parent / "logo.png").write_bytes(b"\x89PNG\xff\x00")

    def host(self, revision=STATELESS, *flags, **options):
        return Host(self, revision, *flags, **options)

    def served(self, revision=STATELESS, *flags):
        """A host with a daemon that has read its skills."""
        self.daemon()
        self.wire().call("skill.list")
        host = self.host(revision, *flags)
        host.begin()
        return host


class Protocol(McpHouse):
    def test_every_line_is_of_the_schema_in_every_revision(self):
        if why := why_no_schemas():
            self.skipTest(why)
        self.daemon()
        for revision in REVISIONS:
            with self.subTest(revision):
                host = self.host(revision)
                host.begin()
                self.drive(host)
                self.assertEqual(host.end(), 0)
                self.assertIsNone(host.line())

    def drive(self, host):
        """Each method, with and without success."""
        for method in ("tools/list", "resources/list", "resources/templates/list", "prompts/list", "skills/list"):
            host.call(method)
        host.call("resources/read", {"uri": "skill://pdf/SKILL.md"})
        host.call("resources/read", {"uri": "skill://pdf/logo.png"})
        host.call("resources/directory/read", {"uri": "skill://pdf"})
        host.call("skills/get", {"uri": "skill://pdf/SKILL.md"})
        host.call("prompts/get", {"name": "pdf", "arguments": {"args": "it"}})
        for name, arguments in (
            ("Skill", {"skill": "pdf", "args": None}),
            ("Skill", {"skill": "lost"}),
            ("Skill", {"skill": 1}),
            ("list_skills", {}),
            ("search_skills", {"query": "a pdf"}),
            ("read_skill", {"name": "pdf", "section": "two"}),
        ):
            host.tool(name, **arguments)
        missing = -32602 if host.revision == STATELESS else -32002
        self.assertEqual(host.error("resources/read", {"uri": "skill://lost/SKILL.md"})["code"], missing)
        self.assertEqual(host.error("resources/read", {})["code"], -32602)
        self.assertEqual(host.error("tools/call", {"name": "lost"})["code"], -32602)
        self.assertEqual(host.error("prompts/get", {"name": "lost"})["code"], -32602)
        self.assertEqual(host.error("skills/get", {"uri": "skill://lost/SKILL.md"})["code"], -32602)
        self.assertEqual(host.error("resources/directory/read", {"uri": "skill://pdf/SKILL.md"})["code"], -32602)
        self.assertEqual(host.error("tools/list/more")["code"], -32601)
        self.assertEqual(host.error("prompts/list", {"cursor": "x"})["code"], -32602)
        if host.revision != STATELESS:
            self.assertEqual(host.call("ping"), {})

    def test_a_list_of_several_pages_is_whole(self):
        for number in range(230):
            self.skill(f"many-{number:03}")
        host = self.served()
        for method, key, most in (("resources/list", "resources", 150), ("prompts/list", "prompts", 200), ("skills/list", "skills", 50)):
            with self.subTest(method):
                seen, cursor, pages = [], {}, 0
                while cursor is not None:
                    page = host.call(method, cursor)
                    self.assertLessEqual(len(page[key]), most)
                    seen += [json.dumps(each, sort_keys=True) for each in page[key]]
                    cursor = {"cursor": page["nextCursor"]} if "nextCursor" in page else None
                    pages += 1
                self.assertGreater(pages, 1)
                self.assertEqual(len(set(seen)), len(seen))
                self.assertGreaterEqual(len(seen), 231)

    def test_a_malformed_line_is_told_and_the_next_is_answered(self):
        host = self.host("2025-11-25")
        host.begin()
        for line in (b"{", b"\xff\xfe", b"[]", b"7", b'{"jsonrpc":"1.0","id":1,"method":"ping"}'):
            with self.subTest(line):
                host.send_bytes(line + b"\n")
                self.assertIn(host.line()["error"]["code"], (-32700, -32600))
                self.assertEqual(host.call("ping"), {})

    def test_batches_where_the_revision_has_them(self):
        host = self.host("2025-03-26")
        host.begin()
        batch = [{"jsonrpc": "2.0", "id": number, "method": "ping"} for number in (101, 102)]
        host.send_bytes(json.dumps(batch).encode() + b"\n")
        self.assertEqual([each["id"] for each in host.line()], [101, 102])

    def test_it_ends_with_its_input_and_a_last_line_without_end_is_answered(self):
        host = self.host("2025-11-25")
        host.begin()
        host.asked[9] = "ping"
        host.send_bytes(b'{"jsonrpc":"2.0","id":9,"method":"ping"}')
        self.assertEqual(host.end(), 0)
        self.assertEqual(host.line()["id"], 9)
        self.assertIsNone(host.line())

    def test_it_ends_when_nobody_reads(self):
        host = self.host("2025-11-25")
        host.process.stdout.close()
        host.send("ping")
        self.assertEqual(host.process.wait(PATIENCE_S), 1)


class Daemonless(McpHouse):
    """What is to be answered at once, whether or not a daemon runs."""

    def opening(self, revision):
        """A client's probe and its handshake, from the start of the process to its end; how many seconds the answers took."""
        host = self.host(revision)
        probe = {"jsonrpc": "2.0", "id": "probe", "method": "server/discover"}
        host.send_bytes(json.dumps(probe).encode() + b"\n")
        # Its answer is of the newest revision, whatever the client goes on to speak.
        asked, host.schema = host.schema, None
        self.assertIn(STATELESS, host.line()["result"]["supportedVersions"])
        host.schema = asked
        host.begin()
        took = time.perf_counter() - host.began
        self.assertEqual(host.end(), 0)
        return took

    def test_the_opening_is_answered_at_once_and_starts_nothing(self):
        """At once: it waits for nobody, as no daemon is so much as asked."""
        for revision in REVISIONS:
            with self.subTest(revision):
                print(f"{revision}: answered {self.opening(revision) * 1000:.0f} ms after the start of the process")
        self.assertFalse(self.socket.parent.exists())
        self.socket.parent.mkdir(mode=0o700)
        with socket.socket(socket.AF_UNIX) as asleep:
            asleep.bind(str(self.socket))
            asleep.listen(8)
            asleep.setblocking(False)
            for revision in REVISIONS:
                with self.subTest(revision, daemon="asleep"):
                    self.opening(revision)
                    with self.assertRaises(BlockingIOError):
                        asleep.accept()

    def test_a_daemon_is_started_when_one_is_needed(self):
        shutil.copytree(self.skills, self.folder / "home" / ".claude" / "skills")
        host = self.host("2025-06-18")
        host.begin()
        text, wrong = host.tool("Skill", command="pdf now")
        self.addCleanup(os.kill, self.wire().call("hello")["pid"], signal.SIGKILL)
        self.assertFalse(wrong, text)
        self.assertIn("Fill in now.", text)

    def test_where_none_can_be_reached_lists_are_empty_and_tools_say_why(self):
        self.socket.parent.mkdir()
        self.socket.write_text("in the way")
        host = self.host("2025-11-25")
        host.begin()
        self.assertIn("No skills are available now", host.call("tools/list")["tools"][0]["description"])
        self.assertEqual(host.call("resources/list")["resources"], [])
        self.assertEqual(host.call("prompts/list")["prompts"], [])
        text, wrong = host.tool("Skill", command="pdf")
        self.assertTrue(wrong)
        self.assertIn("skillwake", text)
        self.assertIn(str(self.socket), text)
        self.assertEqual(host.end(), 0)

    def test_a_daemon_that_died_is_replaced_at_the_next_call(self):
        served = self.daemon()
        host = self.host("2025-11-25")
        host.begin()
        self.assertFalse(host.tool("Skill", command="pdf")[1])
        served.kill()
        served.wait()
        again = self.daemon()
        self.assertFalse(host.tool("Skill", command="pdf")[1])
        until(lambda: self.wire().call("daemon.status")["subscribers"] == 1, "it listens for changes again")
        self.assertIsNone(again.poll())


class Content(McpHouse):
    def test_the_skill_tool_gives_the_content_inline(self):
        host = self.served()
        for arguments in ({"command": "pdf it"}, {"skill": "pdf", "args": "it"}, {"skill": "/pdf", "args": "it"}):
            with self.subTest(arguments):
                text, wrong = host.tool("Skill", **arguments)
                self.assertFalse(wrong)
                self.assertTrue(text.startswith(f"Base directory for this skill: {self.pdf.parent}\n\n"))
                self.assertIn("Fill in it.", text)
        text, wrong = host.tool("Skill", command="pdg")
        self.assertTrue(wrong)
        self.assertIn("did you mean: pdf", text)

    def test_the_tools_are_shown_whole_and_only_read(self):
        tools = {tool["name"]: tool for tool in self.served().call("tools/list")["tools"]}
        self.assertEqual(set(tools), {"Skill", "list_skills", "search_skills", "read_skill"})
        self.assertIn("- pdf: A skill of the tests called pdf\n", tools["Skill"]["description"])
        for tool in tools.values():
            self.assertEqual(tool["annotations"]["readOnlyHint"], True)
            self.assertEqual(tool["_meta"]["anthropic/alwaysLoad"], True)
            self.assertGreaterEqual(tool["_meta"]["anthropic/maxResultSizeChars"], 490_000)

    def test_the_list_of_skills_keeps_its_budget(self):
        for number in range(400):
            self.skill(f"skill-with-a-name-{number:03}", extra=f"when_to_use: {'long ' * 50}\n")
        description = self.served().call("tools/list")["tools"][0]["description"]
        self.assertLess(len(description), 15_500)
        self.assertEqual(description.count("\n- skill-with-a-name-"), 400)
        self.assertTrue("search_skills" in description, "it says how to find what is not told")

    def test_searching_and_reading(self):
        host = self.served()
        self.assertTrue(host.tool("search_skills", query="fill in a pdf")[0].startswith("1. pdf (score "))
        self.assertIn("## Two\nText.\n", host.tool("read_skill", name="pdf", section="two")[0])
        self.assertIn("print('x')", host.tool("read_skill", name="pdf", file="scripts/fill in.py")[0])
        self.assertTrue(host.tool("read_skill", name="pdf", file="../../secret")[1])
        self.assertIn("- pdf (project)", host.tool("list_skills")[0])

    def test_a_session_that_is_known_gets_its_ledger_entry(self):
        self.daemon()
        host = self.host("2025-11-25", env={**self.environment, "SKILLWAKE_SESSION": "s1"})
        host.begin()
        host.tool("Skill", skill="pdf")
        self.assertEqual(self.wire().call("session.show", {"session": "s1"})["ledger"][0]["skill"], "pdf")
        host.call("tools/call", {"name": "Skill", "arguments": {"skill": "pdf"}, "_meta": {"skillwake/session": "s2"}})
        self.assertEqual(self.wire().call("session.show", {"session": "s2"})["ledger"][0]["how"], "tool")

    def test_files_come_byte_for_byte_with_their_digests(self):
        host = self.served()
        entry = host.call("skills/get", {"uri": "skill://pdf/SKILL.md"})["skill"]
        self.assertEqual(entry, host.call("skills/list")["skills"][0])
        self.assertEqual(entry["frontmatter"]["by"], ["a", 2])
        files = {each["uri"]: each for each in entry["resources"]}
        self.assertEqual(set(files), {"skill://pdf/SKILL.md", "skill://pdf/logo.png", "skill://pdf/scripts/fill%20in.py"})
        read = {}
        for uri, told in files.items():
            content = host.call("resources/read", {"uri": uri})["contents"][0]
            got = content["text"].encode() if "text" in content else base64.b64decode(content["blob"])
            self.assertEqual(told["size"], len(got))
            self.assertEqual(told["digest"], "sha256:" + hashlib.sha256(got).hexdigest())
            read[uri] = got
        self.assertEqual(read["skill://pdf/logo.png"], b"\x89PNG\xff\x00")
        self.assertEqual(read["skill://pdf/SKILL.md"], self.pdf.read_bytes())

    def test_a_nested_skill_is_a_skill_and_a_part_of_the_one_around_it(self):
        inner = self.skill("inner", root=self.pdf.parent / "parts")
        (inner.parent / "notes.md").write_text("# Notes\n")
        host = self.served()
        skills = {each["uri"]: {file["uri"] for file in each["resources"]} for each in host.call("skills/list")["skills"]}
        self.assertEqual(skills["skill://inner/SKILL.md"], {"skill://inner/SKILL.md", "skill://inner/notes.md"})
        self.assertLessEqual({"skill://pdf/parts/inner/SKILL.md", "skill://pdf/parts/inner/notes.md"}, skills["skill://pdf/SKILL.md"])
        self.assertEqual(host.call("resources/read", {"uri": "skill://pdf/parts/inner/notes.md"})["contents"][0]["text"], "# Notes\n")
        children = host.call("resources/directory/read", {"uri": "skill://pdf/parts"})["resources"]
        self.assertEqual([(each["name"], each["mimeType"]) for each in children], [("inner", "inode/directory")])

    def test_what_hosts_would_refuse_is_not_published_as_a_skill(self):
        self.skill("Shouting")
        (self.skills / "nameless").mkdir()
        (self.skills / "nameless" / "SKILL.md").write_text("---\ndescription: No name\n---\nBody.\n")
        (self.skills / "broken").mkdir()
        (self.skills / "broken" / "SKILL.md").write_text("---\nname: broken\ndescription: use when: now\n---\nBody.\n")
        host = self.served()
        self.assertEqual([each["uri"] for each in host.call("skills/list")["skills"]], ["skill://pdf/SKILL.md"])
        self.assertIn("not YAML", host.error("skills/get", {"uri": "skill://broken/SKILL.md"})["message"])
        self.assertFalse(host.tool("Skill", skill="broken")[1])
        host.call("resources/read", {"uri": "skill://nameless/SKILL.md"})

    def test_files_outside_and_files_that_nobody_lists_are_not_served(self):
        (self.folder / "secret.txt").write_text("secret")
        (self.pdf.parent / "link.txt").symlink_to(self.folder / "secret.txt")
        (self.pdf.parent / ".git").mkdir()
        (self.pdf.parent / ".git" / "config").write_text("secret")
        host = self.served()
        for uri in ("skill://pdf/link.txt", "skill://pdf/.git/config", "skill://pdf/%2e%2e/secret.txt", "skill://pdf/..%2F..%2Fsecret.txt"):
            with self.subTest(uri):
                self.assertNotIn("secret", json.dumps(host.ask("resources/read", {"uri": uri}).get("result", "")))


class Changes(McpHouse):
    def change(self, host):
        self.skill("boats", "boat")
        told = set()
        while len(told) < 3:
            message = host.next_heard()
            self.assertTrue(message["method"].endswith("/list_changed"), message)
            told.add(message["method"])
        return message

    def test_a_host_is_told_of_a_new_skill(self):
        host = self.served("2025-11-25")
        host.call("tools/list")
        self.change(host)
        self.assertIn("boats", host.call("tools/list")["tools"][0]["description"])
        self.assertFalse(host.tool("Skill", skill="boats")[1])

    def test_a_subscriber_is_told_of_a_new_skill(self):
        host = self.served()
        wanted = {"toolsListChanged": True, "promptsListChanged": True, "resourcesListChanged": True}
        number = host.send("subscriptions/listen", {"notifications": wanted})
        self.assertEqual(host.line()["params"]["notifications"], wanted)
        message = self.change(host)
        self.assertEqual(message["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"], number)

    def test_the_folder_is_where_it_stands_unless_the_host_has_roots_or_the_user_says(self):
        self.daemon(roots=False)
        for name in ("one", "two", "three"):
            (self.folder / name / ".git").mkdir(parents=True)
            self.skill(f"of-{name}", root=self.folder / name / ".claude" / "skills")
        host = self.host("2025-11-25", cwd=self.folder / "one")
        host.begin(roots={"listChanged": True})
        question = host.next_heard()
        self.assertEqual(question["method"], "roots/list")
        self.assertFalse(host.tool("Skill", skill="of-one")[1])
        roots = {"roots": [{"uri": f"file://{self.folder}/two"}]}
        host.send_bytes(json.dumps({"jsonrpc": "2.0", "id": question["id"], "result": roots}).encode() + b"\n")
        self.assertFalse(host.tool("Skill", skill="of-two")[1])
        self.assertTrue(host.tool("Skill", skill="of-one")[1])
        chosen = self.host("2025-11-25", "--cwd", self.folder / "three")
        chosen.begin(roots={})
        self.assertFalse(chosen.tool("Skill", skill="of-three")[1])
        self.assertEqual(chosen.heard, [])


if __name__ == "__main__":
    assert SKILLWAKE and SKILLWAKED
    unittest.main(verbosity=2)
