"""What the socket carries, and what odd clients do to it."""

import json
import socket
import threading
import unittest

from house import PATIENCE_S, House, until


def request(number, method="hello", params=None):
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params or {}}).encode() + b"\n"


class OnTheWire(House):
    def setUp(self):
        super().setUp()
        self.skill("rockets", "rocket")

    def test_a_malformed_line_gets_an_error_and_the_connection_lives(self):
        self.daemon()
        wire = self.wire()
        for line in (b"{", b"\x00", b"\xff\xfe", b'"', b"[1,", b"}{", b"nul", b"{}{}"):
            with self.subTest(line):
                wire.send_bytes(line + b"\n")
                answer = wire.line()
                self.assertIsNone(answer["id"])
                self.assertIn(answer["error"]["code"], (-32700, -32600))
                self.assertEqual(wire.call("hello")["protocol"], 1)

    def test_an_over_long_line_gets_an_error_and_is_closed_while_others_live(self):
        self.daemon("--max-frame-bytes", "1000")
        other = self.wire()
        other.call("hello")
        for tail in (b"", b"\n", b"x" * 3_000_000):
            with self.subTest(len(tail)):
                wire = self.wire()
                wire.call("hello")
                try:
                    wire.send_bytes(b"x" * 1001 + tail)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # it closes without reading on
                answer = wire.line()
                self.assertEqual((answer["id"], answer["error"]["code"]), (None, -32003))
                self.assertIn("limit of 1000 bytes", answer["error"]["message"])
                self.assertIsNone(wire.line())
                self.assertEqual(other.call("hello")["protocol"], 1)

    def test_a_line_of_exactly_the_limit_is_answered(self):
        self.daemon("--max-frame-bytes", "1000")
        wire = self.wire()
        line = request(1)[:-1]
        wire.send_bytes(line + b" " * (1000 - len(line)) + b"\n")
        self.assertEqual(wire.line()["result"]["protocol"], 1)

    def test_a_line_of_nine_megabytes_is_answered(self):
        self.daemon()
        result = self.wire().prompt("word " * 1_800_000 + "rocket")
        self.assertIn("loaded", result)

    def test_half_close_gets_every_answer_and_the_end(self):
        self.daemon()
        wire = self.wire()
        wire.send_bytes(b"".join(request(number) for number in range(100)))
        wire.socket.shutdown(socket.SHUT_WR)
        self.assertEqual([wire.line()["id"] for _ in range(100)], list(range(100)))
        self.assertIsNone(wire.line())

    def test_half_close_while_the_skills_are_still_being_read(self):
        for number in range(300):
            self.skill(f"s{number}")
        self.daemon()
        wire = self.wire()
        wire.send_bytes(request(1, "skill.list"))
        wire.socket.shutdown(socket.SHUT_WR)
        self.assertEqual(len(wire.line()["result"]["skills"]), 301)
        self.assertIsNone(wire.line())

    def test_ten_thousand_requests_in_one_go_are_answered_in_order(self):
        self.daemon()
        wire = self.wire()
        count = 10_000
        data = b"".join(
            request(number, "session.event", {"content": "none", "event": {"type": "prompt", "text": "a rocket"}})
            for number in range(count)
        )
        sender = threading.Thread(target=wire.send_bytes, args=(data,))
        sender.start()
        for number in range(count):
            answer = wire.line()
            self.assertEqual(answer["id"], number)
            self.assertEqual(len(answer["result"]["loaded"]), 1)
        sender.join()

    def test_one_byte_at_a_time_is_answered_like_one_line(self):
        self.daemon()
        wire = self.wire()
        for byte in request(7) + b"\r\n" + request(8):
            wire.send_bytes(bytes([byte]))
        self.assertEqual([wire.line()["id"], wire.line()["id"]], [7, 8])

    def test_every_split_of_two_requests_in_two_pieces(self):
        self.daemon()
        wire = self.wire()
        data = request(1) + request(2)
        for at in range(1, len(data)):
            wire.send_bytes(data[:at])
            wire.send_bytes(data[at:])
            self.assertEqual([wire.line()["id"], wire.line()["id"]], [1, 2])

    def test_a_client_that_never_reads_does_not_disturb_others(self):
        self.skill("large", body="x" * 500_000 + "\n")
        self.daemon()
        other = self.wire()
        other.call("skill.list")
        deaf = self.wire()
        deaf.socket.setblocking(False)
        ask = request(1, "skill.read", {"name": "large"})
        sent = 0
        try:
            while sent < 200_000:  # it is not read from any more, long before
                sent += deaf.socket.send(ask)
                other.call("hello")
        except BlockingIOError:
            pass
        self.assertLess(sent, 200_000 * len(ask))
        for _ in range(200):
            self.assertEqual(len(other.prompt("a rocket")["loaded"]), 1)
        # And when it reads at last, it gets what it asked for.
        deaf.socket.setblocking(True)
        deaf.socket.settimeout(PATIENCE_S)
        for _ in range(3):
            self.assertEqual(len(deaf.line()["result"]["text"]), len("# About large\n\n\n") + 500_000)

    def test_clients_that_come_and_go_at_once_leave_nothing(self):
        self.daemon()
        for number in range(200):
            wire = self.wire()
            wire.send_bytes(request(1)[: number % 60])
            wire.close()
        wire = self.wire()
        until(lambda: wire.call("daemon.status")["clients"] == 1, "all are gone")

    def test_a_client_that_leaves_before_its_answer_harms_nobody(self):
        self.daemon()
        for _ in range(50):
            wire = self.wire()
            wire.send_bytes(request(1, "session.event", {"event": {"type": "prompt", "text": "rocket"}}) * 20)
            wire.close()
        self.assertEqual(self.wire().call("hello")["protocol"], 1)


