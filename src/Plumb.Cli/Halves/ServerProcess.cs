using Microsoft.Extensions.Logging;
using Plumb.Cli.Client;
using Plumb.Cli.Configuration;
using Plumb.Cli.Up;
using Plumb.Server;

namespace Plumb.Cli.Halves;

/// <summary>The control plane as a process of its own.</summary>
internal sealed partial class ServerProcess(Surroundings surroundings, PlumbConfiguration configuration)
{
    /// <summary>How long what is being answered may take at the end.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <summary>Until it is asked to end.</summary>
    /// <exception cref="CommandException">It could not start.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var footing = new Footing(surroundings, configuration, "server");
        await footing.WarnAsync();
        await footing.WarnOfDesktopAsync();
        var failpoints = footing.Failpoints();
        using var logs = footing.Logs();
        try
        {
            footing.MakeDataDirectory();
            await using var server = PlumbServer.Create(ServerOptionsOf.Make(configuration, surroundings, agent: null), logs, surroundings.Mask, surroundings.Time, failpoints);
            await server.StartAsync(stop);
            await ServeAsync(server, logs.CreateLogger("plumb.server"), stop);
        }
        catch (Exception error) when (error is ServerStartException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(Footing.Tried, error.Message);
        }

        return ExitCode.Good;
    }

    private async Task ServeAsync(PlumbServer server, ILogger log, CancellationToken stop)
    {
        var address = ReachableAddress.Of(server.Address);
        var record = RunRecord.OfThisProcess(address, configuration.DataDirectory).Write(surroundings.RuntimeDirectories[0]);
        try
        {
            Say(server.Address, log);
            await using var returning = MemoryReturn.Start(surroundings.Time);
            var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = stop.Register(() => asked.TrySetResult());
            await using var failure = server.Stopping.Register(() => asked.TrySetResult());
            await asked.Task;
            if (!stop.IsCancellationRequested)
            {
                // Whoever looks after this process starts another.
                throw new CommandException("run the control plane", "a part of it failed, and it stopped; its log says which.", "Start it again.");
            }
        }
        finally
        {
            File.Delete(record);
            LogEnding(log);
            using var farewell = new CancellationTokenSource(Farewell, surroundings.Time);
            await server.StopAsync(farewell.Token);
        }
    }

    private void Say(Uri address, ILogger log)
    {
        var shown = address.ToString().TrimEnd('/');
        if (configuration.Get(Settings.LogFormat) == LogFormatWord.Json)
        {
            LogStarted(log, shown, configuration.DataDirectory);
            return;
        }

        surroundings.Error.WriteLine(
            $"""

            {configuration.Get(Settings.ProjectName)} {Commands.VersionVerb.Version}: the control plane is up.
              listens on  {shown}
              data        {configuration.DataDirectory}, admin key in {Path.Combine(configuration.DataDirectory, "admin.key")}
            An agent comes to it with a key of its own:
              plumb keys create --role agent --name NAME
              plumb agent --server URL --name NAME --token-file FILE
            Ctrl-C ends it; agents go on with what they know.

            """);
    }

    [LoggerMessage(EventId = 5011, EventName = "server.up", Level = LogLevel.Information, Message = "The control plane listens on {Address}, data in {Data}")]
    private static partial void LogStarted(ILogger log, string address, string data);

    [LoggerMessage(EventId = 5012, EventName = "server.ending", Level = LogLevel.Information, Message = "The control plane ends; agents go on with what they know.")]
    private static partial void LogEnding(ILogger log);
}
