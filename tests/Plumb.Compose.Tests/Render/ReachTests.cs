using Plumb.Compose.Render;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Tests.Render;

/// <summary>Nothing outside of the content is read while rendering, on whatever way a file asks for it.</summary>
public sealed class ReachTests
{
    private static async Task<RenderOutcome> RenderAsync(StackContent content, StackSettings? settings = null)
    {
        using var directory = new TempDir();
        return await (await Samples.RendererAsync(directory)).RenderAsync(Samples.Stack(content, settings: settings), content, default);
    }

    [Theory]
    [InlineData("services: { a: { image: busybox, env_file: /etc/hostname } }", "path.absolute")]
    [InlineData("services: { a: { image: busybox, env_file: [{ path: ../../../../../../etc/hostname }] } }", "path.outside")]
    [InlineData("services: { a: { image: busybox, env_file: [x.env, ../y.env] } }", "path.outside")]
    [InlineData("services: { a: { image: busybox, label_file: /etc/hostname } }", "path.absolute")]
    [InlineData("services: { a: { extends: { file: ../x.yaml, service: a } } }", "path.outside")]
    [InlineData("include: ['../../x.yaml']", "path.outside")]
    [InlineData("include: [{ path: [a.yaml, /etc/x.yaml] }]", "path.absolute")]
    [InlineData("include: [{ path: a.yaml, env_file: /etc/x.env }]", "path.absolute")]
    [InlineData("include: [{ path: a.yaml, project_directory: /etc }]", "path.absolute")]
    [InlineData("include: ['https://example.com/x.git']", "path.remote")]
    [InlineData("include: ['git@example.com:x.git']", "path.remote")]
    [InlineData("include: ['oci://example.com/x']", "path.remote")]
    [InlineData("services: { a: { image: busybox, env_file: '${WHERE}/hostname' } }", "path.variable")]
    [InlineData("services: { a: { image: busybox, env_file: '${DOT}./${DOT}./etc/hostname' } }", "path.variable")]
    [InlineData("services: { a: { image: busybox, env_file: '${NO:-/etc}/hostname' } }", "path.variable")]
    [InlineData("services: { a: { image: busybox, env_file: '${NO:-${WHERE}}/hostname' } }", "path.variable")]
    [InlineData("services: { a: { image: busybox, env_file: 'x/${EMPTY}/../../hostname' } }", "path.outside")]
    [InlineData("x: &x { env_file: /etc/hostname }\nservices: { a: { <<: *x, image: busybox } }", "path.absolute")]
    [InlineData("services: { a: { image: busybox } }\n---\nservices: { a: { env_file: /etc/hostname } }", "path.absolute")]
    [InlineData("services: { a: { image: busybox, configs: [c] } }\nconfigs: { c: { file: /etc/hostname } }", "path.absolute")]
    [InlineData("services: { a: { image: busybox, secrets: [c] } }\nsecrets: { c: { file: '${WHERE}/hostname' } }", "path.absolute")]
    [InlineData("services: { a: { image: busybox, secrets: [c] } }\nsecrets: { c: { file: ~/key } }", "path.home")]
    [InlineData("services: { a: { image: busybox, configs: [c] } }\nconfigs: { c: { file: ../../hostname } }", "path.outside")]
    public async Task A_way_out_is_refused(string text, string rule)
    {
        var content = Samples.Content(("compose.yaml", text), (".env", "WHERE=/etc\nDOT=.\nEMPTY=\n"));
        var refusal = Assert.IsType<RenderOutcome.Refused>(await RenderAsync(content)).Refusal;
        Assert.Equal(("compose.yaml", rule), (refusal.File, refusal.Rule));
    }

    [Fact]
    public async Task A_way_out_of_an_included_file_is_refused_and_that_file_is_named()
    {
        var content = Samples.ContentAt(
            "web",
            ("web/compose.yaml", "include: ['../common/x.yaml']"),
            ("common/x.yaml", "services: { a: { image: busybox, env_file: /etc/hostname } }"));
        var refusal = Assert.IsType<RenderOutcome.Refused>(await RenderAsync(content)).Refusal;
        Assert.Equal(("../common/x.yaml", "path.absolute"), (refusal.File, refusal.Rule));
    }

    [Fact]
    public async Task A_variable_with_a_plain_value_may_stand_in_a_path()
    {
        var content = Samples.Content(
            ("compose.yaml", "services: { a: { image: busybox, env_file: 'env/${STAGE:-dev}.env' } }"), ("env/dev.env", "IS=dev"), ("env/prod.env", "IS=prod"));
        var stack = Samples.Rendered(await RenderAsync(content, new StackSettings { Variables = new Dictionary<string, string> { ["STAGE"] = "prod" } }));
        Assert.Equal("prod", stack.Model["services"]!["a"]!["environment"]!["IS"]!.GetValue<string>());
        Assert.Equal("dev", Samples.Rendered(await RenderAsync(content)).Model["services"]!["a"]!["environment"]!["IS"]!.GetValue<string>());
    }

    [Fact]
    public async Task Configs_and_secrets_of_a_stacks_own_and_of_shared_files_are_rendered()
    {
        var content = Samples.ContentAt(
            "web",
            ("web/compose.yaml", "services: { a: { image: busybox, configs: [c, d], secrets: [s] } }\nconfigs: { c: { file: '${WHERE}/c' }, d: { content: x } }\nsecrets: { s: { file: ../common/s } }"),
            ("web/.env", "WHERE=./conf"), ("web/conf/c", "c"), ("common/s", "s"));
        Assert.Equal(["common/s", "web/conf/c"], Samples.Rendered(await RenderAsync(content)).Services["a"].MountedContent.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_hosts_own_file_may_still_be_mounted()
    {
        var content = Samples.Content(("compose.yaml", "services: { a: { image: busybox, volumes: ['/etc/localtime:/etc/localtime:ro'] } }"));
        Assert.IsType<RenderOutcome.Rendered>(await RenderAsync(content));
    }
}
