#include "daemon/delivery.h"

#include "base/text.h"
#include "daemon/harmless.h"

#include <utility>

namespace skillwake::daemon {
namespace {

using protocol::DeliveryMode;

struct Rendered {
    DeliveryMode mode = DeliveryMode::Line;
    std::string text;
};

bool is_wanted(const Portion& portion, DeliveryMode mode) {
    return !is_more(mode, portion.richest) && (!portion.held || is_more(mode, *portion.held));
}

/// Bytes of a line about each loaded portion behind `place`.
std::size_t lines_behind(const std::vector<Portion>& portions, std::size_t place) {
    std::size_t bytes = 0;
    for (auto at = place + 1; at < portions.size(); ++at) {
        const auto& portion = portions[at];
        const bool has_line = portion.kind == Portion::Kind::Loaded && is_wanted(portion, DeliveryMode::Line);
        bytes += has_line ? line_text(portion.telling).size() : 0;
    }
    return bytes;
}

/// The most of a loaded skill that fits `room`; in part only when `kept` bytes stay free.
std::optional<Rendered> render_loaded(const Portion& portion, std::size_t room, std::size_t kept) {
    if (is_wanted(portion, DeliveryMode::Full) && portion.telling.skill.body().size() / 2 <= room) {
        // Placeholders may shorten a body, though hardly to its half.
        if (auto text = full_text(portion.telling); text.size() <= room) {
            return Rendered{DeliveryMode::Full, std::move(text)};
        }
    }
    const auto partial = room - std::min(room, kept);
    if (is_wanted(portion, DeliveryMode::Excerpt)) {
        if (auto text = excerpt_text(portion.telling, partial)) {
            return Rendered{DeliveryMode::Excerpt, *std::move(text)};
        }
    }
    if (is_wanted(portion, DeliveryMode::Outline)) {
        if (auto text = outline_text(portion.telling, partial)) {
            return Rendered{DeliveryMode::Outline, *std::move(text)};
        }
    }
    if (is_wanted(portion, DeliveryMode::Line)) {
        if (auto text = line_text(portion.telling); text.size() <= room) {
            return Rendered{DeliveryMode::Line, std::move(text)};
        }
    }
    return std::nullopt;
}

std::optional<Rendered> render(const std::vector<Portion>& portions, std::size_t place, std::size_t room) {
    const auto& portion = portions[place];
    if (portion.kind == Portion::Kind::Loaded) {
        return render_loaded(portion, room, lines_behind(portions, place));
    }
    if (is_wanted(portion, DeliveryMode::Line)) {
        if (auto text = suggestion_text(portion.telling); text.size() <= room) {
            return Rendered{DeliveryMode::Line, std::move(text)};
        }
    }
    return std::nullopt;
}

/// Loaded skills that the agent has nothing of, now either.
std::string left_out(const std::vector<Portion>& portions, const Delivery& delivery) {
    std::vector<std::string> names;
    for (std::size_t place = 0; place < portions.size(); ++place) {
        if (!delivery.delivered[place] && !portions[place].held &&
            portions[place].kind == Portion::Kind::Loaded) {
            names.push_back(harmless_line(portions[place].telling.skill.qualified_name(), 100));
        }
    }
    return names.empty() ? ""
                         : "No room was left for what also fits: " + join(names, ", ") +
                               "; `skillwake read NAME` prints it.\n";
}

}  // namespace

Delivery deliver(const std::vector<std::string>& notes, const std::vector<Portion>& portions,
                 std::size_t max_bytes) {
    Delivery delivery;
    for (const auto& note : notes) {
        if (delivery.text.size() + note.size() <= max_bytes) {
            delivery.text.append(note);
        }
    }
    for (std::size_t place = 0; place < portions.size(); ++place) {
        const auto room = max_bytes - delivery.text.size();
        auto rendered = render(portions, place, room);
        delivery.delivered.emplace_back();
        if (rendered) {
            delivery.delivered.back() =
                protocol::Delivered{portions[place].telling.skill.qualified_name(), rendered->mode,
                                    rendered->text.size(), estimate_tokens(rendered->text)};
            delivery.text.append(rendered->text);
        }
    }
    if (const auto missing = left_out(portions, delivery);
        delivery.text.size() + missing.size() <= max_bytes) {
        delivery.text.append(missing);
    }
    return delivery;
}

}  // namespace skillwake::daemon
