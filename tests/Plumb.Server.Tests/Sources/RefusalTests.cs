using Plumb.Contracts.Targets;

namespace Plumb.Server.Tests.Sources;

/// <summary>Hostile and wrong content: the stack's own error, by file and rule, and nobody else's.</summary>
public sealed class RefusalTests
{
    private const string Good = "services:\n  web:\n    image: busybox\n";

    public static TheoryData<string, string> HostilePaths => new()
    {
        { "/etc/passwd", "path.absolute" },
        { "../../../etc/passwd", "path.outside" },
        { "~/x", "path.absolute" },
        { "C:\\x", "path.backslash" },
        { "..\\x", "path.backslash" },
    };

    private static readonly string[] Keys =
    [
        "include: ['{0}']", "include: [{path: '{0}'}]", "include: [{path: a.yaml, project_directory: '{0}'}]", "include: [{path: a.yaml, env_file: '{0}'}]",
        "services: {a: {extends: {file: '{0}', service: b}}}", "services: {a: {env_file: '{0}'}}", "services: {a: {env_file: [{path: '{0}'}]}}", "services: {a: {label_file: '{0}'}}",
        "services: {a: {build: '{0}'}}", "services: {a: {build: {context: '{0}'}}}", "services: {a: {build: {additional_contexts: {x: '{0}'}}}}",
        "secrets: {s: {file: '{0}'}}", "configs: {s: {file: '{0}'}}",
    ];

