using Plumb.Platform.Git;

namespace Plumb.Server.Sources.Content;

/// <summary>Reads many blobs with few processes and bounded memory.</summary>
internal static class BlobReading
{
    // One cat-file's answer is held in memory whole.
    private const long BatchBytes = 32 * 1024 * 1024;

    /// <returns>The bytes of each that is within the limit; the others are left out.</returns>
    public static async Task<GitAnswer<IReadOnlyDictionary<string, byte[]>>> ReadAsync(
        GitCheckout checkout, IReadOnlyCollection<string> blobs, long limit, CancellationToken cancellation)
    {
        var sizes = await checkout.SizesAsync(blobs, cancellation);
        return sizes.Succeeded
            ? await ReadAsync(checkout, sizes.Value.Where(s => s.Value <= limit), cancellation)
            : sizes.Failure;
    }

    /// <param name="sizes">Of each blob that is wanted.</param>
    public static async Task<GitAnswer<IReadOnlyDictionary<string, byte[]>>> ReadAsync(
        GitCheckout checkout, IEnumerable<KeyValuePair<string, long>> sizes, CancellationToken cancellation)
    {
        var all = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var batch in Batches(sizes))
        {
            var read = await checkout.BlobsAsync(batch, cancellation);
            if (!read.Succeeded)
            {
                return read.Failure;
            }

            foreach (var (blob, bytes) in read.Value)
            {
                all[blob] = bytes;
            }
        }

        return new GitAnswer<IReadOnlyDictionary<string, byte[]>>(all);
    }

    private static IEnumerable<IReadOnlyCollection<string>> Batches(IEnumerable<KeyValuePair<string, long>> sizes)
    {
        var (batch, bytes) = (new List<string>(), 0L);
        foreach (var (blob, size) in sizes)
        {
            if (bytes + size > BatchBytes && batch.Count > 0)
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(blob);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
