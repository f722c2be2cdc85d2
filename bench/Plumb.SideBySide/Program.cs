using Plumb.SideBySide;

// dotnet run -c Release --project bench/Plumb.SideBySide -- [render|idle|heal|cold|push|fetch|api|all] [--stacks N]
var what = args.FirstOrDefault(a => !a.StartsWith('-')) ?? "all";
var at = Array.IndexOf(args, "--stacks");
int? stacks = at >= 0 ? int.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : null;

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
