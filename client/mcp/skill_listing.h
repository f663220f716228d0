#pragma once

#include "protocol/skill.h"

#include <cstddef>
#include <string>
#include <vector>

namespace skillwake::client::mcp {

/// Lines "- name: description" for a model, of the skills that may be loaded without being asked for, at most
/// `max_bytes` in all. What is too long is shortened evenly: each description is cut at the same length, so
/// that short ones stay whole; when no length of use remains, names alone stand there, the first ones; and
/// what is missing is said in a last line. Empty: there are no such skills.
std::string skill_listing(const std::vector<protocol::SkillSummary>& skills, std::size_t max_bytes);

/// On one line, at most `max_bytes` of UTF-8, with "..." where something is cut.
std::string one_line(const std::string& text, std::size_t max_bytes);

}  // namespace skillwake::client::mcp
