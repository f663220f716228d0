"""A host of `skillwake mcp` over pipes, every line of which is held against the protocol's own schemas."""

import json
import os
import select
import subprocess
import time
from pathlib import Path

from house import PATIENCE_S, SKILLWAKE

# Data of others, beside the source tree where there is some.
MATERIAL = os.environ.get("SKILLWAKE_MATERIAL") or Path(__file__).resolve().parents[3] / "shared" / "material"
SCHEMAS = Path(MATERIAL) / "mcp-schema"
STATELESS = "2026-07-28"
WITH_HANDSHAKE = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")

try:
    import jsonschema
except ImportError:
    jsonschema = None

# Method -> definition of its result; the same in every revision that has it.
RESULTS = {
    "initialize": "InitializeResult",
    "server/discover": "DiscoverResult",
    "tools/list": "ListToolsResult",
    "tools/call": "CallToolResult",
    "resources/list": "ListResourcesResult",
    "resources/templates/list": "ListResourceTemplatesResult",
    "resources/read": "ReadResourceResult",
    "prompts/list": "ListPromptsResult",
    "prompts/get": "GetPromptResult",
}
NOTIFICATIONS = {
    "notifications/tools/list_changed": "ToolListChangedNotification",
    "notifications/prompts/list_changed": "PromptListChangedNotification",
    "notifications/resources/list_changed": "ResourceListChangedNotification",
    "notifications/subscriptions/acknowledged": "SubscriptionsAcknowledgedNotification",
}


def why_no_schemas():
    """Empty: they can be used."""
    if jsonschema is None:
        return "python3-jsonschema is not installed"
    if not SCHEMAS.is_dir():
        return f"no schemas at {SCHEMAS}: set SKILLWAKE_MATERIAL"
    return ""


class Schema:
    def __init__(self, revision):
        self.document = json.loads((SCHEMAS / revision / "schema.json").read_text())
        self.key = "$defs" if "$defs" in self.document else "definitions"
        self.made = {}

    def has(self, name):
        return name in self.document[self.key]

    def check(self, value, name):
        if name not in self.made:
            kind = jsonschema.validators.validator_for(self.document)
            self.made[name] = kind({**self.document, "$ref": f"#/{self.key}/{name}"})
        wrong = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in self.made[name].iter_errors(value)]
        if wrong:
            raise AssertionError(f"not a {name}: {wrong[:3]} in {json.dumps(value)[:600]}")


class Host:
    """One `skillwake mcp`. `house` is the test, which ends it."""

    def __init__(self, house, revision, *flags, **options):
        self.revision = revision
        self.schema = None if why_no_schemas() else Schema(revision)
        self.asked = {}
        self.last_id = 0
        self.held = b""
        self.heard = []  # notifications and questions, in order
        self.began = time.perf_counter()
        self.process = house.spawn(
            [SKILLWAKE, "mcp", "--socket", house.socket, *flags],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            **options,
        )

    def send_bytes(self, data):
        self.process.stdin.write(data)

    def notify(self, method, **params):
        self.send_bytes(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode() + b"\n")

    def send(self, method, params=None, request_id=None):
        self.last_id += 1
        request_id = request_id or self.last_id
        params = dict(params or {})
        if self.revision == STATELESS:
            params["_meta"] = {
                "io.modelcontextprotocol/protocolVersion": STATELESS,
                "io.modelcontextprotocol/clientCapabilities": {},
                **params.get("_meta", {}),
            }
        self.asked[request_id] = method
        request = {"jsonrpc": "2.0", "id": request_id, "method": method, "params": params}
        self.send_bytes(json.dumps(request).encode() + b"\n")
        return request_id

    def line(self):
        """The next message; None at the end. Whatever comes is held against the schema."""
        deadline = time.monotonic() + PATIENCE_S
        while b"\n" not in self.held:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise AssertionError(f"nothing came within {PATIENCE_S} s")
            got = os.read(self.process.stdout.fileno(), 1 << 20)
            if not got:
                assert not self.held, f"an unfinished line: {self.held}"
                return None
            self.held += got
        line, self.held = self.held.split(b"\n", 1)
        message = json.loads(line)
        self.check(message)
        return message

    def check(self, message):
        if self.schema is None:
            return
        if isinstance(message, list):
            self.schema.check(message, "JSONRPCBatchResponse")
            return
        self.schema.check(message, "JSONRPCMessage")
        if "method" in message:
            if message["method"] in NOTIFICATIONS:
                self.schema.check(message, NOTIFICATIONS[message["method"]])
        elif "result" in message:
            method = self.asked[message["id"]]
            if method in RESULTS and self.schema.has(RESULTS[method]):
                self.schema.check(message["result"], RESULTS[method])
            elif self.revision == STATELESS:
                self.schema.check(message["result"], "Result")

    def answer(self, wanted):
        """The answer to the request of that id; what comes before it is kept in `heard`."""
        while True:
            message = self.line()
            assert message is not None, "it has ended"
            if isinstance(message, dict) and message.get("id") == wanted and "method" not in message:
                return message
            self.heard.append(message)

    def ask(self, method, params=None):
        return self.answer(self.send(method, params))

    def call(self, method, params=None):
        answer = self.ask(method, params)
        if "result" not in answer:
            raise AssertionError(f"{method}: {answer}")
        return answer["result"]

    def error(self, method, params=None):
        answer = self.ask(method, params)
        if "error" not in answer:
            raise AssertionError(f"{method}: {answer}")
        return answer["error"]

    def tool(self, tool, /, **arguments):
        """Text and whether it is an error."""
        result = self.call("tools/call", {"name": tool, "arguments": arguments})
        return result["content"][0]["text"], result.get("isError", False)

    def begin(self, **capabilities):
        """The handshake, where the revision has one."""
        if self.revision == STATELESS:
            return self.call("server/discover")
        client = {"name": "test", "version": "1"}
        params = {"protocolVersion": self.revision, "capabilities": capabilities, "clientInfo": client}
        result = self.call("initialize", params)
        self.notify("notifications/initialized")
        return result

    def next_heard(self):
        return self.heard.pop(0) if self.heard else self.line()

    def end(self):
        """Closes its input; its exit code."""
        self.process.stdin.close()
        return self.process.wait(PATIENCE_S)
