#include "protocol/rope.h"

namespace skillwake::protocol {

void Rope::add(const Rope& other) {
    const auto before = own_.size();
    own_.append(other.own_);
    for (const auto& place : other.places_) {
        places_.push_back({before + place.at, place.text});
    }
}

std::size_t Rope::size() const {
    auto size = own_.size();
    for (const auto& place : places_) {
        size += place.text->size();
    }
    return size;
}

std::vector<std::string_view> Rope::pieces() const {
    std::vector<std::string_view> pieces;
    pieces.reserve(2 * places_.size() + 1);
    const auto add = [&pieces](std::string_view piece) {
        if (!piece.empty()) {
            pieces.push_back(piece);
        }
    };
    std::size_t begin = 0;
    for (const auto& place : places_) {
        add(std::string_view(own_).substr(begin, place.at - begin));
        add(*place.text);
        begin = place.at;
    }
    add(std::string_view(own_).substr(begin));
    return pieces;
}

std::string Rope::text() const {
    std::string text;
    text.reserve(size());
    for (const auto piece : pieces()) {
        text.append(piece);
    }
    return text;
}

}  // namespace skillwake::protocol
