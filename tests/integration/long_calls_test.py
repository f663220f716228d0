"""Calls that take longer than the loop has time for: who waits for them, and who does not."""

import itertools
import json
import os
import signal
import unittest

from house import PATIENCE_S, House, until

# Of the program, as it was built: a thread sanitizer makes it so many times slower.
SLOWDOWN = int(os.environ.get("SKILLWAKE_SLOWDOWN", "1"))
MEGABYTE = 1_000_000


def words(size):
    """A prompt that has something to match in each line."""
    line = "please write an async rocket with `await launch()` before tomorrow, see src/a.py\n"
    return (line * (size // len(line) + 1))[:size]


def heavy_python(size):
    """A source whose tree takes a while."""
    return "import asyncio\n" + ("async def f(a):\n    return await g(" + "(" * 40 + "a" + ")" * 40 + ")\n") * (size // 120)


class LongCalls(House):
    def setUp(self):
        super().setUp()
        self.skill("rocket", "rocket")
        self.skill("waits", extra="activation: {ast: {python: {nodes: [await]}}}\n")

    def prompt_params(self, text, **more):
        return {"content": "none", "event": {"type": "prompt", "text": text}, **more}

    def loaded(self, answer):
        return [skill["skill"] for skill in answer["result"]["loaded"]]

    def test_a_short_event_of_another_connection_is_answered_before_a_long_one_that_came_first(self):
        self.daemon()
        long, short, watcher = self.wire(), self.wire(), self.wire()
        short.prompt("a rocket")
        watcher.call("daemon.subscribe")
        # So long that the daemon's loop comes to the short one meanwhile even on a busy machine.
        long.send("session.event", self.prompt_params(words(15 * MEGABYTE), session="long"))
        until(lambda: self.bytes_waiting(long) == 0, "the long one has been read")
        short.send("session.event", self.prompt_params("a rocket", session="short"))
        self.assertEqual(self.loaded(short.line()), ["rocket"])
        self.assertEqual(self.loaded(long.line()), ["rocket"])
        # As the daemon tells it: which answer we hear of first is also a matter of our own turns.
        self.assertEqual([watcher.line()["params"]["session"] for _ in range(2)], ["short", "long"])

    def test_answers_of_one_connection_stay_in_order(self):
        self.daemon()
        wire = self.wire()
        wire.prompt("a rocket")
        sent = []
        for size in (10, MEGABYTE, 10, 30_000, 10, 70_000):
            sent.append(wire.send("session.event", self.prompt_params(words(size))))
        sent.append(wire.send("session.event", {"event": {"type": "file", "path": "a.py", "content": heavy_python(60_000)}}))
        sent.append(wire.send("match.explain", {"event": {"type": "prompt", "text": "a rocket"}}))
        sent.append(wire.send("hello"))
        answers = [wire.line() for _ in sent]
        self.assertEqual([answer["id"] for answer in answers], sent)
        self.assertTrue(all("result" in answer for answer in answers), answers)

    def test_a_long_event_is_answered_as_a_short_one_is(self):
        self.daemon()
        wire = self.wire()
        short = wire.call("session.event", self.prompt_params("a rocket", session="a"))
        # White space between the members makes the line long, and the event no other.
        wire.last_id += 1
        request = {"jsonrpc": "2.0", "id": wire.last_id, "method": "session.event",
                   "params": self.prompt_params("a rocket", session="b")}
        wire.send_bytes(json.dumps(request).encode().replace(b'"params":', b'"params":' + b" " * 100_000) + b"\n")
        long = wire.line()["result"]
        for answer in (short, long):
            del answer["elapsed_us"]
        self.assertEqual(short, long)
        held = [wire.call("session.show", {"session": name})["ledger"][0]["skill"] for name in ("a", "b")]
        self.assertEqual(held, ["rocket", "rocket"])

    def test_syntax_that_takes_long_is_read_with_its_whole_budget_elsewhere(self):
        self.daemon()
        wire = self.wire()
        wire.prompt("a rocket")
        event = {"type": "file", "path": "a.py", "content": heavy_python(3_000 // SLOWDOWN), "action": "write"}
        # Its budget is of the clock on the wall: on a busy machine it may pass while nobody reads.
        sessions = (f"s{number}" for number in itertools.count())
        until(lambda: self.loaded({"result": wire.call("session.event", {"event": event, "session": next(sessions)})}) == ["waits"],
              "it is read whole")

    def test_two_events_of_one_session_know_of_each_other(self):
        self.daemon()
        first, second = self.wire(), self.wire()
        first.prompt("nothing")
        for turn in range(20):
            session = f"s{turn}"
            first.send("session.event", self.prompt_params("a rocket " + words(MEGABYTE), session=session))
            # Whichever is judged first: the other one finds what it has left.
            until(lambda: self.bytes_waiting(first) == 0, "the long one has been read")
            second.send("session.event", self.prompt_params("a rocket", session=session))
            answers = [wire.line()["result"] for wire in (first, second)]
            self.assertEqual(sorted(len(answer["loaded"]) for answer in answers), [0, 1])
            self.assertEqual(sorted(answer.get("already_loaded", []) for answer in answers), [[], ["rocket"]])
            self.assertEqual(self.status(first)["sessions"], turn + 1)

    def bytes_waiting(self, wire):
        """Bytes that the daemon has not taken yet from this connection's socket."""
        import array
        import fcntl
        import termios
        left = array.array("i", [0])
        fcntl.ioctl(wire.socket.fileno(), termios.TIOCOUTQ, left)
        return left[0]

    def test_a_client_that_leaves_while_its_event_is_judged_was_given_nothing(self):
        daemon = self.daemon()
        wire = self.wire()
        wire.prompt("nothing")
        daemon.send_signal(signal.SIGSTOP)  # so that each has gone when its event is read
        for turn in range(20):
            leaves = self.wire()
            leaves.send("session.event", self.prompt_params(words(100_000), session=f"s{turn}"))
            leaves.close()
        daemon.send_signal(signal.SIGCONT)
        until(lambda: self.status(wire)["clients"] == 1, "they are gone")
        for turn in range(20):
            again = wire.call("session.event", self.prompt_params("a rocket", session=f"s{turn}"))
            self.assertEqual([skill["skill"] for skill in again["loaded"]], ["rocket"], turn)

    def status(self, wire):
        return wire.call("daemon.status")

    def test_a_client_that_only_sends_no_more_is_answered(self):
        self.daemon()
        wire = self.wire()
        wire.prompt("nothing")
        wire.send("session.event", self.prompt_params(words(MEGABYTE)))
        wire.socket.shutdown(1)
        self.assertEqual(self.loaded(wire.line()), ["rocket"])
        self.assertIsNone(wire.line())

    def test_sigterm_finishes_what_is_being_judged(self):
        for turn in range(5):
            daemon = self.daemon()
            wire = self.wire()
            wire.prompt("nothing")
            wire.send("session.event", self.prompt_params(words(9 * MEGABYTE)))
            until(lambda: self.bytes_waiting(wire) == 0, "it has been read")
            os.kill(daemon.pid, signal.SIGTERM)
            self.assertEqual(self.loaded(wire.line()), ["rocket"])
            self.assertIsNone(wire.line())
            self.assertEqual(daemon.wait(PATIENCE_S), 0)

    def test_a_late_hook_that_was_judged_elsewhere_gives_nothing(self):
        self.daemon()
        wire = self.wire()
        wire.prompt("nothing")
        text = json.dumps({"hook_event_name": "UserPromptSubmit", "session_id": "s", "prompt": words(MEGABYTE)})
        self.assertIsNone(wire.call("session.hook", {"input": json.loads(text), "until_us": 1}))
        given = wire.call("session.hook", {"input": json.loads(text)})
        self.assertIn("rocket", given["hookSpecificOutput"]["additionalContext"])

    def test_batches_are_answered_in_order_and_others_are_heard_meanwhile(self):
        self.daemon()
        wire, other = self.wire(), self.wire()
        wire.prompt("nothing")
        event = {"jsonrpc": "2.0", "method": "session.event", "params": self.prompt_params(words(5_000), session="s")}
        batch = [{**event, "id": number} for number in range(900)]
        wire.send_bytes(json.dumps(batch).encode() + b"\n")
        for _ in range(3):
            other.prompt("a rocket")
        answers = wire.line()
        self.assertEqual([answer["id"] for answer in answers], list(range(900)))
        self.assertEqual(sum(len(answer["result"]["loaded"]) for answer in answers), 1)

    def test_many_long_calls_at_once(self):
        self.daemon()
        wires = [self.wire() for _ in range(12)]
        wires[0].prompt("nothing")
        for number, wire in enumerate(wires):
            wire.send("session.event", self.prompt_params(words(300_000), session=f"s{number % 3}"))
        loads = sum(len(self.loaded(wire.line())) for wire in wires)
        self.assertEqual(loads, 3)


if __name__ == "__main__":
    unittest.main()
