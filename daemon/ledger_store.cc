#include "daemon/ledger_store.h"

#include "base/file_descriptor.h"
#include "base/text.h"
#include "daemon/private_folder.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <sqlite3.h>
#include <system_error>
#include <utility>

namespace skillwake::daemon {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kPrivateFile = 0600;
constexpr int kPatienceMs = 200;  ///< for a daemon that is about to end
constexpr const char* kFileName = "ledger.db";

/// Text of enums is stored by name: numbers of ours may change. Trigger names are lines of one text.
constexpr const char* kSchema = R"(
CREATE TABLE session (id TEXT PRIMARY KEY, cwd TEXT NOT NULL, events INTEGER NOT NULL,
    used_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE agent (session TEXT NOT NULL, agent TEXT NOT NULL, automatic_tokens INTEGER NOT NULL,
    PRIMARY KEY (session, agent)) WITHOUT ROWID;
CREATE TABLE entry (session TEXT NOT NULL, agent TEXT NOT NULL, path TEXT NOT NULL, skill TEXT NOT NULL,
    digest TEXT NOT NULL, how TEXT NOT NULL, mode TEXT NOT NULL, tokens INTEGER NOT NULL,
    given_at INTEGER NOT NULL, held INTEGER NOT NULL, PRIMARY KEY (session, agent, path)) WITHOUT ROWID;
CREATE TABLE history (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, session TEXT NOT NULL, agent TEXT NOT NULL,
    skill TEXT NOT NULL, action TEXT NOT NULL, how TEXT NOT NULL, mode TEXT NOT NULL, triggers TEXT NOT NULL,
    tokens INTEGER NOT NULL, used INTEGER NOT NULL);
)";

Errc code_of(int sqlite_code) {
    switch (sqlite_code & 0xFF) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Errc::Invalid;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Errc::Unavailable;
        case SQLITE_PERM:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
            return Errc::Denied;
        default:
            return Errc::Io;
    }
}

template <class E>
std::optional<E> enum_named(std::string_view name) {
    for (const auto& [value, known] : protocol::EnumNames<E>::kNames) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (const auto line : split_lines(text)) {
        lines.emplace_back(line);
    }
    return lines;
}

}  // namespace

void LedgerStore::CloseDatabase::operator()(sqlite3* database) const noexcept {
    sqlite3_close_v2(database);
}
void LedgerStore::EndStatement::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

/// One statement: bound in order, then run or read row by row. An error stays until it is asked for.
class LedgerStore::Query {
public:
    Query(LedgerStore& store, const char* sql) : store_(store) {
        sqlite3_stmt* made = nullptr;
        code_ = sqlite3_prepare_v2(store.database_.get(), sql, -1, &made, nullptr);
        statement_.reset(made);
    }

