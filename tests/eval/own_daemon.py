"""A private skillwaked on given roots, and questions to it through skillwake."""
import json
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PATIENCE_S = 60.0


class OwnDaemon:
    """with OwnDaemon(skillwaked, roots) as daemon: ... It listens in a temporary folder and is gone at the end."""

    def __init__(self, skillwaked, roots):
        self.command = [str(skillwaked), "--log-level", "error", "--no-state"]
        for root in roots:
            self.command += ["--root", str(root)]

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="skillwake-eval-")
        self.socket = str(Path(self.folder.name) / "socket")
        self.process = subprocess.Popen(self.command + ["--socket", self.socket], stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE_S
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError("skillwaked did not start")
            time.sleep(0.01)
        return self

    def answers(self):
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(self.socket) == 0

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE_S)
        self.folder.cleanup()

    def run(self, skillwake, arguments, text=None):
        """The finished run of `skillwake ARGUMENTS --socket ours`."""
        return subprocess.run([str(skillwake), *map(str, arguments), "--socket", self.socket], input=text,
                              capture_output=True, text=True, encoding="utf-8")

    def match(self, skillwake, prompts):
        """Answers of `match --jsonl` to {id: prompt}, by id."""
        lines = "".join(json.dumps({"id": id, "prompt": prompt}) + "\n" for id, prompt in prompts.items())
        done = self.run(skillwake, ["match", "--jsonl", "--cwd", "/"], lines)
        answers = {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}
        refused = [answer for answer in answers.values() if "error" in answer]
        if len(answers) != len(prompts) or refused:
            raise RuntimeError(f"match --jsonl: {len(answers)} of {len(prompts)} answered, refused: {refused[:1]}")
        return answers
