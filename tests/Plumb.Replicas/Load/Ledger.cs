using System.Collections.Concurrent;
using System.Diagnostics;
using Plumb.Replicas.History;

namespace Plumb.Replicas.Load;

/// <summary>All that clients asked for and what became of it, in the time of one clock.</summary>
internal sealed class Ledger
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public TimeSpan Now => _clock.Elapsed;

    /// <summary>Publishing, by stack.</summary>
    public ConcurrentQueue<Change> Published { get; } = new();

    /// <summary>Replacements with If-Match, by stack.</summary>
    public ConcurrentQueue<Change> Replaced { get; } = new();

    /// <summary>What was read of values that are replaced: (stack, value).</summary>
    public ConcurrentQueue<(string Stack, string Value)> Read { get; } = new();

    /// <summary>Changes in the words of the audit log, each as often as it was acknowledged.</summary>
    public ConcurrentQueue<string> Switched { get; } = new();

    /// <summary>Decisions that agents told and that were taken.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    /// <summary>Stacks that came and went again.</summary>
    public ConcurrentQueue<string> Gone { get; } = new();

    public ConcurrentQueue<SeenState> Seen { get; } = new();
}
