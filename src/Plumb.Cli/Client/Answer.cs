using System.Text.Json;

namespace Plumb.Cli.Client;

/// <summary>What the API answered: read, and as it was, with every field that this client does not know.</summary>
internal sealed record Answer<T>(T Value, JsonElement Raw);
