using Microsoft.Extensions.Logging;
using Plumb.Server.Publishers;
using Plumb.Server.Replicas;
using Plumb.Server.Storage;

namespace Plumb.Server.Sources.Refreshing;

/// <summary>Asks the control plane that refreshes the sources, whichever of them it is.</summary>
internal sealed partial class SharedSourceRefresh(SourceRefresher here, StoreWriter writer, ILogger<SharedSourceRefresh> log) : ISourceRefresh
{
    public string Request(string sourceName)
    {
        if (here.Owns)
        {
            return here.Request(sourceName);
        }

        _ = TellAsync(sourceName);
        return "queued";
    }

    /// <summary>The owner elsewhere sees it by the facts that changed.</summary>
    public void SourcesChanged() => here.SourcesChanged();

    private async Task TellAsync(string sourceName)
    {
        try
        {
            await writer.WriteAsync(scope => scope.Tell(ChangeTopics.Refresh + sourceName), CancellationToken.None);
        }
        catch (StoreException e)
        {
            LogUntold(sourceName, e.Message);
        }
    }

    [LoggerMessage(EventId = 2331, EventName = "refresh.unasked", Level = LogLevel.Warning, Message = "Source {Source}: that a refresh was asked for could not be told; it comes with the next poll. {Why}")]
    private partial void LogUntold(string source, string why);
}
