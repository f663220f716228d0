"""A daemon that gets no more memory: who asks too much is refused or closed, everybody else is served."""

import json
import os
import resource
import unittest

from house import House, until

MIB = 1 << 20


@unittest.skipIf("ASAN_OPTIONS" in os.environ or "TSAN_OPTIONS" in os.environ, "sanitizers take address space as they like")
class NoMemory(House):
    def starve(self, daemon, more):
        """From now on the daemon gets `more` bytes of address space and no others."""
        with open(f"/proc/{daemon.pid}/statm") as statm:
            held = int(statm.read().split()[0]) * resource.getpagesize()
        resource.prlimit(daemon.pid, resource.RLIMIT_AS, (held + more, resource.RLIM_INFINITY))

    def feed(self, daemon):
        resource.prlimit(daemon.pid, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def ready(self):
        self.skill("rockets", "rocket", body="x " * 200_000)
        daemon = self.daemon()
        other = self.wire()
        self.assertEqual(len(other.call("skill.list")["skills"]), 1)
        return daemon, other

    def test_a_line_that_does_not_fit_into_memory_costs_its_connection_and_no_other(self):
        daemon, other = self.ready()
        self.starve(daemon, 3 * MIB)
        for _ in range(3):
            greedy = self.wire()
            try:
                greedy.send_bytes(b"x" * (12 * MIB))
                self.assertIsNone(greedy.line())
            except BrokenPipeError:
                pass
            greedy.close()
            self.assertEqual(len(other.call("skill.list")["skills"]), 1)
        self.feed(daemon)
        self.assertEqual(len(self.wire().prompt("x" * (6 * MIB))["suggested"]), 0)
        self.assertIsNone(daemon.poll())

    def test_an_answer_that_does_not_fit_into_memory_is_an_error_or_the_end_of_its_connection(self):
        daemon, other = self.ready()
        reads = json.dumps([{"jsonrpc": "2.0", "id": 1, "method": "skill.read", "params": {"name": "rockets"}}] * 40)
        self.starve(daemon, 8 * MIB)
        greedy = self.wire()
        greedy.send_bytes(reads.encode() + b"\n")
        answer = greedy.line()
        if answer is not None:
            self.assertEqual(answer["error"]["code"], -32603)
        self.assertEqual(len(other.call("skill.list")["skills"]), 1)
        self.feed(daemon)
        read = self.wire().call("skill.read", {"name": "rockets"})
        self.assertGreater(len(read["text"]), 400_000)
        self.assertIsNone(daemon.poll())

    def test_load_goes_on_while_memory_comes_and_goes(self):
        daemon, other = self.ready()
        for more in range(MIB, 5 * MIB, 256 * 1024):
            self.starve(daemon, more)
            greedy = self.wire()
            try:
                greedy.prompt("rocket " * 200_000, session=f"s{more}")
            except (AssertionError, BrokenPipeError, ConnectionResetError):
                pass  # refused or closed
            greedy.close()
            self.feed(daemon)
            until(lambda: other.call("daemon.status"), "status")
        self.assertIsNone(daemon.poll())


if __name__ == "__main__":
    unittest.main()
