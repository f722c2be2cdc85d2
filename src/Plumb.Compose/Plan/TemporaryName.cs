namespace Plumb.Compose.Plan;

/// <summary>
/// While Compose makes a container anew it calls the new one <c>&lt;12 hex digits of the old one's id&gt;_&lt;name&gt;</c>, and renames it when the
/// old one is removed. A Compose that was killed in between leaves that name. Source: docker/compose pkg/compose/convergence.go.
/// </summary>
internal static class TemporaryName
{
    private const int Prefix = 12;

    /// <returns>The name that it was meant to get; null when the name is an ordinary one.</returns>
    public static string? MeantToBe(string name)
    {
        if (name.Length <= Prefix + 1 || name[Prefix] != '_')
            return null;
        foreach (var digit in name.AsSpan(0, Prefix))
        {
            if (!char.IsAsciiHexDigitLower(digit))
                return null;
        }

        return name[(Prefix + 1)..];
    }
}
