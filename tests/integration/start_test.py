"""`skillwake start` and `stop`: a daemon that belongs to nobody's terminal."""

import json
import os
import signal
import subprocess
import unittest

from house import PATIENCE_S, SKILLWAKE, House, until


class Start(House):
    def start(self, *flags, **options):
        """The pid of the daemon that is started, and what was said."""
        code, out, err = self.skillwake("start", "--root", self.skills, *flags, **options)
        self.assertEqual((code, err), (0, ""), out)
        pid = self.wire().call("hello")["pid"]
        self.addCleanup(self.kill, pid)
        return pid, out

    @staticmethod
    def kill(pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    @staticmethod
    def is_alive(pid):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
        except FileNotFoundError:
            return False

    def test_it_is_done_when_the_daemon_answers(self):
        self.skill("rockets", "rocket")
        pid, out = self.start()
        self.assertIn(f"started (pid {pid}) at {self.socket}", out)
        self.assertEqual(len(self.wire().prompt("a rocket")["loaded"]), 1)

    def test_where_one_runs_it_says_so_and_is_0(self):
        pid, _ = self.start()
        code, out, _ = self.skillwake("start")
        self.assertEqual(code, 0)
        self.assertIn(f"already runs (pid {pid})", out)
        code, out, _ = self.skillwake("--json", "start")
        self.assertEqual((code, json.loads(out)["pid"]), (0, pid))

    def test_the_daemon_has_a_session_of_its_own_and_nothing_of_its_starter(self):
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)
        os.set_inheritable(writing, True)
        pid, _ = self.start(close_fds=False)
        os.close(writing)
        self.assertEqual(os.read(reading, 1), b"", "no one else holds our pipe")
        self.assertEqual(os.getsid(pid), pid)
        self.assertEqual(os.readlink(f"/proc/{pid}/cwd"), "/")
        for number in range(3):
            self.assertEqual(os.readlink(f"/proc/{pid}/fd/{number}"), "/dev/null")

    def test_the_daemon_gets_no_keys_and_tokens_of_the_environment(self):
        kept = {"LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(self.folder)}
        secrets = {"API_TOKEN": "x", "AWS_SECRET_ACCESS_KEY": "x", "SSH_AUTH_SOCK": "x", "LD_PRELOAD": ""}
        pid, _ = self.start(env={**self.environment, **kept, **secrets})
        with open(f"/proc/{pid}/environ") as environ:
            names = {entry.split("=", 1)[0] for entry in environ.read().split("\0") if entry}
        self.assertEqual(names & set(secrets), set())
        self.assertLessEqual({"HOME", "PATH", *kept}, names)

    def test_paths_are_taken_from_where_one_stands(self):
        self.skill("rockets", "rocket")
        code, _, err = self.run_program(
            SKILLWAKE, "start", "--socket", "run/s.sock", "--root", "skills", "--log-file", "run.log"
        )
        self.assertEqual(code, 0, err)
        wire = self.wire()
        self.addCleanup(self.kill, wire.call("hello")["pid"])
        self.assertEqual(len(wire.prompt("a rocket")["loaded"]), 1)
        self.assertIn("serving", (self.folder / "run.log").read_text())

    def test_stop_ends_what_start_began(self):
        pid, _ = self.start()
        code, out, _ = self.skillwake("stop")
        self.assertEqual(code, 0)
        self.assertIn(f"(pid {pid})", out)
        self.assertFalse(self.is_alive(pid))
        self.assertFalse(self.socket.exists())
        self.start()

    def test_a_start_that_cannot_succeed_says_why_and_is_1(self):
        self.socket.parent.mkdir()
        self.socket.write_text("in the way")
        code, _, err = self.skillwake("start")
        self.assertEqual(code, 1)
        self.assertIn("skillwake: ", err)
        self.assertEqual(self.socket.read_text(), "in the way")

    def test_many_starts_at_once_end_in_one_daemon(self):
        starters = [
            self.spawn(
                [SKILLWAKE, "--socket", self.socket, "start", "--root", self.skills],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for _ in range(8)
        ]
        codes = [starter.wait(PATIENCE_S) for starter in starters]
        pid = self.wire().call("hello")["pid"]
        self.addCleanup(self.kill, pid)
        self.assertEqual(codes, [0] * 8)
        until(lambda: self.wire().call("hello")["pid"] == pid, "the one that serves")


if __name__ == "__main__":
    unittest.main(verbosity=2)
