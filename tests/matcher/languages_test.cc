#include "matcher/source_facts.h"
#include "matcher/source_name.h"
#include "matcher/syntax_index.h"
#include "matcher/thread_time.h"
#include "tests/support/shared_material.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// What is read from sources of the languages beside Python: see source_facts_test.cc for that one.
namespace skillwake::matcher {
namespace {

using namespace std::chrono_literals;

SourceFacts facts_of(std::string_view language_name, std::string_view source) {
    const auto* language = language_named(language_name);
    REQUIRE(language != nullptr);
    const auto text = parsable_source(*language, source);
    const auto tree = SyntaxTree::parse(language->grammar(), text, 20s);
    REQUIRE(tree);
    return fact_reader(*language).read(*tree, 20s);
}

/// "name:line", joined in the order of the names.
std::string shown(const std::vector<SourceFact>& facts) {
    std::vector<std::string> lines;
    for (const auto& fact : facts) {
        lines.push_back(fact.name + ":" + std::to_string(fact.line));
    }
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const auto& line : lines) {
        text += (text.empty() ? "" : " ") + line;
    }
    return text;
}

struct Case {
    std::string_view language;
    std::string_view source;
    std::string_view facts;
};

/// Whether a wish of skill language `asked` for `wanted` holds in `source`.
bool holds_import(const std::string& asked, const std::string& wanted, std::string_view language,
                  std::string_view source) {
    SyntaxIndex index;
    REQUIRE(index.add_import(asked, wanted, 1));
    index.compile();
    return !index.find(*language_named(language), source, 20s).hits.empty();
}

enum class Named { Decorator, Type };

bool holds_name(Named kind, const std::string& language, const std::string& wanted, std::string_view source) {
    SyntaxIndex index;
    REQUIRE((kind == Named::Decorator ? index.add_decorator(language, wanted, 1)
                                      : index.add_type(language, wanted, 1)));
    index.compile();
    return !index.find(*language_named(language), source, 20s).hits.empty();
}

bool holds_call(const std::string& asked, const std::string& wanted, std::string_view language,
                std::string_view source) {
    SyntaxIndex index;
    REQUIRE(index.add_call(asked, wanted, 1));
    index.compile();
    return !index.find(*language_named(language), source, 20s).hits.empty();
}

}  // namespace

TEST_CASE("a decorator, annotation or attribute is wished for by what its name stands for") {
    const Case cases[] = {
        {"python", "import pytest as p\n@p.fixture(scope='x')\ndef f(): pass\n", "pytest.fixture"},
        {"python", "from app import router\n@router.get('/')\nasync def f(): pass\n", "app.router.*"},
        {"typescript", "import { Injectable } from '@angular/core';\n@Injectable()\nclass A {}",
         "@angular/core.Injectable"},
        {"java", "import org.junit.Test;\nclass A { @Test void f() {} }", "org.junit.Test"},
        {"java", "class A { @Test void f() {} }", "Test"},
        {"rust", "#[tokio::main]\nasync fn main() {}", "tokio::main"},
        {"rust", "#[derive(Debug, Serialize)]\nstruct A;", "Serialize"},
        {"csharp", "[ApiController]\nclass A {}", "ApiController"},
        {"php", "<?php\n#[Route('/a')]\nfunction f() {}", "Route"},
    };
    for (const auto& [language, source, wanted] : cases) {
        CAPTURE(source);
        CHECK(holds_name(Named::Decorator, std::string(language), std::string(wanted), source));
        CHECK_FALSE(holds_name(Named::Decorator, std::string(language), std::string(wanted) + "x", source));
    }
    CHECK_FALSE(holds_name(Named::Decorator, "python", "fixture", "fixture()\n# @fixture\n'@fixture'\n"));
}

