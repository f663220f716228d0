#!/usr/bin/env python3
"""Runs the labelled cases of this folder against a private daemon and holds them to thresholds.

    run.py SKILLWAKED SKILLWAKE

The skills are ours: the bundled one and those in skills/ here, which declare nothing about their activation. The
cases were labelled before they were first run. The thresholds lie a little below what was measured, so that a step
back is noticed; nothing is ever tuned to the mistakes that the run lists.
"""
import argparse
import collections
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from own_daemon import OwnDaemon  # noqa: E402

HERE = Path(__file__).resolve().parent
ROOTS = [HERE.parent.parent / "skills", HERE / "skills"]

# Level -> flags of `skillwake eval`.
THRESHOLDS = {
    "load": ["--min-precision", "0.91", "--min-recall", "0.85", "--max-false", "0.08"],
    "suggest": ["--min-precision", "0.87", "--min-recall", "0.90", "--max-false", "0.13"],
}
# The reference document's own sentences must be right, at both levels.
NEVER_WRONG = "seed"


def by_kind(results):
    """Kind -> (right, all)."""
    counts = collections.defaultdict(lambda: [0, 0])
    for result in results:
        counts[result["kind"]][0] += result["verdict"] in ("correct_trigger", "true_negative")
        counts[result["kind"]][1] += 1
    return counts


def show(report):
    metrics = report["metrics"]
    shares = "  ".join(f"{name} {metrics[name]:.3f}" for name in ("precision", "recall", "f1", "false_rate"))
    print(f"{report['level']}: {report['cases']} cases  {shares}")
    for kind, (right, all_of_it) in by_kind(report["results"]).items():
        print(f"    {kind:12} {right:3} of {all_of_it:3} right")
    for mistake in report["confusion"]:
        wanted, fired = mistake["wanted"] or "(none)", mistake["fired"] or "(none)"
        print(f"    wanted {wanted}, fired {fired}: {' '.join(mistake['cases'])}")


def never_wrong(report):
    return [result["id"] for result in report["results"] if result["kind"] == NEVER_WRONG
            and result["verdict"] not in ("correct_trigger", "true_negative")]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("skillwaked")
    arguments.add_argument("skillwake")
    chosen = arguments.parse_args()
    failures = []
    with OwnDaemon(chosen.skillwaked, ROOTS) as daemon:
        for level, thresholds in THRESHOLDS.items():
            done = daemon.run(chosen.skillwake, ["eval", HERE / "cases.jsonl", "--json", "--level", level, *thresholds])
            if not done.stdout.startswith('{"level"'):
                sys.exit(f"skillwake eval: {done.stderr or done.stdout}")
            report = json.loads(done.stdout)
            show(report)
            failures += [f"{level}: {line}" for line in report["unmet"]]
            failures += [f"{level}: no skill {name}" for name in report["unknown_skills"]]
            failures += [f"{level}: {id} is wrong" for id in never_wrong(report)]
            if (done.returncode == 0) == bool(report["unmet"]):
                failures.append(f"{level}: exit code {done.returncode}")
    print("\n".join(failures) if failures else "all thresholds met")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
