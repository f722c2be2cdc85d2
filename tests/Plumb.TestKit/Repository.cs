namespace Plumb.TestKit;

/// <summary>Where this checkout of Plumb is.</summary>
public static class Repository
{
    /// <summary>The directory of <c>Plumb.slnx</c>, found upwards from the running test.</summary>
    public static string Root { get; } = Find();

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Plumb.slnx")))
                return at.FullName;
        }

        throw new InvalidOperationException($"No Plumb.slnx above {AppContext.BaseDirectory}");
    }
}
