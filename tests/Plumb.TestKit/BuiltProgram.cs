namespace Plumb.TestKit;

/// <summary>The program under test, as a file that can be started.</summary>
public static class BuiltProgram
{
    /// <summary>What PLUMB_PROGRAM names, which <c>make test</c> sets to the program as it is delivered; else the one that was built beside the tests.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("PLUMB_PROGRAM") is not { Length: > 0 } named
        ? System.IO.Path.Combine(AppContext.BaseDirectory, "plumb")
        : File.Exists(named) ? named : throw new InvalidOperationException($"PLUMB_PROGRAM names '{named}', which is no file: run 'make build', or unset it.");

    public static string Directory { get; } = System.IO.Path.GetDirectoryName(Path)!;
}
