namespace Plumb.Cli.Configuration;

/// <summary>plumb.yaml: the settings' keys nested by their dots, or the flags' names. Unknown keys are refused.</summary>
internal static class ConfigurationFile
{
    private const string Name = "plumb.yaml";

    /// <summary>The named file, else the working directory's, else the data directory's; null when there is none.</summary>
    public static string? Find(Surroundings surroundings, string? named, IReadOnlyList<Given> given)
    {
        if (named is { Length: > 0 })
        {
            return Path.GetFullPath(named, surroundings.WorkingDirectory);
        }

        var data = given.FirstOrDefault(g => g.Setting == Settings.Data)?.Texts[0] ?? Settings.Data.Fallback(surroundings)!;
        return new[] { surroundings.WorkingDirectory, Path.GetFullPath(data, surroundings.WorkingDirectory) }
            .Select(directory => Path.Combine(directory, Name))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>What the file says; errors are added to the list.</summary>
    public static IEnumerable<Given> Read(Surroundings surroundings, string file, List<Complaint> errors)
    {
        var read = new Dictionary<Setting, Given>();
        foreach (var entry in YamlFile.Read(file, [Settings.AgentAnnotations.Key], errors))
        {
            if (Of(surroundings, file, entry, errors) is { } given && !read.TryAdd(given.Setting, given))
            {
                errors.Add(new(UsageCodes.ConfigKey, $"{entry.Path} ({file}:{entry.Line}) says again what {read[given.Setting].From} says; keep one of them"));
            }
        }

        return read.Values;
    }

    private static Given? Of(Surroundings surroundings, string file, FileEntry entry, List<Complaint> errors)
    {
        var key = Folded(entry.Path);
        var from = Origin.File(file, entry.Line);
        if (SettingTable.All.FirstOrDefault(s => s.FlagForms.Any(f => Folded(f) == key)) is { } setting)
        {
            return new(setting, entry.Texts, from);
        }

        if (SettingTable.All.FirstOrDefault(s => s.Secret && s.FlagForms.Any(f => Folded(f) + "file" == key)) is { } secret)
        {
            return SecretSetting.Read(surroundings, secret, entry.Texts is [var path] ? path : "", from, errors);
        }

        errors.Add(new(UsageCodes.ConfigKey, $"{entry.Path} ({file}:{entry.Line}) is not a setting{Closest.Hint(entry.Path, SettingTable.All.Select(s => s.Key))}; 'plumb config show' lists them"));
        return null;
    }

    /// <summary><c>driftPolicy</c> and <c>drift-policy</c> are one key.</summary>
    private static string Folded(string key) => key.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
