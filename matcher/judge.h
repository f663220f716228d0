#pragma once

#include "matcher/event.h"
#include "matcher/evidence.h"
#include "matcher/leftovers.h"
#include "matcher/memory.h"
#include "matcher/prompt_cut.h"
#include "matcher/prompt_reading.h"
#include "matcher/view.h"
#include "matcher/weights.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace skillwake::matcher {

enum class Action { None, Suggest, Load };

/// One skill's standing in one event.
struct Candidate {
    SkillRef ref;
    double confidence = 0;  ///< that this skill is wanted, 0 to 1
    double score = 0;       ///< for ranking, 0 to 1: words count by how likely any skill is wanted
    Action action = Action::None;
    double load_from =
        kLoad;  ///< the confidence that loading it needs; above 1: too much speaks for another one
    std::vector<Evidence> evidence;  ///< the strongest first
};

struct Judgement {
    std::vector<Candidate>
        candidates;  ///< every skill with any evidence, the surest first; equal ones by priority, root, path
    PromptReading prompt;
    std::shared_ptr<const PromptCut> cut;  ///< of a prompt over kMaxPromptBytes: what `prompt` is the reading
                                           ///< of; the evidence and the mentions tell places in the whole one
    double need = 0;       ///< how likely the prompt's words want any skill of the view, 0 to 1
    bool complete = true;  ///< false: a time budget or a size limit ended before all was read
    /// In so many of the best alone the prompt's commonest words were looked up, see lexical/word_scores.h;
    /// nullopt: in all.
    std::optional<std::size_t> short_list;
    Leftovers leftovers;  ///< to be let go of when the answer is out, off the loop
};

/// Weighs all evidence of an event, and what the session remembers, for every skill of the view. Changes
/// nothing: the caller keeps in its memory what it wants. `event` must outlive the judgement.
Judgement judge(const View& view, const Event& event, const Memory& memory, const Budget& budget);

/// Gives `memory` what the event leaves: file, command and error evidence, and the languages of its files.
void remember(Memory& memory, const View& view, const Event& event, const Judgement& judgement);

/// One line for people: the strongest reasons. "keyword 'asyncio', src/a.py: import aiohttp"
std::string reason_of(const std::vector<Evidence>& evidence);

}  // namespace skillwake::matcher
