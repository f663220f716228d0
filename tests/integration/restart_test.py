"""A daemon that starts again reads what changed meanwhile, and no more."""

import re
import stat
import unittest

from house import House, until

SKILLS = 80


class Restart(House):
    def setUp(self):
        super().setUp()
        self.cache = self.folder / "state/cache"
        for number in range(SKILLS - 1):
            self.skill(f"skill-{number}", words=f"quokka{number}")
        self.skill("rockets", words="rocket")

    def start(self, *flags):
        return self.daemon("--state", self.folder / "state", *flags)

    def kept(self):
        return sorted(self.cache.glob("*.root"))

    def read(self):
        """How many skills the last start read."""
        return int(re.findall(r"root loaded .* read=([0-9]+)", self.log())[-1])

    def ask(self):
        answer = self.wire().prompt("a rocket and quokka7")
        return sorted(skill["skill"] for skill in answer["loaded"])

    def keep(self):
        process = self.start()
        self.assertEqual(self.ask(), ["rockets", "skill-7"])
        self.assertEqual(self.read(), SKILLS)
        until(self.kept, "the root is kept")
        self.assertEqual(self.stop(process), 0)

    def test_a_start_reads_what_changed_and_no_more(self):
        self.keep()
        for path, mode in [(self.cache, 0o700), (self.kept()[0], 0o600), (self.cache / "seed", 0o600)]:
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), mode, path)
        process = self.start()
        self.assertEqual(self.ask(), ["rockets", "skill-7"])
        self.assertEqual(self.read(), 0)
        self.stop(process)
        self.skill("rockets", words="boat")
        process = self.start()
        self.assertEqual(self.ask(), ["skill-7"])
        self.assertEqual(self.read(), 1)
        self.stop(process)

    def test_a_damaged_cache_is_none_and_is_made_again(self):
        self.keep()
        kept = self.kept()[0]
        whole = kept.read_bytes()
        kept.write_bytes(whole[:5000] + b"?" + whole[5001:])
        process = self.start()
        self.assertEqual(self.ask(), ["rockets", "skill-7"])
        self.assertEqual(self.read(), SKILLS)
        until(lambda: kept.read_bytes()[5000:5001] != b"?", "the root is kept again")
        self.stop(process)
        process = self.start()
        self.assertEqual(self.ask(), ["rockets", "skill-7"])
        self.assertEqual(self.read(), 0)
        self.stop(process)

    def test_another_seed_of_hashes_is_another_start(self):
        self.keep()
        (self.cache / "seed").write_bytes(b"damaged")
        process = self.start()
        self.assertEqual(self.ask(), ["rockets", "skill-7"])
        self.assertEqual(self.read(), SKILLS)
        self.stop(process)

    def test_without_state_nothing_is_kept(self):
        process = self.daemon("--no-state")
        self.assertEqual(self.ask(), ["rockets", "skill-7"])
        self.stop(process)
        self.assertFalse(self.cache.exists())

    def test_a_folder_that_is_open_to_others_is_not_used(self):
        self.cache.mkdir(parents=True, mode=0o755)
        self.cache.chmod(0o755)
        process = self.start()
        self.assertEqual(self.ask(), ["rockets", "skill-7"])
        self.assertIn("cache: every start reads all skills", self.log())
        self.assertEqual(list(self.cache.iterdir()), [])
        self.stop(process)


if __name__ == "__main__":
    unittest.main()
