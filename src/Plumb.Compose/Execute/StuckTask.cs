using System.Text.RegularExpressions;
using Plumb.Compose.Cli;

namespace Plumb.Compose.Execute;

/// <summary>
/// An engine that was killed while it started a container leaves a task of containerd's behind, and says of that container for ever after that its
/// task already exists. It can never be started again: made anew it can.
/// </summary>
internal static partial class StuckTask
{
    /// <returns>The container's id, 64 hex digits; null: that is not what went wrong.</returns>
    public static string? ContainerOf(ComposeRun.Failed failed) =>
        failed.Errors.Select(error => error.Message).Append(failed.Summary)
            .Select(words => Words().Match(words)).FirstOrDefault(match => match.Success)?.Groups["id"].Value;

    [GeneratedRegex(@"\btask (?<id>[0-9a-f]{64}): already exists", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
