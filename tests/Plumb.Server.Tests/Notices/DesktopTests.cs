using Plumb.Contracts.Notices;
using Plumb.Server.Notices;
using Plumb.Server.Notices.Planning;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Notices;

/// <summary>The desktop, with a <c>notify-send</c> that writes down what it was called with.</summary>
public sealed class DesktopTests
{
    [Fact]
    public async Task It_is_shown_with_its_urgency_and_nothing_in_it_is_a_flag_or_a_shells()
    {
        using var directory = new TempDir();
        await using var server = await NoticeServer.StartAsync(it => it with { Desktop = Desktop(directory, "printf '%s\\n' \"$@\" \"$DISPLAY\" \"$HOME\" >\"$0.called\"") });
        await server.FiresAsync("a", "critical", "--help; $(id) `id` \"quoted\"");
        await server.SeesAsync(it => it is [{ State: NoticeState.Sent }], "shown");
        Assert.Equal(
            ["--app-name=Plumb", "--urgency=critical", "--", "[Plumb] FIRING (critical): --help; $(id) `id` \"quoted\"", "2026-06-01 12:00:00 UTC  FIRING (critical)  --help; $(id) `id` \"quoted\"", "", ":7", "", ""],
            File.ReadAllText(directory.At("notify-send.called")).Split('\n'));
    }

    [Fact]
    public async Task A_desktop_that_is_not_there_is_tried_again_later()
    {
        using var directory = new TempDir();
        await using var server = await NoticeServer.StartAsync(it => it with { Desktop = Desktop(directory, "echo no display >&2; exit 1") });
        await server.FiresAsync("a");
        var waits = Assert.Single(await server.SeesAsync(it => it is [{ Attempts: 1 }], "tried"));
        Assert.Equal((NoticeState.Waiting, "notify-send ended with 1: no display"), (waits.State, waits.Answer));
    }

    private static DesktopTarget Desktop(TempDir directory, string script)
    {
        var program = directory.Write("notify-send", $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(program, new Dictionary<string, string>(StringComparer.Ordinal) { ["DISPLAY"] = ":7" }, Severity.Warning);
    }
}
