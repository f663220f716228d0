#pragma once

#include "hook/input.h"
#include "protocol/decision.h"

#include <cstddef>
#include <optional>
#include <string>

namespace skillwake::hook {

/// The strictest host cuts a hook's context after so many bytes of UTF-8.
inline constexpr std::size_t kMaxContextBytes = 10'000;

/// The host's output for one hook, made of the answers to its events.
class HookAnswer {
public:
    /// `input` must outlive it.
    explicit HookAnswer(const HookInput& input) : input_(input) {}

    /// What to ask for `event`, one of the input's: where a context would not reach the model, one of no
    /// bytes, so that nothing counts as given, and a tool may be denied all the same.
    protocol::EventParams question(const protocol::Event& event) const;
    /// The answer to that question.
    void add(const protocol::EventResult& result);

    /// One JSON object; nullopt: there is nothing to say.
    std::optional<std::string> output() const;

private:
    /// Of the limit, with what stands before a further context.
    std::size_t used_bytes() const;

    const HookInput& input_;
    std::string context_;
    std::string denied_;
};

}  // namespace skillwake::hook
