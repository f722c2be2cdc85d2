namespace Plumb.Kernel.Planning;

/// <summary>How much of a world a bulk look saw.</summary>
public enum Completeness
{
    /// <summary>The world is unreachable: nothing was seen, and nothing is known.</summary>
    Unknown,

    /// <summary>Some of it was seen. What is not in it may exist all the same: nothing is removed on its word.</summary>
    Partial,

    /// <summary>All of it was seen: what is not in it does not exist.</summary>
    Complete,
}

/// <summary>The answer of one look at a whole world.</summary>
/// <param name="Completeness">How much was seen.</param>
/// <param name="Objects">What was seen, of objects that carry our mark and of objects that are desired.</param>
/// <param name="Why">Why it is not complete; null when it is.</param>
public sealed record WorldLook<TSeen>(Completeness Completeness, IReadOnlyDictionary<ObjectId, TSeen> Objects, string? Why)
    where TSeen : class
{
    private static readonly Dictionary<ObjectId, TSeen> Nothing = [];

    public static WorldLook<TSeen> Complete(IReadOnlyDictionary<ObjectId, TSeen> objects) =>
        new(Completeness.Complete, objects, Why: null);

    public static WorldLook<TSeen> Partial(IReadOnlyDictionary<ObjectId, TSeen> objects, string why) =>
        new(Completeness.Partial, objects, why);

    public static WorldLook<TSeen> Unknown(string why) => new(Completeness.Unknown, Nothing, why);

    /// <summary>The look at one object that this look contains.</summary>
    public Look<TSeen> At(ObjectId id) => Objects.TryGetValue(id, out var actual)
        ? Look<TSeen>.Present(actual)
        : Completeness == Completeness.Complete ? Look<TSeen>.Absent() : Look<TSeen>.Unknown(Why ?? "not seen");
}
