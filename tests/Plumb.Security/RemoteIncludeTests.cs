using Plumb.Security.Kit;

namespace Plumb.Security;

/// <summary>Advisory row 5 (CVE-2025-62725): nothing is fetched from elsewhere, so nothing of it can be written anywhere.</summary>
public sealed class RemoteIncludeTests
{
    public static TheoryData<string> Addresses => ["oci://registry.example/x", "oci:registry.example/x", "https://git.example/x.git", "git@git.example:x.git", "github.com/x/y", "${WHERE}://registry.example/x", "ssh://git@git.example/x"];

    private static readonly string[] Keys =
    [
        "include: ['{0}']", "include: [{ path: ['{0}'] }]", "services: { a: { extends: { file: '{0}', service: b } } }", "services: { a: { image: busybox, env_file: '{0}' } }",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_remote_file_is_refused_before_compose(string address)
    {
        using var checkout = await Checkout.CreateAsync([
            .. Keys.Select((key, n) => ($"s{n}/compose.yaml", key.Replace("{0}", address, StringComparison.Ordinal) + "\n")), .. Keys.Select((_, n) => ($"s{n}/.env", "WHERE=oci\n"))]);
        Assert.All(await checkout.JudgeAsync(), v => Assert.Equal("compose.yaml path.remote", v.Value.Said));
        Assert.DoesNotContain(checkout.Runner.Ran, r => r.Arguments.Contains("config"));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task The_agent_refuses_it_too(string address)
    {
        using var checkout = await Checkout.CreateAsync();
        foreach (var key in Keys)
        {
            var verdict = await checkout.RenderAsync("web", Checkout.Content(("compose.yaml", key.Replace("{0}", address, StringComparison.Ordinal)), (".env", "WHERE=oci\n")));
            Assert.Equal("compose.yaml path.remote", verdict.Said);
        }

        Assert.DoesNotContain(checkout.Runner.Ran, r => r.Arguments.Contains("config"));
    }

    [Fact]
    public async Task Annotations_and_labels_with_paths_are_only_words()
    {
        using var checkout = await Checkout.CreateAsync(
            ("a/compose.yaml", "services: { a: { image: busybox, annotations: { com.docker.compose.file: ../../../outside }, labels: { com.docker.compose.envfile: /etc/outside } } }\n"),
            ("a/plumb.stack.yaml", "annotations: { com.docker.compose.file: ../../../outside }\n"));
        var before = Directory.GetFileSystemEntries(checkout.Data.Path, "*outside*", SearchOption.AllDirectories);
        Assert.Equal("good", (await checkout.OneAsync()).Said);
        Assert.Equal(before, Directory.GetFileSystemEntries(checkout.Data.Path, "*outside*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_include_of_the_repository_is_good()
    {
        using var checkout = await Checkout.CreateAsync(
            ("a/compose.yaml", "include: [../oci/x.yaml]\nservices: { a: { extends: { file: github.com.yaml, service: b } } }\n"),
            ("oci/x.yaml", "services: { i: { image: busybox } }\n"), ("a/github.com.yaml", "services: { b: { image: busybox } }\n"));
        Assert.Equal("good", (await checkout.OneAsync()).Said);
    }
}
