using System.Text.Json.Serialization;
using Plumb.Server.Fleet;
using Plumb.Server.Storage;

namespace Plumb.Server.Replicas;

/// <summary>What a commit changed of that which control planes keep in memory.</summary>
internal sealed record ChangeNote
{
    private const int MostNamed = 500;

    /// <summary>More may have changed than is known.</summary>
    public static ChangeNote Everything { get; } = new() { Facts = true, AllStacks = true, AllAgents = true, Topics = [ChangeTopics.Everything] };

    /// <summary>What target states are computed from.</summary>
    public bool Facts { get; init; }

    /// <summary>Counter <c>facts</c> as the commit left it; null where <see cref="Facts"/> is false, and where more changed than is named.</summary>
    public long? FactsRevision { get; init; }

    /// <summary>Stacks whose facts changed.</summary>
    public IReadOnlyList<string> FactStacks { get; init; } = [];

    /// <summary>Agents whose facts changed.</summary>
    public IReadOnlyList<string> FactAgents { get; init; } = [];

    /// <summary>So many stacks that none is named.</summary>
    public bool AllStacks { get; init; }

    public bool AllAgents { get; init; }

    public IReadOnlyList<string> Stacks { get; init; } = [];

    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>Of <see cref="ChangeTopics"/>.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Null: nothing that anybody keeps in memory.</summary>
    /// <param name="scope">The transaction.</param>
    /// <param name="facts">Counter <c>facts</c> as it leaves it; null: it changes none.</param>
    public static ChangeNote? Of(WriteScope scope, long? facts)
    {
        var named = facts is not null && !scope.AllFactsChanged && !scope.FactsOfChanged.IsMany;
        return facts is null && scope.TouchedStacks.Count == 0 && scope.TouchedAgents.Count == 0 && scope.Topics.Count == 0
            ? null
            : new()
            {
                Facts = facts is not null,
                FactsRevision = named ? facts : null,
                FactStacks = named ? [.. scope.FactsOfChanged.Stacks] : [],
                FactAgents = named ? [.. scope.FactsOfChanged.Agents] : [],
                AllStacks = scope.TouchedStacks.Count > MostNamed,
                AllAgents = scope.TouchedAgents.Count > MostNamed,
                Stacks = scope.TouchedStacks.Count > MostNamed ? [] : [.. scope.TouchedStacks],
                Agents = scope.TouchedAgents.Count > MostNamed ? [] : [.. scope.TouchedAgents],
                Topics = [.. scope.Topics],
            };
    }

    /// <summary>The stacks and agents whose facts changed from one revision to another; null where that is not known of all in between.</summary>
    public static FactsOf? FactsBetween(IEnumerable<ChangeNote> notes, long from, long to)
    {
        var known = notes.Where(note => note.FactsRevision > from && note.FactsRevision <= to).ToList();
        return known.Select(note => note.FactsRevision).Distinct().Count() == to - from
            ? new FactsOf(
                known.SelectMany(note => note.FactStacks).ToHashSet(StringComparer.Ordinal), known.SelectMany(note => note.FactAgents).ToHashSet(StringComparer.Ordinal))
            : null;
    }

    public bool Concerns(string topic) => Topics.Contains(topic, StringComparer.Ordinal) || Topics.Contains(ChangeTopics.Everything, StringComparer.Ordinal);
}

/// <summary>Further things that control planes tell each other of.</summary>
internal static class ChangeTopics
{
    public const string Everything = "*";

    /// <summary>Keys were made or ended.</summary>
    public const string Keys = "keys";

    /// <summary>Something waits to be told to people.</summary>
    public const string Notices = "notices";

    /// <summary>Before a source's name: its refresh was asked for.</summary>
    public const string Refresh = "refresh ";
}

/// <summary>Keeps something in memory that is not told of by stacks, agents or facts.</summary>
internal interface IChangeFollower
{
    /// <summary>Another control plane committed this. Called within a transaction: what is read in it is the newest.</summary>
    void Follow(WriteScope scope, ChangeNote note);
}

[JsonSerializable(typeof(ChangeNote))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class ChangeJson : JsonSerializerContext;
