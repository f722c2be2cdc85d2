using System.Collections.Immutable;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Toy;

/// <summary>A thing that should have these parts, each in a version.</summary>
public sealed record ToySpec(ObjectId Id, ImmutableSortedDictionary<string, int> Parts) : ISpec
{
    public string Fingerprint => string.Join(' ', Parts.Select(it => $"{it.Key}{it.Value}"));

    public bool Suspended { get; init; }

    public IReadOnlyList<ObjectId> DependsOn { get; init; } = [];
}

/// <summary>A thing as it is.</summary>
/// <param name="IsOurs">It carries our mark.</param>
public sealed record ToySeen(bool IsOurs, ImmutableSortedDictionary<string, int> Parts);

public abstract record ToyStep : Step
{
    public const string Toys = "toys";

    public sealed record Make(string Part, int Version) : ToyStep;

    public sealed record Change(string Part, int Version) : ToyStep;

    public sealed record Drop(string Part) : ToyStep;

    public sealed record Remove : ToyStep;
}
