using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Plumb.Server.Api;
using Plumb.Server.Storage;

namespace Plumb.Server.Keys;

/// <summary>The parts of this capability.</summary>
internal static class KeyServices
{
    public static void AddKeys(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<KeyStore>();
        services.AddSingleton<KeyBook>();
        services.AddSingleton<FailedTries>();
        services.AddSingleton<OwnScope>();
        services.AddSingleton(provider => new AdminKeyFile(
            Path.Combine(options.DataDirectory, "admin.key"), provider.GetRequiredService<KeyStore>(), provider.GetRequiredService<Database>(), provider.GetRequiredService<StoreWriter>(), provider.GetRequiredService<ILogger<AdminKeyFile>>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<AccessCheck>(provider, options.AnonymousRead));
        services.AddSingleton<KeyUse>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUse>());
    }
}
