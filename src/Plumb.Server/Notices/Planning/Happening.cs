using Plumb.Contracts.Notices;

namespace Plumb.Server.Notices.Planning;

/// <summary>Something that happened and waits to be told through one channel.</summary>
/// <param name="Number">Grows.</param>
/// <param name="Since">When it was noted here.</param>
internal sealed record Happening(long Number, DateTimeOffset Since, NoticeEvent Event)
{
    public string Key => Event.Key;

    /// <summary>It is a state that comes and goes; else a thing that happened.</summary>
    public bool IsState => Event.Type is NoticeTypes.AlertFiring or NoticeTypes.AlertResolved;

    public bool IsFiring => Event.Type == NoticeTypes.AlertFiring;

    public Severity Severity => Severities.Of(Event.Severity);
}

/// <summary>What was told of a key through one channel.</summary>
/// <param name="Severity">Of what fires as far as it was told; null: nothing fires.</param>
/// <param name="At">When something was told of it lately, oldest first.</param>
internal sealed record Told(Severity? Severity, IReadOnlyList<DateTimeOffset> At)
{
    public static Told Nothing { get; } = new(Severity: null, []);

    public bool Equals(Told? other) => other is not null && Severity == other.Severity && At.SequenceEqual(other.At);

    public override int GetHashCode() => HashCode.Combine(Severity, At.Count);
}

/// <summary>What one channel remembers.</summary>
/// <param name="Told">By key; what is not there was not told.</param>
/// <param name="Paid">Until when its notices are paid for: each costs one pace.</param>
internal sealed record ChannelMemory(IReadOnlyDictionary<string, Told> Told, DateTimeOffset Paid)
{
    public static ChannelMemory Empty { get; } = new(new Dictionary<string, Told>(StringComparer.Ordinal), DateTimeOffset.MinValue);

    public Told Of(string key) => Told.GetValueOrDefault(key, Planning.Told.Nothing);
}
