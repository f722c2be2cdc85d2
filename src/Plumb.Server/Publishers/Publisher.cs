using Plumb.Contracts.Sources;

namespace Plumb.Server.Publishers;

/// <summary>An identity that may publish stacks in its own scope.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Ordinal">0: the first source, whose stacks are named by their path alone.</param>
/// <param name="Spec">Of a source; null of any other publisher.</param>
/// <param name="Complete">All that it publishes is known: always, but for a source before its first good refresh.</param>
internal sealed record Publisher(string Id, string Name, string Kind, long Ordinal, SourceSpec? Spec, bool Complete)
{
    public const string SystemKind = "system";
    public const string SourceKind = "source";
    public const string PublisherKind = "publisher";

    public bool IsFirstSource => Kind == SourceKind && Ordinal == 0;

    /// <summary>Whose a container is, together with the instance: <c>source/NAME</c> or <c>publisher/NAME</c>.</summary>
    public string Scope => Kind == SourceKind ? $"source/{Name}" : $"publisher/{Name}";

    /// <summary>A stack of this publisher, as people name it.</summary>
    public string NameOf(string stack) => IsFirstSource ? stack : $"{Name}/{stack}";
}
