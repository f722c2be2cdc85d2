using System.Collections.Immutable;
using Plumb.Compose.Model;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan;

/// <summary>What the comparisons of one look found.</summary>
internal sealed class Findings
{
    private ImmutableArray<Difference>.Builder? _differences;

    public ImmutableArray<Difference> Differences => _differences?.ToImmutable() ?? [];

    public bool Any => _differences is not null;

    /// <summary>By service.</summary>
    public Dictionary<string, Need> Needs { get; } = new(StringComparer.Ordinal);

    /// <summary>Services whose containers stay as they are until a person decides.</summary>
    public HashSet<string> Undecided { get; } = new(StringComparer.Ordinal);

    public List<PlannedHold> Holds { get; } = [];

    public List<string> Unpause { get; } = [];

    public List<ContainerName> Renames { get; } = [];

    /// <summary>Limits that the engine can mend while the container runs.</summary>
    public List<ContainerUpdate> Updates { get; } = [];

    /// <summary>Ours, and in the way: removed before their service is brought up.</summary>
    public List<string> Leftovers { get; } = [];

    /// <summary>Made by hand in a service of ours: removed before their service is brought up.</summary>
    public List<string> Strangers { get; } = [];

    /// <summary>Ours, of services that are no longer in the file.</summary>
    public List<string> Orphans { get; } = [];

    /// <summary>Ours, of services that only the object had that was rolled back.</summary>
    public List<string> Added { get; } = [];

    public LayoutNeed Layout { get; set; }

    public Health Health { get; private set; } = Health.Healthy;

    public string? HealthMessage { get; private set; }

    public TimeSpan? LookAgainAfter { get; private set; }

    public void Differ(string kind, string? service, string? field, string? desired, string? actual) =>
        Add(new(kind, service, field, desired, actual));

    /// <summary>The two values are ids, times or counts: shown, and no part of the fingerprint.</summary>
    public void DifferInCount(string kind, string? service, string? field, string? desired, string? actual) =>
        Add(new(kind, service, field, desired, actual) { ValuesVary = true });

    public void Tell(string kind, string? service, string actual) =>
        Add(new(kind, service, Field: null, Desired: null, actual) { OnlyTold = true });

    public void Require(string service, Make make, string kind) =>
        Require(service, make, DifferenceKinds.IsDrift(kind));

    public void Require(string service, Make make, bool drift) =>
        Needs[service] = Needs.GetValueOrDefault(service).With(make, drift);

    /// <summary>The worst that was said stands.</summary>
    public void Feels(Health health, string message, TimeSpan? lookAgainAfter = null)
    {
        if (Severity(health) > Severity(Health))
            (Health, HealthMessage) = (health, message);
        else if (health == Health && health == Health.Unhealthy)
            HealthMessage = $"{HealthMessage}; {message}";
        if (lookAgainAfter is { } after && !(LookAgainAfter < after))
            LookAgainAfter = after;
    }

    private static int Severity(Health health) => health switch
    {
        Health.Healthy => 0,
        Health.Progressing => 1,
        Health.Unhealthy => 2,
        _ => -1,
    };

    private void Add(Difference difference) => (_differences ??= ImmutableArray.CreateBuilder<Difference>()).Add(difference);
}

/// <summary>Why the content has to be written.</summary>
internal enum LayoutNeed
{
    None,

    /// <summary>Files were changed on disk.</summary>
    Drift,

    /// <summary>Other content is desired than was written last.</summary>
    Change,
}
