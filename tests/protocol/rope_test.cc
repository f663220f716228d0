#include "protocol/rope.h"

#include "protocol/message.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace skillwake::protocol {
namespace {

using Pieces = std::vector<std::string_view>;

Rope::Shared shared(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
}

TEST_CASE("A rope has its own and the shared texts in the order in which they came") {
    Rope rope("a");
    rope.own().append("b");
    rope.add(shared("SHARED"));
    rope.own().append("c");
    CHECK(rope.pieces() == Pieces{"ab", "SHARED", "c"});
    CHECK(rope.text() == "abSHAREDc");
    CHECK(rope.size() == 9);
}

TEST_CASE("A rope's shared text is not copied, and lives as long as the rope") {
    auto text = shared("SHARED");
    const auto* const bytes = text->data();
    Rope rope;
    rope.add(std::move(text));
    const auto moved = std::move(rope);
    REQUIRE(moved.pieces().size() == 1);
    CHECK(moved.pieces()[0].data() == bytes);
}

TEST_CASE("A rope has no empty pieces") {
    Rope rope;
    CHECK(rope.empty());
    CHECK(rope.pieces().empty());
    rope.add(shared(""));
    rope.add(shared("x"));
    rope.add(shared("y"));
    CHECK(rope.pieces() == Pieces{"x", "y"});
}

TEST_CASE("A rope put behind another keeps its order") {
    Rope inner("{");
    inner.add(shared("S"));
    inner.own().append("}");
    Rope outer("[");
    outer.add(inner);
    outer.own().append(",");
    outer.add(inner);
    outer.own().append("]");
    CHECK(outer.text() == "[{S},{S}]");
}

struct Given {
    std::string name;
    Text content;
    std::vector<Text> more;
    std::optional<Text> last;

    static constexpr auto kFields =
        std::tuple(required("name", &Given::name), required("content", &Given::content),
                   required("more", &Given::more), optional("last", &Given::last));
};

TEST_CASE("A message written into a rope reads as one written into a string, its shared texts uncopied") {
    const auto body = std::make_shared<const TextWithJson>("a \"body\"\n");
    CHECK(body->json == R"("a \"body\"\n")");
    const Given given{"n", Text(body), {Text("own"), Text(body)}, Text(body)};
    Rope rope;
    append_json(rope, given);
    CHECK(rope.text() == to_json(given));
    CHECK(rope.text() ==
          R"({"name":"n","content":"a \"body\"\n","more":["own","a \"body\"\n"],"last":"a \"body\"\n"})");
    CHECK(rope.pieces()[1].data() == body->json.data());

    JsonParser parser;
    const auto read = read_message<Given>(*parser.parse(rope.text()), "given");
    REQUIRE(read);
    CHECK(read->content == given.content);
    CHECK(read->content.plain() == body->plain);
    CHECK(read->content.json() == nullptr);
    CHECK(read->more == given.more);
}

TEST_CASE("A text that is no string is refused as a string would be") {
    JsonParser parser;
    const auto read = read_message<Given>(*parser.parse(R"({"name":"n","content":1,"more":[]})"), "given");
    REQUIRE(!read);
    CHECK(read.error().message() == "given.content: expected string");
}

}  // namespace
}  // namespace skillwake::protocol
