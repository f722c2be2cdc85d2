using Plumb.Security.Kit;

namespace Plumb.Security;

/// <summary>Advisory row 2 (CVE-2022-24730, CVE-2022-24731, CVE-2022-24877): no path of a compose file leads out of the checkout.</summary>
public sealed class PathOutOfTheCheckoutTests
{
    private static readonly (string Key, string Text)[] Keys =
    [
        ("include", "include: [\"{0}\"]"),
        ("include.path", "include: [{ path: \"{0}\" }]"),
        ("include.project_directory", "include: [{ path: a.yaml, project_directory: \"{0}\" }]"),
        ("include.env_file", "include: [{ path: a.yaml, env_file: \"{0}\" }]"),
        ("extends.file", "services: { a: { extends: { file: \"{0}\", service: b } } }"),
        ("env_file", "services: { a: { image: busybox, env_file: \"{0}\" } }"),
        ("env_file.path", "services: { a: { image: busybox, env_file: [{ path: \"{0}\", required: false }] } }"),
        ("label_file", "services: { a: { image: busybox, label_file: \"{0}\" } }"),
        ("build", "services: { a: { build: \"{0}\" } }"),
        ("build.context", "services: { a: { build: { context: \"{0}\" } } }"),
        ("build.dockerfile", "services: { a: { build: { context: ., dockerfile: \"{0}\" } } }"),
        ("build.additional_contexts", "services: { a: { build: { context: ., additional_contexts: { x: \"{0}\" } } } }"),
        ("secrets.file", "services: { a: { image: busybox, secrets: [s] } }\nsecrets: { s: { file: \"{0}\" } }"),
        ("configs.file", "services: { a: { image: busybox, configs: [c] } }\nconfigs: { c: { file: \"{0}\" } }"),
    ];

    public static TheoryData<string, string> Ways => new()
    {
        { "../../etc/hostname", "path.outside" },
        { "x/../../../etc/hostname", "path.outside" },
        { "/etc/hostname", "path.absolute" },
        { "C:\\\\Windows\\\\x", "path.backslash" },
        { "..\\\\..\\\\etc", "path.backslash" },
        { "a\\0/../../../etc/hostname", "path.nul" },
        { "${UP}/../../etc/hostname", "path.outside" },
        { "${ROOT}etc/hostname", "path.absolute" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_way_out_is_refused_under_every_key(string path, string rule)
    {
        using var checkout = await Checkout.CreateAsync([
            .. Keys.Select((key, n) => ($"s{n:00}/compose.yaml", key.Text.Replace("{0}", path, StringComparison.Ordinal) + "\n")),
            .. Keys.Select((_, n) => ($"s{n:00}/.env", "UP=..\nROOT=/\n"))]);
        var verdicts = await checkout.JudgeAsync();
        Assert.Equal(
            Keys.Select(key => $"{key.Key}: compose.yaml {rule}"),
            Keys.Select((key, n) => $"{key.Key}: {verdicts[$"s{n:00}"].Said}"));
        Assert.DoesNotContain(checkout.Runner.Ran, r => r.Arguments.Contains("config"));
    }

    /// <summary>The agent does not trust whoever sent the content.</summary>
    [Theory]
    [InlineData("../../etc/hostname")]
    [InlineData("/etc/hostname")]
    [InlineData("x/../../../etc/hostname")]
    public async Task The_agent_refuses_it_too(string path)
    {
        using var checkout = await Checkout.CreateAsync();
        foreach (var (key, text) in Keys)
        {
            var verdict = await checkout.RenderAsync("web", Checkout.Content(("compose.yaml", text.Replace("{0}", path, StringComparison.Ordinal)), ("a.yaml", Checkout.Good)));
            var rule = path[0] == '/' ? "path.absolute" : "path.outside";
            Assert.Equal($"{key}: compose.yaml {rule}", $"{key}: {verdict.Said}");
        }
    }

    /// <summary>Percent signs and other dots mean nothing to a file system: these are plain names, of files that are not there.</summary>
    [Theory]
    [InlineData("%2e%2e/%2e%2e/etc/hostname")]
    [InlineData("․․/․․/etc/hostname")]
    [InlineData("。。/etc/hostname")]
    [InlineData("..%2f..%2fetc%2fhostname")]
    public async Task Dots_in_disguise_lead_nowhere(string path)
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", $"services: {{ a: {{ image: busybox, env_file: '{path}' }} }}\n"));
        Assert.Equal("compose.yaml compose.invalid", (await checkout.OneAsync()).Said);
        checkout.Git.Write($"a/{path}", "IS=tracked\n");
        Assert.Equal("tracked", (await checkout.OneAsync()).Rendered!.Model["services"]!["a"]!["environment"]!["IS"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("../x", "path.parent")]
    [InlineData("/etc/x", "path.absolute")]
    [InlineData("a/../../x", "path.parent")]
    [InlineData("a\0b", "path.nul")]
    public async Task Content_whose_own_name_leads_out_is_never_written(string name, string rule)
    {
        using var checkout = await Checkout.CreateAsync();
        var verdict = await checkout.RenderAsync("web", Checkout.Content(("compose.yaml", Checkout.Good), (name, "x")));
        Assert.Equal(rule, verdict.Refusal?.Rule);
        Assert.False(Directory.Exists(checkout.Data.At("staging")) && Directory.EnumerateFileSystemEntries(checkout.Data.At("staging")).Any());
    }

    [Fact]
    public async Task Paths_that_stay_within_the_checkout_are_good()
    {
        using var checkout = await Checkout.CreateAsync(
            ("a/compose.yaml", """
                include: [{ path: ../shared/inc.yaml, project_directory: ../shared, env_file: ../shared/inc.env }]
                services:
                  a: { extends: { file: ../shared/base.yaml, service: b }, env_file: ["./x/../one.env"], secrets: [s], configs: [c] }
                  b: { build: { context: ../shared/image, dockerfile: ../Dockerfile.other, additional_contexts: { x: ../shared/conf } } }
                secrets: { s: { file: ../shared/secret } }
                configs: { c: { file: ./conf } }
                """),
            ("a/one.env", "A=1\n"), ("a/conf", "c"), ("shared/inc.yaml", "services: { i: { image: busybox } }\n"), ("shared/inc.env", "I=1\n"), ("shared/base.yaml", "services: { b: { image: busybox } }\n"),
            ("shared/secret", "s"), ("shared/image/x", "x"), ("shared/Dockerfile.other", "FROM busybox\n"), ("shared/conf/y", "y"));
        var verdict = await checkout.OneAsync();
        Assert.Equal("good", verdict.Said);
        Assert.Equal(["a", "b", "i"], verdict.Rendered!.Services.Keys.Order(StringComparer.Ordinal));
    }
}
