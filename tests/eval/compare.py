#!/usr/bin/env python3
"""Measures skillwake and the baselines on ../shared/eval, where that is present, and prints one table.

    compare.py SKILLWAKED SKILLWAKE [--reliability SVG] [--mistakes N] [--sibling-only]

Sibling: the skills of one repository. Full: beside 1,000 others. Every figure is the mean over the 18 sets, but those
on prompts that need none, which are pooled: some sets have very few of them.
"""
import argparse
import collections
import functools
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MATERIAL = (HERE.parent.parent.parent / "shared" / "eval").resolve()  # answers have paths without links
sys.path[:0] = [str(HERE), str(MATERIAL / "score")]
import baselines  # noqa: E402
import reliability  # noqa: E402
from own_daemon import OwnDaemon  # noqa: E402

BASELINES = {"substring hook": baselines.SubstringHook, "weighted keywords": baselines.KeywordHook,
             "BM25, name + description": baselines.Bm25, "BM25F, all fields": baselines.Bm25F}
HOOKS = ("substring hook", "weighted keywords")
# What a threshold on the first score lets through, of every system alike.
MOST_FIRED, LEAST_OF_FIRST = 3, 0.7


def prompts_by_set(evallib):
    sets = collections.defaultdict(list)
    for record in evallib.load_prompts("dev", True):
        sets[record["set"]].append(record)
    return sets


@functools.lru_cache(maxsize=None)
def read_skill(id, file):
    return baselines.Skill(id, file)


def ask_baseline(evallib, sets, make, mode):
    """Record id -> [(skill id, score)], best first."""
    found = {}
    for name, records in sets.items():
        ranker = make([read_skill(*entry) for entry in evallib.catalogue("dev", name, mode)])
        for record in records:
            scores = ranker.scores(record["prompt"])
            found[record["id"]] = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    return found


def ask_skillwake(evallib, sets, programs, mode):
    """The same; record id -> [(skill id, confidence)]; -> skill ids that it loaded, and that it loaded or suggested."""
    found, sure, loaded, fired = {}, {}, {}, {}
    skillwaked, skillwake = programs
    for name, records in sets.items():
        ids = {file: id for id, file in evallib.catalogue("dev", name, mode)}
        roots = [MATERIAL / "dev/catalogs" / name] + ([MATERIAL / "distractors"] if mode == "full" else [])
        with OwnDaemon(skillwaked, roots) as daemon:
            answers = daemon.match(skillwake, {record["id"]: record["prompt"] for record in records})
        for id, answer in answers.items():
            known = {key: [entry for entry in answer[key] if entry["path"] in ids]
                     for key in ("ranked", "loaded", "suggested")}
            found[id] = [(ids[entry["path"]], entry["score"]) for entry in known["ranked"]]
            sure[id] = sorted(((ids[entry["path"]], entry["confidence"]) for entry in known["ranked"]),
                              key=lambda pair: -pair[1])
            loaded[id] = [ids[entry["path"]] for entry in known["loaded"]]
            fired[id] = loaded[id] + [ids[entry["path"]] for entry in known["suggested"]]
    return found, sure, loaded, fired


def fired_from(ranked, threshold):
    if not ranked or ranked[0][1] < threshold:
        return []
    return [id for id, score in ranked[:MOST_FIRED] if score >= LEAST_OF_FIRST * ranked[0][1]]


def needs_none(record):
    return record["expect"] == "ignore" and record["skill"] == "*"


def threshold_for(records, found, most):
    """The lowest threshold with no more than `most` of the prompts that need none activated."""
    tops = sorted((found[record["id"]][0][1] if found[record["id"]] else 0.0
                   for record in records if needs_none(record)), reverse=True)
    allowed = int(most * len(tops))
    return tops[allowed] * (1 + 1e-9) + 1e-12 if allowed < len(tops) else 0.0


def measured(evallib, records, activated):
    """The scorer's means over sets for what was activated; none-prompts pooled."""
    _, macro, pooled = evallib.score(records, {id: {"ranked": [], "activated": skills}
                                               for id, skills in activated.items()})
    return {"recall": macro["act_recall"], "precision": macro["act_prec"], "none": pooled["FA_none"],
            "near": macro["FA_skill"], "extra": macro["extra"]}


