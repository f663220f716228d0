#include "daemon/folder_events.h"

#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

constexpr WatchOwner kOne{0};
constexpr WatchOwner kTwo{1};

/// A loop with watches, and all that they told: "0 folder name", "0 left folder", "lost".
class Watched final : public FolderEvents::Sink {
public:
    Watched() {
        uv_loop_init(&loop_);
        events = std::make_unique<FolderEvents>(loop_, *this);
        patience_ = make_handle<uv_timer_t>(loop_, uv_timer_init, this);
    }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;
    ~Watched() override {
        events.reset();
        patience_.reset();
        uv_run(&loop_, UV_RUN_DEFAULT);
        uv_loop_close(&loop_);
    }

    void entry_changed(WatchOwner owner, const fs::path& folder, std::string_view name) override {
        told.insert(number(owner) + " " + folder.filename().string() + " " + std::string(name));
    }
    void folder_left(WatchOwner owner, const fs::path& folder) override {
        told.insert(number(owner) + " left " + folder.filename().string());
    }
    void events_lost() override { told.insert("lost"); }

    std::vector<FolderWatch> make(const std::vector<fs::path>& folders, std::size_t most = 100) {
        WatchMaker maker(events->descriptor(), most);
        for (const auto& folder : folders) {
            maker.watch(folder);
        }
        failure = maker.failure();
        return maker.made();
    }

    /// As a load of all of kOne's root does it, in two portions.
    void replace(const std::vector<FolderWatch>& made) {
        const auto all = std::span(made);
        events->begin_whole(kOne);
        events->add(kOne, all.first(made.size() / 2), FolderEvents::Rest::Follows);
        events->add(kOne, all.subspan(made.size() / 2));
        events->end_whole(kOne);
    }

    /// Runs the loop until that is told; false: it never is.
    bool hears(const std::string& wanted) {
        constexpr std::uint64_t kPatienceMs = 20'000;
        bool late = false;
        patience_->data = &late;
        uv_timer_start(
            patience_.get(), [](uv_timer_t* timer) { *static_cast<bool*>(timer->data) = true; }, kPatienceMs,
            0);
        while (!told.contains(wanted) && !late) {
            uv_run(&loop_, UV_RUN_ONCE);
        }
        uv_timer_stop(patience_.get());
        return told.contains(wanted);
    }
    std::unique_ptr<FolderEvents> events;
    std::set<std::string> told;
    std::string failure;

private:
    static std::string number(WatchOwner owner) { return std::to_string(static_cast<std::uint32_t>(owner)); }

    uv_loop_t loop_{};
    UvPtr<uv_timer_t> patience_;
};

struct Folders {
    testing::TempDir dir;
    fs::path a = dir.write("a/x", "").parent_path();
    fs::path b = dir.write("b/x", "").parent_path();
};

TEST_CASE("what is written, renamed, removed or made in a watched folder is told with its name") {
    const Folders disk;
    Watched watched;
    watched.events->add(kOne, watched.make({disk.a, disk.b}));
    CHECK(watched.failure.empty());
    CHECK(watched.events->watched() == 2);
    disk.dir.write("a/x", "new");
    CHECK(watched.hears("0 a x"));
    fs::rename(disk.a / "x", disk.b / "y");
    CHECK(watched.hears("0 b y"));
    fs::create_directory(disk.b / "below");
    CHECK(watched.hears("0 b below"));
    fs::remove(disk.b / "x");
    CHECK(watched.hears("0 b x"));
}

TEST_CASE("what happens between making a watch and taking it is told when it is taken") {
    const Folders disk;
    Watched watched;
    watched.events->begin_load();
    const auto made = watched.make({disk.a});
    disk.dir.write("a/early", "");
    watched.events->add(kTwo, watched.make({disk.b}));
    disk.dir.write("b/later", "");
    REQUIRE(watched.hears("1 b later"));  // so the loop has read what came before
    CHECK(!watched.told.contains("0 a early"));
    watched.events->add(kOne, made);
    watched.events->end_load();
    CHECK(watched.told.contains("0 a early"));
}

