using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Plumb.Server.Webhooks.Hosts;

/// <summary>How one kind of Git host tells of a push. Without state.</summary>
internal interface IGitHost
{
    string Name { get; }

    /// <summary>Whether it is this kind of host that calls: its proof is there, good or bad.</summary>
    bool Calls(IHeaderDictionary headers);

    /// <summary>Whether the caller knows the secret.</summary>
    bool Proves(WebhookSecret secret, IHeaderDictionary headers, ReadOnlySpan<byte> body);

    /// <summary>Whether its headers say a push; where they say nothing, the body tells.</summary>
    bool MayBePush(IHeaderDictionary headers);

    /// <summary>What the host calls this delivery, the same when it is sent again; null when it says nothing.</summary>
    string? Delivery(IHeaderDictionary headers);

    /// <summary>The push that the body tells of; null when it tells of something else.</summary>
    /// <exception cref="PayloadException">It is not as this host sends it.</exception>
    Push? Read(JsonElement payload);
}
