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
        leftovers_.add(std::move(event_.judged->judgement.leftovers));
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

Step MadeAnswer::go_on(Service& service, std::optional<Error>& failed) {
    if (asked) {
        auto settled = failed || !asked->settle ? Status(Ok{}) : asked->settle(service);
        if (settled) {
            return Step::Done;
        }
        if (settled.error().code() != Errc::NotReady) {
            failed = std::move(settled).error();
            return Step::Done;
        }
        made = nullptr;
    }
    auto now = ask(service);
    if (now) {
        asked = *std::move(now);
        return Step::Work;
    }
    asked.reset();
    if (now.error().code() == Errc::NotReady) {
        return Step::Wait;
    }
    failed = std::move(now).error();
    return Step::Done;
}

namespace {

template <class Message>
Status append_made(protocol::Rope& out, const Message& made) {
    protocol::append_json(out, made);
    return Ok{};
}
template <class Message>
Status append_made(protocol::Rope& out, const Result<Message>& made) {
    return made ? append_made(out, *made) : made.error();
}

/// What is made by its make(), and changes nothing.
template <class From>
MadeAnswer::Asked asked_of(From from) {
    return {[from = std::make_shared<const From>(std::move(from))](protocol::Rope& out) {
        return append_made(out, from->make());
    }};
}

MadeAnswer::Asked asked_of(TrustOrder order) {
    const auto made = std::make_shared<TrustOrder::Made>();
    return {
        [order = std::make_shared<const TrustOrder>(std::move(order)), made](protocol::Rope& out) -> Status {
            auto result = order->make();
            if (!result) {
                return std::move(result).error();
            }
            *made = *std::move(result);
            return append_made(out, made->result);
        },
        [made](Service& service) { return service.settle(*made); }};
}

/// Null: the params are wrong, and to be refused as those of a short request are.
template <class From, class Params>
std::unique_ptr<MadeAnswer> made_of(const protocol::JsonValue& json,
                                    Result<From> (Service::*ask)(const Params&)) {
    auto params = protocol::read_message<Params>(json, "params");
    if (!params) {
        return nullptr;
    }
    return std::make_unique<MadeAnswer>(
        MadeAnswer{[params = *std::move(params), ask](Service& service) -> Result<MadeAnswer::Asked> {
            auto from = (service.*ask)(params);
            if (!from) {
                return std::move(from).error();
            }
            return asked_of(*std::move(from));
        }});
}

}  // namespace

LongRequest::LongRequest(const RequestLine& line, protocol::JsonValue json, std::size_t place) : json_(json) {
    const auto read = line.request(json, place);
    const auto* request = std::get_if<protocol::RpcRequest>(&read);
    if (request == nullptr) {
        return;
    }
    id_ = request->id;
    if (request->method == "daemon.status") {
        what_ = std::make_unique<MadeAnswer>(MadeAnswer{
            [](Service& service) -> Result<MadeAnswer::Asked> { return asked_of(service.daemon_status()); }});
        admin_ = true;
        return;
    }
    protocol::JsonParser parser;
    const auto nothing = *parser.parse("{}");
    const auto& params = request->params ? *request->params : nothing;
    // Params that are wrong are refused as those of a short request are.
    if (request->method == "session.event") {
        if (auto of_event = protocol::read_message<protocol::EventParams>(params, "params")) {
            auto of = std::make_unique<OfEvent>();
            of->params = *std::move(of_event);
            of->event.touched = touched_path(of->params.event);
            what_ = std::move(of);
        }
    } else if (request->method == "session.hook") {
        if (auto of_hook = protocol::read_message<protocol::HookParams>(params, "params")) {
            what_ = std::make_unique<LongHook>(*std::move(of_hook));
        }
    } else if (request->method == "match.explain") {
        make(made_of(params, &Service::explanation));
    } else if (request->method == "skill.list") {
        make(made_of(params, &Service::skill_list));
    } else if (request->method == "daemon.trust") {
        make(made_of(params, &Service::trust_order));
        admin_ = true;
    }
}

void LongRequest::make(std::unique_ptr<MadeAnswer> answer) {
    if (answer) {
        what_ = std::move(answer);
    }
}

void LongRequest::work() {
    std::visit(Overloaded{[](Plain& /*plain*/) {},
                          [](std::unique_ptr<OfEvent>& of) {
                              of->event.judge(of->params.event, of->params.host, of->params.ranked);
                          },
                          [this](std::unique_ptr<MadeAnswer>& answer) {
                              if (!answer->asked) {
                                  return;
                              }
                              protocol::Rope result;
                              if (auto made = answer->asked->make(result); !made) {
                                  failed_ = std::move(made).error();
                                  return;
                              }
                              answer->made = std::make_shared<const std::string>(result.text());
                          },
                          [](OfHook& hook) { hook->work(); }},
               what_);
}

Step LongRequest::go_on(Service& service, SessionHold& hold) {
    return std::visit(
        Overloaded{[](Plain& /*plain*/) { return Step::Done; },
                   [&](std::unique_ptr<OfEvent>& of) {
                       auto& [params, event, result] = *of;
                       if (!event.judged) {
                           return event.ask(service, hold,
                                            {params.cwd, params.session, params.agent, event.touched},
                                            failed_);
                       }
                       result = service.settle(params, *event.question, *event.judged);
                       return Step::Done;
                   },
                   [&](std::unique_ptr<MadeAnswer>& answer) { return answer->go_on(service, failed_); },
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
                                 [&](const std::unique_ptr<MadeAnswer>& answer) -> Status {
                                     out.add(answer->made);
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
