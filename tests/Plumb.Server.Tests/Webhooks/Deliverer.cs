using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Plumb.Server.Tests.Webhooks;

/// <summary>One delivery as a Git host would make it, with payloads as its documentation shows them.</summary>
internal sealed record Deliverer
{
    public const string Secret = "It's a Secret to Everybody";

    public required string Host { get; init; }

    public string Repository { get; init; } = "https://git.example/acme/infra.git";

    public string Ref { get; init; } = "refs/heads/main";

    public string? Event { get; init; }

    /// <summary>Null: none.</summary>
    public string? Id { get; init; } = "72d3162e-cc78-11e3-81ab-4c9367dc0958";

    public string SignedWith { get; init; } = Secret;

    public bool Form { get; init; }

    /// <summary>Null: what the host sends.</summary>
    public byte[]? Body { get; init; }

    public static Deliverer Of(string host) => new() { Host = host };

    public string Json => Host switch
    {
        "GitHub" => $$$"""
            {"ref":"{{{Ref}}}","before":"6113728f27ae82c7b1a177c8d03f9e96e0adf246","after":"0000000000000000000000000000000000000001","created":false,"deleted":false,"forced":false,"base_ref":null,
             "repository":{"id":186853002,"name":"infra","full_name":"acme/infra","private":true,"owner":{"name":"acme","login":"acme","id":21031067},"html_url":"https://elsewhere.example/acme/infra",
              "git_url":"git://elsewhere.example/acme/infra.git","ssh_url":"git@elsewhere.example:acme/infra.git","clone_url":"{{{Repository}}}","created_at":1557933565,"default_branch":"main","master_branch":"main"},
             "pusher":{"name":"Codertocat","email":"21031067+Codertocat@users.noreply.github.com"},"sender":{"login":"Codertocat","id":21031067},"commits":[],"head_commit":{"message":"Ünïcode 🚀"}}
            """,
        "GitLab" => $$$"""
            {"object_kind":"push","event_name":"push","before":"95790bf891e76fee5e1747ab589903a6a1f80f22","after":"da1560886d4f094c3e6c9ef40349f7d38b5d27d7","ref":"{{{Ref}}}","ref_protected":true,"user_id":4,"project_id":15,
             "project":{"id":15,"name":"infra","web_url":"https://elsewhere.example/acme/infra","git_ssh_url":"git@elsewhere.example:acme/infra.git","git_http_url":"{{{Repository}}}","default_branch":"main","homepage":"https://elsewhere.example/acme/infra"},
             "repository":{"name":"infra","url":"git@elsewhere.example:acme/infra.git"},"commits":[{"id":"b6568db1bc1dcd7f8b4d5a946b0b91f9dacd7327","message":"Update"}],"total_commits_count":1}
            """,
        _ => $$$"""
            {"ref":"{{{Ref}}}","before":"28e1879d029cb852e4844d9c718537df08844e03","after":"bffeb74224043ba2feb48d137756c8a9331c449a","compare_url":"https://elsewhere.example/compare","commits":[],
             "repository":{"id":140,"owner":{"id":1,"login":"gitea"},"name":"infra","full_name":"acme/infra","html_url":"https://elsewhere.example/acme/infra","ssh_url":"ssh://git@elsewhere.example:2222/acme/infra.git","clone_url":"{{{Repository}}}","default_branch":"main"},
             "pusher":{"id":1,"login":"gitea"},"sender":{"id":1,"login":"gitea"}}
            """,
    };

    public HttpRequestMessage Request()
    {
        var body = Body ?? Encoding.UTF8.GetBytes(Form ? $"payload={Uri.EscapeDataString(Json)}" : Json);
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhook") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(Form ? "application/x-www-form-urlencoded" : "application/json");
        foreach (var (name, value) in Headers(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(SignedWith), body))))
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpClient http)
    {
        using var request = Request();
        return await http.SendAsync(request);
    }

    private IEnumerable<(string Name, string? Value)> Headers(string signature) => Host switch
    {
        "GitHub" => [("X-GitHub-Event", Event ?? "push"), ("X-GitHub-Delivery", Id), ("X-Hub-Signature-256", $"sha256={signature}")],
        "GitLab" => [("X-Gitlab-Event", Event ?? "Push Hook"), ("X-Gitlab-Event-UUID", Id), ("X-Gitlab-Token", SignedWith)],
        _ =>
        [
            ("X-Gitea-Event", Event ?? "push"), ("X-Gitea-Delivery", Id), ("X-Gitea-Signature", signature),
            ("X-GitHub-Event", Event ?? "push"), ("X-GitHub-Delivery", Id), ("X-Hub-Signature-256", $"sha256={signature}"),
        ],
    };
}
