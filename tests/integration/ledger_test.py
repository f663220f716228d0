"""The ledger and the history outlive the daemon, however it ends, and a database that cannot be used stops nothing."""

import os
import shutil
import signal
import sqlite3
import stat
import unittest

from house import House, until


class Ledger(House):
    def setUp(self):
        super().setUp()
        self.state = self.folder / "state"
        self.database = self.state / "ledger.db"
        self.skill("rockets", words="rocket")

    def kept_daemon(self, *flags):
        return self.daemon("--state", self.state, *flags)

    def kill(self, process):
        self.stop(process, signal.SIGKILL)

    def sound(self):
        """Nothing else has the database open."""
        with sqlite3.connect(self.database) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        database.close()

    def is_committed(self, session):
        """Whether the disk holds what this session was given. Looks at a copy: the database is the daemon's alone."""
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.state, copy)
        database = sqlite3.connect(copy / "ledger.db")
        try:
            return database.execute("SELECT count(*) FROM entry WHERE session = ?", (session,)).fetchone()[0] == 1
        except sqlite3.DatabaseError:
            return False
        finally:
            database.close()

    def test_a_session_goes_on_after_the_daemon_was_stopped(self):
        process = self.kept_daemon()
        self.assertEqual(len(self.wire().prompt("a rocket", session="s")["loaded"]), 1)
        self.assertEqual(self.stop(process), 0)
        self.sound()
        process = self.kept_daemon()
        answer = self.wire().prompt("a rocket", session="s")
        self.assertEqual((answer["loaded"], answer["already_loaded"]), ([], ["rockets"]))
        shown = self.wire().call("session.show", {"session": "s"})
        self.assertEqual(shown["summary"]["events"], 2)
        self.assertEqual(len(self.wire().call("history.list")["entries"]), 1)
        self.assertEqual(self.stop(process), 0)

    def test_what_was_written_before_a_kill_holds(self):
        for round in range(6):
            with self.subTest(round=round):
                process = self.kept_daemon()
                wire = self.wire()
                wire.prompt("a rocket", session=f"first-{round}")
                until(lambda: self.is_committed(f"first-{round}"), "the first batch is written")
                # In the middle of a stream of events, of which nobody knows how many were carried out.
                for number in range(50 * round):
                    wire.send("session.event", {"session": f"s-{round}-{number}", "content": "none",
                                                "event": {"type": "prompt", "text": "a rocket"}})
                self.kill(process)
                self.sound()
        process = self.kept_daemon()
        wire = self.wire()
        for round in range(6):
            self.assertEqual(wire.prompt("a rocket", session=f"first-{round}")["already_loaded"], ["rockets"])
        # Whatever else was written is whole: a session that holds the skill is not given it again.
        for session in wire.call("session.list")["sessions"]:
            answer = wire.prompt("a rocket", session=session["session"])
            self.assertEqual(len(answer["loaded"]), 1 - session["loaded"], session)
        self.stop(process)

    def test_compaction_and_clearing_are_remembered(self):
        process = self.kept_daemon()
        wire = self.wire()
        for session, phase in (("lost", "compact"), ("wiped", "clear"), ("kept", "resume")):
            wire.prompt("a rocket", session=session)
            wire.call("session.event", {"session": session, "event": {"type": "session", "phase": phase}})
        self.stop(process)
        process = self.kept_daemon()
        wire = self.wire()
        held = {s: [e["held"] for e in wire.call("session.show", {"session": s})["ledger"]]
                for s in ("lost", "wiped", "kept")}
        self.assertEqual(held, {"lost": [False], "wiped": [], "kept": [True]})
        self.assertTrue(wire.call("session.forget", {"session": "kept"})["forgotten"])
        self.stop(process)
        self.kept_daemon()
        names = {s["session"] for s in self.wire().call("session.list")["sessions"]}
        self.assertEqual(names, {"lost", "wiped"})

    def test_no_text_of_a_prompt_is_stored(self):
        process = self.kept_daemon()
        wire = self.wire()
        wire.prompt("SECRET7 rocket @SECRET8", session="s", context={})
        wire.call("session.event", {"session": "s", "event": {
            "type": "tool", "name": "Bash", "input": {"command": "SECRET9"}, "output": "SECRET10"}})
        wire.call("skill.invoke", {"command": "rockets", "args": "SECRET11", "session": "s"})
        self.stop(process)
        for file in [path for path in self.state.rglob("*") if path.is_file()]:
            self.assertNotIn(b"SECRET", file.read_bytes(), file)

    def test_the_database_is_private_and_where_it_should_be(self):
        places = [({}, self.folder / "home/.local/state/skillwake"),
                  ({"XDG_STATE_HOME": str(self.folder / "xdg")}, self.folder / "xdg/skillwake"),
                  ({"XDG_STATE_HOME": "relative"}, self.folder / "home/.local/state/skillwake"),
                  ({"SKILLWAKE_STATE": str(self.folder / "own")}, self.folder / "own")]
        for variables, place in places:
            with self.subTest(variables):
                process = self.daemon(env={**self.environment, **variables})
                self.wire().prompt("a rocket", session="s")
                self.stop(process)
                self.assertEqual(stat.S_IMODE(place.stat().st_mode), 0o700)
                self.assertEqual(stat.S_IMODE((place / "ledger.db").stat().st_mode), 0o600)

    def test_without_state_nothing_is_written(self):
        process = self.daemon("--no-state")
        self.wire().prompt("a rocket", session="s")
        self.stop(process)
        self.assertEqual(list((self.folder / "home").iterdir()), [])
        self.assertEqual(self.skillwaked("--state", "x", "--no-state")[0], 2)

    def serves_from_memory(self, *log):
        wire = self.wire()
        wire.prompt("a rocket", session="s")
        self.assertEqual(wire.prompt("a rocket", session="s")["already_loaded"], ["rockets"])
        lines = [line for line in self.log().splitlines() if "ledger:" in line]
        self.assertEqual(len(lines), 1, lines)
        for part in log:
            self.assertIn(part, lines[0])

    def test_a_damaged_database_is_kept_aside(self):
        self.state.mkdir()
        self.database.write_bytes(b"no database at all" * 1000)
        process = self.kept_daemon()
        self.serves_from_memory("damaged", "ledger.db.damaged")
        self.stop(process)
        self.assertEqual(self.database.with_name("ledger.db.damaged").read_bytes(), b"no database at all" * 1000)
        self.sound()

    def test_a_database_of_a_newer_version_is_left_alone(self):
        self.stop(self.kept_daemon())
        database = sqlite3.connect(self.database)
        database.execute("PRAGMA user_version = 99")
        database.close()
        process = self.kept_daemon()
        self.serves_from_memory("in memory only", "newer version")
        self.stop(process)
        database = sqlite3.connect(self.database)
        self.assertEqual(database.execute("PRAGMA user_version").fetchone(), (99,))
        database.close()

    def test_of_two_daemons_one_has_the_database(self):
        first = self.kept_daemon()
        self.wire().call("hello")  # it has opened the database
        other = self.folder / "other/s.sock"
        second = self.daemon("--state", self.state, path=other)
        self.assertEqual(len(self.wire(other).prompt("a rocket", session="s")["loaded"]), 1)
        self.assertIn("in memory only", self.log())
        self.stop(first)
        self.stop(second)
        self.sound()

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_a_folder_that_cannot_be_written_stops_nothing(self):
        self.state.mkdir(mode=0o500)
        self.kept_daemon()
        self.serves_from_memory("in memory only")

    def test_a_file_in_the_folders_place_stops_nothing(self):
        self.state.write_text("")
        self.kept_daemon()
        self.serves_from_memory("in memory only", "not a folder")

    def test_history_and_stats_for_people(self):
        self.kept_daemon()
        wire = self.wire()
        self.assertEqual(self.skillwake("history"), (0, "no history\n", ""))
        self.assertEqual(self.skillwake("stats"), (0, "no history\n", ""))
        wire.prompt("a rocket", session="s")
        wire.call("session.event", {"session": "s", "event": {"type": "skill", "name": "rockets", "how": "read"}})
        code, out, _ = self.skillwake("history", "--session", "s", "--skill", "rockets", "--limit", "5")
        self.assertEqual(code, 0)
        self.assertRegex(out.splitlines()[1], r"s +rockets +loaded +automatic +full +\d+ +yes +keyword rocket")
        code, out, _ = self.skillwake("stats")
        self.assertEqual(code, 0)
        self.assertRegex(out, r"1 entry since ")
        self.assertRegex(out, r"rockets +0 +1 +1 +0 +\d+")
        self.assertRegex(out, r"keyword rocket +0 +1 +1 +\d+")
        self.assertEqual(self.skillwake("history", "--session", "other"), (0, "no history\n", ""))
        self.assertIn('"skill":"rockets"', self.skillwake("history", "--json")[1])
        self.assertIn('"skills":[', self.skillwake("stats", "--json")[1])
        self.assertEqual(self.skillwake("history", "--limit", "many")[0], 2)


if __name__ == "__main__":
    unittest.main()