TEST_CASE("one folder of two owners is told to both, and to who still has it") {
    const Folders disk;
    Watched watched;
    watched.events->add(kOne, watched.make({disk.a}));
    watched.events->add(kTwo, watched.make({disk.a}));
    CHECK(watched.events->watched() == 1);
    disk.dir.write("a/x", "1");
    CHECK(watched.hears("0 a x"));
    CHECK(watched.told.contains("1 a x"));
    watched.replace({});
    CHECK(watched.events->watched_of(kOne) == 0);
    watched.told.clear();
    disk.dir.write("a/x", "2");
    CHECK(watched.hears("1 a x"));
    CHECK(!watched.told.contains("0 a x"));
}

TEST_CASE("a renamed folder keeps its watch, by its new name") {
    const Folders disk;
    Watched watched;
    const auto c = disk.dir.path() / "c";
    watched.events->add(kOne, watched.make({disk.a, disk.b}));
    fs::rename(disk.a, c);
    CHECK(watched.hears("0 left a"));
    SUBCASE("taken beside the others") {
        watched.events->add(kOne, watched.make({c}));
        watched.events->remove(kOne, disk.a);
    }
    SUBCASE("taken in place of the others") {
        watched.replace(watched.make({disk.b, c}));
    }
    CHECK(watched.events->watched() == 2);
    disk.dir.write("c/x", "1");
    CHECK(watched.hears("0 c x"));
}

TEST_CASE("two folders that changed their names keep their watches") {
    const Folders disk;
    Watched watched;
    watched.events->add(kOne, watched.make({disk.a, disk.b}));
    fs::rename(disk.a, disk.dir.path() / "c");
    fs::rename(disk.b, disk.a);
    fs::rename(disk.dir.path() / "c", disk.b);
    watched.replace(watched.make({disk.a, disk.b}));
    CHECK(watched.hears("0 left b"));
    watched.told.clear();
    disk.dir.write("a/one", "");
    disk.dir.write("b/two", "");
    CHECK(watched.hears("0 a one"));
    CHECK(watched.hears("0 b two"));
}

TEST_CASE("what an owner has no more may be given up in portions") {
    const Folders disk;
    Watched watched;
    watched.events->add(kOne, watched.make({disk.a, disk.b, disk.dir.path()}));
    watched.events->add(kTwo, watched.make({disk.b}));
    watched.events->begin_whole(kOne);
    watched.events->add(kOne, watched.make({disk.a}));
    CHECK_FALSE(watched.events->end_whole(kOne, 1));
    CHECK(watched.events->watched_of(kOne) == 2);
    CHECK(watched.events->end_whole(kOne, 5));
    CHECK(watched.events->watched_of(kOne) == 1);
    CHECK(watched.events->watched() == 2);
    disk.dir.write("a/x", "1");
    CHECK(watched.hears("0 a x"));
}

TEST_CASE("a folder that is removed is told and watched no more") {
    const Folders disk;
    Watched watched;
    watched.events->add(kOne, watched.make({disk.a, disk.b}));
    fs::remove_all(disk.a);
    CHECK(watched.hears("0 left a"));
    disk.dir.write("b/x", "1");
    CHECK(watched.hears("0 b x"));
    CHECK(watched.events->watched() == 1);
}

TEST_CASE("more events than the system keeps are told as lost") {
    const Folders disk;
    Watched watched;
    watched.events->add(kOne, watched.make({disk.a}));
    unsigned long most = 0;
    std::ifstream("/proc/sys/fs/inotify/max_queued_events") >> most;
    REQUIRE(most > 0);
    for (unsigned long told = 0; told <= most; told += 4) {  // a rename tells two names
        fs::rename(disk.a / "x", disk.a / "y");
        fs::rename(disk.a / "y", disk.a / "x");
    }
    CHECK(watched.hears("lost"));
}

TEST_CASE("who may watch no more says why") {
    const Folders disk;
    Watched watched;
    CHECK(watched.make({disk.a, disk.b}, 2).size() == 2);
    CHECK(watched.failure.empty());
    CHECK(watched.make({disk.a, disk.b}, 1).size() == 1);
    CHECK(watched.failure == "more folders than skillwaked may watch (--max-watches)");
    CHECK(watched.make({disk.dir.path() / "nothing", disk.b}).size() == 1);
    CHECK(watched.failure.empty());
    WatchMaker none(nullptr, 5);
    none.watch(disk.a);
    CHECK(none.failure() == "the system has no inotify instance left (fs.inotify.max_user_instances)");
}

}  // namespace
}  // namespace skillwake::daemon
