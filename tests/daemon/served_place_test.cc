#include "daemon/served_place.h"

#include "tests/support/error_text.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <filesystem>

namespace skillwake::daemon {
namespace {

using testing::error_text;
using testing::TempDir;

struct Served {
    explicit Served(Result<ServedPlace> made) : place(std::move(made)) {
        REQUIRE(place);
        auto bound = place->bind();
        REQUIRE(bound);
        listening = *std::move(bound);
        place->serving_at(listening.get());
    }

    Result<ServedPlace> place;
    FileDescriptor listening;
};

TEST_CASE("The place is ours as long as clients reach us there") {
    const TempDir folder;
    const auto path = (folder.path() / "s.sock").string();
    Served served(ServedPlace::own(path));
    CHECK(served.place->is_ours());
    REQUIRE(::chmod(path.c_str(), 0644) == 0);
    CHECK(served.place->is_ours());
    std::filesystem::remove(path);
    CHECK(!served.place->is_ours());
    folder.write("s.sock", "a file");
    CHECK(!served.place->is_ours());
}

TEST_CASE("A place whose socket and lock were deleted is taken back, and locked again") {
    const TempDir folder;
    const auto path = (folder.path() / "run/s.sock").string();
    Served served(ServedPlace::own(path));
    std::filesystem::remove_all(folder.path() / "run");
    auto again = served.place->take_back();
    REQUIRE(again);
    served.listening = *std::move(again);
    served.place->serving_at(served.listening.get());
    CHECK(served.place->is_ours());
    CHECK(error_text(lock_socket(path)) == "another daemon already serves " + path);
    served.place->remove();
    CHECK(!std::filesystem::exists(path));
}

TEST_CASE("A place that another daemon has locked meanwhile is not taken back") {
    const TempDir folder;
    const auto path = (folder.path() / "run/s.sock").string();
    Served served(ServedPlace::own(path));
    std::filesystem::remove_all(folder.path() / "run");
    const auto other = lock_socket(path);
    REQUIRE(other);
    CHECK(error_text(served.place->take_back()) == "another daemon already serves " + path);
    served.place->remove();
}

TEST_CASE("A socket that was handed over is neither bound again nor removed") {
    const TempDir folder;
    const auto path = (folder.path() / "s.sock").string();
    const auto systemds = bind_socket(path);
    REQUIRE(systemds);
    auto place = ServedPlace::handed_over(path);
    REQUIRE(place);
    place->serving_at(systemds->get());
    CHECK(place->is_ours());
    place->remove();
    CHECK(std::filesystem::exists(path));
    std::filesystem::remove(path);
    CHECK(!place->is_ours());
    CHECK(error_text(place->take_back()) == path + ": the socket that was handed over has gone");
}

}  // namespace
}  // namespace skillwake::daemon