TEST_CASE("a type is wished for where a source names it: annotations, bases, parameters") {
    const Case cases[] = {
        {"python", "def f(x: asyncio.Queue) -> None: pass\n", "asyncio.Queue"},
        {"python", "from asyncio import Queue\ndef f(x: Queue[int] | None): pass\n", "asyncio.Queue"},
        {"python", "import pydantic\nclass A(pydantic.BaseModel): pass\n", "pydantic.BaseModel"},
        {"typescript", "import { Observable } from 'rxjs';\nlet a: Observable<number>;", "rxjs.Observable"},
        {"typescript", "class A extends Component implements OnInit {}", "OnInit"},
        {"tsx", "class A extends React.Component {}", "React.Component"},
        {"go", "package a\nfunc f(w http.ResponseWriter) {}", "http.ResponseWriter"},
        {"go", "package a\nfunc f(w *Writer) {}", "Writer"},
        {"rust", "fn f(x: tokio::sync::Mutex<u8>) {}", "tokio::sync::Mutex"},
        {"java", "class A { CompletableFuture<String> f; }", "CompletableFuture"},
        {"csharp", "class A : ControllerBase { void F(HttpClient c) {} }", "HttpClient"},
        {"cpp", "std::unique_ptr<Widget> f();", "Widget"},
        {"php", "<?php\nclass A extends Model { function f(Request $r) {} }", "Request"},
    };
    for (const auto& [language, source, wanted] : cases) {
        CAPTURE(source);
        CHECK(holds_name(Named::Type, std::string(language), std::string(wanted), source));
        CHECK_FALSE(holds_name(Named::Type, std::string(language), std::string(wanted) + "x", source));
    }
    CHECK_FALSE(holds_name(Named::Type, "python", "Queue", "# x: Queue\nQueue\n'Queue'\n"));
}

TEST_CASE("what a source imports") {
    const Case cases[] = {
        {"javascript", "import React, { useState as us } from 'react';", "react.useState:1 react:1"},
        {"javascript", "import * as d3 from \"d3\";\nimport './a.css';", "./a.css:2 d3:1"},
        {"javascript", "const { join, sep: s } = require('path');", "path.join:1 path.sep:1 path:1"},
        {"javascript", "const fs = require('node:fs');", "node:fs:1"},
        {"javascript", "async function f() {\n  await import('lazy');\n}\nexport * from './x';",
         "./x:4 lazy:2"},
        {"javascript", "// import a from 'a'\nconst t = `import b from 'b'`;\nf('require(\"c\")');", ""},
        {"typescript", "import fs = require('fs');\nimport type { Foo } from '@s/types';",
         "@s/types.Foo:2 @s/types:2 fs:1"},
        {"tsx", "import x from 'x';\nconst C = () => <b>import y from 'y'</b>;", "x:1"},
        {"go", "package a\nimport \"fmt\"\nimport (\n\t\"net/http\"\n\t_ \"github.com/lib/pq\"\n)",
         "fmt:2 github.com/lib/pq:5 net/http:4"},
        {"go", "package a\n// import \"b\"\nvar s = `import \"c\"`", ""},
        {"rust", "use tokio::{sync::mpsc, time::{self, sleep as nap}};",
         "tokio::sync::mpsc:1 tokio::time:1 tokio::time::sleep:1"},
        {"rust", "use std::io::*;\nextern crate serde;\nfn f() { rayon::join(a, b); }",
         "rayon:3 serde:2 std::io:1"},
        {"rust", "use tokio::time;\nmod own;\nfn f() { time::sleep(d); own::x(); crate::y(); }",
         "tokio::time:1"},
        {"rust", "#[tokio::main]\nasync fn main() -> Result<(), anyhow::Error> { }", "anyhow:2 tokio:1"},
        {"rust", "// use a::b;\n/* use c; */\nconst S: &str = \"use d::e; f::g()\";", ""},
        {"java", "import java.util.List;\nimport java.net.*;\nimport static a.B.c;",
         "a.B.c:3 java.net:2 java.util.List:1"},
        {"java", "/** import a.B; */\nclass C { String s = \"import d.E;\"; }", ""},
        {"csharp", "using System.Net.Http;\nusing J = Newtonsoft.Json;\nusing static System.Math;",
         "Newtonsoft.Json:2 System.Math:3 System.Net.Http:1"},
        {"csharp", "// using A;\nclass C { string s = \"using B;\"; void F() { using var x = y; } }", ""},
        {"cpp", "#include <boost/asio.hpp>\n#include \"own.h\"\n// #include <a>", "boost/asio.hpp:1 own.h:2"},
        {"c", "#include <uv.h>\nconst char* s = \"#include <a>\";", "uv.h:1"},
        {"ruby", "require \"sidekiq\"\nrequire_relative './x'\n# require 'a'\nputs \"require 'b'\"",
         "./x:2 sidekiq:1"},
        {"php", "<?php\nuse GuzzleHttp\\Client;\nuse A\\B\\{C, D as E};\nuse function F\\g;",
         "A\\B\\C:3 A\\B\\D:3 F\\g:4 GuzzleHttp\\Client:2"},
        {"php", "<?php\n// use A\\B;\n$s = 'use C\\D;';\n\\Sentry\\init();", "\\Sentry\\init:4"},
        {"bash", "source ./lib.sh\n. \"$HOME/x.sh\"\n# source a\necho 'source b'", "$HOME/x.sh:2 ./lib.sh:1"},
    };
    for (const auto& [language, source, expected] : cases) {
        CAPTURE(source);
        CHECK(shown(facts_of(language, source).imports) == expected);
    }
}

