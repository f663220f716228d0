#include "client/cli_values.h"

#include <algorithm>

namespace skillwake::client {
namespace {

constexpr char kMark = '\x1f';

std::string unmarked(std::string value) {
    return value.starts_with(kMark) ? value.substr(1) : value;
}

class PlainFormatter final : public CLI::Formatter {
    std::string make_option_opts(const CLI::Option* option) const override {
        return option->get_type_name().empty() ? "" : " " + option->get_type_name();
    }
};

}  // namespace

std::string marked(std::string argument) {
    const bool list = argument.size() >= 2 && argument.front() == '[' && argument.back() == ']';
    const bool changed = list || argument == "{}" || argument == "%%" || argument.starts_with(kMark);
    return changed ? kMark + argument : argument;
}

std::string without_marks(std::string message) {
    message.erase(std::remove(message.begin(), message.end(), kMark), message.end());
    return message;
}

CLI::Option* add_value(CLI::App& app, const std::string& name, const std::string& description,
                       const std::function<void(std::string)>& take) {
    return app.add_option(
        name,
        [take](const Values& values) {
            take(unmarked(values.at(0)));
            return true;
        },
        description);
}

CLI::Option* add_values(CLI::App& app, const std::string& name, const std::string& description,
                        const std::function<void(Values)>& take) {
    auto* option = app.add_option(
        name,
        [take](const Values& values) {
            Values plain;
            for (const auto& value : values) {
                plain.push_back(unmarked(value));
            }
            take(std::move(plain));
            return true;
        },
        description);
    return option->take_all();
}

CLI::Option* add_words(CLI::App& app, const std::string& name, const std::string& description,
                       const std::function<void(Values)>& take) {
    return add_values(app, name, description, take)->expected(CLI::detail::expected_max_vector_size);
}

std::shared_ptr<CLI::Formatter> make_plain_formatter() {
    return std::make_shared<PlainFormatter>();
}

}  // namespace skillwake::client
