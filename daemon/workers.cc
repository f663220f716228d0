#include "daemon/workers.h"

#include <signal.h>

#include <utility>

namespace skillwake::daemon {
namespace {

int init_async(uv_loop_t* loop, uv_async_t* async) {
    return uv_async_init(loop, async, nullptr);
}

}  // namespace

Workers::Workers(uv_loop_t& loop) : woken_(make_handle<uv_async_t>(loop, init_async, this)) {
    woken_->async_cb = [](uv_async_t* woken) {
        if (auto* workers = static_cast<Workers*>(woken->data); workers != nullptr) {
            workers->finish();
        }
    };
    uv_unref(reinterpret_cast<uv_handle_t*>(woken_.get()));
    // Signals are the loop's: a thread begins with the mask of who makes it.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (std::size_t i = 0; i < kThreads; ++i) {
        threads_.emplace_back([this] { serve(); });
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Workers::~Workers() {
    stop();
}

void Workers::run(std::function<void()> work, std::function<void()> done) {
    if (!woken_) {
        return;
    }
    if (owed_++ == 0) {
        uv_ref(reinterpret_cast<uv_handle_t*>(woken_.get()));
    }
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back({std::move(work), std::move(done)});
    }
    queued_.notify_one();
}

void Workers::serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
        queued_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_) {
            return;
        }
        auto job = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        job.work();
        job.work = nullptr;
        lock.lock();
        finished_.push_back(std::move(job));
        // With the lock: stop() closes the handle only when all threads have ended.
        uv_async_send(woken_.get());
    }
}

void Workers::finish() {
    std::vector<Job> finished;
    {
        const std::lock_guard lock(mutex_);
        finished.swap(finished_);
    }
    for (auto& job : finished) {
        if (--owed_ == 0 && woken_) {
            uv_unref(reinterpret_cast<uv_handle_t*>(woken_.get()));
        }
        if (job.done) {
            job.done();
        }
    }
}

void Workers::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    queued_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
    threads_.clear();
    queue_.clear();
    finished_.clear();
    woken_.reset();
}

}  // namespace skillwake::daemon
