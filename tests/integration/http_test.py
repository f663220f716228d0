"""Hooks by HTTP: what a host, a stranger and a slow client meet on the loopback."""

import json
import os
import signal
import socket
import stat
import unittest
from http.client import HTTPConnection
from pathlib import Path

from house import LONG_MS, PATIENCE_S, SKILLWAKE, House, until


def prompt(text, session="s1", **members):
    return json.dumps({"hook_event_name": "UserPromptSubmit", "session_id": session, "prompt": text, **members})


class HttpHouse(House):
    def setUp(self):
        super().setUp()
        self.skill("tuner", words="speed", body="Measure first.\n")
        self.token_file = self.folder / "home/.local/state/skillwake/http-token"

    def serve(self, *flags, **options):
        """A daemon with HTTP on a free port."""
        process = self.daemon("--http", "0", *flags, **options)
        # Else the first call waits for the skills, and on a busy machine not long enough.
        until(lambda: {root["state"] for root in self.ask_status()["roots"]} <= {"loaded", "missing"}, "skills are read")
        # What only the first hook has to wait for may take longer than one by HTTP waits; by the socket it may take its time.
        wire = self.wire()
        with wire.socket:
            wire.call("session.hook", {"input": json.loads(prompt("speed", session="first"))})
            wire.call("session.forget", {"session": "first"})
        self.status = self.ask_status()["http"]
        self.port = int(self.status["url"].split(":")[2].split("/")[0])
        self.token = Path(self.status["token_file"]).read_text().strip()
        return process

    def ask_status(self):
        wire = self.wire()
        with wire.socket:
            return wire.call("daemon.status")

    def connect(self):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        self.addCleanup(connection.close)
        return connection

    def post(self, body, path="/hook", connection=None, method="POST", **headers):
        """Code, body. A header of None is left out."""
        connection = connection or self.connect()
        given = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        given.update({name.replace("_", "-"): value for name, value in headers.items()})
        connection.request(method, path, body, {name: value for name, value in given.items() if value is not None})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def raw(self):
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)
        self.addCleanup(opened.close)
        return opened

    @staticmethod
    def heard(opened):
        """All until the daemon closes."""
        parts = []
        while True:
            try:
                got = opened.recv(1 << 16)
            except ConnectionResetError:
                got = b""
            if not got:
                return b"".join(parts)
            parts.append(got)

    def head(self, *lines, length=None):
        more = list(lines) + ([f"Content-Length: {length}"] if length is not None else [])
        host = [] if any(line.startswith("Host:") for line in lines) else [f"Host: 127.0.0.1:{self.port}"]
        return "\r\n".join(
            ["POST /hook HTTP/1.1", *host, f"Authorization: Bearer {self.token}", *more, "", ""]
        ).encode()


