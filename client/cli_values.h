#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/// CLI11 without its surprises: values arrive as they were typed.
namespace skillwake::client {

using Values = std::vector<std::string>;

/// CLI11 takes "[a,b]" for a list and "{}" for nothing, wherever a value stands: a prompt may look like that.
/// So such an argument goes in behind a mark; the functions below take it off before a value is used.
std::string marked(std::string argument);

/// A message of CLI11 that may quote an argument.
std::string without_marks(std::string message);

/// An option or positional that takes one value.
CLI::Option* add_value(CLI::App& app, const std::string& name, const std::string& description,
                       const std::function<void(std::string)>& take);

/// An option that may be repeated, with one value each time.
CLI::Option* add_values(CLI::App& app, const std::string& name, const std::string& description,
                        const std::function<void(Values)>& take);

/// A positional that takes all words that are left.
CLI::Option* add_words(CLI::App& app, const std::string& name, const std::string& description,
                       const std::function<void(Values)>& take);

/// Help without "Excludes: ..." beside each name, which pushes the descriptions away.
std::shared_ptr<CLI::Formatter> make_plain_formatter();

}  // namespace skillwake::client
