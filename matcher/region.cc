#include "matcher/region.h"

#include "base/byte_set.h"
#include "base/text.h"
#include "skill/host_element.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace skillwake::matcher {
namespace {

constexpr std::size_t kLongestQuote = 200;        ///< bytes; longer ones are speech, not a name of something
constexpr std::size_t kLongestInlineCode = 2000;  ///< bytes

bool starts_with(std::string_view text, std::string_view beginning) {
    return text.substr(0, beginning.size()) == beginning;
}

constexpr ByteSet kWordBytes =
    ByteSet::of([](char c) { return is_alnum(c) || c == '_' || static_cast<std::uint8_t>(c) >= 0x80; });

bool is_word_byte(char c) {
    return kWordBytes.contains(c);
}

/// A block that a host adds to a prompt between two lines of its own: the files that the prompt names.
constexpr std::string_view kFilesBegin = "--- Content from referenced files ---";
constexpr std::string_view kFilesEnd = "--- End of content ---";

bool is_trace_line(std::string_view line) {
    const auto words = trim(line);
    return starts_with(words, "Traceback (most recent call last)") || starts_with(words, "File \"") ||
           (starts_with(words, "at ") && words.find('(') != std::string_view::npos && words.back() == ')') ||
           starts_with(words, "goroutine ") || starts_with(words, "thread '") ||
           starts_with(words, "Caused by:");
}

/// "2024-05-01 12:00:03", "[12:00:03]", "12:00:03.123", "May 01 12:00:03": a clock in the line's first bytes.
bool has_time_stamp(std::string_view line) {
    constexpr std::size_t kStampBytes = 30;
    const auto head = trim(line).substr(0, kStampBytes);
    for (std::size_t at = 0; at + 7 < head.size(); ++at) {
        const auto digits = [&](std::size_t i) {
            return is_digit(head[at + i]) && is_digit(head[at + i + 1]);
        };
        if (digits(0) && head[at + 2] == ':' && digits(3) && head[at + 5] == ':' && digits(6)) {
            return true;
        }
    }
    return false;
}

bool has_level(std::string_view line) {
    const auto head = line.substr(0, 60);
    for (const std::string_view level : {"ERROR", "WARN", "INFO", "DEBUG", "FATAL", "TRACE"}) {
        const auto at = head.find(level);
        if (at != std::string_view::npos && at < 40 && (at == 0 || !is_alnum(head[at - 1]))) {
            return at == 0 ? line.size() > level.size() &&
                                 (line[level.size()] == ':' || line[level.size()] == ' ')
                           : head[at - 1] == '[' || head[at - 1] == ' ';
        }
    }
    return false;
}

/// "ValueError: ...", "asyncio.exceptions.TimeoutError", "RuntimeWarning: ...": one identifier, then a colon
/// or the end.
bool is_exception_line(std::string_view line) {
    const auto head = line.substr(0, line.find(':'));
    const bool named = head.size() > 5 && (head.ends_with("Error") || head.ends_with("Exception") ||
                                           head.ends_with("Warning") || head.ends_with("Interrupt"));
    return named && std::all_of(head.begin(), head.end(), [](char c) { return is_word_byte(c) || c == '.'; });
}

bool is_log_line(std::string_view line) {
    return is_trace_line(line) || is_exception_line(line) || (has_time_stamp(line) && line.size() > 20) ||
           (has_level(line) && line.find(": ") != std::string_view::npos && has_time_stamp(line));
}

bool is_diff_start(std::string_view line) {
    return starts_with(line, "diff --git ") || starts_with(line, "--- a/") || starts_with(line, "+++ b/") ||
           (starts_with(line, "@@ -") && line.find(" @@") != std::string_view::npos);
}

bool is_diff_line(std::string_view line) {
    return line.empty() || line[0] == '+' || line[0] == '-' || line[0] == ' ' || line[0] == '@' ||
           is_diff_start(line) || starts_with(line, "index ") || starts_with(line, "new file") ||
           starts_with(line, "deleted file") || starts_with(line, "\\ No newline");
}

struct Fence {
    char mark;
    std::size_t length;
};

std::optional<Fence> fence_of(std::string_view line) {
    const auto indent = line.find_first_not_of(" \t");
    if (indent == std::string_view::npos || (line[indent] != '`' && line[indent] != '~')) {
        return std::nullopt;
    }
    const auto end = line.find_first_not_of(line[indent], indent);
    const auto length = (end == std::string_view::npos ? line.size() : end) - indent;
    return length >= 3 ? std::optional(Fence{line[indent], length}) : std::nullopt;
}

/// Cuts the text of prose lines into quotes, code, addresses and paths.
class ProseCutter {
public:
    ProseCutter(std::string_view prompt, std::vector<RegionSpan>& spans) : prompt_(prompt), spans_(spans) {}

