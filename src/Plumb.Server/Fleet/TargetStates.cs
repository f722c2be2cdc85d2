using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Plumb.Contracts.Json;
using Plumb.Server.Stacks;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Each agent's target state with its version. A poll that brings nothing new is answered from memory.</summary>
internal sealed class TargetStates(Database database, StoreWriter writer, FactsCache facts, AgentNews news, PolicyDefaults defaults)
{
    private readonly ConcurrentDictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    private string Epoch { get; set; } = "";

    /// <summary>Reads, or makes in a new database, the epoch that versions count in.</summary>
    public async Task LoadAsync(CancellationToken cancellation) => Epoch = await writer.WriteAsync(
        scope =>
        {
            if (scope.Single<string>("select value from setting where name = 'epoch'") is { } epoch)
            {
                return epoch;
            }

            var made = scope.NewId();
            scope.Execute("insert into setting (name, value) values ('epoch', @made)", new { made });
            return made;
        },
        cancellation);

    /// <summary>The newest answer where nothing has to be computed for it; else null.</summary>
    public TargetAnswer? Known(string agentId) => _slots.TryGetValue(agentId, out var slot) && slot.Answer is { } answer && answer.Facts >= news.RevisionFor(agentId) ? answer : null;

    /// <returns>Null when there is no such agent.</returns>
    public async ValueTask<TargetAnswer?> CurrentAsync(string agentId, CancellationToken cancellation)
    {
        var slot = _slots.GetOrAdd(agentId, _ => new Slot());
        if (slot.Answer is { } known && known.Facts >= news.RevisionFor(agentId))
        {
            return known;
        }

        await slot.Turn.WaitAsync(cancellation);
        try
        {
            return slot.Answer is { } meanwhile && meanwhile.Facts >= news.RevisionFor(agentId) ? meanwhile : await RenewAsync(slot, agentId, cancellation);
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    /// <summary>The body of an answer; null when the facts moved on meanwhile: ask for the current answer again.</summary>
    public async ValueTask<byte[]?> BodyAsync(TargetAnswer answer, CancellationToken cancellation)
    {
        if (answer.Body is { } body)
        {
            return body;
        }

        // Known from before a restart by its version alone.
        var now = await facts.GetAsync(cancellation);
        if (now.Agents.ContainsKey(answer.AgentId) && HashOf(now, answer.AgentId) == answer.Hash)
        {
            return Build(now, answer.AgentId, answer.Version);
        }

        // Counted for other facts: it is counted anew.
        if (_slots.TryGetValue(answer.AgentId, out var slot) && slot.Answer == answer)
        {
            (slot.Answer, slot.IsDoubted) = (null, true);
        }

        return null;
    }

    /// <summary>
    /// The one who asks has a newer answer than this one, from another control plane over the same store: what is known here is old, and is
    /// read anew.
    /// </summary>
    /// <param name="held">The tags that it has.</param>
    /// <param name="answer">What it would be told.</param>
    public bool CatchesUp(string held, TargetAnswer answer)
    {
        var mark = $"\"{Epoch}.";
        if (!database.IsShared || !held.StartsWith(mark, StringComparison.Ordinal) || !long.TryParse(held.AsSpan(mark.Length).TrimEnd('"'), CultureInfo.InvariantCulture, out var version) || version <= answer.Version)
        {
            return false;
        }

        var before = facts.Revision;
        facts.Load();
        return facts.Revision > before;
    }

    /// <summary>Holds all that agents were told, and that still counts, against facts that are read anew.</summary>
    /// <returns>Names of agents that were told something else; they are woken, and told anew.</returns>
    public async Task<IReadOnlyList<string>> RecheckAsync(CancellationToken cancellation)
    {
        var now = facts.ReadAnew();
        var odd = _slots.Where(pair => IsOdd(now, pair.Key, pair.Value)).ToList();

        // A change may have been under way. While this has the writer's turn there is none.
        return odd.Count == 0 ? [] : await writer.WriteAsync(
            scope =>
            {
                var settled = FactsReader.Read(scope);
                if (settled.Revision != facts.Revision)
                {
                    // Another control plane changed something, and what is known here is told anew for that.
                    return [];
                }

                var wrong = odd.Where(pair => IsOdd(settled, pair.Key, pair.Value)).ToList();
                foreach (var (agentId, slot) in wrong)
                {
                    (slot.Answer, slot.IsDoubted) = (null, true);
                    news.Wake(agentId);
                }

                return (IReadOnlyList<string>)wrong.ConvertAll(pair => settled.Agents[pair.Key].Name);
            },
            cancellation);
    }

    private bool IsOdd(FleetFacts now, string agentId, Slot slot) =>
        slot.Answer is { } answer && answer.Facts >= news.RevisionFor(agentId) && answer.Facts <= now.Revision && now.Agents.ContainsKey(agentId) && HashOf(now, agentId) != answer.Hash;

    private async ValueTask<TargetAnswer?> RenewAsync(Slot slot, string agentId, CancellationToken cancellation)
    {
        while (true)
        {
            // Another control plane may have counted on: then what is stored counts.
            var stored = slot.Answer is { } last && !database.IsShared ? (last.Version, last.Hash, Facts: last.Facts) : Stored(agentId);
            if (stored is not { } before)
            {
                return null;
            }

            if (!slot.IsDoubted && before.Hash is not null && before.Facts == facts.Revision)
            {
                return slot.Answer = new TargetAnswer(agentId, ETagOf(before.Version), before.Version, before.Hash, before.Facts, Body: null);
            }

            var now = await facts.GetAsync(cancellation);
            if (!now.Agents.ContainsKey(agentId))
            {
                return null;
            }

            var hash = HashOf(now, agentId);
            slot.IsDoubted = false;
            if (hash == before.Hash)
            {
                var same = slot.Answer?.Version == before.Version ? slot.Answer.Body : null;
                return slot.Answer = new TargetAnswer(agentId, ETagOf(before.Version), before.Version, hash, now.Revision, same ?? Build(now, agentId, before.Version));
            }

            if (await writer.WriteAsync(scope => Count(scope, agentId, hash, now.Revision), cancellation) is { } version)
            {
                return slot.Answer = new TargetAnswer(agentId, ETagOf(version), version, hash, now.Revision, Build(now, agentId, version));
            }

            facts.Load();
        }
    }

    /// <returns>The version that this content has; null: newer facts were counted already.</returns>
    private static long? Count(WriteScope scope, string agentId, string hash, long revision)
    {
        var stored = scope.Single<AgentRow>($"select {AgentRow.Columns} from agent where id = @agentId", new { agentId });
        if (stored is { TargetHash: not null } && stored.TargetFacts > revision && scope.Single<long>("select value from counter where name = 'facts'") != revision)
        {
            return null;
        }

        var version = TargetStateBuilder.NextVersion(stored?.TargetVersion ?? 0, stored?.TargetHash, hash);
        scope.Execute(
            "update agent set target_version = @version, target_hash = @hash, target_facts = @revision where id = @agentId",
            new { version, hash, revision, agentId });
        return version;
    }

    /// <summary>Of the content alone: it is the same in another epoch.</summary>
    private string HashOf(FleetFacts now, string agentId) => Convert.ToHexStringLower(SHA256.HashData(Build(now, agentId, epoch: "", version: 0)));

    private byte[] Build(FleetFacts now, string agentId, long version) => Build(now, agentId, Epoch, version);

    private byte[] Build(FleetFacts now, string agentId, string epoch, long version) => JsonSerializer.SerializeToUtf8Bytes(
        TargetStateBuilder.Build(now, now.Agents[agentId], defaults, epoch, version), PlumbJson.Default.TargetState);

    private (long Version, string? Hash, long Facts)? Stored(string agentId)
    {
        using var connection = database.OpenReader();
        var row = connection.QuerySingleOrDefault<AgentRow>($"select {AgentRow.Columns} from agent where id = @agentId", new { agentId });
        return row is null ? null : (row.TargetVersion, row.TargetHash, row.TargetFacts);
    }

    private string ETagOf(long version) => $"\"{Epoch}.{version}\"";

    private sealed class Slot
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public TargetAnswer? Answer { get; set; }

        /// <summary>What is stored may be wrong, too.</summary>
        public bool IsDoubted { get; set; }
    }
}

/// <param name="ETag">Strong, quoted: epoch and version.</param>
/// <param name="Facts">Revision of the facts that it holds for.</param>
/// <param name="Body">Null: built when asked for.</param>
internal sealed record TargetAnswer(string AgentId, string ETag, long Version, string Hash, long Facts, byte[]? Body);
