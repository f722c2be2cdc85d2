using System.CommandLine;
using Plumb.Cli.Commands;
using Plumb.Cli.Configuration;
using Plumb.Server.Storage;
using Plumb.Server.Storage.Archive;

namespace Plumb.Cli.Backup;

/// <summary><c>plumb restore FILE</c>: the store becomes what was saved, in a new epoch.</summary>
internal sealed class RestoreVerb : Verb, IConfigured
{
    private readonly Surroundings surroundings;
    private readonly SettingFlags settings;
    private readonly Argument<string> file = new("FILE") { Description = "What 'plumb backup' wrote." };
    private readonly Option<bool> replace = new("--replace") { Description = "What the store holds now may go." };

    public RestoreVerb(Surroundings surroundings)
        : base("restore", "Makes the control plane's store what 'plumb backup' saved, of either kind; all control planes over it are stopped meanwhile. Agents take what it says as a new beginning, and hold a mass removal. Takes the flags of 'plumb up'.",
            new Example("plumb restore plumb.backup", "into a store that is still empty"),
            new Example("plumb restore plumb.backup --replace", "in place of what there is"))
    {
        this.surroundings = surroundings;
        settings = new(this, surroundings, Takers.Up);
        Arguments.Add(file);
        Options.Add(replace);
        Runs((parse, _) => Task.FromResult(Restore(Load(parse, []), Path.GetFullPath(parse.GetValue(file)!, surroundings.WorkingDirectory), parse.GetValue(replace))));
    }

    public PlumbConfiguration Load(ParseResult parse, IReadOnlyList<Complaint> earlier) => settings.Load(parse, earlier);

    private int Restore(PlumbConfiguration configuration, string from, bool replacing)
    {
        try
        {
            using var stream = File.OpenRead(from);
            Directory.CreateDirectory(configuration.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.CreateDirectory(Path.Combine(configuration.DataDirectory, "state"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using var archive = StoreArchive.Open(configuration.DataDirectory, configuration.Get(Settings.StoragePostgres), surroundings.Mask, surroundings.Time);
            var rows = archive.Restore(stream, replacing);
            surroundings.Out.WriteLine($"{archive.Name} restored from {from}: {rows} rows.");
            return ExitCode.Good;
        }
        catch (Exception error) when (error is StoreException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException("restore the store", error.Message);
        }
    }
}
