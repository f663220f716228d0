"""`skillwake hook`: what a host sees of it, whatever the daemon, the input and the host itself do."""

import fcntl
import json
import os
import shutil
import signal
import stat
import subprocess
import time
import unittest
from pathlib import Path

from house import PATIENCE_S, SKILLWAKE
from hook_house import LONG_MS, OUTPUT, HookHouse, prompt, result


class Answers(HookHouse):
    def test_the_output_is_one_json_object_and_a_line_end(self):
        fake = self.fake(result(OUTPUT))
        out = self.asked(prompt("hello"))
        self.assertEqual(out[-1:], "\n")
        self.assertEqual(json.loads(out), OUTPUT)
        request = fake.request()
        self.assertEqual((request["method"], request["id"]), ("session.hook", 1))
        self.assertEqual(request["params"]["input"], json.loads(prompt("hello")))
        self.assertEqual(self.hook_log(), "")

    def test_nothing_to_say_is_nothing_at_all(self):
        self.fake(result(None))
        self.assertEqual(self.asked(prompt("hello")), "")
        self.assertEqual(self.hook_log(), "")

    def test_the_daemon_hears_the_host_the_folder_and_until_when(self):
        fake = self.fake(result(None))
        self.asked(prompt("hello"), "--host", "gemini")
        params = fake.request()["params"]
        self.assertEqual((params["host"], params["cwd"]), ("gemini", str(self.folder)))
        now = time.clock_gettime(time.CLOCK_MONOTONIC) * 1e6
        self.assertGreater(params["until_us"], now)
        self.assertLess(params["until_us"], now + PATIENCE_S * 1e6)
        self.asked(prompt("hello"))
        self.assertNotIn("host", fake.request()["params"])

    def test_input_of_several_lines_is_one_line_to_the_daemon(self):
        fake = self.fake(result(None))
        self.asked(json.dumps(json.loads(prompt("a\nb")), indent=2) + "\r\n\n")
        self.assertEqual(fake.request()["params"]["input"]["prompt"], "a\nb")

    def test_input_cannot_ask_for_another_method(self):
        self.daemon()
        self.hook('{}},"method":"daemon.stop","params":{"input":{}', "--deadline", LONG_MS)
        self.hook('{}},"id":1,"method":"daemon.stop"}\n{"jsonrpc":"2.0","id":1,"method":"daemon.stop","params":{"x":{}')
        self.assertTrue(self.answers(self.socket))

    def test_descriptors_that_do_not_block_do_as_well(self):
        self.fake(result(OUTPUT))
        reading, stdin = os.pipe()
        stdout, writing = os.pipe()
        for end in (reading, writing):
            fcntl.fcntl(end, fcntl.F_SETFL, fcntl.fcntl(end, fcntl.F_GETFL) | os.O_NONBLOCK)
        hook = self.hook_process("--deadline", LONG_MS, stdin=reading, stdout=writing)
        os.close(reading)
        os.close(writing)
        os.write(stdin, prompt("hello").encode()[:9])
        time.sleep(0.05)
        os.write(stdin, prompt("hello").encode()[9:])
        os.close(stdin)
        with os.fdopen(stdout) as out:
            self.assertEqual(json.loads(out.read()), OUTPUT)
        self.assertEqual(hook.wait(PATIENCE_S), 0)

    def test_an_answer_in_pieces_and_with_another_behind_it(self):
        text = result({"x": "y" * 100_000})
        self.fake([text[:1], text[1:20], text[20:70_000], text[70_000:] + b"more\n"])
        self.assertEqual(json.loads(self.asked(prompt("hello"))), {"x": "y" * 100_000})

    def test_the_other_way_to_call_it(self):
        self.fake(result(OUTPUT))
        code, out, err = self.skillwake("hook", "--deadline", LONG_MS, stdin=prompt("x"))
        self.assertEqual((code, json.loads(out), err), (0, OUTPUT, ""))

    def test_help_is_for_people(self):
        code, out, _ = self.run_program(SKILLWAKE, "hook", "--help")
        self.assertEqual(code, 0)
        self.assertIn("--deadline", out)


