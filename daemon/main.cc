#include "daemon/app.h"
#include "daemon/check.h"
#include "daemon/options.h"
#include "daemon/socket_lock.h"
#include "protocol/socket_path.h"

#include <csignal>
#include <cstdio>
#include <exception>

namespace skillwake::daemon {
namespace {

int fail(const Error& error) {
    std::fprintf(stderr, "skillwaked: %s\n", error.message().c_str());
    return 1;
}

int serve(const Options& options) {
    auto log = open_log(options.log);
    if (!log) {
        return fail(log.error());
    }
    auto inherited = inherited_socket();
    if (!inherited) {
        return fail(inherited.error());
    }
    const bool handed_over = static_cast<bool>(inherited->descriptor);
    const auto path = handed_over ? Result(inherited->path) : protocol::socket_path(options.socket);
    if (!path) {
        return fail(path.error());
    }
    const auto lock = lock_socket(*path);
    if (!lock) {
        return fail(lock.error());
    }
    App app(options, *path, *log);
    if (handed_over) {
        const auto served = app.run(std::move(inherited->descriptor));
        return served ? 0 : fail(served.error());
    }
    auto listening = bind_socket(*path);
    if (!listening) {
        return fail(listening.error());
    }
    const auto served = app.run(*std::move(listening));
    remove_socket(*path);
    return served ? 0 : fail(served.error());
}

int run(int argc, char** argv) {
    const auto read = read_options(argc, argv);
    if (const auto* exit = std::get_if<Exit>(&read)) {
        return exit->code;
    }
    const auto& options = std::get<Options>(read);
    if (!options.check.paths.empty()) {
        return check_skills(options.check);
    }
    std::signal(SIGPIPE, SIG_IGN);
    return serve(options);
}

}  // namespace
}  // namespace skillwake::daemon

int main(int argc, char** argv) {
    try {
        return skillwake::daemon::run(argc, argv);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "skillwaked: %s\n", failure.what());
        return 1;
    }
}
