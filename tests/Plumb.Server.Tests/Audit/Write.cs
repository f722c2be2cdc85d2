namespace Plumb.Server.Tests.Audit;

/// <summary>A change over a route that is let in and changes something.</summary>
/// <param name="Route">As the document has it: <c>METHOD /path/{name}</c>.</param>
/// <param name="By">Whose key: <c>root</c> (admin), <c>ada</c> (operator), <c>shop</c> (publisher) or <c>edge</c> (agent).</param>
/// <param name="Path">With the names filled in.</param>
/// <param name="Action">What the audit log says was done.</param>
/// <param name="Body">Null: none.</param>
/// <param name="Before">What has to be so first.</param>
internal sealed record Write(string Route, string By, string Path, string Action, string? Body = null, Func<WriteStage, Task>? Before = null);

/// <summary>One change for each route that writes, in an order in which each finds what it needs.</summary>
internal static class Writes
{
    public static IReadOnlyList<Write> All { get; } =
    [
        new("POST /api/v1/publishers", "root", "/api/v1/publishers", "publisher.create", """{"name":"shop"}"""),
        new("PUT /api/v1/publishers/{publisher}", "root", "/api/v1/publishers/cafe", "publisher.create", "{}"),
        new("PUT /api/v1/sources/{source}", "root", "/api/v1/sources/more", "source.create", """{"repository":"https://ada:hunter2-of-the-source@git.example/more.git"}"""),
        new("POST /api/v1/sources", "root", "/api/v1/sources", "source.create", """{"name":"again","repository":"/srv/again.git"}"""),
        new("POST /api/refresh", "ada", "/api/refresh", "source.refresh"),
        new("POST /api/v1/stacks", "shop", "/api/v1/stacks", "stack.create", """{"publisher":"shop","name":"web"}"""),
        new("PUT /api/v1/stacks/{stack}", "shop", "/api/v1/stacks/shop/web", "stack.change", """{"labels":["prod"]}"""),
        new("PUT /api/v1/stacks/{stack}/labels/{label}", "shop", "/api/v1/stacks/shop/web/labels/eu", "stack.label"),
        new("DELETE /api/v1/stacks/{stack}/labels/{label}", "shop", "/api/v1/stacks/shop/web/labels/eu", "stack.unlabel"),
        new("PUT /api/v1/stacks/{stack}/annotations/{key}", "shop", "/api/v1/stacks/shop/web/annotations/region", "stack.annotate", """{"value":"eu"}"""),
        new("DELETE /api/v1/stacks/{stack}/annotations/{key}", "shop", "/api/v1/stacks/shop/web/annotations/region", "stack.unannotate"),
        new("POST /api/v1/stacks/{stack}/deployment-objects", "shop", "/api/v1/stacks/shop/web/deployment-objects", "stack.publish", """{"text":"services: { web: { image: busybox, environment: { PASSWORD: hunter2-of-the-stack } } }"}"""),
        new("PUT /api/v1/apply-sets/{set}", "shop", "/api/v1/apply-sets/fleet", "apply-set.change", """{"items":[{"kind":"stack","name":"shop/web","id":"0193","made":true}]}"""),
        new("POST /api/v1/agents", "root", "/api/v1/agents", "agent.create", """{"name":"core"}"""),
        new("PUT /api/v1/agents/{agent}", "root", "/api/v1/agents/core", "agent.change", """{"labels":["spot"]}"""),
        new("PUT /api/v1/agents/{agent}/labels/{label}", "root", "/api/v1/agents/core/labels/gpu", "agent.label"),
        new("DELETE /api/v1/agents/{agent}/labels/{label}", "root", "/api/v1/agents/core/labels/gpu", "agent.unlabel"),
        new("PUT /api/v1/agents/{agent}/annotations/{key}", "root", "/api/v1/agents/core/annotations/zone", "agent.annotate", """{"value":"b"}"""),
        new("DELETE /api/v1/agents/{agent}/annotations/{key}", "root", "/api/v1/agents/core/annotations/zone", "agent.unannotate"),
        new("PUT /api/v1/agents/{agent}/subscriptions/{subscription}", "edge", "/api/v1/agents/edge/subscriptions/shop", "agent.subscribe"),
        new("POST /api/v1/agents/{agent}/sessions", "edge", "/api/v1/agents/edge/sessions", "agent.session", """{"instance":"i","version":"0.1.0","drivers":["compose"],"intervalSeconds":30}"""),
        new("PUT /api/v1/agents/{agent}/targets/{target}", "root", "/api/v1/agents/edge/targets/shop/web", "agent.target"),
        .. from action in (string[])["sync", "look", "unblock", "adopt", "suspend", "resume", "stop", "start"]
           select new Write($"POST /api/v1/stacks/{{stack}}/{action}", "ada", $"/api/v1/stacks/shop/web/{action}", $"stack.{action}"),
        new("POST /api/v1/stacks/{stack}/ack", "ada", "/api/v1/stacks/shop/web/ack", "stack.ack", Before: stage => stage.HoldAsync("AwaitingAcknowledgement")),
        new("POST /api/reconcile/ack", "ada", "/api/reconcile/ack", "stack.ack", """{"path":"shop/web"}"""),
        new("POST /api/v1/agents/{agent}/removals/ack", "ada", "/api/v1/agents/edge/removals/ack", "removals.ack", Before: stage => stage.HoldAsync("MassRemoval")),
        new("POST /api/v1/stacks/{stack}/rollback", "ada", "/api/v1/stacks/shop/web/rollback", "stack.rollback", "{}"),
        new("POST /api/v1/agents/{agent}/breakers/{world}/open", "ada", "/api/v1/agents/edge/breakers/compose:engine/open", "breaker.open", Before: stage => stage.WorldAsync()),
        new("POST /api/v1/agents/{agent}/breakers/{world}/reset", "ada", "/api/v1/agents/edge/breakers/compose:engine/reset", "breaker.reset"),
        new("POST /api/v1/notices/test", "ada", "/api/v1/notices/test", "test", """{"channel":"webhook"}"""),
        new("POST /api/v1/notices/replay", "ada", "/api/v1/notices/replay", "replay", """{"since":"2020-01-01T00:00:00Z"}""", stage => stage.NoticeSettlesAsync()),
        new("POST /api/v1/notices/{id}/replay", "ada", "/api/v1/notices/NOTICE/replay", "replay", Before: stage => stage.NoticeSettlesAsync()),
        new("DELETE /api/v1/agents/{agent}/targets/{target}", "root", "/api/v1/agents/edge/targets/shop/web", "agent.untarget"),
        new("DELETE /api/v1/agents/{agent}/subscriptions/{subscription}", "edge", "/api/v1/agents/edge/subscriptions/shop", "agent.unsubscribe"),
        new("DELETE /api/v1/stacks/{stack}", "shop", "/api/v1/stacks/shop/web?keepRunning=true", "stack.delete.keep-running"),
        new("DELETE /api/v1/publishers/{publisher}", "root", "/api/v1/publishers/cafe", "publisher.delete"),
        new("DELETE /api/v1/sources/{source}", "root", "/api/v1/sources/more", "source.delete"),
        new("DELETE /api/v1/agents/{agent}", "root", "/api/v1/agents/core", "agent.delete"),
        new("POST /api/v1/keys", "root", "/api/v1/keys", "key.create", """{"role":"viewer","name":"eve"}"""),
        new("PUT /api/v1/keys/{key}", "root", "/api/v1/keys/eve", "key.change", """{"expiresIn":"1d"}"""),
        new("POST /api/v1/keys/{key}/rotate", "root", "/api/v1/keys/eve/rotate", "key.rotate", """{"overlap":"0s"}"""),
        new("POST /api/v1/keys/{key}/revoke", "root", "/api/v1/keys/EVE/revoke", "key.revoke"),
        new("DELETE /api/v1/keys/{key}", "root", "/api/v1/keys/ada", "key.revoke"),
    ];

    /// <summary>Routes that write and are no change of what is declared, each with why.</summary>
    public static IReadOnlyDictionary<string, string> NoChange { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["POST /api/webhook"] = "a hint that stores nothing: it makes a source look sooner, and is logged",
        ["POST /api/v1/agents/{agent}/reports"] = "what an agent saw and did: kept as that, and as its decisions",
    };
}
