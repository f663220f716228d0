"""Load: many connections, no descriptors left, and a loop that nothing blocks."""

import os
import resource
import time
import unittest

from house import House, Wire, until

# Each side needs a descriptor for each; script/soak asks for 10,000.
CONNECTIONS = int(os.environ.get("SKILLWAKE_CONNECTIONS", "1000"))


def processor_s(process):
    with open(f"/proc/{process.pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Load(House):
    def many(self, count):
        wires = []
        self.addCleanup(lambda: [wire.close() for wire in wires])
        for _ in range(count):
            wires.append(until(self.connected, "a place in the backlog"))
        return wires

    def connected(self):
        try:
            return Wire(self.socket)
        except BlockingIOError:
            return None

    def test_many_connections_are_served_and_leave_nothing(self):
        limit, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard != resource.RLIM_INFINITY and hard < CONNECTIONS + 100:
            self.skipTest(f"only {hard} descriptors")
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (limit, hard))
        daemon = self.daemon()
        first = self.wire()
        first.call("skill.list")
        before = len(os.listdir(f"/proc/{daemon.pid}/fd"))
        wires = self.many(CONNECTIONS - 1)
        for wire in wires:
            wire.send("hello")
        for wire in wires:
            self.assertEqual(wire.line()["id"], 1)
        self.assertEqual(first.call("daemon.status")["clients"], CONNECTIONS)
        for wire in wires:
            wire.close()
        until(lambda: len(os.listdir(f"/proc/{daemon.pid}/fd")) <= before, "all descriptors are given back")
        print(f"{CONNECTIONS} connections held")

    def test_the_descriptor_limit_bounds_the_clients_and_leaves_some_for_skills_and_status(self):
        self.skill("rockets", "rocket")
        daemon = self.daemon(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100)))
        first = self.wire()
        limits = {limit["name"]: limit["value"] for limit in first.call("daemon.status")["limits"]}
        self.assertEqual(limits["clients"], 100 - 64)
        until(lambda: first.call("daemon.status")["clients"] == 1, "the others are gone")
        wires = self.many(35)
        for wire in wires:
            wire.call("hello")
        # Every place is taken: the status is told, work is refused, and a skill that changes is still read.
        asking = self.wire()
        self.assertEqual(asking.call("daemon.status")["clients"], 37)
        asking.send("skill.list")
        self.assertIn("too many clients", asking.line()["error"]["message"])
        self.skill("boats", "boat")
        until(lambda: len(wires[0].call("skill.list")["skills"]) == 2, "the new skill is seen")
        code, out, _ = self.skillwake("status")
        self.assertEqual(code, 0)
        self.assertIn("clients", out)
        self.assertIsNone(asking.line(), "a reserved place is for a short time")
        self.assertIsNone(daemon.poll())

    def test_descriptor_exhaustion_makes_no_busy_loop(self):
        daemon = self.daemon()
        wires = self.many(20)
        for wire in wires:
            wire.call("hello")
        used = len(os.listdir(f"/proc/{daemon.pid}/fd"))
        hard = resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE)[1]
        resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE, (used, hard))
        turned = wires[0].call("daemon.status")["loop"]["turns"]
        busy = processor_s(daemon)
        began = time.monotonic()
        late = self.many(50)
        for wire in late:
            # Closed, or left waiting; never answered.
            wire.socket.settimeout(0.01)
            try:
                self.assertIsNone(wire.line())
            except TimeoutError:
                pass
        until(lambda: time.monotonic() - began > 1, "a second")
        self.assertLess(processor_s(daemon) - busy, 0.5)
        self.assertLess(wires[0].call("daemon.status")["loop"]["turns"] - turned, 2_000)
        wires[1].close()
        resource.prlimit(daemon.pid, resource.RLIMIT_NOFILE, (hard, hard))
        until(lambda: self.welcome(), "clients are taken again")

    def welcome(self):
        try:
            wire = self.wire()
            wire.send("hello")
            return wire.line() is not None
        except OSError:
            return False

    def test_the_status_shows_how_long_the_loop_was_busy(self):
        self.daemon()
        wire = self.wire()
        for _ in range(100):
            wire.call("hello")
        loop = wire.call("daemon.status")["loop"]
        self.assertGreaterEqual(loop["turns"], 100)
        self.assertLessEqual(loop["median_us"], loop["p99_us"])
        self.assertLessEqual(loop["p99_us"], loop["max_us"])
        self.assertEqual(loop["over_5ms"] > 0, loop["work_max_us"] >= 5_000)
        code, out, _ = self.skillwake("status")
        self.assertEqual(code, 0)
        self.assertRegex(out, r"loop: +busy .* a turn, p99 .*, longest .* of work; \d+ turns? over 5 ms")


if __name__ == "__main__":
    unittest.main(verbosity=2)