    void cut(std::size_t begin, std::size_t end) {
        end_ = end;
        plain_ = begin;
        token_ = {};
        for (at_ = begin; at_ < end;) {
            auto length = begins_word() ? plain_word() : 0;
            if (length == 0 && may_be_special()) {
                length = special_length();
            }
            at_ += length == 0 ? 1 : length;
        }
        add(Region::Prose, plain_, end);
    }

private:
    void add(Region region, std::size_t begin, std::size_t end) {
        if (begin < end) {
            spans_.push_back({region, begin, end});
        }
    }

    std::size_t special(Region region, std::size_t length) {
        add(Region::Prose, plain_, at_);
        add(region, at_, at_ + length);
        plain_ = at_ + length;
        return length;
    }

    /// Bytes of the word of ASCII that begins here, when what is behind it shows that it begins neither an
    /// address nor a path, as behind most words; 0: else.
    std::size_t plain_word() const {
        static constexpr ByteSet kAscii = ByteSet::of([](char c) { return is_alnum(c) || c == '_'; });
        static constexpr ByteSet kBehind(" \t\r\n,;()[]{}<>\"'`|*?!");
        auto end = at_;
        while (end < end_ && kAscii.contains(prompt_[end])) {
            ++end;
        }
        return end == end_ || kBehind.contains(prompt_[end]) ? end - at_ : 0;
    }

    /// What most places of a text are not: a back tick, or where a word could begin with a quote or a path.
    bool may_be_special() const {
        static constexpr ByteSet kFirst =
            ByteSet::of([](char c) { return kWordBytes.contains(c) || ByteSet("`\"'/.~").contains(c); });
        const char c = prompt_[at_];
        return kFirst.contains(c) && (c == '`' || begins_word());
    }
    bool begins_word() const { return at_ == 0 || !is_word_byte(prompt_[at_ - 1]); }

    /// Bytes of the special region that begins here, already added; 0: none does.
    std::size_t special_length() {
        const auto rest = prompt_.substr(at_, end_ - at_);
        if (rest[0] == '`') {
            const auto length = code_length(rest);
            return length == 0 ? 0 : special(Region::InlineCode, length);
        }
        if (const auto length = quote_length(rest); length > 0) {
            return special(Region::Quoted, length);
        }
        static constexpr ByteSet kPathSigns("/.~");
        if (!is_word_byte(rest[0]) && !kPathSigns.contains(rest[0])) {
            return 0;
        }
        if (const auto length = url_length(rest); length > 0) {
            return special(Region::Url, length);
        }
        const auto length = path_length();
        return length == 0 ? 0 : special(Region::Path, length);
    }

    static std::size_t code_length(std::string_view rest) {
        rest = rest.substr(0, kLongestInlineCode);
        const auto marks = std::min(rest.find_first_not_of('`'), rest.size());
        const auto close = rest.find(rest.substr(0, marks), marks);
        const auto line_end = rest.find("\n\n");
        return close == std::string_view::npos || close > line_end ? 0 : close + marks;
    }

    static std::size_t quote_length(std::string_view rest) {
        struct Marks {
            std::string_view open;
            std::string_view close;
        };
        constexpr std::array<Marks, 5> kMarks = {
            {{"\"", "\""}, {"'", "'"}, {"\u201C", "\u201D"}, {"\u2018", "\u2019"}, {"\u300C", "\u300D"}}};
        rest = rest.substr(0, kLongestQuote + 1);
        for (const auto& marks : kMarks) {
            if (rest[0] != marks.open[0] || !starts_with(rest, marks.open)) {
                continue;
            }
            const auto close = rest.find(marks.close, marks.open.size());
            const auto end = close == std::string_view::npos ? close : close + marks.close.size();
            if (close == std::string_view::npos || end > kLongestQuote || rest.find('\n') < close ||
                close == marks.open.size()) {
                return 0;
            }
            // An apostrophe inside a word ends nothing: 'the user's file'.
            return end < rest.size() && is_word_byte(rest[end]) && marks.open == "'" ? 0 : end;
        }
        return 0;
    }

