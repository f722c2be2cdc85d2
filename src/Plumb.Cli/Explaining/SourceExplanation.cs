using System.Globalization;
using Plumb.Cli.Kinds;
using Plumb.Contracts.Json;
using Plumb.Contracts.Sources;

namespace Plumb.Cli.Explaining;

/// <summary>Why a source is as it is, out of what the control plane tells of it.</summary>
internal static class SourceExplanation
{
    public static IEnumerable<string> Of(SourceView source, DateTimeOffset now)
    {
        var (spec, refresh) = (source.Spec, source.Refresh);
        var last = refresh.Revision is null ? null : $"{refresh.Ref ?? spec.Revision} at {StackKind.Short(refresh.Revision)} ({refresh.CommitMessage})";
        yield return refresh switch
        {
            { Status: "failed" } => $"Source {source.Name} cannot be read: {refresh.Error}",
            { Status: "refreshing" or "queued" } => $"Source {source.Name} is about to be read.",
            { Status: null } => $"Source {source.Name} was not read yet.",
            _ => $"Source {source.Name} is as its repository has it: {last}, read {Age.Of(refresh.RefreshedAt, now)} ago.",
        };
        yield return "";
        yield return $"What should be:        {spec.Revision} of {spec.Repository}, directory {spec.Directory}, asked for every {Duration.Format(spec.Poll)}.";
        yield return $"What is:               {last ?? "nothing was read yet"}.";
        yield return $"Stacks of it:          {source.Stacks.ToString(CultureInfo.InvariantCulture)}.";
        if (refresh.Status == "failed")
        {
            yield return $"What is done:          {(last is null ? "it is tried again at every poll." : "what was read last is kept true, and it is tried again at every poll.")}";
        }
    }
}
