namespace Plumb.Cli.Configuration;

/// <summary>The outcome: each setting's value and where it came from. Immutable, every value checked.</summary>
public sealed class PlumbConfiguration
{
    private readonly Dictionary<string, Given> given;
    private readonly Surroundings surroundings;

    internal PlumbConfiguration(Surroundings surroundings, IEnumerable<Given> given, string? file)
    {
        this.surroundings = surroundings;
        this.given = given.ToDictionary(g => g.Setting.Key, StringComparer.Ordinal);
        File = file;
    }

    /// <summary>The configuration file that was read; null when there is none.</summary>
    public string? File { get; }

    public T Get<T>(Setting<T> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return given.TryGetValue(setting.Key, out var value) ? setting.Read(value.Texts) : setting.Fallback(surroundings);
    }

    /// <summary>The value as text and where it came from.</summary>
    public Given Of(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return given.TryGetValue(setting.Key, out var value)
            ? value with { Texts = setting.Normal(value.Texts)! }
            : new(setting, setting.DefaultText(surroundings), Origin.Default);
    }

    /// <summary>The data directory, absolute.</summary>
    public string DataDirectory => Path.GetFullPath(Get(Settings.Data)!, surroundings.WorkingDirectory);
}
