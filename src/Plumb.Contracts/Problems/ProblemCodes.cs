namespace Plumb.Contracts.Problems;

/// <summary>Every code that the API answers with. One list; clients may rely on each.</summary>
public static class ProblemCodes
{
    public static ProblemCode StackUnknown { get; } = new("stack.unknown", 404, "No such stack", "List the stacks with 'plumb get stacks' and use a name from there.");

    public static ProblemCode AckPath { get; } = new("ack.path", 400, "No stack is named", "Send {\"path\": \"PATH\"}; the paths are in GET /api/stacks.");

    public static ProblemCode AckNothing { get; } = new("ack.nothing", 409, "Nothing waits for an acknowledgement", "See 'plumb diff' and 'plumb explain' for what differs and what holds it.");

    public static ProblemCode AckStale { get; } = new("ack.stale", 409, "It is not as it was seen any more", "Look at 'plumb diff' again, and acknowledge what is there now.");

    public static ProblemCode SequenceUnknown { get; } = new("sequence.unknown", 404, "The stack has no such deployment object", "List them with 'plumb history STACK'.");

    public static ProblemCode AgentUnknown { get; } = new("agent.unknown", 404, "No such agent", "List the agents with 'plumb get agents'.");

    public static ProblemCode SourceUnknown { get; } = new("source.unknown", 404, "No such source", "List the sources with 'plumb get sources'.");

    public static ProblemCode PublisherUnknown { get; } = new("publisher.unknown", 404, "No such publisher", "List the publishers with 'plumb get publishers'.");

    public static ProblemCode PublisherFixed { get; } = new("publisher.fixed", 409, "The publisher is not made or deleted here", "A source is changed as a source; 'system' is always there.");

    public static ProblemCode NameTaken { get; } = new("name.taken", 409, "The name is taken", "Use another name, or change what has it with PUT.");

    public static ProblemCode StackSourced { get; } = new("stack.sourced", 409, "The stack comes from a source", "Change it in the source's repository.");

    public static ProblemCode StackDriver { get; } = new("stack.driver", 409, "A stack's driver is fixed", "Delete the stack, and make it anew with the other driver.");

    public static ProblemCode StackDeleting { get; } = new("stack.deleting", 409, "The stack is being deleted", "Wait until its agents have confirmed; 'plumb get stacks' shows who is waited for. An agent that is no more is given up with 'plumb delete agent NAME --forget'.");

    public static ProblemCode ContentRefused { get; } = new("content.refused", 422, "The content is hostile or invalid", "Mend the file; the refusals are in the reference.");

    public static ProblemCode ConsentRequired { get; } = new("consent.required", 403, "Only the agent itself may consent", "Start it with 'plumb agent --subscribe NAME', or use its own key.");

    public static ProblemCode AgentHolds { get; } = new("agent.holds", 409, "The agent still has stacks", "Untie them and wait until they are gone; or, when the agent is no more, 'plumb delete agent NAME --forget'.");

    public static ProblemCode Declared { get; } = new("fact.declared", 409, "It is declared elsewhere", "Take it out of the stack's plumb.stack.yaml, or of the agent's configuration.");

    public static ProblemCode ValueInvalid { get; } = new("value.invalid", 400, "Not a value", "An annotation's value has up to 256 characters, and no control characters.");

    public static ProblemCode SelectorInvalid { get; } = new("selector.invalid", 400, "Not a selector", "Write it as env=prod,region in (eu,us),!spot.");

    public static ProblemCode RouteUnknown { get; } = new("route.unknown", 404, "No such route", "See /openapi/v1.json for the routes there are.");

    public static ProblemCode ContentUnknown { get; } = new("content.unknown", 404, "No such content", "Read the target state again.");

    public static ProblemCode KeyMissing { get; } = new("key.missing", 401, "A key is needed", "Send 'Authorization: Bearer KEY'; on this machine the admin key is in DATA/admin.key.");

    public static ProblemCode KeyInvalid { get; } = new("key.invalid", 401, "The key is not valid", "Check the key, or make a new one.");

    public static ProblemCode KeyUnknown { get; } = new("key.unknown", 404, "No such key", "List them with 'plumb keys list'.");

    public static ProblemCode KeyAmbiguous { get; } = new("key.ambiguous", 409, "Several keys have this name", "Name the one you mean by its id.");

    public static ProblemCode KeyRetired { get; } = new("key.retired", 409, "The key is not in use any more", "Make a new one with 'plumb keys create'.");

    public static ProblemCode TriesLimited { get; } = new("tries.limited", 429, "Too many tries with keys that are not valid", "Check the key, and wait a minute.");

    public static ProblemCode RoleForbidden { get; } = new("role.forbidden", 403, "The key's role does not allow this", "Use a key whose role does.");

    public static ProblemCode HostRefused { get; } = new("host.refused", 403, "The Host header is not one of this server's names", "Use the address that the server listens on.");

    public static ProblemCode BodyInvalid { get; } = new("body.invalid", 400, "The body is not as expected", "See /openapi/v1.json for the shape.");

    public static ProblemCode BodyTooLarge { get; } = new("body.tooLarge", 413, "The body is too large", "Send less: 16 MiB of stack content, 1 MiB of anything else.");

    public static ProblemCode QueryInvalid { get; } = new("query.invalid", 400, "A query parameter is not as expected", "See /openapi/v1.json for the parameters.");

