"""Skills that change while skillwaked serves them."""

import os
import shutil
import signal
import unittest
from pathlib import Path

from house import SKILLWAKED, House, skill_text, until


class LiveEdit(House):
    def setUp(self):
        super().setUp()
        self.skill("rockets", "rocket")
        self.served = self.daemon()
        self.link = self.wire()
        self.assertEqual(self.loaded("a rocket"), ["rockets"])

    def loaded(self, text):
        return [skill["skill"] for skill in self.link.prompt(text)["loaded"]]

    def names(self):
        return [skill["name"] for skill in self.link.call("skill.list")["skills"]]

    def body(self, name):
        return self.link.call("skill.read", {"name": name})["text"]

    def generation(self):
        return self.link.call("daemon.status")["generation"]

    def test_an_edited_skill_is_seen(self):
        before = self.generation()
        self.skill("rockets", "spaceship", body="Better.\n")
        until(lambda: "Better." in self.body("rockets"), "the new body")
        self.assertGreater(self.generation(), before)
        self.assertEqual(self.loaded("a rocket"), [])
        self.assertEqual(self.loaded("a spaceship"), ["rockets"])

    def test_an_edit_by_rename_as_editors_do_it_is_seen(self):
        file = self.skills / "rockets" / "SKILL.md"
        for round_number in range(5):
            temporary = file.with_suffix(".tmp")
            temporary.write_text(skill_text("rockets", "rocket", f"Round {round_number}.\n"))
            os.replace(temporary, file)
            until(lambda n=round_number: f"Round {n}." in self.body("rockets"), f"round {round_number}")

    def test_a_new_skill_folder_appears_and_is_watched_from_then_on(self):
        self.skill("boats", "boat")
        until(lambda: "boats" in self.names(), "the new skill")
        self.assertEqual(self.loaded("a boat"), ["boats"])
        self.skill("boats", "ship")
        until(lambda: self.loaded("a ship") == ["boats"], "the edited new skill")

    def test_of_more_folders_than_are_taken_over_at_once_each_is_watched(self):
        at_once = 1000  # kWatchesAtOnce of daemon/reloader.cc; the root's own folder is one of them
        for count in (at_once, at_once + 1, 2 * at_once + 1):
            root = self.folder / f"of-{count}"
            for number in range(count - 1):
                self.skill(f"s{number:04}", root=root)
            path = self.folder / "run" / f"{count}.sock"
            served = self.spawn([SKILLWAKED, "--socket", path, "--root", root, "--no-state", "--log-level", "off"])
            until(lambda: self.answers(path), "the daemon answers")
            link = self.wire(path)
            self.assertEqual(len(link.call("skill.list")["skills"]), count - 1)
            self.assertEqual(link.call("daemon.status")["roots"][0]["watched"], "events")
            for name in ("s0000", f"s{count // 2:04}", f"s{count - 2:04}"):
                self.skill(name, body="Better.\n", root=root)
                until(lambda n=name: "Better." in link.call("skill.read", {"name": n})["text"], f"{name} of {count}")
            self.assertEqual(self.stop(served), 0)

    def test_a_skill_deep_in_new_folders_appears(self):
        self.skill("boats", "boat", root=self.skills / "a" / "b" / "c")
        until(lambda: "boats" in self.names(), "the new skill")

    def test_a_folder_that_is_moved_in_and_out_again(self):
        self.skill("boats", "boat", root=self.folder / "aside")
        os.rename(self.folder / "aside" / "boats", self.skills / "boats")
        until(lambda: "boats" in self.names(), "the skill that was moved in")
        os.rename(self.skills / "boats", self.folder / "aside" / "boats")
        until(lambda: "boats" not in self.names(), "the skill that was moved out")

    def test_a_removed_skill_disappears(self):
        self.skill("boats", "boat")
        until(lambda: "boats" in self.names(), "the new skill")
        os.remove(self.skills / "boats" / "SKILL.md")
        until(lambda: "boats" not in self.names(), "it is gone")
        self.assertEqual(self.names(), ["rockets"])

    def test_a_half_written_skill_keeps_its_last_good_version_and_says_so(self):
        file = self.skills / "rockets" / "SKILL.md"
        text = skill_text("rockets", "rocket", "Newer.\n")
        file.write_text(text[:40])
        status = until(
            lambda: (s := self.link.call("daemon.status"))["diagnostics"] and s, "the diagnostic of the torn file"
        )
        self.assertEqual(status["diagnostics"][0]["path"], str(file))
        self.assertIn("Do it well.", self.body("rockets"))
        self.assertEqual(self.loaded("a rocket"), ["rockets"])
        file.write_text(text)
        until(lambda: "Newer." in self.body("rockets"), "the whole file")
        self.assertEqual(self.link.call("daemon.status")["diagnostics"], [])

    def test_an_emptied_skill_keeps_its_last_good_version(self):
        file = self.skills / "rockets" / "SKILL.md"
        file.write_text("")
        until(lambda: self.link.call("daemon.status")["diagnostics"], "the diagnostic of the empty file")
        self.assertIn("Do it well.", self.body("rockets"))

    def test_a_bad_skill_beside_it_hides_nothing(self):
        (self.skills / "bad").mkdir()
        (self.skills / "bad" / "SKILL.md").write_bytes(b"---\nname: \xff\xfe\n: [\n---\n")
        until(lambda: self.link.call("daemon.status")["diagnostics"], "the diagnostic")
        self.assertEqual(self.loaded("a rocket"), ["rockets"])

    def test_a_session_gets_a_changed_skill_again(self):
        self.assertEqual(len(self.link.prompt("a rocket", session="s")["loaded"]), 1)
        self.skill("rockets", "rocket", body="Better.\n")
        until(lambda: "Better." in self.body("rockets"), "the new body")
        again = self.link.prompt("a rocket", session="s")
        self.assertEqual([skill["skill"] for skill in again["loaded"]], ["rockets"])
        self.assertEqual(self.link.prompt("a rocket", session="s")["already_loaded"], ["rockets"])

    def test_a_storm_of_changes_ends_in_what_is_on_the_disk(self):
        for number in range(300):
            self.skill(f"s{number % 30}", body=f"{number}\n")
            if number % 7 == 0:
                os.remove(self.skills / f"s{number % 30}" / "SKILL.md")
        expected = {"rockets"} | {f.parent.name for f in self.skills.glob("s*/SKILL.md")}
        until(lambda: set(self.names()) == expected, "the folder as it is")
        for name in expected - {"rockets"}:
            want = (self.skills / name / "SKILL.md").read_text().splitlines()[-1]
            until(lambda n=name, w=want: self.body(n).splitlines()[-1] == w, f"the last text of {name}")

    def test_readers_never_see_a_torn_version(self):
        file = self.skills / "rockets" / "SKILL.md"
        for number in range(100):
            file.write_text(skill_text("rockets", "rocket", f"{number}\n" * 2_000))
            lines = self.body("rockets").splitlines()[2:]
            self.assertEqual(len(set(lines)), 1)
            self.assertIn(len(lines), (1, 2_000))

    def test_a_checkout_of_many_files_is_read_a_few_times_and_nothing_else_is(self):
        count = 2_000
        for number in range(count):
            self.skill(f"c{number}", body="old\n", root=self.folder / "old")
            self.skill(f"c{number}", body="new\n", root=self.folder / "new")
        os.rename(self.folder / "old", self.skills / "pack")
        until(lambda: len(self.names()) == count + 1, "the old ones")
        loads = self.root_loads()
        # It hears of all at once: a busy machine makes pauses in a checkout, and what is quiet for so long may be its end.
        self.served.send_signal(signal.SIGSTOP)
        for number in range(count):
            file = Path("pack") / f"c{number}" / "SKILL.md"
            os.replace(self.folder / "new" / f"c{number}" / "SKILL.md", self.skills / file)
        self.served.send_signal(signal.SIGCONT)
        until(lambda: "new" in self.body(f"c{count - 1}"), "the last of the new ones")
        self.assertLess(self.root_loads() - loads, count // 50)  # one where the processor is free
        for number in range(0, count, 97):
            self.assertIn("new", self.body(f"c{number}"))

    def test_a_link_whose_end_changes(self):
        (self.folder / "aside").mkdir()
        target = self.folder / "aside" / "text.md"
        target.write_text(skill_text("linked", "harpoon"))
        (self.skills / "linked").mkdir()
        (self.skills / "linked" / "SKILL.md").symlink_to(target)
        until(lambda: "linked" in self.names(), "the skill behind a link")
        target.write_text(skill_text("linked", "harpoon", "At its other end.\n"))
        until(lambda: "other end" in self.body("linked"), "the new text at the link's end")
        (self.folder / "aside" / "one").symlink_to(self.skill("hidden", root=self.folder / "x").parent)
        (self.skills / "far").symlink_to(self.folder / "aside" / "one")
        until(lambda: "hidden" in self.names(), "the skill behind two links")
        (self.folder / "aside" / "two").symlink_to(self.skill("found", root=self.folder / "x").parent)
        os.replace(self.folder / "aside" / "two", self.folder / "aside" / "one")
        until(lambda: "found" in self.names() and "hidden" not in self.names(), "the folder that it means now")

    def test_lost_events_end_in_a_whole_scan_and_a_warning(self):
        most = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
        folder = self.skills / "rockets"
        self.served.send_signal(signal.SIGSTOP)
        (folder / "x").write_text("")
        for _ in range(most // 4 + 10):
            os.replace(folder / "x", folder / "y")
            os.replace(folder / "y", folder / "x")
        self.skill("late")
        self.served.send_signal(signal.SIGCONT)
        until(lambda: "late" in self.names(), "the skill whose events were lost")
        status = self.link.call("daemon.status")
        self.assertIn("more changed at once than the system keeps, 1 times", str(status["diagnostics"]))
        self.assertIn("changes were lost", self.log())
        self.skill("later")
        until(lambda: "later" in self.names(), "a skill after that")

    def root_loads(self):
        return self.link.call("daemon.status")["roots"][0]["loads"]

    def test_sighup_and_daemon_reload_read_every_root_again(self):
        before = self.root_loads()
        generation = self.generation()
        self.served.send_signal(signal.SIGHUP)
        until(lambda: self.root_loads() > before, "read after SIGHUP")
        until(lambda: "reload reason=SIGHUP" in self.log(), "the log says why")
        before = self.root_loads()
        self.assertEqual(self.link.call("daemon.reload"), {"roots": 1})
        until(lambda: self.root_loads() > before, "read after daemon.reload")
        self.assertEqual(self.generation(), generation, "nothing had changed")
        self.assertEqual(self.loaded("a rocket"), ["rockets"])


class Unwatched(House):
    """Roots whose folders may not all be watched."""

    def test_a_root_beyond_the_limit_is_polled_and_says_so(self):
        self.skill("one")
        self.skill("two")
        self.daemon("--max-watches", 2)
        wire = self.wire()
        names = lambda: [skill["name"] for skill in wire.call("skill.list")["skills"]]
        until(lambda: names() == ["one", "two"], "both")
        status = wire.call("daemon.status")
        self.assertEqual(status["roots"][0]["watched"], "polling")
        self.assertIn("more folders than skillwaked may watch", status["diagnostics"][0]["message"])
        self.assertIn("root cannot be watched, it is polled", self.log())
        self.skill("two", "ship", body="Seen all the same.\n")
        until(lambda: "all the same" in wire.call("skill.read", {"name": "two"})["text"], "the unwatched change")
        shutil.rmtree(self.skills / "one")
        until(lambda: wire.call("daemon.status")["roots"][0]["watched"] == "events", "watched, as there is room")
        self.assertEqual(wire.call("daemon.status")["diagnostics"], [])


class Workspaces(House):
    def names(self, wire, cwd):
        return [skill["name"] for skill in wire.call("skill.list", {"cwd": str(cwd)})["skills"]]

    def test_each_folder_sees_its_own_skills_and_the_users(self):
        self.skill("common", root=self.folder / "home/.claude/skills")
        self.skill("mine", root=self.folder / "a/.claude/skills")
        (self.folder / "b").mkdir()
        self.daemon(roots=False)
        wire = self.wire()
        a = self.names(wire, self.folder / "a")
        b = self.names(wire, self.folder / "b")
        self.assertEqual(a[:2], ["mine", "common"])
        self.assertEqual(b[:1], ["common"])
        self.assertNotIn("mine", b)

    def test_a_skills_folder_that_is_made_later_is_seen(self):
        (self.folder / "a").mkdir()
        self.daemon(roots=False)
        wire = self.wire()
        self.assertNotIn("late", self.names(wire, self.folder / "a"))
        self.skill("late", root=self.folder / "a/.claude/skills")
        until(lambda: "late" in self.names(wire, self.folder / "a"), "the new root")

    def test_who_listens_hears_of_a_new_folder_of_skills_though_nobody_asks(self):
        (self.folder / "a").mkdir()
        self.daemon(roots=False)
        self.names(self.wire(), self.folder / "a")
        listener = self.wire()
        listener.call("daemon.subscribe")
        self.skill("late", root=self.folder / "a/.claude/skills")
        self.assertEqual(listener.line()["method"], "catalogue")
        wire = self.wire()
        until(lambda: "late" in self.names(wire, self.folder / "a"), "the new root")

    def test_a_root_that_is_not_there_yet_is_missing_and_served_when_it_comes(self):
        os.rmdir(self.skills)
        self.daemon()
        wire = self.wire()
        self.assertEqual(wire.call("skill.list")["skills"], [])
        self.assertEqual(wire.call("daemon.status")["roots"][0]["state"], "missing")
        self.skill("late", "rocket")
        until(lambda: wire.call("skill.list")["skills"], "the root that came")
        self.assertEqual(wire.call("daemon.status")["roots"][0]["state"], "loaded")

    def test_a_root_that_is_removed_and_made_again(self):
        self.skill("one")
        self.daemon()
        wire = self.wire()
        self.assertEqual(self.names(wire, "/"), ["one"])
        os.rename(self.skills, self.folder / "gone")
        until(lambda: self.names(wire, "/") == [], "nothing is left")
        self.skill("two")
        until(lambda: self.names(wire, "/") == ["two"], "the new folder")


if __name__ == "__main__":
    unittest.main(verbosity=2)
