using System.Buffers;

namespace Plumb.Platform.Processes;

/// <summary>Reads a stream to its end and keeps its first bytes.</summary>
/// <param name="limit">How many, in bytes.</param>
/// <param name="heard">Called whenever something came.</param>
internal sealed class CappedOutput(int limit, Action heard) : IDisposable
{
    private readonly MemoryStream _kept = new();
    private bool _cut;

    /// <summary>Some bytes were dropped, or the end was not reached.</summary>
    public bool Cut => _cut || !EndReached;

    public bool EndReached { get; private set; }

    public ReadOnlyMemory<byte> Kept => _kept.GetBuffer().AsMemory(0, (int)_kept.Length);

    public async Task ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await stream.ReadAsync(buffer, cancellation) is var length and > 0)
            {
                heard();
                var room = Math.Min(length, limit - (int)_kept.Length);
                _kept.Write(buffer, 0, room);
                _cut |= room < length;
            }

            EndReached = true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _kept.Dispose();
}