def recall_at(evallib, records, found, most):
    threshold = threshold_for(records, found, most)
    return measured(evallib, records, {id: fired_from(ranked, threshold) for id, ranked in found.items()})["recall"]


def ranks(evallib, records, found):
    _, macro, _ = evallib.score(records, {id: {"ranked": ranked, "activated": []} for id, ranked in found.items()})
    return [macro["R@1"], macro["R@3"]]


def text_of(value):
    return "-" if value is None else f"{value:.3f}"


def table(titles, rows):
    print("| " + " | ".join(titles) + " |")
    print("|" + "---|" * len(titles))
    for row in rows:
        print("| " + " | ".join(cell if isinstance(cell, str) else text_of(cell) for cell in row) + " |")
    print(flush=True)


def operating_points(evallib, records, found, loaded, fired):
    """Name -> what each system activates as it is meant to be used."""
    points = {f"{name}: any match": {id: [skill for skill, _ in ranked] for id, ranked in found[name].items()}
              for name in HOOKS}
    for name in BASELINES:
        if name not in HOOKS:
            threshold = threshold_for(records, found[name], 0.05)
            points[f"{name}: at 5 %"] = {id: fired_from(ranked, threshold) for id, ranked in found[name].items()}
    points["skillwake: load or suggest"] = fired
    points["skillwake: load"] = loaded
    return points


def show_mistakes(records, found, loaded, count):
    """The surest wrong first places: what was loaded wrongly, then what stood in front wrongly."""
    wrong = []
    for record in records:
        ranked = found[record["id"]]
        if not ranked:
            continue
        first, score = ranked[0]
        right = first in record["gold"] or first in record["acceptable"]
        if (record["expect"] == "activate" and not right) or (
                record["expect"] == "ignore" and record["skill"] in ("*", first)):
            wrong.append((first not in loaded[record["id"]], -score, record, first))
    for not_loaded, score, record, first in sorted(wrong, key=lambda entry: entry[:2])[:count]:
        prompt = " ".join(record["prompt"].split())
        print(f"{-score:.2f} {'' if not_loaded else 'loaded '}{first}, wanted {record['gold'] or 'none'}"
              f" [{record['id']}, {record['kind']}]: {prompt[:160]}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("programs", nargs=2, metavar=("SKILLWAKED", "SKILLWAKE"))
    arguments.add_argument("--reliability", metavar="SVG", help="draw predicted against found confidence")
    arguments.add_argument("--mistakes", type=int, default=0, metavar="N", help="list the N worst")
    arguments.add_argument("--sibling-only", action="store_true", help="leave the 1,000 distractors out")
    chosen = arguments.parse_args()
    if not (MATERIAL / "score/evallib.py").is_file():
        print("skipped: ../shared/eval is not there")
        return 0
    import evallib
    sets = prompts_by_set(evallib)
    records = [record for entries in sets.values() for record in entries]

    found = {name: ask_baseline(evallib, sets, make, "sibling") for name, make in BASELINES.items()}
    found["skillwake"], sure, loaded, fired = ask_skillwake(evallib, sets, chosen.programs, "sibling")
    rows = {name: ranks(evallib, records, ranked) for name, ranked in found.items()}
    for name in rows:
        full = [None, None]
        if not chosen.sibling_only:
            ranked = (ask_skillwake(evallib, sets, chosen.programs, "full")[0] if name == "skillwake"
                      else ask_baseline(evallib, sets, BASELINES[name], "full"))
            full = ranks(evallib, records, ranked)
        rows[name] += full + [recall_at(evallib, records, found[name], most) for most in (0.05, 0.02)]
    table(["system", "sibling R@1", "R@3", "full R@1", "R@3", "recall at <= 5 % activation", "at <= 2 %"],
          [[name, *row] for name, row in rows.items()])

    points = operating_points(evallib, records, found, loaded, fired)
    table(["system as it is used", "recall", "precision", "activation, none needed", "near misses",
           "wrong skills a prompt"],
          [[name, *measured(evallib, records, activated).values()] for name, activated in points.items()])
    if chosen.reliability:
        bins = reliability.bins_of(records, sure)
        reliability.show(bins)
        Path(chosen.reliability).write_text(reliability.draw(bins), encoding="utf-8")
    show_mistakes(records, sure, loaded, chosen.mistakes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
