using Plumb.Contracts.Sources;
using Plumb.Contracts.Targets;

namespace Plumb.Server.Tests.Sources;

public sealed class ContentTests
{
    private const string Compose = "services:\n  web:\n    image: busybox\n";

    [Fact]
    public async Task A_stacks_content_is_the_tracked_files_of_its_directory()
    {
        using var repository = await Repository.CreateAsync(("web/compose.yaml", Compose), ("web/conf/a.conf", "a"), ("web/.env", "A=1"), ("other/x", "x"));
        await repository.Git.GitAsync("update-index", "--chmod=+x", "web/conf/a.conf");
        await repository.Git.GitAsync("commit", "--quiet", "-m", "mode");
        repository.Git.Write("web/untracked", "x");
        repository.Git.Write(".gitignore", "untracked\n");
        await repository.Git.GitAsync("config", "core.fileMode", "false");
        var stack = await repository.StackAsync();
        Assert.Equal([(".env", "100644"), ("compose.yaml", "100644"), ("conf/a.conf", "100755")], stack.Content!.Files.Select(f => (f.Path, f.Mode)));
        Assert.All(stack.Content.Files, f => Assert.Equal(f.BlobId, StackContent.BlobIdOf(f.Bytes)));
        Assert.Equal((".", stack.Content.Checksum()), (stack.Content.Root, stack.Checksum));
    }

    [Fact]
    public async Task A_stack_below_another_is_not_part_of_it()
    {
        using var repository = await Repository.CreateAsync(("compose.yaml", Compose), ("x", "x"), ("web/compose.yaml", Compose), ("web/y", "y"), ("webs/z", "z"));
        var outer = (await repository.ReadAsync(new SourceSpec { Repository = "", Discovery = new DiscoverySpec { Nested = true } })).Stacks[0];
        Assert.Equal(["compose.yaml", "webs/z", "x"], outer.Content!.Files.Select(f => f.Path));
        Assert.Equal(5, (await repository.StackAsync()).Content!.Files.Count);
    }

    [Theory]
    [InlineData("include:\n  - ../shared/x.yaml\n")]
    [InlineData("include: [{path: ../shared/x.yaml}]\n")]
    [InlineData("include: [{path: [../shared/x.yaml]}]\n")]
    [InlineData("services: {a: {extends: {file: ../shared/x.yaml, service: b}}}\n")]
    [InlineData("services: {a: {env_file: ../shared/x.yaml}}\n")]
    [InlineData("services: {a: {env_file: [./a.env, {path: ../shared/x.yaml, required: false}]}}\n")]
    [InlineData("services: {a: {label_file: [../shared/x.yaml]}}\n")]
    [InlineData("services: {a: {volumes: ['../shared/x.yaml:/x:ro']}}\n")]
    [InlineData("services: {a: {volumes: ['../shared:/x']}}\n")]
    [InlineData("services: {a: {volumes: [{type: bind, source: ../shared, target: /x}]}}\n")]
    [InlineData("services: {a: {build: ../shared}}\n")]
    [InlineData("services: {a: {build: {context: ../shared}}}\n")]
    [InlineData("services: {a: {build: {context: ., additional_contexts: {y: ../shared}}}}\n")]
    [InlineData("services: {a: {build: {context: ., additional_contexts: [y=../shared]}}}\n")]
    [InlineData("services: {a: {build: {context: ., dockerfile: ../shared/x.yaml}}}\n")]
    [InlineData("configs: {c: {file: ../shared/x.yaml}}\n")]
    [InlineData("secrets: {c: {file: ../shared/x.yaml}}\n")]
    [InlineData("x-a: &a {env_file: ../shared/x.yaml}\nservices: {a: {<<: *a}}\n")]
    [InlineData("services: {a: {env_file: '../${DIR}/x.yaml'}}\n")]
    [InlineData("services: {a: {env_file: '../${UNSET:-shared}/x.yaml'}}\n")]
    [InlineData("services: {a: {env_file: ../$DIR/x.yaml}}\n")]
    [InlineData("services: {}\n---\nservices: {a: {env_file: ../shared/x.yaml}}\n")]
    public async Task What_a_compose_file_reaches_in_the_checkout_is_content(string compose)
    {
        using var repository = await Repository.CreateAsync(
            ("stacks/web/compose.yaml", compose), ("stacks/web/.env", "DIR=shared\n"), ("stacks/shared/x.yaml", "services: {}\n"), ("stacks/other/y", "y"), ("z", "z"));
        var stack = (await repository.ReadAsync(new SourceSpec { Repository = "", Directory = "stacks" })).Stacks.Single();
        Assert.Null(stack.Refusal);
        Assert.Equal("web", stack.Content!.Root);
        Assert.Equal(["shared/x.yaml", "web/.env", "web/compose.yaml"], stack.Content.Files.Select(f => f.Path));
    }

    [Fact]
    public async Task Reaching_goes_on_through_what_is_reached_each_from_its_own_directory()
    {
        using var repository = await Repository.CreateAsync(
            ("web/compose.yaml", "include: [{path: ../lib/a/one.yaml, env_file: ../lib/vars}]\n"),
            ("lib/vars", "NEXT=two\n"),
            ("lib/a/one.yaml", "include: ['../${NEXT}.yaml']\nservices: {a: {env_file: one.env, extends: {file: ../b/base.yaml, service: x}}}\n"),
            ("lib/a/one.env", "A=1"),
            ("lib/two.yaml", "services: {b: {env_file: a/two.env}}\ninclude: [a/one.yaml]\n"),
            ("lib/a/two.env", "B=1"),
            ("lib/b/base.yaml", "services: {x: {env_file: base.env, extends: {file: base.yaml, service: y}}}\ninclude: [never.yaml]\n"),
            ("lib/b/base.env", "C=1"), ("lib/b/never.yaml", "services: {}\n"), ("lib/unused", "x"));
        var stack = await repository.StackAsync();
        Assert.Equal(
            ["lib/a/one.env", "lib/a/one.yaml", "lib/a/two.env", "lib/b/base.env", "lib/b/base.yaml", "lib/two.yaml", "lib/vars", "web/compose.yaml"],
            stack.Content!.Files.Select(f => f.Path));
        Assert.Equal("web", stack.Content.Root);
    }

