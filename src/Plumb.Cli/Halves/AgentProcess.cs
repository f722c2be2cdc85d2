using Microsoft.Extensions.Logging;
using Plumb.Agent;
using Plumb.Agent.Identity;
using Plumb.Cli.Configuration;
using Plumb.Cli.Up;
using Plumb.Platform.Remote;

namespace Plumb.Cli.Halves;

/// <summary>One agent as a process of its own. No web server is in it.</summary>
internal sealed partial class AgentProcess(Surroundings surroundings, PlumbConfiguration configuration)
{
    /// <summary>Until it is asked to end.</summary>
    /// <exception cref="CommandException">It could not start, or a part of it failed.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var footing = new Footing(surroundings, configuration, "agent");
        await footing.WarnAsync();
        var services = new AgentServices { Logs = footing.Logs(), Time = surroundings.Time, Failpoints = footing.Failpoints(), Mask = surroundings.Mask };
        using var logs = services.Logs;
        try
        {
            footing.MakeDataDirectory();
            await using var agent = await AgentHost.CreateAsync(Options(), services, stop);
            Say(agent.Instance, logs.CreateLogger("plumb.agent"));
            await using var returning = MemoryReturn.Start(surroundings.Time);
            await agent.RunAsync(stop);
        }
        catch (Exception error) when (error is AgentStartException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(Footing.Tried, error.Message);
        }

        return ExitCode.Good;
    }

    internal AgentOptions Options() => AgentOptionsOf.Make(configuration, surroundings, new Uri(configuration.Get(Settings.AgentServer)!), configuration.Get(Settings.AgentToken)!) with
    {
        Roots = Roots(),
        Labels = Said(Settings.AgentLabels),
        Annotations = Said(Settings.AgentAnnotations),
    };

    /// <summary>Null when nobody said anything: then it stays as the control plane has it.</summary>
    private T? Said<T>(Setting<T> setting)
        where T : class => configuration.Of(setting).From == Origin.Default ? null : configuration.Get(setting);

    private TrustedRoots Roots()
    {
        try
        {
            return configuration.Get(Settings.AgentCaFile) is { } file ? TrustedRoots.Read(Path.GetFullPath(file, surroundings.WorkingDirectory)) : TrustedRoots.OfMachine;
        }
        catch (IOException e)
        {
            throw new UsageException(UsageCodes.ConfigValue, $"{Settings.AgentCaFile.Key}: {e.Message}");
        }
    }

    private void Say(string instance, ILogger log)
    {
        var (name, server) = (configuration.Get(Settings.AgentName)!, configuration.Get(Settings.AgentServer)!);
        if (configuration.Get(Settings.LogFormat) == LogFormatWord.Json)
        {
            LogStarted(log, name, server, configuration.Get(Settings.DockerHost)!, configuration.DataDirectory, instance);
            return;
        }

        surroundings.Error.WriteLine(
            $"""

            Agent {name}, {Commands.VersionVerb.Version}, is up.
              belongs to  {server}
              works on    {configuration.Get(Settings.DockerHost)}
              data        {configuration.DataDirectory}
            Ctrl-C ends it; containers stay.

            """);
    }

    [LoggerMessage(EventId = 5021, EventName = "agent.up", Level = LogLevel.Information, Message = "Agent {Agent} of {Server} works on {Engine}, data in {Data}, as instance {Instance}")]
    private static partial void LogStarted(ILogger log, string agent, string server, string engine, string data, string instance);
}
