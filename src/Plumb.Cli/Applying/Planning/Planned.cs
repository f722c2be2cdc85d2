using System.Text.Json;
using Plumb.Cli.Applying.Reading;

namespace Plumb.Cli.Applying.Planning;

/// <summary>What comes of applying one thing.</summary>
internal enum Outcome
{
    Created,
    Configured,
    Unchanged,
}

/// <summary>One thing, and what applying it would change.</summary>
/// <param name="Before">As the API shows it; null: it is not there.</param>
/// <param name="Changes">By field; of a thing that is not there: all that it is to be.</param>
internal sealed record Planned(Manifest Manifest, JsonElement? Before, IReadOnlyList<FieldChange> Changes)
{
    public Outcome Outcome => Before is null ? Outcome.Created : Changes.Count > 0 ? Outcome.Configured : Outcome.Unchanged;

    /// <summary>Its content is to be published.</summary>
    public bool Publishes { get; init; }

    /// <summary>Of a target that is there: the agent's id, a slash, and the stack's.</summary>
    public string? Tied { get; init; }

    /// <summary>Of what is there; null: it is not.</summary>
    public string? Id => Tied ?? Before?.GetProperty("id").GetString();
}
