using System.Text;
using System.Text.Json.Nodes;
using Plumb.Compose.Execute;
using Plumb.Compose.Model;
using Plumb.Compose.Tests.Plan;

namespace Plumb.Compose.Tests.Execute;

public sealed class LabelledModelTests
{
    private const string Tricky = "say \"hi\" \\ and `$HOME` ${X} $$ 🚀 — ünï";

    [Fact]
    public void Named_services_get_our_labels_beside_their_own_and_no_other_service_does()
    {
        var model = Labelled("web");

        var labels = model["services"]!["web"]!["labels"]!.AsObject();
        Assert.Equal("kept", labels["own"]!.GetValue<string>());
        Assert.Equal(
            ["here", "source/infra", "web", "r1", "compose-1", "web-inputs-1", "7", "2026-01-02T03:04:05Z"],
            new[] { Labels.Instance, Labels.Scope, Labels.Stack, Labels.Revision, Labels.ComposeHash, Labels.InputsHash, Labels.Sequence, Labels.SyncedAt }
                .Select(label => labels[label]!.GetValue<string>()));
        Assert.Null(model["services"]!["db"]!["labels"]);
    }

    [Fact]
    public void Every_dollar_is_doubled_so_that_it_stands_for_itself() =>
        Assert.Equal(Tricky.Replace("$", "$$", StringComparison.Ordinal), Labelled("web")["services"]!["web"]!["labels"]![Labels.CommitMessage]!.GetValue<string>());

    [Fact]
    public void What_is_beyond_the_basic_plane_stands_as_it_is() =>
        Assert.Contains("🚀", Encoding.UTF8.GetString(Bytes("web")), StringComparison.Ordinal);

    [Fact]
    public void Backslashes_before_what_looks_like_an_escape_stay()
    {
        const string text = @"\uD83D\uDE80 \\uD83D 🚀\";

        Assert.Equal(text, JsonNode.Parse(YamlReadableJson.Of(JsonValue.Create(text)!))!.GetValue<string>());
    }

    [Fact]
    public void The_stacks_own_model_is_not_changed()
    {
        var spec = Spec();
        var before = spec.Rendered!.Model.ToJsonString();

        _ = LabelledModel.Of(spec, spec.Rendered, ["web", "db"], DateTimeOffset.UnixEpoch);

        Assert.Equal(before, spec.Rendered.Model.ToJsonString());
    }

    private static JsonNode Labelled(params string[] named) => JsonNode.Parse(Bytes(named))!;

    private static byte[] Bytes(params string[] named)
    {
        var spec = Spec();
        return LabelledModel.Of(spec, spec.Rendered!, named, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    }

    private static ComposeSpec Spec()
    {
        var builder = new StackBuilder { Target = target => target with { Revision = "r1", Sequence = 7, CommitMessage = Tricky + "\nbody" } };
        var spec = builder.Service("web").Service("db").Build();
        spec.Rendered!.Model["services"] = new JsonObject
        {
            ["web"] = new JsonObject { ["labels"] = new JsonObject { ["own"] = "kept" } },
            ["db"] = new JsonObject(),
        };
        return spec;
    }
}
