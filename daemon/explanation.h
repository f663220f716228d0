#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "daemon/question.h"
#include "daemon/trust.h"
#include "protocol/decision.h"

namespace skillwake::daemon {

/// match.explain, asked: every skill is judged and told of, so it is made on a worker where there is one. On
/// any thread; changes nothing.
struct Explanation {
    protocol::ExplainParams params;
    Question question;
    Trust trust;  ///< as it was when it was asked
    const Clock& clock;

    /// Errc::NotFound, Errc::Ambiguous: params.why_not.
    Result<protocol::ExplainResult> make() const;
};

}  // namespace skillwake::daemon