class Subscribe(House):
    def setUp(self):
        super().setUp()
        self.skill("rockets", "rocket")

    def loaded_daemon(self):
        """One that has nothing more to tell of its roots."""
        self.daemon()
        self.wire().call("skill.list")  # answered when the skills are read

    def test_a_subscriber_is_told_when_skills_change(self):
        self.loaded_daemon()
        watcher, worker = self.wire(), self.wire()
        watcher.call("daemon.subscribe")
        before = worker.call("skill.list")["generation"]
        self.skill("boats", "boat")
        told = watcher.line()
        self.assertEqual(told["method"], "catalogue")
        self.assertGreater(told["params"]["generation"], before)
        until(lambda: len(worker.call("skill.list")["skills"]) == 2, "the new skill is seen")
        self.assertGreaterEqual(worker.call("skill.list")["generation"], told["params"]["generation"])

    def test_a_subscriber_is_told_of_the_decisions_of_others(self):
        self.loaded_daemon()
        watcher, worker = self.wire(), self.wire()
        self.assertEqual(watcher.call("daemon.subscribe"), {"subscribed": True})
        worker.prompt("a SECRET rocket", session="s", agent="a")
        worker.prompt("nothing", session="s")
        first, second = watcher.line(), watcher.line()
        self.assertNotIn("id", first)
        self.assertEqual(first["method"], "decision")
        self.assertEqual(first["params"]["loaded"], ["rockets"])
        self.assertEqual((first["params"]["session"], first["params"]["agent"]), ("s", "a"))
        self.assertNotIn("SECRET", json.dumps(first))
        self.assertEqual(second["params"]["loaded"], [])
        self.assertEqual(worker.call("daemon.status")["subscribers"], 1)

    def test_a_subscriber_that_asks_is_told_and_answered(self):
        self.loaded_daemon()
        wire = self.wire()
        wire.call("daemon.subscribe")
        for number in range(50):
            wire.send("session.event", {"content": "none", "event": {"type": "prompt", "text": "a rocket"}})
            self.assertEqual(wire.line()["method"], "decision")
            self.assertEqual(wire.line()["id"], number + 2)

    def test_subscribers_that_ask_and_leave_at_once_harm_nobody(self):
        self.daemon()
        for _ in range(100):
            wire = self.wire()
            wire.send_bytes(
                request(1, "daemon.subscribe")
                + request(2, "session.event", {"event": {"type": "prompt", "text": "rocket"}}) * 20
            )
            wire.close()
        wire = self.wire()
        self.assertEqual(len(wire.prompt("a rocket")["loaded"]), 1)
        until(lambda: wire.call("daemon.status")["clients"] == 1, "all are gone")

    def test_a_subscriber_that_never_reads_does_not_disturb_others(self):
        self.daemon()
        deaf, worker = self.wire(), self.wire()
        deaf.call("daemon.subscribe")
        for _ in range(2_000):
            self.assertEqual(len(worker.prompt("a rocket")["loaded"]), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