class Trouble(HookHouse):
    """Nothing printed, 0, one line in the log."""

    def quiet(self, text, part, *flags, **options):
        before = len(self.hook_log().splitlines())
        self.assertEqual(self.hook(text, *flags, **options), "")
        self.logged(part)
        self.assertEqual(len(self.hook_log().splitlines()), before + 1)

    def test_input_that_is_no_json_object(self):
        self.daemon()
        for text, part in (
            ("", "stdin: empty"),
            (" \n", "stdin: empty"),
            ("hello", "stdin: no JSON object"),
            ("[]", "stdin: no JSON object"),
            ('{"a":}', "refused the input, code -32700"),
            ("{} {}", "refused the input, code -32700"),
            ('{"prompt":"\u0001"}', "refused the input, code -32700"),
        ):
            with self.subTest(text):
                self.quiet(text, part, "--deadline", LONG_MS)

    def test_input_that_is_not_utf8(self):
        self.daemon()
        done = subprocess.run([SKILLWAKE, "hook", "--deadline", LONG_MS], input=b'{"prompt":"\xff"}', env=self.environment,
                              capture_output=True, timeout=PATIENCE_S, check=False)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
        self.logged("code -32700")

    def test_input_beyond_the_limit(self):
        self.fake(result(OUTPUT))
        self.quiet('{"prompt":"' + "x" * (16 << 20) + '"}', "stdin: more than", "--deadline", LONG_MS)

    def test_large_input_is_passed_on(self):
        self.daemon()
        text = json.dumps({"hook_event_name": "Stop", "x": "y" * (15 << 20)})
        self.assertEqual(self.asked(text), "")
        self.assertEqual(self.hook_log(), "")

    def test_answers_that_are_none(self):
        for number, (answer, part) in enumerate((
            (b'{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"secret words"}}\n', "code -32602"),
            (b"\n", "not understood"),
            (b"hello\n", "not understood"),
            (b'{"jsonrpc":"2.0","id":1,"result":[]}\n', "not understood"),
            (b'{"jsonrpc":"2.0","id":1,"result":"x"}\n', "not understood"),
            (b'{"jsonrpc":"2.0","id":1,"result":{}\n', "not understood"),
            (b'{"jsonrpc":"2.0","id":1,"resul', "closed before the end of a line"),
            (b"", "closed before the end of a line"),
            (b"x" * (3 << 20), "more than 1048576 bytes"),
        )):
            with self.subTest(answer[:60]):
                self.socket = self.folder / "run" / f"{number}.sock"
                self.environment["SKILLWAKE_SOCKET"] = str(self.socket)
                self.fake(answer)
                self.quiet(prompt("hello"), part, "--deadline", LONG_MS)
        self.assertNotIn("secret", self.hook_log())

    def test_wrong_flags(self):
        self.fake(result(OUTPUT))
        for flags in (["--what"], ["--host", "emacs"], ["--host"], ["--deadline", "soon"], ["--deadline", "0"],
                      ["--deadline=-5"], ["--deadline", "60001"], ["extra"], ["--help", "me"], [""]):
            with self.subTest(flags):
                self.quiet(prompt("hello"), "command line: ", *flags)

    def test_a_socket_path_that_cannot_be(self):
        self.quiet(prompt("hello"), "longer than 107 bytes", "--socket", "/tmp/" + "s" * 107)
        self.quiet(prompt("hello"), "not a directory", "--socket", "/dev/null/s.sock")

    def copies(self, *names):
        """Copies of programs in a folder of their own; the first one's path."""
        lonely = self.folder / f"bin-{len(names)}"
        lonely.mkdir()
        for name in names:
            shutil.copyfile(Path(SKILLWAKE).with_name(name), lonely / name)
            (lonely / name).chmod(0o755)
        return lonely / names[0]

    def test_no_program_to_start(self):
        # Beside lone copies of the programs lies no daemon, and none on PATH.
        copy = self.copies("skillwake", "skillwake-cli")
        code, out, err = self.run_program(copy, "hook", stdin=prompt("hello"), env={**self.environment, "PATH": "/nowhere"})
        self.assertEqual((code, out, err), (0, "", ""))
        self.logged("no program skillwaked")

    def test_no_program_to_become(self):
        copy = self.copies("skillwake")
        code, out, err = self.run_program(copy, "hook", stdin=prompt("hello"))
        self.assertEqual((code, out, err), (0, "", ""))
        code, _, err = self.run_program(copy, "status")
        self.assertEqual(code, 1)
        self.assertIn("skillwake-cli: no such file", err)

    def test_its_own_folder_is_told_where_its_name_needs_no_escape(self):
        fake = self.fake(result(None))
        for name, told in (("caf\u00e9 \U0001f680", True), ("a\"b", False), ("a\\b", False), (b"\xff", False)):
            with self.subTest(name):
                folder = os.path.join(os.fsencode(self.folder), os.fsencode(name))
                os.mkdir(folder)
                self.asked(prompt("hello"), cwd=folder)
                self.assertEqual(fake.request()["params"].get("cwd"), os.fsdecode(folder) if told else None)

    def test_an_endless_wait_is_told_by_what_was_waited_for(self):
        self.fake(None)
        self.quiet(prompt("hello"), "answer of the daemon: still waiting when the deadline passed")

    def test_stdout_that_nobody_reads_any_more(self):
        self.fake(result(OUTPUT))
        reading, writing = os.pipe()
        os.close(reading)
        hook = self.hook_process("--deadline", LONG_MS, stdout=writing)
        os.close(writing)
        hook.communicate(prompt("hello").encode(), timeout=PATIENCE_S)
        self.assertEqual(hook.returncode, 0)
        self.logged("stdout: broken pipe")

    def test_no_descriptors_at_all(self):
        self.fake(result(OUTPUT))
        hook = self.hook_process("--deadline", "2000", stdin=None, stdout=None,
                                 preexec_fn=lambda: os.closerange(0, 3))
        self.assertEqual(hook.wait(PATIENCE_S), 0)

    def test_the_log_is_private_bounded_and_has_no_words_of_the_user(self):
        self.fake(b'{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"secret words"}}\n')
        self.hook(prompt("secret words"), "--deadline", LONG_MS)
        file = self.state / "hook.log"
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(self.state.stat().st_mode), 0o700)
        self.assertRegex(self.hook_log(), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \d+ the daemon refused the input, code -32602\n$")
        file.write_text("x" * (256 * 1024 - 10) + "\n")
        self.hook(prompt("secret words"), "--deadline", LONG_MS)
        self.assertEqual((self.state / "hook.log.1").stat().st_size, 256 * 1024 - 9)
        self.assertEqual(len(self.hook_log().splitlines()), 1)
        self.assertNotIn("secret", self.hook_log())

    def test_input_is_read_to_its_end_whatever_happens(self):
        large = prompt("x" * (17 << 20)).encode()
        for flags in (["--what"], ["--socket", "/dev/null/s.sock"], ["--socket", "/tmp/" + "s" * 107]):
            with self.subTest(flags):
                began = time.monotonic()
                hook = self.hook_process("--deadline", LONG_MS, *flags)
                try:
                    hook.stdin.write(large)
                    hook.stdin.close()
                except BrokenPipeError:  # a wrong flag leaves the deadline at 80 ms
                    self.assertEqual(flags, ["--what"])
                    self.assertGreaterEqual(time.monotonic() - began, 0.08)
                self.assertEqual((hook.wait(PATIENCE_S), hook.stdout.read()), (0, b""))

    def test_where_the_log_lies(self):
        self.hook("", env={**self.environment, "XDG_STATE_HOME": str(self.folder / "state")})
        self.assertTrue((self.folder / "state/skillwake/hook.log").exists())
        self.assertEqual(self.hook_log(), "")
        self.started_daemon()
        homeless = {name: value for name, value in self.environment.items() if name != "HOME"}
        self.hook("", env=homeless)
        (self.folder / "home/.local").mkdir()
        (self.folder / "home/.local/state").write_text("in the way")
        self.hook("")


class Deadlines(HookHouse):
    """Everything ends at the deadline. Without it these would wait for ever, so that the slack may be large."""

    def ends(self, *flags, part=None, at_least_s=0.0, **options):
        began = time.monotonic()
        hook = self.hook_process(*flags, **options)
        self.assertEqual(hook.wait(PATIENCE_S), 0)
        took = time.monotonic() - began
        self.assertGreaterEqual(took, at_least_s)
        self.assertLess(took, PATIENCE_S / 2)
        if hook.stdout:
            self.assertEqual(hook.stdout.read(), b"")
        if part:
            self.logged(part)

    def test_a_daemon_that_was_stopped(self):
        daemon = self.daemon()
        self.skill("rockets", "rocket")
        daemon.send_signal(signal.SIGSTOP)
        self.ends(stdin=self.file(prompt("hello")), part="answer of the daemon: still waiting when the deadline passed", at_least_s=0.08)
        self.ends("--deadline", "200", stdin=self.file(prompt("hello")), at_least_s=0.2)

    def test_what_nobody_waited_for_was_not_given(self):
        self.skill("rockets", "rocket")
        daemon = self.daemon()
        self.assertIn("rockets", self.asked(prompt("@rockets", session_id="warm")))
        daemon.send_signal(signal.SIGSTOP)
        self.ends(stdin=self.file(prompt("@rockets")))
        daemon.send_signal(signal.SIGCONT)
        self.assertIn("rockets", self.asked(prompt("@rockets")))
        self.assertEqual(self.asked(prompt("@rockets")), "")

    def test_a_compaction_counts_however_late_it_is_heard_of(self):
        self.skill("rockets", "rocket")
        daemon = self.daemon()
        self.assertIn("rockets", self.asked(prompt("@rockets")))
        daemon.send_signal(signal.SIGSTOP)
        self.ends(stdin=self.file(json.dumps({"hook_event_name": "PostCompact", "session_id": "s1"})))
        daemon.send_signal(signal.SIGCONT)
        self.assertIn("rockets", self.asked(prompt("@rockets")))

    def test_a_listener_that_takes_nobody(self):
        self.fake(None, backlog=0)
        waiting = [self.hook_process(stdin=self.file(prompt("hello"))) for _ in range(6)]
        for hook in waiting:
            self.assertEqual(hook.wait(PATIENCE_S), 0)
            self.assertEqual(hook.stdout.read(), b"")
        self.assertIn("when the deadline passed", self.hook_log())

    def test_a_peer_that_does_not_read(self):
        self.fake(None)
        self.ends(stdin=self.file(json.dumps({"x": "y" * (8 << 20)})), part="when the deadline passed")

    def test_an_answer_that_never_ends(self):
        self.fake([b"x"] * 1000)
        self.ends(stdin=self.file(prompt("hello")), part="when the deadline passed")

    def test_stdin_that_never_ends(self):
        self.fake(result(OUTPUT))
        self.ends(part="stdin: still waiting when the deadline passed", at_least_s=0.08)

    def test_stdin_that_ends_never_and_blocks_not(self):
        self.fake(result(OUTPUT))
        reading, writing = os.pipe()
        self.addCleanup(os.close, writing)
        fcntl.fcntl(reading, fcntl.F_SETFL, os.O_NONBLOCK)
        self.ends(stdin=reading, part="stdin: still waiting", at_least_s=0.08)
        os.close(reading)

    def test_a_full_stdout(self):
        self.fake(result({"x": "y" * 900_000}))
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)
        self.ends(stdin=self.file(prompt("hello")), stdout=writing, part="stdout: not all was taken")
        os.close(writing)

    def test_a_caller_that_blocks_and_ignores_alarms(self):
        self.fake(result(OUTPUT))
        def deafen():
            signal.signal(signal.SIGALRM, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        self.ends(preexec_fn=deafen, part="stdin: still waiting")


if __name__ == "__main__":
    unittest.main(verbosity=2)
