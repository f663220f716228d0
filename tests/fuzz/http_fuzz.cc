#include "daemon/http_reader.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <string>
#include <string_view>

/// Whatever a client sends: the same requests come out of it however the bytes arrive, none over its limit,
/// and every refusal ends the stream.
namespace skillwake::fuzz {
namespace {

constexpr std::size_t kBodyBytes = 64;

const daemon::HttpRules& rules() {
    static const daemon::HttpRules kRules = [] {
        daemon::HttpRules made;
        made.port = 80;
        made.token = "t";
        made.body_bytes = kBodyBytes;
        made.head_bytes = 200;
        return made;
    }();
    return kRules;
}

/// Every request's body, and "!" where the stream is refused. Why it is may depend on what arrived first: too
/// long, or no HTTP.
std::string read_in_parts(std::string_view bytes, std::size_t part) {
    daemon::HttpReader reader(rules());
    std::string all;
    for (std::size_t at = 0; at < bytes.size(); at += part) {
        reader.feed(bytes.substr(at, part));
        for (;;) {
            const auto step = reader.next();
            if (std::holds_alternative<daemon::HttpReader::NeedsBytes>(step)) {
                break;
            }
            if (const auto* refusal = std::get_if<daemon::HttpAnswer>(&step)) {
                require(refusal->code >= 400 && std::holds_alternative<daemon::HttpAnswer>(reader.next()));
                return all + "!";
            }
            if (const auto* call = std::get_if<daemon::HttpCall>(&step)) {
                require(call->body.size() <= kBodyBytes);
                all.append("[").append(call->host.value_or("")).append("]").append(call->body);
                if (call->keep_alive == daemon::KeepAlive::No) {
                    return all;
                }
            }
        }
    }
    return all;
}

const std::string kHead = "POST /hook HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer t\r\n";

}  // namespace

std::vector<std::string> seeds() {
    return {
        kHead + "Content-Length: 2\r\n\r\n{}" + kHead + "Content-Length: 0\r\n\r\n",
        kHead + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n3;a=\"b\"\r\nabc\r\n0\r\nT: u\r\n\r\n",
        kHead + "Expect: 100-continue\r\nConnection: close\r\nContent-Length: 5\r\n\r\n{\"a\"}",
        "POST /hook?host=codex HTTP/1.0\r\nHost: [::1]\r\nOrigin: http://localhost:1\r\nX:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    };
}

}  // namespace skillwake::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace skillwake::fuzz;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto whole = read_in_parts(bytes, std::max<std::size_t>(1, size));
    require(read_in_parts(bytes, 1) == whole);
    require(read_in_parts(bytes, 7) == whole);
    return 0;
}
