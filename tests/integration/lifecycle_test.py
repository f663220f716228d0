"""How skillwaked starts, ends, and treats what lies at its socket's path."""

import os
import signal
import socket
import stat
import subprocess
import unittest

from house import PATIENCE_S, SKILLWAKED, House, until

ACTIVATE = """
import os, socket, sys
kind = os.environ.get("KIND", "")
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM if kind == "datagram" else socket.SOCK_STREAM)
listener.bind("\\0" + sys.argv[1] if kind == "abstract" else sys.argv[1])
if kind in ("", "abstract"):
    listener.listen(8)
if listener.fileno() != 3:
    os.dup2(listener.fileno(), 3)
os.set_inheritable(3, True)
os.environ["LISTEN_FDS"] = os.environ.get("COUNT", "1")
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.argv[2], sys.argv[2:])
"""


class Lifecycle(House):
    def test_it_serves_a_private_socket_in_a_private_folder_whatever_the_umask(self):
        self.daemon(preexec_fn=lambda: os.umask(0))
        self.assertEqual(stat.S_IMODE(os.stat(self.socket).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(self.socket.parent).st_mode), 0o700)

    def test_sigterm_and_sigint_end_it_with_0_and_remove_the_socket(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                daemon = self.daemon()
                self.assertEqual(self.stop(daemon, number), 0)
                self.assertFalse(self.socket.exists())
                self.assertIn("stopped", self.log())

    def test_sigterm_is_heard_from_the_moment_that_the_socket_is_there(self):
        for _ in range(20):
            daemon = self.spawn([SKILLWAKED, "--socket", self.socket, "--root", self.skills, "--log-level", "off"])
            until(self.socket.exists, "the socket")
            self.assertEqual(self.stop(daemon), 0)
            self.assertFalse(self.socket.exists())

    def test_it_starts_again_where_it_was_stopped(self):
        for _ in range(3):
            self.assertEqual(self.stop(self.daemon()), 0)

    def test_sigterm_finishes_the_answers_in_flight(self):
        self.skill("large", body="x" * 400_000 + "\n")
        daemon = self.daemon()
        wire = self.wire()
        wire.call("skill.list")
        for _ in range(5):
            wire.send("skill.read", {"name": "large"})
        # Two are with the socket and its writer as soon as one has begun to come.
        self.assertTrue(wire.socket.recv(1, socket.MSG_PEEK))
        daemon.send_signal(signal.SIGTERM)
        until(lambda: not self.answers(self.socket), "no new clients")
        answers = 0
        while (answer := wire.line()) is not None:
            self.assertEqual(len(answer["result"]["text"]), 400_000 + len("# About large\n\n\n"))
            answers += 1
        self.assertEqual(wire.held, b"", "no answer is cut")
        self.assertGreaterEqual(answers, 1)
        self.assertEqual(daemon.wait(PATIENCE_S), 0)

    def test_a_client_that_takes_nothing_does_not_hold_up_the_end(self):
        self.skill("large", body="x" * 800_000 + "\n")
        daemon = self.daemon()
        wire = self.wire()
        wire.call("skill.list")
        for _ in range(5):
            wire.send("skill.read", {"name": "large"})
        self.assertTrue(wire.socket.recv(1, socket.MSG_PEEK))
        self.assertEqual(self.stop(daemon), 0)
        self.assertFalse(self.socket.exists())

    def test_further_signals_do_not_cut_short_what_the_first_has_begun(self):
        self.skill("large", body="x" * 800_000 + "\n")
        daemon = self.daemon()
        wire = self.wire()
        wire.call("skill.list")
        wire.send("skill.read", {"name": "large"})
        self.assertTrue(wire.socket.recv(1, socket.MSG_PEEK))
        daemon.send_signal(signal.SIGTERM)
        until(lambda: not self.answers(self.socket), "no new clients")
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            daemon.send_signal(number)
        self.assertEqual(len(wire.line()["result"]["text"]), 800_000 + len("# About large\n\n\n"))
        self.assertEqual(daemon.wait(PATIENCE_S), 0)
        self.assertFalse(self.socket.exists())

    def test_idle_clients_do_not_hold_up_the_end(self):
        daemon = self.daemon()
        wires = [self.wire() for _ in range(20)]
        wires[0].call("hello")
        self.assertEqual(self.stop(daemon), 0)
        for wire in wires:
            self.assertIsNone(wire.line())

    def test_a_second_daemon_says_so_and_exits_1_and_the_first_goes_on(self):
        daemon = self.daemon()
        code, out, err = self.skillwaked("--socket", self.socket, "--root", self.skills)
        self.assertEqual((code, out, err), (1, "", f"skillwaked: another daemon already serves {self.socket}\n"))
        self.assertTrue(self.answers(self.socket))
        self.assertEqual(self.stop(daemon), 0)

    def test_of_many_that_start_at_once_one_serves(self):
        daemons = [
            self.spawn([SKILLWAKED, "--socket", self.socket, "--root", self.skills], stderr=subprocess.DEVNULL)
            for _ in range(12)
        ]
        until(lambda: sum(daemon.poll() is not None for daemon in daemons) == 11, "all but one have ended")
        self.assertEqual({daemon.returncode for daemon in daemons if daemon.returncode is not None}, {1})
        until(lambda: self.answers(self.socket), "the one that is left listens")

    def test_a_stale_socket_is_replaced(self):
        self.socket.parent.mkdir(mode=0o700)
        with socket.socket(socket.AF_UNIX) as left_behind:
            left_behind.bind(str(self.socket))
        daemon = self.daemon()
        self.wire().call("hello")
        self.assertEqual(self.stop(daemon), 0)

    def test_after_sigkill_the_next_start_needs_no_help(self):
        daemon = self.daemon()
        self.assertEqual(self.stop(daemon, signal.SIGKILL), -signal.SIGKILL)
        self.assertTrue(self.socket.exists())
        self.daemon()
        self.wire().call("hello")

    def test_what_lies_at_the_path_and_is_no_socket_is_never_deleted(self):
        self.socket.parent.mkdir(mode=0o700)
        target = self.folder / "target"
        target.write_text("keep me")
        for name, make in (
            ("file", lambda path: path.write_text("keep me")),
            ("folder", lambda path: path.mkdir()),
            ("link", lambda path: path.symlink_to(target)),
            ("fifo", os.mkfifo),
        ):
            with self.subTest(name):
                path = self.socket.parent / name
                make(path)
                before = os.lstat(path)
                code, _, err = self.skillwaked("--socket", path, "--root", self.skills)
                self.assertEqual(code, 1)
                self.assertIn(f"skillwaked: {path}: something else lies there", err)
                self.assertEqual(os.lstat(path).st_ino, before.st_ino)
        self.assertEqual(target.read_text(), "keep me")

    def test_a_socket_at_which_another_program_listens_is_never_deleted(self):
        self.socket.parent.mkdir(mode=0o700)
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(str(self.socket))
            other.listen(1)
            code, _, err = self.skillwaked("--socket", self.socket, "--root", self.skills)
            self.assertEqual(code, 1)
            self.assertIn("another program listens there", err)
            self.assertTrue(self.answers(self.socket))

    def test_a_socket_path_of_107_bytes_serves_and_one_of_108_is_refused(self):
        start = f"{self.folder}/"
        path = start + "s" * (107 - len(start))
        daemon = self.daemon(path=path)
        self.wire(path).call("hello")
        self.assertEqual(self.stop(daemon), 0)
        code, _, err = self.skillwaked("--socket", path + "s", "--root", self.skills)
        self.assertEqual(code, 1)
        self.assertIn("socket path is longer than 107 bytes", err)
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith("sss")], [f"{os.path.basename(path)}.lock"])

    def test_the_socket_is_where_the_environment_says(self):
        for name, value, path in (
            ("SKILLWAKE_SOCKET", self.folder / "named.sock", self.folder / "named.sock"),
            ("XDG_RUNTIME_DIR", self.folder / "runtime", self.folder / "runtime/skillwake/skillwake.sock"),
        ):
            with self.subTest(name):
                daemon = self.spawn(
                    [SKILLWAKED, "--root", self.skills, "--log-level", "off"],
                    env={**self.environment, name: str(value)},
                )
                until(lambda at=path: self.answers(at), "it answers there")
                self.assertEqual(self.stop(daemon), 0)

    def activated(self, path, *flags, **environment):
        """The command line and environment of a daemon that is handed a socket at `path`."""
        command = ["/usr/bin/python3", "-c", ACTIVATE, path, SKILLWAKED, "--root", self.skills, "--log-level", "off"]
        return [*command, *flags], {**self.environment, **environment}

    def test_systemd_hands_over_a_socket_which_is_served_and_not_removed(self):
        path = self.folder / "activated.sock"
        command, environment = self.activated(path)
        daemon = self.spawn(command, env=environment)
        until(lambda: self.answers(path), "the handed socket answers")
        status = self.wire(path).call("daemon.status")
        self.assertEqual((status["pid"], status["socket"]), (daemon.pid, str(path)))
        self.assertEqual(self.stop(daemon), 0)
        self.assertTrue(path.exists(), "it is systemd's")

    def test_a_socket_that_systemd_holds_is_not_taken_from_it(self):
        path = self.folder / "activated.sock"
        command, environment = self.activated(path)
        daemon = self.spawn(command, env=environment)
        until(lambda: self.answers(path), "the handed socket answers")
        self.wire(path).call("hello")
        code, _, err = self.skillwaked("--socket", path, "--root", self.skills)
        self.assertEqual(code, 1)
        self.assertIn(f"another daemon already serves {path}", err)
        self.assertEqual(self.wire(path).call("hello")["pid"], daemon.pid)

    def test_a_handed_socket_beside_a_daemon_that_serves_there_is_left(self):
        daemon = self.daemon()
        daemon.send_signal(signal.SIGSTOP)  # else it has its place back before the other one binds
        os.rename(self.socket, self.folder / "before.sock")
        command, environment = self.activated(self.socket)
        second = self.spawn(command, env=environment, stderr=subprocess.PIPE)
        self.assertIn(b"another daemon already serves", second.communicate(timeout=PATIENCE_S)[1])
        self.assertEqual(second.returncode, 1)

    def test_what_is_handed_over_and_is_no_listening_unix_socket_is_said_and_1(self):
        for kind, count, words in (
            ("datagram", "1", "not a Unix stream socket that listens"),
            ("deaf", "1", "not a Unix stream socket that listens"),
            ("abstract", "1", "not at a path of our own user"),
            ("", "2", "LISTEN_FDS: expected one socket, got 2"),
        ):
            with self.subTest(kind + count):
                path = self.folder / f"{kind}{count}.sock"
                command, environment = self.activated(path, KIND=kind, COUNT=count)
                daemon = self.spawn(command, env=environment, stderr=subprocess.PIPE)
                self.assertIn(words, daemon.communicate(timeout=PATIENCE_S)[1].decode())
                self.assertEqual(daemon.returncode, 1)

    def test_a_listen_pid_of_another_process_is_not_for_us(self):
        environment = {**self.environment, "LISTEN_FDS": "1", "LISTEN_PID": "1"}
        self.daemon(env=environment)
        self.wire().call("hello")

    def test_daemon_stop_is_answered_and_then_done(self):
        daemon = self.daemon()
        wire = self.wire()
        self.assertEqual(wire.call("daemon.stop"), {"stopping": True})
        self.assertIsNone(wire.line())
        self.assertEqual(daemon.wait(PATIENCE_S), 0)
        self.assertFalse(self.socket.exists())

    def test_a_wrong_command_line_is_2_and_help_is_0(self):
        self.assertEqual(self.skillwaked("--no-such-flag")[0], 2)
        self.assertEqual(self.skillwaked("--max-clients", "many")[0], 2)
        code, out, _ = self.skillwaked("--help")
        self.assertEqual(code, 0)
        for flag in ("--root", "--socket", "--log-file", "--log-level", "--max-frame-bytes", "--check"):
            self.assertIn(flag, out)
        self.assertEqual(self.skillwaked("--version")[0], 0)

    def test_a_log_that_cannot_be_opened_is_said_and_1(self):
        code, _, err = self.skillwaked("--socket", self.socket, "--log-file", self.folder / "home")
        self.assertEqual(code, 1)
        self.assertIn("skillwaked: ", err)
        self.assertEqual(self.skillwaked("--socket", self.socket, "--log-level", "loud")[0], 1)

    def test_the_log_holds_no_prompt_and_no_text_of_a_skill(self):
        self.skill("rockets", "rocket", body="BODYSECRET\n")
        daemon = self.daemon("--log-level", "debug")
        self.wire().prompt("PROMPTSECRET rocket", session="SESSION")
        self.wire().call("skill.invoke", {"command": "rockets"})
        self.assertEqual(self.stop(daemon), 0)
        self.assertIn("serving socket=", self.log())
        self.assertNotIn("SECRET", self.log())

    def test_the_log_file_is_written_instead_of_stderr(self):
        daemon = self.daemon("--log-file", self.folder / "own.log")
        self.assertEqual(self.stop(daemon), 0)
        self.assertIn("serving socket=", (self.folder / "own.log").read_text())
        self.assertEqual(self.log(), "")

    def test_further_clients_than_the_limit_are_closed_and_the_others_live(self):
        self.daemon("--max-clients", "3")
        held = []
        for _ in range(3):
            wire = self.wire()
            wire.call("hello")
            held.append(wire)
        fourth = self.wire()
        fourth.send("skill.list")
        self.assertIn("too many clients", fourth.line()["error"]["message"])
        self.assertIsNone(fourth.line())
        for wire in held:
            wire.call("hello")
        held.pop().close()

        def served():
            wire = self.wire()
            try:
                wire.send("skill.list")
                return "result" in wire.line()
            except OSError:
                return False
        until(served, "a place is free again")


if __name__ == "__main__":
    unittest.main(verbosity=2)
