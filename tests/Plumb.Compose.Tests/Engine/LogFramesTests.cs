using System.Text;
using Plumb.Compose.Engine;

namespace Plumb.Compose.Tests.Engine;

public sealed class LogFramesTests
{
    private static byte[] Frame(byte stream, string text) =>
        [stream, 0, 0, 0, 0, 0, 0, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    [Fact]
    public void Joins_output_and_errors_in_their_order() =>
        Assert.Equal("err\nhi\n"u8.ToArray(), LogFrames.Demultiplex([.. Frame(2, "err\n"), .. Frame(1, "hi\n")]));

    [Fact]
    public void Keeps_what_a_terminal_wrote_as_it_is() =>
        Assert.Equal("plain\r\n"u8.ToArray(), LogFrames.Demultiplex("plain\r\n"u8));

    [Fact]
    public void A_stream_cut_inside_a_frame_keeps_what_came() =>
        Assert.Equal("onetw"u8.ToArray(), LogFrames.Demultiplex([.. Frame(1, "one"), 1, 0, 0, 0, 0, 0, 0, 3, .. "tw"u8]));

    [Fact]
    public void A_stream_cut_inside_a_header_keeps_what_came() =>
        Assert.Equal("one"u8.ToArray(), LogFrames.Demultiplex([.. Frame(1, "one"), 1, 0, 0]));
}
