#pragma once

#include "matcher/event.h"
#include "protocol/event.h"
#include "protocol/json.h"

#include <deque>
#include <filesystem>
#include <string>
#include <string_view>

namespace skillwake::daemon {

/// Turns a host's event into what the matcher judges: a tool's input and output become the files, commands
/// and outputs that they are. Owns the texts that the event's views point to.
class EventReader {
public:
    /// `event` must outlive the reader. Paths below `cwd` become relative to it.
    EventReader(const protocol::Event& event, const std::filesystem::path& cwd,
                std::string_view project = {});
    EventReader(const EventReader&) = delete;
    EventReader& operator=(const EventReader&) = delete;

    const matcher::Event& event() const { return event_; }

private:
    void read(const protocol::PromptEvent& prompt);
    void read(const protocol::FileEvent& file);
    void read(const protocol::ToolEvent& tool);
    void read(const protocol::SkillEvent& /*skill*/) {}
    void read(const protocol::SessionEvent& /*session*/) {}

    void read_tool_input(const protocol::ToolEvent& tool, protocol::JsonValue input);
    void add_file(std::string_view path, std::vector<std::string_view> pieces);
    std::string_view keep(std::string text);
    std::string_view relative(std::string_view path);

    std::string cwd_;  ///< without '/' at its end
    matcher::Event event_;
    std::deque<std::string> texts_;  ///< a deque: what points into it stays valid
};

/// `text` without the line numbers that a Read tool puts before each line ("     1\tfrom x", "12->y" with an
/// arrow), and without the host's reminder behind them; unchanged when not every line of the file has one.
std::string without_line_numbers(std::string_view text);

}  // namespace skillwake::daemon
