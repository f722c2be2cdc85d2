using System.Net;
using System.Text.Json;
using Plumb.Server.Tests.Api;
using Plumb.Server.Tests.Audit;

namespace Plumb.Server.Tests.Idempotency;

/// <summary>Each route that writes, as the committed document has it, with an <c>Idempotency-Key</c>.</summary>
public sealed class EveryNamedWriteTests
{
    [Fact]
    public void The_document_says_so_of_each_route_that_writes_with_a_key_and_of_no_other()
    {
        using var document = ApiRoutes.Document();
        var wrong = from path in document.RootElement.GetProperty("paths").EnumerateObject()
                    from operation in path.Value.EnumerateObject()
                    let says = operation.Value.TryGetProperty("parameters", out var parameters) && parameters.EnumerateArray().Any(IsName)
                    where says != (operation.Name != "get" && operation.Value.TryGetProperty("security", out _))
                    select $"{operation.Name} {path.Name}";
        Assert.Empty(wrong);

        static bool IsName(JsonElement parameter) => parameter.TryGetProperty("name", out var name) && name.GetString() == "Idempotency-Key";
    }

    [Fact]
    public async Task Each_is_carried_out_once_and_its_answer_given_again_and_for_another_body_it_is_refused()
    {
        await using var stage = await WriteStage.StartAsync();
        foreach (var write in Writes.All)
        {
            if (write.Before is { } before)
            {
                await before(stage);
            }

            var path = await stage.PathAsync(write);
            var name = Guid.NewGuid().ToString();
            using var first = await stage.SendAsync(write, path, name);
            Assert.True(first.IsSuccessStatusCode, $"{write.Route}: {(int)first.StatusCode} {await first.Content.ReadAsStringAsync()}");
            Assert.False(first.Headers.Contains("Idempotency-Replayed"), write.Route);
            var audit = await stage.AuditAsync();

            using var again = await stage.SendAsync(write, path, name);

            Assert.True(again.Headers.Contains("Idempotency-Replayed"), $"{write.Route}: {(int)again.StatusCode} {await again.Content.ReadAsStringAsync()}");
            Assert.Equal(await ShapeAsync(first), await ShapeAsync(again));
            using var other = await stage.SendAsync(write with { Body = write.Body is null ? "{}" : write.Body + " " }, path, name);
            await other.ProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency.reused");
            Assert.Equal(audit, await stage.AuditAsync());
        }
    }

    private static async Task<(HttpStatusCode Status, string? Type, Uri? Location, string? Tag, string Body)> ShapeAsync(HttpResponseMessage response) =>
        (response.StatusCode, response.Content.Headers.ContentType?.ToString(), response.Headers.Location, response.Headers.ETag?.Tag, await response.Content.ReadAsStringAsync());
}
