"""Watching: whatever the system does not tell, or tells too late, the catalogue soon equals a fresh scan."""

import os
import random
import shutil
import signal
import time
import unittest
from pathlib import Path

from house import SKILLWAKED, House, skill_text, until

# script/soak sets it to what docs/reliability.md says; alone on a machine it takes a few dozen.
MOST_MS = int(os.environ.get("SKILLWAKE_WATCH_MS", "0"))


class Watching(House):
    count = 200

    def setUp(self):
        super().setUp()
        self.random = random.Random(7)
        self.aside = self.folder / "aside"
        self.aside.mkdir()
        for number in range(self.count):
            self.skill(f"s{number}", f"word{number}", root=self.skills / f"group{number % 10}")

    @staticmethod
    def catalogue(wire):
        told = wire.call("skill.list")
        # What is said about watching is no matter of the scan.
        diagnostics = [d for d in told["diagnostics"] if "watch" not in d["message"] and "changed at once" not in d["message"]]
        return sorted((skill["path"], skill["digest"]) for skill in told["skills"]), diagnostics

    def fresh(self):
        """What a daemon that has just started reads there."""
        path = self.folder / "run" / f"fresh-{time.monotonic_ns()}.sock"
        daemon = self.spawn([SKILLWAKED, "--socket", path, "--root", self.skills, "--no-state", "--log-level", "off"])
        until(lambda: self.answers(path), "the fresh daemon answers")
        seen = self.catalogue(self.wire(path))
        self.assertEqual(self.stop(daemon), 0)
        return seen

    def becomes_fresh(self, what):
        """From the last change on: asks until what is served is what a fresh scan gives."""
        began = time.monotonic()
        wire = self.wire()
        before = self.catalogue(wire)
        seen = [(time.monotonic(), before)]
        deadline = began + 0.05  # more changes may come; the fresh scan is not to take their time
        while time.monotonic() < deadline:
            self.look(wire, seen)
        expected = self.fresh()
        try:
            until(lambda: self.look(wire, seen) == expected, f"the catalogue equals a fresh scan after {what}")
        except AssertionError:
            served = seen[-1][1]
            print(f"served {len(served[0])} skills, {served[1]}; fresh {len(expected[0])}, {expected[1]}")
            print(wire.call("daemon.status")["roots"], self.log(), sep="\n")
            raise
        took = (seen[-1][0] - began) * 1000
        print(f"{what}: {len(expected[0])} skills, as a fresh scan after {took:.0f} ms")
        if MOST_MS:
            self.assertLess(took, MOST_MS, what)
        return expected

    def look(self, wire, seen):
        now = self.catalogue(wire)
        if now != seen[-1][1]:
            seen.append((time.monotonic(), now))
        return now

    def rewrite(self, file):
        part = file.parent / "part"
        part.write_text(skill_text(file.parent.name, body=f"Round {self.random.random()}.\n"))
        os.replace(part, file)

    def change_some(self):
        """Of each kind of change one, and edits of some 20."""
        files = sorted(self.skills.glob("**/SKILL.md"))
        for file in self.random.sample(files, 20):
            self.rewrite(file)
        gone, moved, left = self.random.sample(files, 3)
        shutil.rmtree(gone.parent)
        os.rename(moved.parent, moved.parent.with_name("renamed"))
        os.rename(left.parent, self.aside / left.parent.name)
        self.skill("new", root=self.skills / "group1" / "deeper")

    def test_after_lost_events_the_catalogue_equals_a_fresh_scan(self):
        daemon = self.daemon()
        self.catalogue(self.wire())
        most = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
        noisy = self.skills / "group0"
        daemon.send_signal(signal.SIGSTOP)
        (noisy / "x").write_text("")
        for _ in range(most // 4 + 10):
            os.replace(noisy / "x", noisy / "y")
            os.replace(noisy / "y", noisy / "x")
        self.change_some()
        daemon.send_signal(signal.SIGCONT)
        self.becomes_fresh("lost events")
        self.assertIn("changes were lost", self.log())
        self.change_again()

    def test_without_watches_the_catalogue_equals_a_fresh_scan(self):
        self.daemon("--max-watches", 20)
        wire = self.wire()
        self.catalogue(wire)
        self.assertEqual(wire.call("daemon.status")["roots"][0]["watched"], "polling")
        self.change_some()
        self.becomes_fresh("watch exhaustion")
        self.change_again()

    def test_after_the_root_was_moved_or_deleted_the_catalogue_equals_a_fresh_scan(self):
        self.daemon()
        self.catalogue(self.wire())
        other = self.folder / "other"
        self.skill("elsewhere", root=other)
        os.rename(self.skills, self.folder / "away")
        self.assertEqual(self.becomes_fresh("the root was moved away")[0], [])
        os.rename(other, self.skills)
        self.assertEqual(len(self.becomes_fresh("another root was moved in")[0]), 1)
        self.change_again()
        shutil.rmtree(self.skills)
        self.assertEqual(self.becomes_fresh("the root was deleted")[0], [])
        shutil.copytree(self.folder / "away", self.skills)
        self.assertEqual(len(self.becomes_fresh("the root was made again")[0]), self.count)
        os.rename(self.skills, self.folder / "old")
        os.rename(self.folder / "away", self.skills)
        self.rewrite(next(self.skills.glob("group3/*/SKILL.md")))
        self.becomes_fresh("the root was exchanged")
        self.change_again()

    def test_after_its_parent_was_moved_the_catalogue_equals_a_fresh_scan(self):
        place = self.folder / "a" / "b"
        place.mkdir(parents=True)
        os.rename(self.skills, place / "skills")
        self.skills = place / "skills"
        self.daemon()
        self.catalogue(self.wire())
        os.rename(self.folder / "a", self.folder / "c")
        self.assertEqual(self.becomes_fresh("the root's parent was moved away")[0], [])
        os.rename(self.folder / "c", self.folder / "a")
        self.assertEqual(len(self.becomes_fresh("the root's parent was moved back")[0]), self.count)
        self.change_again()

    def test_after_a_storm_of_renames_the_catalogue_equals_a_fresh_scan(self):
        self.daemon()
        self.catalogue(self.wire())
        for number in range(3):
            for _ in range(1_000):
                self.rename_something()
            self.becomes_fresh(f"1,000 renames, {number + 1}.")
        self.change_again()

    def somewhere(self, place, skills):
        """A folder at or below it; with `skills` mostly a skill's, else none of a skill."""
        while self.random.random() < 0.9:
            below = sorted(entry.path for entry in os.scandir(place) if entry.is_dir())
            below = [Path(path) for path in below if skills or not os.path.exists(f"{path}/SKILL.md")]
            if not below:
                break
            place = self.random.choice(below)
        return place

    def rename_something(self):
        """A skill or a whole group goes to another place, perhaps below another, perhaps out of the root and in again."""
        roots = [self.skills] * 4 + [self.aside]
        what, into = self.somewhere(self.random.choice(roots), True), self.somewhere(self.random.choice(roots), False)
        if what not in roots and what != into and what not in into.parents and len(into.parts) - len(self.folder.parts) < 8:
            os.rename(what, into / f"n{self.random.randrange(1 << 40)}")

    def change_again(self):
        """It is not only read once: what comes after is seen too."""
        file = self.random.choice(sorted(self.skills.glob("**/SKILL.md")))
        self.rewrite(file)
        self.becomes_fresh("one edit after that")


class FewOfMany(Watching):
    """The same in a root so large that few changes are laid over its index."""

    count = 1_100


if __name__ == "__main__":
    unittest.main(verbosity=2)
