#pragma once

#include "base/archive.h"
#include "skill/load.h"

/// What loaded skills consist of, for base/archive.h: every member, in order. A test finds one that is
/// forgotten.
namespace skillwake::skill {

template <class Archive, Archived<Resource> Self>
void describe(Archive& archive, Self& resource) {
    archive(resource.file, resource.bytes);
}

template <class Archive, Archived<Section> Self>
void describe(Archive& archive, Self& section) {
    archive(section.level, section.title, section.first_line, section.last_line, section.tokens);
}

template <class Archive, Archived<Diagnostic> Self>
void describe(Archive& archive, Self& diagnostic) {
    archive(diagnostic.severity, diagnostic.path, diagnostic.line, diagnostic.message, diagnostic.fix,
            diagnostic.rule);
}

template <class Archive, Archived<Trigger> Self>
void describe(Archive& archive, Self& trigger) {
    archive(trigger.kind, trigger.text, trigger.language, trigger.line, trigger.source, trigger.reading,
            trigger.group, trigger.file, trigger.strength);
}

template <class Archive, Archived<WakeMode> Self>
void describe(Archive& archive, Self& mode) {
    archive(mode.kind, mode.text, mode.source, mode.line, mode.file);
}

template <class Archive, Archived<Requirements> Self>
void describe(Archive& archive, Self& needs) {
    archive(needs.systems, needs.programs, needs.one_program, needs.variables, needs.settings);
}

template <class Archive, Archived<Skill> Self>
void describe(Archive& archive, Self& skill) {
    archive(skill.name, skill.plugin, skill.description, skill.when_to_use, skill.rule, skill.only_on_files,
            skill.file, skill.place, skill.folder, skill.scope, skill.automatic, skill.invocable,
            skill.at_most_named, skill.suspicion, skill.enforcement, skill.block_message, skill.priority,
            skill.order, skill.required, skill.affine, skill.examples, skill.needs, skill.unavailable,
            skill.for_other_system, skill.text, skill.body_offset, skill.body_line, skill.front_matter,
            skill.argument_names, skill.outline, skill.triggers, skill.modes, skill.resources,
            skill.diagnostics, skill.digest, skill.seal, skill.tokens);
}

template <class Archive, Archived<LoadedSkill> Self>
void describe(Archive& archive, Self& loaded) {
    archive(loaded.skill, loaded.stamp, loaded.policy);
}

/// Without links: who keeps one keeps none that has them.
template <class Archive, Archived<Listing> Self>
void describe(Archive& archive, Self& listing) {
    archive(listing.identity, listing.stamp, listing.listed_ns, listing.skill_file, listing.files,
            listing.folders, listing.ignore_file, listing.diagnostics);
}

template <class Archive, Archived<KnownFolders> Self>
void describe(Archive& archive, Self& folders) {
    archive(folders.outside, folders.listings);
}

template <class Archive, Archived<RootSpec> Self>
void describe(Archive& archive, Self& spec) {
    archive(spec.folder, spec.scope, spec.plugin, spec.within, spec.for_session, spec.is_plugin_list);
}

}  // namespace skillwake::skill
