namespace Plumb.Cli.Doctor;

/// <summary>Everything that is checked, in the order in which it is shown.</summary>
internal static class Checks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new("engine", WorldChecks.EngineAsync),
        new("compose", WorldChecks.ComposeAsync),
        new("git", ToolChecks.GitAsync),
        new("setpriv", (ground, cancellation) => ToolChecks.NeededAsync(ground, "setpriv", "Without it, processes of Plumb's could outlive it. Install util-linux.", cancellation)),
        new("prlimit", (ground, cancellation) => ToolChecks.NeededAsync(ground, "prlimit", "Without it, Compose could take all memory. Install util-linux.", cancellation)),
        new("tmux", ToolChecks.TmuxAsync),
        new("data", DataChecks.DirectoryAsync),
        new("disk", DataChecks.DiskAsync),
        new("database", DataChecks.DatabaseAsync),
        new("admin key", DataChecks.AdminKeyAsync),
        new("clock", ClockCheck.RunAsync),
        new("control plane", ControlPlaneCheck.RunAsync),
    ];
}
