#pragma once

#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace skillwake::matcher {

/// What an answer was made of and nobody needs any more, but takes milliseconds to give back: trees of
/// syntax, most of all those that were given up. It is given back with this: who answers lets go of it
/// afterwards, and where nobody waits.
class Leftovers {
public:
    template <class Owner>
    void add(Owner owner) {
        kept_.push_back(std::make_shared<Owner>(std::move(owner)));
    }
    void add(Leftovers others) {
        kept_.insert(kept_.end(), std::make_move_iterator(others.kept_.begin()),
                     std::make_move_iterator(others.kept_.end()));
    }
    bool empty() const { return kept_.empty(); }

private:
    std::vector<std::shared_ptr<void>> kept_;
};

}  // namespace skillwake::matcher
