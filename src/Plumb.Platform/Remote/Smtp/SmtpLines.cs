using System.Globalization;
using System.Text;

namespace Plumb.Platform.Remote.Smtp;

/// <summary>A server's reply.</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Lines">What stood behind the code, line by line.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public override string ToString() => $"{Code} {string.Join(' ', Lines)}".Trim();
}

/// <summary>Commands and replies over a stream.</summary>
/// <remarks>Source: RFC 5321, sections 4.2 and 4.5.3.1: replies of several lines, and how long a line may be.</remarks>
internal sealed class SmtpLines(Stream stream)
{
    private const int LongestLine = 2048;
    private const int MostLines = 128;

    private readonly byte[] _buffer = new byte[4096];
    private int _from;
    private int _to;

    /// <summary>Nothing came that was not read: what a server said before TLS must not count after it (CVE-2011-0411).</summary>
    public bool IsDrained => _from == _to;

    public async Task WriteAsync(string text, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await stream.FlushAsync(cancellation);
    }

    public async Task<SmtpReply> CommandAsync(string line, CancellationToken cancellation)
    {
        await WriteAsync(line + "\r\n", cancellation);
        return await ReplyAsync(cancellation);
    }

    /// <exception cref="IOException">It ended, or is no SMTP.</exception>
    public async Task<SmtpReply> ReplyAsync(CancellationToken cancellation)
    {
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            var line = await LineAsync(cancellation);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code) || (line.Length > 3 && line[3] is not (' ' or '-')))
            {
                throw new IOException($"what answered is no SMTP server: '{(line.Length > 80 ? line[..80] : line)}'");
            }

            lines.Add(line.Length > 4 ? line[4..].Trim() : "");
            if (line.Length == 3 || line[3] == ' ')
            {
                return new(code, lines);
            }
        }

        throw new IOException($"the server's reply has more than {MostLines} lines");
    }

    private async Task<string> LineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (line.Length < LongestLine)
        {
            if (_from == _to)
            {
                (_from, _to) = (0, await stream.ReadAsync(_buffer, cancellation));
                if (_to == 0)
                {
                    throw new IOException("the server closed the connection");
                }
            }

            var next = (char)_buffer[_from++];
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(next);
        }

        throw new IOException($"the server's reply has a line of more than {LongestLine} bytes");
    }
}
