using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Rollback;

/// <summary>Says when a deployment object counts as failed. Pure.</summary>
internal static class Judgement
{
    /// <summary>
    /// Refused content, a step whose failure lies in what is desired, any other step that failed as often as a human is told of, and services that
    /// are ill. A full disk or an engine that is away is the fault of no object.
    /// </summary>
    /// <param name="spec">What is being deployed.</param>
    /// <param name="failures">Its failures so far.</param>
    /// <param name="verdict">How it does; null: it could not be seen.</param>
    /// <param name="wasWell">The stack was well when this object came: what is ill now became so with it.</param>
    /// <param name="patience">Failures of unclear cause that are borne, this one not included; the ladder's rung of the alert.</param>
    /// <returns>What failed; null: nothing that counts.</returns>
    public static string? Failed(ComposeSpec spec, IEnumerable<Failure> failures, StackVerdict? verdict, bool wasWell, int patience)
    {
        if (spec.Refusal is { } refusal)
            return $"{refusal.File}: {refusal.Rule}: {refusal.Message}";
        foreach (var failure in failures)
        {
            if (failure.Fault == Fault.Desired || (failure.Fault == Fault.Unclear && failure.Count >= patience))
                return failure.Error;
        }

        return verdict is StackVerdict.Ailing ill && (ill.Own || wasWell) ? ill.Why : null;
    }
}
