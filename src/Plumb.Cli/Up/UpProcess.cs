using Microsoft.Extensions.Logging;
using Plumb.Agent;
using Plumb.Agent.Identity;
using Plumb.Cli.Client;
using Plumb.Cli.Configuration;
using Plumb.Cli.Logs;
using Plumb.Platform.Failpoints;
using Plumb.Server;
using Plumb.Server.Keys;

namespace Plumb.Cli.Up;

/// <summary>The control plane and one agent, which meet over HTTP on loopback as they would across machines.</summary>
internal sealed partial class UpProcess(Surroundings surroundings, PlumbConfiguration configuration)
{
    private const string Tried = "start";

    /// <summary>How long the control plane may take to end after the agent did.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <summary>Until it is asked to end.</summary>
    /// <exception cref="CommandException">It could not start, or a part of it failed.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        foreach (var warning in EnvironmentLayer.Unknown(surroundings))
        {
            await surroundings.Error.WriteLineAsync($"plumb up: {warning}");
        }

        if (configuration.Get(Settings.NotifyDesktop) && NoticeOptionsOf.NotifySend(surroundings) is null)
        {
            await surroundings.Error.WriteLineAsync("plumb up: notify.desktop.enabled is on, and there is no notify-send in PATH: nothing is shown on the desktop. Install it (Debian: libnotify-bin), or turn the setting off.");
        }

        var failpoints = Armed();
        using var logs = LineLogs.Create(surroundings.Error, surroundings.Mask, surroundings.Time, configuration.Get(Settings.LogLevel), configuration.Get(Settings.LogFormat));
        var log = logs.CreateLogger("plumb.up");
        var name = configuration.Get(Settings.AgentName)!;
        try
        {
            MakeDataDirectory();
            await using var server = PlumbServer.Create(ServerOptionsOf.Make(configuration, surroundings, name), logs, surroundings.Mask, surroundings.Time, failpoints);
            await server.StartAsync(stop);
            try
            {
                await RunAgentAsync(server, name, failpoints, logs, stop);
            }
            finally
            {
                LogEnding(log);
                using var farewell = new CancellationTokenSource(Farewell, surroundings.Time);
                await server.StopAsync(farewell.Token);
            }
        }
        catch (Exception error) when (error is ServerStartException or AgentStartException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(Tried, error.Message);
        }

        return ExitCode.Good;
    }

    private async Task RunAgentAsync(PlumbServer server, string name, Failpoints failpoints, ILoggerFactory logs, CancellationToken stop)
    {
        var address = Reachable(server.Address);
        var token = await server.EnsureKeyAsync(Role.Agent, name, stop);
        var services = new AgentServices { Logs = logs, Time = surroundings.Time, Failpoints = failpoints, Mask = surroundings.Mask };
        await using var agent = await AgentHost.CreateAsync(AgentOptionsOf.Make(configuration, surroundings, address, token), services, stop);
        var record = RunRecord.OfThisProcess(address, configuration.DataDirectory).Write(surroundings.RuntimeDirectories[0]);
        try
        {
            new Greeting(surroundings, configuration).Say(address, agent.Instance, logs.CreateLogger("plumb.up"));
            await using var returning = MemoryReturn.Start(surroundings.Time);
            await agent.RunAsync(stop);
        }
        finally
        {
            File.Delete(record);
        }
    }

    private Failpoints Armed()
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

    private void MakeDataDirectory()
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

    /// <summary>Who listens everywhere is reached from here on loopback.</summary>
    private static Uri Reachable(Uri address) => address.Host switch
    {
        "0.0.0.0" => new UriBuilder(address) { Host = "127.0.0.1" }.Uri,
        "[::]" => new UriBuilder(address) { Host = "[::1]" }.Uri,
        _ => address,
    };

    [LoggerMessage(EventId = 5002, EventName = "plumb.ending", Level = LogLevel.Information, Message = "Plumb ends; containers stay as they are.")]
    private static partial void LogEnding(ILogger log);
}
