using System.Globalization;
using System.Text;

namespace Plumb.Compose.Engine;

public sealed partial class EngineClient
{
    private const int LogLimit = 256 * 1024;

    /// <summary>The last lines that a container wrote, output and errors in the order in which the engine kept them.</summary>
    /// <param name="id">The container.</param>
    /// <param name="lines">At most this many; more than 0. Their text is cut at 256 KiB.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<EngineAnswer<IReadOnlyList<string>>> LogTailAsync(string id, int lines, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lines, 1);
        return CallAsync(
            api => _transport.SendAsync<IReadOnlyList<string>>(
                HttpMethod.Get,
                string.Create(CultureInfo.InvariantCulture, $"{api}/containers/{Segment(id)}/logs?stdout=1&stderr=1&tail={lines}"),
                async (response, limit) =>
                {
                    await using var body = await response.Content.ReadAsStreamAsync(limit);
                    var bytes = new byte[LogLimit];
                    var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, limit);
                    return Lines(LogFrames.Demultiplex(bytes.AsSpan(0, read)), lines);
                },
                _timeouts.Look,
                cancellation),
            cancellation);
    }

    private static List<string> Lines(byte[] text, int most)
    {
        var all = Encoding.UTF8.GetString(text).ReplaceLineEndings("\n").Split('\n').ToList();
        if (all.Count > 0 && all[^1].Length == 0)
        {
            all.RemoveAt(all.Count - 1);
        }

        return all.Count > most ? all[^most..] : all;
    }
}
