namespace Plumb.Kernel.Planning;

/// <summary>What should be, of one object. Immutable.</summary>
public interface ISpec
{
    ObjectId Id { get; }

    /// <summary>Changes when, and only when, what is desired changes. A change clears failures, blocks and backoffs.</summary>
    string Fingerprint { get; }

    /// <summary>A person suspended the object: it is looked at and reported, and no step of it runs.</summary>
    bool Suspended { get; }

    /// <summary>Objects that must be in sync and healthy before a step of this one runs.</summary>
    IReadOnlyList<ObjectId> DependsOn { get; }
}
