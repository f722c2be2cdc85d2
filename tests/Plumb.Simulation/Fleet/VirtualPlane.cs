using System.Security.Cryptography;
using System.Text.Json;
using Plumb.Compose.Model;
using Plumb.Contracts.Json;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Server.Fleet;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Fleet;

/// <summary>
/// A control plane as one of its agents sees it: makes facts of what is desired there, each stack tied to the agent in a way of its own, and computes the
/// agent's target state with the code that ships.
/// </summary>
internal sealed class VirtualPlane(Estate estate, int number, Desire<ComposeSpec> desire, Random random)
{
    private static readonly PolicyDefaults Defaults = new();

    private readonly Dictionary<string, ComposeSpec> _contents = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectId, ComposeSpec> _published = [];
    private string? _hash;

    public string Id => $"a{number}";

    public Publisher Publisher => new(PublisherOf(number), PublisherOf(number), Publisher.SourceKind, 0, new SourceSpec { Repository = "/srv/sim.git" }, desire.Complete);

    /// <summary>All that was ever published for this agent.</summary>
    public IReadOnlyCollection<ObjectId> Published => _published.Keys;

    /// <summary>Every honest answer there ever was, by epoch and version.</summary>
    public Dictionary<(string Epoch, long Version), TargetState> Honest { get; } = [];

    public long Version { get; private set; }

    /// <summary>The content that was published under a checksum.</summary>
    public ComposeSpec Content(string checksum) => _contents[checksum];

    /// <summary>The whole control plane was put back from a backup.</summary>
    public void Restore() => estate.Restore();

    public void CountAnew() => (Version, _hash) = (random.Next((int)Version + 1), null);

    /// <summary>What the agent should keep true now.</summary>
    public (byte[] Body, string Tag) Answer()
    {
        var facts = estate.Facts(random);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Bytes(Build(facts, version: 0))));
        Version = TargetStateBuilder.NextVersion(Version, _hash, hash);
        _hash = hash;
        var state = Honest[(estate.Epoch, Version)] = Build(facts, Version);
        return (Bytes(state), $"\"{estate.Epoch}.{Version}\"");
    }

    public static byte[] Bytes(TargetState state) => JsonSerializer.SerializeToUtf8Bytes(state, PlumbJson.Default.TargetState);

    public void Publish()
    {
        foreach (var (id, spec) in desire.Specs)
            _contents[(_published[id] = spec).Fingerprint] = spec;
    }

    /// <summary>A source that has not been read yet names only some of its stacks.</summary>
    public IEnumerable<Stack> Stacks(Random order) => _published.Values.Select(StackOf).Where(_ => desire.Complete || order.Next(3) > 0);

    public Server.Fleet.Agent AsAgent() => new()
    {
        Id = Id,
        Name = $"edge{number}",
        Drivers = ["compose"],
        Labels = [$"edge{number}"],
        Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = $"eu{number}" },
        Targets = _published.Keys.Select(it => it.Value).Where(it => TieOf(it) == 0).ToHashSet(StringComparer.Ordinal),
        Subscriptions = new HashSet<string>(StringComparer.Ordinal) { PublisherOf(number), PublisherOf(number ^ 1) },
    };

    private TargetState Build(FleetFacts facts, long version) => TargetStateBuilder.Build(facts, facts.Agents[Id], Defaults, estate.Epoch, version);

    private Stack StackOf(ComposeSpec spec)
    {
        var (tie, isDesired) = (TieOf(spec.Id.Value), desire.Specs.ContainsKey(spec.Id));
        return new()
        {
            Id = spec.Id.Value,
            Publisher = Publisher,
            Name = spec.Id.Value,
            Driver = "compose",
            ComposeFile = "compose.yaml",
            Settings = spec.Target.Settings,
            Labels = isDesired && tie == 1 ? [$"edge{number}"] : [],
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = isDesired && tie == 2 ? $"eu{number}" : "us" },
            Selector = isDesired && tie == 3 ? $"region in (eu{number},ap),!spot" : null,
            Refusal = spec.Refusal,
            SuspendedByPerson = spec.Target.Suspended,
            Stopped = spec.Target.Stopped,
            // What a target ties goes from its source; of all others the tie is taken away.
            GoneAcknowledged = true,
            GoneAt = tie == 0 && !isDesired ? DateTimeOffset.UnixEpoch : null,
            Sequence = 1,
            Checksum = spec.Fingerprint,
            Revision = null,
            CommitMessage = null,
            Requests = [],
        };
    }

    private static string PublisherOf(int agent) => $"p{agent}";

    private static int TieOf(string id) => int.Parse(id[1..]) % 4;
}
