namespace Plumb.Compose.Plan.Compare;

/// <summary>A container with our labels that somebody made anew, by hand or with a tool, so that something else runs in it.</summary>
internal static class ProgramComparison
{
    public static void Compare(ServiceSide service, Findings findings)
    {
        if (service.IsFinished)
            return;
        foreach (var own in service.Kept)
        {
            // One that is made anew anyway, or was adopted as it is, has nothing to be compared.
            if (own.Seen is not { Mark: { } mark, Inspection.Program: { } actual } || mark.InputsHash != service.Desired.InputsHash)
                continue;
            var desired = service.Desired.Program;
            if (desired.Entrypoint is { } entrypoint && !Same(entrypoint, actual.Entrypoint))
                Differ(service, findings, "entrypoint");
            if (desired.Command is { } command && !Same(command, actual.Command))
                Differ(service, findings, "command");
            foreach (var entry in desired.Environment)
            {
                if (!Has(actual.Environment, entry))
                    Differ(service, findings, $"environment {entry[..entry.IndexOf('=')]}");
            }
        }
    }

    // Values may be secrets: they are not told.
    private static void Differ(ServiceSide service, Findings findings, string field)
    {
        findings.Differ(DifferenceKinds.Settings, service.Name, field, "as declared", "another");
        findings.Require(service.Name, Make.Recreate, DifferenceKinds.Settings);
    }

    private static bool Same(IReadOnlyList<string> one, IReadOnlyList<string>? other)
    {
        if (other is null || one.Count != other.Count)
            return false;
        for (var at = 0; at < one.Count; at++)
        {
            if (!string.Equals(one[at], other[at], StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static bool Has(IReadOnlyList<string> entries, string entry)
    {
        for (var at = 0; at < entries.Count; at++)
        {
            if (string.Equals(entries[at], entry, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
