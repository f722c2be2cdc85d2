using Plumb.Platform.Secrets;

namespace Plumb.Cli.Configuration;

/// <summary>A secret setting that stands in a file, as container engines and service managers hand them over.</summary>
internal static class SecretSetting
{
    /// <summary>Null and an error when it can't be read.</summary>
    public static Given? Read(Surroundings surroundings, Setting setting, string file, Origin from, List<Complaint> errors)
    {
        try
        {
            return new(setting, [SecretFile.Read(Path.GetFullPath(file, surroundings.WorkingDirectory), surroundings.Mask)], from);
        }
        catch (SecretFileException error)
        {
            errors.Add(new(UsageCodes.ConfigValue, $"{setting.Key} (from {from}): {error.Message}"));
            return null;
        }
    }
}
