using Plumb.Agent.State;
using Plumb.Platform.Failpoints;

namespace Plumb.Agent.Reporting;

/// <summary>What a reporter writes to and asks.</summary>
/// <param name="Agent">The agent's name.</param>
/// <param name="HandledOf">Ids of handled requests of a stack or a world.</param>
internal sealed record ReporterParts(
    string Agent, Outbox Outbox, SyncRecords Syncs, AlertBook Alerts, WorldBook Worlds, Func<string, IReadOnlyList<string>> HandledOf, Failpoints Failpoints);
