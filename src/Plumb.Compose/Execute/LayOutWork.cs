using Plumb.Compose.Model;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>Writes the stack's files, when the project is (still) ours.</summary>
internal static class LayOutWork
{
    public static async Task<StepOutcome> DoAsync(Hands hands, ComposeSpec spec, ComposeStep.LayOut step, CancellationToken cancellation)
    {
        await hands.Projects.ReadOursAsync(spec, cancellation);
        return await hands.Layout.LayOutAsync(spec, step.StaleContainers, cancellation);
    }
}
