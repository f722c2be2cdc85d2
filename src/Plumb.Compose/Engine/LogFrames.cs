using System.Buffers.Binary;

namespace Plumb.Compose.Engine;

/// <summary>The frames in which the engine interleaves output and errors of a container without a terminal.</summary>
/// <remarks>Source: Engine API, "Attach to a container", Stream format: type, three zero bytes, big-endian length.</remarks>
internal static class LogFrames
{
    private const int HeaderLength = 8;

    /// <summary>The text of all frames; a container with a terminal sends no frames, and its bytes come back as they are.</summary>
    public static byte[] Demultiplex(ReadOnlySpan<byte> stream)
    {
        var text = new MemoryStream(stream.Length);
        var rest = stream;
        while (rest.Length > 0)
        {
            if (rest.Length < HeaderLength || rest[0] > 2 || rest[1] != 0 || rest[2] != 0 || rest[3] != 0)
            {
                // Only a first frame that is none means that the stream has no frames; later it is a cut end.
                return text.Length == 0 ? stream.ToArray() : text.ToArray();
            }

            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(rest[4..]), (uint)(rest.Length - HeaderLength));
            text.Write(rest.Slice(HeaderLength, length));
            rest = rest[(HeaderLength + length)..];
        }

        return text.ToArray();
    }
}
