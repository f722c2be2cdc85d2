using Plumb.Contracts.Sources;
using Plumb.Platform.Git;

namespace Plumb.Server.Tests.Sources;

public sealed class DiscoveryTests
{
    private const string Compose = "services:\n  web:\n    image: busybox\n";

    [Fact]
    public async Task Every_directory_with_a_compose_file_is_a_stack_to_the_depth()
    {
        using var repository = await Repository.CreateAsync(
            ("web/compose.yaml", Compose), ("db/docker-compose.yml", Compose), ("a/b/compose.yml", Compose), ("docs/readme.md", "x"), ("readme.md", "x"));
        Assert.Equal(["db", "web"], await PathsAsync(repository, 1));
        Assert.Equal(["a/b", "db", "web"], await PathsAsync(repository, 2));
        Assert.Empty(await PathsAsync(repository, 0));
    }

    [Fact]
    public async Task The_deploy_directory_itself_is_a_stack_and_hides_those_below_unless_nested()
    {
        using var repository = await Repository.CreateAsync(("compose.yaml", Compose), ("web/compose.yaml", Compose), ("web/db/compose.yaml", Compose));
        Assert.Equal(["."], await PathsAsync(repository, 2));
        Assert.Equal([".", "web", "web/db"], await PathsAsync(repository, 2, nested: true));
        Assert.Equal(["."], await PathsAsync(repository, 0, nested: true));
    }

    [Fact]
    public async Task A_stack_below_a_stack_is_found_only_when_nested()
    {
        using var repository = await Repository.CreateAsync(("web/compose.yaml", Compose), ("web/db/compose.yaml", Compose), ("webs/db/compose.yaml", Compose));
        Assert.Equal(["web", "webs/db"], await PathsAsync(repository, 2));
    }

    [Fact]
    public async Task Hidden_directories_are_skipped_but_the_deploy_directory_may_be_one()
    {
        using var repository = await Repository.CreateAsync((".github/compose.yaml", Compose), ("a/.b/compose.yaml", Compose), (".deploy/web/compose.yaml", Compose));
        Assert.Empty(await PathsAsync(repository, 3));
        Assert.Equal(["web"], await PathsAsync(repository, 1, directory: ".deploy"));
    }

    [Fact]
    public async Task Of_several_compose_files_the_first_by_name_is_the_stacks()
    {
        string[] names = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
        using var repository = await Repository.CreateAsync([.. names.Select(n => ($"web/{n}", Compose))]);
        foreach (var name in names)
        {
            Assert.Equal(name, (await repository.StackAsync()).ComposeFile);
            repository.Git.Delete($"web/{name}");
            repository.Git.Write("keep", "x");
        }

        Assert.Empty(await PathsAsync(repository, 1));
    }

    [Theory]
    [InlineData("stacks")]
    [InlineData("stacks/")]
    [InlineData("./stacks")]
    [InlineData("/stacks")]
    [InlineData("other/../stacks")]
    public async Task Paths_are_relative_to_the_deploy_directory(string directory)
    {
        using var repository = await Repository.CreateAsync(("stacks/web/compose.yaml", Compose), ("other/compose.yaml", Compose), ("stacksx/compose.yaml", Compose));
        Assert.Equal(["web"], await PathsAsync(repository, 1, directory: directory));
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("..")]
    [InlineData("../etc")]
    [InlineData("web/compose.yaml")]
    [InlineData("web/compose")]
    public async Task A_directory_that_is_not_there_is_an_error_and_never_no_stacks(string directory)
    {
        using var repository = await Repository.CreateAsync(("web/compose.yaml", Compose));
        var answer = await repository.TryReadAsync(new SourceSpec { Repository = "", Directory = directory });
        Assert.Equal(("source.directory", GitFailureKind.DirectoryMissing), (answer.Failure?.Code, answer.Failure?.Kind));
    }

