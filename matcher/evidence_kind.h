#pragma once

#include "matcher/evidence.h"
#include "skill/trigger.h"

namespace skillwake::matcher {

/// What a declared trigger is called as evidence when it holds.
constexpr EvidenceKind evidence_kind(skill::TriggerKind kind) {
    using skill::TriggerKind;
    switch (kind) {
        case TriggerKind::Keyword:
            return EvidenceKind::Keyword;
        case TriggerKind::Pattern:
            return EvidenceKind::Pattern;
        case TriggerKind::Exclude:
        case TriggerKind::Veto:
            return EvidenceKind::Exclude;
        case TriggerKind::Path:
        case TriggerKind::PathPattern:
            return EvidenceKind::Path;
        case TriggerKind::Content:
            return EvidenceKind::Content;
        case TriggerKind::AstImport:
            return EvidenceKind::Import;
        case TriggerKind::AstNode:
            return EvidenceKind::Node;
        case TriggerKind::AstCall:
            return EvidenceKind::Call;
        case TriggerKind::AstDecorator:
            return EvidenceKind::Decorator;
        case TriggerKind::AstType:
            return EvidenceKind::Type;
        case TriggerKind::AstQuery:
            return EvidenceKind::Query;
        case TriggerKind::Command:
            return EvidenceKind::Command;
        case TriggerKind::Error:
            return EvidenceKind::Error;
        case TriggerKind::Always:
            return EvidenceKind::Always;
        case TriggerKind::Host:
            return EvidenceKind::Host;
        case TriggerKind::Marker:
            return EvidenceKind::Marker;
        case TriggerKind::Workspace:
            return EvidenceKind::Workspace;
    }
    return EvidenceKind::Keyword;
}

}  // namespace skillwake::matcher
