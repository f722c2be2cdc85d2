using Plumb.Contracts.Notices;
using Plumb.Server.Notices;

namespace Plumb.EndToEnd.Notices;

/// <summary>Plumb dies as by <c>kill -9</c> at each step boundary of a delivery, and is started again.</summary>
public sealed class DeliveryCrashTests
{
    public static TheoryData<string> All => [.. NoticeFailpoints.All.Select(failpoint => failpoint.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nothing_is_lost_and_what_comes_twice_has_one_id(string failpoint)
    {
        await using var stage = await NoticeStage.CreateAsync();
        await stage.StartAsync(failpoint);
        await stage.Plumb.EndedAsync();
        Assert.NotEqual(0, stage.Plumb.ExitCode);
        await stage.StartAsync();

        var sent = Assert.Single(await stage.SeesAsync(it => it is [{ State: NoticeState.Sent }], $"the alert sent after dying at {failpoint}"));
        Assert.Equal("unreachable:compose:engine", Assert.Single(sent.Body.Data.Events).Key["local:".Length..]);
        Assert.Equal([sent.Id], stage.Receiver.Received.Select(it => it.Id).Distinct(StringComparer.Ordinal));
        Assert.Single(stage.Receiver.Received.Select(it => it.Body).Distinct(StringComparer.Ordinal));
        Assert.All(stage.Receiver.Received, it => Assert.True(it.Signed));
        Assert.Equal(failpoint == NoticeFailpoints.AfterSend.Name ? 2 : 1, stage.Receiver.Received.Count);
    }
}
