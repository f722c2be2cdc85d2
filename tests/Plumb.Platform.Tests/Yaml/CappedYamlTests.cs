using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Plumb.Platform.Yaml;

namespace Plumb.Platform.Tests.Yaml;

public sealed class CappedYamlTests
{
    [Fact]
    public void A_document_is_read_with_its_places()
    {
        var root = Mapping("services:\n  web:\n    image: \"a:1\"\n    ports: [80, '81']\n");
        var web = (YamlMapping)((YamlMapping)root["services"]!)["web"]!;
        var image = (YamlScalar)web["image"]!;
        Assert.Equal(("a:1", false, 3, 12), (image.Value, image.Plain, image.Line, image.Column));
        Assert.Equal(["80", "81"], ((YamlSequence)web["ports"]!).Items.Cast<YamlScalar>().Select(s => s.Value));
        Assert.Null(web["build"]);
    }

    [Fact]
    public void Anchors_and_merges_are_resolved_own_keys_first()
    {
        var root = Mapping("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\nd:\n  <<: *b\n");
        var c = (YamlMapping)root["c"]!;
        Assert.Equal(["x=3", "y=1", "z=2"], c.Entries().Select(e => $"{e.Key.Value}={((YamlScalar)e.Value).Value}"));
        Assert.Equal("2", ((YamlScalar)((YamlMapping)root["d"]!)["z"]!).Value);
        Assert.Null(c["<<"]);
    }

    [Theory]
    [InlineData("a:", true)]
    [InlineData("a: ~", true)]
    [InlineData("a: null", true)]
    [InlineData("a: 'null'", false)]
    [InlineData("a: ''", false)]
    [InlineData("a: nulls", false)]
    public void Null_is_what_yaml_says_it_is(string text, bool isNull) => Assert.Equal(isNull, ((YamlScalar)Mapping(text)["a"]!).IsNull);

    [Fact]
    public void Tags_are_kept()
    {
        var root = Mapping("a: !reset null\nb: !override [1]\n");
        Assert.Equal(("!reset", "!override"), (root["a"]!.Tag, root["b"]!.Tag));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("\ufeff")]
    public void An_empty_text_has_no_document(string text) => Assert.Null(CappedYaml.ParseOne("f", Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Several_documents_are_read_where_they_are_allowed()
    {
        Assert.Equal(2, CappedYaml.Parse("f", "a: 1\n---\nb: 2\n"u8).Count);
        Assert.Equal(("yaml.documents", 3), Refused("a: 1\n---\nb: 2\n"));
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", "yaml.duplicate-key", 3)]
    [InlineData("a: [\n", "yaml.syntax", 2)]
    [InlineData("a: b: c\n", "yaml.syntax", 1)]
    [InlineData("a: @b\n", "yaml.syntax", 1)]
    [InlineData("a: *b\n", "yaml.anchor", 1)]
    [InlineData("a: &a [*a]\n", "yaml.anchor", 1)]
    [InlineData("? [x]\n: 1\n", "yaml.key", 1)]
    [InlineData("a: \"\\q\"\n", "yaml.syntax", 1)]
    public void A_wrong_text_is_refused_with_rule_and_line(string text, string rule, int line) => Assert.Equal((rule, line), Refused(text));

    [Fact]
    public void The_message_names_file_line_column_and_rule()
    {
        var refused = Assert.Throws<YamlRefusedException>(() => CappedYaml.Parse("web/compose.yaml", "a: 1\na: 2\n"u8));
        Assert.Equal("web/compose.yaml:2:1: The key 'a' stands here twice. Keep one. (yaml.duplicate-key)", refused.Message);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() =>
        Assert.Equal("yaml.encoding", Assert.Throws<YamlRefusedException>(() => CappedYaml.Parse("f", [(byte)'a', 0xff])).Rule);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    [InlineData("- ", "")]
    [InlineData("? ", "")]
    public void A_hundred_thousand_levels_are_refused_and_not_a_crash(string open, string close)
    {
        Assert.Equal("yaml.depth", Refused(Repeat(open, 100_000) + "x" + Repeat(close, 100_000)).Rule);
        Assert.Equal("yaml.depth", Refused(Repeat(open, 100_000)).Rule);
    }

    [Fact]
    public void Depth_is_counted_to_the_level_through_aliases_too()
    {
        Assert.NotNull(CappedYaml.ParseOne("f", Encoding.UTF8.GetBytes(Repeat("[", 64) + Repeat("]", 64))));
        Assert.Equal("yaml.depth", Refused(Repeat("[", 65) + Repeat("]", 65)).Rule);
        var half = $"a: &a {Repeat("[", 40)}{Repeat("]", 40)}\n";
        Assert.NotNull(Mapping(half + $"b: {Repeat("[", 23)}*a{Repeat("]", 23)}\n"));
        Assert.Equal("yaml.depth", Refused(half + $"b: {Repeat("[", 24)}*a{Repeat("]", 24)}\n").Rule);
    }

    [Fact]
    public void An_alias_bomb_is_refused_before_it_takes_memory()
    {
        var text = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (var letter = 'b'; letter <= 'z'; letter++)
        {
            text.Append($"{letter}: &{letter} [{string.Join(',', Enumerable.Repeat($"*{(char)(letter - 1)}", 9))}]\n");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(("yaml.nodes", 6), Refused(text.ToString()));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2_000_000);
    }

    [Fact]
    public void Nodes_aliases_and_bytes_are_counted_to_the_last()
    {
        var limits = new YamlLimits(Bytes: 40, Nodes: 6, Aliases: 1);
        Assert.NotNull(CappedYaml.ParseOne("f", "[&a x, *a, y, z, w]"u8, limits));
        Assert.Equal("yaml.nodes", Refused("[&a x, *a, y, z, w, v]", limits).Rule);
        Assert.Equal("yaml.aliases", Refused("[&a x, *a, *a]", limits).Rule);
        Assert.Equal("yaml.size", Refused(new string('x', 41), limits).Rule);
    }

    [Fact]
    public void Whatever_the_text_the_answer_is_a_tree_or_a_refusal()
    {
        string[] parts = ["a", "b", ": ", ":", "- ", "-", "\n", "\n  ", "\n    ", " ", "\t", "[", "]", "{", "}", ",", "? ", "&a ", "*a", "!t ", "!", "|\n", ">-\n", "'", "\"", "\\x", "#", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! x\n", "<<", "\0", "\u0085", "é", "\U0001F600", "~", "@", "`"];
        var texts = Gen.Elements(parts).ListOf().Select(p => string.Concat(p)).ToArbitrary();
        Prop.ForAll(texts, text =>
        {
            try
            {
                CappedYaml.Parse("f", Encoding.UTF8.GetBytes(text));
            }
            catch (YamlRefusedException refused)
            {
                Assert.StartsWith("yaml.", refused.Rule, StringComparison.Ordinal);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(int.Parse(Environment.GetEnvironmentVariable("PLUMB_FUZZ") ?? "3000")).WithEndSize(60));
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static YamlMapping Mapping(string text) => (YamlMapping)CappedYaml.ParseOne("f", Encoding.UTF8.GetBytes(text))!;

    private static (string Rule, int Line) Refused(string text, YamlLimits? limits = null)
    {
        var refused = Assert.Throws<YamlRefusedException>(() => CappedYaml.ParseOne("f", Encoding.UTF8.GetBytes(text), limits));
        return (refused.Rule, refused.Line);
    }
}
