#include "client/event_source.h"

#include "base/file.h"

#include <istream>

namespace skillwake::client {
namespace {

Failure too_large(const std::string& what) {
    auto failure = local_failure(
        ExitCode::Failed, what + ": larger than the limit of " + std::to_string(kMaxSourceBytes) + " bytes");
    failure.hint =
        "send the part that changed instead: match --jsonl takes an edit with its old and new text";
    return failure;
}

std::variant<protocol::Event, Failure> read_file_event(const std::string& path, const Context& context) {
    auto absolute = absolute_path(context, path);
    auto content = read_file(absolute, kMaxSourceBytes);
    if (!content && content.error().code() == Errc::TooLarge) {
        return too_large(path);
    }
    if (!content) {
        const bool absent = content.error().code() == Errc::NotFound;
        return local_failure(absent ? ExitCode::NotFound : ExitCode::Failed,
                             path + ": " + content.error().message());
    }
    protocol::FileEvent event;
    event.action = protocol::FileAction::Read;
    event.path = std::move(absolute);
    event.content = *std::move(content);
    return protocol::Event(std::move(event));
}

std::variant<protocol::Event, Failure> read_prompt(const Context& context) {
    if (context.in_is_terminal) {
        return local_failure(ExitCode::Usage,
                             "nothing to judge: give a TEXT, --file PATH, or a prompt on stdin");
    }
    std::string text(kMaxSourceBytes + 1, '\0');
    context.in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(context.in.gcount()));
    if (text.size() > kMaxSourceBytes) {
        return too_large("stdin");
    }
    return protocol::Event(protocol::PromptEvent{std::move(text)});
}

}  // namespace

std::variant<protocol::Event, Failure> read_event(const EventSource& source, const Context& context) {
    if (source.file) {
        return read_file_event(*source.file, context);
    }
    if (source.text) {
        return protocol::Event(protocol::PromptEvent{*source.text});
    }
    return read_prompt(context);
}

}  // namespace skillwake::client
