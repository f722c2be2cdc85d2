namespace Plumb.TestKit;

/// <summary>A fresh directory that goes with its owner.</summary>
public sealed class TempDir : IDisposable
{
    public TempDir(string prefix = "plumb-test-") => Path = Directory.CreateTempSubdirectory(prefix).FullName;

    /// <summary>Absolute, without a slash at the end.</summary>
    public string Path { get; }

    /// <summary>A path below it. Nothing is created.</summary>
    public string At(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a file, and the directories above it.</summary>
    public string Write(string relative, string content)
    {
        var path = At(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
