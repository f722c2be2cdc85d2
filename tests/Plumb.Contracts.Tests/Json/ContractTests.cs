using System.Runtime.CompilerServices;
using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;

namespace Plumb.Contracts.Tests.Json;

/// <summary>The wire is a contract: its shapes are committed, and a change of one has to be meant.</summary>
public sealed class ContractTests
{
    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_shape_is_as_committed(string name)
    {
        var (value, type) = Samples.All[name];
        var actual = Indented(JsonSerializer.SerializeToElement(value, type));
        var file = Path.Combine(Here(), "golden", $"{name}.json");
        if (Environment.GetEnvironmentVariable("PLUMB_GOLDEN") == "write")
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_read_and_written_again_is_the_same(string name)
    {
        var (value, type) = Samples.All[name];
        var text = JsonSerializer.Serialize(value, type);
        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize(text, type), type));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_unknown_field_is_refused(string name)
    {
        var (value, type) = Samples.All[name];
        var text = JsonSerializer.Serialize(value, type);
        var at = text.IndexOf('{', StringComparison.Ordinal) + 1;
        // The discriminator of a report has to come first.
        at = name == "report-batch" ? 1 : at;
        var e = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(text.Insert(at, "\"zzz\":1,"), type));
        Assert.Contains("zzz", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Absent_and_null_mean_the_same()
    {
        var absent = JsonSerializer.Deserialize("""{"repository":"/x"}""", PlumbJson.Default.SourceSpec);
        var empty = JsonSerializer.Deserialize("""{"repository":"/x","agent":null,"credentials":null}""", PlumbJson.Default.SourceSpec);
        Assert.Equal(absent, empty);
        Assert.Equal(new SourceSpec { Repository = "/x" }, absent);
    }

    [Fact]
    public void An_absent_field_has_its_default()
    {
        Assert.Equivalent(new StackSettings(), JsonSerializer.Deserialize("{}", PlumbJson.Default.StackSettings), strict: true);
        Assert.Equivalent(new StackSettings(), JsonSerializer.Deserialize("""{"files":null,"health":{},"remove":{},"driver":null}""", PlumbJson.Default.StackSettings), strict: true);
        Assert.Equal(1, JsonSerializer.Deserialize("""{"repository":"/x","discovery":{"nested":true}}""", PlumbJson.Default.SourceSpec)!.Discovery.Depth);
        var target = JsonSerializer.Deserialize(
            """
            {"epoch":"e","version":1,"complete":true,"deletions":[],"breakers":[],"stacks":[{"id":"s","name":"web","scope":"source/main","path":"web","driver":"compose",
              "sequence":1,"checksum":null,"settings":{},"driftPolicy":"revert","changePolicy":"auto","removeEnabled":false}]}
            """,
            PlumbJson.Default.TargetState)!.Stacks[0];
        Assert.Equal((true, 0), (target.ReconcileEnabled, target.Requests.Count));
        var gone = JsonSerializer.Deserialize("""{"generation":1,"items":[{"kind":"world","id":"1","number":1,"world":{"world":"w","breaker":"closed"}}]}""", PlumbJson.Default.ReportBatch)!;
        Assert.Empty(((WorldReport)gone.Items[0]).Handled);
    }

    [Theory]
    [InlineData("\"status\":\"synced\"", "\"status\":2")]
    [InlineData("\"status\":\"synced\"", "\"status\":\"Synced!\"")]
    public void A_word_is_written_as_a_word(string good, string bad)
    {
        var text = """{"path":"web","status":"synced"}""";
        Assert.NotNull(JsonSerializer.Deserialize(text, PlumbJson.Default.StackRecord));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(text.Replace(good, bad, StringComparison.Ordinal), PlumbJson.Default.StackRecord));
    }

    [Fact]
    public void A_report_of_an_unknown_kind_is_refused() => Assert.Throws<JsonException>(() =>
        JsonSerializer.Deserialize("""{"generation":1,"items":[{"kind":"poem","id":"1","number":1}]}""", PlumbJson.Default.ReportBatch));

    [Fact]
    public void Every_kind_of_report_has_a_sample()
    {
        var batch = (ReportBatch)Samples.All["report-batch"].Value;
        var kinds = typeof(ReportItem).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ReportItem))).Select(type => type.Name);
        Assert.Equal(kinds.Order(StringComparer.Ordinal), batch.Items.Select(item => item.GetType().Name).Order(StringComparer.Ordinal));
    }

    private static string Indented(JsonElement element) => JsonSerializer.Serialize(element, Readable) + "\n";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
