using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Kernel.Failures;

namespace Plumb.Agent.Rollback;

/// <summary>The one alert of a stack that was rolled back: it fires until a newer object is seen good.</summary>
internal static class RollbackAlert
{
    /// <param name="good">What is put back.</param>
    public static Alert Firing(TargetStack good, RolledBack rolledBack, DateTimeOffset now) => new(
        KeyOf(good.Id), new ObjectId(good.Id), Firing: true, "error",
        $"Object {rolledBack.Sequence} of {good.Name} failed and object {good.Sequence} is put back: {rolledBack.Why.TrimEnd('.')}. Commit what mends it: that is applied by itself. To try the same again: plumb unblock stack {good.Name}.",
        now);

    public static Alert Resolved(string stackId, string why, DateTimeOffset now) => new(KeyOf(stackId), new ObjectId(stackId), Firing: false, "error", why, now);

    private static string KeyOf(string stackId) => $"rolledBack:{stackId}";
}
