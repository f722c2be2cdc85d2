using Plumb.Compose.Model;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

internal interface IAdoptions
{
    AdoptionRecord? Find(string project);

    void Save(AdoptionRecord record);
}

internal interface ILayoutWriter
{
    Task<StepOutcome> LayOutAsync(ComposeSpec spec, IReadOnlyList<StaleMount> stale, CancellationToken cancellation);
}
