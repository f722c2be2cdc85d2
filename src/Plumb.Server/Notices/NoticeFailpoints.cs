using Plumb.Platform.Failpoints;

namespace Plumb.Server.Notices;

/// <summary>Where a test may have the process die on the way of a notice.</summary>
public static class NoticeFailpoints
{
    /// <summary>In the transaction of the change, before it is committed.</summary>
    public static Failpoint Noted { get; } = new("notices.noted");

    public static Failpoint BeforeCompose { get; } = new("notices.compose.before");

    public static Failpoint AfterCompose { get; } = new("notices.compose.after");

    public static Failpoint BeforeSend { get; } = new("notices.send.before");

    /// <summary>The other side has it, and that is not recorded yet.</summary>
    public static Failpoint AfterSend { get; } = new("notices.send.after");

    public static Failpoint AfterRecord { get; } = new("notices.record.after");

    public static IReadOnlyList<Failpoint> All { get; } = [Noted, BeforeCompose, AfterCompose, BeforeSend, AfterSend, AfterRecord];
}
