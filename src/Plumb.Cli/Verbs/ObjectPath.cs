using Plumb.Cli.Client;

namespace Plumb.Cli.Verbs;

/// <summary>Where a thing of a kind is in the API.</summary>
internal static class ObjectPath
{
    /// <param name="kind">In the singular.</param>
    public static async Task<string> OfAsync(ApiClient api, string kind, string name, CancellationToken cancellation) =>
        kind == "stack" ? await StackPath.OfAsync(api, name, cancellation) : $"api/v1/{kind}s/{Uri.EscapeDataString(name)}";
}
