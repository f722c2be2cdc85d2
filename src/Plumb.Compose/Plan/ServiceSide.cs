using Plumb.Compose.Model;

namespace Plumb.Compose.Plan;

/// <summary>One service of the file, and its containers sorted by what they are to it.</summary>
internal sealed class ServiceSide
{
    private readonly List<OwnContainer> _own = [];

    public ServiceSide(RenderedService desired, string? fixedName) => (Desired, FixedName) = (desired, fixedName);

    public RenderedService Desired { get; }

    public string Name => Desired.Name;

    /// <summary>Its <c>container_name</c>; null: Compose names it.</summary>
    public string? FixedName { get; }

    /// <summary>The right ones: at most as many as should be, best first.</summary>
    public List<OwnContainer> Kept { get; } = [];

    /// <summary>Ours and too many: what a killed Compose left, and what is over the scale.</summary>
    public List<OwnContainer> Surplus { get; } = [];

    /// <summary>Ours and beyond use: dead, or half removed.</summary>
    public List<OwnContainer> Gone { get; } = [];

    /// <summary>Containers of the service that we did not make.</summary>
    public List<ContainerSeen> Strangers { get; } = [];

    /// <summary>Kept ones that still have a temporary name.</summary>
    public List<ContainerName> Renames { get; } = [];

    /// <summary>All that should be are there and ended with 0, and are allowed to.</summary>
    public bool IsFinished { get; private set; }

    public bool Exists => Kept.Count > 0;

    /// <summary>It may rest when it has ended with 0.</summary>
    public bool MayFinish { get; set; }

    public void Add(OwnContainer own) => _own.Add(own);

    /// <summary>Once all containers are added.</summary>
    public void Sort()
    {
        foreach (var own in _own)
            (own.IsGone ? Gone : IsLeftover(own) ? Surplus : Kept).Add(own);
        if (Kept.Count > 1)
            Kept.Sort(Compare);
        for (var last = Kept.Count - 1; last >= Desired.Scale; last--)
        {
            Surplus.Add(Kept[last]);
            Kept.RemoveAt(last);
        }

        IsFinished = MayFinish && Kept.Count > 0 && Kept.Count == Desired.Scale && Kept.TrueForAll(own => own.HasEnded);
        foreach (var own in Kept)
        {
            if (Temporary(own) is { } name)
                Renames.Add(new(own.Seen.Id, name));
        }
    }

    /// <summary>A temporary one whose predecessor, or a better twin, is still there.</summary>
    private bool IsLeftover(OwnContainer own)
    {
        if (Temporary(own) is null)
            return false;
        foreach (var other in _own)
        {
            if (other == own || other.IsGone || other.Seen.Number != own.Seen.Number)
                continue;
            if (Temporary(other) is null || Compare(other, own) < 0)
                return true;
        }

        return false;
    }

    private string? Temporary(OwnContainer own) =>
        own.Seen.Name == FixedName ? null : TemporaryName.MeantToBe(own.Seen.Name);

    /// <summary>Right inputs first, then what runs, then low numbers, then the older one.</summary>
    private int Compare(OwnContainer one, OwnContainer other)
    {
        var order = IsWrong(one).CompareTo(IsWrong(other));
        if (order == 0)
            order = Idleness(one).CompareTo(Idleness(other));
        if (order == 0)
            order = one.Seen.Number.CompareTo(other.Seen.Number);
        if (order == 0)
            order = one.Seen.CreatedAt.CompareTo(other.Seen.CreatedAt);
        return order != 0 ? order : string.CompareOrdinal(one.Seen.Id, other.Seen.Id);
    }

    private bool IsWrong(OwnContainer own) => own.MadeFrom != Desired.InputsHash;

    private static int Idleness(OwnContainer own) => own.Seen.State switch
    {
        "running" => 0,
        "paused" or "restarting" => 1,
        _ => 2,
    };
}
