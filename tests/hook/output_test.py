"""The outputs of cases/ are what their hosts document: python3 output_test.py FOLDER"""
import json
import sys
import unittest
from pathlib import Path

from jsonschema import Draft7Validator

HERE = Path(sys.argv.pop(1))
MAX_CONTEXT_BYTES = 10_000


def host_of(file):
    return {"codex": "codex", "gemini": "gemini"}.get(file.stem.split("-")[0], "claude-code")


class Outputs(unittest.TestCase):
    def setUp(self):
        self.schemas = {}
        for file in (HERE / "schema").glob("*.json"):
            schema = json.loads(file.read_text())
            Draft7Validator.check_schema(schema)
            self.schemas[file.stem] = Draft7Validator(schema)

    def test_each_output_is_of_its_hosts_schema(self):
        seen = set()
        for file in sorted((HERE / "cases").glob("*.json")):
            output = json.loads(file.read_text())["output"]
            if output is None:
                continue
            with self.subTest(file.name):
                host = host_of(file)
                seen.add(host)
                self.schemas[host].validate(output)
                context = output.get("hookSpecificOutput", {}).get("additionalContext", "")
                self.assertLessEqual(len(context.encode()), MAX_CONTEXT_BYTES)
        self.assertEqual(seen, set(self.schemas))

    def test_an_output_belongs_to_the_event_that_it_answers(self):
        for file in sorted((HERE / "cases").glob("*.json")):
            case = json.loads(file.read_text())
            named = (case["output"] or {}).get("hookSpecificOutput", {}).get("hookEventName")
            if named:
                with self.subTest(file.name):
                    self.assertEqual(named, case["input"]["hook_event_name"])

    def test_what_a_host_does_not_document_is_found(self):
        for host, output in (
            ("claude-code", {"hookSpecificOutput": {"hookEventName": "PostCompact", "additionalContext": "x"}}),
            ("codex", {"hookSpecificOutput": {"hookEventName": "PreToolUse", "additionalContext": "x"}}),
            ("codex", {"hookSpecificOutput": {"hookEventName": "BeforeAgent", "additionalContext": "x"}}),
            ("gemini", {"hookSpecificOutput": {"hookEventName": "BeforeTool", "additionalContext": "x"}}),
            ("gemini", {"decision": "deny"}),
        ):
            with self.subTest(output):
                self.assertFalse(self.schemas[host].is_valid(output))


if __name__ == "__main__":
    unittest.main(verbosity=2)
