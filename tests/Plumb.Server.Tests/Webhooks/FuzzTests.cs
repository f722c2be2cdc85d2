using System.Net;
using System.Text;
using Plumb.Contracts.Sources;
using Plumb.Server.Webhooks;
using Plumb.Server.Webhooks.Hosts;

namespace Plumb.Server.Tests.Webhooks;

/// <summary>Each host's payload, cut, doubled, and with bytes changed: an answer or a refusal, never a failure of the server.</summary>
public sealed class FuzzTests
{
    private static readonly SourceSpec Source = new() { Repository = "https://git.example/acme/infra", Revision = "HEAD" };

    private static readonly byte[][] Tokens =
    [
        .. ((string[])["{", "}", "[", "]", "\"", ":", ",", "null", "-1e999", "\\ud800", "\\u0000", "\\", "payload=", "%zz", "://", "ssh://[", "file://", "@", "git@:x", "http://a:99999/", "http://[::1%25/x", "/", "\u202e"]).Select(Encoding.UTF8.GetBytes),
        [0xff, 0xfe], [0xc0, 0x80], [0], [.. Enumerable.Repeat((byte)'[', 300)],
    ];

    [Theory]
    [InlineData("GitHub", false)]
    [InlineData("GitHub", true)]
    [InlineData("GitLab", false)]
    [InlineData("Gitea", false)]
    public void Whatever_is_changed_in_a_payload_it_is_read_or_refused(string name, bool form)
    {
        var original = Encoding.UTF8.GetBytes(form ? $"payload={Uri.EscapeDataString(Deliverer.Of(name).Json)}" : Deliverer.Of(name).Json);
        var host = HostOf(name);
        var (read, refused) = (0, 0);
        for (var seed = 0; seed < 5_000; seed++)
        {
            var body = Mutate(original, new Random(seed));
            try
            {
                read += Payload.Read(body, form ? "application/x-www-form-urlencoded" : "application/json", host.Read) is { } push && Source.Follows(push) ? 1 : 0;
            }
            catch (PayloadException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}: {e}");
            }
        }

        Assert.True(read > 50 && refused > 50, $"{read} read, {refused} refused: this proves little.");
    }

    [Theory]
    [InlineData("GitHub")]
    [InlineData("GitLab")]
    [InlineData("Gitea")]
    public async Task No_signed_payload_makes_the_server_fail(string name)
    {
        await using var server = await WebhookServer.StartAsync();
        var delivery = server.Push(name);
        var original = Encoding.UTF8.GetBytes(delivery.Json);
        for (var seed = 0; seed < 300; seed++)
        {
            using var response = await (delivery with { Body = Mutate(original, new Random(seed)), Id = $"{seed}" }).SendAsync(server.Http);
            Assert.True(response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.BadRequest, $"Seed {seed}: {response.StatusCode}");
        }
    }

    private static IGitHost HostOf(string name) => name switch { "GitHub" => new GitHub(), "GitLab" => new GitLab(), _ => new Gitea() };

    private static byte[] Mutate(byte[] original, Random random)
    {
        var body = original.ToList();
        for (var changes = random.Next(1, 6); changes > 0 && body.Count > 0; changes--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(5))
            {
                case 0: body[at] = (byte)random.Next(256); break;
                case 1: body.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
                case 2: body.RemoveRange(at, Math.Min(random.Next(1, 40), body.Count - at)); break;
                case 3: body.InsertRange(at, body.GetRange(at, Math.Min(random.Next(1, 200), body.Count - at))); break;
                default: body[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }

        return [.. body];
    }
}