    static std::size_t url_length(std::string_view rest) {
        for (const std::string_view scheme : {"http://", "https://", "ftp://", "ssh://", "git@", "www."}) {
            if (rest[0] == scheme[0] && starts_with(rest, scheme)) {
                auto end = std::min(rest.find_first_of(" \t\r\n<>\"'`)]}"), rest.size());
                while (end > 0 && (rest[end - 1] == '.' || rest[end - 1] == ',')) {
                    --end;
                }
                return end;
            }
        }
        return 0;
    }

    /// "src/app/main.py", "./x", "~/notes", "main.py": separators, or a short extension of a file.
    std::size_t path_length() {
        if (at_ >= token_.stop) {
            read_token();
        }
        return looks_like_path() ? token_.end - at_ : 0;
    }

    /// The text between blanks that a path may be part of, and what is asked of each place in it where one
    /// may begin: read once, because there may be as many such places as bytes.
    struct Token {
        std::size_t stop = 0;       ///< behind it, with full stops at its end
        std::size_t end = 0;        ///< without them
        std::size_t last_word = 0;  ///< behind its last byte of words, like the next two
        std::size_t last_slash = 0;
        std::size_t last_dot = 0;
        bool is_file = false;  ///< its end is a file's extension
    };

    void read_token() {
        auto end = at_;
        while (end < end_ && !ends_path(prompt_[end])) {
            ++end;
        }
        token_ = {end, end, at_, at_, at_, false};
        while (token_.end > at_ && prompt_[token_.end - 1] == '.') {
            --token_.end;
        }
        const auto behind_last = [token = prompt_.substr(at_, token_.end - at_), this](auto is_it) {
            return at_ +
                   static_cast<std::size_t>(token.rend() - std::find_if(token.rbegin(), token.rend(), is_it));
        };
        token_.last_word = behind_last(is_word_byte);
        token_.last_slash = behind_last([](char c) { return c == '/'; });
        token_.last_dot = behind_last([](char c) { return c == '.'; });
        token_.is_file = token_.last_dot > at_ &&
                         is_file_extension(prompt_.substr(token_.last_dot, token_.end - token_.last_dot));
    }

    static bool ends_path(char c) {
        static constexpr ByteSet kEnds(" \t\r\n<>\"'`()[]{},;:|*?!@");
        return kEnds.contains(c);
    }

    bool looks_like_path() const {
        if (token_.end < at_ + 3 || token_.last_word <= at_) {
            return false;
        }
        const auto word = prompt_.substr(at_, token_.end - at_);
        if (starts_with(word, "./") || starts_with(word, "../") || starts_with(word, "~/") ||
            (word[0] == '/' && token_.last_slash > at_ + 1)) {
            return true;
        }
        return token_.is_file && token_.last_dot > at_ + 1 && !is_product_name(word);
    }

    /// "Node.js" is a thing, not a file.
    static bool is_product_name(std::string_view word) {
        constexpr std::array<std::string_view, 16> kProducts = {
            "node.js",    "vue.js",    "next.js",    "nuxt.js",    "react.js", "express.js",
            "three.js",   "d3.js",     "p5.js",      "chart.js",   "ember.js", "alpine.js",
            "discord.js", "moment.js", "angular.js", "backbone.js"};
        constexpr std::size_t kLongest = 11;
        return word.size() <= kLongest &&
               std::find(kProducts.begin(), kProducts.end(), fold_ascii(word)) != kProducts.end();
    }

