#include "daemon/app.h"
#include "daemon/check.h"
#include "daemon/descriptors.h"
#include "daemon/options.h"
#include "daemon/served_place.h"
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

int serve(Options options) {
    options.limits.clients = clients_that_fit(options.limits.clients, raise_descriptor_limit());
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
    auto place = handed_over ? ServedPlace::handed_over(*path) : ServedPlace::own(*path);
    if (!place) {
        return fail(place.error());
    }
    App app(options, *place, *log);
    auto listening = handed_over ? Result(std::move(inherited->descriptor)) : place->bind();
    if (!listening) {
        return fail(listening.error());
    }
    const auto served = app.run(*std::move(listening));
    place->remove();
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
