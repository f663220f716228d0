#pragma once

#include "matcher/lexical/skill_terms.h"

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

/// What a word weighs in a skill, by the fields in which it stands. BM25F: Robertson, Zaragoza, Taylor,
/// "Simple BM25 extension to multiple weighted fields", 2004.
namespace skillwake::matcher::lexical {

/// How much `count` times in a field of `length` words is, before saturation. `pairs`: of neighbouring words,
/// of which the field has `length`.
double field_weight(FieldId field, double count, std::size_t length, bool pairs);

/// What one time in such a field adds to the joint weight of all fields.
double joint_weight(FieldId field, std::size_t length, bool pairs);

/// A joint weight as it counts: 0 to 3, slower the more it is.
double saturated(double joint);

/// A stem of `count` times in a body of `length` words, counted alone: 0 to 2.
double body_weight(double count, std::size_t length);

/// What the fields of a skill give to each of its words as it is written, 0 to 1, in the order of the words;
/// valid as long as `terms`.
std::vector<std::pair<std::string_view, double>> surface_weights(const SkillTerms& terms);

}  // namespace skillwake::matcher::lexical
