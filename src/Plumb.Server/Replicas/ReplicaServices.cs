using Microsoft.Extensions.DependencyInjection;
using Plumb.Platform.Secrets;
using Plumb.Server.Keys;
using Plumb.Server.Notices.Outbox;
using Plumb.Server.Storage;
using Plumb.Server.Storage.Postgres;
using Plumb.Server.Storage.Sqlite;

namespace Plumb.Server.Replicas;

/// <summary>Puts the store together, and what several control planes over one need.</summary>
internal static class ReplicaServices
{
    public static void AddStore(this IServiceCollection services, ServerOptions options)
    {
        if (options.Postgres is not { } connection)
        {
            services.AddSingleton<Database>(new SqliteDatabase(Path.Combine(options.DataDirectory, "state", "plumb.db")));
            services.AddSingleton<IOwnership, SoleOwnership>();
            return;
        }

        services.AddSingleton(provider => new PostgresDatabase(connection, provider.GetRequiredService<SecretMask>()));
        services.AddSingleton<Database>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddSingleton<IOwnership, PostgresOwnership>();
        services.AddSingleton<IChangeFollower>(provider => provider.GetRequiredService<KeyStore>());
        services.AddSingleton<IChangeFollower>(provider => provider.GetRequiredService<NoticeOutbox>());
        services.AddSingleton<ChangeReader>();
        services.AddSingleton<Freshness>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeReader>());
    }
}
