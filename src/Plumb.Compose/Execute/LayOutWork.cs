using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>Writes the stack's files, when the project is (still) ours.</summary>
internal static class LayOutWork
{
    public static async Task<StepOutcome> DoAsync(Hands hands, ComposeSpec spec, ComposeStep.LayOut step, CancellationToken cancellation)
    {
        await hands.Projects.ReadOursAsync(spec, cancellation);
        if (spec.Target.Checksum is not { } checksum || await hands.Contents.FindAsync(checksum, cancellation) is not { } content)
            return new StepOutcome.Failed($"the content {spec.Target.Checksum} is not on this host and could not be fetched: it is tried again when the control plane answers") { Fault = Fault.World };
        return hands.Layout.LayOut(spec.Ownership.Scope, spec.Ownership.StackPath, content, step.StaleContainers, spec.Project) switch
        {
            LayoutResult.Done done => new StepOutcome.Succeeded($"{done.Written} files written, {done.Deleted} deleted"),
            LayoutResult.Failed failed => new StepOutcome.Failed(failed.Error) { Fault = Fault.World },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
