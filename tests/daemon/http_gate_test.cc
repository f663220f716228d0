#include "daemon/http_gate.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace skillwake::daemon {
namespace {

const std::string kToken = "0123456789abcdef0123456789abcdef";

HttpRules rules(std::uint16_t port = 4711) {
    HttpRules made;
    made.port = port;
    made.token = kToken;
    made.body_bytes = 100;
    return made;
}

HttpHead good_head() {
    HttpHead head;
    head.method = "POST";
    head.target = "/hook";
    head.headers = {{"Host", "127.0.0.1:4711"}, {"Authorization", "Bearer " + kToken}};
    return head;
}

HttpHead with(std::string name, std::string value) {
    auto head = good_head();
    std::erase_if(head.headers, [&name](const HttpHeader& header) { return header.name == name; });
    head.headers.push_back({std::move(name), std::move(value)});
    return head;
}

/// The code of the refusal; 0: accepted.
int code_for(const HttpHead& head, const HttpRules& given = rules()) {
    const auto judged = judge_head(head, given);
    const auto* answer = std::get_if<HttpAnswer>(&judged);
    return answer == nullptr ? 0 : answer->code;
}

TEST_CASE("A post of a hook with the token is accepted, for each name of the loopback") {
    CHECK(code_for(good_head()) == 0);
    for (const auto* host : {"localhost:4711", "LocalHost:4711", "[::1]:4711", " 127.0.0.1:4711 "}) {
        CAPTURE(host);
        CHECK(code_for(with("Host", host)) == 0);
    }
    CHECK(code_for(with("Host", "localhost"), rules(80)) == 0);
    CHECK(code_for(with("Host", "localhost:80"), rules(80)) == 0);
}

TEST_CASE("A name that only leads to us, or another port, is refused") {
    for (const auto* host :
         {"evil.example:4711", "localhost.evil.example:4711", "127.0.0.1.evil.example:4711", "127.0.0.1:4712",
          "127.0.0.1:47110", "127.0.0.1", "localhost", "", "127.0.0.2:4711", "[::1]", "::1:4711",
          "0.0.0.0:4711", "127.0.0.1:4711@evil.example", "evil.example@127.0.0.1:4711", "127.0.0.1:04711",
          "127.1:4711"}) {
        CAPTURE(host);
        CHECK(code_for(with("Host", host)) == 403);
    }
}

TEST_CASE("Host must be there, and once") {
    auto head = good_head();
    head.headers.push_back({"host", "127.0.0.1:4711"});
    CHECK(code_for(head) == 400);
    head.headers.clear();
    CHECK(code_for(head) == 400);
}

TEST_CASE("Pages of other places may not ask, those of this machine may") {
    for (const auto* origin :
         {"http://127.0.0.1:4711", "http://localhost", "http://localhost:3000", "https://[::1]:8443"}) {
        CAPTURE(origin);
        CHECK(code_for(with("Origin", origin)) == 0);
    }
    for (const auto* origin :
         {"http://evil.example", "https://localhost.evil.example", "http://127.0.0.1.evil.example:80", "null",
          "", "http://", "localhost:4711", "file://localhost", "http://localhost:80@evil.example",
          "http://localhost:8a", "http://localhost/", "http://evil.example:4711"}) {
        CAPTURE(origin);
        CHECK(code_for(with("Origin", origin)) == 403);
    }
    auto two = with("Origin", "http://localhost");
    two.headers.push_back({"ORIGIN", "http://evil.example"});
    CHECK(code_for(two) == 403);
}

TEST_CASE("Without the token, or with another one, nothing is done") {
    CHECK(code_for(with("Authorization", "bearer  " + kToken)) == 0);
    for (const auto& value : std::vector<std::string>{
             "", "Bearer", "Bearer ", kToken, "Basic " + kToken, "Bearer " + kToken + "0",
             "Bearer " + kToken.substr(1), "Bearer 1123456789abcdef0123456789abcdef",
             "Bearer 0123456789abcdef0123456789abcdee", "Bearer 0123456789ABCDEF0123456789ABCDEF"}) {
        CAPTURE(value);
        CHECK(code_for(with("Authorization", value)) == 401);
    }
    auto head = good_head();
    head.headers.push_back({"Authorization", "Bearer " + kToken});
    CHECK(code_for(head) == 401);
    head.headers.resize(1);
    CHECK(code_for(head) == 401);
}

TEST_CASE("There is /hook, with a host or without") {
    auto head = good_head();
    head.target = "/hook?host=codex";
    const auto judged = judge_head(head, rules());
    REQUIRE(std::holds_alternative<HttpWish>(judged));
    CHECK(std::get<HttpWish>(judged).host == "codex");
    const std::vector<std::pair<const char*, int>> bad = {
        {"/", 404},           {"/hook/", 404}, {"/hooks", 404},
        {"*", 404},           {"//hook", 404}, {"/HOOK", 404},
        {"/%68ook", 404},     {"", 404},       {"http://a/hook", 404},
        {"/hook?cwd=/", 400}, {"/hook?", 400}};
    for (const auto& [target, code] : bad) {
        CAPTURE(target);
        head.target = target;
        CHECK(code_for(head) == code);
    }
}

TEST_CASE("Only POST") {
    for (const auto* method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT"}) {
        CAPTURE(method);
        auto head = good_head();
        head.method = method;
        CHECK(code_for(head) == 405);
    }
}

TEST_CASE("What says that it is no JSON is refused") {
    for (const auto* type : {"application/json", "Application/JSON", "application/json; charset=utf-8"}) {
        CAPTURE(type);
        CHECK(code_for(with("Content-Type", type)) == 0);
    }
    for (const auto* type : {"text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"}) {
        CAPTURE(type);
        CHECK(code_for(with("Content-Type", type)) == 415);
    }
}

TEST_CASE("A body of the limit is accepted, one past it is not waited for") {
    auto head = good_head();
    head.length = 100;
    CHECK(code_for(head) == 0);
    head.length = 101;
    CHECK(code_for(head) == 413);
}

TEST_CASE("A stranger learns nothing but that he is one") {
    HttpHead head = with("Authorization", "Bearer no");
    head.method = "GET";
    head.target = "/other";
    head.length = 1'000;
    CHECK(code_for(head) == 401);
    head.headers.push_back({"Origin", "http://evil.example"});
    CHECK(code_for(head) == 403);
}

TEST_CASE("Secrets are equal or not") {
    CHECK(equal_secrets("", ""));
    CHECK(equal_secrets("abc", "abc"));
    CHECK_FALSE(equal_secrets("abc", "abd"));
    CHECK_FALSE(equal_secrets("xbc", "abc"));
    CHECK_FALSE(equal_secrets("abc", "abcd"));
    CHECK_FALSE(equal_secrets("", "a"));
}

}  // namespace
}  // namespace skillwake::daemon
