using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Plumb.Platform.Processes;
using Plumb.Platform.Remote;
using Plumb.Platform.Secrets;
using Plumb.Server.Notices.Channels;
using Plumb.Server.Notices.Delivering;
using Plumb.Server.Notices.Outbox;

namespace Plumb.Server.Notices;

/// <summary>Puts outgoing notices together.</summary>
internal static class NoticeServices
{
    public static void AddNotices(this IServiceCollection services)
    {
        services.TryAddSingleton<IProcessRunner>(provider => new ProcessRunner(provider.GetRequiredService<SecretMask>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new RemoteDial());
        services.AddSingleton(_ =>
        {
#pragma warning disable RS0030 // Seeded here, injected everywhere else.
            var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
#pragma warning restore RS0030
            return new Chance(random.NextDouble);
        });
        services.AddSingleton<ChannelList>();
        services.AddSingleton<NoticeBell>();
        services.AddSingleton<NoticeOutbox>();
        services.AddSingleton<NoticeDoor>();
        services.AddSingleton<NoticeMetrics>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<ChannelRound>();
        services.AddHostedService<NoticeCourier>();
    }
}
