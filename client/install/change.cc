#include "client/install/change.h"

#include "client/install/settings_file.h"

#include <algorithm>

namespace skillwake::client {
namespace {

namespace fs = std::filesystem;

using Edit = Result<std::string> (*)(std::string_view, const Entry&);

Result<std::string> all_of_them(std::string_view text, const std::vector<Entry>& entries, Edit edit) {
    Result<std::string> edited = std::string(text);
    for (const auto& entry : entries) {
        if (edited) {
            edited = edit(*edited, entry);
        }
    }
    return edited;
}

/// Those that are in `text`, in some version.
std::vector<Entry> present(std::string_view text, const std::vector<Entry>& entries) {
    std::vector<Entry> there;
    for (const auto& entry : entries) {
        const auto without = without_entry(text, entry);
        if (without && *without != text) {
            there.push_back(entry);
        }
    }
    return there;
}

bool holds(const Result<std::string>& text, std::string_view expected) {
    return text && *text == expected;
}

Result<Change> read_for(const HostFile& file) {
    auto before = read_settings(file.file);
    if (!before) {
        return std::move(before).error();
    }
    return Change{file.file, *before, *before, {}};
}

/// What was there before the install that led to `change.before`, where that can be told.
void find_original(Change& change, const std::vector<Entry>& entries) {
    const auto installed = present(*change.before, entries);
    for (auto& backup : backups_of(change.file)) {
        if (holds(all_of_them(backup.text, entries, without_entry), backup.text) &&
            holds(all_of_them(backup.text, installed, with_entry), *change.before)) {
            change.after = std::move(backup.text);
            change.spent_backup = std::move(backup.file);
            return;
        }
    }
    if (change.after->empty() || holds(all_of_them("", installed, with_entry), *change.before)) {
        change.after = std::nullopt;
    }
}

}  // namespace

Result<Change> plan_install(const HostFile& file) {
    auto change = read_for(file);
    if (!change) {
        return change;
    }
    auto after = all_of_them(change->before.value_or(""), file.entries, with_entry);
    if (!after) {
        return std::move(after).error().context(file.file.string());
    }
    change->after = *std::move(after);
    return change;
}

Result<Change> plan_uninstall(const HostFile& file) {
    auto change = read_for(file);
    if (!change || !change->before) {
        return change;
    }
    auto after = all_of_them(*change->before, file.entries, without_entry);
    if (!after) {
        return std::move(after).error().context(file.file.string());
    }
    if (*after != *change->before) {
        change->after = *std::move(after);
        find_original(*change, file.entries);
    }
    return change;
}

Result<fs::path> carry_out(const Change& change) {
    const auto now = read_settings(change.file);
    if (!now) {
        return now.error();
    }
    if (*now != change.before) {
        return Error(Errc::Unavailable,
                     change.file.string() + ": was changed by somebody else just now; try again");
    }
    fs::path backup;
    if (change.before && change.after && change.spent_backup.empty()) {
        auto kept = back_up(change.file, *change.before);
        if (!kept) {
            return kept;
        }
        backup = *std::move(kept);
    }
    std::error_code failed;
    if (!change.after) {
        if (!fs::remove(change.file, failed) && failed) {
            return system_error(failed.value()).context(change.file.string());
        }
    } else if (auto written = write_settings(change.file, *change.after); !written) {
        return std::move(written).error();
    }
    if (!change.spent_backup.empty()) {
        fs::remove(change.spent_backup, failed);
    }
    return backup;
}

Result<Installed> installed_state(const HostFile& file) {
    const auto install = plan_install(file);
    if (install && !install->is_needed()) {
        return Installed::Yes;
    }
    const auto uninstall = plan_uninstall(file);
    if (!uninstall) {
        return uninstall.error();
    }
    return uninstall->is_needed() ? Installed::Partly : Installed::No;
}

}  // namespace skillwake::client
