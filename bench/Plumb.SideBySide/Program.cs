using Plumb.SideBySide;
using Plumb.SideBySide.Fleet;

// dotnet run -c Release --project bench/Plumb.SideBySide -- [render|idle|heal|cold|push|fetch|api|fleet-poll|fleet-publish|fleet-restart|fleet-memory|fleet-agent|all] [--stacks N] [--scale N]
var what = args.FirstOrDefault(a => !a.StartsWith('-')) ?? "all";
var at = Array.IndexOf(args, "--stacks");
int? stacks = at >= 0 ? int.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : null;

at = Array.IndexOf(args, "--scale");
int? scale = at >= 0 ? int.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : null;

if (what == "bare")
    await Bare.RunAsync(int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture));
if (what is "render" or "all")
    await Render.MeasureAsync(stacks ?? 200);
if (what is "idle" or "all")
    await Idle.MeasureAsync(stacks ?? 200);
if (what is "heal" or "all")
    await Heal.MeasureAsync(stacks ?? 100);
if (what is "cold" or "all")
    await Cold.MeasureAsync(stacks ?? 20);
if (what is "push" or "all")
    await Push.MeasureAsync(stacks ?? 200);
if (what is "fetch" or "all")
    await Fetch.MeasureAsync();
if (what is "api" or "all")
    await Api.MeasureAsync(stacks ?? 500);
if (what is "fleet-poll" or "all")
    await FleetPoll.MeasureAsync(scale ?? 10_000);
if (what is "fleet-publish" or "all")
    await FleetPublish.MeasureAsync(scale ?? 1000);
if (what is "fleet-restart" or "all")
    await FleetRestart.MeasureAsync(scale ?? 1000);
if (what is "fleet-memory" or "all")
    await FleetMemory.MeasureAsync(scale ?? 10_000);
if (what is "fleet-agent" or "all")
    await FleetAgent.MeasureAsync(stacks ?? 50);
