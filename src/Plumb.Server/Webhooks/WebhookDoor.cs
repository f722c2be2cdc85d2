using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Server;
using Plumb.Server.Api;
using Plumb.Server.Publishers;
using Plumb.Server.Webhooks.Hosts;

namespace Plumb.Server.Webhooks;

/// <summary>
/// Where Git hosts tell of pushes. A delivery is a hint and nothing more: it makes the sources that follow what was pushed to look sooner, and
/// nothing of it is stored, fetched or run.
/// </summary>
internal sealed partial class WebhookDoor(ServerOptions options, Deliveries deliveries, SourceStore sources, ILogger<WebhookDoor> log)
{
    // Gitea comes before GitHub, whose headers it sends, too.
    private static readonly IGitHost[] Hosts = [new Gitea(), new GitHub(), new GitLab()];

    /// <param name="request">Its body has not been read.</param>
    /// <param name="refresh">Null: this server does not refresh sources.</param>
    /// <exception cref="ProblemException">It is refused.</exception>
    public async Task<WebhookAnswer> TakeAsync(HttpRequest request, ISourceRefresh? refresh, CancellationToken cancellation)
    {
        var secret = options.Webhook ?? throw new ProblemException(ProblemCodes.WebhookDisabled, "A webhook came.");
        var body = await ReadAsync(request, cancellation);
        var host = Known(secret, request.Headers, body.Span);
        if (refresh is null)
        {
            throw new ProblemException(ProblemCodes.RefreshUnavailable, "A webhook came.");
        }

        var (push, followers) = Followed(host, request, body);
        if (push is null || followers.Count == 0)
        {
            LogIgnored(host.Name, push?.Ref);
            return WebhookAnswer.Ignored;
        }

        if (!deliveries.Take(host.Delivery(request.Headers), body.Span))
        {
            LogDuplicate(host.Name, push.Ref);
            return WebhookAnswer.Duplicate;
        }

        foreach (var source in followers)
        {
            LogAccepted(host.Name, push.Ref, source);
            refresh.Request(source);
        }

        return WebhookAnswer.Accepted;
    }

    private static IGitHost Known(WebhookSecret secret, IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        var host = Hosts.FirstOrDefault(host => host.Calls(headers))
            ?? throw new ProblemException(ProblemCodes.WebhookSignature, "The webhook has no signature.");
        return host.Proves(secret, headers, body) ? host : throw new ProblemException(ProblemCodes.WebhookSignature, $"The signature of {host.Name}'s webhook is not made with this server's secret.");
    }

    private (Push? Push, IReadOnlyList<string> Followers) Followed(IGitHost host, HttpRequest request, ReadOnlyMemory<byte> body)
    {
        try
        {
            return host.MayBePush(request.Headers) && Payload.Read(body, request.ContentType, host.Read) is { } push
                ? (push, [.. sources.List().Where(row => row.ToPublisher().Spec!.Follows(push)).Select(row => row.Name)])
                : (null, []);
        }
        catch (PayloadException e)
        {
            throw new ProblemException(ProblemCodes.WebhookPayload, e.Message);
        }
    }

    // The server's limit for a body ends this; memory grows with what came, not with what was announced.
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    [LoggerMessage(EventId = 2331, EventName = "webhook.accepted", Level = LogLevel.Information, Message = "{Host} told of a push to {Ref}: source {Source} looks.")]
    private partial void LogAccepted(string host, string @ref, string source);

    [LoggerMessage(EventId = 2332, EventName = "webhook.ignored", Level = LogLevel.Information, Message = "{Host} told of something that no source follows (ref {Ref}).")]
    private partial void LogIgnored(string host, string? @ref);

    [LoggerMessage(EventId = 2333, EventName = "webhook.duplicate", Level = LogLevel.Information, Message = "{Host} told again of a push to {Ref}.")]
    private partial void LogDuplicate(string host, string @ref);
}
