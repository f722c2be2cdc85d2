using Plumb.Cli.Client;

namespace Plumb.Cli.Verbs;

/// <summary>Where a thing of a kind is in the API.</summary>
internal static class ObjectPath
{
    /// <param name="kind">In the singular.</param>
    /// <exception cref="CommandException">There is no such tie.</exception>
    public static async Task<string> OfAsync(ApiClient api, string kind, string name, CancellationToken cancellation) => kind switch
    {
        "stack" => await StackPath.OfAsync(api, name, cancellation),
        "target" => await TieAsync(api, kind, name, "stack", cancellation),
        "subscription" => await TieAsync(api, kind, name, "publisher", cancellation),
        _ => $"api/v1/{kind}s/{Uri.EscapeDataString(name)}",
    };

    // Both names may have slashes: which is which is known from those that there are.
    private static async Task<string> TieAsync(ApiClient api, string kind, string name, string other, CancellationToken cancellation)
    {
        try
        {
            return await KnownAsync(api, kind, name, other, cancellation);
        }
        catch (CommandException own) when (own.Code == "role.forbidden" && name.Split('/', 2) is [var agent, var tied])
        {
            // An agent's own key lists no ties of others.
            return $"api/v1/agents/{Uri.EscapeDataString(agent)}/{kind}s/{Uri.EscapeDataString(tied)}";
        }
    }

    private static async Task<string> KnownAsync(ApiClient api, string kind, string name, string other, CancellationToken cancellation)
    {
        string? after = null;
        do
        {
            var page = await api.FindAsync($"list {kind}s", $"api/v1/{kind}s?limit=500{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}", cancellation);
            foreach (var tie in page?.GetProperty("items").EnumerateArray() ?? [])
            {
                var (agent, tied) = (tie.GetProperty("agent").GetString()!, tie.GetProperty(other).GetString()!);
                if ($"{agent}/{tied}" == name)
                {
                    return $"api/v1/agents/{Uri.EscapeDataString(agent)}/{kind}s/{Uri.EscapeDataString(tied)}";
                }
            }

            after = page?.GetProperty("next").GetString();
        }
        while (after is not null);
        throw new CommandException($"find {kind} '{name}'", $"there is no such {kind}", $"'plumb get {kind}s' lists them, as AGENT and {other.ToUpperInvariant()}.");
    }
}
