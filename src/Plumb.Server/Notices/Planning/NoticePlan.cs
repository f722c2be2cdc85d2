using Plumb.Contracts.Notices;

namespace Plumb.Server.Notices.Planning;

/// <summary>What is to be done for one channel now.</summary>
/// <param name="Send">Null: nothing now.</param>
/// <param name="Settled">Numbers of the happenings that wait no more: told, or nothing of them is left to tell.</param>
/// <param name="Memory">What the channel remembers from now on.</param>
/// <param name="WakeAt">When to look again though nothing new came; null: not before something does. Later than now.</param>
internal sealed record NoticePlan(PlannedNotice? Send, IReadOnlyList<long> Settled, ChannelMemory Memory, DateTimeOffset? WakeAt);

/// <param name="Events">The most severe first.</param>
internal sealed record PlannedNotice(string Type, IReadOnlyList<NoticeEvent> Events);
