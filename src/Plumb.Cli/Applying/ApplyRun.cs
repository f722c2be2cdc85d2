using Plumb.Cli.Applying.Planning;
using Plumb.Cli.Applying.Reading;
using Plumb.Cli.Applying.Sets;
using Plumb.Cli.Client;
using Plumb.Cli.Output;
using Plumb.Contracts.Applying;

namespace Plumb.Cli.Applying;

/// <summary>One apply: all is planned before anything is written, and what is bad ends it there.</summary>
/// <param name="record">Of the set; null: it has no name.</param>
/// <param name="prunes">What the set made and declares no more is taken away.</param>
internal sealed class ApplyRun(Surroundings here, ApiClient api, SetRecord? record, bool prunes)
{
    /// <returns>Null: something cannot be applied. All of it was told, and nothing was written.</returns>
    public async Task<IReadOnlyList<Planned>?> PlanAsync(IReadOnlyList<Manifest> manifests, CancellationToken cancellation)
    {
        var planner = new Planner(api, here.Mask.Mask, manifests);
        var plan = new List<Planned>();
        foreach (var manifest in manifests)
        {
            try
            {
                plan.Add(await planner.PlanAsync(manifest, cancellation));
            }
            catch (CommandException refused) when (refused.Exit == ExitCode.Failed && refused.Code is not ("key.missing" or "key.invalid"))
            {
                Tell(refused, manifest);
            }
        }

        if (plan.Count == manifests.Count)
        {
            return plan;
        }

        here.Error.WriteLine("Nothing was applied.");
        return null;
    }

    /// <returns>1 where something would change.</returns>
    public async Task<int> ShowAsync(IReadOnlyList<Planned> plan, CancellationToken cancellation)
    {
        foreach (var planned in plan)
        {
            Print($"{planned.Manifest.Shown} {Word(planned.Outcome)} (dry run)");
            foreach (var change in planned.Changes)
            {
                Print($"  {change}");
            }
        }

        var left = await LeftAsync(plan, cancellation);
        foreach (var item in left)
        {
            Print($"{item.Kind}/{item.Name} pruned (dry run)");
        }

        return left.Count == 0 && plan.All(planned => planned.Outcome == Outcome.Unchanged) ? ExitCode.Good : ExitCode.Failed;
    }

    public async Task<int> ApplyAsync(IReadOnlyList<Planned> plan, CancellationToken cancellation)
    {
        record?.Begin();
        var applier = new Applier(api);
        var items = new List<ApplySetItem>();
        var isWhole = true;
        foreach (var planned in plan)
        {
            try
            {
                var id = await applier.ApplyAsync(planned, cancellation);
                items.Add(new(planned.Manifest.Word, planned.Manifest.FullName, id, Made: planned.Outcome == Outcome.Created));
                Print($"{planned.Manifest.Shown} {Word(planned.Outcome)}");
            }
            catch (CommandException refused) when (refused.Exit == ExitCode.Failed)
            {
                // It changed since it was planned; the others don't wait for it.
                Tell(refused, planned.Manifest);
                isWhole = false;
                items.AddRange(planned.Id is { } known ? [new(planned.Manifest.Word, planned.Manifest.FullName, known, Made: false)] : Array.Empty<ApplySetItem>());
            }
        }

        if (prunes && !isWhole)
        {
            here.Error.WriteLine("Not all was applied, so nothing is taken away.");
        }

        var (gone, failed) = isWhole ? await PruneAsync(plan, items, cancellation) : (Array.Empty<string>(), 0);
        await KeepAsync(items, gone, cancellation);
        return isWhole && failed == 0 ? ExitCode.Good : ExitCode.Failed;
    }

    private async Task<(IReadOnlyList<string> Gone, int Failed)> PruneAsync(IReadOnlyList<Planned> plan, List<ApplySetItem> items, CancellationToken cancellation)
    {
        var declared = items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        var gone = new List<string>();
        var failed = 0;
        foreach (var item in (await LeftAsync(plan, cancellation)).Where(item => !declared.Contains(item.Id)))
        {
            try
            {
                var was = await record!.TakeAsync(item, cancellation);
                gone.Add(item.Id);
                Print($"{item.Kind}/{item.Name} {(was ? "pruned" : "gone")}");
            }
            catch (CommandException refused) when (refused.Exit == ExitCode.Failed)
            {
                failed++;
                here.Error.WriteLine($"{Clean.Line(refused.Message)}{(refused.Mend is null ? "" : $" {Clean.Line(refused.Mend)}")}");
            }
        }

        return (gone, failed);
    }

    /// <summary>What another set declares, too, stays.</summary>
    private async Task<IReadOnlyList<ApplySetMember>> LeftAsync(IReadOnlyList<Planned> plan, CancellationToken cancellation)
    {
        if (!prunes || record is null)
        {
            return [];
        }

        var left = await record.LeftAsync(plan, cancellation);
        foreach (var shared in left.Where(item => item.Elsewhere.Count > 0))
        {
            here.Error.WriteLine($"{Clean.Line($"{shared.Kind}/{shared.Name}")} stays: it is declared by {Clean.Line(string.Join(", ", shared.Elsewhere))}, too.");
        }

        return [.. left.Where(item => item.Elsewhere.Count == 0)];
    }

    private async Task KeepAsync(List<ApplySetItem> items, IReadOnlyList<string> gone, CancellationToken cancellation)
    {
        if (record is null)
        {
            return;
        }

        try
        {
            await record.KeepAsync(items, gone, cancellation);
        }
        catch (CommandException older) when (older.Code == "route.unknown" && !prunes)
        {
            // An older control plane keeps no sets: what was applied is applied.
            here.Error.WriteLine("The control plane is older than this command: it does not keep what these files made.");
        }
    }

    private void Print(string line) => here.Out.WriteLine(Clean.Line(line));

    private void Tell(CommandException refused, Manifest manifest) =>
        here.Error.WriteLine($"{Clean.Line(refused.Message)}{(refused.Mend is null ? "" : $" {Clean.Line(refused.Mend)}")} ({manifest.Place})");

    private static string Word(Outcome outcome) => outcome.ToString().ToLowerInvariant();
}
