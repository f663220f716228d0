"""Who may talk with whom: the folder, the socket, and the users at both ends of it."""

import os
import signal
import socket
import stat
import unittest

from house import PATIENCE_S, SKILLWAKE, SKILLWAKED, House, until
from other_user import CLIENT, LISTENER, OTHER, OURS, as_user, needs_root, python


def mode(path):
    return stat.S_IMODE(os.lstat(path).st_mode)


class WhoMayTalk(House):
    def refused(self, path, words):
        """It does not start, and says why in one line."""
        before = sorted(os.listdir(path.parent)) if path.parent.is_dir() else None
        code, out, err = self.skillwaked("--socket", path, "--root", self.skills)
        self.assertEqual((code, out), (1, ""), err)
        self.assertEqual(len(err.splitlines()), 1, err)
        self.assertTrue(err.startswith("skillwaked: "), err)
        self.assertIn(words, err)
        if before is not None:
            self.assertEqual(sorted(os.listdir(path.parent)), before, "nothing is left behind")

    def test_a_socket_folder_wider_than_0700_refuses_to_start_with_one_clear_line(self):
        folder = self.folder / "run"
        folder.mkdir()
        for bits in (0o701, 0o704, 0o710, 0o750, 0o755, 0o770, 0o777, 0o1777):
            with self.subTest(oct(bits)):
                folder.chmod(bits)
                self.refused(self.socket, f"{folder}: open to others (mode {bits:04o}, must be 0700); choose a folder")
        folder.chmod(0o700)
        self.daemon()

    @needs_root
    def test_a_socket_folder_of_another_user_refuses_to_start_with_one_clear_line(self):
        folder = self.folder / "run"
        folder.mkdir(mode=0o700)
        os.chown(folder, OTHER, OTHER)
        self.refused(self.socket, f"{folder}: belongs to another user; choose a folder of your own with --socket")

    def test_a_socket_folder_that_is_a_planted_symlink_is_not_followed(self):
        (self.folder / "private").mkdir(mode=0o700)
        (self.folder / "run").symlink_to(self.folder / "private")
        self.refused(self.socket, "a symbolic link; choose a folder of your own with --socket")
        self.assertEqual(os.listdir(self.folder / "private"), [])

    def test_the_socket_has_0600_whatever_the_umask(self):
        for number, mask in enumerate((0, 0o022, 0o027, 0o077, 0o277, 0o777)):
            with self.subTest(oct(mask)):
                path = self.folder / f"run{number}" / "s.sock"
                daemon = self.daemon(path=path, preexec_fn=lambda mask=mask: os.umask(mask))
                self.assertEqual((mode(path.parent), mode(path), mode(f"{path}.lock")), (0o700, 0o600, 0o600))
                self.assertEqual(self.stop(daemon), 0)

    def open_house(self):
        """A daemon of another user than root, whose folder and socket somebody has opened to all."""
        self.folder.chmod(0o755)
        self.skills.chmod(0o755)
        run = self.socket.parent
        run.mkdir(mode=0o700)
        home = self.folder / "home"
        for path in (run, home):
            os.chown(path, OURS, OURS)
        daemon = self.daemon("--log-level", "trace", **as_user(OURS))
        run.chmod(0o755)
        self.socket.chmod(0o666)
        return daemon

    @needs_root
    def test_a_peer_of_another_uid_is_closed_before_a_byte_of_it_is_parsed(self):
        self.open_house()
        calls = self.log().count("call bytes=")
        stranger = python(CLIENT, self.socket, **as_user(OTHER))
        self.assertEqual(stranger.communicate(timeout=PATIENCE_S)[0], b"")
        until(lambda: 'client refused reason="another user"' in self.log(), "it is logged")
        self.assertEqual(self.log().count("call bytes="), calls)
        for user in (OURS, 0):
            friend = python(CLIENT, self.socket, **as_user(user))
            self.assertIn(b'"protocol":1', friend.communicate(timeout=PATIENCE_S)[0])

    @needs_root
    def test_the_client_checks_the_servers_uid_before_it_sends_a_prompt(self):
        self.folder.chmod(0o755)
        run = self.socket.parent
        run.mkdir()
        run.chmod(0o777)
        os.chown(self.folder / "home", OURS, OURS)
        listener = python(LISTENER, self.socket, **as_user(OTHER))
        self.addCleanup(self.end, listener)
        self.assertEqual(listener.stdout.readline(), b"listens\n")
        environment = {**self.environment, "SKILLWAKE_SOCKET": str(self.socket)}
        commands = (["hook", "--deadline", "5000"], ["match", "SECRET prompt"], ["status"], ["stop"], ["list"])
        for command in commands:
            with self.subTest(command):
                code, out, err = self.run_program(
                    SKILLWAKE, *command, stdin='{"prompt":"SECRET"}', env=environment, **as_user(OURS)
                )
                self.assertEqual(out, "")
                if command[0] == "hook":
                    self.assertEqual((code, err), (0, ""))
                    log = self.folder / "home/.local/state/skillwake/hook.log"
                    self.assertIn("belongs to another user", log.read_text())
                else:
                    self.assertNotEqual(code, 0)
                    self.assertIn("belongs to another user", err)
        for _ in commands:
            self.assertEqual(listener.stdout.readline(), b"0\n", "not a byte is sent")

    def test_a_planted_symlink_or_file_is_never_followed_or_deleted(self):
        run = self.socket.parent
        run.mkdir(mode=0o700)
        target = self.folder / "target"
        target.write_text("keep me")
        absent = self.folder / "absent"
        for name in ("s.sock", "s.sock.lock"):
            for aim in (target, absent):
                with self.subTest(f"{name} -> {aim.name}"):
                    (run / name).symlink_to(aim)
                    self.refused(self.socket, str(run / name)) if name == "s.sock.lock" else self.left_alone(run / name)
                    self.assertTrue((run / name).is_symlink())
                    (run / name).unlink()
                    (run / "s.sock.lock").unlink(missing_ok=True)
        # What a hook leaves beside the socket, and its log.
        (run / "s.sock.start").symlink_to(absent)
        state = self.folder / "home/.local/state/skillwake"
        state.mkdir(parents=True)
        (state / "hook.log").symlink_to(absent)
        environment = {**self.environment, "PATH": "/nowhere", "SKILLWAKE_SOCKET": str(self.socket)}
        self.assertEqual(self.run_program(SKILLWAKE, "hook", stdin="{}", env=environment), (0, "", ""))
        self.addCleanup(self.end_started)
        self.assertFalse(absent.exists())
        self.assertEqual(target.read_text(), "keep me")

    def left_alone(self, path):
        code, _, err = self.skillwaked("--socket", path, "--root", self.skills)
        self.assertEqual(code, 1)
        self.assertIn("something else lies there", err)

    def end_started(self):
        until(lambda: self.answers(self.socket), "the daemon that the hook has started")
        os.kill(self.wire().call("hello")["pid"], signal.SIGKILL)

    def test_paths_of_108_bytes_or_more_are_refused_with_a_message_never_truncated(self):
        start = f"{self.folder}/p/"
        for length in (108, 109, 200, 5000):
            with self.subTest(length):
                path = start + "s" * (length - len(start))
                code, _, err = self.skillwaked("--socket", path, "--root", self.skills)
                self.assertEqual(code, 1)
                self.assertIn("socket path is longer than 107 bytes", err)
                code, _, err = self.run_program(SKILLWAKE, "--socket", path, "status")
                self.assertNotEqual(code, 0)
                self.assertIn("socket path is longer than 107 bytes", err)
                self.assertEqual(self.run_program(SKILLWAKE, "hook", "--socket", path, stdin="{}"), (0, "", ""))
        self.assertFalse((self.folder / "p").exists())

    def internet_sockets_of(self, pid):
        """Those of its sockets that are none of AF_UNIX."""
        held = set()
        for number in os.listdir(f"/proc/{pid}/fd"):
            try:
                name = os.readlink(f"/proc/{pid}/fd/{number}")
            except OSError:
                continue
            if name.startswith("socket:["):
                held.add(name[len("socket:["):-1])
        with open(f"/proc/{pid}/net/unix") as table:
            local = {line.split()[6] for line in table.readlines()[1:]}
        return held - local

    def test_af_unix_only_unless_http_was_switched_on(self):
        daemon = self.daemon()
        self.wire().prompt("hello", session="s")
        self.assertEqual(self.internet_sockets_of(daemon.pid), set())
        self.assertNotIn("http", self.wire().call("daemon.status"))
        self.assertEqual(self.stop(daemon), 0)
        daemon = self.daemon("--http", "0")
        self.assertIn("http", self.wire().call("daemon.status"))
        self.assertGreaterEqual(len(self.internet_sockets_of(daemon.pid)), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
