using System.Text.Json;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Desired;

/// <summary>When two versions of a stack are the same as far as preparing and planning go. Requests are not part of it.</summary>
internal static class SpecIdentity
{
    /// <summary>Equal when, and only when, preparing again could give another spec.</summary>
    public static string Of(TargetStack stack) =>
        JsonSerializer.Serialize(stack with { Requests = [] }, State.StateJson.Default.TargetStack);

    /// <summary>Equal when the loop need not be told.</summary>
    public static string Of(ComposeSpec spec, string target) => string.Join(
        '\n', [spec.Fingerprint, spec.Adopt ? "adopt" : "", spec.Acknowledged?.Id ?? "", spec.Refusal?.Message ?? "", spec.RolledBack?.ToString() ?? "", .. spec.ProjectRivals, "", .. spec.DependsOn.Select(d => d.Value), "", target]);
}
