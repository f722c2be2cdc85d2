using System.Diagnostics.CodeAnalysis;

namespace Plumb.Contracts.Applying;

/// <summary>A thing that a set of files declares, or once made.</summary>
/// <param name="Kind"><c>publisher</c>, <c>source</c>, <c>agent</c>, <c>stack</c> or <c>target</c>.</param>
/// <param name="Name">As people name it; of a target <c>AGENT/STACK</c>.</param>
/// <param name="Id">Of the object, so that another one under the same name is not taken for it; of a target both ids.</param>
/// <param name="Made">The set made it: it was not there before.</param>
public sealed record ApplySetItem(string Kind, string Name, string Id, bool Made);

/// <summary><c>PUT /api/v1/apply-sets/{set}</c>: what an apply of the set declared, and what it took away.</summary>
public sealed record ApplySetBody
{
    /// <summary>All that the set's files declare now.</summary>
    public required IReadOnlyList<ApplySetItem> Items { get; init; }

    /// <summary>Ids of what is not the set's any more: it was taken away, or is gone.</summary>
    [AllowNull]
    public IReadOnlyList<string> Gone { get; init => field = value ?? []; } = [];
}

/// <summary>A set of files, as earlier applies left it.</summary>
/// <param name="Name">The set's.</param>
/// <param name="Items">What it declares, and what it made and declares no more.</param>
public sealed record ApplySetView(string Name, IReadOnlyList<ApplySetMember> Items);

/// <param name="Declared">By the newest apply.</param>
/// <param name="Elsewhere">Names of other sets that declare it, too.</param>
public sealed record ApplySetMember(string Kind, string Name, string Id, bool Made, bool Declared, IReadOnlyList<string> Elsewhere);
