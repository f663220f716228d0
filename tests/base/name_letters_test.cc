#include "base/name_letters.h"

#include "base/text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace skillwake {
namespace {

/// Short names of few letters, so that many are near; now and then a very long one.
std::string random_name(std::mt19937& random) {
    constexpr std::string_view kLetters = "abcdefghij-_:XYZ\xc3\xa9";
    const auto size = random() % 50 == 0 ? 100 + random() % 60 : random() % 16;
    std::string name;
    for (std::size_t i = 0; i < size; ++i) {
        name.push_back(kLetters[random() % kLetters.size()]);
    }
    return name;
}

TEST_CASE("what is passed over by its letters is no name that nearest_names() gives") {
    std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same each time
    std::size_t passed_over = 0;
    for (int round = 0; round < 200; ++round) {
        std::vector<std::string> names;
        for (int i = 0; i < 200; ++i) {
            names.push_back(random_name(random));
        }
        auto wanted = round % 2 == 0 ? random_name(random) : names[random() % names.size()];
        if (!wanted.empty()) {
            wanted[random() % wanted.size()] = 'q';
        }
        CAPTURE(wanted);
        auto left = names;
        std::erase_if(left, [&](const std::string& name) {
            return NameLetters(name).is_far_from(NameLetters(wanted));
        });
        passed_over += names.size() - left.size();
        CHECK(nearest_names(wanted, left, 200) == nearest_names(wanted, names, 200));
    }
    CHECK(passed_over > 10'000);
}

TEST_CASE("names that differ in case, by few edits, or hold one another are not passed over") {
    const NameLetters wanted("Kubernetes");
    for (const char* name :
         {"kubernetes", "KUBERNETES", "kubernets", "cubernetis", "kube", "kubernetes-operator", ""}) {
        CAPTURE(name);
        CHECK(!NameLetters(name).is_far_from(wanted));
    }
    CHECK(NameLetters("pdf-forms").is_far_from(wanted));
    CHECK(NameLetters("kubernetes and something else").is_far_from(NameLetters("kubernetez")));
}

}  // namespace
}  // namespace skillwake
