// Drives `skillwake mcp` with the client package that speaks revision 2026-07-28, and its skills extension:
// node stateless.mjs FOLDER PROGRAM ARGUMENT... Prints one JSON object. FOLDER: where a new skill is written.
import { mkdirSync, writeFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { SkillsClient } from "@modelcontextprotocol/client/ext/skills";

const [folder, command, ...args] = process.argv.slice(2);
const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode: { pin: "2026-07-28" } } });
const errors = [];
client.onerror = (error) => errors.push(String(error));
const changed = new Promise((told) => client.setNotificationHandler("notifications/tools/list_changed", () => told(true)));
await client.connect(new StdioClientTransport({ command, args }));

const skills = new SkillsClient(client);
const listing = await skills.list();
const pdf = listing.skills.find((skill) => skill.uri === "skill://pdf/SKILL.md");
const read = [];
for (const file of pdf.resources) {
  const { uri, verified, bytes } = await skills.read(pdf, file.uri);
  read.push({ uri, verified, bytes: bytes.length });
}
const result = {
  revision: client.getNegotiatedProtocolVersion?.(),
  tools: (await client.listTools()).tools,
  skill: await client.callTool({ name: "Skill", arguments: { skill: "pdf", args: null } }),
  prompts: (await client.listPrompts()).prompts,
  skills: listing.skills,
  read,
};
const subscription = await client.listen({ toolsListChanged: true });
mkdirSync(`${folder}/boats`);
writeFileSync(`${folder}/boats/SKILL.md`, "---\nname: boats\ndescription: Of boats\n---\nRow.\n");
result.changed = await changed;
await subscription.close?.();
await client.close();
result.errors = errors;
console.log(JSON.stringify(result));
