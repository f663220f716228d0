#pragma once

#include "matcher/lexical/asked_terms.h"

#include <cstddef>
#include <span>
#include <vector>

namespace skillwake::matcher::lexical {

/// One score for each skill of a view, 0 until something adds to it: an array a layer, so that adding is one
/// step wherever the skill stands and all of them can be looked through many at a time. Its memory is the
/// thread's and is used again; a thread has one board at a time.
class Scoreboard {
public:
    explicit Scoreboard(std::span<const LexicalLayer> layers);

    std::span<float> layer(std::size_t number) { return layers_[number]; }
    float& at(SkillPlace place) { return layers_[place.layer][place.skill]; }
    float at(SkillPlace place) const { return layers_[place.layer][place.skill]; }

    /// Hidden skills stand as if nothing had been added to them.
    void drop_hidden();

    /// Up to `most` skills that have a score, the highest first, equal ones by place.
    std::vector<SkillPlace> best(std::size_t most) const;

    /// exp(score - from), summed over all skills.
    double exponentials(double from) const;

private:
    class Best;
    std::vector<float> greatest_of_groups(std::size_t step) const;

    std::span<const LexicalLayer> views_;
    std::span<float> memory_;
    std::vector<std::span<float>> layers_;
};

/// exp(value - from) summed over `values`, each to seven digits. `value - from` may be anything below 80.
double sum_of_exponentials(std::span<const float> values, float from);

}  // namespace skillwake::matcher::lexical
