#include "client/safe_json_stream.h"

#include "base/safe_text.h"

namespace skillwake::client {

SafeJsonStream::Lines::int_type SafeJsonStream::Lines::overflow(int_type c) {
    if (!traits_type::eq_int_type(c, traits_type::eof())) {
        held_.push_back(traits_type::to_char_type(c));
    }
    return traits_type::not_eof(c);
}

std::streamsize SafeJsonStream::Lines::xsputn(const char* text, std::streamsize size) {
    held_.append(text, static_cast<std::size_t>(size));
    return size;
}

int SafeJsonStream::Lines::sync() {
    out_ << safe_json(held_) << std::flush;
    held_.clear();
    return out_ ? 0 : -1;
}

}  // namespace skillwake::client
