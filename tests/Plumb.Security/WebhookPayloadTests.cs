using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Plumb.Security.Kit;
using Plumb.Server.Tests.Webhooks;

namespace Plumb.Security;

/// <summary>Advisory row 8 (CVE-2025-59538): a signed payload of any shape is answered, and the process lives.</summary>
public sealed class WebhookPayloadTests
{
    public static TheoryData<string> Hosts => ["GitHub", "GitLab", "Gitea"];

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Every_part_of_a_payload_may_be_anything(string host)
    {
        await using var plane = await ControlPlane.StartAsync();
        var whole = (JsonObject)JsonNode.Parse(Deliverer.Of(host).Json)!;
        var payloads = new List<string> { "", "null", "[]", "{}", "1", "\"x\"", "[[]]", "{", "\0", "\ud83d" };
        foreach (var path in Paths(whole, []))
        {
            foreach (var odd in new[] { "null", "[]", "{}", "-1", "1e999", "true", "\"\"", "\"\\u0000\"", "[null]", "{\"ref\":[]}" })
                payloads.Add(With(whole, path, odd).ToJsonString());
        }

        var statuses = new HashSet<HttpStatusCode>();
        foreach (var payload in payloads)
        {
            using var answer = await (Deliverer.Of(host) with { Body = Encoding.UTF8.GetBytes(payload), Id = Guid.NewGuid().ToString() }).SendAsync(plane.Http);
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Accepted, $"{(int)answer.StatusCode}: {payload}");
            statuses.Add(answer.StatusCode);
        }

        Assert.Contains(HttpStatusCode.BadRequest, statuses);
        using var good = await (Deliverer.Of(host) with { Repository = plane.Repository, Id = "good" }).SendAsync(plane.Http);
        Assert.Contains("accepted", await good.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static IEnumerable<string[]> Paths(JsonObject from, string[] above) => from.SelectMany(p => p.Value is JsonObject inner ? Paths(inner, [.. above, p.Key]).Append([.. above, p.Key]) : [[.. above, p.Key]]);

    private static JsonObject With(JsonObject whole, string[] path, string odd)
    {
        var copy = (JsonObject)whole.DeepClone();
        var at = path[..^1].Aggregate(copy, (map, key) => (JsonObject)map[key]!);
        at[path[^1]] = odd == "1e999" ? 1e300 : JsonNode.Parse(odd);
        return copy;
    }
}
