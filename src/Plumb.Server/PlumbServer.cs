using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Git;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;
using Plumb.Server.Api.Metrics;
using Plumb.Server.Audit;
using Plumb.Server.Fleet;
using Plumb.Server.Keys;
using Plumb.Server.Publishers;
using Plumb.Server.Replicas;
using Plumb.Server.Sources;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server;

/// <summary>The control plane: keeps intent and history, and never touches a container.</summary>
public sealed partial class PlumbServer : IAsyncDisposable
{
    private readonly ServerOptions _options;
    private readonly WebApplication _app;
    private readonly ILogger _log;
    private Database? _database;
    private StoreLock? _lock;

    private PlumbServer(ServerOptions options, WebApplication app, ILogger log) => (_options, _app, _log) = (options, app, log);

    /// <summary>Where it listens, once started: <c>http://ADDRESS:PORT</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <param name="options">How it runs.</param>
    /// <param name="logs">Where it logs to; null: nowhere. Not disposed.</param>
    /// <param name="mask">Masks what it answers and stores; null: one of its own.</param>
    /// <param name="time">Null: the system's.</param>
    /// <param name="failpoints">Where a test has it die; null: nowhere.</param>
    /// <exception cref="ServerStartException">An option is wrong; the message names it.</exception>
    public static PlumbServer Create(ServerOptions options, ILoggerFactory? logs = null, SecretMask? mask = null, TimeProvider? time = null, Failpoints? failpoints = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var factory = logs ?? NullLoggerFactory.Instance;
        var listen = ListenAddress.Parse(options);
        Directory.CreateDirectory(Path.Combine(options.DataDirectory, "state"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var app = Composition.Build(options, listen, factory, mask ?? new SecretMask(), time ?? TimeProvider.System, failpoints ?? Failpoints.None);
        return new PlumbServer(options, app, factory.CreateLogger<PlumbServer>());
    }

    /// <summary>Opens the store, makes the admin key where there is none, takes in the command line's sources, and listens.</summary>
    /// <exception cref="ServerStartException">It cannot listen, another control plane has the data directory, or the store is of a newer Plumb.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await OpenStoreAsync(cancellation);
            CheckKeys();
            await CheckSourcesAsync(cancellation);
            await _app.StartAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or StoreException or InvalidDataException or UnauthorizedAccessException)
        {
            var mend = e.InnerException is AddressInUseException ? " Stop what listens there, or name another address with --listen ADDRESS:PORT." : string.Empty;
            throw new ServerStartException($"The control plane on {_options.ListenHost}:{_options.ListenPort} with data in {_options.DataDirectory} could not start: {e.Message}{mend}", e);
        }

        Address = new Uri(Service<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Service<MetricsText>();
        Service<ServerMetrics>();
        LogStarted(Address);
    }

    /// <summary>It stops, asked or because a part of it failed.</summary>
    public CancellationToken Stopping => Service<IHostApplicationLifetime>().ApplicationStopping;

    public async Task StopAsync(CancellationToken cancellation) => await _app.StopAsync(cancellation);

    /// <summary>Makes a key; one of the same role and name that was made before stops working. Only its hash is stored.</summary>
    /// <param name="role">What it may do.</param>
    /// <param name="name">Whose it is; of an agent's key, the agent's name.</param>
    public async Task<string> EnsureKeyAsync(Role role, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = await Service<KeyStore>().ReplaceAsync(role, name, cancellation);
        return key.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _database?.CloseReaders();
        _lock?.Dispose();
    }

    /// <summary>A service of this server, for tests of its parts.</summary>
    internal T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    private async Task OpenStoreAsync(CancellationToken cancellation)
    {
        _database = Service<Database>();
        _lock = _database.IsShared ? null : StoreLock.Take(_options.DataDirectory);
        var writer = Service<StoreWriter>();
        var migrated = writer.Open();
        LogOpened(Service<Database>().Name, migrated);
        if (_app.Services.GetService<ChangeReader>() is { } reader)
        {
            reader.Begin();
            writer.ChangeCommitted = reader.Committed;
        }

        var facts = Service<FactsCache>();
        writer.FactsAdvanced = facts.Advance;
        facts.Load();
        Service<AgentTable>().Load();
        // The facts first: the others ask for them.
        writer.Add(facts);
        writer.Add(Service<AgentTable>());
        writer.Add(Service<StackBoard>());
        await Service<TargetStates>().LoadAsync(cancellation);
        await Service<KeyStore>().LoadAsync(cancellation);
        await Service<AdminKeyFile>().EnsureAsync(cancellation);
        await writer.WriteAsync(Seed, cancellation);
    }

    private void CheckKeys()
    {
        if (!IPAddress.IsLoopback(ListenAddress.Parse(_options).Address) && !Service<KeyStore>().HasGood)
        {
            throw new ServerStartException(
                $"The control plane will not listen on {_options.ListenHost}:{_options.ListenPort}, which others reach: there is no key that works, so nobody could be told from anybody. Remove {Path.Combine(_options.DataDirectory, "admin.key")} and start again: a new one is made. Or listen on 127.0.0.1.");
        }
    }

    /// <summary>A source of the command line that can never be read ends the start, unless there is cached state of it.</summary>
    private async Task CheckSourcesAsync(CancellationToken cancellation)
    {
        if (!_options.RefreshSources)
        {
            return;
        }

        var stored = Service<SourceStore>().List();
        var known = stored.Where(row => row.CompleteAt is not null).Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        if (stored.Count + _options.Sources.Count > 0 && await GitProgram.CheckAsync(Service<IProcessRunner>(), cancellation) is { Good: false, Says: var wrong })
        {
            // What was read before is kept true meanwhile.
            var message = $"Sources cannot be read: {wrong}. {GitProgram.Mend}";
            LogGit(known.Count > 0 ? message : throw new ServerStartException(message));
        }

        foreach (var (name, spec) in _options.Sources.Where(source => !known.Contains(source.Name)))
        {
            if (await Service<SourceStartCheck>().CheckAsync(spec, cancellation) is { } failure)
            {
                throw new ServerStartException($"The source '{name}' cannot be read. {failure}");
            }
        }
    }

    private void Seed(WriteScope scope)
    {
        var actor = new Actor("start", Role.Admin);
        scope.Execute(
            "insert into publisher (id, name, kind, ordinal, created_at) values (@id, 'system', 'system', 0, @now) on conflict (name) do nothing",
            new { id = scope.NewId(), now = scope.Now.ToStored() });
        var intake = Service<SourceIntake>();
        foreach (var (name, spec) in _options.Sources)
        {
            intake.Put(scope, name, spec, actor);
        }

        if (_options.LocalAgent is { } local)
        {
            Sessions.Describe(scope, local, _options.LocalAgentLabels, _options.LocalAgentAnnotations);
        }

        // Default policies are facts too: other ones than at the last start are news for every agent.
        var policies = _options.Policies.ToString();
        if (scope.Single<string>("select value from setting where name = 'policies'") != policies)
        {
            scope.Execute("insert into setting (name, value) values ('policies', @policies) on conflict (name) do update set value = excluded.value", new { policies });
            scope.ChangeFacts();
        }

        StackBoard.TouchAll(scope);
    }

    [LoggerMessage(EventId = 2001, EventName = "server.started", Level = LogLevel.Information, Message = "The control plane listens on {Address}.")]
    private partial void LogStarted(Uri address);

    [LoggerMessage(EventId = 2003, EventName = "server.git", Level = LogLevel.Error, Message = "{Wrong}")]
    private partial void LogGit(string wrong);

    [LoggerMessage(EventId = 2002, EventName = "store.opened", Level = LogLevel.Debug, Message = "Store {Path} opened, {Migrations} migrations run.")]
    private partial void LogOpened(string path, int migrations);
}

/// <summary>The control plane could not start. The message says what was tried, what happened, what to do.</summary>
public sealed class ServerStartException : Exception
{
    public ServerStartException()
    {
    }

    public ServerStartException(string message)
        : base(message)
    {
    }

    public ServerStartException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
