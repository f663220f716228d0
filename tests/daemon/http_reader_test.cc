#include "daemon/http_reader.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::daemon {
namespace {

constexpr std::size_t kBodyBytes = 20;
constexpr std::size_t kHeadBytes = 300;

HttpRules rules() {
    HttpRules made;
    made.port = 80;
    made.token = "0123456789abcdef0123456789abcdef";
    made.body_bytes = kBodyBytes;
    made.head_bytes = kHeadBytes;
    return made;
}

const std::string kHead = "Host: localhost\r\nAuthorization: Bearer 0123456789abcdef0123456789abcdef\r\n";

std::string post(std::string_view body, const std::string& headers = "",
                 const std::string& target = "/hook") {
    return "POST " + target + " HTTP/1.1\r\n" + kHead + headers +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}
std::string post_chunks(const std::string& chunks, const std::string& headers = "") {
    return "POST /hook HTTP/1.1\r\n" + kHead + headers + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
}

/// All that `bytes` ask for, as text, when they arrive `step` at a time: bodies, "100", or the code of a
/// refusal, behind which nothing is fed.
std::vector<std::string> steps_of(std::string_view bytes, std::size_t step) {
    const auto given = rules();
    HttpReader reader(given);
    std::vector<std::string> steps;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        reader.feed(bytes.substr(at, step));
        for (;;) {
            auto next = reader.next();
            if (std::holds_alternative<HttpReader::NeedsBytes>(next)) {
                break;
            }
            if (const auto* refusal = std::get_if<HttpAnswer>(&next)) {
                steps.push_back(std::to_string(refusal->code));
                return steps;
            }
            if (const auto* call = std::get_if<HttpCall>(&next)) {
                steps.push_back((call->host ? *call->host + ":" : "") + call->body +
                                (call->keep_alive == KeepAlive::No ? " close" : ""));
            } else {
                steps.emplace_back("100");
            }
        }
    }
    return steps;
}

void check_steps(const std::string& bytes, const std::vector<std::string>& expected) {
    CAPTURE(bytes);
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
        CAPTURE(step);
        CHECK(steps_of(bytes, step) == expected);
    }
}

TEST_CASE("A request is the same however its bytes arrive") {
    check_steps(post("{\"a\":1}"), {"{\"a\":1}"});
    check_steps(post("", "", "/hook?host=codex"), {"codex:"});
    check_steps(post("{}", "Connection: close\r\n"), {"{} close"});
    check_steps("POST /hook HTTP/1.0\r\n" + kHead + "Connection: keep-alive\r\nContent-Length: 2\r\n\r\n{}",
                {"{} close"});
    check_steps(post("{}", "X-Empty:\r\nX-Next: 1\r\nUpgrade: h2c\r\nConnection: upgrade\r\n"), {"{}"});
}

TEST_CASE("Requests behind each other are told one by one") {
    check_steps(post("one") + post("two", "", "/hook?host=gemini") + "\r\n" + post("three"),
                {"one", "gemini:two", "three"});
    check_steps(post("one") + post_chunks("3\r\ntwo\r\n0\r\n\r\n") + "GET / HTTP/1.1\r\n\r\n",
                {"one", "two", "400"});
}

TEST_CASE("A body in chunks is put together") {
    check_steps(post_chunks("2\r\n{\"\r\n5;x=y\r\na\":1}\r\n0\r\nTrailer: t\r\n\r\n"), {"{\"a\":1}"});
    check_steps(post_chunks("0\r\n\r\n"), {""});
}

TEST_CASE("A body of the limit is taken, one past it refused: told in advance or not") {
    const std::string most(kBodyBytes, 'x');
    check_steps(post(most), {most});
    check_steps(post(most + "x"), {"413"});
    check_steps(post_chunks("a\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n"), {"01234567890123456789"});
    check_steps(post_chunks("a\r\n0123456789\r\nb\r\n0123456789A\r\n0\r\n\r\n"), {"413"});
    check_steps("POST /hook HTTP/1.1\r\n" + kHead + "Content-Length: 18446744073709551615\r\n\r\n", {"413"});
}

TEST_CASE("Headers of the limit are taken, one byte more is refused") {
    // Without white space and separators: what the names, the values and the target hold.
    const std::string plain =
        "/hookHostlocalhostAuthorizationBearer 0123456789abcdef0123456789abcdefContent-Length2X";
    const std::string fill(kHeadBytes - plain.size(), 'v');
    check_steps(post("{}", "X: " + fill + "\r\n"), {"{}"});
    check_steps(post("{}", "X: v" + fill + "\r\n"), {"431"});
    check_steps(post("{}", "X" + fill + ": v\r\n"), {"431"});
    check_steps("POST /" + std::string(kHeadBytes, 'a'), {"431"});
    check_steps(post_chunks("0\r\nT: " + fill + fill + "\r\n\r\n"), {"431"});
}

