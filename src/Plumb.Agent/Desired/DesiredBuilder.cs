using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Plumb.Agent.State;
using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Desired;

/// <summary>
/// Turns a target state into specs. Each stack stands alone: one that cannot be prepared keeps its last spec, if it had
/// one, and is tried again; a refused one is a spec that says so. Prepares only what changed.
/// </summary>
internal sealed partial class DesiredBuilder(
    ContentSource contents, IStackPreparer preparer, string instance, TimeProvider time, Func<double> randomness, ILogger<DesiredBuilder> log)
{
    /// <summary>Stacks prepared at once: rendering is a process each. Few, for the first of them go up meanwhile and the machine has other work.</summary>
    public static readonly int Parallel = Math.Min(Environment.ProcessorCount, 4);

    public const string Driver = "compose";

    private readonly ConcurrentDictionary<string, PreparedStack> prepared = new(StringComparer.Ordinal);

    /// <summary>Prepares what changed or is due again, and gives all that can be desired now.</summary>
    /// <param name="target">With the objects that count: of a stack that was rolled back its last good one.</param>
    /// <param name="rolledBack">By stack id: those that were.</param>
    /// <param name="sure">Told of a stack as soon as what is desired of it is settled, on any thread; null: nobody asks.</param>
    public async Task<DesiredSet> BuildAsync(
        TargetState target, IReadOnlyDictionary<string, RolledBack> rolledBack, HandledRequests handled, Action<ComposeSpec>? sure, CancellationToken cancellation)
    {
        var stacks = target.Stacks.Where(s => s.Driver == Driver).ToList();
        foreach (var gone in prepared.Keys.Except(stacks.Select(s => s.Id), StringComparer.Ordinal).ToList())
            prepared.TryRemove(gone, out _);

        var limit = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellation };
        var due = stacks.Where(s => IsDue(s, handled)).ToDictionary(s => s.Id, StringComparer.Ordinal);
        var projects = sure is null || due.Count < 2 ? null : await SureProjects.OfAsync(stacks, (stack, stop) => ProjectsOfAsync(stack, due.ContainsKey(stack.Id), stop), limit);
        await System.Threading.Tasks.Parallel.ForEachAsync(due.Values, limit, async (stack, stop) =>
        {
            var before = prepared.GetValueOrDefault(stack.Id);
            var now = prepared[stack.Id] = await PrepareAsync(stack, before, stop);
            if (now is { Failure: null, Spec: { } spec } && projects?.IsSure(spec) == true && !rolledBack.ContainsKey(stack.Id))
                sure!(spec);
        });

        return DesiredSet.Of(target, stacks, prepared, handled.Contains, rolledBack.GetValueOrDefault);
    }

    private bool IsDue(TargetStack stack, HandledRequests handled) =>
        !prepared.TryGetValue(stack.Id, out var before)
        || !string.Equals(before.Identity, SpecIdentity.Of(stack), StringComparison.Ordinal)
        || before.Failure?.NextTryAt <= time.GetUtcNow()
        || (before.Failure is not null && stack.Requests.Any(r => !handled.Contains(r.Id)));

    private async Task<PreparedStack> PrepareAsync(TargetStack stack, PreparedStack? before, CancellationToken cancellation)
    {
        var identity = SpecIdentity.Of(stack);
        return await GuardedAsync(stack, cancellation) switch
        {
            Preparation.Ready ready => new PreparedStack(identity, ready.Spec, Failure: null),
            Preparation.NotNow notNow => NotNow(notNow.Why),
            var other => throw new NotSupportedException($"Unknown preparation {other.GetType().Name}."),
        };

        PreparedStack NotNow(string error)
        {
            // Another version of the stack starts counting anew.
            var count = before?.Identity == identity ? (before.Failure?.Count ?? 0) + 1 : 1;
            var now = time.GetUtcNow();
            var pause = TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(count, 6)) * (0.5 + (randomness() / 2)));
            return new PreparedStack(identity, before?.Spec, new PreparationFailure(stack, count, error, now, now + pause));
        }
    }

    private async Task<Preparation> GuardedAsync(TargetStack stack, CancellationToken cancellation)
    {
        try
        {
            return await TryAsync(stack, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            LogFault(log, fault, stack.Name);
            return new Preparation.NotNow($"Preparing it failed: {fault.Message}");
        }
    }

    /// <summary>The project that it has, and those that it may want when it is prepared anew; null: it could be any.</summary>
    private async Task<IReadOnlyList<string>?> ProjectsOfAsync(TargetStack stack, bool isDue, CancellationToken cancellation)
    {
        var has = prepared.GetValueOrDefault(stack.Id)?.Spec?.Project;
        if (!isDue && has is not null)
            return [has];
        var content = stack.Checksum is { } checksum ? (await contents.GetAsync(checksum, cancellation)).Content : null;
        var wants = preparer.ProjectsOf(stack, content);
        return wants is null || has is null ? wants : [has, .. wants];
    }

    // The driver keeps what it prepared: content that lies on disk is read only when it asks for it.
    private async Task<Preparation> TryAsync(TargetStack stack, CancellationToken cancellation)
    {
        var ownership = new Ownership(instance, stack.Scope, stack.Path);
        if (stack.Checksum is not { } checksum)
            return await preparer.PrepareAsync(stack, content: null, ownership, cancellation);
        if (contents.Has(checksum) && await preparer.PrepareAsync(stack, content: null, ownership, cancellation) is Preparation.Ready kept)
            return kept;
        var (content, why) = await contents.GetAsync(checksum, cancellation);
        var made = await preparer.PrepareAsync(stack, content, ownership, cancellation);
        return made is Preparation.NotNow && why is not null ? new Preparation.NotNow(why) : made;
    }

    [LoggerMessage(EventId = 3422, EventName = "stack.fault", Level = LogLevel.Error,
        Message = "Stack {Object} could not be prepared in a way that its driver does not know; other stacks go on")]
    private static partial void LogFault(ILogger log, Exception fault, string Object);

}
