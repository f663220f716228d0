#include "daemon/ledger_writer.h"

#include <chrono>
#include <iterator>
#include <utility>

namespace skillwake::daemon {
namespace {

constexpr std::chrono::seconds kPause{1};  ///< until what could not be written is tried again

}  // namespace

LedgerWriter::LedgerWriter(LedgerStore store, Warn warn, std::size_t most_queued)
    : store_(std::move(store)),
      warn_(std::move(warn)),
      most_queued_(most_queued),
      thread_([this] { run(); }) {}

LedgerWriter::~LedgerWriter() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    woken_.notify_one();
    thread_.join();
}

void LedgerWriter::write(std::vector<Change> changes) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() + changes.size() > most_queued_) {
            queue_.clear();
            begin_ = LedgerStore::Begin::Anew;
            ++dropped_;
        }
        queue_.insert(queue_.end(), std::make_move_iterator(changes.begin()),
                      std::make_move_iterator(changes.end()));
    }
    woken_.notify_one();
}

void LedgerWriter::run() {
    std::unique_lock lock(mutex_);
    bool failing = false;
    std::uint64_t told_drops = 0;
    for (;;) {
        woken_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) {
            return;
        }
        const auto batch = std::exchange(queue_, {});
        const auto begin = std::exchange(begin_, LedgerStore::Begin::GoOn);
        const auto drops = dropped_;
        const bool last_try = stopping_;
        lock.unlock();
        if (std::exchange(told_drops, drops) != drops) {
            warn_("ledger: changes came faster than they could be written; it begins anew");
        }
        const auto written = store_.write(batch, begin);
        if (!written && !std::exchange(failing, true)) {
            warn_("ledger: cannot be written, tried again: " + written.error().message());
        }
        failing = !written;
        lock.lock();
        if (written) {
            continue;
        }
        if (last_try) {
            return;
        }
        // Back in front of what has come since; unless that was dropped, and this with it.
        if (dropped_ == drops && queue_.size() + batch.size() <= most_queued_) {
            queue_.insert(queue_.begin(), batch.begin(), batch.end());
            begin_ = begin;
        } else {
            begin_ = LedgerStore::Begin::Anew;
        }
        woken_.wait_for(lock, kPause, [this] { return stopping_; });
    }
}

}  // namespace skillwake::daemon
