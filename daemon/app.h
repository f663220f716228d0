#pragma once

#include "base/clock.h"
#include "daemon/control.h"
#include "daemon/dispatcher.h"
#include "daemon/http_server.h"
#include "daemon/ledger_home.h"
#include "daemon/loop_watch.h"
#include "daemon/options.h"
#include "daemon/place_watch.h"
#include "daemon/reloader.h"
#include "daemon/root_store.h"
#include "daemon/served_place.h"
#include "daemon/server.h"
#include "daemon/service.h"
#include "daemon/stop_signals.h"
#include "daemon/workers.h"

#include <spdlog/logger.h>
#include <uv.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace skillwake::daemon {

/// The program: everything that serves, tied together around one loop. Made before the socket is bound: from
/// then on a signal to stop is heard and leaves nothing behind.
class App final : public Control {
public:
    /// `place` outlives it.
    App(const Options& options, ServedPlace& place, std::shared_ptr<spdlog::logger> log);
    App(const App&) = delete;
    App& operator=(const App&) = delete;
    ~App() override;

    /// Serves until it is stopped. `listening`: a socket bound to the place; who gives it removes it
    /// afterwards. Errors: it cannot serve there, or hooks by HTTP, or somebody else has taken the place.
    Status run(FileDescriptor listening);

private:
    void stop() override;
    std::uint64_t reload() override { return reloader_.load_all(); }
    void publish(const protocol::DecisionNote& note) override;
    std::uint64_t clients() const override { return server_.clients(); }
    std::uint64_t subscribers() const override { return server_.subscribers(); }
    std::string socket() const override { return place_.path(); }
    std::optional<protocol::HttpStatus> http() const override { return http_.status(); }
    protocol::LoopStatus loop() const override { return loop_watch_.status(); }

    Status listen(FileDescriptor listening);
    void heard(int signal);
    void watch_place();
    void look_at_place();
    void load_wanted();
    void make_catalogue(CatalogueOrder order);
    void resume_waiting();
    void roots_changed();
    void stop_now();

    static skill::Places places(const Options& options);
    static std::optional<HttpOptions> http_options(const Options& options, const std::string& socket_path);
    static std::vector<skill::RootSpec> fixed_roots(const std::vector<std::string>& folders);

    Limits limits_;
    ServedPlace& place_;
    std::shared_ptr<spdlog::logger> log_;
    SystemClock clock_;
    StateOptions state_;
    LedgerHome ledger_;  ///< written out when the rest has ended
    uv_loop_t loop_{};
    bool loop_ready_;
    LoopWatch loop_watch_;
    RootStore roots_;
    Service service_;
    Dispatcher dispatcher_;
    Workers workers_;
    Server server_;
    std::optional<HttpOptions> http_options_;
    HttpServer http_;
    Reloader reloader_;
    UvPtr<uv_async_t> stopper_;  ///< a stop that a client asked for happens after its answer
    std::optional<StopSignals> signals_;
    UvPtr<uv_timer_t> place_timer_;
    std::optional<PlaceWatch> place_watch_;
    Status place_lost_ = Ok{};  ///< why we ended
    bool place_warned_ = false;
    UvPtr<uv_timer_t> last_call_;  ///< runs while clients may still take what they are owed
    bool stopping_ = false;
};

}  // namespace skillwake::daemon
