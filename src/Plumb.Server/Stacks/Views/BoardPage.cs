using System.Collections.Immutable;
using Plumb.Contracts.Stacks;

namespace Plumb.Server.Stacks.Views;

/// <summary>What people see of one stack, ready to be shown.</summary>
/// <param name="Stack">What it was made of.</param>
/// <param name="Containers">By name.</param>
internal sealed record BoardEntry(StackView View, Stack Stack, IReadOnlyList<ContainerView> Containers);

/// <summary>Everything on the board as of one moment. Another page shares all that did not change.</summary>
internal sealed class BoardPage
{
    private readonly ImmutableDictionary<string, BoardEntry> _byId;

    // Names with slashes of two publishers may come out the same: the older stack keeps it, the other one is found by its id.
    private readonly ImmutableSortedDictionary<string, ImmutableSortedSet<string>> _idsByName;

    private BoardPage(long revision, ImmutableDictionary<string, BoardEntry> byId, ImmutableSortedDictionary<string, ImmutableSortedSet<string>> idsByName) =>
        (Revision, _byId, _idsByName) = (revision, byId, idsByName);

    public static BoardPage Empty { get; } = new(
        0, ImmutableDictionary.Create<string, BoardEntry>(StringComparer.Ordinal), ImmutableSortedDictionary.Create<string, ImmutableSortedSet<string>>(StringComparer.Ordinal));

    /// <summary>Grows with every change.</summary>
    public long Revision { get; }

    public IReadOnlyDictionary<string, BoardEntry> ById => _byId;

    /// <summary>By display name, ordinal.</summary>
    public IEnumerable<BoardEntry> Entries => _idsByName.Values.SelectMany(ids => ids).Select(id => _byId[id]);

    /// <param name="revision">Of the new page.</param>
    /// <param name="changes">By id; null: it is not there any more.</param>
    public BoardPage With(long revision, IReadOnlyDictionary<string, BoardEntry?> changes)
    {
        var (byId, names) = (_byId.ToBuilder(), _idsByName.ToBuilder());
        foreach (var (id, entry) in changes)
        {
            var was = byId.GetValueOrDefault(id)?.View.Name;
            if (was is not null && was != entry?.View.Name)
            {
                var left = names[was].Remove(id);
                _ = left.IsEmpty ? names.Remove(was) : (names[was] = left) is not null;
            }

            if (entry is null)
            {
                byId.Remove(id);
                continue;
            }

            byId[id] = entry;
            if (was != entry.View.Name)
            {
                names[entry.View.Name] = names.GetValueOrDefault(entry.View.Name, ImmutableSortedSet.Create<string>(StringComparer.Ordinal)).Add(id);
            }
        }

        return new BoardPage(revision, byId.ToImmutable(), names.ToImmutable());
    }

    public BoardEntry? Named(string name) => _idsByName.TryGetValue(name, out var ids) ? _byId[ids[0]] : null;

    /// <summary>
    /// By id, by name, by <c>publisher/name</c> (also where the name alone would do), by the source's name for the stack at its
    /// root (a URL cannot carry <c>.</c>), or by the display name of <c>plumb.stack.yaml</c> where only one has it.
    /// </summary>
    public BoardEntry? Find(string text)
    {
        if ((_byId.GetValueOrDefault(text) ?? Named(text)) is { } entry)
        {
            return entry;
        }

        if (text.Split('/', 2) is [var publisher, var name] && Named(name) is { } its && its.View.Publisher == publisher)
        {
            return its;
        }

        return Entries.FirstOrDefault(e => IsRootOf(e.View, text)) ?? OnlyOne(Entries.Where(e => e.View.Settings.Name == text));
    }

    private static bool IsRootOf(StackView view, string source) =>
        view.Publisher == source && (view.Name == "." || view.Name == $"{source}/.");

    private static BoardEntry? OnlyOne(IEnumerable<BoardEntry> found) => found.Take(2).ToList() is [var one] ? one : null;
}
