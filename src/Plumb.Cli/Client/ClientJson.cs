using System.Text.Json;
using System.Text.Json.Serialization;
using Plumb.Contracts.Json;

namespace Plumb.Cli.Client;

/// <summary>The API's JSON as a client reads it: fields that a newer server added are left unread, where the server refuses unknown ones.</summary>
internal static class ClientJson
{
    public static PlumbJson Reading { get; } = new(new JsonSerializerOptions(PlumbJson.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    });
}
