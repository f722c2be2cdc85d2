using Plumb.Contracts.Problems;
using Plumb.Contracts.Sources;
using Plumb.Platform.Secrets;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Publishers;

/// <summary>What people do with sources.</summary>
internal sealed class SourceDesk(SourceStore sources, SourceIntake intake, StoreWriter writer, StackBoard board, SecretMask mask, IServiceProvider services)
{
    public SourceView View(PublisherRow row)
    {
        var spec = row.ToPublisher().Spec!;
        return new SourceView
        {
            Id = row.Id,
            Name = row.Name,
            Spec = spec with { Repository = mask.Mask(spec.Repository) },
            Refresh = sources.RefreshOf(row),
            Stacks = board.Page.Entries.Count(entry => entry.View.Scope == $"source/{row.Name}"),
        };
    }

    /// <exception cref="ProblemException">There is none.</exception>
    public PublisherRow Known(string source) => sources.Find(RouteNames.Decode(source))
        ?? throw new ProblemException(ProblemCodes.SourceUnknown, $"There is no source '{RouteNames.Decode(source)}'.");

    /// <summary>Makes the source, or changes it to this.</summary>
    /// <returns>As it is now, and whether it was made.</returns>
    /// <exception cref="ProblemException">It had to be new and is not, or a publisher has its name.</exception>
    public async Task<(SourceView View, bool Made)> PutAsync(string name, SourceSpec spec, bool mustBeNew, Actor actor, CancellationToken cancellation)
    {
        var (made, changed) = await writer.WriteAsync(
            scope =>
            {
                var isThere = scope.Single<long?>("select 1 from publisher where name = @name and kind = 'source' and deleted_at is null", new { name }) is not null;
                return isThere && mustBeNew
                    ? throw new ProblemException(ProblemCodes.NameTaken, $"There is a source '{name}'.")
                    : (!isThere, intake.Put(scope, name, spec, actor));
            },
            cancellation);
        if (changed)
        {
            Changed();
        }

        return (View(Known(name)), made);
    }

    public async Task DeleteAsync(PublisherRow row, Actor actor, CancellationToken cancellation)
    {
        await sources.DeleteAsync(row, actor, cancellation);
        Changed();
    }

    private void Changed() => (services.GetService(typeof(ISourceRefresh)) as ISourceRefresh)?.SourcesChanged();
}
