using Microsoft.Extensions.Logging;
using Plumb.Agent;
using Plumb.Agent.Identity;
using Plumb.Cli.Client;
using Plumb.Cli.Configuration;
using Plumb.Platform.Failpoints;
using Plumb.Server;
using Plumb.Server.Keys;

namespace Plumb.Cli.Up;

/// <summary>The control plane and one agent, which meet over HTTP on loopback as they would across machines.</summary>
internal sealed partial class UpProcess(Surroundings surroundings, PlumbConfiguration configuration)
{
    /// <summary>The control plane is this very process: on a busy machine it needs its time, and what it says counts.</summary>
    private static readonly TimeSpan OwnControlPlane = TimeSpan.FromMinutes(1);

    /// <summary>How long the control plane may take to end after the agent did.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <summary>Until it is asked to end.</summary>
    /// <exception cref="CommandException">It could not start, or a part of it failed.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var footing = new Footing(surroundings, configuration, "up");
        await footing.WarnAsync();
        await footing.WarnOfDesktopAsync();
        var failpoints = footing.Failpoints();
        using var logs = footing.Logs();
        var log = logs.CreateLogger("plumb.up");
        var name = configuration.Get(Settings.AgentName)!;
        try
        {
            footing.MakeDataDirectory();
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
            throw new CommandException(Footing.Tried, error.Message);
        }

        return ExitCode.Good;
    }

    private async Task RunAgentAsync(PlumbServer server, string name, Failpoints failpoints, ILoggerFactory logs, CancellationToken stop)
    {
        var address = ReachableAddress.Of(server.Address);
        var token = await server.EnsureKeyAsync(Role.Agent, name, stop);
        var services = new AgentServices { Logs = logs, Time = surroundings.Time, Failpoints = failpoints, Mask = surroundings.Mask };
        await using var agent = await AgentHost.CreateAsync(AgentOptionsOf.Make(configuration, surroundings, address, token) with { FirstWord = OwnControlPlane }, services, stop);
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

    [LoggerMessage(EventId = 5002, EventName = "plumb.ending", Level = LogLevel.Information, Message = "Plumb ends; containers stay as they are.")]
    private static partial void LogEnding(ILogger log);
}
