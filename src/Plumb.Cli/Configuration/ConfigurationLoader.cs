using Plumb.Platform.Secrets;

namespace Plumb.Cli.Configuration;

/// <summary>Flags over the environment over plumb.yaml over defaults. A wrong value is an error, wherever it stands and even when another layer covers it.</summary>
internal static class ConfigurationLoader
{
    /// <param name="flags">What the command line gave; empty for none.</param>
    /// <param name="file">The file that <c>--config</c> names; null: the working directory's, else the data directory's.</param>
    /// <exception cref="UsageException">With every error there is.</exception>
    public static PlumbConfiguration Load(Surroundings surroundings, IReadOnlyList<Given> flags, string? file, Takers takers, IReadOnlyList<Complaint> earlier)
    {
        var errors = new List<Complaint>(earlier);
        var settings = SettingTable.Of(takers).ToList();
        var given = new List<Given>(flags);
        given.AddRange(EnvironmentLayer.Read(surroundings, settings, errors));
        file = ConfigurationFile.Find(surroundings, file ?? surroundings.Environment.GetValueOrDefault("PLUMB_CONFIG"), given);
        if (file is not null)
            given.AddRange(ConfigurationFile.Read(surroundings, file, errors));

        foreach (var secret in given.Where(g => g.Setting.Secret).SelectMany(g => g.Texts))
        {
            surroundings.Mask.Add(secret);
        }

        errors.AddRange(given.Where(g => g.Setting.Normal(g.Texts) is null).Select(ComplaintOf));
        if (errors.Count > 0)
            throw new UsageException(errors);

        return new(surroundings, given.DistinctBy(g => g.Setting), file);
    }

    private static Complaint ComplaintOf(Given given)
    {
        var value = given.Setting.Secret ? "the value" : $"'{new SecretMask().Mask(given.Said ?? string.Join(',', given.Texts))}'";
        return new(UsageCodes.ConfigValue, $"{given.Setting.Key}: {value} (from {given.From}) must be {given.Name?.Expected ?? given.Setting.Expected}, such as {given.Name?.Example ?? given.Setting.Example}");
    }
}