TEST_CASE("what a source calls: as it is written, and with what names stand for") {
    const Case cases[] = {
        {"javascript", "import { get as g } from 'axios';\ng(1); new URL(x); a?.b();",
         "URL:2 a.b:2 axios.get:2 g:2"},
        {"typescript", "import { S3 } from '@aws/s3';\nconst c = new S3<T>(); s!.go();",
         "@aws/s3.S3:2 S3:2 s.go:2"},
        {"go", "package a\nimport \"github.com/gin-gonic/gin\"\nfunc f() { gin.Default() }",
         "gin.Default:3 github.com/gin-gonic/gin.Default:3"},
        {"go", "package a\nimport y \"gopkg.in/yaml.v3\"\nfunc f() { y.Marshal(b) }",
         "gopkg.in/yaml.v3.Marshal:3 y.Marshal:3"},
        {"rust", "use tokio::spawn;\nfn f() { spawn(g()); }", "g:2 spawn:2 tokio::spawn:2"},
        {"rust", "fn f() { Vec::<u8>::new(); println!(\"a()\"); x.y(); }", "Vec::new:1 println:1 x.y:1"},
        {"java", "import java.util.List;\nclass A { void f() { List.of(1); g(); new B<C>(); this.h(); } }",
         "B:2 List.of:2 g:2 java.util.List.of:2 this.h:2"},
        {"csharp", "class A { void F() { JsonSerializer.Deserialize<B>(s); new HttpClient(); G(); } }",
         "G:1 HttpClient:1 JsonSerializer.Deserialize:1"},
        {"cpp", "void f() { std::make_unique<A>(1); p->run(); g<int>(); }",
         "g:1 p->run:1 std::make_unique:1"},
        {"ruby", "Net::HTTP.get(x)\nUser.where(1)\nputs 'a()'", "Net::HTTP.get:1 User.where:2 puts:3"},
        {"php", "use A\\Http;\nHttp::get('b()'); $this->c(); new D(); e();",
         "$this->c:2 A\\Http::get:2 D:2 Http::get:2 e:2"},
        {"bash", "f() { kubectl get pods | grep 'helm x'; }\n# terraform", "grep:1 kubectl:1"},
    };
    for (const auto& [language, source, expected] : cases) {
        CAPTURE(source);
        CHECK(shown(facts_of(language, source).calls) == expected);
    }
}

TEST_CASE("kinds of syntax have the same names in all languages") {
    const Case cases[] = {
        {"javascript", "async function f() { for await (const x of y) { await x; } }",
         "async_for:1 async_function:1 await:1"},
        {"javascript", "class A { async m() {} }\nconst f = async () => <b/>;",
         "async_function:1 class:1 jsx:2"},
        {"javascript", "// async function f() { await x }\nconst s = 'async () => await y';", ""},
        {"typescript", "@D() class A<T> {}\ninterface I {}\nenum E {}",
         "class:1 decorator:1 enum:3 generic:1 interface:2"},
        {"tsx", "const a = <T,>(x: T) => <b>{x}</b>;", "generic:1 jsx:1"},
        {"go", "package a\nfunc f[T any](c chan int) { go g(); select {}; defer h() }",
         "channel:2 defer:2 generic:2 goroutine:2 select:2"},
        {"go", "package a\n// go f()\nvar s = \"go f(); chan int\"", ""},
        {"rust", "async fn f<T>() { g().await; async { }; unsafe { } }\ntrait T {}\n#[x]\nstruct S;",
         "async_block:1 async_function:1 attribute:3 await:1 generic:1 struct:4 trait:2 unsafe:1"},
        {"rust", "// async fn f() { g().await }\nconst S: &str = \"async fn f() { g().await }\";", ""},
        {"java", "@A class B<T> { synchronized void f() { g(x -> x); } }\nrecord R() {}",
         "annotation:1 class:1 generic:1 lambda:1 record:2 synchronized:1"},
        {"csharp", "class A { async Task F() { await G(); } }", "async_function:1 await:1 class:1"},
        {"csharp", "var s = \"async await\"; // async Task F() { await G(); }", ""},
        {"cpp", "template <class T> T f() { co_await g(); [] {}; }",
         "await:1 coroutine:1 lambda:1 template:1"},
        {"ruby", "module M\n  class C\n    def f; x { |y| y }; end\n  end\nend", "block:3 class:2 module:1"},
        {"php", "#[A] class B {}\ntrait T {}\n$f = fn() => match($x) { 1 => 2 };",
         "attribute:1 class:1 closure:3 match:3 trait:2"},
        {"bash", "f() { a | b; }\nx=$(c)\ncat <<E\nd | e\nE\n",
         "function:1 heredoc:3 pipeline:1 substitution:2"},
    };
    for (const auto& [language, source, expected] : cases) {
        CAPTURE(source);
        CHECK(shown(facts_of(language, source).nodes) == expected);
    }
}

