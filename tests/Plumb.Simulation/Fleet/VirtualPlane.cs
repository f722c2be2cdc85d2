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
/// A control plane with one agent: makes facts of what is desired, each stack tied to the agent in a way of its own, and computes the
/// agent's target state with the code that ships.
/// </summary>
internal sealed class VirtualPlane(Desire<ComposeSpec> desire, Random random)
{
    private static readonly PolicyDefaults Defaults = new();

    private readonly Dictionary<string, ComposeSpec> _contents = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectId, ComposeSpec> _published = [];
    private string? _hash;
    private long _facts;
    private int _epoch = 1;

    /// <summary>Every honest answer there ever was, by epoch and version.</summary>
    public Dictionary<(string Epoch, long Version), TargetState> Honest { get; } = [];

    public long Version { get; private set; }

    private string Epoch => $"e{_epoch}";

    /// <summary>The content that was published under a checksum.</summary>
    public ComposeSpec Content(string checksum) => _contents[checksum];

    /// <summary>It was put back from a backup: everything is counted anew.</summary>
    public void Restore() => (_epoch, Version, _hash) = (_epoch + 1, random.Next((int)Version + 1), null);

    /// <summary>What the agent should keep true now.</summary>
    public (byte[] Body, string Tag) Answer()
    {
        var facts = Facts();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Bytes(Build(facts, version: 0))));
        Version = TargetStateBuilder.NextVersion(Version, _hash, hash);
        _hash = hash;
        var state = Honest[(Epoch, Version)] = Build(facts, Version);
        return (Bytes(state), $"\"{Epoch}.{Version}\"");
    }

    public static byte[] Bytes(TargetState state) => JsonSerializer.SerializeToUtf8Bytes(state, PlumbJson.Default.TargetState);

    private TargetState Build(FleetFacts facts, long version) => TargetStateBuilder.Build(facts, facts.Agents["a"], Defaults, Epoch, version);

    /// <summary>The order in which facts are listed is any.</summary>
    private FleetFacts Facts()
    {
        foreach (var (id, spec) in desire.Specs)
            _contents[(_published[id] = spec).Fingerprint] = spec;
        var publisher = new Publisher("p", "sim", Publisher.SourceKind, 0, new SourceSpec { Repository = "/srv/sim.git" }, desire.Complete);
        var stacks = _published.Values.Select(spec => StackOf(spec, publisher)).ToArray();
        random.Shuffle(stacks);
        return new(
            ++_facts,
            new Dictionary<string, Publisher>(StringComparer.Ordinal) { ["p"] = publisher },
            // A source that has not been read yet names only some of its stacks.
            stacks.Where(it => desire.Complete || random.Next(3) > 0).ToDictionary(it => it.Id, it => it, StringComparer.Ordinal),
            new Dictionary<string, Server.Fleet.Agent>(StringComparer.Ordinal) { ["a"] = AgentOf(stacks.Where(it => TieOf(it.Id) == 0)) },
            Array.Empty<BreakerRequest>().ToLookup(_ => "a", StringComparer.Ordinal),
            // A person who lets everything go at once: too many at once are the agent's own tests' matter.
            _published.Keys.Select(id => new RemovalAcknowledgement(id.Value, "sim", DateTimeOffset.MaxValue)).ToLookup(_ => "a", StringComparer.Ordinal));
    }

    private Stack StackOf(ComposeSpec spec, Publisher publisher)
    {
        var (tie, isDesired) = (TieOf(spec.Id.Value), desire.Specs.ContainsKey(spec.Id));
        return new()
        {
            Id = spec.Id.Value,
            Publisher = publisher,
            Name = spec.Id.Value,
            Driver = "compose",
            ComposeFile = "compose.yaml",
            Settings = spec.Target.Settings,
            Labels = isDesired && tie == 1 ? ["edge"] : [],
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = isDesired && tie == 2 ? "eu" : "us" },
            Selector = isDesired && tie == 3 ? "region in (eu,ap),!spot" : null,
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

    private static Server.Fleet.Agent AgentOf(IEnumerable<Stack> targeted) => new()
    {
        Id = "a",
        Name = "edge",
        Instance = "here",
        Version = "0",
        Drivers = ["compose"],
        Interval = TimeSpan.FromSeconds(30),
        Labels = ["edge"],
        Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = "eu" },
        Targets = targeted.Select(it => it.Id).ToHashSet(StringComparer.Ordinal),
        Subscriptions = new HashSet<string>(StringComparer.Ordinal) { "p" },
    };

    private static int TieOf(string id) => int.Parse(id[1..]) % 4;
}
