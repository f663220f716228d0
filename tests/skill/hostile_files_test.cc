#include "base/clock.h"
#include "skill/load.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace skillwake::skill {
namespace {

namespace fs = std::filesystem;

std::string skill_text(const std::string& name) {
    return "---\nname: " + name + "\ndescription: d\n---\nbody\n";
}

fs::path folder_for(const testing::TempDir& dir, const std::string& name) {
    const auto folder = dir.path() / "project/skills" / name;
    fs::create_directories(folder);
    return folder;
}

/// A project's root with two good skills and everything else that a file of a stranger may be.
void write_hostile_root(const testing::TempDir& dir) {
    dir.write("secret/SKILL.md", skill_text("secret"));
    dir.write("project/skills/good/SKILL.md", skill_text("good"));
    dir.write("project/skills/zgood/SKILL.md", skill_text("zgood"));
    REQUIRE(::mkfifo((folder_for(dir, "fifo") / "SKILL.md").c_str(), 0600) == 0);
    fs::create_symlink("/dev/zero", folder_for(dir, "device") / "SKILL.md");
    fs::create_directories(folder_for(dir, "folder") / "SKILL.md");
    fs::create_symlink("../../../secret/SKILL.md", folder_for(dir, "out") / "SKILL.md");
    fs::create_directory_symlink("../../secret", dir.path() / "project/skills/out-folder");
    fs::create_symlink("/proc/kallsyms", folder_for(dir, "endless") / "SKILL.md");
    fs::create_symlink("SKILL.md", folder_for(dir, "loop") / "SKILL.md");
    const auto sparse = dir.write("project/skills/sparse/SKILL.md", "");
    fs::resize_file(sparse, 1U << 30U);
}

std::vector<std::string> names_of(const LoadedRoot& root) {
    std::vector<std::string> names;
    for (const auto& loaded : root.skills) {
        names.push_back(loaded.skill->name);
    }
    return names;
}

/// The messages by the folder in `skills` that they are about.
std::map<std::string, std::string> messages_by_folder(const LoadedRoot& root) {
    std::map<std::string, std::string> messages;
    for (const auto& diagnostic : root.diagnostics) {
        messages[fs::path(diagnostic.path).lexically_relative(root.spec.folder).begin()->string()] =
            diagnostic.message;
    }
    return messages;
}

/// Loads on another thread, so that a load that hangs fails the test instead of stopping it.
LoadedRoot load_or_fail(const RootSpec& spec) {
    auto loading = std::async(std::launch::async, [&spec] {
        const SystemClock clock;
        const auto began = clock.steady();
        auto root = load_root(spec, nullptr, {});
        const auto took = clock.steady() - began;
        return std::pair(std::move(root), std::chrono::duration_cast<std::chrono::microseconds>(took));
    });
    constexpr std::chrono::seconds kHangs(60);
    if (loading.wait_for(kHangs) != std::future_status::ready) {
        MESSAGE("the load hangs");
        std::abort();  // its thread could not be joined
    }
    auto [root, took] = loading.get();
    MESSAGE("loaded in " << took.count() << " us");
    return root;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "links out, FIFO, device, directory, sparse 1 GB, endless: refused with a diagnostic, the others load") {
    const testing::TempDir dir;
    write_hostile_root(dir);
    const auto root =
        load_or_fail({dir.path() / "project/skills", Scope::Project, {}, dir.path() / "project"});
    CHECK(names_of(root) == Lines{"good", "zgood"});
    auto messages = messages_by_folder(root);
    const auto link = "link leads out of " + (dir.path() / "project").string() + ": it is not followed";
    CHECK(messages["fifo"] == "not a regular file");
    CHECK(messages["device"] == link);
    CHECK(messages["folder"] == "SKILL.md is a folder: it gives no skill");
    CHECK(messages["out"] == link);
    CHECK(messages["out-folder"] == link);
    CHECK(messages["endless"] == link);
    CHECK(messages["loop"] == "too many levels of symbolic links");
    CHECK(messages["sparse"] == "file is larger than the limit of 1048576 bytes");
    CHECK(messages.size() == 8);
}

TEST_CASE("in a user's own root links may lead anywhere, but devices and endless files are refused") {
    const testing::TempDir dir;
    write_hostile_root(dir);
    const auto root = load_or_fail({dir.path() / "project/skills", Scope::User});
    CHECK(names_of(root) == Lines{"good", "secret", "secret", "zgood"});
    auto messages = messages_by_folder(root);
    CHECK(messages["device"] == "not a regular file");
    if (::access("/proc/kallsyms", R_OK) == 0) {
        CHECK(messages["endless"] == "file is larger than the limit of 1048576 bytes");
    }
}

TEST_CASE("a SKILL.md swapped for a link out between scan and open is never read") {
    const testing::TempDir dir;
    dir.write("secret/SKILL.md", skill_text("secret"));
    const auto file = dir.write("project/skills/a/SKILL.md", skill_text("a"));
    const auto link = dir.path() / "project/link";
    fs::create_symlink(dir.path() / "secret/SKILL.md", link);
    std::atomic<bool> stop = false;
    std::thread swapper([&] {
        while (!stop) {
            (void)::renameat2(AT_FDCWD, file.c_str(), AT_FDCWD, link.c_str(), RENAME_EXCHANGE);
        }
    });
    constexpr int kLoads = 2'000;
    int own = 0;
    bool secret = false;
    for (int i = 0; i < kLoads; ++i) {
        const auto root = load_root(
            {dir.path() / "project/skills", Scope::Project, {}, dir.path() / "project"}, nullptr, {});
        const auto names = names_of(root);
        own += names == Lines{"a"};
        secret = secret || names == Lines{"secret"};
    }
    stop = true;
    swapper.join();
    MESSAGE(own << " of " << kLoads << " loads found the skill's own file");
    CHECK(!secret);
}

TEST_CASE("a SKILL.md that grows while it is read is refused at the limit, or read as it was") {
    const testing::TempDir dir;
    dir.write("project/skills/good/SKILL.md", skill_text("good"));
    const auto file = dir.write("project/skills/grows/SKILL.md", skill_text("grows"));
    std::atomic<bool> stop = false;
    std::thread grower([&] {
        std::ofstream out(file, std::ios::app | std::ios::binary);
        constexpr std::size_t kMost = 64U << 20U;
        const std::string line(4'095, 'x');
        for (std::size_t bytes = 0; !stop && bytes < kMost; bytes += line.size() + 1) {
            out << line << '\n';
        }
    });
    const auto root =
        load_or_fail({dir.path() / "project/skills", Scope::Project, {}, dir.path() / "project"});
    stop = true;
    grower.join();
    REQUIRE(!root.skills.empty());
    CHECK(root.skills.front().skill->name == "good");
    for (const auto& loaded : root.skills) {
        CHECK(loaded.skill->text.size() <= kMaxSkillBytes);
    }
}

}  // namespace skillwake::skill
