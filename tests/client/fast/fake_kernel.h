#pragma once

#include <sys/types.h>

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::client::fast {

/// The system that a fast hook of a test runs on: what its calls find, what they left behind, and which of
/// them fail. One at a time; while it lives it gets the calls.
class FakeKernel {
public:
    struct Ended {};  ///< thrown out of what never returns

    FakeKernel();
    FakeKernel(const FakeKernel&) = delete;
    FakeKernel& operator=(const FakeKernel&) = delete;
    ~FakeKernel();

    // What is there.
    std::string folder = "/w";                         ///< the current one
    std::string executable = "/opt/bin/skillwake";     ///< as /proc tells it; empty: no /proc
    std::string input = R"({"hook_event_name":"x"})";  ///< what the host writes
    std::string answer;                                ///< what the daemon sends, and then closes
    std::size_t piece = 1U << 20U;                     ///< the most bytes that one call takes or gives
    uid_t user = 1000;
    uid_t daemon_user = 1000;

    /// The next calls of this number end with these results, below 0, one each; then they work again.
    void fail_next(long call, const std::vector<long>& results);
    /// The deadline passes in the next call of this number that is about `descriptor`.
    void pass_deadline_in(long call, int descriptor);

    // What was done.
    std::string connected_to;
    std::string asked;               ///< what the daemon got
    std::string printed;             ///< what the host got
    std::string complained;          ///< on stderr
    std::string executed;            ///< the file of the last execve
    std::vector<std::string> words;  ///< of the last execve
    int code = -1;                   ///< of the end; -1: it became another program
    int waits = 0;                   ///< calls that only wait
    long deadline_ms = 0;            ///< of the timer; 0: it does not run
    bool ignores_sigpipe = false;
    bool takes_sigalrm = false;  ///< not blocked

    /// Runs the program with these words and variables to its end.
    void run(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {});
    /// As the kernel gives it to a handler to go back by.
    void return_from_handler() const;

    long call(long number, const long (&arguments)[6]);

private:
    long read(int descriptor, char* room, std::size_t bytes);
    long write(int descriptor, std::string_view text);
    long execute(const char* file, const char* const* with);
    void set_handler(int signal, const void* action);

    static constexpr int kSocket = 7;
    std::map<long, std::deque<long>> failures_;
    long deadline_call_ = -1;
    int deadline_descriptor_ = -1;
    void (*on_alarm_)(int) = nullptr;
    void (*restorer_)() = nullptr;
};

}  // namespace skillwake::client::fast
