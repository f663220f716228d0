#include "base/archive.h"

#include "base/file_descriptor.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace skillwake {
namespace {

enum class Colour { Red, Blue };

struct Leaf {
    std::string text;
    std::uint32_t number = 0;
    bool operator==(const Leaf&) const = default;
};

template <class Archive, Archived<Leaf> Self>
void describe(Archive& archive, Self& leaf) {
    archive(leaf.text, leaf.number);
}

struct Point {
    static constexpr bool kArchivedRaw = true;
    std::uint32_t x = 0;
    std::uint32_t y = 0;
    bool operator==(const Point&) const = default;
};

struct Tree {
    bool tall = false;
    Colour colour = Colour::Red;
    double height = 0;
    std::filesystem::path place;
    std::vector<Leaf> leaves;
    std::vector<Point> points;
    std::vector<std::pair<std::string, std::int64_t>> pairs;
    std::shared_ptr<const Leaf> best = std::make_shared<const Leaf>();
    std::vector<std::uint32_t> numbers;
    SharedText bark;
    Column<std::uint8_t> rings;
    Column<std::uint64_t> years;

    bool operator==(const Tree& other) const {
        return tall == other.tall && colour == other.colour && height == other.height &&
               place == other.place && leaves == other.leaves && points == other.points &&
               pairs == other.pairs && *best == *other.best && numbers == other.numbers &&
               bark == other.bark && std::ranges::equal(rings, other.rings) &&
               std::ranges::equal(years, other.years);
    }
};

template <class Archive, Archived<Tree> Self>
void describe(Archive& archive, Self& tree) {
    archive(tree.tall, tree.colour, tree.height, tree.place, tree.leaves, tree.points, tree.pairs, tree.best,
            tree.numbers, tree.bark, tree.rings, tree.years);
}

Tree a_tree(std::size_t numbers) {
    Tree tree;
    tree.tall = true;
    tree.colour = Colour::Blue;
    tree.height = 2.5;
    tree.place = "/woods/north";
    tree.leaves = {{"green", 7}, {"", 0}, {std::string(300, 'x'), 9}};
    tree.points = {{1, 2}, {3, 4}};
    tree.pairs = {{"a", -1}, {"b", 1}};
    tree.best = std::make_shared<const Leaf>(Leaf{"best", 1});
    for (std::uint32_t i = 0; i < numbers; ++i) {
        tree.numbers.push_back(i * i);
        tree.rings.push_back(static_cast<std::uint8_t>(i));
        tree.years.push_back(i);
    }
    tree.rings.push_back(1);  // so that what comes next does not happen to lie as it must
    tree.bark = std::string("rough");
    return tree;
}

class File {
public:
    explicit File(const Tree& tree) : path_(folder_.path() / "tree") {
        const FileDescriptor out(::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        ArchiveWriter writer(out.get());
        writer(tree);
        REQUIRE(writer.finish());
    }

    std::string bytes() const {
        std::ifstream in(path_, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// As a cache is replaced: under the same name another file.
    void set(const std::string& bytes) const { std::filesystem::rename(folder_.write("new", bytes), path_); }
    void remove() const { std::filesystem::remove(path_); }

    bool read(Tree& tree) const {
        auto mapped = MappedFile::open(path_);
        if (!mapped) {
            return false;
        }
        ArchiveReader reader(*std::move(mapped));
        reader(tree);
        return static_cast<bool>(reader.finish());
    }

private:
    testing::TempDir folder_;
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("what was written is read, whether it fits into a buffer or not") {
    for (const std::size_t numbers : {0U, 10U, 70'000U, 500'000U}) {
        const auto tree = a_tree(numbers);
        Tree again;
        CHECK(File(tree).read(again));
        CHECK(again == tree);
    }
}

TEST_CASE("a file of which one byte is another, or some are missing or too many, is damaged") {
    const File file(a_tree(3));
    const auto whole = file.bytes();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
        file.set(damaged);
        Tree tree;
        CHECK_FALSE(file.read(tree));
        file.set(whole.substr(0, at));
        CHECK_FALSE(file.read(tree));
    }
    file.set(whole + whole);
    Tree tree;
    CHECK_FALSE(file.read(tree));
}

TEST_CASE("columns and texts are parts of the file, and stay when it is replaced or removed") {
    const auto tree = a_tree(1'000);
    const File file(tree);
    Tree again;
    REQUIRE(file.read(again));
    CHECK(reinterpret_cast<std::uintptr_t>(again.years.data()) % alignof(std::uint64_t) == 0);
    file.set("something else");
    CHECK(again == tree);
    file.remove();
    const auto years = again.years;
    const auto bark = again.bark;
    again = Tree();
    CHECK(std::ranges::equal(years, tree.years));
    CHECK(bark == tree.bark);
}

TEST_CASE("a number of things that the file is too short for costs no memory") {
    const File file(a_tree(0));
    file.set(std::string(200, '\x7F'));
    Tree tree;
    CHECK_FALSE(file.read(tree));
    CHECK(tree.leaves.size() + tree.numbers.size() + tree.points.size() + tree.years.size() == 0);
}

TEST_CASE("what the system refuses to write is told at the end") {
    const FileDescriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    ArchiveWriter writer(full.get());
    writer(a_tree(500'000));
    CHECK_FALSE(writer.finish());
}

}  // namespace skillwake
