#include "base/utf8.h"
#include "client/mcp/bytes.h"
#include "client/mcp/conformance.h"
#include "client/mcp/paging.h"
#include "client/mcp/skill_list.h"
#include "client/mcp/skill_listing.h"
#include "client/mcp/skill_uri.h"
#include "tests/client/mcp/fake_backend.h"

namespace skillwake::client::mcp {
namespace {

protocol::SkillSummary skill(const std::string& name, const std::string& description = "d") {
    protocol::SkillSummary made;
    made.qualified_name = name;
    made.name = name.substr(name.rfind(':') + 1);
    made.description = description;
    made.path = "/s/" + made.name + "/SKILL.md";
    return made;
}

using Segments = std::vector<std::string>;

}  // namespace

TEST_CASE("a skill's URI ends with its own name, each part encoded") {
    CHECK(skill_uri(uri_path(skill("pdf")), "SKILL.md") == "skill://pdf/SKILL.md");
    CHECK(skill_uri(uri_path(skill("acme:pdf")), "a b/c.md") == "skill://acme/pdf/a%20b/c.md");
    CHECK(skill_uri(uri_path(skill("ü/x")), "") == "skill://%C3%BC%2Fx");
    CHECK(uri_path(skill("a b:c:d")) == "a%20b%3Ac/d");
}

TEST_CASE("segments_of takes a URI apart, and refuses what could lead elsewhere") {
    CHECK(segments_of("skill://a/b%20c/SKILL.md") == Segments{"a", "b c", "SKILL.md"});
    for (const auto* uri :
         {"", "skill:", "file:///a", "skill://", "skill://a//b", "skill://a/", "skill://a/../b",
          "skill://a/%2e%2e/b", "skill://a/./b", "skill://a/%2Fetc", "skill://a/%", "skill://a/%4",
          "skill://a/%zz", "skill://a/%00", "skill://a/%ff", "skill://a/%+1"}) {
        CAPTURE(uri);
        CHECK(!segments_of(uri));
    }
}

TEST_CASE("path_of_file_uri gives absolute paths of this machine") {
    CHECK(path_of_file_uri("file:///a/b%20c") == "/a/b c");
    CHECK(path_of_file_uri("file://localhost/a") == "/a");
    CHECK(!path_of_file_uri("file://elsewhere/a"));
    CHECK(!path_of_file_uri("https:///a"));
    CHECK(!path_of_file_uri("file:///a%"));
}

TEST_CASE("a list finds skills by URI, the longer path first, and leaves out those that stand behind") {
    protocol::ListResult result;
    result.skills = {skill("a"), skill("a:b"), skill("b"), skill("b"), skill("c")};
    result.skills[4].shadowed_by = "/x/SKILL.md";
    const SkillList list(std::move(result));
    CHECK(list.visible().size() == 3);
    CHECK(list.hidden().size() == 2);
    const auto file_at = [&list](const char* uri) {
        const auto found = list.locate(uri);
        return found ? found->skill->qualified_name + " " + found->file : "none";
    };
    CHECK(file_at("skill://a/SKILL.md") == "a SKILL.md");
    CHECK(file_at("skill://a/b/SKILL.md") == "a:b SKILL.md");
    CHECK(file_at("skill://a/b") == "a:b ");
    CHECK(file_at("skill://a") == "a ");
    CHECK(file_at("skill://%61/x/y.md") == "a x/y.md");
    CHECK(file_at("skill://c/SKILL.md") == "none");
    CHECK(file_at("skill://lost/SKILL.md") == "none");
    CHECK(list.find("a:b") != nullptr);
    CHECK(list.find("A") == nullptr);
}

TEST_CASE("a listing within its budget is whole") {
    CHECK(skill_listing({}, 1'000).empty());
    CHECK(skill_listing({skill("a", "One\n  two."), skill("p:b", "")}, 1'000) == "- a: One two.\n- p:b\n");
}

TEST_CASE("a listing over its budget shortens the longest descriptions first, then says what is missing") {
    const std::string words = "words and words and ";
    std::string longer;
    for (int times = 0; times < 40; ++times) {
        longer += words;
    }
    std::vector<protocol::SkillSummary> skills{skill("short", "A short one.")};
    for (int number = 0; number < 9; ++number) {
        skills.push_back(skill("long-" + std::to_string(number), longer));
    }
    const auto shortened = skill_listing(skills, 2'000);
    CHECK(shortened.size() <= 2'000);
    CHECK(shortened.size() > 1'700);
    CHECK(shortened.find("- short: A short one.\n") != std::string::npos);
    CHECK(shortened.find("...\n") != std::string::npos);
    CHECK(shortened.ends_with("(Some descriptions are shortened: list_skills has them in full.)\n"));

    const auto all_names = skill_listing(skills, 250);
    CHECK(all_names.starts_with("- short\n- long-0\n"));
    CHECK(all_names.find("No room for descriptions") != std::string::npos);
    const auto names = skill_listing(skills, 230);
    CHECK(names.size() <= 230);
    CHECK(names.starts_with("- short\n- long-0\n"));
    CHECK(names.find("more are not named here") != std::string::npos);
    for (std::size_t budget = 0; budget < 9'000; budget += 37) {
        CAPTURE(budget);
        CHECK(skill_listing(skills, budget).size() <= std::max<std::size_t>(budget, 160));
    }
}

TEST_CASE("one_line cuts between characters and keeps to one line") {
    CHECK(one_line("  a\n\tb\x01"
                   "c  ",
                   100) == "a b c");
    CHECK(one_line("\x01", 100).size() <= 1);
    const std::string text = "äöü 漢字 and more";
    for (std::size_t most = 0; most < 30; ++most) {
        CAPTURE(most);
        CHECK(is_valid_utf8(one_line(text, most)));
        CHECK(one_line(text, most).size() <= std::max<std::size_t>(most, 3));
    }
}

TEST_CASE("breach_of names what the Agent Skills specification does not allow") {
    const auto breach = [](const std::string& more, const std::string& name = "pdf") {
        return breach_of(RawJson{R"({"name":")" + name + R"(",)" + more + "}"}, name);
    };
    const std::string described = R"("description":"d")";
    CHECK(breach(described).empty());
    CHECK(breach(R"("description":")" + std::string(1'024, 'x') + "\"").empty());
    CHECK(!breach(R"("description":")" + std::string(1'025, 'x') + "\"").empty());
    CHECK(!breach(R"("description":"")").empty());
    CHECK(!breach(R"("license":"MIT")").empty());
    for (const auto* name : {"", "-a", "a-", "a--b", "A", "a b", "a_b", "\xC3\xBC"}) {
        CAPTURE(name);
        CHECK(!breach(described, name).empty());
    }
    CHECK(breach(described, std::string(64, 'a')).empty());
    CHECK(!breach(described, std::string(65, 'a')).empty());
    CHECK(!breach_of(RawJson{R"({"name":"x","description":"d"})"}, "pdf").empty());
    CHECK(breach(described + R"(,"compatibility":"c","metadata":{"a":"1"},"allowed-tools":["x"])").empty());
    CHECK(!breach(described + R"(,"compatibility":1)").empty());
    CHECK(!breach(described + R"(,"metadata":{"a":1})").empty());
    CHECK(!breach(described + R"(,"metadata":[])").empty());
    CHECK(!breach_of(std::nullopt, "pdf").empty());
}

TEST_CASE("digests and base64 are those of the standards") {
    CHECK(digest_of("") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(digest_of("abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : cases) {
        CHECK(base64(bytes) == text);
    }
    CHECK(base64(std::string_view("\xff\x00\xfe", 3)) == "/wD+");
    CHECK(mime_type_of("a/SKILL.MD") == "text/markdown");
    CHECK(mime_type_of("Makefile") == "application/octet-stream");
}

TEST_CASE("page_of goes through a list and refuses a cursor that is not ours") {
    protocol::JsonParser parser;
    const auto page = [&parser](const std::string& params, std::size_t total) {
        const auto json = parser.parse(params);
        const auto made = page_of(*json, total, 10);
        const auto* part = std::get_if<Page>(&made);
        return part == nullptr ? "refused"
                               : std::to_string(part->begin) + "-" + std::to_string(part->end) + " " +
                                     part->next_cursor.value_or("end");
    };
    CHECK(page("{}", 0) == "0-0 end");
    CHECK(page("{}", 10) == "0-10 end");
    CHECK(page("{}", 11) == "0-10 10");
    CHECK(page(R"({"cursor":"10"})", 11) == "10-11 end");
    CHECK(page(R"({"cursor":"99"})", 11) == "11-11 end");
    for (const auto* cursor :
         {R"("")", R"("x")", R"("-1")", R"("1x")", "1", R"("99999999999999999999999")"}) {
        CAPTURE(cursor);
        CHECK(page(std::string(R"({"cursor":)") + cursor + "}", 11) == "refused");
    }
}

}  // namespace skillwake::client::mcp
