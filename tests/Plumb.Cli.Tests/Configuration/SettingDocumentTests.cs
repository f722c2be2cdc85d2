using Plumb.Cli.Configuration;
using Plumb.Cli.Tests.Kit;
using Plumb.TestKit;

namespace Plumb.Cli.Tests.Configuration;

/// <summary>The page of settings is made from the table of settings.</summary>
public sealed class SettingDocumentTests : IDisposable
{
    private readonly Kit.Cli cli = new() { IsRoot = true };

    public void Dispose() => cli.Dispose();

    [Fact]
    public void The_page_of_settings_is_the_table_of_settings()
    {
        var page = File.ReadAllText(Repository.At("docs", "reference", "settings.md"));
        var from = page.IndexOf("| key |", StringComparison.Ordinal);
        Golden.Same(page[..from] + SettingDocument.Markdown(cli.Surroundings(TextWriter.Null, TextWriter.Null)) + page[End(page, from)..], "docs", "reference", "settings.md");
    }

    /// <summary>After the table's last row.</summary>
    private static int End(string page, int from)
    {
        var after = page.IndexOf("\n\n", from, StringComparison.Ordinal);
        return after < 0 ? page.Length : after + 1;
    }
}
