using System.Buffers.Binary;

namespace Plumb.Server.Storage;

/// <summary>
/// UUIDv7 that sort in the order in which they were made, also within one millisecond and when the clock is set back: lists in their order are in
/// the order of what happened. One writer uses it.
/// </summary>
/// <remarks>Source: RFC 9562, 6.2, method 1: the twelve bits after the version are a counter.</remarks>
internal sealed class OrderedIds
{
    private const int Most = 0xFFF;
    private long _millisecond;
    private int _counter;

    public Guid Next(DateTimeOffset now)
    {
        var millisecond = Math.Max(now.ToUnixTimeMilliseconds(), _millisecond);
        _counter = millisecond == _millisecond ? _counter + 1 : 0;
        if (_counter > Most)
        {
            (millisecond, _counter) = (millisecond + 1, 0);
        }

        _millisecond = millisecond;
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(millisecond)).TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | _counter));
        return new Guid(bytes, bigEndian: true);
    }
}