class Answers(HttpHouse):
    def test_the_answer_is_what_the_hook_prints(self):
        self.serve()
        for host in ("claude-code", "codex", "gemini"):
            for text in ("speed up these requests", "nothing of interest"):
                code, body = self.post(prompt(text, session=f"http-{host}"), path=f"/hook?host={host}")
                done, out, err = self.hook(prompt(text, session=f"pipe-{host}"), host)
                self.assertEqual((done, err), (0, ""))
                self.assertEqual((code, body), (200, out.rstrip("\n")), (host, text))
                self.assertEqual("Measure first." in body, text.startswith("speed"))

    def hook(self, text, host):
        return self.run_program(
            SKILLWAKE, "hook", "--socket", self.socket, "--host", host, "--deadline", LONG_MS, stdin=text
        )

    def test_one_connection_serves_many_requests_and_the_ledger_counts(self):
        self.serve()
        connection = self.connect()
        first = self.post(prompt("speed it up"), connection=connection)
        own = connection.sock
        self.assertIn("Measure first.", first[1])
        self.assertEqual(self.post(prompt("speed it up"), connection=connection), (200, ""))
        self.assertIs(connection.sock, own)
        self.assertEqual(self.ask_status()["http"]["clients"], 1)

    def test_pipelined_and_chunked_requests_are_answered_in_order(self):
        self.serve()
        opened = self.raw()
        body = prompt("speed", session="a").encode()
        chunked = self.head("Transfer-Encoding: chunked", "Connection: close") + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        opened.sendall(self.head(length=len(body)) + body + self.head(length=len(body)) + body + chunked)
        answers = self.heard(opened).split(b"HTTP/1.1 200 OK\r\n")
        self.assertEqual([b"Measure first." in answer for answer in answers], [False, True, False, False])

    def test_a_client_that_expects_to_be_told_is_told_to_go_on(self):
        self.serve()
        opened = self.raw()
        body = prompt("speed").encode()
        opened.sendall(self.head("Expect: 100-continue", "Connection: close", length=len(body)))
        told = opened.recv(25, socket.MSG_WAITALL)
        self.assertEqual(told, b"HTTP/1.1 100 Continue\r\n\r\n")
        opened.sendall(body)
        self.assertIn(b"Measure first.", self.heard(opened))

    def test_input_that_is_no_hook_is_refused_and_the_connection_lives(self):
        self.serve()
        connection = self.connect()
        for body in ("", "speed", "[]", '{"a":1}}', '{"a":1}, "cwd":"/"'):
            code, answer = self.post(body, connection=connection)
            self.assertEqual(code, 400, body)
            self.assertEqual(list(json.loads(answer)), ["error"])
        code, answer = self.post("{}", path="/hook?host=nobody", connection=connection)
        self.assertEqual((code, "host" in json.loads(answer)["error"]), (400, True))
        self.assertEqual(self.post("{}", connection=connection), (200, ""))

    def test_a_workspace_that_is_being_read_is_waited_for(self):
        self.serve(roots=False)
        project = self.folder / "project"
        self.skill("local", words="quux", body="Local words.\n", root=project / ".claude/skills")
        # Not within the time that a host is made to wait: empty. It is never an error, and it comes.
        seen = []
        until(lambda: seen.append(self.post(prompt("quux", session=f"s{len(seen)}", cwd=str(project)))) or seen[-1][1],
              "the project's skill is given")
        self.assertEqual({code for code, _ in seen}, {200})
        self.assertIn("Local words.", seen[-1][1])


class Refusals(HttpHouse):
    def test_who_may_not_ask(self):
        self.serve()
        port = self.port
        for code, headers in [
            (401, {"Authorization": None}),
            (401, {"Authorization": "Bearer " + "0" * 64}),
            (401, {"Authorization": "Bearer " + self.token[:-1]}),
            (401, {"Authorization": self.token}),
            (403, {"Host": f"evil.example:{port}"}),
            (403, {"Host": "127.0.0.1"}),
            (403, {"Host": f"127.0.0.1:{port + 1}"}),
            (403, {"Origin": "https://evil.example"}),
            (403, {"Origin": "null"}),
            (415, {"Content_Type": "text/plain"}),
            (200, {"Host": f"localhost:{port}"}),
            (200, {"Origin": f"http://localhost:{port}"}),
            (200, {"Content_Type": None}),
        ]:
            with self.subTest(headers):
                got, body = self.post(prompt("speed", session=str(headers)), **headers)
                self.assertEqual(got, code)
                self.assertEqual("Measure first." in body, code == 200)
        self.assertNotIn(self.token, self.log())

    def test_what_there_is_not(self):
        self.serve()
        for code, method, path in [
            (404, "POST", "/"),
            (404, "GET", "/hooks"),
            (405, "GET", "/hook"),
            (405, "OPTIONS", "/hook"),
            (400, "POST", "/hook?cwd=/"),
        ]:
            with self.subTest((method, path)):
                self.assertEqual(self.post("{}", path=path, method=method)[0], code)

    def test_a_refused_event_leaves_no_trace(self):
        self.serve()
        self.post(prompt("speed"), Authorization=None)
        self.assertEqual(self.wire().call("session.list")["sessions"], [])

    def test_a_body_over_the_limit_is_refused_and_its_bytes_are_taken(self):
        self.serve("--max-frame-bytes", "100000")
        big = json.dumps({"prompt": "x" * 3_000_000})
        self.assertEqual(self.post(big)[0], 413)
        opened = self.raw()
        opened.sendall(self.head("Transfer-Encoding: chunked") + b"%x\r\n" % len(big) + big.encode() + b"\r\n0\r\n\r\n")
        opened.shutdown(socket.SHUT_WR)
        self.assertTrue(self.heard(opened).startswith(b"HTTP/1.1 413 "))
        fits = prompt("speed").ljust(100_000)
        self.assertIn("Measure first.", self.post(fits)[1])
        self.assertEqual(self.post(fits + " ")[0], 413)

    def test_headers_over_the_limit_are_refused(self):
        self.serve()
        self.assertEqual(self.post("{}", X="x" * 10_000)[0], 200)
        self.assertEqual(self.post("{}", X="x" * 17_000)[0], 431)

    def test_a_slow_client_is_dropped_and_others_are_served(self):
        self.serve("--http-request-ms", "300")
        slow = {"nothing": b"", "a part of the head": self.head()[:-2], "a part of the body": self.head(length=9) + b"{"}
        opened = {}
        for name, data in slow.items():
            opened[name] = self.raw()
            opened[name].sendall(data)
        for name, connection in opened.items():
            with self.subTest(name):
                self.assertEqual(self.heard(connection), b"")
        until(lambda: self.ask_status()["http"]["clients"] == 0, "the slow ones are gone")
        # Between two requests there is more time.
        connection = self.connect()
        self.assertEqual(self.post("{}", connection=connection)[0], 200)
        own = connection.sock
        last = self.raw()
        self.heard(last)
        self.assertEqual(self.post("{}", connection=connection)[0], 200)
        self.assertIs(connection.sock, own)

    def test_a_client_over_the_limit_is_closed(self):
        self.serve("--max-http-clients", "1", "--http-request-ms", "3600000")
        held = self.connect()
        self.assertEqual(self.post("{}", connection=held)[0], 200)
        self.assertEqual(self.heard(self.raw()), b"")
        self.assertEqual(self.post("{}", connection=held)[0], 200)


