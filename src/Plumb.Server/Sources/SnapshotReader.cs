using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Platform.Git;
using Plumb.Server.Sources.Content;
using Plumb.Server.Sources.Finding;

namespace Plumb.Server.Sources;

/// <summary>Reads all stacks of a source at one commit. Keep one for each source: it remembers what it read.</summary>
/// <remarks>One process a kind of question, however many stacks: a tree, and sizes and bytes in rounds, as deep as files include each other.</remarks>
internal sealed class SnapshotReader
{
    // Each round goes one include or one link deeper; both are bounded for each stack.
    private const int MostRounds = 200;

    private readonly BlobShelf _shelf = new();
    private readonly ReferenceCache _references = new();

    public async Task<GitAnswer<SourceSnapshot>> ReadAsync(GitCheckout checkout, GitRevision revision, SourceSpec spec, CancellationToken cancellation)
    {
        var tried = $"Reading the directory '{spec.Directory}' at {checkout.Commit.Id}";
        var listed = await checkout.TreeAsync(cancellation);
        if (!listed.Succeeded)
        {
            return listed.Failure;
        }

        var tree = new SourceTree(listed.Value);
        if (SourcePath.Resolve(".", spec.Directory) is not { } directory || tree.Below(directory).IsEmpty)
        {
            return new GitFailure(GitFailureKind.DirectoryMissing, tried, tree.Entries.Count == 0 ? "the commit has no files" : "there is no such directory with tracked files");
        }

        var ignoring = await IgnoreFiles.ApplyAsync(tree, checkout, _shelf, cancellation);
        if (!ignoring.Succeeded)
        {
            return ignoring.Failure;
        }

        var stacks = await StacksAsync(ignoring.Value, StackPlaces.Find(ignoring.Value, directory, spec.Discovery), checkout, cancellation);
        _shelf.Forget();
        _references.Forget();
        return stacks.Succeeded
            ? new SourceSnapshot(checkout.Commit.Id, checkout.Commit.Message, revision.Ref, revision.RefType.ToString().ToLowerInvariant(), stacks.Value)
            : stacks.Failure;
    }

    private async Task<GitAnswer<IReadOnlyList<DiscoveredStack>>> StacksAsync(
        SourceTree tree, IReadOnlyList<StackPlace> places, GitCheckout checkout, CancellationToken cancellation)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var read = places.Select(place => Try(place, () => StackFiles.Read(place, places, tree, _shelf, _references))).ToList();
            if (!_shelf.IsWanting)
            {
                return await ContentsAsync(read, checkout, cancellation);
            }

            if (await _shelf.FetchAsync(checkout, cancellation) is { } failure)
            {
                return failure;
            }
        }

        return new GitFailure(GitFailureKind.Other, $"Reading the stacks at {checkout.Commit.Id}", $"files include each other more than {MostRounds} levels deep");
    }

    private static async Task<GitAnswer<IReadOnlyList<DiscoveredStack>>> ContentsAsync(
        IReadOnlyList<Outcome<StackFiles>> read, GitCheckout checkout, CancellationToken cancellation)
    {
        var bytes = new ContentBytes(checkout);
        if (await bytes.MeasureAsync(read.Select(r => r.Value).OfType<StackFiles>(), cancellation) is { } unmeasured)
        {
            return unmeasured;
        }

        var sized = read.Select(r => r.Value is { } files ? Try(files.Place, () => bytes.CheckSizes(files)) : r).ToList();
        if (await bytes.LoadAsync(sized.Select(s => s.Value).OfType<StackFiles>(), cancellation) is { } unread)
        {
            return unread;
        }

        return new GitAnswer<IReadOnlyList<DiscoveredStack>>([.. sized.Select(s => Stack(s, bytes))]);
    }

    private static DiscoveredStack Stack(Outcome<StackFiles> read, ContentBytes bytes)
    {
        var content = read.Value is { } files ? Try(read.Place, () => bytes.Content(files)) : new Outcome<StackContent>(read.Place, null, read.Refusal);
        return new DiscoveredStack(
            read.Place.Path, read.Place.ComposeFile, read.Value?.Settings ?? new StackSettings(), content.Value, content.Value?.Checksum(), content.Refusal);
    }

    /// <summary>One bad stack fails alone.</summary>
    private static Outcome<T> Try<T>(StackPlace place, Func<T> read)
        where T : class
    {
        try
        {
            return new(place, read(), null);
        }
        catch (StackRefusedException refused)
        {
            return new(place, null, refused.Refusal);
        }
    }

    private sealed record Outcome<T>(StackPlace Place, T? Value, Refusal? Refusal)
        where T : class;
}