TEST_CASE("decorators and types are read, with what their names stand for") {
    CHECK(shown(facts_of("python", "import fastapi as f\n@f.get('/')\ndef g(x: f.Body): ...\n").decorators) ==
          "fastapi.get:2");
    CHECK(shown(facts_of("python", "import fastapi as f\ndef g(x: f.Body, y: int): ...\n").types) ==
          "fastapi.Body:2 int:2");
    CHECK(shown(facts_of("rust", "use serde::Serialize;\n#[derive(Serialize)]\nstruct A;").decorators) ==
          "Serialize:2 derive:2 serde::Serialize:2");
    CHECK(shown(facts_of("java", "import a.Rest;\n@Rest class B { List<C> d; }").decorators) ==
          "Rest:2 a.Rest:2");
    CHECK(shown(facts_of("typescript", "@Injectable()\nclass A { x: Foo<B>; }").types) == "B:2 Foo:2");
    CHECK(shown(facts_of("csharp", "[ApiController] class A : Base { }").decorators) == "ApiController:1");
}

TEST_CASE("a file that is being typed is still read") {
    const Case cases[] = {
        {"javascript", "import axios from 'axios';\nfunction f( {", "axios:1"},
        {"typescript", "import { a } from 'b';\nconst x: = ", "b.a:1 b:1"},
        {"go", "package a\nimport \"net/http\"\nfunc f( {", "net/http:2"},
        {"rust", "use tokio::net;\nfn f( {", "tokio::net:1"},
        {"java", "import a.B;\nclass C { void f( {", "a.B:1"},
        {"csharp", "using A.B;\nclass C { void F( {", "A.B:1"},
        {"cpp", "#include <a>\nint f( {", "a:1"},
        {"ruby", "require 'a'\ndef f(", "a:1"},
        {"php", "<?php\nuse A\\B;\nfunction f( {", "A\\B:2"},
        {"bash", "source a.sh\nif [ x", "a.sh:1"},
    };
    for (const auto& [language, source, expected] : cases) {
        CAPTURE(source);
        CHECK(shown(facts_of(language, source).imports) == expected);
    }
}

