using Plumb.Cli.Configuration;

namespace Plumb.Cli.Kinds;

/// <summary>Every kind of thing that the control plane lists.</summary>
internal static class AllKinds
{
    public static IReadOnlyList<Kind> List { get; } = [StackKind.Kind, SourceKind.Kind, AgentKind.Kind, TieKind.Targets, TieKind.Subscriptions, PublisherKind.Kind, AlertKind.Kind, DecisionKind.Kind, KeyKind.Kind, AuditKind.Kind];

    /// <summary>By its name in the plural or the singular.</summary>
    /// <exception cref="UsageException">No such kind.</exception>
    public static Kind Named(string word) =>
        List.FirstOrDefault(k => k.Plural == word || k.Singular == word)
        ?? throw new UsageException(UsageCodes.KindUnknown, $"unknown kind '{word}'{Closest.Hint(word, List.Select(k => k.Plural))}; there are {string.Join(", ", List.Select(k => k.Plural))}");
}
