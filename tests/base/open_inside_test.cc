#include "base/open_inside.h"

#include "base/file.h"
#include "tests/support/failing_call.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace skillwake {
namespace {

namespace fs = std::filesystem;
using testing::TempDir;

using Open = Result<FileDescriptor> (*)(const fs::path&, const fs::path&);
constexpr Open kWays[] = {open_inside, open_inside_by_place};

/// What it opens holds, or why it does not.
std::string text_or_error(const Result<FileDescriptor>& opened) {
    if (!opened) {
        return opened.error().code() == Errc::Denied ? "denied" : opened.error().message();
    }
    std::string text(16, '\0');
    const auto got = ::read(opened->get(), text.data(), text.size());
    return got < 0 ? "not read" : text.substr(0, static_cast<std::size_t>(got));
}

/// Swaps two names for each other, again and again, until it goes.
class Swapper {
public:
    Swapper(fs::path first, fs::path second)
        : thread_([this, first = std::move(first), second = std::move(second)] {
              while (!stop_) {
                  swaps_ +=
                      ::renameat2(AT_FDCWD, first.c_str(), AT_FDCWD, second.c_str(), RENAME_EXCHANGE) == 0;
              }
          }) {}
    Swapper(const Swapper&) = delete;
    Swapper& operator=(const Swapper&) = delete;
    ~Swapper() {
        stop_ = true;
        thread_.join();
    }
    int swaps() const { return swaps_; }

private:
    std::atomic<bool> stop_ = false;
    std::atomic<int> swaps_ = 0;
    std::thread thread_;
};

/// A file of 8 KiB whose letters are all the same, and differ from version to version; replaced as editors
/// do.
void write_version(const fs::path& file, int version) {
    constexpr std::size_t kBytes = 8'192;
    const auto beside = file.string() + ".new";
    std::ofstream(beside, std::ios::binary) << std::string(kBytes + static_cast<std::size_t>(version % 100),
                                                           static_cast<char>('a' + version % 26));
    fs::rename(beside, file);
}

bool is_whole(const std::string& text) {
    const auto version_of_size = text.size() - 8'192;
    return text.size() >= 8'192 && version_of_size < 100 &&
           text.find_first_not_of(text[0]) == std::string::npos;
}

/// Reads while another thread rewrites, until both have done at least that much. How many reads were torn.
int count_torn(int rewrites, int reads) {
    const TempDir dir;
    const auto file = dir.path() / "SKILL.md";
    write_version(file, 0);
    std::atomic<bool> written = false;
    std::thread writer([&] {
        for (int version = 1; version <= rewrites; ++version) {
            write_version(file, version);
        }
        written = true;
    });
    int torn = 0;
    for (int done = 0; done < reads || !written; ++done) {
        const auto text = read_file_inside(dir.path(), "SKILL.md", 1U << 20U);
        torn += !text || !is_whole(*text);
    }
    writer.join();
    return torn;
}

}  // namespace

TEST_CASE("both ways to open stay in the folder") {
    const TempDir dir;
    const auto folder = dir.path() / "skill";
    dir.write("secret", "secret");
    dir.write("skill/docs/a.md", "a");
    fs::create_symlink("../docs/a.md", folder / "docs/up-and-in");
    fs::create_symlink("../secret", folder / "out");
    fs::create_symlink(dir.path() / "secret", folder / "out-by-whole-path");
    fs::create_symlink(folder / "docs/a.md", folder / "in-by-whole-path");
    fs::create_symlink("loop", folder / "loop");
    fs::create_symlink("/proc/self/exe", folder / "magic");
    for (const auto open : kWays) {
        CAPTURE(open == open_inside);
        CHECK(text_or_error(open(folder, "docs/a.md")) == "a");
        CHECK(text_or_error(open(folder, "docs/../docs/a.md")) == "a");
        CHECK(text_or_error(open(folder, "docs/up-and-in")) == "a");
        CHECK(text_or_error(open(folder, "in-by-whole-path")) == "a");
        CHECK(text_or_error(open(folder, "../secret")) == "denied");
        CHECK(text_or_error(open(folder, "out")) == "denied");
        CHECK(text_or_error(open(folder, "out-by-whole-path")) == "denied");
        CHECK(text_or_error(open(folder, (dir.path() / "secret").string())) == "denied");
        CHECK(text_or_error(open(folder, "loop")) == "denied");
        CHECK(text_or_error(open(folder, "magic")) == "denied");
        CHECK(text_or_error(open(folder, "none")) == "no such file or directory");
        CHECK(text_or_error(open(dir.path() / "gone", "a")) == "no such file or directory");
    }
}

TEST_CASE("what cannot be placed is taken for outside") {
    const TempDir dir;
    dir.write("a", "a");
    CHECK(text_or_error(open_inside_by_place(dir.path(), "a")) == "a");
    for (const int works : {0, 1}) {
        CAPTURE(works);
        const testing::FailingCall no_proc(testing::Call::Readlink, ENOENT, works);
        CHECK(text_or_error(open_inside_by_place(dir.path(), "a")) == "denied");
    }
}

TEST_CASE("a symlink out of the folder, swapped between check and open, is never followed") {
    const TempDir dir;
    const auto folder = dir.path() / "skill";
    dir.write("outside/file", "secret");
    dir.write("skill/below/file", "mine");
    dir.write("skill/file", "mine");
    fs::create_symlink("../outside", folder / "link-to-folder");
    fs::create_symlink("../outside/file", folder / "link-to-file");
    const Swapper folders(folder / "below", folder / "link-to-folder");
    const Swapper files(folder / "file", folder / "link-to-file");
    constexpr int kReads = 5'000;
    int mine = 0;
    for (int i = 0; i < kReads; ++i) {
        for (const auto open : kWays) {
            for (const char* name : {"below/file", "file"}) {
                const auto text = text_or_error(open(folder, name));
                REQUIRE(text != "secret");
                mine += text == "mine";
            }
        }
    }
    const int swaps = folders.swaps() + files.swaps();
    MESSAGE(swaps << " swaps under " << 4 * kReads << " reads; " << mine << " were its own");
}

TEST_CASE("rewrites under reads: no torn version") {
    CHECK(count_torn(500, 5'000) == 0);
}

TEST_CASE("100,000 rewrites under 1,000,000 reads: no torn version" * doctest::skip()) {
    CHECK(count_torn(100'000, 1'000'000) == 0);
}

}  // namespace skillwake
