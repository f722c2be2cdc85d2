namespace Plumb.Agent.Rollback;

/// <summary>Something changed of what is known to be good.</summary>
/// <param name="Record">As it stands now, to be written down first.</param>
internal sealed record GoodNews(GoodRecord Record)
{
    /// <summary>The newest object was seen good for the first time: nothing is wrong with the stack any more.</summary>
    public bool IsGood { get; init; }

    /// <summary>It is on disk as it is.</summary>
    public bool IsWritten { get; init; }
}
