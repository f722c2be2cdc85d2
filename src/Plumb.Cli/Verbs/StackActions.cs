using Plumb.Cli.Commands;

namespace Plumb.Cli.Verbs;

/// <summary>Everything that can be asked of a stack.</summary>
internal static class StackActions
{
    public static IReadOnlyList<StackAction> All { get; } =
    [
        new("sync", "Looks at a stack and repairs it now, ahead of everything else.", "sync", "asked to look and repair now", Goal.Synced,
            new Example("plumb sync web", "look at web and repair it now"),
            new Example("plumb sync web --wait", "and wait until it is synced"),
            new Example("plumb sync web --wait=healthy --timeout 2m", "and healthy, for at most two minutes")),
        new("suspend", "Holds a stack: Plumb looks and reports, and changes nothing until 'plumb resume'.", "suspend", "suspended; 'plumb resume' lets it go on", null,
            new Example("plumb suspend web", "keep hands off web")),
        new("resume", "Lets a suspended stack go on.", "resume", "goes on", Goal.Synced,
            new Example("plumb resume web", "repair web again")),
        new("stop", "Wants a stack present and stopped: its containers are stopped and kept.", "stop", "desired: stopped; 'plumb start' runs it again", Goal.Stopped,
            new Example("plumb stop web --wait", "stop web and wait until nothing of it runs")),
        new("start", "Wants a stopped stack running again.", "start", "desired: running", Goal.Synced,
            new Example("plumb start web", "run web again")),
        new("adopt", "Takes over a Compose project that runs already and is not Plumb's. Nothing is recreated.", "adopt", "adopted", Goal.Synced,
            new Example("plumb adopt web", "take over what runs under web's name")),
        new("unblock", "Lifts a block: failures are forgotten and the stack is tried again.", "unblock", "unblocked; it is tried again now", Goal.Synced,
            new Example("plumb unblock stack web", "try web again")),
    ];
}
