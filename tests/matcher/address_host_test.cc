#include "matcher/address_host.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skillwake::matcher {

TEST_CASE("the hosts of http addresses, without user, port and path") {
    using Names = std::vector<std::string>;
    const std::vector<std::pair<std::string_view, Names>> cases = {
        {"curl https://API.Stripe.com/v1", {"api.stripe.com"}},
        {"see http://a.io:8080, then https://b.io.", {"a.io", "b.io"}},
        {"https://me:secret@c.io/x", {"c.io"}},
        {"'https://d.io'", {"d.io"}},
        {"https://e.io?x=https://f.io", {"e.io", "f.io"}},
        {"https:///nothing", {}},
        {"ftp://g.io and ssh://h.io", {}},
        {"xhttps://i.io", {}},
        {"://", {}},
        {"https://", {}},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        Names names;
        for (const auto& host : hosts_in(text)) {
            names.push_back(host.name);
            CHECK(host.end - host.begin == host.name.size());
        }
        CHECK(names == expected);
    }
    const auto hosts = hosts_in("at https://x.io");
    REQUIRE(hosts.size() == 1);
    CHECK(hosts[0].begin == 11);
}

TEST_CASE("64 hosts of a text are read") {
    std::string text;
    for (int i = 0; i < 65; ++i) {
        text += "http://a.io ";
    }
    CHECK(hosts_in(text).size() == 64);
}

}  // namespace skillwake::matcher
