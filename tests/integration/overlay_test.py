"""A large root of which few skills change: these count at once, and the whole is compiled when it is at rest."""

import os
import shutil
import unittest

from house import House, until

SKILLS = 1_100  # a root of 1,000 is compiled whole no more


class Overlay(House):
    def setUp(self):
        super().setUp()
        for number in range(SKILLS - 1):
            self.skill(f"skill-{number}", words=f"quokka{number}")
        self.skill("rockets", words="rocket")

    def start(self, *flags):
        self.served = self.daemon(*flags)
        self.link = self.wire()
        self.assertEqual(self.loaded("a rocket and quokka7"), ["rockets", "skill-7"])

    def loaded(self, text):
        return sorted(skill["skill"] for skill in self.link.prompt(text)["loaded"])

    def catalogue(self):
        listed = self.link.call("skill.list")["skills"]
        return [(skill["path"], skill["digest"]) for skill in listed]

    def status(self):
        status = self.link.call("daemon.status")
        return status["generation"], status["skills"], status["roots"][0]["loads"]

    def merges(self):
        return self.log().count("root merged")

    def change_some(self):
        """An edit, a new skill, a removed and a renamed one."""
        self.skill("rockets", words="boat", body="Sinks.\n")
        self.skill("trains", words="train")
        shutil.rmtree(self.skills / "skill-7")
        os.rename(self.skills / "skill-8", self.skills / "skill-8a")
        until(
            lambda: self.loaded("quokka7 on a train and a boat") == ["rockets", "trains"]
            and "skill-8a" in self.link.call("skill.show", {"name": "skill-8"})["skill"]["path"],
            "what changed",
        )

    def test_few_changes_count_and_are_merged_and_nobody_can_tell(self):
        self.start("--no-state")
        self.change_some()
        before = (self.status(), self.catalogue())
        files = sorted(str(file) for file in self.skills.glob("*/SKILL.md"))
        self.assertEqual(sorted(path for path, _ in before[1]), files)
        self.assertEqual(before[0][1], SKILLS)
        until(lambda: self.merges() == 1, "the merge")
        for _ in range(3):  # with the catalogue before, and with that of the whole index
            self.assertEqual(self.loaded("quokka7 on a train and a boat"), ["rockets", "trains"])
            self.assertEqual((self.status(), self.catalogue()), before)
        self.skill("trains", words="ship")
        until(lambda: self.loaded("a ship and a boat") == ["rockets", "trains"], "a change after it")
        self.assertEqual(self.loaded("a train"), [])

    def test_what_is_kept_for_the_next_start_is_whole(self):
        state = self.folder / "state"
        self.start("--state", state)
        self.change_some()
        until(lambda: sorted((state / "cache").glob("*.root")), "the root is kept")
        self.assertEqual(self.merges(), 1)
        self.stop(self.served)
        self.served = self.daemon("--state", state)
        self.link = self.wire()
        self.assertEqual(self.loaded("quokka7 on a train and a boat"), ["rockets", "trains"])
        self.assertIn(" read=0 ", [line for line in self.log().splitlines() if "root loaded" in line][-1])

    def test_many_changes_are_compiled_whole(self):
        self.start("--no-state")
        for number in range(200):
            self.skill(f"skill-{number}", words=f"wombat{number}")
        until(lambda: self.loaded("wombat0 and wombat199") == ["skill-0", "skill-199"], "the last of many")
        self.assertEqual(self.loaded("quokka7"), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
