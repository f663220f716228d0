#include "daemon/app.h"

#include "daemon/cache_home.h"
#include "daemon/config_file.h"
#include "daemon/trust_home.h"
#include "protocol/rpc.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX has it in no header

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

/// How long clients have to take their last answers. `skillwake stop` waits longer.
constexpr std::uint64_t kStopMs = 3'000;
/// A catalogue of more skills is made by a worker: of several large roots it takes milliseconds.
constexpr std::size_t kLoopSkills = 2'000;
/// So often we look whether our socket is still there, where its folder does not tell it.
constexpr std::uint64_t kPlaceMs = 400;

fs::path program_folder() {
    std::array<char, 4096> path{};
    std::size_t size = path.size();
    return uv_exepath(path.data(), &size) == 0 ? fs::path(std::string(path.data(), size)).parent_path()
                                               : fs::path();
}

fs::path current_folder() {
    std::error_code failed;
    auto folder = fs::current_path(failed);
    return failed ? fs::path("/") : folder;
}

fs::path absolute_folder(const std::string& folder) {
    std::error_code ignored;
    return fs::weakly_canonical(fs::absolute(folder, ignored), ignored);
}

/// As this program has them: with a loop that is not to be held.
Limits with_machine(Limits limits) {
    limits.loop.emplace();
    limits.load.sealed = limits.project_trust == ProjectTrust::Ask;
    limits.load.machine = std::make_shared<const skill::Machine>(skill::this_machine(environ));
    return limits;
}

int init_async(uv_loop_t* loop, uv_async_t* async) {
    return uv_async_init(loop, async, [](uv_async_t* /*woken*/) {});
}

}  // namespace

skill::Places App::places(const Options& options) {
    skill::Places places;
    places.home = folder_from("HOME");
    places.config = folder_from("XDG_CONFIG_HOME");
    places.codex = folder_from("CODEX_HOME");
    places.claude = folder_from("CLAUDE_CONFIG_DIR");
    places.etc = "/etc";
    for (const auto& folder : options.further_roots) {
        places.roots.push_back(absolute_folder(folder));
    }
    for (const auto& folder : options.plugins) {
        places.plugins.push_back(absolute_folder(folder));
    }
    // Installed beside the program, or in the source tree of a build folder.
    const auto folder = program_folder();
    for (const auto& candidate : {folder / "../share/skillwake/skills", folder / "../../skills"}) {
        std::error_code ignored;
        if (places.bundled.empty() && fs::is_directory(candidate, ignored)) {
            places.bundled = fs::canonical(candidate, ignored);
        }
    }
    return places;
}

std::optional<HttpOptions> App::http_options(const Options& options, const std::string& socket_path) {
    if (!options.http) {
        return std::nullopt;
    }
    const fs::path socket(socket_path);
    auto folder = options.state.none ? fs::path() : state_folder(options.state.folder);
    if (folder.empty()) {
        folder = socket.parent_path();
    }
    std::error_code ignored;
    return HttpOptions{*options.http,
                       options.http_token_file.empty() ? folder / "http-token"
                                                       : fs::absolute(options.http_token_file, ignored),
                       socket_path + ".http"};
}

std::vector<skill::RootSpec> App::fixed_roots(const std::vector<std::string>& folders) {
    std::vector<skill::RootSpec> roots;
    for (const auto& folder : folders) {
        roots.push_back({absolute_folder(folder), skill::Scope::Project});
    }
    return roots;
}

App::App(const Options& options, ServedPlace& place, std::shared_ptr<spdlog::logger> log)
    : limits_(with_machine(options.limits)),
      place_(place),
      log_(std::move(log)),
      state_(options.state),
      loop_ready_(uv_loop_init(&loop_) == 0),
      loop_watch_(loop_),
      roots_(fixed_roots(options.roots), places(options), clock_, options.precedence,
             options.limits.project_trust),
      service_(roots_, *this, clock_, limits_, current_folder()),
      dispatcher_(service_),
      workers_(loop_),
      server_(loop_, dispatcher_, workers_, limits_, *log_),
      http_options_(http_options(options, place_.path())),
      http_(loop_, dispatcher_, workers_, limits_, *log_),
      reloader_(loop_, roots_, limits_, *log_, [this] { roots_changed(); }),
      stopper_(make_handle<uv_async_t>(loop_, init_async, this)) {
    roots_.leave_large_ones(kLoopSkills);
    server_.on_answered([this] { load_wanted(); });
    http_.on_answered([this] { load_wanted(); });
    server_.on_long_end([this] { resume_waiting(); });
    http_.on_long_end([this] { resume_waiting(); });
    signals_.emplace(loop_, [this](int signal) { heard(signal); });
}

App::~App() {
    if (loop_ready_) {
        stop_now();
        signals_.reset();
        loop_watch_.stop();
        workers_.stop();
        uv_run(&loop_, UV_RUN_DEFAULT);
        uv_loop_close(&loop_);
    }
}

