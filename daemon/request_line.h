#pragma once

#include "base/result.h"
#include "protocol/json.h"
#include "protocol/rpc.h"

#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

namespace skillwake::daemon {

inline constexpr std::size_t kMaxBatch = 1'000;  ///< requests of one line

/// One line of a client as JSON: a request, a batch, or neither.
struct RequestLine {
    protocol::JsonValue document;  ///< of the parser
    /// Ids that are numbers as the client wrote them, by request, where the parser would give another text
    /// for one of them; else empty, and so is the text of an id that is no number.
    std::vector<protocol::RawJson> number_ids;

    /// The envelope of `json`, the request at `place` in the document, with its id as the client wrote it.
    std::variant<protocol::RpcRequest, protocol::RpcRefusal> request(protocol::JsonValue json,
                                                                     std::size_t place) const;
};

/// Errc::Invalid: not JSON, but for ids of more than 64 bits.
Result<RequestLine> parse_line(protocol::JsonParser& parser, std::string_view line);

}  // namespace skillwake::daemon
