// A hook as they are commonly written, for comparison: reads its rules and the skills that they name on every prompt,
// looks for each keyword anywhere in the prompt, tries each pattern, and prints the skills that were found.
//
//     node common_hook.js RULES < input.json
"use strict";
const fs = require("fs");

const rules = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const input = JSON.parse(fs.readFileSync(0, "utf8"));
const prompt = input.prompt.toLowerCase();
const found = [];
for (const [name, rule] of Object.entries(rules.skills)) {
    const triggers = rule.promptTriggers;
    const keyword = triggers.keywords.some((word) => prompt.includes(word.toLowerCase()));
    const pattern = triggers.intentPatterns.some((text) => new RegExp(text, "i").test(prompt));
    if (keyword || pattern) {
        found.push(fs.readFileSync(rule.file, "utf8"));
    }
}
if (found.length > 0) {
    const output = { hookEventName: input.hook_event_name, additionalContext: found.join("\n") };
    console.log(JSON.stringify({ hookSpecificOutput: output }));
}