    [Fact]
    public async Task Files_and_env_files_of_the_settings_are_read_in_place_of_the_found_ones()
    {
        using var repository = await Repository.CreateAsync(
            ("web/compose.yaml", "services: {a: {env_file: ../never}}\n"), ("web/prod.yaml", "services: {a: {env_file: '../${WHICH}'}}\n"), ("web/.env", "WHICH=never\n"),
            ("web/prod.env", "WHICH=env\nFROM=file\n"), ("web/plumb.stack.yaml", "files: [prod.yaml, ../base.yaml]\nenvFiles: [prod.env]\nvariables: {FROM: settings}\n"),
            ("base.yaml", "services: {b: {env_file: '../from-${FROM}'}}\n"), ("env", "x"), ("from-settings", "x"), ("from-file", "x"), ("never", "x"));
        var stack = await repository.StackAsync();
        Assert.Equal(["base.yaml", "env", "from-settings"], stack.Content!.Files.Select(f => f.Path).Where(f => !f.StartsWith("web/", StringComparison.Ordinal)));
        Assert.Equal("compose.yaml", stack.ComposeFile);
    }

    [Fact]
    public async Task What_is_not_tracked_does_not_exist_and_is_left_for_compose_to_say()
    {
        using var repository = await Repository.CreateAsync(
            ("web/compose.yaml", "include: [missing.yaml]\nservices: {a: {env_file: missing.env, volumes: ['./data:/data', 'named:/x', '/etc/hosts:/y', '~/z:/z'], build: {context: '.', additional_contexts: {base: 'docker-image://busybox'}}}}\n"));
        Assert.Equal(["compose.yaml"], (await repository.StackAsync()).Content!.Files.Select(f => f.Path));
    }

    [Fact]
    public async Task The_checksum_changes_with_bytes_modes_names_and_nothing_else()
    {
        using var repository = await Repository.CreateAsync(("web/compose.yaml", Compose), ("web/a", "a"), ("other/b", "b"));
        var first = (await repository.StackAsync()).Checksum;
        repository.Git.Write("other/b", "changed");
        Assert.Equal(first, (await repository.StackAsync()).Checksum);
        repository.Git.Write("web/a", "changed");
        var second = (await repository.StackAsync()).Checksum;
        repository.Git.Delete("web/a");
        repository.Git.Write("web/b", "changed");
        var third = (await repository.StackAsync()).Checksum;
        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
    }

    [Fact]
    public async Task A_reached_file_that_changes_changes_the_checksum()
    {
        using var repository = await Repository.CreateAsync(("web/compose.yaml", "services: {a: {env_file: ../x.env}}\n"), ("x.env", "A=1"));
        var first = (await repository.StackAsync()).Checksum;
        repository.Git.Write("x.env", "A=2");
        Assert.NotEqual(first, (await repository.StackAsync()).Checksum);
    }

    [Fact]
    public async Task A_link_to_a_tracked_file_is_that_file()
    {
        using var repository = await Repository.CreateAsync(("shared/common.env", "A=1"), ("web/real.yaml", "services: {a: {env_file: [.env, ../shared/common.env]}}\n"));
        Link(repository, "web/.env", "../shared/link");
        Link(repository, "shared/link", "common.env");
        Link(repository, "web/compose.yaml", "real.yaml");
        var stack = await repository.StackAsync();
        Assert.Null(stack.Refusal);
        Assert.Equal(["shared/common.env", "web/.env", "web/compose.yaml", "web/real.yaml"], stack.Content!.Files.Select(f => f.Path));
        Assert.Equal(["A=1", "A=1"], stack.Content.Files.Take(2).Select(f => System.Text.Encoding.UTF8.GetString(f.Bytes)));
        Assert.All(stack.Content.Files, f => Assert.Equal("100644", f.Mode));
    }

    [Fact]
    public async Task Two_hundred_stacks_take_a_handful_of_processes()
    {
        var files = Enumerable.Range(0, 200).SelectMany(n => new[] { ($"s{n}/compose.yaml", $"services: {{a{n}: {{image: x, env_file: a.env}}}}\n"), ($"s{n}/a.env", $"N={n}\n") });
        using var repository = await Repository.CreateAsync([.. files]);
        await repository.Git.GitAsync("commit", "--quiet", "--allow-empty", "-m", "x");
        repository.Runner.Ran.Clear();
        var stacks = (await repository.ReadAsync()).Stacks;
        Assert.Equal((200, 200), (stacks.Count, stacks.Select(s => s.Checksum).Distinct().Count()));
        Assert.InRange(repository.Runner.Ran.Count, 1, 12);
        repository.Runner.Ran.Clear();
        repository.Git.Write("s7/a.env", "changed");
        var again = (await repository.ReadAsync()).Stacks;
        Assert.Equal(["s7"], again.Zip(stacks).Where(p => p.First.Checksum != p.Second.Checksum).Select(p => p.First.Path));
    }

    internal static void Link(Repository repository, string path, string target)
    {
        var file = Path.Combine(repository.Git.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.CreateSymbolicLink(file, target);
    }
}
