using System.CommandLine;
using System.Text.Json.Nodes;
using Plumb.Cli.Commands;
using Plumb.Cli.Configuration;
using Plumb.Cli.Output;
using Plumb.Platform.Processes;

namespace Plumb.Cli.Doctor;

/// <summary><c>plumb doctor</c>: whether Plumb could work on this machine, and how to mend what is wrong.</summary>
internal sealed class DoctorVerb : Verb, IConfigured
{
    private readonly Surroundings surroundings;
    private readonly OutputFlag output;
    private readonly SettingFlags settings;

    public DoctorVerb(Surroundings surroundings)
        : base("doctor", "Checks this machine: engine, Compose, Git, disk, clock, database, keys, control plane; says how to mend. Exit code 1 when something fails.",
            new Example("plumb doctor", "what 'plumb up' would meet here"),
            new Example("plumb doctor -o json", "for programs"))
    {
        this.surroundings = surroundings;
        output = new(this, OutputFormat.Table, OutputFormat.Json);
        settings = new(this, surroundings, Takers.Up);
        Runs(RunAsync);
    }

    public PlumbConfiguration Load(ParseResult parse, IReadOnlyList<Complaint> earlier) => settings.Load(parse, earlier);

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var format = output.Read(parse);
        using var processes = new ProcessRunner(surroundings.Mask, surroundings.Time);
        var ground = new Ground(surroundings, Load(parse, []), processes);
        var found = new List<(Check Check, Finding Finding)>();
        foreach (var check in Checks.All)
        {
            var finding = await check.RunAsync(ground, cancellation);
            found.Add((check, finding));
            if (format == OutputFormat.Table)
            {
                Show(check, finding);
            }
        }

        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(surroundings.Out, new JsonArray([.. found.Select(f => AsJson(f.Check, f.Finding))]).ToElement());
        }

        return found.Exists(f => f.Finding.Outcome == Outcome.Fail) ? ExitCode.Failed : ExitCode.Good;
    }

    private void Show(Check check, Finding finding)
    {
        var word = Toned.Text(surroundings, Word(finding.Outcome).PadRight(4), finding.Outcome switch { Outcome.Ok => Tone.Good, Outcome.Warn => Tone.Busy, _ => Tone.Bad });
        surroundings.Out.WriteLine($"{word}  {check.Name,-13}  {Clean.Line(finding.Says)}");
        if (finding.Mend is not null)
        {
            surroundings.Out.WriteLine($"{"",-21}{Clean.Line(finding.Mend)}");
        }
    }

    private static JsonObject AsJson(Check check, Finding finding) => new JsonObject
    {
        ["name"] = check.Name,
        ["outcome"] = Word(finding.Outcome),
        ["says"] = finding.Says,
        ["mend"] = finding.Mend,
    };

    private static string Word(Outcome outcome) => outcome.ToString().ToLowerInvariant();
}
