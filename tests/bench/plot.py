#!/usr/bin/env python3
"""Plots of docs/performance.md, out of what script/bench left behind.

    tests/bench/plot.py [FOLDER_OF_JSON] [FOLDER_OF_SVG]

Each NAME.json becomes as many NAME-*.svg as it has kinds of rows: ratios over the number of skills as lines with their
spread and their goals, and times as bars. Needs nothing but Python."""

import json
import math
import sys
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 210, 50, 60
COLOURS = ["#1f6f8b", "#c8553d", "#588157", "#6d597a", "#b08900", "#555555"]
FONT = 'font-family="sans-serif" font-size="12"'


def text(x, y, words, anchor="start", extra=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {FONT} {extra}>{escape(str(words))}</text>'


def line(x1, y1, x2, y2, colour="#cccccc", extra=""):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" {extra}/>'


def document(title, body, height=HEIGHT):
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">',
            f'<rect width="{WIDTH}" height="{height}" fill="white"/>', text(LEFT, 25, title, extra='font-weight="bold"'))
    return "\n".join([*head, *body, "</svg>", ""])


class Logarithmic:
    """Places of numbers on an axis from `low` to `high`, by decades."""

    def __init__(self, values, begin, end):
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.begin, self.end = begin, end

    def __call__(self, value):
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return self.begin + part * (self.end - self.begin)

    def marks(self):
        return [10.0**decade for decade in range(self.low, self.high + 1)]


def lines_over_skills(title, rows, unit):
    """One line for each (what, where), its spread as whiskers, its goals as a dashed line of its colour."""
    across = Logarithmic([row["skills"] for row in rows], LEFT, WIDTH - RIGHT)
    values = [row[name] for row in rows for name in ("low", "high", "median")] + [row["goal"] for row in rows if "goal" in row]
    up = Logarithmic([max(value, 1e-3) for value in values], HEIGHT - BOTTOM, TOP)
    body = []
    for mark in across.marks():
        body += [line(across(mark), TOP, across(mark), HEIGHT - BOTTOM),
                 text(across(mark), HEIGHT - BOTTOM + 18, f"{mark:,.0f}", "middle")]
    for mark in up.marks():
        body += [line(LEFT, up(mark), WIDTH - RIGHT, up(mark)), text(LEFT - 8, up(mark) + 4, f"{mark:g}", "end")]
    body += [text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 20, "skills", "middle"), text(LEFT - 8, TOP - 10, unit, "end")]
    kinds = {}
    for row in rows:
        kinds.setdefault((row["what"], row["where"]), []).append(row)
    for number, ((what, where), points) in enumerate(kinds.items()):
        colour = COLOURS[number % len(COLOURS)]
        points.sort(key=lambda row: row["skills"])
        path = " ".join(f"{across(row['skills']):.1f},{up(row['median']):.1f}" for row in points)
        body.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for row in points:
            x = across(row["skills"])
            body += [f'<circle cx="{x:.1f}" cy="{up(row["median"]):.1f}" r="3" fill="{colour}"/>',
                     line(x, up(row["low"]), x, up(row["high"]), colour)]
        goals = " ".join(f"{across(row['skills']):.1f},{up(row['goal']):.1f}" for row in points if "goal" in row)
        if goals:
            body.append(f'<polyline points="{goals}" fill="none" stroke="{colour}" stroke-dasharray="4 4"/>')
        y = TOP + 36 * number
        body += [line(WIDTH - RIGHT + 12, y + 10, WIDTH - RIGHT + 32, y + 10, colour, 'stroke-width="2"'),
                 text(WIDTH - RIGHT + 38, y + 8, what.strip()), text(WIDTH - RIGHT + 38, y + 23, where, extra='fill="#666"')]
    body.append(text(WIDTH - RIGHT + 12, HEIGHT - BOTTOM, "dashed: the goal", extra='fill="#666"'))
    return document(title, body)


def bars(title, rows, unit):
    """A bar for each row, by decades: a hook and a node process differ too much for another scale."""
    left, step = 300, 28
    height = TOP + step * len(rows) + BOTTOM
    across = Logarithmic([row[name] for row in rows for name in ("low", "median", "high")], left, WIDTH - 60)
    body = []
    for mark in across.marks():
        body += [line(across(mark), TOP - 8, across(mark), height - BOTTOM + 5),
                 text(across(mark), height - BOTTOM + 20, f"{mark:,g}", "middle")]
    for number, row in enumerate(rows):
        y = TOP + step * number
        end = across(row["median"])
        body += [text(left - 8, y + 14, row["what"].strip(), "end"),
                 f'<rect x="{left}" y="{y}" width="{max(end - left, 1):.1f}" height="18" fill="{COLOURS[number % len(COLOURS)]}"/>',
                 line(across(row["low"]), y + 9, across(row["high"]), y + 9, "#000000"),
                 text(max(end, across(row["high"])) + 6, y + 14, f"{row['median']:,.0f}")]
    body.append(text((left + WIDTH) / 2, height - 18, unit, "middle"))
    return document(title, body, height)


def plots(report):
    """(name, SVG) for each."""
    machine = report["machine"]
    under = f"{report['bench']}: {machine['processor']}, {machine['processors']} processors"
    for unit, name in (("times", "ratios"), ("us", "times"), ("bytes", "bytes")):
        rows = [row for row in report["rows"] if row["unit"] == unit]
        sized = [row for row in rows if row["skills"] > 0 and "p99" not in row["what"]]
        plain = [row for row in rows if row["skills"] == 0]
        words = {"times": "times as long", "us": "microseconds", "bytes": "bytes"}[unit]
        if len({row["skills"] for row in sized}) > 1:
            for where in sorted({row["where"] for row in sized}) if unit == "us" else [None]:
                chosen = [row for row in sized if where in (None, row["where"])]
                suffix = f"-{where.replace(' ', '-')}" if where else ""
                yield f"{report['bench']}-{name}{suffix}", lines_over_skills(under, chosen, words)
        if len(plain) > 1:
            yield f"{report['bench']}-{name}", bars(under, plain, words)


def main(words):
    source = Path(words[0] if words else "build-release/bench")
    target = Path(words[1] if len(words) > 1 else "docs/performance")
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(source.glob("*.json")):
        for name, svg in plots(json.loads(file.read_text())):
            (target / f"{name}.svg").write_text(svg)
            print(target / f"{name}.svg")


if __name__ == "__main__":
    main(sys.argv[1:])