    Query& text(std::string_view value) {
        if (code_ == SQLITE_OK) {
            code_ =
                sqlite3_bind_text64(statement_.get(), ++bound_, value.data() == nullptr ? "" : value.data(),
                                    value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        }
        return *this;
    }
    Query& number(std::int64_t value) {
        if (code_ == SQLITE_OK) {
            code_ = sqlite3_bind_int64(statement_.get(), ++bound_, value);
        }
        return *this;
    }
    Query& number(std::uint64_t value) { return number(static_cast<std::int64_t>(value)); }

    /// The next row; false: there is none, or failed.
    bool next() {
        if (code_ == SQLITE_OK || code_ == SQLITE_ROW) {
            code_ = sqlite3_step(statement_.get());
        }
        column_ = 0;
        return code_ == SQLITE_ROW;
    }
    std::string take_text() {
        const auto column = column_++;
        const auto* bytes = sqlite3_column_text(statement_.get(), column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
        return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
    }
    std::int64_t take_number() { return sqlite3_column_int64(statement_.get(), column_++); }
    std::uint64_t take_size() { return static_cast<std::uint64_t>(std::max<std::int64_t>(take_number(), 0)); }

    /// Runs to its end.
    Status run() {
        while (next()) {
        }
        return code_ == SQLITE_DONE ? Status(Ok{}) : Status(store_.failure());
    }

private:
    LedgerStore& store_;
    Statement statement_;
    int code_ = SQLITE_OK;
    int bound_ = 0;
    int column_ = 0;
};

LedgerStore::Query LedgerStore::query(const char* sql) {
    return {*this, sql};
}

Error LedgerStore::failure() const {
    return {code_of(sqlite3_errcode(database_.get())), sqlite3_errmsg(database_.get())};
}

Status LedgerStore::execute(const char* sql) {
    if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        return failure();
    }
    return Ok{};
}

Result<LedgerStore> LedgerStore::try_open(const fs::path& file, const StoreLimits& limits) {
    // Made by us, so that its mode is ours; SQLite gives the log beside it the same.
    // Closed before SQLite opens it: to close any descriptor of a file is to give up the process's locks on
    // it.
    if (!FileDescriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kPrivateFile)) &&
        errno != EEXIST) {
        return system_error(errno);
    }
    LedgerStore store;
    store.limits_ = limits;
    sqlite3* database = nullptr;
    const int opened =
        sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, nullptr);
    store.database_.reset(database);
    if (opened != SQLITE_OK) {
        return store.failure();
    }
    sqlite3_busy_timeout(database, kPatienceMs);
    // For one process: the lock goes with it, however it ends, and no shared memory is needed.
    for (const char* sql : {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL",
                            "PRAGMA synchronous=NORMAL", "BEGIN EXCLUSIVE", "COMMIT"}) {
        if (auto done = store.execute(sql); !done) {
            return std::move(done).error();
        }
    }
    auto check = store.query("PRAGMA quick_check(1)");
    if (!check.next() || check.take_text() != "ok") {
        return Error(Errc::Invalid, "database is damaged");
    }
    return store;
}

Result<LedgerStore> LedgerStore::open(const fs::path& folder, const StoreLimits& limits,
                                      std::chrono::seconds now) {
    if (auto made = make_private_folder(folder, "--state"); !made) {
        return std::move(made).error();
    }
    const auto file = folder / kFileName;
    auto store = try_open(file, limits);
    if (!store && store.error().code() == Errc::Invalid) {
        const auto aside = file.string() + ".damaged";
        std::error_code failed;
        fs::rename(file, aside, failed);
        if (failed) {
            return Error(Errc::Io, file.string() + ": damaged, and cannot be put aside: " + failed.message());
        }
        std::error_code none;
        fs::rename(file.string() + "-wal", aside + "-wal", none);
        fs::remove(file.string() + "-shm", none);
        store = try_open(file, limits);
        if (store) {
            store->damaged_aside_ = aside;
        }
    }
    if (!store) {
        return std::move(store).error().context(file.string());
    }
    if (auto ready = store->prepare_schema(); !ready) {
        return std::move(ready).error().context(file.string());
    }
    if (auto pruned = store->prune(now); !pruned) {
        return std::move(pruned).error().context(file.string());
    }
    return store;
}

Status LedgerStore::prepare_schema() {
    auto version = query("PRAGMA user_version");
    if (!version.next()) {
        return failure();
    }
    const auto found = version.take_number();
    (void)version.run();
    if (found > kVersion) {
        return Error(Errc::Invalid, "written by a newer version of skillwaked");
    }
    if (found == kVersion) {
        return Ok{};
    }
    const auto sql =
        "BEGIN;" + std::string(kSchema) + "PRAGMA user_version=" + std::to_string(kVersion) + ";COMMIT";
    return execute(sql.c_str());
}

