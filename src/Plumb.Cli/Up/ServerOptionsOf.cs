using Plumb.Cli.Configuration;
using Plumb.Contracts.Sources;
using Plumb.Server;

namespace Plumb.Cli.Up;

/// <summary>From the configuration to the control plane's options.</summary>
internal static class ServerOptionsOf
{
    /// <param name="agent">The agent in this process; null: none.</param>
    public static ServerOptions Make(PlumbConfiguration configuration, Surroundings surroundings, string? agent)
    {
        var listen = configuration.Get(Settings.Listen);
        return new()
        {
            DataDirectory = configuration.DataDirectory,
            Postgres = configuration.Get(Settings.StoragePostgres),
            ListenHost = listen.Host,
            ListenPort = listen.Port,
            HostNames = configuration.Get(Settings.HostNames),
            AnonymousRead = configuration.Get(Settings.AnonymousRead),
            Webhook = configuration.Get(Settings.WebhookSecret) is { } secret ? new(secret) : null,
            Notices = NoticeOptionsOf.Make(configuration, surroundings),
            Policies = new()
            {
                Drift = configuration.Get(Settings.DriftPolicy),
                Change = configuration.Get(Settings.ChangePolicy),
                Remove = configuration.Get(Settings.Remove),
                ReconcileEnabled = configuration.Get(Settings.Reconcile),
            },
            Sources = SourceOf(configuration, surroundings) is { } source ? [new(configuration.Get(Settings.SourceName)!, source)] : [],
            LocalAgent = agent,
            LocalAgentLabels = Said(configuration, Settings.AgentLabels),
            LocalAgentAnnotations = Said(configuration, Settings.AgentAnnotations),
        };
    }

    /// <summary>Null when nobody said anything: then it stays as it is.</summary>
    private static T? Said<T>(PlumbConfiguration configuration, Setting<T> setting)
        where T : class => configuration.Of(setting).From == Origin.Default ? null : configuration.Get(setting);

    private static SourceSpec? SourceOf(PlumbConfiguration configuration, Surroundings surroundings)
    {
        if (configuration.Get(Settings.SourceRepository) is not { } repository)
        {
            return null;
        }

        return new()
        {
            Repository = IsLocal(repository) ? Path.GetFullPath(repository, surroundings.WorkingDirectory) : repository,
            Revision = configuration.Get(Settings.SourceRevision)!,
            Directory = configuration.Get(Settings.SourceDirectory)!,
            Poll = configuration.Get(Settings.SourcePoll),
            Discovery = new() { Depth = configuration.Get(Settings.SourceDepth), Nested = configuration.Get(Settings.SourceNested) },
            Credentials = SourceCredentials.Of(configuration, surroundings),
        };
    }

    /// <summary>A path, and neither a URL nor <c>user@host:path</c>. Source: git-fetch(1), "Git URLs".</summary>
    private static bool IsLocal(string repository) =>
        !repository.Contains("://", StringComparison.Ordinal)
        && (repository.IndexOf(':', StringComparison.Ordinal) is var colon && (colon < 0 || repository.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash && slash < colon));
}
