#include "client/daemon_text.h"
#include "client/decision_text.h"
#include "client/history_text.h"
#include "client/skill_text.h"
#include "client/units.h"

#include <doctest/doctest.h>

/// What people read of the daemon's answers.
namespace skillwake::client {
namespace {

protocol::Evidence sample_evidence() {
    protocol::Evidence evidence;
    evidence.kind = "keyword";
    evidence.trigger = "asyncio";
    evidence.text = "AsyncIO";
    evidence.region = "prose";
    evidence.begin = 4;
    evidence.end = 11;
    evidence.weight = 0.9;
    return evidence;
}

protocol::EventResult sample_result() {
    protocol::EventResult result;
    protocol::LoadedSkill loaded;
    loaded.skill = "async";
    loaded.path = "/s/async/SKILL.md";
    loaded.why = "keyword asyncio";
    result.loaded.push_back(loaded);
    result.ranked = {{"async", "/s/async/SKILL.md", 0.93, 0.93, protocol::Action::Load, {}},
                     {"sync", "/s/sync/SKILL.md", 0.1, 0.1, protocol::Action::None, {}}};
    result.elapsed_us = 85;
    return result;
}

}  // namespace

TEST_CASE("numbers are told as people read them") {
    CHECK(microseconds_text(999) == "999 us");
    CHECK(microseconds_text(1250) == "1.2 ms");
    CHECK(microseconds_text(2500000) == "2.5 s");
    CHECK(seconds_text(59) == "59 s");
    CHECK(seconds_text(60) == "1 min");
    CHECK(seconds_text(7384) == "2 h 3 min");
    CHECK(seconds_text(100000) == "1 d 3 h");
    CHECK(bytes_text(1023) == "1023 B");
    CHECK(bytes_text(1536) == "1.5 KiB");
    CHECK(bytes_text(3U << 20U) == "3.0 MiB");
    CHECK(score_text(-0.4) == "-0.40");
    CHECK(count_text(1, "root") == "1 root");
    CHECK(count_text(0, "root") == "0 roots");
}

TEST_CASE("match prints the ranked list with score, action and reason, and what was loaded") {
    CHECK(match_text(sample_result(), {}) ==
          "SCORE  ACTION  SKILL  WHY\n"
          " 0.93  load    async  keyword asyncio\n"
          " 0.10  -       sync\n"
          "\n"
          "loaded:      async\n"
          "took:        85 us\n");
}

TEST_CASE("match tells mentions that fit nothing or several, and a budget that ended") {
    protocol::EventResult result;
    result.unknown_mentions = {{"asyn", {"async", "sync"}}, {"zzz", {}}};
    result.ambiguous_mentions = {{"pdf", {"a:pdf", "b:pdf"}}};
    result.over_budget = {"big"};
    result.complete = false;
    result.short_list = 128;
    CHECK(match_text(result, {}) ==
          "no skill has any evidence\n"
          "\n"
          "over budget: big\n"
          "unknown:     @asyn; did you mean: async, sync\n"
          "unknown:     @zzz\n"
          "ambiguous:   @pdf may be one of: a:pdf, b:pdf\n"
          "took:        0 us\n"
          "short list:  very common words were looked up in the 128 best skills only\n"
          "incomplete:  the time budget ended before all evidence was read\n");
}

TEST_CASE("explain prints each skill's evidence with its place, the thresholds, and what was missing") {
    protocol::ExplainResult result;
    auto in_file = sample_evidence();
    in_file.region.reset();
    in_file.begin.reset();
    in_file.end.reset();
    in_file.path = "/src/a.py";
    in_file.line = 3;
    in_file.weight = -0.5;
    result.ranked = {
        {"async", "/s/SKILL.md", 0.93, 0.93, protocol::Action::Load, {sample_evidence(), in_file}}};
    result.thresholds = {0.7, 0.4};
    result.need = 0.25;
    result.why_not = protocol::WhyNot{"other", 0.2, protocol::Action::None, "no declared trigger held", {}};
    CHECK(explain_text(result, {}) ==
          "async  0.93  load\n"
          "    /s/SKILL.md\n"
          "    WEIGHT  KIND     TRIGGER  MATCHED  WHERE\n"
          "      0.90  keyword  asyncio  AsyncIO  prose at 4-11\n"
          "     -0.50  keyword  asyncio  AsyncIO  /src/a.py:3\n"
          "\n"
          "thresholds:  load from 0.70, suggest from 0.40\n"
          "need:        0.25 that the words want any skill of this workspace\n"
          "took:        0 us\n"
          "\n"
          "why not other\n"
          "other  0.20  nothing\n"
          "    missing: no declared trigger held\n"
          "    no evidence\n");
}

TEST_CASE("watch prints one line when skills change") {
    CHECK(catalogue_text({7}, "12:00") == "12:00  skills changed: generation 7\n");
}

TEST_CASE("watch prints one line a decision") {
    protocol::DecisionNote note;
    note.session = "s1";
    note.agent = "sub";
    note.event = "prompt";
    note.loaded = {"async"};
    note.suggested = {"a", "b"};
    note.why = "keyword\nasyncio";
    note.elapsed_us = 85;
    CHECK(note_text(note, "12:00", {}) ==
          "12:00  s1/sub  prompt  load async  suggest a, b  85 us  (keyword asyncio)\n");
    CHECK(note_text({}, "12:00", {}) == "12:00  (no session)    nothing  0 us\n");
}

TEST_CASE("show prints the outline with line ranges and tokens, and the triggers that are declared") {
    protocol::ShowResult shown;
    shown.skill.name = "async";
    shown.skill.qualified_name = "p:async";
    shown.skill.description = "Async\n\x1b[31mpatterns";
    shown.skill.path = "/s/SKILL.md";
    shown.skill.scope = "user";
    shown.skill.tokens = 7000;
    shown.skill.digest = "d1";
    shown.skill.automatic = false;
    shown.front_matter = {{"name", "async"}};
    shown.outline = {{1, 1, "Async", 10, 690, 7000}, {2, 2, "Core Concepts", 21, 61, 400}};
    shown.triggers = {{"keyword", "asyncio", std::nullopt, "declared", 5, 1},
                      {"term", "await", std::nullopt, "derived", 0, 0.25}};
    shown.resources = {{"a.py", 2048}};
    shown.diagnostics = {{"warning", "/s/SKILL.md", 4, "unknown field", "remove it"}};
    CHECK(show_text(shown, ShownTriggers::Declared, {}) ==
          "skill:       p:async\n"
          "description: Async \\x1b[31mpatterns\n"
          "path:        /s/SKILL.md\n"
          "scope:       user\n"
          "tokens:      7000\n"
          "digest:      d1\n"
          "notes:       by name only\n"
          "\n"
          "front matter\n"
          "KEY   VALUE\n"
          "name  async\n"
          "\n"
          "outline\n"
          "NO   LINES  TOKENS  SECTION\n"
          " 1  10-690    7000  # Async\n"
          " 2   21-61     400  ## Core Concepts\n"
          "\n"
          "triggers\n"
          "KIND     TRIGGER  LANGUAGE  SOURCE    AT          WEIGHT\n"
          "keyword  asyncio            declared  SKILL.md:5    1.00\n"
          "1 derived trigger more: see them with --triggers\n"
          "\n"
          "resources\n"
          "FILE     SIZE\n"
          "a.py  2.0 KiB\n"
          "\n"
          "diagnostics\n"
          "/s/SKILL.md:4: warning: unknown field\n"
          "  fix: remove it\n");
    const auto all = show_text(shown, ShownTriggers::All, {});
    CHECK(all.find("term     await              derived   -             0.25\n") != std::string::npos);
    CHECK(all.find("--triggers") == std::string::npos);
}

TEST_CASE("list says which tool's folder each skill comes from, as its reader would write it") {
    protocol::ListResult list;
    const auto add = [&list](const std::string& path, bool rule) {
        protocol::SkillSummary skill;
        skill.qualified_name = "pdf";
        skill.scope = "user";
        skill.path = path;
        skill.rule = rule;
        skill.automatic = skill.invocable = true;
        skill.shadowed_by = "/home/me/shop/.github/skills/pdf/SKILL.md";
        list.skills.push_back(skill);
    };
    add("/home/me/.claude/skills/pdf/SKILL.md", false);
    add("/home/me/shop/.cursor/rules/pdf.mdc", true);
    add("/home/meadow/skills/pdf/SKILL.md", false);
    const Seat seat{"/home/me/shop", "/home/me"};
    CHECK(list_text(list, seat, {}) ==
          "NAME  SCOPE  FROM                 TOKENS  NOTES           DESCRIPTION\n"
          "pdf   user   ~/.claude/skills          0  shadowed\n"
          "pdf   user   .cursor/rules             0  shadowed, rule\n"
          "pdf   user   /home/meadow/skills       0  shadowed\n");
    list.skills.resize(1);
    CHECK(shadowed_text(list, seat, {}) ==
          "NAME  WHAT      PATH                           BY\n"
          "pdf   shadowed  ~/.claude/skills/pdf/SKILL.md  .github/skills/pdf/SKILL.md\n");
    CHECK(list_text(list, {}, {}).find("/home/me/.claude/skills ") != std::string::npos);
}

TEST_CASE("list says where to look when there is nothing") {
    CHECK(list_text({}, {}, {}) == "no skills here: 'skillwake status' shows where they are looked for\n");
}

TEST_CASE("status prints roots, latency and diagnostics") {
    protocol::StatusResult status;
    status.version = "0.1.0";
    status.pid = 42;
    status.socket = "/run/s.sock";
    status.uptime_s = 61;
    status.skills = 3;
    status.generation = 2;
    status.sessions = 1;
    status.clients = 1;
    status.events = {10, 85, 400, 1200};
    status.loop = {99, 12, 300, 9100, 6100, 1};
    status.roots = {{"/s", "user", 3, 1, 2, "loaded", "events"}};
    status.diagnostics = {{"error", "/s/x/SKILL.md", 0, "no front matter", ""}};
    CHECK(status_text(status, {}) ==
          "skillwaked:  0.1.0, pid 42\n"
          "socket:      /run/s.sock\n"
          "uptime:      1 min 1 s\n"
          "skills:      3, generation 2\n"
          "sessions:    1\n"
          "clients:     1, 0 subscribers\n"
          "events:      10, median 85 us, p99 400 us, longest 1.2 ms\n"
          "loop:        busy 12 us a turn, p99 300 us, longest 9.1 ms with 6.1 ms of work; 1 turn over 5 ms\n"
          "\n"
          "roots\n"
          "PATH  SCOPE  STATE   CHANGES  SKILLS  DIAGNOSTICS  LOADS\n"
          "/s    user   loaded  events        3            1      2\n"
          "\n"
          "diagnostics\n"
          "/s/x/SKILL.md: error: no front matter\n");
    status.http = protocol::HttpStatus{"http://127.0.0.1:4711/hook", "/t", 2};
    CHECK(status_text(status, {}).find("\nhttp:        http://127.0.0.1:4711/hook, 2 clients\n") !=
          std::string::npos);
}

TEST_CASE("sessions and their ledgers are tables") {
    CHECK(sessions_text({}, {}) == "no sessions\n");
    CHECK(sessions_text({{{"s1", "/home", 4, 1, 7}}}, {}) ==
          "SESSION  EVENTS  LOADED  IDLE  CWD\n"
          "s1            4       1   7 s  /home\n");
    protocol::SessionShowResult shown;
    shown.summary = {"s1", "/home", 4, 1, 7};
    shown.ledger = {
        {"", "async", "/s/SKILL.md", "d1", "automatic", 7000, 0, false, protocol::DeliveryMode::Outline}};
    CHECK(session_text(shown, {}) ==
          "session:     s1\n"
          "cwd:         /home\n"
          "events:      4\n"
          "idle:        7 s\n"
          "\n"
          "ledger\n"
          "GIVEN                AGENT   SKILL  HOW        MODE     TOKENS  HELD  DIGEST\n" +
              local_time_text(0) + "  (main)  async  automatic  outline    7000  lost  d1\n");
}

TEST_CASE("history and statistics are tables") {
    CHECK(history_text({}, {}) == "no history\n");
    CHECK(stats_text({}, {}) == "no history\n");
    protocol::HistoryEntry entry;
    entry.session = "s1";
    entry.agent = "sub";
    entry.skill = "pdf";
    entry.action = protocol::HistoryAction::Loaded;
    entry.how = "automatic";
    entry.mode = protocol::DeliveryMode::Excerpt;
    entry.triggers = {"keyword pdf", "import pypdf"};
    entry.tokens = 900;
    entry.used = true;
    protocol::HistoryEntry use;
    use.session = "s2";
    use.skill = "pdf";
    use.action = protocol::HistoryAction::Used;
    use.how = "typed";
    use.triggers = {"typed"};
    const auto time = local_time_text(0);
    CHECK(history_text({{entry, use}}, {}) ==
          "AT                   SESSION  SKILL  ACTION  HOW        MODE     TOKENS  USED  TRIGGERS\n" + time +
              "  s1/sub   pdf    loaded  automatic  excerpt     900  yes   keyword pdf, import pypdf\n" +
              time + "  s2       pdf    used    typed                    0        typed\n");
    protocol::HistoryStatsResult stats;
    stats.entries = 2;
    stats.skills = {{"pdf", 0, 1, 1, 1, 900, {{"keyword pdf", 0, 1, 1, 900}}}};
    CHECK(stats_text(stats, {}) == "2 entries since " + time +
                                       "\n\n"
                                       "SKILL  TRIGGER      SUGGESTED  LOADED  USED  UNAIDED  TOKENS\n"
                                       "pdf                         0       1     1        1     900\n"
                                       "       keyword pdf          0       1     1              900\n");
}

}  // namespace skillwake::client
