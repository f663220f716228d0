"""Start and stop: one server whoever starts when, and no start that needs help after another one."""

import os
import shutil
import signal
import socket
import subprocess
import unittest

from house import PATIENCE_S, SKILLWAKE, SKILLWAKED, House, until

# Rounds of script/test; script/soak sets more.
ROUNDS = int(os.environ.get("SKILLWAKE_START_ROUNDS", "1"))
STARTERS = 64
# Where a start touches what others see. script/soak kills at every call.
CALLS = os.environ.get("SKILLWAKE_START_CALLS", "mkdir,flock,lstat,newfstatat,socket,connect,unlink,bind,listen,umask")


class OneServer(House):
    def start_many(self):
        return [
            self.spawn([SKILLWAKED, "--socket", self.socket, "--root", self.skills, "--no-state"], stderr=subprocess.DEVNULL)
            for _ in range(STARTERS)
        ]

    def serving(self):
        """The pid of the one that answers."""
        until(lambda: self.answers(self.socket), "somebody answers")
        wire = self.wire()
        pid = wire.call("hello")["pid"]
        wire.close()
        return pid

    def one_is_left_of(self, starters):
        until(lambda: sum(starter.poll() is None for starter in starters) <= 1, "all but one have ended")
        pid = self.serving()
        left = [starter for starter in starters if starter.poll() is None]
        self.assertEqual([starter.pid for starter in left], [pid])
        self.assertEqual({starter.returncode for starter in starters} - {None}, {1})
        return left[0]

    def test_64_processes_starting_at_once_over_nothing_give_exactly_one_server(self):
        for number in range(ROUNDS):
            with self.subTest(round=number):
                self.stop(self.one_is_left_of(self.start_many()))
                shutil.rmtree(self.socket.parent)

    def test_64_processes_starting_at_once_over_a_stale_socket_give_exactly_one_server(self):
        for number in range(ROUNDS):
            with self.subTest(round=number):
                self.stop(self.daemon(), signal.SIGKILL)
                self.assertTrue(self.socket.exists())
                self.stop(self.one_is_left_of(self.start_many()), signal.SIGKILL)

    def test_64_processes_starting_at_once_over_a_live_server_leave_exactly_that_one(self):
        first = self.daemon()
        for number in range(ROUNDS):
            with self.subTest(round=number):
                starters = self.start_many()
                for starter in starters:
                    self.assertEqual(starter.wait(PATIENCE_S), 1)
                self.assertEqual(self.serving(), first.pid)


@unittest.skipUnless(shutil.which("strace"), "no strace")
class Killed(House):
    def test_after_sigkill_at_each_system_call_of_the_start_the_next_start_needs_no_help(self):
        tried = 0
        for call, times in self.calls_of_a_start().items():
            for number in range(1, times + 1):
                with self.subTest(call=call, number=number):
                    self.start_killed_at(call, number)
                    self.end_of_next_start()
                    tried += 1
        # Else nothing was tried.
        self.assertGreater(tried, 15)
        print(f"killed at each of {tried} system calls ({CALLS})")

    def traced(self, options):
        """A daemon under strace that has ended, or answers."""
        process = self.spawn(
            ["strace", "-f", "-qq", *options, SKILLWAKED, "--socket", self.socket, "--root", self.skills, "--no-state",
             "--log-level", "off"],
            stderr=subprocess.DEVNULL, env={**self.environment, "ASAN_OPTIONS": "detect_leaks=0"},
        )
        until(lambda: process.poll() is not None or self.hello(), "it ends or answers")
        if process.poll() is None:
            for pid in self.children(process.pid):
                os.kill(pid, signal.SIGKILL)
        process.wait(PATIENCE_S)

    def calls_of_a_start(self):
        """How often each of CALLS is made, over a stale socket as all the starts that follow."""
        self.stop(self.daemon("--no-state", "--log-level", "off"), signal.SIGKILL)
        file = self.folder / "calls"
        self.traced(["-o", file, "-e", f"trace={CALLS}"])
        counts = {}
        for line in file.read_text().splitlines():
            name = line.split("(")[0].split()[-1]
            if "(" in line and name.isidentifier():
                counts[name] = counts.get(name, 0) + 1
        return counts

    def start_killed_at(self, call, number):
        self.traced(["-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}"])

    @staticmethod
    def children(pid):
        with open(f"/proc/{pid}/task/{pid}/children") as children:
            return [int(word) for word in children.read().split()]

    def hello(self):
        """Whether a daemon answers, and not only listens."""
        try:
            with socket.socket(socket.AF_UNIX) as wire:
                wire.settimeout(0.2)
                wire.connect(str(self.socket))
                wire.sendall(b'{"jsonrpc":"2.0","id":1,"method":"hello"}\n')
                return bool(wire.recv(1))
        except OSError:
            return False

    def end_of_next_start(self):
        daemon = self.daemon("--no-state", "--log-level", "off")
        self.assertEqual(self.wire().call("hello")["pid"], daemon.pid)
        self.stop(daemon, signal.SIGKILL if daemon.pid % 2 else signal.SIGTERM)