    public static ProblemCode MethodRefused { get; } = new("method.refused", 405, "The route does not take this method", "See /openapi/v1.json for the methods of each route.");

    public static ProblemCode SessionFenced { get; } = new("session.fenced", 409, "A newer process works for this agent", "Stop this one, or the other.");

    public static ProblemCode BodyType { get; } = new("body.type", 415, "The body is not JSON", "Send it with 'Content-Type: application/json'.");

    public static ProblemCode NameInvalid { get; } = new("name.invalid", 400, "Not a name", "A name is 1 to 63 of a-z A-Z 0-9 . _ - /, beginning and ending with a letter or digit, and no part between slashes empty, '.' or '..'.");

    public static ProblemCode RefreshUnavailable { get; } = new("refresh.unavailable", 503, "Sources are not refreshed here", "Ask the server that refreshes them.");

    public static ProblemCode WebhookDisabled { get; } = new("webhook.disabled", 503, "No webhook secret is configured", "Set WEBHOOK_SECRET, or call POST /api/refresh with a key.");

    public static ProblemCode WebhookSignature { get; } = new("webhook.signature", 401, "The webhook is not signed with this server's secret", "Give your Git host the same secret as WEBHOOK_SECRET, and let it send JSON.");

    public static ProblemCode WebhookPayload { get; } = new("webhook.payload", 400, "The webhook's body is not a push", "Let your Git host send JSON; see its list of deliveries for what it sent.");

    public static ProblemCode NoticeUnknown { get; } = new("notice.unknown", 404, "No such notice", "List them with 'plumb notices'.");

    public static ProblemCode AlertUnknown { get; } = new("alert.unknown", 404, "No such alert", "List them with 'plumb get alerts -o wide'.");

    public static ProblemCode DecisionUnknown { get; } = new("decision.unknown", 404, "No such decision", "List them with 'plumb get decisions'; they are kept for 30 days.");

    public static ProblemCode AuditUnknown { get; } = new("audit.unknown", 404, "No such entry in the audit log", "List them with 'plumb get audit -o wide'; they are kept for a year.");

    public static ProblemCode ChannelUnknown { get; } = new("channel.unknown", 404, "No such channel of notices", "Configure it under 'notify'; 'plumb config show' prints what holds.");

    public static ProblemCode StoreUnwritable { get; } = new("store.unwritable", 503, "The change could not be stored", "Free disk space or mend the permissions of the data directory, and try again.");

    public static ProblemCode WorldUnknown { get; } = new("world.unknown", 404, "The agent has no such world", "List them with 'plumb breaker status'.");

    public static ProblemCode PreconditionFailed { get; } = new("precondition.failed", 412, "It is not as the caller saw it", "Read it again, and send the ETag of that answer as If-Match.");

    public static ProblemCode IdempotencyKey { get; } = new("idempotency.key", 400, "Not an Idempotency-Key", "Send one of 1 to 255 visible ASCII characters, such as a new UUID for each write.");

    public static ProblemCode IdempotencyReused { get; } = new("idempotency.reused", 422, "The Idempotency-Key is of another write", "Use a new one for each write, and the same one only to repeat that very request.");

    public static ProblemCode IdempotencyBusy { get; } = new("idempotency.busy", 409, "The same write is being carried out", "Repeat it shortly, with the same Idempotency-Key: the answer is given then.");

    public static ProblemCode IdempotencyLost { get; } = new("idempotency.lost", 409, "It was carried out, and its answer is lost", "Read what there is now; nothing is done twice. A control plane ended between the change and the answer.");

    public static ProblemCode SetUnknown { get; } = new("set.unknown", 404, "No such set", "Apply it first: 'plumb apply -f FILES --set NAME'.");

    public static ProblemCode Internal { get; } = new("internal", 500, "Plumb failed", "See the server's log for this request's trace id, and report it.");

    public static ProblemCode Unavailable { get; } = new("unavailable", 503, "Not ready", "Try again shortly.");

    public static IReadOnlyList<ProblemCode> All { get; } =
    [
        StackUnknown, AgentUnknown, SourceUnknown, RouteUnknown, ContentUnknown, KeyMissing, KeyInvalid, RoleForbidden, HostRefused,
        BodyInvalid, BodyTooLarge, QueryInvalid, MethodRefused, SessionFenced, WorldUnknown, PreconditionFailed, Internal, Unavailable,
        PublisherUnknown, PublisherFixed, NameTaken, StackSourced, StackDriver, StackDeleting, ContentRefused, ConsentRequired, AgentHolds, Declared, ValueInvalid, SelectorInvalid,
        AckPath, AckNothing, AckStale, SequenceUnknown, BodyType, NameInvalid, RefreshUnavailable, WebhookDisabled, WebhookSignature, WebhookPayload, StoreUnwritable, NoticeUnknown, ChannelUnknown, AlertUnknown, DecisionUnknown, AuditUnknown,
        KeyUnknown, KeyAmbiguous, KeyRetired, TriesLimited, SetUnknown, IdempotencyKey, IdempotencyReused, IdempotencyBusy, IdempotencyLost,
    ];

    public static Problem With(this ProblemCode code, string detail)
    {
        ArgumentNullException.ThrowIfNull(code);
        return new($"/docs/problems#{code.Code}", code.Title, code.Status, $"{detail} {code.Mend}", code.Code);
    }
}
