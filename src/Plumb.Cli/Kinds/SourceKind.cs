using System.Globalization;
using Plumb.Cli.Client;
using Plumb.Cli.Output;
using Plumb.Contracts.Sources;

namespace Plumb.Cli.Kinds;

internal static class SourceKind
{
    public static Kind<SourceView> Kind { get; } = new("source", "sources", () => ClientJson.Reading.PageSourceView, () => ClientJson.Reading.SourceView, s => s.Name,
    [
        new("NAME", (s, _) => s.Name),
        new("STATUS", (s, _) => new(s.Refresh.Status ?? "", ToneOf(s.Refresh.Status))),
        new("REPOSITORY", (s, _) => s.Spec.Repository),
        new("REVISION", (s, _) => s.Spec.Revision),
        new("COMMIT", (s, _) => StackKind.Short(s.Refresh.Revision)),
        new("STACKS", (s, _) => s.Stacks.ToString(CultureInfo.InvariantCulture)),
        new("REFRESHED", (s, now) => Age.Of(s.Refresh.RefreshedAt, now)),
        new("DIRECTORY", (s, _) => s.Spec.Directory, Wide: true),
        new("ERROR", (s, _) => new(s.Refresh.Error ?? "", Tone.Bad), Wide: true),
        new("MESSAGE", (s, _) => s.Refresh.CommitMessage, Wide: true),
    ]);

    private static Tone ToneOf(string? status) => status switch
    {
        "completed" => Tone.Good,
        "failed" => Tone.Bad,
        _ => Tone.Busy,
    };
}
