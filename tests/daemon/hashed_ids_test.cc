#include "daemon/hashed_ids.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

namespace skillwake::daemon {

using matcher::SkillId;

TEST_CASE("ids are found by their hash, as in a plain map, whatever the hashes are") {
    std::mt19937_64 random(5);
    for (const std::size_t count : {0U, 1U, 2U, 3U, 64U, 1'000U}) {
        for (const std::uint64_t hashes : {1U, 7U, 5'000U}) {
            CAPTURE(count);
            CAPTURE(hashes);
            const auto hash = [&] {
                constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15U;
                return random() % hashes * kSpread;
            };
            std::map<std::uint64_t, std::set<SkillId>> plain;
            std::vector<HashedIds::Entry> entries;
            for (std::uint32_t id = 0; id < count; ++id) {
                entries.push_back(
                    {id % 9 == 0 ? ~std::uint64_t{0} : hash(), SkillId{count == 3 ? 2 - id : id}});
                plain[entries.back().hash].insert(entries.back().id);
            }
            const HashedIds ids(entries);
            CHECK(ids.entries().size() == count);
            for (const auto asked : {hash(), hash(), hash(), std::uint64_t{0}, ~std::uint64_t{0}}) {
                plain.try_emplace(asked);
            }
            for (const auto& [asked, expected] : plain) {
                std::vector<SkillId> found;
                for (const auto& entry : ids.find(asked)) {
                    CHECK(entry.hash == asked);
                    found.push_back(entry.id);
                }
                CHECK(found == std::vector(expected.begin(), expected.end()));
            }
        }
    }
}

}  // namespace skillwake::daemon
