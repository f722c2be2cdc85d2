using Plumb.Cli.Configuration;

namespace Plumb.Cli.Client;

/// <summary>A control plane that was given a name in <c>~/.config/plumb/config.yaml</c>.</summary>
internal sealed record Context(string Name, string? Server, string? Token, string? TokenFile)
{
    /// <summary>The named one, else the file's <c>current</c>; null when there is neither.</summary>
    /// <exception cref="CommandException">The named one is not there.</exception>
    /// <exception cref="UsageException">The file is wrong.</exception>
    public static Context? Named(Surroundings surroundings, string? name)
    {
        var file = FileOf(surroundings);
        var errors = new List<Complaint>();
        var entries = File.Exists(file) ? YamlFile.Read(file, [], errors) : [];
        var known = entries.Where(e => e.Path is "current" || Part(e, 0) == "contexts" && Part(e, 2) is "server" or "token" or "tokenFile").ToList();
        errors.AddRange(entries.Except(known).Select(e => new Complaint(UsageCodes.ConfigKey, $"{e.Path} ({file}:{e.Line}) is not known; expected current, and contexts.NAME.server, .token or .tokenFile")));
        if (errors.Count > 0)
        {
            throw new UsageException(errors);
        }

        name ??= Text(known, "current");
        if (name is null)
        {
            return null;
        }

        return known.Exists(e => e.Path.StartsWith($"contexts.{name}.", StringComparison.Ordinal))
            ? new(name, Text(known, $"contexts.{name}.server"), Text(known, $"contexts.{name}.token"), Text(known, $"contexts.{name}.tokenFile"))
            : throw new CommandException("choose a control plane", $"{file} has no context '{name}'", "Add contexts.NAME.server there, or use --server.", exit: ExitCode.Misuse);
    }

    private static string FileOf(Surroundings surroundings) =>
        surroundings.Environment.GetValueOrDefault("XDG_CONFIG_HOME") is ['/', ..] config ? $"{config}/plumb/config.yaml" : $"{surroundings.Home}/.config/plumb/config.yaml";

    private static string? Text(IEnumerable<FileEntry> entries, string path) => entries.FirstOrDefault(e => e.Path == path)?.Texts is [var text] ? text : null;

    private static string? Part(FileEntry entry, int index) => entry.Path.Split('.') is var parts && parts.Length == 3 ? parts[index] : null;
}