Status App::run(FileDescriptor listening) {
    watch_place();
    if (auto served = listen(std::move(listening)); !served) {
        return served;
    }
    // Only now: who asks meanwhile is not refused, but waits.
    ledger_ = open_ledger(state_, limits_, *log_, clock_.wall());
    service_.restore(std::exchange(ledger_.saved, {}), ledger_.writer.get());
    open_trust(state_, service_.trust(), *log_);
    if (auto cache = open_cache(state_, *log_)) {
        reloader_.keep_in(std::move(cache));
    }
    if (http_options_) {
        if (auto served = http_.listen(*http_options_); !served) {
            return served;
        }
    }
    // What every session will see is read before the first one asks.
    for (const auto& spec : roots_.fixed()) {
        reloader_.load(spec);
    }
    if (roots_.fixed().empty()) {
        (void)roots_.catalogue(current_folder());
        load_wanted();
    }
    log_->info("serving socket={} pid={}", place_.path(), static_cast<long>(uv_os_getpid()));
    uv_run(&loop_, UV_RUN_DEFAULT);
    log_->info("stopped");
    return place_lost_;
}

Status App::listen(FileDescriptor listening) {
    place_.serving_at(listening.get());
    if (place_watch_) {
        place_watch_->watch(place_.path());
    }
    return server_.listen(std::move(listening));
}

void App::watch_place() {
    place_timer_ = make_handle<uv_timer_t>(loop_, uv_timer_init, this);
    const auto look_after = [this](std::uint64_t milliseconds) {
        uv_timer_start(
            place_timer_.get(), [](uv_timer_t* timer) { static_cast<App*>(timer->data)->look_at_place(); },
            milliseconds, kPlaceMs);
    };
    look_after(kPlaceMs);
    place_watch_.emplace(loop_, [look_after] { look_after(0); });
}

/// Nobody finds us any more when our socket has been deleted or replaced, and no other daemon can begin while
/// we hold the lock: so we take the place back, or make room.
void App::look_at_place() {
    if (place_.is_ours()) {
        return;
    }
    auto listening = place_.take_back();
    const auto served = listening ? listen(*std::move(listening)) : Status(listening.error());
    if (served) {
        log_->warn("socket was deleted or replaced; serving there again socket={}", place_.path());
        place_warned_ = false;
        return;
    }
    const auto code = served.error().code();
    if (code == Errc::Exists || code == Errc::Denied || code == Errc::Invalid) {
        log_->error("socket was deleted or replaced; stopping: {}", served.error().message());
        place_lost_ = served;
        stop_now();
    } else if (!std::exchange(place_warned_, true)) {
        log_->warn("socket was deleted; trying again: {}", served.error().message());
    }
}

void App::heard(int signal) {
    if (signal != SIGHUP) {
        stop_now();
    } else if (!stopping_) {
        log_->info("reload reason=SIGHUP");
        reload();
    }
}

void App::load_wanted() {
    for (const auto& spec : roots_.take_wanted()) {
        reloader_.load(spec);
    }
    for (auto& order : roots_.take_orders()) {
        make_catalogue(std::move(order));
    }
    if (auto retired = roots_.take_retired(); !retired.empty()) {
        workers_.run([old = std::move(retired)] {}, nullptr);
    }
}

void App::make_catalogue(CatalogueOrder order) {
    const auto asked = std::make_shared<const CatalogueOrder>(std::move(order));
    const auto made = std::make_shared<std::shared_ptr<const Catalogue>>();
    workers_.run([asked, made] { *made = asked->make(); },
                 [this, asked, made] {
                     roots_.put(*asked, std::move(*made));
                     resume_waiting();
                 });
}

void App::resume_waiting() {
    server_.resume_waiting();
    http_.resume_waiting();
}

void App::roots_changed() {
    load_wanted();
    resume_waiting();
    const protocol::CatalogueNote note{roots_.generation()};
    server_.publish(protocol::make_notification("catalogue", protocol::to_json(note)));
}

void App::publish(const protocol::DecisionNote& note) {
    server_.publish(protocol::make_notification("decision", protocol::to_json(note)));
}

void App::stop() {
    if (stopper_) {
        stopper_->async_cb = [](uv_async_t* woken) { static_cast<App*>(woken->data)->stop_now(); };
        uv_async_send(stopper_.get());
    }
}

/// Clients get what they are owed, unless they do not take it in time; when the last is gone nothing holds
/// the loop.
void App::stop_now() {
    if (std::exchange(stopping_, true)) {
        return;
    }
    // Still heard, so that a second signal does not cut short what the first has begun.
    signals_->let_loop_end();
    stopper_.reset();
    place_timer_.reset();
    place_watch_.reset();
    reloader_.stop();
    last_call_ = make_handle<uv_timer_t>(loop_, uv_timer_init, this);
    uv_timer_start(
        last_call_.get(),
        [](uv_timer_t* timer) {
            auto* app = static_cast<App*>(timer->data);
            app->server_.drop_clients();
            app->http_.drop_clients();
        },
        kStopMs, 0);
    server_.stop([this] { http_.stop([this] { last_call_.reset(); }); });
}

}  // namespace skillwake::daemon
