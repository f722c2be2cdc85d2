using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plumb.Contracts.Json;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Secrets;
using Plumb.Server.Alerts;
using Plumb.Server.Api;
using Plumb.Server.Api.Metrics;
using Plumb.Server.Applying;
using Plumb.Server.Audit;
using Plumb.Server.Decisions;
using Plumb.Server.Events;
using Plumb.Server.Fleet;
using Plumb.Server.Idempotency;
using Plumb.Server.Keys;
using Plumb.Server.Notices;
using Plumb.Server.Publishers;
using Plumb.Server.Replicas;
using Plumb.Server.Sources;
using Plumb.Server.Stacks;
using Plumb.Server.Stacks.Acknowledging;
using Plumb.Server.Stacks.Explaining;
using Plumb.Server.Stacks.Publishing;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;
using Plumb.Server.Webhooks;

namespace Plumb.Server;

/// <summary>Puts the control plane together. An empty host: no setting is read from the environment or from files beside it.</summary>
internal static class Composition
{
    private const long OneMebibyte = 1024 * 1024;

    public static WebApplication Build(ServerOptions options, IPEndPoint listen, ILoggerFactory logs, SecretMask mask, TimeProvider time, Failpoints failpoints)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Plumb.Server" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(listen);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = OneMebibyte;
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<RouteHandlerOptions>(route => route.ThrowOnBadRequest = true);
        builder.Services.Configure<JsonOptions>(json => UsePlumbJson(json.SerializerOptions));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton<ILoggerFactory>(new FrameworkLogs(logs));
        builder.Services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(mask);
        builder.Services.AddSingleton(failpoints);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.Policies);
        AddCapabilities(builder.Services, options, listen);
        var app = builder.Build();
        Use(app);
        Map(app);
        return app;
    }

    private static void AddCapabilities(IServiceCollection services, ServerOptions options, IPEndPoint listen)
    {
        services.AddStore(options);
        services.AddSingleton<StoreHealth>();
        services.AddSingleton<StoreWriter>();
        services.AddKeys(options);
        services.AddSingleton<AgentNews>();
        services.AddSingleton<FactsCache>();
        services.AddSingleton<Presence>();
        services.AddSingleton<AgentTable>();
        services.AddSingleton<AgentChanges>();
        services.AddSingleton<AgentViews>();
        services.AddSingleton<AgentDesk>();
        services.AddSingleton<PublisherStore>();
        services.AddSingleton<StackDesk>();
        services.AddSingleton<ApplySets>();
        services.AddSingleton<TargetStates>();
        services.AddSingleton<QuietPolls>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<ReportSink>();
        services.AddSingleton<EventHub>();
        services.AddSingleton<IBoardListener>(provider => provider.GetRequiredService<EventHub>());
        services.AddSingleton<StackBoard>();
        services.AddSingleton<RecordList>();
        services.AddSingleton<Acknowledgements>();
        services.AddSingleton<SourceStore>();
        services.AddSingleton<SourceIntake>();
        services.AddSingleton<SourceDesk>();
        services.AddSingleton<ISourceStatusSink>(provider => provider.GetRequiredService<SourceStore>());
        services.AddSingleton<ISnapshotSink, SnapshotSink>();
        services.AddWebhooks();
        services.AddNotices();
        services.AddSingleton<MetricsText>();
        services.AddSingleton<ServerMetrics>();
        services.AddSingleton<FactsRecheck>();
        services.AddHostedService(provider => provider.GetRequiredService<FactsRecheck>());
        services.AddHostedService<PresenceWatch>();
        services.AddHostedService<Pruning>();
        services.AddHostedService<StoreProbe>();
        if (options.RefreshSources)
        {
            services.AddSourceRefreshing(options);
        }

        if (options.MakeOpenApi)
        {
            services.AddOpenApiMaking();
        }

        services.AddSingleton<ProblemPages>();
        services.AddSingleton<NamePaths>();
        services.AddSingleton<Preconditions>();
        services.AddSingleton<NamedWrites>();
        services.AddSingleton(new HostCheck(listen.Address, options.HostNames));
    }

    private static void UsePlumbJson(JsonSerializerOptions options)
    {
        var wanted = PlumbJson.Default.Options;
        options.TypeInfoResolver = PlumbJson.Default;
        options.PropertyNamingPolicy = wanted.PropertyNamingPolicy;
        options.PropertyNameCaseInsensitive = wanted.PropertyNameCaseInsensitive;
        options.NumberHandling = wanted.NumberHandling;
        options.DefaultIgnoreCondition = wanted.DefaultIgnoreCondition;
        options.UnmappedMemberHandling = wanted.UnmappedMemberHandling;
        options.RespectNullableAnnotations = wanted.RespectNullableAnnotations;
        options.MaxDepth = wanted.MaxDepth;
        foreach (var converter in wanted.Converters)
        {
            options.Converters.Add(converter);
        }
    }

    private static void Use(WebApplication app)
    {
        var problems = app.Services.GetRequiredService<ProblemPages>();
        var hosts = app.Services.GetRequiredService<HostCheck>();
        var names = app.Services.GetRequiredService<NamePaths>();
        var access = app.Services.GetRequiredService<AccessCheck>();
        var quiet = app.Services.GetRequiredService<QuietPolls>();
        app.Use(next => context => quiet.Answer(context) ? Task.CompletedTask : next(context));
        var queries = new QueryCheck();
        app.Use((context, next) => problems.AnswerAsync(context, () => next(context)));
        if (app.Services.GetService<Freshness>() is { } freshness)
        {
            app.Use((context, next) => freshness.AnswerAsync(context, () => next(context)));
        }

        app.Use((context, next) =>
        {
            hosts.Check(context);
            names.Rewrite(context.Request);
            return next(context);
        });
        app.UseRouting();
        app.Use((context, next) =>
        {
            access.Check(context);
            queries.Check(context);
            return next(context);
        });
        var named = app.Services.GetRequiredService<NamedWrites>();
        app.Use((context, next) => named.AnswerAsync(context, () =>
        {
            access.CheckOwn(context);
            return next(context);
        }));
        var preconditions = app.Services.GetRequiredService<Preconditions>();
        app.Use((context, next) => preconditions.AnswerAsync(context, () => next(context)));
    }

    private static void Map(WebApplication app)
    {
        app.MapRoot();
        app.MapOpenApiDocument(app.Services.GetRequiredService<ServerOptions>().MakeOpenApi);
        app.MapStableFamily();
        app.MapEvents();
        app.MapSources();
        app.MapWebhook();
        app.MapStacks();
        app.MapStackWriting();
        app.MapPublishing();
        app.MapStackActions();
        app.MapRollback();
        app.MapAcknowledging();
        app.MapRemovalAcknowledging();
        app.MapDiff();
        app.MapExplain();
        app.MapPublishers();
        app.MapAgents();
        app.MapAgentWriting();
        app.MapTargets();
        app.MapAgentDoors();
        app.MapDecisions();
        app.MapAlerts();
        app.MapNotices();
        app.MapAudit();
        app.MapKeys();
        app.MapApplySets();
    }
}
