#pragma once

#include <cstddef>

/// Counts what the program holds on its heap through `new`: for benchmarks that tell memory. A program that
/// links heap_count.cc gets its own `operator new`. One thread.
namespace skillwake::bench {

std::size_t heap_bytes();        ///< held now, as the allocator rounds them
std::size_t heap_allocations();  ///< made so far

}  // namespace skillwake::bench
