using Plumb.Contracts.Stacks;

namespace Plumb.Server.Stacks.Views;

/// <summary>What people see of one stack, ready to be shown.</summary>
/// <param name="Stack">What it was made of.</param>
/// <param name="Containers">By name.</param>
internal sealed record BoardEntry(StackView View, Stack Stack, IReadOnlyList<ContainerView> Containers);

/// <summary>Everything on the board as of one moment.</summary>
/// <param name="Revision">Grows with every change.</param>
/// <param name="Entries">By display name, ordinal.</param>
internal sealed record BoardPage(
    long Revision, IReadOnlyDictionary<string, BoardEntry> ById, IReadOnlyDictionary<string, BoardEntry> ByName, IReadOnlyList<BoardEntry> Entries)
{
    public static BoardPage Empty { get; } = Of(0, new Dictionary<string, BoardEntry>(StringComparer.Ordinal));

    public static BoardPage Of(long revision, IReadOnlyDictionary<string, BoardEntry> byId)
    {
        BoardEntry[] entries = [.. byId.Values.OrderBy(entry => entry.View.Name, StringComparer.Ordinal).ThenBy(entry => entry.View.Id, StringComparer.Ordinal)];
        // Names with slashes of two publishers may come out the same: the older stack keeps it, the other one is found by its id.
        return new(revision, byId, entries.DistinctBy(entry => entry.View.Name, StringComparer.Ordinal).ToDictionary(entry => entry.View.Name, StringComparer.Ordinal), entries);
    }

    /// <summary>
    /// By id, by name, by <c>publisher/name</c> (also where the name alone would do), by the source's name for the stack at its
    /// root (a URL cannot carry <c>.</c>), or by the display name of <c>plumb.stack.yaml</c> where only one has it.
    /// </summary>
    public BoardEntry? Find(string text)
    {
        if (ById.TryGetValue(text, out var entry) || ByName.TryGetValue(text, out entry))
        {
            return entry;
        }

        if (text.Split('/', 2) is [var publisher, var name] && ByName.TryGetValue(name, out entry) && entry.View.Publisher == publisher)
        {
            return entry;
        }

        return Entries.FirstOrDefault(e => IsRootOf(e.View, text)) ?? OnlyOne(Entries.Where(e => e.View.Settings.Name == text));
    }

    private static bool IsRootOf(StackView view, string source) =>
        view.Publisher == source && (view.Name == "." || view.Name == $"{source}/.");

    private static BoardEntry? OnlyOne(IEnumerable<BoardEntry> found) => found.Take(2).ToList() is [var one] ? one : null;
}
