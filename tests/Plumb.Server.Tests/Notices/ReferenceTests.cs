using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Notices;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Notices;

/// <summary>The page about notices, against the code.</summary>
public sealed class ReferenceTests
{
    private static readonly string Page = File.ReadAllText(Repository.At("docs", "reference", "notices.md"));

    [Fact]
    public void Its_example_is_a_notice_with_every_field_and_no_other()
    {
        var example = Page.Split("```json\n")[1].Split("```")[0];
        var read = JsonSerializer.Deserialize(example, PlumbJson.Default.NoticeBody)!;
        using var written = JsonDocument.Parse(JsonSerializer.Serialize(read, PlumbJson.Default.NoticeBody));
        using var shown = JsonDocument.Parse(example);
        Assert.True(JsonElement.DeepEquals(shown.RootElement, written.RootElement), $"{written.RootElement}");
    }

    [Fact]
    public void Every_type_of_event_is_in_it()
    {
        foreach (var type in (string[])[NoticeTypes.AlertFiring, NoticeTypes.AlertResolved, NoticeTypes.StackDeployed, NoticeTypes.StackRepaired, NoticeTypes.StackRemoved])
        {
            Assert.Contains($"| `{type}` |", Page, StringComparison.Ordinal);
        }
    }
}
