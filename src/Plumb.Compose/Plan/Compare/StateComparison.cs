using Plumb.Compose.Model;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan.Compare;

/// <summary>Containers that do not run as they should.</summary>
internal static class StateComparison
{
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(2);

    public static void Compare(ServiceSide service, Findings findings)
    {
        foreach (var gone in service.Gone)
        {
            Differ(service, gone.Seen, findings, gone.Seen.State);
            findings.Leftovers.Add(gone.Seen.Id);
        }

        foreach (var own in service.Kept)
            Compare(service, own, findings);
    }

    private static void Compare(ServiceSide service, OwnContainer own, Findings findings)
    {
        var seen = own.Seen;
        switch (seen.State)
        {
            case "running":
            case "exited" when own.HasEnded && service.MayFinish:
                return;
            case "paused":
                Differ(service, seen, findings, "paused");
                findings.Unpause.Add(seen.Id);
                findings.Feels(Health.Progressing, $"{service.Name}: {seen.Name} is paused");
                return;
            case "restarting":
                // The engine itself starts it again; what becomes of that is a matter of health.
                if (!HealthComparison.IsCrashLoop(seen))
                    Differ(service, seen, findings, "restarting");
                findings.Feels(Health.Progressing, $"{service.Name}: {seen.Name} is being restarted by the engine", RestartPause);
                return;
            case "exited":
                Differ(service, seen, findings, $"exited ({seen.ExitCode})");
                findings.Require(service.Name, Make.Start, DifferenceKinds.State);
                findings.Feels(Health.Unhealthy, $"{service.Name}: {seen.Name} ended with exit code {seen.ExitCode}");
                return;
            default:
                Differ(service, seen, findings, seen.State);
                findings.Require(service.Name, Make.Start, DifferenceKinds.State);
                findings.Feels(Health.Progressing, $"{service.Name}: {seen.Name} is {seen.State}");
                return;
        }
    }

    private static void Differ(ServiceSide service, ContainerSeen seen, Findings findings, string actual) =>
        findings.Differ(DifferenceKinds.State, service.Name, service.Desired.Scale > 1 ? $"#{seen.Number}" : null, "running", actual);
}
