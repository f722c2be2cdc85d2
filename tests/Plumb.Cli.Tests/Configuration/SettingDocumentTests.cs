using Plumb.Cli.Configuration;
using Plumb.TestKit;

namespace Plumb.Cli.Tests.Configuration;

/// <summary>The page of the documentation is made from the table. <c>PLUMB_GOLDEN=write dotnet test tests/Plumb.Cli.Tests</c> makes it anew.</summary>
public sealed class SettingDocumentTests : IDisposable
{
    private readonly Kit.Cli cli = new() { IsRoot = true };

    public void Dispose() => cli.Dispose();

    [Fact]
    public void The_page_of_settings_is_the_table_of_settings()
    {
        var path = Repository.At("docs", "reference", "settings.md");
        var page = File.ReadAllText(path);
        var from = page.IndexOf("| key |", StringComparison.Ordinal);
        var expected = page[..from] + SettingDocument.Markdown(cli.Surroundings(TextWriter.Null, TextWriter.Null)) + page[End(page, from)..];
        if (Environment.GetEnvironmentVariable("PLUMB_GOLDEN") == "write")
        {
            File.WriteAllText(path, expected);
        }
        else
        {
            Assert.Equal(expected, page);
        }
    }

    /// <summary>After the table's last row.</summary>
    private static int End(string page, int from)
    {
        var after = page.IndexOf("\n\n", from, StringComparison.Ordinal);
        return after < 0 ? page.Length : after + 1;
    }
}
