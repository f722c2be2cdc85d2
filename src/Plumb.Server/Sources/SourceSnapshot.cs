using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Server.Sources;

/// <summary>All stacks of one source at one commit. Complete: what is not in it is not desired at <paramref name="Revision"/>.</summary>
/// <param name="Revision">The commit's full id, lower-case hex.</param>
/// <param name="CommitMessage">The whole message, without trailing line ends.</param>
/// <param name="Ref">The branch's or tag's name, or the commit's id.</param>
/// <param name="RefType"><c>branch</c>, <c>tag</c> or <c>commit</c>.</param>
/// <param name="Stacks">By path, ordinal. Never empty because something could not be read.</param>
public sealed record SourceSnapshot(string Revision, string CommitMessage, string Ref, string RefType, IReadOnlyList<DiscoveredStack> Stacks)
{
    /// <summary>The message up to its first line end.</summary>
    public string CommitSubject => CommitMessage.Split('\n', 2)[0].TrimEnd('\r');
}

/// <summary>One stack that was found. Either it has content, or a refusal that says why not.</summary>
/// <param name="Path">Relative to the deploy directory, <c>/</c>-separated; <c>.</c> for the directory itself.</param>
/// <param name="ComposeFile">The compose file that was found, relative to the stack's directory.</param>
/// <param name="Settings">What <c>plumb.stack.yaml</c> says; all defaults when there is none, or it was refused.</param>
/// <param name="Content">Its tracked files; null when refused.</param>
/// <param name="Checksum">The content's inputs checksum; null when refused.</param>
/// <param name="Refusal">Hostile or invalid content, by file and rule; null when good.</param>
public sealed record DiscoveredStack(
    string Path,
    string? ComposeFile,
    StackSettings Settings,
    StackContent? Content,
    string? Checksum,
    Refusal? Refusal);