class Replaced(House):
    """The socket deleted or replaced under a running daemon is noticed: it serves there again, or makes room."""

    def taken_back(self, daemon):
        until(lambda: self.answers(self.socket), "it serves there again")
        self.assertEqual(self.wire().call("hello")["pid"], daemon.pid)
        until(lambda: "socket was deleted or replaced; serving there again" in self.log(), "it says so")
        self.assertEqual(self.socket.lstat().st_mode & 0o777, 0o600)

    def test_a_socket_deleted_under_a_running_daemon_is_noticed_and_served_again(self):
        daemon = self.daemon()
        before = self.wire()
        for _ in range(3):
            self.socket.unlink()
            self.taken_back(daemon)
        before.call("hello")
        self.assertEqual(self.stop(daemon), 0)
        self.assertFalse(self.socket.exists())

    def test_a_folder_deleted_under_a_running_daemon_is_noticed_and_made_again(self):
        daemon = self.daemon()
        shutil.rmtree(self.socket.parent)
        self.taken_back(daemon)
        self.assertEqual(self.skillwaked("--socket", self.socket)[0], 1, "it holds the new lock")

    def test_a_folder_moved_away_under_a_running_daemon_is_noticed_and_made_again(self):
        daemon = self.daemon()
        self.socket.parent.rename(self.folder / "away")
        self.taken_back(daemon)

    def test_a_socket_replaced_by_a_dead_one_is_noticed_and_served_again(self):
        daemon = self.daemon()
        self.socket.unlink()
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(self.socket))
        self.taken_back(daemon)

    def test_a_socket_replaced_by_a_file_is_noticed_and_the_file_stays(self):
        daemon = self.daemon()
        self.socket.unlink()
        self.socket.write_text("keep me")
        self.assertEqual(daemon.wait(PATIENCE_S), 1)
        self.assertIn("something else lies there", self.log())
        self.assertEqual(self.socket.read_text(), "keep me")

    def test_a_socket_replaced_by_another_program_is_noticed_and_left_to_it(self):
        daemon = self.daemon()
        self.socket.unlink()
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(str(self.socket))
            other.listen(8)
            self.assertEqual(daemon.wait(PATIENCE_S), 1)
            self.assertIn("another program listens there", self.log())
            self.assertTrue(self.answers(self.socket))

    def test_a_lock_and_socket_deleted_and_taken_by_another_daemon_are_left_to_it(self):
        first = self.daemon()
        shutil.rmtree(self.socket.parent)
        second = self.spawn([SKILLWAKED, "--socket", self.socket, "--root", self.skills, "--no-state", "--log-level", "off"])
        until(lambda: first.poll() is not None or second.poll() is not None, "one makes room")
        left = first if second.poll() is not None else second
        self.assertEqual((second if left is first else first).returncode, 1)
        until(lambda: self.answers(self.socket), "the other serves")
        self.assertEqual(self.wire().call("hello")["pid"], left.pid)

    def test_a_socket_that_only_got_another_mode_is_still_ours(self):
        daemon = self.daemon()
        identity = self.socket.stat().st_ino
        self.socket.chmod(0o640)
        # A look behind the change: the next one it notices for sure.
        self.socket.rename(self.folder / "away")
        self.taken_back(daemon)
        self.assertEqual((self.folder / "away").stat().st_ino, identity)


class Started(House):
    def test_the_daemon_started_by_a_hook_has_only_an_allow_list_of_the_environment(self):
        allowed = {"HOME", "PATH", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "CLAUDE_CONFIG_DIR",
                   "CODEX_HOME"}
        secrets = ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "SSH_AUTH_SOCK", "NPM_TOKEN",
                   "LD_LIBRARY_PATH", "PYTHONPATH", "DBUS_SESSION_BUS_ADDRESS", "PGPASSWORD", "X", "LC_TOKEN",
                   "XDG_API_KEY", "SKILLWAKE_PASSWORD", "home", "HOMEX", "BASH_FUNC_x%%")
        environment = {**{name: "/" for name in allowed}, **dict.fromkeys(secrets, "hidden value"), **self.environment,
                       "LC_ALL": "C", "XDG_STATE_HOME": str(self.folder), "SKILLWAKE_SOCKET": str(self.socket)}
        self.assertEqual(self.run_program(SKILLWAKE, "hook", stdin="{}", env=environment), (0, "", ""))
        until(lambda: self.answers(self.socket), "the started daemon answers")
        pid = self.wire().call("hello")["pid"]
        self.addCleanup(os.kill, pid, signal.SIGKILL)
        with open(f"/proc/{pid}/environ") as environ:
            text = environ.read()
        names = {entry.split("=", 1)[0] for entry in text.split("\0") if entry}
        # The names of all variables are told, since skills may need one; no value is.
        told = {"SKILLWAKE_VARIABLE_NAMES"}
        self.assertEqual(names, allowed | {"LC_ALL", "XDG_STATE_HOME", "SKILLWAKE_SOCKET"} | told)
        self.assertNotIn("hidden value", text)


if __name__ == "__main__":
    unittest.main(verbosity=2)
