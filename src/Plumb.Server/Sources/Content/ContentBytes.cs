using Plumb.Contracts.Targets;
using Plumb.Platform.Git;
using Plumb.Server.Sources.Finding;

namespace Plumb.Server.Sources.Content;

/// <summary>The bytes of all stacks of one commit: measured, checked, then read together.</summary>
internal sealed class ContentBytes(GitCheckout checkout)
{
    private IReadOnlyDictionary<string, long> _sizes = new Dictionary<string, long>(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, byte[]> _bytes = new Dictionary<string, byte[]>(StringComparer.Ordinal);

    /// <returns>Null when all is measured.</returns>
    public async Task<GitFailure?> MeasureAsync(IEnumerable<StackFiles> stacks, CancellationToken cancellation)
    {
        var blobs = Blobs(stacks);
        if (blobs.Count == 0)
        {
            return null;
        }

        var sizes = await checkout.SizesAsync(blobs, cancellation);
        _sizes = sizes.Value ?? _sizes;
        return sizes.Failure;
    }

    /// <returns>The same stack, when it is within the limits.</returns>
    /// <exception cref="StackRefusedException">A file, or all of them together, are over a limit.</exception>
    public StackFiles CheckSizes(StackFiles stack)
    {
        var total = 0L;
        foreach (var file in stack.Files)
        {
            total += _sizes[file.Id] <= ContentLimits.File ? _sizes[file.Id] : throw ContentLimits.FileTooLarge(Shown(stack, file));
        }

        return total <= ContentLimits.Stack ? stack : throw ContentLimits.StackTooLarge(total);
    }

    /// <returns>Null when all is read.</returns>
    public async Task<GitFailure?> LoadAsync(IEnumerable<StackFiles> stacks, CancellationToken cancellation)
    {
        var read = await BlobReading.ReadAsync(checkout, Blobs(stacks).Select(b => KeyValuePair.Create(b, _sizes[b])), cancellation);
        _bytes = read.Value ?? _bytes;
        return read.Failure;
    }

    /// <exception cref="StackRefusedException">A file is only a pointer to one.</exception>
    public StackContent Content(StackFiles stack)
    {
        var root = SourcePath.Ancestor(stack.Place.Directory, stack.Files.Select(f => f.Path));
        return new StackContent(SourcePath.From(root, stack.Place.Directory), [.. stack.Files.Select(f => File(stack, f, root))]);
    }

    private ContentFile File(StackFiles stack, GitTreeEntry file, string root) =>
        new(SourcePath.From(root, file.Path), file.Mode, file.Id, Real(_bytes[file.Id], Shown(stack, file)));

    /// <summary>The same bytes, when they are the file itself.</summary>
    /// <exception cref="StackRefusedException">They are only a pointer to it.</exception>
    public static byte[] Real(byte[] bytes, string shown) => bytes.AsSpan().StartsWith("version https://git-lfs.github.com/spec/"u8)
        ? throw new StackRefusedException(shown, "lfs", $"{shown}: the file is a Git LFS pointer, and LFS files are not fetched. Track the file itself, or name it in .plumbignore. (lfs)")
        : bytes;

    private static HashSet<string> Blobs(IEnumerable<StackFiles> stacks) => stacks.SelectMany(s => s.Files).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);

    private static string Shown(StackFiles stack, GitTreeEntry file) => SourcePath.From(stack.Place.Directory, file.Path);
}
