#pragma once

#include <uv.h>

#include <memory>

namespace skillwake::daemon {

/// Has `job` run on one of libuv's threads, then tells its owner on the loop, unless that is gone by then. A
/// `Job` owns all that it touches there:
///
///     struct Job { uv_work_t request{}; std::shared_ptr<Owner*> owner; void run(); ... };
///     queue_job<&Owner::finished>(loop, std::move(job));     finished(Job&), or of a const one
///
/// `*owner` is null from when the owner is gone.
template <auto kFinished, class Job>
void queue_job(uv_loop_t& loop, std::unique_ptr<Job> job) {
    job->request.data = job.get();
    uv_queue_work(
        &loop, &job.release()->request, [](uv_work_t* request) { static_cast<Job*>(request->data)->run(); },
        [](uv_work_t* request, int /*status*/) {
            const std::unique_ptr<Job> done(static_cast<Job*>(request->data));
            if (auto* owner = *done->owner; owner != nullptr) {
                (owner->*kFinished)(*done);
            }
        });
}

}  // namespace skillwake::daemon
