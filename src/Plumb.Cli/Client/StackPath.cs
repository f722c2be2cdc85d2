
namespace Plumb.Cli.Client;

/// <summary>A stack's place in the API.</summary>
internal static class StackPath
{
    /// <summary>
    /// <c>api/v1/stacks/NAME</c>. Names that are more than a plain segment (those with <c>/</c>, and <c>.</c>, the stack at the root of its source)
    /// are looked up first and asked for by id: proxies and URL libraries rewrite such segments.
    /// </summary>
    public static async Task<string> OfAsync(ApiClient api, string name, CancellationToken cancellation)
    {
        if (name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && name.Any(char.IsAsciiLetterOrDigit))
        {
            return $"api/v1/stacks/{name}";
        }

        string? after = null;
        do
        {
            var page = await api.GetAsync("list stacks", $"api/v1/stacks?limit=500{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}", ClientJson.Reading.PageStackView, cancellation);
            if (page.Value.Items.FirstOrDefault(s => s.Name == name || $"{s.Publisher}/{s.Name}" == name) is { } found)
            {
                return $"api/v1/stacks/{found.Id}";
            }

            after = page.Value.Next;
        }
        while (after is not null);
        return $"api/v1/stacks/{Uri.EscapeDataString(name)}";
    }
}
