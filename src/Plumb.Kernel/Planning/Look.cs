namespace Plumb.Kernel.Planning;

/// <summary>How a look at one object ended.</summary>
public enum Seen
{
    /// <summary>The world could not be seen. The default, so that a forgotten answer never reads as absence.</summary>
    Unknown,

    /// <summary>The world was seen and the object is not in it.</summary>
    Absent,

    /// <summary>The object was seen.</summary>
    Present,
}

/// <summary>The answer of a look at one object: present, absent, or unknown and why.</summary>
public readonly record struct Look<TSeen>
    where TSeen : class
{
    public Seen Seen { get; private init; }

    /// <summary>What was seen; null unless <see cref="Seen"/> is Present.</summary>
    public TSeen? Actual { get; private init; }

    /// <summary>Why nothing could be seen; null unless <see cref="Seen"/> is Unknown.</summary>
    public string? Why { get; private init; }

    public static Look<TSeen> Present(TSeen actual) => new() { Seen = Seen.Present, Actual = actual };

    public static Look<TSeen> Absent() => new() { Seen = Seen.Absent };

    public static Look<TSeen> Unknown(string why) => new() { Seen = Seen.Unknown, Why = why };
}
