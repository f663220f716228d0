#include "daemon/socket_lock.h"

#include "tests/support/error_text.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstring>

namespace skillwake::daemon {
namespace {

using testing::error_text;
using testing::TempDir;

unsigned mode_of(const std::filesystem::path& path) {
    struct stat info {};
    REQUIRE(::lstat(path.c_str(), &info) == 0);
    return info.st_mode & 07777U;
}

/// 0, or the error of connecting to `path`.
int connect_error(const std::string& path) {
    const FileDescriptor client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    return ::connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? 0
                                                                                                     : errno;
}

TEST_CASE("The socket's folder is made for its owner alone, and so is the socket, whatever the umask") {
    const TempDir folder;
    const auto path = (folder.path() / "a/b/s.sock").string();
    const auto before = ::umask(0);
    const auto lock = lock_socket(path);
    const auto socket = bind_socket(path);
    CHECK(::umask(before) == 0);
    REQUIRE(lock);
    REQUIRE(socket);
    CHECK(mode_of(folder.path() / "a/b") == 0700);
    CHECK(mode_of(path) == 0600);
    CHECK(mode_of(path + ".lock") == 0600);
    CHECK(connect_error(path) == 0);
}

TEST_CASE("A folder that is open to others, or behind a symbolic link, is refused and left as it is") {
    const TempDir folder;
    const auto run = folder.path() / "run";
    const auto path = (run / "s.sock").string();
    REQUIRE(::mkdir(run.c_str(), 0700) == 0);
    for (const mode_t mode : {0701U, 0710U, 0720U, 0755U, 01777U}) {
        CAPTURE(mode);
        REQUIRE(::chmod(run.c_str(), mode) == 0);
        const auto lock = lock_socket(path);
        REQUIRE(!lock);
        CHECK(lock.error().code() == Errc::Denied);
        CHECK(mode_of(run) == mode);
    }
    REQUIRE(::chmod(run.c_str(), 0700) == 0);
    CHECK(lock_socket(path));
    std::filesystem::create_directory_symlink(run, folder.path() / "link");
    const auto linked = lock_socket((folder.path() / "link/s.sock").string());
    REQUIRE(!linked);
    CHECK(error_text(linked) ==
          (folder.path() / "link").string() + ": a symbolic link; choose a folder of your own with --socket");
}

TEST_CASE("A lock is the one beside the socket until that is deleted or another lies there") {
    const TempDir folder;
    const auto path = (folder.path() / "s.sock").string();
    const auto lock = lock_socket(path);
    REQUIRE(lock);
    CHECK(is_lock_of(lock->get(), path));
    std::filesystem::remove(path + ".lock");
    CHECK(!is_lock_of(lock->get(), path));
    folder.write("s.sock.lock", "");
    CHECK(!is_lock_of(lock->get(), path));
    CHECK(!is_lock_of(-1, path));
}

TEST_CASE("A client reaches who listens there, another, or nobody") {
    const TempDir folder;
    const auto path = (folder.path() / "s.sock").string();
    const auto socket = bind_socket(path);
    REQUIRE(socket);
    CHECK(reaches(path, socket->get()) == Reached::Listener);
    CHECK(reaches(path + "x", socket->get()) == Reached::Another);
    CHECK(reaches(path, -1) == Reached::Unknown);
    CHECK(reaches(std::string(200, 's'), socket->get()) == Reached::Unknown);
}

TEST_CASE("Another socket at the same path is another, and only ours is removed") {
    const TempDir folder;
    const auto path = (folder.path() / "s.sock").string();
    CHECK(!identity_at(path).exists());
    const auto first = bind_socket(path);
    REQUIRE(first);
    const auto ours = identity_at(path);
    CHECK(ours.exists());
    CHECK(ours == identity_at(path));
    std::filesystem::rename(path, path + ".away");
    const auto second = bind_socket(path);
    REQUIRE(second);
    CHECK(!(identity_at(path) == ours));
    remove_socket(path, ours);
    CHECK(std::filesystem::exists(path));
    folder.write("file", "");
    CHECK(!identity_at((folder.path() / "file").string()).exists());
}

TEST_CASE("The lock is held as long as its descriptor lives, and the second says who serves") {
    const TempDir folder;
    const auto path = (folder.path() / "s.sock").string();
    {
        const auto first = lock_socket(path);
        REQUIRE(first);
        const auto second = lock_socket(path);
        REQUIRE(!second);
        CHECK(second.error().code() == Errc::Exists);
        CHECK(error_text(second) == "another daemon already serves " + path);
    }
    CHECK(lock_socket(path));
}

TEST_CASE("A stale socket is replaced") {
    const TempDir folder;
    const auto path = (folder.path() / "s.sock").string();
    CHECK(bind_socket(path));  // closed at once: nobody listens there any more
    CHECK(connect_error(path) == ECONNREFUSED);
    const auto socket = bind_socket(path);
    REQUIRE(socket);
    CHECK(connect_error(path) == 0);
}

TEST_CASE("A socket at which somebody else listens is left alone, though nobody holds the lock") {
    const TempDir folder;
    const auto path = (folder.path() / "s.sock").string();
    const auto other = bind_socket(path);
    REQUIRE(other);
    const auto ours = bind_socket(path);
    REQUIRE(!ours);
    CHECK(ours.error().code() == Errc::Exists);
    CHECK(error_text(ours).find(path) != std::string::npos);
    CHECK(connect_error(path) == 0);
}

TEST_CASE("What lies at the path and is no socket is never removed") {
    const TempDir folder;
    const auto target = folder.write("target", "keep me");
    const auto file = folder.write("file.sock", "keep me");
    std::filesystem::create_symlink(target, folder.path() / "link.sock");
    std::filesystem::create_symlink(folder.path() / "nothing", folder.path() / "broken.sock");
    std::filesystem::create_directory(folder.path() / "folder.sock");
    for (const auto* name : {"file.sock", "link.sock", "broken.sock", "folder.sock"}) {
        CAPTURE(name);
        const auto path = (folder.path() / name).string();
        const auto bound = bind_socket(path);
        REQUIRE(!bound);
        CHECK(bound.error().code() == Errc::Exists);
        remove_socket(path, identity_at(path));
        CHECK(std::filesystem::symlink_status(path).type() != std::filesystem::file_type::not_found);
    }
    CHECK(std::filesystem::file_size(file) == 7);
    CHECK(std::filesystem::file_size(target) == 7);
}

TEST_CASE("A lock file that is a symlink is not followed") {
    const TempDir folder;
    std::filesystem::create_symlink(folder.path() / "elsewhere", folder.path() / "s.sock.lock");
    CHECK(!lock_socket((folder.path() / "s.sock").string()));
    CHECK(!std::filesystem::exists(folder.path() / "elsewhere"));
}

TEST_CASE("A socket path is taken whole up to 107 bytes and refused from 108 on") {
    const TempDir folder;
    const auto start = folder.path().string() + "/";
    const auto fits = start + std::string(107 - start.size(), 's');
    const auto socket = bind_socket(fits);
    REQUIRE(socket);
    CHECK(std::filesystem::exists(fits));
    CHECK(connect_error(fits) == 0);
    const auto refused = bind_socket(fits + "s");
    REQUIRE(!refused);
    CHECK(refused.error().code() == Errc::TooLarge);
}

TEST_CASE("A file where the socket's folder should be is said to be none") {
    const TempDir folder;
    folder.write("file", "");
    const auto lock = lock_socket((folder.path() / "file/s.sock").string());
    REQUIRE(!lock);
    CHECK(error_text(lock).find("not a folder") != std::string::npos);
}

TEST_CASE("The socket is removed at the end, twice is no error") {
    const TempDir folder;
    const auto path = (folder.path() / "s.sock").string();
    const auto socket = bind_socket(path);
    REQUIRE(socket);
    remove_socket(path, identity_at(path));
    CHECK(!std::filesystem::exists(path));
    remove_socket(path, identity_at(path));
}

}  // namespace
}  // namespace skillwake::daemon
