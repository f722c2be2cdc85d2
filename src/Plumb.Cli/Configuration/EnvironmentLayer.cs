namespace Plumb.Cli.Configuration;

/// <summary>What the environment says: <c>PLUMB_…</c> before the names that other tools use, a value before the file that holds one.</summary>
internal static class EnvironmentLayer
{
    /// <summary>Every value there is, for each setting the one that counts first; errors are added to the list.</summary>
    public static IEnumerable<Given> Read(Surroundings surroundings, IEnumerable<Setting> settings, List<Complaint> errors) =>
        from setting in settings
        from name in setting.Variables.Select(v => new KnownName(v)).Concat(setting.Known)
        let given = Read(surroundings, setting, name, errors)
        where given is not null
        select given;

    /// <summary>Variables that look like ours and are none: most likely a slip of the pen.</summary>
    public static IEnumerable<string> Unknown(Surroundings surroundings)
    {
        var known = SettingTable.All
            .SelectMany(s => s.Variables.Concat(s.Secret ? s.Variables.Select(v => $"{v}_FILE") : []))
            .Concat(["PLUMB_CONFIG", "PLUMB_SERVER", "PLUMB_TOKEN", "PLUMB_TOKEN_FILE", "PLUMB_CONTEXT", "PLUMB_FAILPOINT", "PLUMB_COMPLETION_PATIENCE"])
            .ToHashSet(StringComparer.Ordinal);
        return surroundings.Environment.Keys
            .Where(name => name.StartsWith("PLUMB_", StringComparison.Ordinal) && !known.Contains(name))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name} is not a setting and does nothing{Closest.Hint(name, known)}");
    }

    private static Given? Read(Surroundings surroundings, Setting setting, KnownName name, List<Complaint> errors)
    {
        // An empty variable is how Compose files and units say "not set".
        if (surroundings.Environment.GetValueOrDefault(name.Variable) is { Length: > 0 } text)
        {
            var meant = name.Meaning?.Invoke(text) ?? text;
            return new(setting, setting.Many ? meant.Split(',', StringSplitOptions.TrimEntries) : [meant], Origin.Variable(name.Variable), name, text);
        }

        return setting.Secret && surroundings.Environment.GetValueOrDefault($"{name.Variable}_FILE") is { Length: > 0 } file
            ? SecretSetting.Read(surroundings, setting, file, Origin.Variable($"{name.Variable}_FILE"), errors)
            : null;
    }
}
