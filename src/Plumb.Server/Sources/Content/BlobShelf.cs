using Plumb.Platform.Git;

namespace Plumb.Server.Sources.Content;

/// <summary>The small files that deciding needs, by blob id. What is asked for and not there yet is noted, and fetched in one go.</summary>
internal sealed class BlobShelf
{
    private Dictionary<string, byte[]?> _bytes = new(StringComparer.Ordinal);
    private Dictionary<string, byte[]?> _used = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal);

    /// <summary>Something was asked for that is not there yet.</summary>
    public bool IsWanting => _wanted.Count > 0;

    /// <summary>False: ask again after <see cref="FetchAsync"/>.</summary>
    /// <param name="bytes">Null: the file is over the limit.</param>
    public bool TryGet(string blob, out byte[]? bytes)
    {
        if (_used.TryGetValue(blob, out bytes))
        {
            return true;
        }

        if (_bytes.TryGetValue(blob, out bytes))
        {
            _used[blob] = bytes;
            return true;
        }

        _wanted.Add(blob);
        return false;
    }

    /// <summary>Puts a file there whose bytes came by another way.</summary>
    public void Put(string blob, byte[] bytes) => _used[blob] = bytes.LongLength > ContentLimits.File ? null : bytes;

    /// <summary>Fetches what was asked for.</summary>
    /// <returns>Null when all is there, also when nothing was asked for.</returns>
    public async Task<GitFailure?> FetchAsync(GitCheckout checkout, CancellationToken cancellation)
    {
        if (_wanted.Count == 0)
        {
            return null;
        }

        var read = await BlobReading.ReadAsync(checkout, _wanted, ContentLimits.File, cancellation);
        if (!read.Succeeded)
        {
            return read.Failure;
        }

        foreach (var blob in _wanted)
        {
            _used[blob] = read.Value.GetValueOrDefault(blob);
        }

        _wanted.Clear();
        return null;
    }

    /// <summary>Drops what was not used since the last call.</summary>
    public void Forget()
    {
        (_bytes, _used) = (_used, new(StringComparer.Ordinal));
        _wanted.Clear();
    }
}