    [Fact]
    public async Task An_emptied_repository_is_an_error_and_never_no_stacks()
    {
        using var repository = await Repository.CreateAsync(("compose.yaml", Compose));
        repository.Git.Delete("compose.yaml");
        Assert.Equal("source.directory", (await repository.TryReadAsync()).Failure?.Code);
    }

    [Fact]
    public async Task The_last_stack_may_go_while_other_files_stay()
    {
        using var repository = await Repository.CreateAsync(("web/compose.yaml", Compose), ("readme", "x"));
        repository.Git.Delete("web");
        Assert.Empty((await repository.ReadAsync()).Stacks);
    }

    [Theory]
    [InlineData("my app")]
    [InlineData("v1.2")]
    [InlineData("it's \"quoted\"")]
    [InlineData("größe-🙂")]
    [InlineData("$(id)")]
    [InlineData("-rf")]
    [InlineData("UPPER")]
    public async Task Odd_names_are_stacks(string name)
    {
        using var repository = await Repository.CreateAsync(($"{name}/compose.yaml", Compose), ($"{name}/a b", "x"));
        var stack = await repository.StackAsync();
        Assert.Equal((name, null), (stack.Path, stack.Refusal));
        Assert.Equal(["a b", "compose.yaml"], stack.Content!.Files.Select(f => f.Path));
    }

    [Theory]
    [InlineData("new\nline")]
    [InlineData("tab\t")]
    [InlineData("back\\slash")]
    public async Task A_name_that_no_stack_can_have_refuses_that_stack_alone(string name)
    {
        using var repository = await Repository.CreateAsync(($"{name}/compose.yaml", Compose), ("web/compose.yaml", Compose));
        var stacks = (await repository.ReadAsync()).Stacks;
        Assert.Equal([(name, "stack.path"), ("web", null)], stacks.Select(s => (s.Path, s.Refusal?.Rule)));
    }

    [Fact]
    public async Task Plumbignore_means_what_gitignore_means()
    {
        (string, string)[] files =
        [
            (".plumbignore", "old/\n*.md\n!keep.md\n/web/local\n\\#x\nattic/**/z\n"),
            ("old/compose.yaml", Compose), ("web/compose.yaml", Compose), ("web/a.md", "x"), ("web/keep.md", "x"), ("web/local", "x"), ("web/sub/local", "x"),
            ("web/.plumbignore", "sub2/*\n!sub2/b\n"), ("web/sub2/a", "x"), ("web/sub2/b", "x"), ("web/#x", "x"), ("web/old/x", "x"), ("db/compose.yaml", Compose),
        ];
        using var repository = await Repository.CreateAsync(files);
        var stacks = (await repository.ReadAsync()).Stacks;
        Assert.Equal(["db", "web"], stacks.Select(s => s.Path));
        var read = stacks[1].Content!.Files.Select(f => f.Path);

        // Git itself on the same files under its own name for them is the judge.
        foreach (var ignore in new[] { ".plumbignore", "web/.plumbignore" })
        {
            repository.Git.Write(ignore.Replace("plumb", "git", StringComparison.Ordinal), repository.Git.Read(ignore));
        }

        var judged = await repository.Git.GitAsync("ls-files", "--cached", "--ignored", "--exclude-standard", "web");
        var expected = files.Select(f => f.Item1).Where(f => f.StartsWith("web/", StringComparison.Ordinal)).Except(judged.Split('\n')).Select(f => f["web/".Length..]);
        Assert.Equal(expected.Order(StringComparer.Ordinal), read);
        Assert.DoesNotContain("a.md", read);
    }

    private static async Task<IEnumerable<string>> PathsAsync(Repository repository, int depth, bool nested = false, string directory = ".") =>
        (await repository.ReadAsync(new SourceSpec { Repository = "", Directory = directory, Discovery = new DiscoverySpec { Depth = depth, Nested = nested } })).Stacks.Select(s => s.Path);
}
