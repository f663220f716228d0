#pragma once

#include "daemon/catalogue.h"
#include "daemon/session.h"
#include "daemon/trust.h"
#include "matcher/evidence.h"
#include "matcher/judge.h"
#include "protocol/daemon.h"
#include "protocol/decision.h"
#include "protocol/session.h"
#include "protocol/skill.h"

#include <vector>

/// Our own values as the messages of the wire: skill/ and protocol/ do not know each other.
namespace skillwake::daemon {

protocol::Diagnostic to_message(const skill::Diagnostic& diagnostic);
std::vector<protocol::Diagnostic> to_messages(const std::vector<skill::Diagnostic>& diagnostics);
std::vector<protocol::Resource> to_messages(const std::vector<skill::Resource>& resources);
std::vector<protocol::Section> to_messages(const std::vector<skill::Section>& outline);
std::vector<protocol::Evidence> to_messages(const std::vector<matcher::Evidence>& evidence);
protocol::Action to_message(matcher::Action action);

protocol::SkillSummary summary_of(const Catalogue& catalogue, matcher::SkillRef ref, const Trust& trust);
protocol::SessionSummary summary_of(const std::string& id, const Session& session, Clock::Duration now);
std::vector<protocol::LedgerEntry> ledger_of(const Session& session);

}  // namespace skillwake::daemon
