namespace Plumb.Cli.Tests.Kit;

/// <summary>What the API answers, as text: written out, so that a change of a shape is seen.</summary>
internal static class Samples
{
    public static string Page(params string[] items) => $$"""{"items":[{{string.Join(',', items)}}],"next":null}""";

    public static string Stack(
        string name = "web", string status = "synced", string? held = null, string? health = "healthy", string holds = "[]", string pending = "[]", int running = 2, string id = "0193-web", string message = "Bigger") => $$"""
        {
          "id": "{{id}}", "name": "{{name}}", "publisher": "main", "scope": "source/main", "driver": "compose", "agents": ["local"], "labels": ["prod"], "annotations": {},
          "settings": { "name": null, "project": null, "driver": "compose", "files": [], "profiles": [], "envFiles": [], "variables": {}, "labels": [], "annotations": {}, "selector": null, "dependsOn": [],
            "driftPolicy": null, "changePolicy": null, "remove": { "enabled": null, "volumes": false }, "rollbackOnFailure": false, "repairUnhealthy": false, "health": { "timeout": "2m" }, "pull": "missing", "suspend": false },
          "sequence": 7, "revision": "0123456789abcdef0123456789abcdef01234567", "commitMessage": "Bigger", "suspended": false, "stopped": false,
          "record": { "path": "{{name}}", "composeFile": "compose.yaml", "composeHash": "aa", "fingerprint": null, "status": "{{status}}", "held": {{(held is null ? "null" : $"\"{held}\"")}}, "orphaned": false,
            "syncedRevision": "0123456789abcdef0123456789abcdef01234567", "syncedCommitMessage": "{{message}}", "syncedComposeHash": "aa", "syncedAt": "2026-01-01T00:00:00.000Z", "lastSyncAt": "2026-01-01T00:00:00.000Z",
            "lastSyncStatus": "synced", "lastSyncError": null, "containersRunning": {{running}}, "containersTotal": 2 },
          "health": {{(health is null ? "null" : $"\"{health}\"")}}, "conditions": [ { "type": "Synced", "status": "True", "reason": "Synced", "message": "as declared", "since": "2026-01-01T00:00:00.000Z", "observedSequence": 7 } ],
          "differences": [], "holds": {{holds}}, "failures": [], "lookedAt": "2026-01-01T00:00:00.000Z", "pending": {{pending}}, "addedLater": 42
        }
        """;

    public const string Hold = """[{ "reason": "NotOurs", "message": "project web is somebody else's", "since": "2026-01-01T00:00:00.000Z", "until": null, "lift": "Run plumb adopt web." }]""";

    public static string Pending(string id) => $$"""[{ "id": "{{id}}", "ask": "sync", "by": "admin", "at": "2026-01-01T00:00:00.000Z" }]""";

    public static string Source(string status, string? error) => $$"""
        { "id": "s1", "name": "main", "spec": { "repository": "/srv/infra.git", "revision": "main", "directory": "stacks", "poll": "1m", "discovery": { "depth": 1, "nested": false }, "credentials": null, "agent": "local" },
          "refresh": { "revision": "0123456789abcdef0123456789abcdef01234567", "commitMessage": "Bigger", "ref": "main", "refType": "branch", "refreshedAt": "2026-01-01T00:00:00.000Z", "refreshStatus": "{{status}}", "refreshError": {{Text(error)}} }, "stacks": 2 }
        """;

    public const string Agent = """
        { "id": "a1", "name": "local", "instance": "here", "version": "0.1.0", "status": "Ready", "lastSeen": "2026-01-01T00:00:00.000Z", "drivers": ["compose"], "labels": [], "annotations": {},
          "worlds": [ { "world": "compose:engine", "whyUnreachable": null, "breaker": "open", "breakerSince": "2026-01-01T00:00:00.000Z", "breakerTryAt": null, "openedBy": "admin" } ] }
        """;

    public static string Decision(string id = "d1") => $$"""
        { "id": "{{id}}", "stackId": "0193-web", "stack": "web", "agent": "local", "cause": "hint", "outcome": "succeeded", "desired": "aa", "fingerprint": "bb", "revision": "0123456789ab",
          "differences": [ { "kind": "scale", "service": "web", "field": "containers", "desired": "1", "actual": "0" } ],
          "steps": [ { "action": "up", "changes": "web", "why": "scale", "outcome": "succeeded", "error": null, "durationSeconds": 1.25 } ], "holds": [], "started": "2026-01-01T00:00:00.000Z", "durationSeconds": 1.3 }
        """;

    public static string Diff(bool fresh, params string[] differences) =>
        $$"""{ "stack": "web", "fingerprint": "ff", "fresh": {{(fresh ? "true" : "false")}}, "lookedAt": "2026-01-01T00:00:00.000Z", "differences": [{{string.Join(',', differences)}}] }""";

    public static string Difference(string kind, string? service, string? field, string? desired, string? actual) =>
        $$"""{ "kind": "{{kind}}", "service": {{Text(service)}}, "field": {{Text(field)}}, "desired": {{Text(desired)}}, "actual": {{Text(actual)}} }""";

    public static string Action(string action, string? request) => $$"""{ "stack": "web", "action": "{{action}}", "requestId": {{Text(request)}} }""";

    private static string Text(string? text) => text is null ? "null" : $"\"{text}\"";
}
