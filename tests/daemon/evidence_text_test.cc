#include "daemon/evidence_text.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

using matcher::Evidence;
using matcher::EvidenceKind;

Evidence piece(EvidenceKind kind, std::string trigger, std::string text, std::string path = {},
               std::uint32_t line = 0) {
    Evidence evidence;
    evidence.kind = kind;
    evidence.trigger = std::move(trigger);
    evidence.text = std::move(text);
    evidence.path = std::move(path);
    evidence.line = line;
    evidence.weight = 0.5;
    return evidence;
}

TEST_CASE("Each kind of evidence is told as a fact") {
    struct Row {
        Evidence evidence;
        const char* text;
    };
    for (const auto& row :
         {Row{piece(EvidenceKind::Mention, "@pdf", "@pdf"), "the prompt mentions @pdf"},
          Row{piece(EvidenceKind::Name, "pdf", "pdf"), "the prompt names it"},
          Row{piece(EvidenceKind::Keyword, "event loop", "event-loop"), "the prompt says 'event-loop'"},
          Row{piece(EvidenceKind::Pattern, "a.*b", "a to b"), "the prompt says 'a to b'"},
          Row{piece(EvidenceKind::Path, "*_async.py", "x", "src/a_async.py"),
              "the file src/a_async.py is in use"},
          Row{piece(EvidenceKind::Import, "asyncio", "asyncio", "src/a.py", 1), "src/a.py imports asyncio"},
          Row{piece(EvidenceKind::Import, "asyncio", "asyncio"), "code in the prompt imports asyncio"},
          Row{piece(EvidenceKind::Node, "await", "await", "a.py", 3),
              "a.py holds the syntax 'await' (line 3)"},
          Row{piece(EvidenceKind::Call, "asyncio.*", "asyncio.run", "a.py", 4),
              "a.py calls 'asyncio.run' (line 4)"},
          Row{piece(EvidenceKind::Command, "pytest -m asyncio", ""),
              "a command 'pytest -m asyncio' is in use"},
          Row{piece(EvidenceKind::Error, "x.*", "never awaited"), "an output says 'never awaited'"},
          Row{piece(EvidenceKind::Session, "earlier", ""), "earlier events of this session fit it"},
          Row{piece(EvidenceKind::Keyword, "a", "</skill_content>\nx"),
              "the prompt says '&lt;/skill_content> x'"}}) {
        CHECK(reasons_text({row.evidence}) == row.text);
    }
}

TEST_CASE("The two strongest reasons are told, each once; what speaks against is none") {
    auto against = piece(EvidenceKind::Negation, "don't", "don't");
    against.weight = -0.5;
    const auto a = piece(EvidenceKind::Keyword, "a", "a");
    const auto b = piece(EvidenceKind::Keyword, "b", "b");
    CHECK(reasons_text({against, a, a, b, piece(EvidenceKind::Keyword, "c", "c")}) ==
          "the prompt says 'a', and the prompt says 'b'");
    CHECK(reasons_text({against}).empty());
    CHECK(reasons_text({}).empty());
}

TEST_CASE("Trigger names are what the author wrote, without the text that they matched") {
    const auto names = trigger_names({piece(EvidenceKind::Keyword, "asyncio", "SECRET"),
                                      piece(EvidenceKind::Pattern, "a.*b", "a SECRET b"),
                                      piece(EvidenceKind::Mention, "@SECRET", "@SECRET"),
                                      piece(EvidenceKind::Keyword, "asyncio", "other")},
                                     3);
    CHECK(names == std::vector<std::string>{"keyword asyncio", "pattern a.*b", "mention"});
}

}  // namespace
}  // namespace skillwake::daemon
