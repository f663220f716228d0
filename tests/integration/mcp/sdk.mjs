// Drives `skillwake mcp` with the SDK's client, version 1: node sdk.mjs FOLDER PROGRAM ARGUMENT...
// Prints one JSON object with what the client made of each answer. FOLDER: where a new skill is written.
import { mkdirSync, writeFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ToolListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";

const [folder, command, ...args] = process.argv.slice(2);
const client = new Client({ name: "test", version: "1" }, { capabilities: {} });
const errors = [];
client.onerror = (error) => errors.push(String(error));
const changed = new Promise((told) => client.setNotificationHandler(ToolListChangedNotificationSchema, () => told(true)));
await client.connect(new StdioClientTransport({ command, args }));

const result = {
  version: client.getServerVersion(),
  capabilities: client.getServerCapabilities(),
  instructions: client.getInstructions(),
  tools: (await client.listTools()).tools,
  skill: await client.callTool({ name: "Skill", arguments: { skill: "pdf", args: "it" } }),
  unknown: await client.callTool({ name: "Skill", arguments: { command: "pdg" } }),
  resources: (await client.listResources()).resources,
  templates: (await client.listResourceTemplates()).resourceTemplates,
  resource: await client.readResource({ uri: "skill://pdf/SKILL.md" }),
  prompts: (await client.listPrompts()).prompts,
  prompt: await client.getPrompt({ name: "pdf", arguments: { args: "it" } }),
};
await client.ping();
mkdirSync(`${folder}/boats`);
writeFileSync(`${folder}/boats/SKILL.md`, "---\nname: boats\ndescription: Of boats\n---\nRow.\n");
result.changed = await changed;
await client.close();
result.errors = errors;
console.log(JSON.stringify(result));
