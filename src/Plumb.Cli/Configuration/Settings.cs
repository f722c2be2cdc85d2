using Plumb.Cli.Configuration.Kinds;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;

namespace Plumb.Cli.Configuration;

/// <summary>Every setting there is. The one table: flags, environment, plumb.yaml, <c>config show</c> and the documentation come from it.</summary>
public static partial class Settings
{
    public static Setting<string?> Data { get; } = new("data", new PathKind("/var/lib/plumb"), DefaultData, "Where Plumb keeps its state, the stacks' content and its keys.")
    {
        For = Takers.Up | Takers.Client,
    };

    public static Setting<string?> StoragePostgres { get; } = new("storage.postgres", new TextKind("a connection string on one line", "Host=db.example;Database=plumb;Username=plumb;Password=…", longest: 4096), _ => null, "The PostgreSQL database that the control plane keeps its state in, by itself or with others; without one it keeps a SQLite file in the data directory.")
    {
        Secret = true,
        For = Takers.Server,
    };

    public static Setting<ListenAddress> Listen { get; } = new("listen", new ListenKind(), _ => new("127.0.0.1", 8080), "Where the control plane listens.")
    {
        For = Takers.Server | Takers.Client,
        Known = [new("PORT", port => $"127.0.0.1:{port}", "a port from 0 to 65535", "8080")],
    };

    public static Setting<IReadOnlyList<string>> HostNames { get; } = new("hostNames", new HostNamesKind(), _ => [], "Further names that the control plane is reached by; requests to other names are refused.")
    {
        ShortFlag = "host-name",
        For = Takers.Server,
    };

    public static Setting<AnonymousRead> AnonymousRead { get; } = new("auth.anonymousRead", new ChoiceKind<AnonymousRead>(Server.Api.AnonymousRead.Never), _ => Server.Api.AnonymousRead.Loopback, "Who may read without a key: programs on this machine, or nobody.")
    {
        ShortFlag = "anonymous-read",
        For = Takers.Server,
    };

    public static Setting<LogLevelWord> LogLevel { get; } = new("log.level", new ChoiceKind<LogLevelWord>(LogLevelWord.Info), _ => LogLevelWord.Info, "The least severe log line that is written.")
    {
        For = Takers.Up,
        Known = [new("LOG_LEVEL", level => level.ToLowerInvariant())],
    };

    public static Setting<LogFormatWord> LogFormat { get; } = new("log.format", new ChoiceKind<LogFormatWord>(LogFormatWord.Json), DefaultLogFormat, "How log lines are written: JSON where standard error is not a terminal, text where it is.")
    {
        For = Takers.Up,
        Known = [new("LOG_FORMAT", format => format.ToLowerInvariant())],
    };

    public static Setting<string?> ProjectName { get; } = new("projectName", new TextKind("text of 1 to 256 characters on one line", "My servers"), _ => "Plumb", "What this installation is called where people see it. Changes nothing else.")
    {
        For = Takers.Server,
        Known = [new("PROJECT_NAME")],
    };

    public static Setting<DriftPolicy> DriftPolicy { get; } = new("policies.driftPolicy", new ChoiceKind<DriftPolicy>(Contracts.Stacks.DriftPolicy.Flag), _ => Contracts.Stacks.DriftPolicy.Revert, "What happens to what left the state that was applied: it is repaired, or flagged and waits for a person.")
    {
        ShortFlag = "drift-policy",
        For = Takers.Server,
        Known = [new("DRIFT_POLICY")],
    };

    public static Setting<ChangePolicy?> ChangePolicy { get; } = new("policies.changePolicy", new OptionalChoiceKind<ChangePolicy>(Contracts.Stacks.ChangePolicy.Flag), _ => null, "What happens to a new desired state: it is applied, or flagged and waits for a person. Unsaid, it is auto under revert and flag under flag.")
    {
        ShortFlag = "change-policy",
        For = Takers.Server,
    };

    public static Setting<bool> Remove { get; } = new("policies.remove", new SwitchKind(), _ => false, "Stacks and services that went from the desired state are removed; off, they are reported as orphaned.")
    {
        ShortFlag = "remove",
        For = Takers.Server,
        Known = [new("RECONCILE_REMOVE_ENABLED")],
    };

    public static Setting<bool> Reconcile { get; } = new("policies.reconcile", new SwitchKind(), _ => true, "Differences are repaired; off, Plumb looks and reports and touches nothing.")
    {
        ShortFlag = "reconcile",
        For = Takers.Server,
        Known = [new("RECONCILE_ENABLED")],
    };

    public static Setting<TimeSpan> Interval { get; } = new("interval", new DurationKind(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), "30s"), _ => TimeSpan.FromSeconds(30), "Time between two sweeps, in which everything desired is compared with everything there is.")
    {
        For = Takers.Agent,
    };

    public static Setting<TimeSpan> DeepInterval { get; } = new("deepInterval", new DurationKind(TimeSpan.FromSeconds(1), TimeSpan.FromDays(7), "10m"), _ => TimeSpan.FromMinutes(10), "Within this time each container's limits, mounts and networks are inspected again.")
    {
        For = Takers.Agent,
    };

    public static Setting<bool> Hints { get; } = new("hints", new SwitchKind(), _ => true, "The engine's events make a look come sooner; off, the sweep alone finds changes.")
    {
        For = Takers.Agent,
    };

    public static Setting<int> Concurrency { get; } = new("concurrency", new NumberKind(1, 64, 2), _ => 1, "How many stacks are applied at once.")
    {
        For = Takers.Agent,
    };

    private static string? DefaultData(Surroundings surroundings) =>
        surroundings.IsRoot ? "/var/lib/plumb"
        : surroundings.Environment.GetValueOrDefault("XDG_DATA_HOME") is ['/', ..] share ? $"{share}/plumb"
        : $"{surroundings.Home}/.local/share/plumb";

    private static LogFormatWord DefaultLogFormat(Surroundings surroundings) =>
        surroundings.ErrorIsTerminal ? LogFormatWord.Text : LogFormatWord.Json;
}

/// <summary>How severe a log line must be.</summary>
public enum LogLevelWord
{
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

public enum LogFormatWord
{
    Text,
    Json,
}
