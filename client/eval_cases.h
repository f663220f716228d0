#pragma once

#include "base/result.h"
#include "protocol/json.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Labelled cases: a prompt (or another event), and which skills it should wake. Every shape that authors use
/// is read into the same case.
namespace skillwake::client {

/// Largest file of cases.
inline constexpr std::size_t kMaxEvalFileBytes = std::size_t{64} << 20U;

/// Whether a skill that the case does not speak of may fire.
enum class Others { Unjudged, Wrong };

/// Skills are named as their author labelled them: by name, or by the end of their folder's path.
struct EvalCase {
    std::string id;                                ///< as given, else the number of the case in its file
    std::string kind;                              ///< its author's word for this sort of case; may be empty
    protocol::RawJson event;                       ///< of `session.event`
    std::vector<std::vector<std::string>> wanted;  ///< of each group one must fire; empty: none is wanted
    std::vector<std::string> forbidden;
    std::vector<std::string> acceptable;  ///< may fire, and count neither way
    Others others = Others::Unjudged;
};

/// The cases in `text`: JSON (a list, or an object that holds one as "cases", "queries" or "evals"), or a
/// case a line. Shapes of a case, with "query" or "prompt" for its text, or "event" as `session.event` takes
/// it:
///
///     {"should_trigger": bool}                                   judges `own_skill`
///     {"should_trigger": bool, "expected_skill": name}           which skill should fire, if any
///     {"expected_skill": name, "not_expected_skills": [name]}
///     {"relevant": [name], "forbidden": [name], "expect_no_match": bool}
///     {"expect": "activate", "gold": [name], "acceptable": [name]}
///     {"expect": "ignore", "skill": name, or "*" for any}
///
/// `own_skill`: the skill that the file belongs to; empty: unknown. Errc::Invalid names the case.
Result<std::vector<EvalCase>> read_eval_cases(std::string_view text, std::string_view own_skill);

/// The skill that a file of cases lies beside: <skill>/evals/file. Empty when it lies elsewhere.
std::string skill_beside(std::string_view absolute_file);

}  // namespace skillwake::client
