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
internal sealed class TargetStates(Database database, StoreWriter writer, FactsCache facts, PolicyDefaults defaults)
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
    public TargetAnswer? Known(string agentId) => _slots.TryGetValue(agentId, out var slot) && slot.Answer is { } answer && answer.Facts >= facts.Revision ? answer : null;

    /// <returns>Null when there is no such agent.</returns>
    public async ValueTask<TargetAnswer?> CurrentAsync(string agentId, CancellationToken cancellation)
    {
        var slot = _slots.GetOrAdd(agentId, _ => new Slot());
        if (slot.Answer is { } known && known.Facts >= facts.Revision)
        {
            return known;
        }

        await slot.Turn.WaitAsync(cancellation);
        try
        {
            return slot.Answer is { } meanwhile && meanwhile.Facts >= facts.Revision ? meanwhile : await RenewAsync(slot, agentId, cancellation);
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
        return now.Revision == answer.Facts ? Build(now, answer.AgentId, answer.Version) : null;
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

            if (before.Hash is not null && before.Facts == facts.Revision)
            {
                return slot.Answer = new TargetAnswer(agentId, ETagOf(before.Version), before.Version, before.Hash, before.Facts, Body: null);
            }

            var now = await facts.GetAsync(cancellation);
            if (!now.Agents.ContainsKey(agentId))
            {
                return null;
            }

            var hash = Convert.ToHexStringLower(SHA256.HashData(Build(now, agentId, version: 0)));
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

    private byte[] Build(FleetFacts now, string agentId, long version) => JsonSerializer.SerializeToUtf8Bytes(
        TargetStateBuilder.Build(now, now.Agents[agentId], defaults, Epoch, version), PlumbJson.Default.TargetState);

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
    }
}

/// <param name="ETag">Strong, quoted: epoch and version.</param>
/// <param name="Facts">Revision of the facts that it holds for.</param>
/// <param name="Body">Null: built when asked for.</param>
internal sealed record TargetAnswer(string AgentId, string ETag, long Version, string Hash, long Facts, byte[]? Body);
