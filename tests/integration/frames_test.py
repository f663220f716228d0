"""Frames: whatever bytes come, each whole line is answered or refused, and the next one is answered too."""

import json
import os
import pathlib
import socket
import threading
import unittest

from house import House, until

SUITE = pathlib.Path(__file__).resolve().parents[3] / "shared/material/JSONTestSuite/test_parsing"
MIB = 1 << 20
# script/soak holds half a frame for 10 s.
HALF_FRAME_S = float(os.environ.get("SKILLWAKE_HALF_FRAME_S", "0"))


def request(number, method="hello", params="{}"):
    return b'{"jsonrpc":"2.0","id":%d,"method":"%s","params":%s}' % (number, method.encode(), params.encode())


class Frames(House):
    def answers_until(self, wire, number):
        """The answers up to the one with this id, without it."""
        before = []
        while True:
            answer = wire.line()
            self.assertIsNotNone(answer, "the connection lives")
            answers = answer if isinstance(answer, list) else [answer]  # an array is a batch
            if answers[0].get("id") == number:
                self.assertIn("result", answers[0])
                return before
            before += answers

    def each_suite_file(self):
        if not SUITE.is_dir():
            self.skipTest(f"no {SUITE}")
        for file in sorted(SUITE.iterdir()):
            yield file.name[0], file.name, file.read_bytes()

    def test_json_test_suite_95_accepted_and_188_refused_as_frames(self):
        self.daemon()
        wire = self.wire()
        counts = {"y": 0, "n": 0, "i": 0}
        for number, (kind, name, text) in enumerate(self.each_suite_file()):
            with self.subTest(name):
                wire.send_bytes(text + b"\n" + request(number) + b"\n")
                codes = {answer["error"]["code"] for answer in self.answers_until(wire, number) if "error" in answer}
                # A line end within makes lines of it; those of one line show what was made of it.
                if b"\n" not in text.strip() and text.strip() and kind != "i":
                    self.assertEqual(-32700 in codes, kind == "n", codes)
                counts[kind] += 1
        self.assertEqual((counts["y"], counts["n"]), (95, 188))

    def test_json_test_suite_95_accepted_and_188_refused_inside_params(self):
        self.daemon()
        wire = self.wire()
        for number, (kind, name, text) in enumerate(self.each_suite_file()):
            if b"\n" in text.strip():
                continue  # JSON of several lines is no frame
            with self.subTest(name):
                line = b'{"jsonrpc":"2.0","id":"x","method":"hello","params":{"nobody_reads":' + text.strip(b"\n") + b"}}"
                wire.send_bytes(line + b"\n" + request(number) + b"\n")
                answers = self.answers_until(wire, number)
                self.assertEqual(len(answers), 1)
                if kind == "y":
                    self.assertIn("result", answers[0])
                elif kind == "n":
                    self.assertEqual(answers[0]["error"]["code"], -32700)

    def test_ids_are_echoed_exactly(self):
        self.daemon()
        wire = self.wire()
        for text in ("0", "-0", "1.0", "1.10", "18446744073709551616", "-9223372036854775809", "1e400", "null", '""',
                     '"' + "long " * 100_000 + '"', '"\\u00e9\\n"'):
            with self.subTest(text[:40]):
                wire.send_bytes(b'{"jsonrpc":"2.0","id":%s,"method":"hello"}\n' % text.encode())
                head = b'{"jsonrpc":"2.0","id":'
                raw = self.raw_line(wire)
                self.assertTrue(raw.startswith(head))
                if text.startswith('"'):
                    self.assertEqual(json.loads(raw)["id"], json.loads(text))
                else:
                    self.assertTrue(raw.startswith(head + text.encode() + b',"result"'), raw[:80])

    def raw_line(self, wire):
        while b"\n" not in wire.held:
            got = wire.socket.recv(1 << 20)
            self.assertTrue(got)
            wire.held += got
        line, wire.held = wire.held.split(b"\n", 1)
        return line

    def test_duplicate_keys_mean_the_same_in_every_layer(self):
        """The first counts: in the envelope, in params, in an event, in what a hook brings, and in a tool's input."""
        for name in ("one", "two"):
            self.skill(name, name + "word")
        self.daemon()
        wire = self.wire()
        event = '"event":{"type":"prompt","text":"oneword","text":"twoword"}'
        wire.send_bytes(
            b'{"jsonrpc":"2.0","id":1,"id":2,"method":"session.event","method":"daemon.stop",'
            b'"params":{"content":"none",%s,"event":{"type":"prompt","text":"twoword"}},"params":{}}\n' % event.encode()
        )
        answer = wire.line()
        self.assertEqual(answer["id"], 1)
        self.assertEqual([skill["skill"] for skill in answer["result"]["loaded"]], ["one"])
        wire.send_bytes(request(3, "skill.show", '{"name":"one","name":"two"}') + b"\n")
        self.assertEqual(wire.line()["result"]["skill"]["name"], "one")
        hook = '{"hook_event_name":"UserPromptSubmit","prompt":"oneword","prompt":"twoword","session_id":"s","session_id":"t"}'
        wire.send_bytes(request(4, "session.hook", '{"input":%s,"input":{}}' % hook) + b"\n")
        self.assertIn("one", json.dumps(wire.line()["result"]))
        self.assertEqual([entry["session"] for entry in wire.call("session.list")["sessions"]], ["s"])
        tool = '{"type":"tool","name":"Bash","name":"Read","input":{"command":"x oneword","command":"y"},"output":"z"}'
        wire.send_bytes(request(5, "session.event", '{"event":%s}' % tool) + b"\n")
        self.assertIn("result", wire.line())

    def test_depth_of_1024(self):
        self.daemon()
        wire = self.wire()
        for depth, fits in ((1022, True), (1023, False), (1024, False), (100_000, False)):
            with self.subTest(depth):
                # Two levels are the request's own.
                wire.send_bytes(request(1, "hello", '{"x":' + "[" * depth + "1" + "]" * depth + "}") + b"\n" + request(2) + b"\n")
                before = wire.line()
                self.assertEqual("result" in before, fits, before)
                self.assertEqual(wire.line()["id"], 2)

    def test_frame_limit_16_mib_by_default_and_one_byte_more_is_refused(self):
        self.daemon()
        other = self.wire()
        wire = self.wire()
        limit = 16 * MIB
        line = request(1)
        wire.send_bytes(line + b" " * (limit - len(line)) + b"\n" + request(2) + b"\n")
        self.assertEqual((wire.line()["id"], wire.line()["id"]), (1, 2))
        try:
            wire.send_bytes(line + b" " * (limit - len(line) + 1) + b"\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.assertEqual(wire.line()["error"]["code"], -32003)
        self.assertIsNone(wire.line())
        self.assertEqual(other.call("hello")["protocol"], 1)

    def test_an_endless_line_is_refused_at_the_limit_and_takes_no_more_memory(self):
        daemon = self.daemon()
        wire = self.wire()
        sent = 0
        try:
            while sent < 200 * MIB:
                sent += wire.socket.send(b"x" * MIB)
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.assertLess(sent, 40 * MIB)
        until(lambda: self.wire().call("daemon.status")["clients"] == 1, "it is dropped")
        sanitized = any(name.endswith("SAN_OPTIONS") for name in self.environment)  # they keep what was freed
        self.assertLess(self.peak_mib(daemon), 400 if sanitized else 150)

    @staticmethod
    def peak_mib(process):
        with open(f"/proc/{process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024

    def test_half_a_frame_holds_up_nobody_and_is_answered_when_it_is_whole(self):
        self.daemon()
        slow, other = self.wire(), self.wire()
        line = request(1) + b"\n"
        slow.send_bytes(line[:20])
        for _ in range(100):
            other.call("hello")
        threading.Event().wait(HALF_FRAME_S)
        self.assertEqual(other.call("daemon.status")["clients"], 2)
        slow.send_bytes(line[20:])
        self.assertEqual(slow.line()["id"], 1)

    def test_pipelining_100_000_requests_in_order_while_others_are_answered(self):
        self.daemon()
        wire, other = self.wire(), self.wire()
        count = 100_000
        data = b"\n".join(request(number) for number in range(count)) + b"\n"
        sender = threading.Thread(target=wire.send_bytes, args=(data,))
        sender.start()
        answered_between = 0
        for number in range(count):
            self.assertEqual(wire.line()["id"], number)
            if number % 10_000 == 5_000:
                other.call("hello")
                answered_between += 1
        sender.join()
        self.assertEqual(answered_between, 10)

    def test_early_close_at_every_byte_harms_nobody(self):
        self.daemon()
        other = self.wire()
        line = request(1) + b"\n" + request(2)
        for length in range(len(line)):
            wire = self.wire()
            wire.send_bytes(line[:length])
            wire.close()
        other.call("hello")
        until(lambda: other.call("daemon.status")["clients"] == 1, "all are gone")

    def test_a_client_that_never_reads_is_dropped_in_the_end(self):
        self.skill("large", body="x" * 500_000 + "\n")
        self.daemon("--max-stall-ms", "300")
        other = self.wire()
        other.call("skill.list")
        deaf = self.wire()
        deaf.send_bytes((request(1, "skill.read", '{"name":"large"}') + b"\n") * 20)
        until(lambda: other.call("daemon.status")["clients"] == 1, "it is dropped")
        self.assertEqual(len(other.call("skill.read", {"name": "large"})["text"]), len("# About large\n\n\n") + 500_000)
        # Nor does one that subscribed and sleeps.
        sleeper = self.wire()
        sleeper.call("daemon.subscribe")
        sleeper.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)

        def ask():
            other.prompt("x " * 200)
            return other.call("daemon.status")["clients"] == 1
        until(ask, "it is dropped")


if __name__ == "__main__":
    unittest.main(verbosity=2)