Status LedgerStore::prune(std::chrono::seconds now) {
    const auto oldest = now - std::chrono::duration_cast<std::chrono::seconds>(limits_.oldest_session);
    if (auto begun = execute("BEGIN"); !begun) {
        return begun;
    }
    auto done = query(
                    "DELETE FROM session WHERE used_at < ?1 OR id NOT IN "
                    "(SELECT id FROM session ORDER BY used_at DESC, id LIMIT ?2)")
                    .number(static_cast<std::int64_t>(oldest.count()))
                    .number(std::uint64_t{limits_.sessions})
                    .run();
    for (const char* sql : {"DELETE FROM agent WHERE session NOT IN (SELECT id FROM session)",
                            "DELETE FROM entry WHERE session NOT IN (SELECT id FROM session)"}) {
        done = done ? execute(sql) : std::move(done);
    }
    if (done) {
        done = query("DELETE FROM history WHERE id NOT IN (SELECT id FROM history ORDER BY id DESC LIMIT ?1)")
                   .number(std::uint64_t{limits_.history})
                   .run();
    }
    if (!done) {
        (void)execute("ROLLBACK");
        return done;
    }
    return execute("COMMIT");
}

Result<Saved> LedgerStore::load() {
    Saved saved;
    auto sessions = query("SELECT id, cwd, events, used_at FROM session ORDER BY used_at DESC, id");
    while (sessions.next()) {
        SavedSession session;
        session.session = sessions.take_text();
        session.cwd = sessions.take_text();
        session.events = sessions.take_size();
        session.used_at = std::chrono::seconds(sessions.take_number());
        saved.sessions.push_back(std::move(session));
    }
    if (auto read = sessions.run(); !read) {
        return std::move(read).error();
    }
    for (auto& session : saved.sessions) {
        auto agents = query("SELECT agent, automatic_tokens FROM agent WHERE session = ? ORDER BY agent");
        agents.text(session.session);
        while (agents.next()) {
            auto name = agents.take_text();
            const auto tokens = agents.take_size();
            session.agents.push_back({std::move(name), tokens, {}});
        }
        for (auto& agent : session.agents) {
            auto entries = query(
                "SELECT path, skill, digest, how, mode, tokens, given_at, held FROM entry "
                "WHERE session = ? AND agent = ? ORDER BY given_at, path");
            entries.text(session.session).text(agent.agent);
            while (entries.next()) {
                Ledger::Entry entry;
                entry.path = entries.take_text();
                entry.skill = entries.take_text();
                entry.digest = entries.take_text();
                const auto how = given_named(entries.take_text());
                const auto mode = enum_named<protocol::DeliveryMode>(entries.take_text());
                entry.tokens = entries.take_size();
                entry.given_at = std::chrono::seconds(entries.take_number());
                entry.held = entries.take_number() != 0;
                if (how && mode) {  // else nothing is lost but what another version knew
                    entry.how = *how;
                    entry.mode = *mode;
                    agent.entries.push_back(std::move(entry));
                }
            }
        }
    }
    auto history = query(
        "SELECT id, at, session, agent, skill, action, how, mode, triggers, tokens, used "
        "FROM history ORDER BY id");
    while (history.next()) {
        protocol::HistoryEntry entry;
        entry.id = history.take_size();
        entry.at = history.take_number();
        entry.session = history.take_text();
        entry.agent = history.take_text();
        entry.skill = history.take_text();
        const auto action = enum_named<protocol::HistoryAction>(history.take_text());
        entry.how = history.take_text();
        entry.mode = enum_named<protocol::DeliveryMode>(history.take_text());
        entry.triggers = lines_of(history.take_text());
        entry.tokens = history.take_size();
        entry.used = history.take_number() != 0;
        if (action) {
            entry.action = *action;
            saved.history.push_back(std::move(entry));
        }
    }
    if (auto read = history.run(); !read) {
        return std::move(read).error();
    }
    return saved;
}

/// How each change is written.
struct LedgerStore::Writer {
    LedgerStore& store;

