using System.Collections.Concurrent;

namespace Plumb.Replicas.Load;

/// <summary>
/// What clients made true, each fact by one client alone that insists on each of its changes: so it is known to the letter. And which stacks an agent
/// runs by it, written from the rules of responsibility, sharing no code with the control plane.
/// </summary>
internal sealed class Facts
{
    private readonly ConcurrentDictionary<string, string?> _values = new(StringComparer.Ordinal);

    public string? this[string fact]
    {
        get => _values.GetValueOrDefault(fact);
        set => _values[fact] = value;
    }

    public static string Tie(string agent, string stack) => $"tie {agent} {stack}";

    /// <param name="thing"><c>agents/edge</c> or <c>stacks/shop/web</c>.</param>
    public static string Label(string thing, string label) => $"label {thing} {label}";

    public static string Zone(string agent) => $"zone {agent}";

    public static string Selector(string stack) => $"selector {stack}";

    /// <summary>All agents of this stage serve all publishers of it and offer its driver.</summary>
    public bool Runs(string agent, string stack) =>
        this[Tie(agent, stack)] is not null
        || Plan.Labels.Any(label => this[Label($"agents/{agent}", label)] is not null && this[Label($"stacks/{stack}", label)] is not null)
        || (this[Selector(stack)] is { } selector && (selector == "gpu" ? this[Label($"agents/{agent}", "gpu")] is not null : selector == $"zone={this[Zone(agent)]}"));
}

/// <summary>Who and what there is on this stage.</summary>
internal static class Plan
{
    public static IReadOnlyList<string> Agents { get; } = [.. Enumerable.Range(1, 36).Select(number => $"edge-{number:00}")];

    /// <summary>Each published to by one client.</summary>
    public static IReadOnlyList<string> Stacks { get; } = [.. Enumerable.Range(1, 6).Select(number => $"shop/own-{number}")];

    /// <summary>Published to by several clients at once.</summary>
    public static IReadOnlyList<string> Shared { get; } = ["shop/shared-1", "shop/shared-2"];

    /// <summary>Annotated by several clients at once, with If-Match.</summary>
    public static IReadOnlyList<string> Contended { get; } = ["shop/contended-1", "shop/contended-2"];

    public static IReadOnlyList<string> Labels { get; } = ["prod", "gpu"];

    public static IReadOnlyList<string> Zones { get; } = ["a", "b"];

    public static IReadOnlyList<string?> Selectors { get; } = ["gpu", "zone=a", null];
}
