using System.Globalization;
using Plumb.Compose.Engine.Wire;
using Plumb.Compose.Model;

namespace Plumb.Compose.Observe;

/// <summary>Reads our labels from a container.</summary>
internal static class MarkReader
{
    private const int HashLength = 64;

    /// <summary>Null when it carries none of ours. What cannot be read is null, never guessed.</summary>
    public static ContainerMark? Of(ContainerItem item)
    {
        var instance = item.Label(Labels.Instance);
        return instance.Length == 0 ? null : new ContainerMark
        {
            Ownership = new Ownership(instance, item.Label(Labels.Scope), item.Label(Labels.Stack)),
            Revision = Text(item, Labels.Revision),
            CommitMessage = Text(item, Labels.CommitMessage),
            ComposeHash = Hash(item, Labels.ComposeHash),
            InputsHash = Hash(item, Labels.InputsHash),
            Sequence = long.TryParse(item.Label(Labels.Sequence), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null,
            SyncedAt = DateTimeOffset.TryParse(
                item.Label(Labels.SyncedAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null,
        };
    }

    private static string? Text(ContainerItem item, string label) => item.Label(label) is { Length: > 0 } text ? text : null;

    private static string? Hash(ContainerItem item, string label) =>
        item.Label(label) is { Length: HashLength } text && text.All(char.IsAsciiHexDigitLower) ? text : null;
}
