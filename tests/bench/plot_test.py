"""The plots are well-formed, and hold what the report holds."""

import sys
import unittest
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parent))
import plot  # noqa: E402

MACHINE = {"processor": "A <B> & C", "processors": 2, "system": "Linux"}


def row(what, skills, unit, median, where="", **more):
    return {"what": what, "where": where, "skills": skills, "unit": unit, "median": median, "low": median * 0.9,
            "high": median * 1.1, **more}


def drawn(rows):
    return dict(plot.plots({"bench": "b", "command": "c", "rounds": 1, "machine": MACHINE, "rows": rows}))


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("text")]


class Plots(unittest.TestCase):
    def test_ratios_over_skills_are_lines_with_goals(self):
        rows = [row("event", skills, "times", ratio, "one", goal=2.0) for skills, ratio in ((1, 1.2), (1000, 3.0))]
        svg = drawn(rows)["b-ratios"]
        self.assertIn("event", texts(svg))
        self.assertEqual(svg.count("<polyline"), 2)
        self.assertEqual(svg.count("<circle"), 2)

    def test_times_are_one_plot_for_each_place(self):
        rows = [row("event", skills, "us", 10.0 * skills, where) for skills in (1, 10) for where in ("here", "over there")]
        self.assertEqual(sorted(drawn(rows)), ["b-times-here", "b-times-over-there"])

    def test_what_has_no_size_is_bars_by_decades(self):
        svg = drawn([row("hook", 0, "us", 100.0), row("node", 0, "us", 100_000.0)])["b-times"]
        self.assertLessEqual({"hook", "node", "100", "100,000"}, set(texts(svg)))
        higher = plot.Logarithmic([20.0, 90_000.0], 0.0, 80.0)
        self.assertAlmostEqual(higher(1_000.0), 40.0)

    def test_a_single_size_is_no_plot(self):
        self.assertEqual(drawn([row("event", 1, "times", 1.2)]), {})


if __name__ == "__main__":
    unittest.main()
