#include "base/text.h"
#include "matcher/mention.h"
#include "matcher/region.h"
#include "tests/fuzz/fuzz.h"

#include <set>
#include <string_view>

/// Any text around `@` and `#`: each mention is a name that stands in the text behind its sign, once, and
/// none stands where text is not the user's. A prompt with "@pdf " in front of it mentions pdf, whatever
/// follows.
namespace skillwake::fuzz {
namespace {

using namespace matcher;

void check(std::string_view prompt) {
    const auto regions = read_regions(prompt);
    const auto mentions = find_mentions(prompt, regions);
    require(mentions.size() <= 2 * kMaxMentions);
    std::set<std::string> names;
    std::uint32_t begin = 0;
    char sign = '@';
    for (const auto& mention : mentions) {
        if (mention.sign != sign) {
            require(mention.sign == '#');
            sign = mention.sign;
            begin = 0;
        }
        require(mention.begin >= begin && mention.end <= prompt.size() && prompt[mention.begin] == sign);
        require(mention.name ==
                fold_ascii(prompt.substr(mention.begin + 1, mention.end - mention.begin - 1)));
        require(!mention.name.empty() && is_alnum(mention.name.back()));
        require(names.insert(sign + mention.name).second);
        begin = mention.end;
    }
}

}  // namespace

std::vector<std::string> seeds() {
    return {"@pdf",
            "use @pdf and @tools:csv, (@a) [@b] \"@c\" '@d' @e.",
            "me@x.org @scope/pkg @a/b.c \\@no @app.route @.",
            "`@code`\n```\n@fenced\n```\n@property\n+@x",
            "<system-reminder>@a</system-reminder> https://x.org/@y",
            "日本語@pdf、「@x」 한@y ＠z",
            "@a @b @c @d @e @f @g @h @i @A",
            "@a--b:c_d...- @@x @:y @-",
            "#style @style (#a) #12 a#b \\#c #x.md `#d`"};
}

}  // namespace skillwake::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    skillwake::fuzz::check({reinterpret_cast<const char*>(data), size});
    return 0;
}
