#pragma once

#include "base/error.h"

#include <uv.h>

#include <memory>
#include <string>

namespace skillwake::daemon {

/// A libuv handle lives on the heap until its own close callback; no other code deletes one. Whoever gives a
/// handle up must first take its own address out of `handle->data`.
struct UvClose {
    template <class Handle>
    void operator()(Handle* handle) const noexcept {
        handle->data = nullptr;
        uv_close(reinterpret_cast<uv_handle_t*>(handle),
                 [](uv_handle_t* closed) { delete reinterpret_cast<Handle*>(closed); });
    }
};
template <class Handle>
using UvPtr = std::unique_ptr<Handle, UvClose>;

/// A handle that `init` (such as uv_timer_init) has prepared on `loop`, with `data` in it.
template <class Handle, class Init>
UvPtr<Handle> make_handle(uv_loop_t& loop, Init init, void* data) {
    auto* handle = new Handle;
    init(&loop, handle);
    handle->data = data;
    return UvPtr<Handle>(handle);
}

inline Error uv_error(int code) {
    return system_error(-code);
}

}  // namespace skillwake::daemon
