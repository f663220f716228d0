"""Nothing from a skill is ever executed: the daemon's system calls while it reads and gives skills that ask for it."""

import os
import re
import shutil
import unittest

from house import SKILLWAKED, House, until

CALLS = "execve,execveat,fork,vfork,clone,clone3"


class NothingExecuted(House):
    @unittest.skipIf(shutil.which("strace") is None, "no strace")
    def test_no_skill_starts_a_process(self):
        marker = self.folder / "marker"
        file = self.skill("rockets", "rocket", f"!`touch {marker}` and $(touch {marker})\n```!\ntouch {marker}\n```\n",
                          extra="hooks: {SessionStart: [{command: 'touch x'}]}\nallowed-tools: Bash\n")
        script = file.parent / "scripts/run.sh"
        script.parent.mkdir()
        script.write_text(f"#!/bin/sh\ntouch {marker}\n")
        script.chmod(0o755)
        trace = self.folder / "trace"
        self.spawn(["strace", "-f", "-qq", "-o", trace, "-e", f"trace={CALLS}", SKILLWAKED, "--socket", self.socket,
                    "--root", self.skills])
        until(lambda: self.answers(self.socket), "the daemon answers")
        wire = self.wire()
        loaded = wire.call("session.event", {"event": {"type": "prompt", "text": "fix the rocket"}})["loaded"]
        self.assertEqual([skill["skill"] for skill in loaded], ["rockets"])
        wire.call("skill.invoke", {"skill": "rockets", "args": f"; touch {marker}"})
        wire.call("skill.read", {"name": "rockets", "file": "scripts/run.sh"})
        wire.call("daemon.reload")
        wire.call("daemon.stop")
        until(lambda: not self.answers(self.socket), "the daemon is gone")
        calls = trace.read_text().splitlines()
        named = [(re.match(r"\d+ +(?:<\.\.\. )?(\w+)", call), call) for call in calls]
        executed = [call for name, call in named if name and name[1].startswith("exec")]
        self.assertEqual(len(executed), 1, calls)  # strace's own, of the daemon
        processes = [call for name, call in named if name and ("clone" in name[1] or "fork" in name[1])]
        self.assertTrue(all("CLONE_THREAD" in call or "resumed" in call for call in processes), processes)
        self.assertFalse(os.path.exists(marker))


if __name__ == "__main__":
    unittest.main()
