"""The hook adapter: exit code 0 always, one JSON object or nothing, within its own deadline. See also hook_test.py."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import threading
import time
import unittest

from house import PATIENCE_S, SKILLWAKE, House, until

# A deadline may be missed by what a busy machine needs to run us at all; without one these would wait for ever.
SLACK_S = PATIENCE_S / 2


class HookAdapter(House):
    def setUp(self):
        super().setUp()
        self.environment["SKILLWAKE_SOCKET"] = str(self.socket)

    def hook(self, data, *flags, program=SKILLWAKE, **options):
        """Its output, one JSON object or nothing; it ends with 0, says nothing on stderr, and keeps its deadline."""
        began = time.monotonic()
        done = subprocess.run([program, "hook", *flags], input=data, env=self.environment, cwd=self.folder,
                              capture_output=True, timeout=PATIENCE_S, check=False, **options)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertLess(time.monotonic() - began, SLACK_S)
        if done.stdout:
            self.assertIsInstance(json.loads(done.stdout), dict)
            self.assertEqual(done.stdout.count(b"\n"), 1)
            self.assertTrue(done.stdout.endswith(b"\n"))
        return done.stdout

    def listener(self, answer):
        """Serves each client in a thread with answer(client)."""
        self.socket.parent.mkdir(mode=0o700)
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(listener.close)
        listener.bind(str(self.socket))
        listener.listen(64)

        def serve():
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=self.answered, args=(answer, client), daemon=True).start()
        threading.Thread(target=serve, daemon=True).start()
        self.addCleanup(listener.shutdown, socket.SHUT_RDWR)

    @staticmethod
    def answered(answer, client):
        with client:
            try:
                answer(client)
            except OSError:
                pass

    def prompt(self, text="a rocket"):
        return json.dumps({"hook_event_name": "UserPromptSubmit", "session_id": "s", "prompt": text}).encode()

    def test_exit_0_and_nothing_when_the_daemon_is_stopped(self):
        daemon = self.daemon()
        daemon.send_signal(signal.SIGSTOP)
        for _ in range(10):
            self.assertEqual(self.hook(self.prompt()), b"")
        daemon.send_signal(signal.SIGCONT)

    def test_exit_0_and_nothing_when_the_daemon_dribbles(self):
        done = threading.Event()
        self.addCleanup(done.set)

        def dribble(client):
            client.recv(65536)
            for byte in b'{"jsonrpc":"2.0","id":1,"result":{"x":"' + b"y" * 100_000:
                client.sendall(bytes([byte]))
                if done.wait(0.005):
                    return
        self.listener(dribble)
        for _ in range(5):
            self.assertEqual(self.hook(self.prompt()), b"")

    def test_exit_0_and_nothing_when_the_connect_would_block(self):
        self.socket.parent.mkdir(mode=0o700)
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(listener.close)
        listener.bind(str(self.socket))
        listener.listen(0)
        held = []
        while True:
            client = socket.socket(socket.AF_UNIX)
            self.addCleanup(client.close)
            client.setblocking(False)
            try:
                client.connect(str(self.socket))
                held.append(client)
            except BlockingIOError:
                break
        self.assertGreater(len(held), 0)
        self.assertEqual(self.hook(self.prompt()), b"")

    def test_exit_0_and_nothing_when_the_daemon_answers_garbage(self):
        generator = random.Random(7)
        answers = [b"\x00" * 100, b"{}\n", b'{"jsonrpc":"2.0","id":1,"result":{"a":1}\n', b"\n" * 1000, b"x" * 2_000_000]
        answers += [generator.randbytes(generator.randrange(2000)) for _ in range(20)]
        turn = iter(answers)

        def garbage(client):
            client.recv(65536)
            client.sendall(next(turn))
        self.listener(garbage)
        for _ in answers:
            self.assertEqual(self.hook(self.prompt()), b"")

    @unittest.skipIf("ASAN_OPTIONS" in os.environ or "TSAN_OPTIONS" in os.environ, "the whole client is all there is with sanitizers")
    def test_exit_0_when_the_deadline_passes_while_the_whole_client_starts(self):
        """What the small program leaves to skillwake-cli, beside it: here a slow one."""
        programs = self.folder / "programs"
        programs.mkdir()
        shutil.copy(SKILLWAKE, programs / "skillwake")
        slow = programs / "skillwake-cli"
        slow.write_text('#!/bin/sh\necho "$1" >>called\nsleep 0.2\n')
        slow.chmod(0o755)
        for called in ("hook", "hook-failed"):
            with self.subTest(called):
                self.assertEqual(self.hook(self.prompt(), program=programs / "skillwake"), b"")
                self.assertEqual((self.folder / "called").read_text().split()[-1], called)
            if called == "hook":  # nobody listens; then one whose answer is none
                self.listener(lambda client: client.recv(65536) and client.sendall(b"x\n"))

    def test_exit_0_when_standard_input_never_ends(self):
        self.daemon()
        process = self.spawn([SKILLWAKE, "hook"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdin.write(self.prompt())
        process.stdin.flush()
        self.assertEqual(process.wait(PATIENCE_S), 0)
        self.assertEqual((process.stdout.read(), process.stderr.read()), (b"", b""))
        # Nor when it never stops.
        with open("/dev/zero", "rb") as zero:
            process = self.spawn([SKILLWAKE, "hook"], stdin=zero, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertEqual(process.wait(PATIENCE_S), 0)
            self.assertEqual((process.stdout.read(), process.stderr.read()), (b"", b""))

    def test_exit_0_when_standard_input_is_64_mb(self):
        self.daemon()
        text = self.prompt("x" * 64_000_000)
        for flags in ([], ["--deadline", "20000"]):
            with self.subTest(flags):
                process = self.spawn([SKILLWAKE, "hook", *flags], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                try:
                    process.communicate(text, timeout=PATIENCE_S)
                except BrokenPipeError:
                    pass
                self.assertEqual(process.wait(PATIENCE_S), 0)

    def test_exit_0_when_standard_input_is_garbage(self):
        self.skill("rockets", "rocket")
        self.daemon()
        until(lambda: self.hook(self.prompt(), "--deadline", "20000"), "it answers a prompt")
        generator = random.Random(11)
        whole = self.prompt("a rocket \u00e9 " + "words " * 30)
        for number in range(150):
            data = bytearray(whole)
            for _ in range(generator.randrange(1, 6)):
                at = generator.randrange(len(data))
                what = generator.randrange(4)
                if what == 0:
                    data[at] = generator.randrange(256)
                elif what == 1:
                    del data[at:at + generator.randrange(20)]
                elif what == 2:
                    data[at:at] = data[:generator.randrange(len(data))]
                else:
                    data[at:at] = generator.choice([b"\0", b"\n", b"}", b"{", b'"', b"\\", b"\xff", b"[" * 2000])
                data = data or bytearray(b"x")
            with self.subTest(number):
                self.hook(bytes(data))
        for data in (b"", b"\0" * 1000, generator.randbytes(100_000), b"{" * 100_000, b'{"a":' * 5000 + b"1" + b"}" * 5000):
            self.hook(data)


if __name__ == "__main__":
    unittest.main(verbosity=2)
