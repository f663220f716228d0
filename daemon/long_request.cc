#include "daemon/long_request.h"

#include "daemon/hook_service.h"
#include "protocol/message.h"

#include <utility>

namespace skillwake::daemon {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

Result<hook::HookInput> read_input(const protocol::HookParams& params) {
    protocol::JsonParser parser;
    return HookService::read(params, parser);
}

}  // namespace

Step LongEvent::ask(Service& service, SessionHold& hold, const EventService::Asker& asker,
                    std::optional<Error>& failed) {
    if (!hold && asker.session) {
        auto held = service.hold(*asker.session);
        if (!held) {
            return Step::Wait;
        }
        hold = *std::move(held);
    }
    auto asked = service.ask(asker);
    if (asked) {
        question = *std::move(asked);
        return Step::Work;
    }
    if (asked.error().code() == Errc::NotReady) {
        return Step::Wait;
    }
    failed = std::move(asked).error();
    return Step::Done;
}

void LongEvent::judge(const protocol::Event& event, const std::optional<std::string>& host,
                      std::size_t ranked) {
    if (!question || judged) {
        return;
    }
    auto budget = question->budget;
    budget.ranked = ranked;
    judged.emplace(*question->catalogue, event, host ? std::string_view(*host) : std::string_view(),
                   PathBase{question->cwd, question->home}, question->memory, budget);
}

LongHook::LongHook(protocol::HookParams params) : params_(std::move(params)), input_(read_input(params_)) {
    params_.input.text.clear();
    if (!input_) {
        failed_ = input_.error();
        return;
    }
    answer_.emplace(*input_);
    for (const auto& event : input_->events) {
        touched_.push_back(touched_path(event));
    }
}

void LongHook::work() {
    if (!event_.question || event_.judged) {
        return;
    }
    asked_ = answer_->question(input_->events[next_]);
    event_.judge(asked_.event, asked_.host, asked_.ranked);
}

Step LongHook::go_on(Service& service, SessionHold& hold) {
    if (failed_) {
        return Step::Done;
    }
    late_ = late_ || service.is_late(params_);
    if (late_) {
        input_->context = hook::Context::Ignored;
    }
    const auto& events = input_->events;
    if (event_.judged) {
        if (!late_ || HookService::is_lasting(events[next_])) {
            answer_->add(service.settle(asked_, *event_.question, *event_.judged));
        }
        event_.judged.reset();
        event_.question.reset();
        ++next_;
    }
    while (late_ && next_ < events.size() && !HookService::is_lasting(events[next_])) {
        ++next_;
    }
    if (next_ == events.size()) {
        return Step::Done;
    }
    return event_.ask(service, hold, {input_->cwd, input_->session, input_->agent, touched_[next_]}, failed_);
}

Result<protocol::RawJson> LongHook::output() const {
    if (failed_) {
        return *failed_;
    }
    return protocol::RawJson{late_ ? "null" : answer_->output().value_or("null")};
}

LongRequest::LongRequest(const RequestLine& line, protocol::JsonValue json, std::size_t place) : json_(json) {
    const auto read = line.request(json, place);
    const auto* request = std::get_if<protocol::RpcRequest>(&read);
    if (request == nullptr || !request->params) {
        return;
    }
    id_ = request->id;
    // Params that are wrong are refused as those of a short request are.
    if (request->method == "session.event") {
        if (auto params = protocol::read_message<protocol::EventParams>(*request->params, "params")) {
            auto of = std::make_unique<OfEvent>();
            of->params = *std::move(params);
            of->event.touched = touched_path(of->params.event);
            what_ = std::move(of);
        }
    } else if (request->method == "match.explain") {
        if (auto params = protocol::read_message<protocol::ExplainParams>(*request->params, "params")) {
            auto of = std::make_unique<OfExplain>();
            of->params = *std::move(params);
            what_ = std::move(of);
        }
    } else if (request->method == "session.hook") {
        if (auto params = protocol::read_message<protocol::HookParams>(*request->params, "params")) {
            what_ = std::make_unique<LongHook>(*std::move(params));
        }
    }
}

void LongRequest::work() {
    std::visit(Overloaded{[](Plain& /*plain*/) {},
                          [](std::unique_ptr<OfEvent>& of) {
                              of->event.judge(of->params.event, of->params.host, of->params.ranked);
                          },
                          [](std::unique_ptr<OfExplain>& of) {
                              of->event.judge(of->params.event, of->params.host, matcher::Budget::kAll);
                          },
                          [](OfHook& hook) { hook->work(); }},
               what_);
}

Step LongRequest::go_on(Service& service, SessionHold& hold) {
    return std::visit(
        Overloaded{
            [](Plain& /*plain*/) { return Step::Done; },
            [&](std::unique_ptr<OfEvent>& of) {
                auto& [params, event, result] = *of;
                if (!event.judged) {
                    return event.ask(service, hold, {params.cwd, params.session, params.agent, event.touched},
                                     failed_);
                }
                result = service.settle(params, *event.question, *event.judged);
                return Step::Done;
            },
            [&](std::unique_ptr<OfExplain>& of) {
                auto& [params, event, result] = *of;
                if (!event.judged) {
                    return event.ask(service, hold, {params.cwd, params.session, params.agent, {}}, failed_);
                }
                auto explained = service.explained(params, *event.question, *event.judged);
                if (explained) {
                    result = *std::move(explained);
                } else {
                    failed_ = std::move(explained).error();
                }
                return Step::Done;
            },
            [&](OfHook& hook) { return hook->go_on(service, hold); }},
        what_);
}

Status LongRequest::write(protocol::Rope& out) const {
    if (failed_) {
        return *failed_;
    }
    return std::visit(Overloaded{[](const Plain& /*plain*/) -> Status { return Ok{}; },
                                 [&](const std::unique_ptr<OfEvent>& of) -> Status {
                                     protocol::append_json(out, *of->result);
                                     return Ok{};
                                 },
                                 [&](const std::unique_ptr<OfExplain>& of) -> Status {
                                     protocol::append_json(out, *of->result);
                                     return Ok{};
                                 },
                                 [&](const OfHook& hook) -> Status {
                                     const auto output = hook->output();
                                     if (!output) {
                                         return output.error();
                                     }
                                     protocol::append_json(out, *output);
                                     return Ok{};
                                 }},
                      what_);
}

}  // namespace skillwake::daemon
