"""script/check-layers finds each kind of breach, and nothing else: python3 check_layers_test.py CHECK_LAYERS"""
import subprocess
import sys
import tempfile
from pathlib import Path

# name -> (text of the file, what is said about it)
FILES = {
    "base/text.h": ("#pragma once\n#include <string>\n", None),
    "base/log.h": ("#pragma once\n#include <spdlog/logger.h>\n", None),
    "base/text.cc": ('#include "base/text.h"\n#include <vector>\n', None),
    "base/other.h": ("// no guard\n", "1: #pragma once is missing"),
    "base/up.h": ('#pragma once\n#include "skill/skill.h"\n', "2: base/ may not include skill/"),
    "skill/skill.h": ('#pragma once\n#include "base/text.h"\n#include <yaml.h>\n', None),
    "skill/wire.h": ('#pragma once\n\n#include "protocol/json.h"\n', "3: skill/ may not include protocol/"),
    "skill/gone.h": ('#pragma once\n#include "base/gone.h"\n', '2: "base/gone.h": no such file'),
    "protocol/json.h": ("#pragma once\n#include <simdjson.h>\n", None),
    "protocol/late.h": ("#pragma once\n", None),
    "protocol/late.cc": (
        '#include <string>\n#include "protocol/late.h"\n',
        '1: "protocol/late.h" must be included first: it shall compile alone',
    ),
    "protocol/never.h": ("#pragma once\n", None),
    "protocol/never.cc": ("int never;\n", '1: "protocol/never.h" is not included'),
    "protocol/near.cc": ('#include "json.h"\n', '1: "json.h": write the path from the root, like "base/text.h"'),
    "matcher/match.cc": ('#include "skill/skill.h"\n#include <re2/re2.h>\n#include <tree_sitter/api.h>\n', None),
    "matcher/json.cc": ("#include <simdjson.h>\n", "1: simdjson.h is seen in protocol only"),
    "client/main.cc": ('#include "client/main.h"\n#include "protocol/json.h"\n#include <CLI/CLI.hpp>\n', None),
    "client/skill.cc": ('#  include "skill/skill.h"\n', "1: client/ may not include skill/"),
    "client/loop.cc": ("#include <uv.h>\n", "1: uv.h is seen in daemon only"),
    "daemon/main.cc": ('#include "protocol/json.h"\n#include <uv.h>\n', None),
    "daemon/fits.cc": ("\n" * 500, None),
    "daemon/long.cc": ("\n" * 501, "501: longer than 500 lines: look for the second idea"),
    "tests/any_test.cc": ('#include "client/main.h"\n#include <re2/re2.h>\n#include <doctest/doctest.h>\n', None),
    "client/main.h": ("#pragma once\n", None),
    "third_party/node_modules/x.h": ("not ours\n", None),
}


def main():
    with tempfile.TemporaryDirectory() as folder:
        for name, (text, _) in FILES.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        checked = subprocess.run([sys.argv[1], folder], capture_output=True, text=True, check=False)
    wanted = {f"{name}:{said}" for name, (_, said) in FILES.items() if said}
    found = set(checked.stdout.splitlines())
    for line in sorted(wanted ^ found):
        print("not said:" if line in wanted else "said without reason:", line)
    return 0 if wanted == found and checked.returncode == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
