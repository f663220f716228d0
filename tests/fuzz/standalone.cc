#include "tests/fuzz/fuzz.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

/// Runs a fuzz target without libFuzzer: `target [ROUNDS]` mutates its seeds, `target FILE` runs one input
/// again.
namespace {

using namespace std::string_view_literals;

constexpr int kDefaultRounds = 20'000;
constexpr std::size_t kMaxBytes = 4096;

std::string current;  ///< the input that is tried, for whoever wants to know why we died

void run(std::string input) {
    current = std::move(input);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current.data()), current.size());
}

/// Called on abort(): keeps the input. write() is what a signal handler may do.
void keep_input(int /*signal*/) {
    constexpr std::string_view kNote = "\nbroken by this input (run it again from a file):\n";
    (void)!::write(STDERR_FILENO, kNote.data(), kNote.size());
    (void)!::write(STDERR_FILENO, current.data(), current.size());
}

/// Standard distributions differ between libraries; this gives the same inputs everywhere.
class Mutator {
public:
    explicit Mutator(std::vector<std::string> seeds) : pool_(std::move(seeds)) {}

    std::string next() {
        auto text = pool_[below(pool_.size())];
        for (auto steps = below(4) + 1; steps > 0; --steps) {
            mutate(text);
        }
        text.resize(std::min(text.size(), kMaxBytes));
        return text;
    }

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

    void mutate(std::string& text) {
        constexpr auto kTelling = "\0\n\r\"\\{}[]:,-.0919eu \x7F\x80\xC3\xED\xF4\xFF"sv;
        const auto at = below(text.size() + 1);
        const auto length = below(std::min<std::size_t>(text.size() - at, 32) + 1);
        switch (below(6)) {
            case 0:  // a telling byte more
                text.insert(at, 1, kTelling[below(kTelling.size())]);
                break;
            case 1:  // a flipped bit
                if (at < text.size()) {
                    text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
                }
                break;
            case 2:
                text.erase(at, length);
                break;
            case 3:  // a part twice, often many times
                for (auto times = below(16) + 1; times > 0 && text.size() < kMaxBytes; --times) {
                    text.insert(at, text.substr(at, length));
                }
                break;
            case 4: {  // a part of another seed
                const auto& other = pool_[below(pool_.size())];
                text.insert(at, other.substr(below(other.size() + 1), 32));
                break;
            }
            default:
                text.resize(at);
        }
    }

    std::vector<std::string> pool_;
    std::mt19937_64 random_{20'240'601};
};

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGABRT, keep_input);
    const std::string argument = argc > 1 ? argv[1] : std::to_string(kDefaultRounds);
    if (argument.find_first_not_of("0123456789") != std::string::npos) {
        std::ifstream in(argument, std::ios::binary);
        run({std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()});
        return 0;
    }
    for (const auto& seed : skillwake::fuzz::seeds()) {
        run(seed);
    }
    Mutator mutator(skillwake::fuzz::seeds());
    const int rounds = std::stoi(argument);
    for (int round = 0; round < rounds; ++round) {
        run(mutator.next());
    }
    std::printf("%d inputs\n", rounds);
}
