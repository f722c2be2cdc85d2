using Microsoft.Extensions.Logging;
using Plumb.Cli.Configuration;
using Plumb.Cli.Logs;
using Plumb.Platform.Failpoints;

namespace Plumb.Cli.Up;

/// <summary>What every process that runs on needs before it begins, whichever halves are in it.</summary>
/// <param name="verb">How the command is called in what it says.</param>
internal sealed class Footing(Surroundings surroundings, PlumbConfiguration configuration, string verb)
{
    public const string Tried = "start";

    /// <summary>Says what in the environment does nothing.</summary>
    public async Task WarnAsync()
    {
        foreach (var warning in EnvironmentLayer.Unknown(surroundings))
        {
            await surroundings.Error.WriteLineAsync($"plumb {verb}: {warning}");
        }
    }

    /// <summary>Says that the desktop cannot be reached where it was asked for.</summary>
    public async Task WarnOfDesktopAsync()
    {
        if (configuration.Get(Settings.NotifyDesktop) && NoticeOptionsOf.NotifySend(surroundings) is null)
        {
            await surroundings.Error.WriteLineAsync($"plumb {verb}: notify.desktop.enabled is on, and there is no notify-send in PATH: nothing is shown on the desktop. Install it (Debian: libnotify-bin), or turn the setting off.");
        }
    }

    public ILoggerFactory Logs() =>
        LineLogs.Create(surroundings.Error, surroundings.Mask, surroundings.Time, configuration.Get(Settings.LogLevel), configuration.Get(Settings.LogFormat));

    /// <exception cref="UsageException">The variable names no failpoint.</exception>
    public Failpoints Failpoints()
    {
        try
        {
            return new(surroundings.Environment.GetValueOrDefault("PLUMB_FAILPOINT"));
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException(UsageCodes.ConfigValue, $"PLUMB_FAILPOINT: {wrong.Message}");
        }
    }

    /// <exception cref="CommandException">It cannot be made.</exception>
    public void MakeDataDirectory()
    {
        try
        {
            Directory.CreateDirectory(configuration.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(Tried, $"the data directory {configuration.DataDirectory} cannot be made: {error.Message}", "Name one that this user may write with --data DIR.");
        }
    }
}
