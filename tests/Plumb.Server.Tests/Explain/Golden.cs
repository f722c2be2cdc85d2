using System.Runtime.CompilerServices;

namespace Plumb.Server.Tests.Explain;

/// <summary>Expected output as files. With PLUMB_GOLDEN=write they are written anew; read the difference before committing it.</summary>
internal static class Golden
{
    public static void Matches(string name, string actual, [CallerFilePath] string here = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(here)!, "golden", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("PLUMB_GOLDEN") == "write")
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual);
    }
}
