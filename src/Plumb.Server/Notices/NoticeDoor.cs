using Plumb.Contracts.Problems;
using Plumb.Platform.Secrets;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Notices.Channels;
using Plumb.Server.Notices.Outbox;
using Plumb.Server.Replicas;
using Plumb.Server.Storage;

namespace Plumb.Server.Notices;

/// <summary>What people ask of notices.</summary>
internal sealed class NoticeDoor(ServerOptions options, ChannelList channels, StoreWriter writer, NoticeBell bell, SecretMask mask)
{
    private readonly NoticeOptions _options = options.Notices ?? new();

    public Task<IReadOnlyList<string>> ReplayAsync(string? id, DateTimeOffset? since, string? channel, Actor actor, CancellationToken cancellation) => writer.WriteAsync<IReadOnlyList<string>>(
        scope =>
        {
            string[] names = [.. channels.All.Select(it => it.Name)];
            var replayed = NoticeTable.Replay(scope, id, since, channel, _options.GiveUpAfter);
            foreach (var (notice, by) in replayed)
            {
                scope.Note(actor, "replay", $"notice/{notice}");
                scope.Tell(ChangeTopics.Notices);
                scope.Then(() => bell.Ring(by));
            }

            // What was for a channel that is not there any more is given up again, with the reason.
            NoticeTable.LeaveOthers(scope, names);
            return [.. replayed.Select(it => it.Id)];
        },
        cancellation);

    public Task<IReadOnlyList<string>> TestAsync(string channel, Actor actor, CancellationToken cancellation)
    {
        var meant = channels.All.Where(it => ChannelNames.Means(channel, it.Name)).ToList();
        if (meant.Count == 0)
        {
            var there = channels.All.Count == 0 ? "None is configured." : $"Configured: {string.Join(", ", channels.All.Select(it => it.Name))}.";
            throw new ProblemException(ProblemCodes.ChannelUnknown, $"There is no channel '{channel}'. {there}");
        }

        return writer.WriteAsync<IReadOnlyList<string>>(
            scope =>
            {
                scope.Note(actor, "test", $"notices/{channel}");
                return [.. meant.Select(it =>
                {
                    scope.Tell(ChangeTopics.Notices);
                    scope.Then(() => bell.Ring(it.Name));
                    return NoticeTable.Add(scope, it.Name, new NoticeWords(_options.Installation, mask).Test(scope.Now), _options.GiveUpAfter);
                })];
            },
            cancellation);
    }
}
