"""What skillwake is measured against: the simple ways to choose a skill for a prompt, standard library only.

Each ranker is made of skills (`Skill` below) and gives {id: score} for a prompt; a skill without a score did not match.
  SubstringHook  the hook scripts in use: each word of the name and each quoted phrase of the description, anywhere
  KeywordHook    the same as whole words, with weights: a phrase more than a word, the name more than the description
  Bm25           one field of name and description
  Bm25F          name, description, headings and body with weights of their own
"""
import collections
import functools
import math
import re
from pathlib import Path

STOP_WORDS = frozenset("""a about after all also an and any are as ask at be been before both but by can could did do does each
for from get give had has have he help her his how i if in into is it its just let like make me more most must my need needs no
nor not of off on only or other our out over please shall she should skill so some such than that the their them then there these
they this those to up us use used user users uses using very want wants was we were what when where which who why will with would
you your""".split())

WORD = re.compile(r"c\+\+|[cf]#|\.net\b|[a-z0-9]+|[^\W\d_a-z]+")
PAIRED_SCRIPT = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
QUOTED = re.compile(r"[\"“]([^\"“”]{2,80})[\"”]|`([^`]{2,60})`|(?<!\w)'([^']{4,80})'(?!\w)")


class Skill:
    """A SKILL.md as the baselines read it: front matter by lines, fenced code left out of the headings."""

    def __init__(self, id, file):
        text = Path(file).read_bytes().decode("utf-8", "replace").lstrip("\ufeff").replace("\r\n", "\n")
        front = re.match(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", text, re.S)
        fields = read_front_matter(front[1]) if front else {}
        body = text[front.end():] if front else text
        self.id = id
        self.name = fields.get("name") or Path(file).parent.name
        self.description = " ".join(fields[key] for key in ("description", "when_to_use") if fields.get(key))
        self.headings = " ".join(re.findall(r"^#{1,6}[ \t]+(.*)$", re.sub(r"```.*?```", "", body, flags=re.S), re.M))
        self.body = body[:20000]

    @functools.cached_property
    def terms(self):
        return {field: terms_of(getattr(self, field)) for field in ("name", "description", "headings", "body")}

    @functools.cached_property
    def quoted(self):
        return [next(filter(None, found)).lower() for found in QUOTED.findall(self.description)]


def read_front_matter(text):
    """Top-level keys; a value that goes on in indented lines is joined with blanks."""
    fields, key = {}, None
    for line in text.split("\n"):
        opened = re.match(r"([\w-]+)[ \t]*:(.*)$", line)
        if opened:
            key = opened[1].replace("-", "_")
            value = opened[2].strip()
            fields[key] = "" if re.fullmatch(r"[|>][-+0-9]*", value) else value
        elif key and line.strip():
            fields[key] += " " + line.strip()
    return {key: value.strip().strip("\"'") for key, value in fields.items()}


@functools.lru_cache(maxsize=None)
def stem(word):
    """English endings, cut without looking anything up."""
    if not word.isascii() or not word.isalpha() or len(word) < 4:
        return word
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("s", "")):
        if word.endswith(ending):
            word = word[:len(word) - len(ending)] + instead
            break
    for ending in ("ization", "isation", "ations", "ation", "ments", "ment", "ings", "ing", "ers", "ions", "ion", "ed",
                   "er", "ive", "al", "ly"):
        rest = word[:-len(ending)]
        if word.endswith(ending) and len(rest) >= 3 and re.search("[aeiouy]", rest):
            word = rest
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word[:-1] + "i" if word.endswith("y") else word


def words_of(text):
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text).lower()
    return [word for word in WORD.findall(text) if word not in STOP_WORDS]


def terms_of(text):
    """Stems; a run of a script without blanks becomes its pairs of characters."""
    terms = []
    for word in words_of(text):
        if PAIRED_SCRIPT.match(word):
            terms += [word[i:i + 2] for i in range(max(1, len(word) - 1))]
        else:
            terms.append(stem(word))
    return terms


class SubstringHook:
    def __init__(self, skills):
        self.keywords = {skill.id: {word for word in re.split(r"[^a-z0-9]+", skill.name.lower()) if len(word) > 1}
                         | set(skill.quoted) for skill in skills}

    def scores(self, prompt):
        text = prompt.lower()
        counts = {id: sum(keyword in text for keyword in keywords) for id, keywords in self.keywords.items()}
        return {id: count for id, count in counts.items() if count}


class KeywordHook:
    NAME_WEIGHT, DESCRIPTION_WEIGHT, PHRASE_WEIGHT = 3, 1, 5

    def __init__(self, skills):
        self.words = {}
        for skill in skills:
            weights = dict.fromkeys(words_of(skill.description), self.DESCRIPTION_WEIGHT)
            weights.update(dict.fromkeys(words_of(skill.name), self.NAME_WEIGHT))
            self.words[skill.id] = weights
        self.phrases = {skill.id: [tuple(words_of(phrase)) for phrase in skill.quoted] for skill in skills}

    def scores(self, prompt):
        words = words_of(prompt)
        text = " ".join(["", *words, ""])
        scores = {}
        for id, weights in self.words.items():
            score = sum(weights.get(word, 0) for word in set(words))
            score += sum(self.PHRASE_WEIGHT for phrase in self.phrases[id]
                         if len(phrase) > 1 and f" {' '.join(phrase)} " in text)
            if score:
                scores[id] = score
        return scores


class Bm25F:
    """Robertson and Zaragoza's: frequencies normalised by field, summed with weights, then saturated."""
    FIELDS = {"name": (3.0, 0.3), "description": (2.0, 0.5), "headings": (0.8, 0.75), "body": (0.3, 0.75)}
    K1 = 1.2

    def __init__(self, skills):
        self.postings = collections.defaultdict(dict)
        for field, (weight, b) in self.FIELDS.items():
            lengths = {skill.id: len(self.terms(skill, field)) for skill in skills}
            average = sum(lengths.values()) / len(skills) or 1
            for skill in skills:
                norm = 1 - b + b * lengths[skill.id] / average
                for term, count in collections.Counter(self.terms(skill, field)).items():
                    held = self.postings[term]
                    held[skill.id] = held.get(skill.id, 0) + weight * count / norm
        self.rarity = {term: math.log(1 + (len(skills) - len(held) + 0.5) / (len(held) + 0.5))
                       for term, held in self.postings.items()}

    @staticmethod
    def terms(skill, field):
        return skill.terms[field]

    def scores(self, prompt):
        scores = collections.defaultdict(float)
        for term in set(terms_of(prompt)):
            for id, frequency in self.postings.get(term, {}).items():
                scores[id] += self.rarity[term] * frequency * (self.K1 + 1) / (frequency + self.K1)
        return scores


class Bm25(Bm25F):
    FIELDS = {"both": (1.0, 0.75)}

    @staticmethod
    def terms(skill, field):
        return skill.terms["name"] + skill.terms["description"]
