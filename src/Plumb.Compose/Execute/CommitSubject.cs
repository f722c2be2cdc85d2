namespace Plumb.Compose.Execute;

/// <summary>The first line of a commit message, as a label holds it.</summary>
internal static class CommitSubject
{
    private const int Longest = 200;

    /// <returns>At most 200 characters, never half of one that takes two.</returns>
    public static string Of(string message)
    {
        var end = message.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? message : message[..end];
        if (line.Length <= Longest)
            return line;
        return char.IsHighSurrogate(line[Longest - 1]) ? line[..(Longest - 1)] : line[..Longest];
    }
}