TEST_CASE("nothing in a broken or foreign source harms the reading") {
    const std::string_view sources[] = {
        "",
        "\n",
        "{{{{",
        "}}}}",
        "((((((((",
        "\"",
        "'''",
        "/*",
        "<?php",
        "#include",
        "use ",
        "use a::{",
        "use a::{b, c::{d",
        "import",
        "import {",
        "\xFF\xFE\x80",
        "a\0b",
        "::<>::<",
        "<<<<>>>>",
        "`${",
        "?.?.",
    };
    for (const auto& language : all_languages()) {
        for (const auto source : sources) {
            if (language.grammar != nullptr) {
                CAPTURE(language.name);
                CAPTURE(source);
                CHECK(facts_of(language.name, source).complete);
            }
        }
    }
    const std::string deep = "use a::" + std::string(5'000, '{') + "b";
    CHECK(read_use_tree(deep).empty());
}

TEST_CASE("a wish is written as its language writes names") {
    constexpr std::string_view kRust = "use tokio::time::sleep;\nfn f() { tokio::spawn(x); sleep(y); }";
    for (const std::string wanted : {"tokio", "tokio::time", "tokio.time", "::tokio::time::sleep"}) {
        CAPTURE(wanted);
        CHECK(holds_import("rust", wanted, "rust", kRust));
    }
    CHECK_FALSE(holds_import("rust", "tok", "rust", kRust));
    for (const std::string wanted : {"tokio::spawn", "tokio::*", "tokio.*", "sleep", "tokio::time::sleep"}) {
        CAPTURE(wanted);
        CHECK(holds_call("rust", wanted, "rust", kRust));
    }
    CHECK_FALSE(holds_call("rust", "spawn", "rust", kRust));
    CHECK(holds_import("javascript", "fs", "javascript", "import fs from 'node:fs';"));
    CHECK(holds_import("javascript", "node:fs/promises", "javascript", "import fs from 'fs/promises';"));
    CHECK(holds_import("javascript", "lodash", "javascript", "import fp from 'lodash/fp';"));
    CHECK_FALSE(holds_import("javascript", "lodash", "javascript", "import fp from 'lodash-es';"));
    CHECK(holds_import("php", "GuzzleHttp\\Client", "php",
                       "<?php\nnew \\GuzzleHttp\\Client();\nuse GuzzleHttp\\Client;"));
    CHECK(holds_import("php", "GuzzleHttp", "php", "use GuzzleHttp\\Client;"));
    CHECK(holds_call("php", "Http::get", "php", "Http::get('x');"));
    CHECK(holds_import("cpp", "boost", "cpp", "#include <boost/asio.hpp>\n"));
    CHECK(holds_import("cpp", "boost/asio.hpp", "cpp", "#include <boost/asio.hpp>\n"));
    CHECK(holds_call("cpp", "std::make_unique", "cpp", "void f() { std::make_unique<A>(); }"));
    CHECK(holds_call("go", "gin.*", "go",
                     "package a\nimport \"github.com/gin-gonic/gin\"\nfunc f() { gin.New() }"));
    CHECK(holds_call("bash", "kubectl", "bash", "kubectl get pods\n"));
}

TEST_CASE("what is asked of typescript is asked of tsx too, and of javascript is not") {
    constexpr std::string_view kSource = "import x from 'xstate';";
    CHECK(holds_import("typescript", "xstate", "tsx", kSource));
    CHECK_FALSE(holds_import("tsx", "xstate", "typescript", kSource));
    CHECK_FALSE(holds_import("javascript", "xstate", "typescript", kSource));
    SyntaxIndex index;
    CHECK(index.add_node("typescript", "jsx", 1));
    REQUIRE(index.add_shared_import("javascript", "xstate", 2));
    index.compile();
    for (const auto* const language : {"javascript", "typescript", "tsx"}) {
        CAPTURE(language);
        CHECK(index.find(*language_named(language), kSource, 20s).hits.size() == 1);
    }
    CHECK(index.find(*language_named("tsx"), "const a = <b/>;", 20s).hits.size() == 1);
}

TEST_CASE("names are cleaned and compared") {
    CHECK(clean_name(" \"axios\" ") == "axios");
    CHECK(clean_name("<boost/asio.hpp>") == "boost/asio.hpp");
    CHECK(clean_name("Vec::<u8>::new") == "Vec::new");
    CHECK(clean_name("a\n  .b") == "a.b");
    CHECK(clean_name("p->run") == "p->run");
    CHECK(comparable_name("p->run") == "p.run");
    CHECK(comparable_name("\\A\\B") == "A.B");
    CHECK(comparable_name("node:fs") == "fs");
    CHECK(comparable_name("@scope/pkg") == "@scope/pkg");
    CHECK(known_name("github.com/jackc/pgx/v5") == "pgx");
    CHECK(known_name("gopkg.in/yaml.v3") == "yaml");
    CHECK(known_name("fmt") == "fmt");
    CHECK(known_name("a.b.C") == "C");
}

TEST_CASE("a fence's language is told by name, extension and spoken name") {
    CHECK(language_of_fence("rust") == language_named("rust"));
    CHECK(language_of_fence("rs") == language_named("rust"));
    CHECK(language_of_fence("tsx") == language_named("tsx"));
    CHECK(language_of_fence("c++") == language_named("cpp"));
    CHECK(language_of_fence("golang") == language_named("go"));
    CHECK(language_of_fence("text") == nullptr);
    CHECK(language_of_fence("") == nullptr);
}

TEST_CASE("real files of other languages are read within the budget, or say that they are not") {
    const auto folder = testing::shared_corpus("files");
    if (!folder) {
        return;
    }
    constexpr auto kBudget = 25ms;
    int files = 0;
    int complete = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
        const auto* language = language_of_path(entry.path().string());
        if (!entry.is_regular_file() || language == nullptr || language->grammar == nullptr) {
            continue;
        }
        CAPTURE(entry.path().string());
        SyntaxIndex index;
        REQUIRE(index.add_node(std::string(language->name), "ERROR", 1));  // no word is needed
        index.compile();
        const auto begin = thread_time();
        const auto found = index.find(*language, testing::bytes_of(entry.path()), kBudget);
        CHECK(thread_time() - begin < 40 * kBudget);  // far above the budget for a sanitizer's sake
        files += 1;
        complete += found.complete ? 1 : 0;
    }
    MESSAGE(complete << " of " << files << " read whole within 25 ms");
    CHECK(complete > 0);
}

}  // namespace skillwake::matcher
