using Microsoft.Extensions.Logging;
using Plumb.Cli.Configuration;

namespace Plumb.Cli.Up;

/// <summary>What is said at the start: where it listens, what it watches, what to try.</summary>
internal sealed partial class Greeting(Surroundings surroundings, PlumbConfiguration configuration)
{
    public void Say(Uri address, string instance, ILogger log)
    {
        var shown = address.ToString().TrimEnd('/');
        var repository = surroundings.Mask.Mask(configuration.Get(Settings.SourceRepository) ?? "");
        if (configuration.Get(Settings.LogFormat) == LogFormatWord.Json)
        {
            LogStarted(log, shown, configuration.Get(Settings.DockerHost)!, configuration.DataDirectory, repository.Length == 0 ? "no repository" : repository, instance);
            return;
        }

        var key = Path.Combine(configuration.DataDirectory, "admin.key");
        var watches = repository.Length == 0
            ? "no repository yet: name one with --repo"
            : $"{repository}, revision {configuration.Get(Settings.SourceRevision)}, directory {configuration.Get(Settings.SourceDirectory)}";
        surroundings.Error.WriteLine(
            $"""

            {configuration.Get(Settings.ProjectName)} {Commands.VersionVerb.Version} is up.
              watches     {watches}
              works on    {configuration.Get(Settings.DockerHost)}
              listens on  {shown}
              data        {configuration.DataDirectory}, admin key in {key}
            Try in another terminal:
              plumb get stacks
              plumb explain stack NAME
            Ctrl-C ends it; containers stay.

            """);
    }

    [LoggerMessage(EventId = 5001, EventName = "plumb.started", Level = LogLevel.Information,
        Message = "Plumb listens on {Address} and works on {Engine}, data in {Data}, from {Repository}, as instance {Instance}")]
    private static partial void LogStarted(ILogger log, string address, string engine, string data, string repository, string instance);
}
