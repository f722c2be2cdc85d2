using Microsoft.Extensions.DependencyInjection;
using Plumb.Contracts.Sources;
using Plumb.Platform.Git;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;
using Plumb.Server.Publishers;
using Plumb.Server.Replicas;
using Plumb.Server.Sources.Refreshing;

namespace Plumb.Server.Sources;

/// <summary>Puts the refreshing of sources together.</summary>
internal static class SourceServices
{
    public static void AddSourceRefreshing(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<ISourceList, StoredSources>();
        services.AddSingleton<IProcessRunner>(provider => new ProcessRunner(provider.GetRequiredService<SecretMask>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new GitMirrors(
            Path.Combine(options.DataDirectory, "state", "git"), provider.GetRequiredService<IProcessRunner>(), provider.GetRequiredService<SecretMask>(), new GitOptions()));
        services.AddSingleton<SourceStartCheck>();
        services.AddSingleton<SourceRefresher>();
        if (options.Postgres is null)
        {
            services.AddSingleton<ISourceRefresh>(provider => provider.GetRequiredService<SourceRefresher>());
        }
        else
        {
            services.AddSingleton<ISourceRefresh, SharedSourceRefresh>();
            services.AddSingleton<IChangeFollower>(provider => provider.GetRequiredService<SourceRefresher>());
        }

        services.AddHostedService(provider => provider.GetRequiredService<SourceRefresher>());
    }

    private sealed class StoredSources(SourceStore store) : ISourceList
    {
        public IReadOnlyList<(NamedSource Source, RefreshStatus Last)> List() =>
            [.. store.List().Select(row => (new NamedSource(row.Name, row.ToPublisher().Spec!), store.RefreshOf(row)))];
    }
}
