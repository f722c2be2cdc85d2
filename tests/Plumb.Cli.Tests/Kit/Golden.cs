using Plumb.TestKit;

namespace Plumb.Cli.Tests.Kit;

/// <summary>Files that are made from the program. <c>PLUMB_GOLDEN=write dotnet test tests/Plumb.Cli.Tests</c> makes them anew.</summary>
internal static class Golden
{
    public static void Same(string expected, params string[] path)
    {
        var file = Repository.At(path);
        if (Environment.GetEnvironmentVariable("PLUMB_GOLDEN") == "write")
        {
            File.WriteAllText(file, expected);
        }
        else
        {
            Assert.Equal(expected, File.Exists(file) ? File.ReadAllText(file) : "");
        }
    }
}
