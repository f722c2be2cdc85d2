using System.CommandLine;
using Plumb.Cli.Commands;
using Plumb.Cli.Configuration;
using Plumb.Server.Storage;
using Plumb.Server.Storage.Archive;

namespace Plumb.Cli.Backup;

/// <summary><c>plumb backup FILE</c>: the control plane's whole store in one file.</summary>
internal sealed class BackupVerb : Verb, IConfigured
{
    private readonly Surroundings surroundings;
    private readonly SettingFlags settings;
    private readonly Argument<string> file = new("FILE") { Description = "Where to; it must not be there yet." };

    public BackupVerb(Surroundings surroundings)
        : base("backup", "Saves the control plane's store, SQLite or PostgreSQL, into a file. The control plane may run meanwhile. Takes the flags of 'plumb up'.",
            new Example("plumb backup plumb.backup", "the store of the data directory, or the one that storage.postgres names"))
    {
        this.surroundings = surroundings;
        settings = new(this, surroundings, Takers.Up);
        Arguments.Add(file);
        Runs((parse, _) => Task.FromResult(Save(Load(parse, []), Path.GetFullPath(parse.GetValue(file)!, surroundings.WorkingDirectory))));
    }

    public PlumbConfiguration Load(ParseResult parse, IReadOnlyList<Complaint> earlier) => settings.Load(parse, earlier);

    private int Save(PlumbConfiguration configuration, string to)
    {
        const string Tried = "save the store";
        var part = $"{to}.part";
        try
        {
            if (File.Exists(to))
            {
                throw new CommandException(Tried, $"{to} is there already.", "Name another file.");
            }

            using var archive = StoreArchive.Open(configuration.DataDirectory, configuration.Get(Settings.StoragePostgres), surroundings.Mask, surroundings.Time);
            long rows;
            using (var stream = new FileStream(part, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                rows = archive.Save(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, to);
            surroundings.Out.WriteLine($"{archive.Name} saved to {to}: {rows} rows.");
            return ExitCode.Good;
        }
        catch (Exception error) when (error is StoreException or IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw new CommandException(Tried, error.Message);
        }
    }
}
