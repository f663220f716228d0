#pragma once

#include "client/mcp/wire.h"
#include "client/mcp/workspace.h"

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::client::mcp {

/// Appends the list_changed notifications for `changes`, as clients get them that began with `initialize`.
void append_changes(std::vector<std::string>& out, const Changes& changes);

/// Who asked with `subscriptions/listen` to be told of changes.
class Subscriptions {
public:
    /// The line that acknowledges it, or refuses. There is no result: it would end the subscription.
    std::string listen(const Request& request);
    /// `id` as JSON text.
    void cancel(std::string_view id);
    bool empty() const { return all_.empty(); }

    /// Appends what each of them wants to know.
    void append_changes(std::vector<std::string>& out, const Changes& changes) const;

private:
    struct Subscription {
        RawJson id;
        Changes wanted;
    };
    std::vector<Subscription> all_;
};

}  // namespace skillwake::client::mcp
