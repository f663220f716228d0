#pragma once

#include "skill/scan.h"
#include "tests/support/temp_dir.h"

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::testing {

inline std::string versioned_skill(const std::string& name, int version) {
    return "---\nname: " + name + "\ndescription: version " + std::to_string(version) + "\n---\nbody\n";
}

/// A folder that changes at random, and tells what a watch of each of its folders would tell.
class Storm {
public:
    enum class Files { AlsoTorn, Whole };

    explicit Storm(unsigned seed, Files files = Files::AlsoTorn) : files_(files), random_(seed) {
        for (int i = 0; i < 12; ++i) {
            create();
        }
        take_touched();
    }

    const std::filesystem::path& root() const { return root_; }
    skill::Touched take_touched() { return std::exchange(touched_, {}); }

    void step() {
        switch (pick(8)) {
            case 0:
                return remove();
            case 1:
                return rename();
            case 2:
                return link();
            case 3:
                return replace_by_rename();
            case 4:
                return files_ == Files::AlsoTorn ? tear() : create();
            default:
                return create();
        }
    }

private:
    std::size_t pick(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
    }

    void tell(const std::filesystem::path& path) {
        touched_[path.parent_path()].insert(path.filename().string());
    }

    /// Not through a link: the one folder behind two of them would have to be told by the name it was seen
    /// by.
    std::filesystem::path folder() {
        auto at = root_;
        const auto depth = 1 + pick(3);
        for (std::size_t i = 0; i < depth && !std::filesystem::is_symlink(at); ++i) {
            at /= std::string(1, static_cast<char>('a' + pick(4)));
        }
        return at;
    }

    /// Creates what is missing above it, each a change of its own.
    void make(const std::filesystem::path& wanted) {
        if (std::filesystem::is_directory(std::filesystem::symlink_status(wanted))) {
            return;
        }
        make(wanted.parent_path());
        std::filesystem::remove(wanted);
        std::filesystem::create_directory(wanted);
        tell(wanted);
    }

    void write(const std::filesystem::path& file, const std::string& text) {
        if (std::filesystem::is_directory(file)) {
            return;
        }
        std::ofstream(file, std::ios::binary) << text;
        tell(file);
    }

    void create() {
        const auto at = folder();
        make(at);
        static const std::vector<std::string> kNames{"SKILL.md", "SKILL.md", "SKILL.md", "data.csv",
                                                     "skill.md"};
        write(at / kNames[pick(kNames.size())], versioned_skill("s" + std::to_string(pick(9)), ++version_));
    }

    void replace_by_rename() {
        const auto at = folder();
        make(at);
        write(at / "new.tmp", versioned_skill("renamed", ++version_));
        std::filesystem::rename(at / "new.tmp", at / "SKILL.md");
        tell(at / "SKILL.md");
    }

    void tear() {
        const auto at = folder();
        make(at);
        write(at / "SKILL.md", "---\nname: torn");
    }

    void remove() {
        const auto at = folder();
        if (std::filesystem::exists(std::filesystem::symlink_status(at))) {
            std::filesystem::remove_all(at);
            tell(at);
        }
    }

    void rename() {
        const auto from = folder();
        const auto to = folder();
        std::error_code failed;
        std::filesystem::rename(from, to, failed);
        if (!failed && from != to) {
            tell(from);
            tell(to);
        }
    }

    void link() {
        const auto at = folder();
        if (std::filesystem::exists(std::filesystem::symlink_status(at)) ||
            !std::filesystem::is_directory(std::filesystem::symlink_status(at.parent_path()))) {
            return;
        }
        std::filesystem::create_directory_symlink(aside_ / std::string(1, static_cast<char>('a' + pick(2))),
                                                  at);
        tell(at);
    }

    Files files_;
    TempDir dir_;
    std::filesystem::path root_ =
        dir_.write("root/a/SKILL.md", versioned_skill("first", 0)).parent_path().parent_path();
    std::filesystem::path aside_ = [this] {
        dir_.write("aside/a/SKILL.md", versioned_skill("aside-a", 0));
        return dir_.write("aside/b/SKILL.md", versioned_skill("aside-b", 0)).parent_path().parent_path();
    }();
    std::mt19937 random_;
    skill::Touched touched_;
    int version_ = 0;
};

}  // namespace skillwake::testing