    [Theory]
    [MemberData(nameof(HostilePaths))]
    public async Task A_path_out_of_the_checkout_is_refused_under_every_key(string path, string rule)
    {
        using var repository = await Repository.CreateAsync([.. Keys.Select((key, n) => ($"s{n:00}/compose.yaml", key.Replace("{0}", path, StringComparison.Ordinal) + "\n"))]);
        var stacks = (await repository.ReadAsync()).Stacks;
        Assert.Equal(Keys.Length, stacks.Count);
        Assert.All(stacks, s => Assert.Equal(("compose.yaml", rule), (s.Refusal?.File, s.Refusal?.Rule)));
        Assert.All(stacks, s => Assert.Contains("compose.yaml:1", s.Refusal!.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("include: ['oci://registry.example/x']")]
    [InlineData("include: ['https://github.com/x/y.git#main:compose.yaml']")]
    [InlineData("include: ['git@github.com:x/y.git']")]
    [InlineData("include: ['github.com/x/y']")]
    [InlineData("include: ['${REMOTE}']")]
    [InlineData("services: {a: {extends: {file: 'oci://registry.example/x', service: b}}}")]
    public async Task Fetching_from_elsewhere_is_refused(string compose) =>
        Assert.Equal("path.remote", (await RefusedAsync(compose, (".env", "REMOTE=oci://x/y"))).Rule);

    [Theory]
    [InlineData("include: ['${A:-${B}}']")]
    [InlineData("include: ['${ODD}']")]
    [InlineData("services: {a: {env_file: '$'}}")]
    [InlineData("services: {a: {env_file: '${A'}}")]
    [InlineData("services: {a: {env_file: '${A:?unset}'}}")]
    public async Task A_path_that_nobody_can_tell_is_refused(string compose) =>
        Assert.Equal("path.variable", (await RefusedAsync(compose, (".env", "ODD=\"a$B\""))).Rule);

    [Theory]
    [InlineData("services: {a: {volumes: ['../../x:/x']}}", "path.outside")]
    [InlineData("services: {a: {volumes: [{type: bind, source: ../../x, target: /x}]}}", "path.outside")]
    [InlineData("services: {a: {provider: {type: x}}}", "compose.provider")]
    [InlineData("services: {a: {image: x}}\nservices: {}", "yaml.duplicate-key")]
    [InlineData("services: [", "yaml.syntax")]
    public async Task Other_rules_hold_too(string compose, string rule) => Assert.Equal(rule, (await RefusedAsync(compose)).Rule);

    [Fact]
    public async Task An_alias_bomb_and_deep_nesting_are_refused_before_compose()
    {
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefghi".Select(c => $"{c}: &{c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 9))}]\n"));
        Assert.Equal("yaml.nodes", (await RefusedAsync(bomb)).Rule);
        Assert.Equal("yaml.depth", (await RefusedAsync(new string('[', 100_000))).Rule);
        Assert.Equal(("../lib.yaml", "yaml.nodes"), await FileAndRuleAsync("include: [../lib.yaml]\n", ("../lib.yaml", bomb)));
    }

    [Theory]
    [InlineData("/etc/passwd", "symlink.outside")]
    [InlineData("../../outside", "symlink.outside")]
    [InlineData("nothing", "symlink.target")]
    [InlineData("../dir", "symlink.target")]
    [InlineData("x", "symlink.loop")]
    public async Task A_link_that_is_no_tracked_file_is_refused(string target, string rule)
    {
        using var repository = await Repository.CreateAsync(("bad/compose.yaml", Good), ("dir/a", "a"), ("good/compose.yaml", Good));
        ContentTests.Link(repository, "bad/x", target);
        var stacks = (await repository.ReadAsync()).Stacks;
        Assert.Equal([("bad", "x", rule), ("good", null, null)], stacks.Select(s => (s.Path, s.Refusal?.File, s.Refusal?.Rule)));
        Assert.DoesNotContain("root:", stacks[0].Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compose_file_that_is_a_link_out_is_refused_unread()
    {
        using var repository = await Repository.CreateAsync(("keep", "x"));
        ContentTests.Link(repository, "web/compose.yaml", "/etc/passwd");
        var stack = await repository.StackAsync();
        Assert.Equal(("compose.yaml", "symlink.outside"), (stack.Refusal?.File, stack.Refusal?.Rule));
        Assert.DoesNotContain("root", stack.Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_on_the_way_to_a_file_leads_nowhere()
    {
        using var repository = await Repository.CreateAsync(("web/compose.yaml", "services: {a: {env_file: ../link/passwd}}\n"));
        ContentTests.Link(repository, "link", "/etc");
        Assert.Equal(["compose.yaml"], (await repository.StackAsync()).Content!.Files.Select(f => f.Path));
    }

    [Fact]
    public async Task A_submodule_is_refused()
    {
        using var repository = await Repository.CreateAsync(("web/compose.yaml", Good));
        await repository.Git.GitAsync("update-index", "--add", "--cacheinfo", $"160000,{await repository.Git.HeadAsync()},web/sub");
        await repository.Git.GitAsync("commit", "--quiet", "-m", "sub");
        Directory.CreateDirectory(Path.Combine(repository.Git.Path, "web/sub/.git"));
        var answer = await repository.TryReadHeadAsync();
        Assert.Equal(("sub", "submodule"), (answer.Value!.Stacks[0].Refusal?.File, answer.Value.Stacks[0].Refusal?.Rule));
    }

    [Fact]
    public async Task Too_much_is_refused_by_file_and_by_stack()
    {
        using var repository = await Repository.CreateAsync(("file/compose.yaml", Good), ("sum/compose.yaml", Good), ("yaml/compose.yaml", "#" + new string('x', 4 * 1024 * 1024)), ("good/compose.yaml", Good));
        repository.Git.Write("file/big", new string('x', (4 * 1024 * 1024) + 1));
        for (var n = 0; n < 5; n++)
        {
            repository.Git.Write($"sum/{n}", new string((char)('a' + n), 4 * 1024 * 1024));
        }

        var stacks = (await repository.ReadAsync()).Stacks;
        Assert.Equal(
            [("file", "big", "file.size"), ("good", null, null), ("sum", ".", "stack.size"), ("yaml", "compose.yaml", "file.size")],
            stacks.Select(s => (s.Path, s.Refusal?.File, s.Refusal?.Rule)));
    }

    [Fact]
    public async Task A_git_lfs_pointer_is_told()
    {
        using var repository = await Repository.CreateAsync(("web/compose.yaml", Good), ("web/big.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 3\n"));
        Assert.Equal(("big.bin", "lfs"), ((await repository.StackAsync()).Refusal?.File, (await repository.StackAsync()).Refusal?.Rule));
    }

    [Fact]
    public async Task Files_that_include_each_other_without_end_are_refused()
    {
        (string, string)[] deep = [.. Enumerable.Range(0, 30).Select(n => ($"web/i{n}.yaml", $"include: [i{n + 1}.yaml]\n"))];
        Assert.Equal("include.deep", (await RefusedAsync("include: [i0.yaml]", [.. deep.Select(d => (d.Item1["web/".Length..], d.Item2))])).Rule);
        var many = string.Join(", ", Enumerable.Range(0, 250).Select(n => $"{{path: a.yaml, project_directory: d{n}}}"));
        Assert.Equal("include.many", (await RefusedAsync($"include: [{many}]", ("a.yaml", "services: {}\n"))).Rule);
        using var circle = await Repository.CreateAsync(("web/compose.yaml", "include: [a.yaml]\n"), ("web/a.yaml", "include: [compose.yaml]\n"));
        Assert.Null((await circle.StackAsync()).Refusal);
    }

    [Fact]
    public async Task One_bad_stack_fails_alone_and_is_good_again_when_mended()
    {
        using var repository = await Repository.CreateAsync(("bad/compose.yaml", "services: ["), ("good/compose.yaml", Good));
        Assert.Equal([false, true], (await repository.ReadAsync()).Stacks.Select(s => s.Refusal is null && s.Content is not null));
        repository.Git.Write("bad/compose.yaml", Good);
        Assert.All((await repository.ReadAsync()).Stacks, s => Assert.Null(s.Refusal));
    }

    private static async Task<Refusal> RefusedAsync(string compose, params (string Path, string Content)[] files)
    {
        using var repository = await Repository.CreateAsync([("web/compose.yaml", compose + "\n"), .. files.Select(f => ($"web/{f.Path}", f.Content))]);
        var stack = await repository.StackAsync();
        Assert.Null(stack.Content);
        Assert.Null(stack.Checksum);
        return stack.Refusal!;
    }

    private static async Task<(string File, string Rule)> FileAndRuleAsync(string compose, params (string Path, string Content)[] files)
    {
        var refusal = await RefusedAsync(compose, files);
        return (refusal.File, refusal.Rule);
    }
}
