using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Plumb.Server.Api;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Api;

/// <summary>A route as the committed document has it.</summary>
/// <param name="Rule">What it says of who may use it; null: nothing.</param>
internal sealed record ApiRoute(string Method, string Path, Access? Rule)
{
    public bool IsWrite => Method != "GET";

    /// <summary>The route with names filled in that nobody has, but those that are given.</summary>
    public string Filled(params (string Name, string Value)[] names)
    {
        var filled = names.Aggregate(Path, (path, name) => path.Replace($"{{{name.Name}}}", name.Value, StringComparison.Ordinal));
        return Regex.Replace(filled, "{[a-zA-Z]+}", "nobody-has-this", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    public HttpRequestMessage Request(string? key, params (string Name, string Value)[] names)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), Filled(names));
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        if (Method is "POST" or "PUT")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        return request;
    }

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>Every route of <c>docs/reference/openapi.json</c>.</summary>
internal static class ApiRoutes
{
    private static readonly Dictionary<string, Access> Words = Enum.GetValues<Access>().Where(access => access != Access.Open)
        .ToDictionary(access => $"Needs: {ApiDescription.Words(access)}.", StringComparer.Ordinal);

    public static IReadOnlyList<ApiRoute> All { get; } = Read();

    public static JsonDocument Document() => JsonDocument.Parse(File.ReadAllBytes(Repository.At("docs", "reference", "openapi.json")));

    private static IReadOnlyList<ApiRoute> Read()
    {
        using var document = Document();
        return [.. from path in document.RootElement.GetProperty("paths").EnumerateObject()
                   from operation in path.Value.EnumerateObject()
                   let said = operation.Value.TryGetProperty("description", out var description) ? description.GetString()! : ""
                   select new ApiRoute(operation.Name.ToUpperInvariant(), path.Name, Words.Where(rule => said.EndsWith(rule.Key, StringComparison.Ordinal)).Select(rule => (Access?)rule.Value).FirstOrDefault())];
    }
}