    static bool is_file_extension(std::string_view extension) {
        constexpr std::array<std::string_view, 56> kExtensions = {
            "py",   "pyi",    "ipynb",  "js",    "jsx",  "mjs",   "cjs",  "ts",   "tsx", "go",
            "rs",   "java",   "kt",     "scala", "cs",   "cpp",   "cc",   "cxx",  "c",   "h",
            "hpp",  "rb",     "php",    "sh",    "bash", "swift", "sql",  "md",   "mdx", "txt",
            "json", "yaml",   "yml",    "toml",  "ini",  "cfg",   "xml",  "html", "css", "scss",
            "vue",  "svelte", "csv",    "tsv",   "pdf",  "docx",  "xlsx", "pptx", "log", "lock",
            "tf",   "proto",  "gradle", "dart",  "ex",   "lua"};
        const auto folded = fold_ascii(extension);
        return std::find(kExtensions.begin(), kExtensions.end(), folded) != kExtensions.end();
    }

    std::string_view prompt_;
    std::vector<RegionSpan>& spans_;
    std::size_t at_ = 0;
    std::size_t plain_ = 0;  ///< where the prose that was not added yet begins
    std::size_t end_ = 0;
    Token token_;
};

/// Cuts a prompt line by line into blocks, and the prose among them further.
class RegionReader {
public:
    explicit RegionReader(std::string_view prompt) : prompt_(prompt) {}

    std::vector<RegionSpan> read() {
        while (at_ < prompt_.size()) {
            read_block();
        }
        flush_prose();
        return std::move(spans_);
    }

private:
    std::size_t line_end(std::size_t at) const {
        const auto end = prompt_.find('\n', at);
        return end == std::string_view::npos ? prompt_.size() : end + 1;
    }
    std::string_view line_at(std::size_t at) const {
        auto line = prompt_.substr(at, line_end(at) - at);
        while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) {
            line.remove_suffix(1);
        }
        return line;
    }

    void block(Region region, std::size_t end) {
        flush_prose();
        spans_.push_back({region, at_, end});
        at_ = prose_ = end;
    }

    void flush_prose() {
        ProseCutter(prompt_, spans_).cut(prose_, at_);
        prose_ = at_;
    }

    void read_block() {
        const auto line = line_at(at_);
        if (trim(line) == kFilesBegin) {
            block(Region::Reminder, files_end());
        } else if (fence_of(line)) {
            block(Region::FencedCode, fenced_end());
        } else if (line.substr(0, 1) == ">") {
            block(Region::Quoted, run_end([](std::string_view next) { return next.substr(0, 1) == ">"; }));
        } else if (is_diff_start(line)) {
            block(Region::Diff, run_end(is_diff_line));
        } else if (is_log_line(line)) {
            block(Region::Log, run_end([](std::string_view next) {
                      return is_log_line(next) || starts_with(next, "  ");
                  }));
        } else {
            read_line();
        }
    }

    /// One line of prose, with a host's element cut out where one opens.
    void read_line() {
        const auto end = line_end(at_);
        const auto line = prompt_.substr(0, end);
        for (auto open = line.find('<', at_); open < end; open = line.find('<', open + 1)) {
            if (const auto bytes = skill::host_element_bytes(prompt_, open); bytes > 0) {
                at_ = open;
                block(Region::Reminder, open + bytes);
                return;
            }
        }
        at_ = end;
    }

    std::size_t fenced_end() const {
        const auto open = *fence_of(line_at(at_));
        for (auto at = line_end(at_); at < prompt_.size(); at = line_end(at)) {
            const auto fence = fence_of(line_at(at));
            if (fence && fence->mark == open.mark && fence->length >= open.length) {
                return line_end(at);
            }
        }
        return prompt_.size();
    }

    /// Behind the last of their ends: a file that is shown may hold the line itself.
    std::size_t files_end() const {
        const auto end = prompt_.rfind(kFilesEnd);
        return end == std::string_view::npos || end < at_ ? prompt_.size() : line_end(end);
    }

    template <class Belongs>
    std::size_t run_end(Belongs belongs) const {
        auto at = line_end(at_);
        while (at < prompt_.size() && belongs(line_at(at))) {
            at = line_end(at);
        }
        return at;
    }

    std::string_view prompt_;
    std::vector<RegionSpan> spans_;
    std::size_t at_ = 0;
    std::size_t prose_ = 0;  ///< where the prose that was not cut yet begins
};

}  // namespace

std::vector<RegionSpan> read_regions(std::string_view prompt) {
    return RegionReader(prompt).read();
}

}  // namespace skillwake::matcher
