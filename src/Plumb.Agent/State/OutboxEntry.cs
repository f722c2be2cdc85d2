using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;

namespace Plumb.Agent.State;

/// <summary>Bounds of the outbox.</summary>
internal sealed record OutboxLimits
{
    /// <summary>Events kept; at least 1. Older ones are dropped. Default 10,000.</summary>
    public int Events { get; init; } = 10_000;

    /// <summary>Bytes of one batch; the control plane takes 1 MiB. Default 512 KiB.</summary>
    public int BatchBytes { get; init; } = 512 * 1024;

    /// <summary>Bytes of one item. Default 960 KiB.</summary>
    public int ItemBytes { get; init; } = 960 * 1024;
}

/// <param name="Item">What is said.</param>
/// <param name="Subject">What an observation is about: a newer one of it replaces this one. Null for an event.</param>
/// <param name="Size">Bytes of its JSON.</param>
internal sealed record OutboxEntry(ReportItem Item, string? Subject, int Size)
{
    public bool IsEvent => Subject is null;

    public static OutboxEntry Of(ReportItem item) => new(item, SubjectOf(item), ToJson(item).Length);

    public static byte[] ToJson(ReportItem item) => JsonSerializer.SerializeToUtf8Bytes(item, PlumbJson.Default.ReportItem);

    public static string? SubjectOf(ReportItem item) => item switch
    {
        StackReport stack => "stack " + stack.StackId,
        WorldReport world => "world " + world.World.World,
        AlertsStanding => "alerts",
        _ => null,
    };
}
