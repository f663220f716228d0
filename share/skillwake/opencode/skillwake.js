// skillwake's plugin for opencode: tells skillwaked what happens in a conversation, and adds what it answers.
// Put here by 'skillwake install opencode'; 'skillwake uninstall opencode' takes it away.
// Whatever goes wrong, opencode hears nothing of it: no daemon, no answer in time, an answer that makes no sense.
import { spawn } from "node:child_process"
import { createConnection } from "node:net"

const program = "skillwake"; // set by skillwake install
const deadlineMs = 80
const startPauseMs = 10_000
const maxContextBytes = 10_000
const maxAnswerBytes = 1 << 20

let lastStart = 0

function socketPath(env = process.env) {
  if (env.SKILLWAKE_SOCKET) return env.SKILLWAKE_SOCKET
  if (env.XDG_RUNTIME_DIR) return `${env.XDG_RUNTIME_DIR}/skillwake/skillwake.sock`
  return `/tmp/skillwake-${process.getuid()}/skillwake.sock`
}

/// Nobody waits for it; the next event finds it.
function startDaemon() {
  if (Date.now() - lastStart < startPauseMs) return
  lastStart = Date.now()
  const started = spawn(program, ["start"], { detached: true, stdio: "ignore" })
  started.on("error", () => {})
  started.unref()
}

/// The result of one call; undefined: there is none, for whatever reason.
function call(method, params) {
  return new Promise((resolve) => {
    let held = ""
    const socket = createConnection(socketPath())
    const end = (result) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(result)
    }
    const timer = setTimeout(end, deadlineMs, undefined)
    socket.setEncoding("utf8")
    socket.on("error", (error) => {
      if (error.code === "ENOENT" || error.code === "ECONNREFUSED") startDaemon()
      end(undefined)
    })
    socket.on("close", () => end(undefined))
    socket.on("data", (text) => {
      held += text
      const lineEnd = held.indexOf("\n")
      if (lineEnd < 0) {
        if (held.length > maxAnswerBytes) end(undefined)
        return
      }
      try {
        end(JSON.parse(held.slice(0, lineEnd)).result)
      } catch {
        end(undefined)
      }
    })
    socket.write(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) + "\n")
  })
}

/// What the model should read after `event`; undefined: nothing.
async function contextOf(session, cwd, event) {
  const context = { max_bytes: maxContextBytes }
  const result = await call("session.event", { session, cwd, event, context })
  return typeof result?.context === "string" && result.context !== "" ? result.context : undefined
}

/// What the user wrote, without what opencode and other plugins added.
function promptOf(parts) {
  return parts
    .filter((part) => part.type === "text" && !part.synthetic && !part.ignored)
    .map((part) => part.text)
    .join("\n")
}

/// A hook that keeps its troubles to itself.
function quiet(hook) {
  return async (input, output) => {
    try {
      await hook(input, output)
    } catch {}
  }
}

// Nothing else may be exported: opencode takes every function of this file for a plugin.
export const SkillwakePlugin = async ({ directory }) => {
  let parts = 0
  return {
    "chat.message": quiet(async (input, output) => {
      const text = promptOf(output.parts)
      if (text === "") return
      const context = await contextOf(input.sessionID, directory, { type: "prompt", text })
      if (context === undefined) return
      output.parts.push({
        // Parts are read in the order of their ids: ours sorts behind opencode's, which are hexadecimal.
        id: `prt_skillwake${Date.now().toString(36)}${parts++}`,
        sessionID: input.sessionID,
        messageID: output.message.id,
        type: "text",
        text: context,
        synthetic: true,
      })
    }),

    "tool.execute.after": quiet(async (input, output) => {
      if (typeof output?.output !== "string") return
      const event =
        input.tool === "skill" && typeof input.args?.name === "string"
          ? { type: "skill", name: input.args.name, how: "tool" }
          : { type: "tool", name: input.tool, input: input.args ?? {}, output: output.output }
      const context = await contextOf(input.sessionID, directory, event)
      if (context !== undefined) output.output += `\n\n${context}`
    }),

    event: quiet(async ({ event }) => {
      const session = event.properties?.sessionID ?? event.properties?.info?.id
      const phase = { "session.compacted": "compact", "session.deleted": "end" }[event.type]
      if (phase && session) await contextOf(session, directory, { type: "session", phase })
    }),
  }
}