    Status operator()(const SessionSeen& seen) const {
        return store.query("INSERT OR REPLACE INTO session (id, cwd, events, used_at) VALUES (?, ?, ?, ?)")
            .text(seen.session)
            .text(seen.cwd)
            .number(seen.events)
            .number(std::int64_t{seen.used_at.count()})
            .run();
    }
    Status operator()(const SkillGiven& given) const {
        auto done =
            store.query("INSERT OR REPLACE INTO agent (session, agent, automatic_tokens) VALUES (?, ?, ?)")
                .text(given.session)
                .text(given.agent)
                .number(given.automatic_tokens)
                .run();
        const auto& entry = given.entry;
        return !done
                   ? done
                   : store
                         .query(
                             "INSERT OR REPLACE INTO entry (session, agent, path, skill, digest, how, mode, "
                             "tokens, given_at, held) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                         .text(given.session)
                         .text(given.agent)
                         .text(entry.path)
                         .text(entry.skill)
                         .text(entry.digest)
                         .text(name_of(entry.how))
                         .text(protocol::name_of(entry.mode))
                         .number(entry.tokens)
                         .number(std::int64_t{entry.given_at.count()})
                         .number(std::int64_t{entry.held ? 1 : 0})
                         .run();
    }
    Status operator()(const SkillsLost& lost) const {
        return store.query("UPDATE entry SET held = 0 WHERE session = ? AND agent = ?")
            .text(lost.session)
            .text(lost.agent)
            .run();
    }
    Status operator()(const AgentCleared& cleared) const {
        for (const char* sql : {"DELETE FROM entry WHERE session = ? AND agent = ?",
                                "DELETE FROM agent WHERE session = ? AND agent = ?"}) {
            if (auto done = store.query(sql).text(cleared.session).text(cleared.agent).run(); !done) {
                return done;
            }
        }
        return Ok{};
    }
    Status operator()(const SessionForgotten& forgotten) const {
        for (const char* sql : {"DELETE FROM entry WHERE session = ?", "DELETE FROM agent WHERE session = ?",
                                "DELETE FROM session WHERE id = ?"}) {
            if (auto done = store.query(sql).text(forgotten.session).run(); !done) {
                return done;
            }
        }
        return Ok{};
    }
    Status operator()(const HistoryAdded& added) const {
        const auto& entry = added.entry;
        auto done =
            store
                .query(
                    "INSERT OR REPLACE INTO history (id, at, session, agent, skill, action, how, mode, "
                    "triggers, tokens, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .number(entry.id)
                .number(entry.at)
                .text(entry.session)
                .text(entry.agent)
                .text(entry.skill)
                .text(protocol::name_of(entry.action))
                .text(entry.how)
                .text(entry.mode ? protocol::name_of(*entry.mode) : std::string_view())
                .text(join(entry.triggers, "\n"))
                .number(entry.tokens)
                .number(std::int64_t{entry.used ? 1 : 0})
                .run();
        if (done && entry.id > store.limits_.history) {
            done = store.query("DELETE FROM history WHERE id <= ?")
                       .number(entry.id - store.limits_.history)
                       .run();
        }
        return done;
    }
    Status operator()(const HistoryUsed& used) const {
        return store.query("UPDATE history SET used = 1 WHERE id = ?").number(used.id).run();
    }
    Status operator()(const HistoryForgotten& forgotten) const {
        return store.query("DELETE FROM history WHERE session = ?").text(forgotten.session).run();
    }
};

Status LedgerStore::write(std::span<const Change> changes, Begin begin) {
    auto done = execute("BEGIN IMMEDIATE");
    if (!done) {
        return done;
    }
    if (begin == Begin::Anew) {
        done = execute("DELETE FROM entry; DELETE FROM agent; DELETE FROM session");
    }
    for (const auto& change : changes) {
        done = done ? std::visit(Writer{*this}, change) : std::move(done);
    }
    done = done ? execute("COMMIT") : std::move(done);
    if (!done) {
        (void)execute("ROLLBACK");
    }
    return done;
}

}  // namespace skillwake::daemon