TEST_CASE("A client that waits before it sends its body is told to go on, once, and only when it may") {
    const std::string expects = "Expect: 100-continue\r\n";
    const auto given = rules();
    HttpReader reader(given);
    const auto whole = post("{}", expects);
    reader.feed(whole.substr(0, whole.size() - 2));
    CHECK(std::holds_alternative<HttpReader::NeedsContinue>(reader.next()));
    CHECK(std::holds_alternative<HttpReader::NeedsBytes>(reader.next()));
    reader.feed("{}");
    CHECK(std::holds_alternative<HttpCall>(reader.next()));
    // A body that is there already is not asked for.
    CHECK(steps_of(whole, whole.size()) == std::vector<std::string>{"{}"});
    check_steps("POST /hook HTTP/1.1\r\nHost: evil.example\r\n" + expects + "Content-Length: 2\r\n\r\n",
                {"403"});
}

TEST_CASE("The head alone decides: a stranger's body is not waited for") {
    check_steps("POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n", {"401"});
    check_steps("GET /hook HTTP/1.1\r\n" + kHead + "\r\n", {"405"});
    check_steps("CONNECT localhost:80 HTTP/1.1\r\n" + kHead + "\r\n", {"404"});
    check_steps("POST /other HTTP/1.1\r\n" + kHead + "\r\n", {"404"});
    check_steps(post("{}", "Content-Type: text/plain\r\n"), {"415"});
}

TEST_CASE("What is no HTTP, or could be read in two ways, is refused") {
    const std::string line = "POST /hook HTTP/1.1\r\n";
    for (const auto& bytes : std::vector<std::string>{
             "{\"jsonrpc\":\"2.0\"}\n\n", "POST\r\n\r\n", "POST /hook HTTP/1.1\nHost : x\n\n",
             line + kHead + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             line + kHead + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
             line + kHead + "Content-Length: -1\r\n\r\n", line + kHead + "Content-Length: 2x\r\n\r\n{}",
             line + kHead + "Content-Length: 99999999999999999999999\r\n\r\n",
             line + kHead + "Transfer-Encoding: gzip\r\n\r\n", post_chunks("zz\r\n"),
             post_chunks("-1\r\n\r\n"), post_chunks("2\r\n{}x\r\n"), post_chunks("fffffffffffffffff\r\n"),
             "POST /hook HTTP/1.1\r\nX\r\n\r\n", "\x16\x03\x01\x02"}) {
        CAPTURE(bytes);
        for (std::size_t step = 1; step <= bytes.size(); ++step) {
            CAPTURE(step);
            const auto steps = steps_of(bytes, step);
            CHECK(steps == std::vector<std::string>{"400"});
        }
    }
    check_steps("POST /hook HTTP/2.0\r\n" + kHead + "\r\n", {"505"});
    check_steps("POST /hook\r\n\r\n", {"505"});
}

TEST_CASE("The reader knows when it is between two requests") {
    const auto given = rules();
    HttpReader reader(given);
    CHECK(reader.is_between_requests());
    reader.feed("P");
    CHECK(std::holds_alternative<HttpReader::NeedsBytes>(reader.next()));
    CHECK_FALSE(reader.is_between_requests());
    reader.feed(post("{}").substr(1));
    CHECK(std::holds_alternative<HttpCall>(reader.next()));
    CHECK(reader.is_between_requests());
}

TEST_CASE("An answer on the wire") {
    CHECK(to_bytes({200, "{}"}, KeepAlive::Yes) ==
          "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Type: application/json\r\n"
          "Content-Length: 2\r\n\r\n{}");
    CHECK(to_bytes({}, KeepAlive::No) ==
          "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    CHECK(to_bytes(http_refusal(401, "no \"x\""), KeepAlive::No) ==
          "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nCache-Control: no-store\r\n"
          "Content-Type: application/json\r\nConnection: close\r\nContent-Length: 20\r\n\r\n{\"error\":\"no "
          "\\\"x\\\"\"}");
    CHECK(to_bytes(http_refusal(405, "x"), KeepAlive::No).find("\r\nAllow: POST\r\n") != std::string::npos);
}

}  // namespace
}  // namespace skillwake::daemon
