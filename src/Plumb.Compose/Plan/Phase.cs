using Plumb.Compose.Model;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan;

/// <summary>Work of one plan that runs together, or is held together.</summary>
/// <param name="hold">Why its steps must not run; null: they run.</param>
internal sealed class Phase(PlannedHold? hold)
{
    public PlannedHold? Hold { get; } = hold;

    /// <summary>The acknowledgement that lets it run; null: it needs none.</summary>
    public string? Permit { get; init; }

    /// <summary>By service.</summary>
    public Dictionary<string, Make> Makes { get; } = new(StringComparer.Ordinal);

    public bool LayOut { get; set; }

    public IReadOnlyList<string> Unpause { get; set; } = [];

    public IReadOnlyList<ContainerName> Renames { get; set; } = [];

    public IReadOnlyList<ContainerUpdate> Updates { get; set; } = [];

    public IReadOnlyList<string> Leftovers { get; set; } = [];

    public IReadOnlyList<string> Strangers { get; set; } = [];

    public IReadOnlyList<string> Orphans { get; set; } = [];

    public void Put(string service, Make make)
    {
        if (make != Make.Nothing)
            Makes[service] = Makes.GetValueOrDefault(service) | make;
    }

    public Make Of(string service) => Makes.GetValueOrDefault(service);
}