class Life(HttpHouse):
    def test_it_is_off_by_default(self):
        self.daemon()
        self.assertNotIn("http", self.ask_status())
        self.assertFalse(self.token_file.exists())
        self.assertFalse(Path(str(self.socket) + ".http").exists())

    def test_it_is_served_on_the_loopback_only(self):
        self.serve()
        wanted = f":{self.port:04X}"
        tables = [table for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")) if table.exists()]
        listening = [line.split() for table in tables for line in table.read_text().splitlines()[1:]]
        ours = {row[1].split(":")[0] for row in listening if row[1].endswith(wanted) and row[3] == "0A"}
        self.assertIn("0100007F", ours)
        self.assertLessEqual(ours, {"0100007F", "00000000000000000000000001000000"})

    def test_the_url_and_the_token_lie_in_private_files(self):
        process = self.serve()
        url_file = Path(str(self.socket) + ".http")
        self.assertEqual(url_file.read_text(), self.status["url"] + "\n")
        self.assertEqual(self.status["url"], f"http://127.0.0.1:{self.port}/hook")
        self.assertEqual(Path(self.status["token_file"]), self.token_file)
        for file in (url_file, self.token_file):
            self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
        self.assertIn(self.status["url"], self.log())
        first = self.token
        held = self.connect()
        self.assertEqual(self.post("{}", connection=held)[0], 200)
        self.assertEqual(self.stop(process), 0)  # at once, whoever is connected
        self.assertFalse(url_file.exists())
        self.serve("--http-token-file", self.token_file)
        self.assertEqual(self.token, first)

    def test_without_a_state_folder_the_token_lies_beside_the_socket(self):
        self.serve("--no-state")
        self.assertEqual(Path(self.status["token_file"]), self.socket.parent / "http-token")
        self.assertEqual(self.post("{}")[0], 200)

    def failed(self, *flags):
        """Its error text: it must not serve."""
        code, _, err = self.skillwaked("--socket", self.socket, "--root", self.skills, *flags)
        self.assertEqual(code, 1, err)
        self.assertFalse(self.socket.exists())
        return err

    def test_what_it_cannot_serve_with_is_told(self):
        token = self.folder / "token"
        token.write_text("a" * 40)
        token.chmod(0o644)
        self.assertIn("others may read it", self.failed("--http", "0", "--http-token-file", token))
        token.chmod(0o600)
        token.write_text("short")
        self.assertIn("expected a token", self.failed("--http", "0", "--http-token-file", token))
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.assertIn("port", self.failed("--http", str(taken.getsockname()[1])))
        for flags in (["--http", "65536"], ["--http", "x"], ["--http-token-file", "x"]):
            self.assertEqual(self.skillwaked(*flags)[0], 2)

    def test_it_stops_with_clients_of_all_kinds(self):
        process = self.serve()
        opened = [self.raw() for _ in range(3)]
        opened[1].sendall(self.head()[:-2])
        opened[2].sendall(self.head(length=9) + b"{")
        until(lambda: self.ask_status()["http"]["clients"] == 3, "all are connected")
        self.assertEqual(self.stop(process, signal.SIGINT), 0)


if __name__ == "__main__":
    unittest.main()
