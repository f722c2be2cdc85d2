using Plumb.TestKit;

namespace Plumb.House.Tests;

/// <summary>The files of this checkout that people wrote.</summary>
internal static class Checkout
{
    private static readonly HashSet<string> NotOurs = new(StringComparer.Ordinal)
    {
        ".git", ".plumb", "artifacts", "bin", "obj", "node_modules", "TestResults", ".vs", ".idea", "BenchmarkDotNet.Artifacts",
    };

    private static readonly HashSet<string> Text = new(StringComparer.Ordinal)
    {
        ".cs", ".csproj", ".props", ".slnx", ".sh", ".md", ".yaml", ".yml", ".json", ".sql", ".txt", ".http", ".editorconfig", "",
    };

    public static IReadOnlyList<SourceFile> All { get; } = [.. Below(Repository.Root).Where(file => Text.Contains(Path.GetExtension(file.Path)))];

    public static IEnumerable<SourceFile> Code(string root) =>
        All.Where(file => file.Path.StartsWith(root + "/", StringComparison.Ordinal) && file.Path.EndsWith(".cs", StringComparison.Ordinal));

    private static IEnumerable<SourceFile> Below(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory))
        {
            // A worktree has a file of this name, with a path of this machine in it.
            if (Path.GetFileName(file) != ".git")
                yield return new SourceFile(Path.GetRelativePath(Repository.Root, file));
        }

        foreach (var inner in Directory.EnumerateDirectories(directory).Where(inner => !NotOurs.Contains(Path.GetFileName(inner))))
        {
            foreach (var file in Below(inner))
                yield return file;
        }
    }
}

/// <param name="Path">Relative to the checkout.</param>
internal sealed record SourceFile(string Path)
{
    private readonly Lazy<string> text = new(() => File.ReadAllText(Repository.At(Path)));

    public string Content => text.Value;

    public IReadOnlyList<string> Lines => Content.Split('\n');

    /// <summary>The first two parts, such as <c>src/Plumb.Kernel</c>.</summary>
    public string Project => string.Join('/', Path.Split('/').Take(2));
}
