"""`skillwake match --jsonl`: a contract, outside tools drive it."""

import json
import os
import select
import subprocess
import unittest

from house import PATIENCE_S, SKILLWAKE, House


class MatchLines(House):
    def setUp(self):
        super().setUp()
        self.rockets = self.skill("rockets", "rocket")
        self.boats = self.skill("boats", "boat")
        self.served = self.daemon()

    def match(self, *lines, flags=()):
        """Code, answers, standard error."""
        text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
        code, out, err = self.skillwake("match", "--jsonl", *flags, stdin=text)
        self.assertTrue(out == "" or out.endswith("\n"))
        return code, [json.loads(line) for line in out.splitlines()], err

    def test_a_line_has_id_ranked_loaded_suggested_and_elapsed_us_and_nothing_else(self):
        code, answers, err = self.match({"id": "q1", "prompt": "a rocket"})
        self.assertEqual((code, err), (0, ""))
        (answer,) = answers
        self.assertEqual(list(answer), ["id", "ranked", "loaded", "suggested", "elapsed_us"])
        self.assertEqual(answer["id"], "q1")
        self.assertEqual(list(answer["ranked"][0]), ["skill", "path", "score", "confidence"])
        self.assertEqual(answer["ranked"][0]["skill"], "rockets")
        self.assertTrue(0 < answer["ranked"][0]["score"] <= 1)
        self.assertEqual(answer["loaded"], [{"skill": "rockets", "path": str(self.rockets)}])
        self.assertEqual(answer["suggested"], [])
        self.assertIsInstance(answer["elapsed_us"], int)

    def test_a_suggestion_has_skill_and_path(self):
        _, (answer,), _ = self.match({"id": 1, "event": {"type": "prompt", "text": 'the "rocket" word'}})
        for skill in answer["suggested"]:
            self.assertEqual(list(skill), ["skill", "path"])

    def test_no_skill_is_three_empty_lists(self):
        _, (answer,), _ = self.match({"id": 1, "prompt": "zzz"})
        self.assertEqual((answer["ranked"], answer["loaded"], answer["suggested"]), ([], [], []))

    def test_answers_come_in_the_order_of_the_lines_with_any_id(self):
        ids = [1, "two", None, 3.5, -4, "", "ü", 18446744073709551615]
        _, answers, _ = self.match(*({"id": number, "prompt": "a rocket"} for number in ids))
        self.assertEqual([answer["id"] for answer in answers], ids)

    def test_an_event_is_taken_as_the_daemon_takes_it(self):
        _, answers, _ = self.match(
            {"id": 1, "event": {"type": "prompt", "text": "a boat"}},
            {"id": 2, "event": {"type": "tool", "name": "Bash", "input": {"command": "ls"}, "output": "x"}},
            {"id": 3, "event": {"type": "session", "phase": "start"}},
        )
        self.assertEqual([skill["skill"] for skill in answers[0]["loaded"]], ["boats"])
        self.assertEqual([answers[1]["loaded"], answers[2]["loaded"]], [[], []])

    def test_each_line_is_a_fresh_session_unless_it_carries_one(self):
        _, answers, _ = self.match(
            {"id": 1, "prompt": "a rocket"},
            {"id": 2, "prompt": "a rocket"},
            {"id": 3, "prompt": "a rocket", "session": "s"},
            {"id": 4, "prompt": "a rocket", "session": "s"},
            {"id": 5, "prompt": "a rocket", "session": "s", "agent": "a"},
            {"id": 6, "prompt": "a rocket", "session": "t"},
        )
        self.assertEqual([len(answer["loaded"]) for answer in answers], [1, 1, 1, 0, 1, 1])
        self.assertEqual(answers[3]["ranked"][0]["skill"], "rockets")

    def test_up_to_ten_skills_are_ranked_best_first(self):
        names = [f"rocket-{letter}" for letter in "abcdefghijklmn"]
        self.end(self.served)
        for name in names:
            self.skill(name, "rocket")
        self.daemon()
        _, (answer,), _ = self.match({"id": 1, "prompt": "a rocket"})
        self.assertEqual(len(answer["ranked"]), 10)
        scores = [skill["score"] for skill in answer["ranked"]]
        self.assertEqual(scores, sorted(scores, reverse=True))
        again = self.match({"id": 1, "prompt": "a rocket"})[1][0]
        self.assertEqual(again["ranked"], answer["ranked"])

    def test_a_bad_line_gets_an_error_in_its_place_and_the_others_their_answers(self):
        bad = ["{", "12", '{"id": 3}', '{"id": 4, "prompt": 5}', '{"id": 5, "prompt": "x", "event": {}}',
               '{"id": 6, "event": {"type": "nap"}}', '{"id": 7, "prompt": "x", "session": 1}']
        code, answers, _ = self.match({"id": 1, "prompt": "a rocket"}, *bad, {"id": 9, "prompt": "a rocket"})
        self.assertEqual(code, 1)
        self.assertEqual([answer["id"] for answer in answers], [1, None, None, 3, 4, 5, 6, 7, 9])
        for answer in answers[1:-1]:
            self.assertEqual(list(answer), ["id", "error"])
            self.assertLess(answer["error"]["code"], 0)
            self.assertTrue(answer["error"]["message"])
        self.assertEqual(len(answers[-1]["loaded"]), 1)

    def test_blank_lines_are_passed_over_and_no_line_is_no_answer(self):
        code, answers, _ = self.match("", "  ", {"id": 1, "prompt": "a rocket"}, "")
        self.assertEqual((code, len(answers)), (0, 1))
        self.assertEqual(self.match(), (0, [], ""))

    def test_each_answer_is_flushed_before_the_next_line_comes(self):
        process = self.spawn(
            [SKILLWAKE, "match", "--jsonl", "--socket", self.socket], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for number in range(3):
            os.write(process.stdin.fileno(), json.dumps({"id": number, "prompt": "a rocket"}).encode() + b"\n")
            ready, _, _ = select.select([process.stdout], [], [], 30)
            self.assertTrue(ready, "an answer while standard input stays open")
            self.assertEqual(json.loads(os.read(process.stdout.fileno(), 1 << 20))["id"], number)
        process.stdin.close()
        self.assertEqual(process.wait(PATIENCE_S), 0)

    def test_a_line_that_is_too_long_for_the_daemon_is_told_so_and_the_next_is_answered(self):
        self.end(self.served)
        self.daemon("--max-frame-bytes", "2000")
        code, answers, _ = self.match(
            {"id": 1, "prompt": "a rocket"}, {"id": 2, "prompt": "x" * 5_000_000}, {"id": 3, "prompt": "a rocket"}
        )
        self.assertEqual(code, 1)
        self.assertEqual([answer["id"] for answer in answers], [1, 2, 3])
        self.assertEqual(answers[1]["error"]["code"], -32003)
        self.assertEqual(len(answers[2]["loaded"]), 1)

    def test_without_a_daemon_the_run_ends_with_3(self):
        self.end(self.served)
        code, answers, err = self.match({"id": 1, "prompt": "a rocket"}, {"id": 2, "prompt": "a rocket"})
        self.assertEqual(code, 3)
        self.assertEqual([answer["error"]["code"] for answer in answers], [-32005])
        self.assertIn("skillwake start", err)

    def test_ten_thousand_lines(self):
        code, answers, _ = self.match(*({"id": number, "prompt": "a boat"} for number in range(10_000)))
        self.assertEqual(code, 0)
        self.assertEqual([answer["id"] for answer in answers], list(range(10_000)))


if __name__ == "__main__":
    unittest.main(verbosity=2)
