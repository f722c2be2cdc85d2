using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Plumb.Platform.Yaml;

/// <summary>Turns the parser's events into nodes, and counts. Its recursion is bounded by the depth limit.</summary>
internal sealed class YamlReader(IParser parser, string file, YamlLimits limits)
{
    private readonly Dictionary<string, Anchored> _anchors = new(StringComparer.Ordinal);
    private int _depth;
    private int _aliases;
    private long _nodes;

    /// <summary>What an alias stands for: its node, how many nodes that is, and how deep. A null node is still being read.</summary>
    private sealed record Anchored(YamlNode? Node, long Nodes, int Height);

    public IReadOnlyList<YamlNode> Documents()
    {
        var documents = new List<YamlNode>();
        parser.Consume<StreamStart>();
        while (parser.TryConsume<DocumentStart>(out _))
        {
            _anchors.Clear();
            documents.Add(Node(out _));
            parser.Consume<DocumentEnd>();
        }

        return documents is [YamlScalar { Plain: true, Value: "" }] ? [] : documents;
    }

    /// <param name="height">How many collections deep the node is.</param>
    private YamlNode Node(out int height)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Alias(alias, out height);
        }

        var next = parser.Current as NodeEvent ?? throw new YamlException(Mark.Empty, Mark.Empty, "a value was expected");
        var anchor = next.Anchor.IsEmpty ? null : next.Anchor.Value;
        var before = _nodes;
        Count(next, 1);
        if (anchor is not null)
        {
            _anchors[anchor] = new Anchored(null, 0, 0);
        }

        var node = next switch
        {
            Scalar scalar => Scalar(scalar, out height),
            SequenceStart => Deeper(next, Sequence, out height),
            MappingStart => Deeper(next, Mapping, out height),
            _ => throw Refused(next, "yaml.syntax", "A value was expected here."),
        };
        if (anchor is not null)
        {
            _anchors[anchor] = new Anchored(node, _nodes - before, height);
        }

        return node;
    }

    private delegate YamlNode Collection(out int height);

    private YamlNode Deeper(NodeEvent start, Collection collection, out int height)
    {
        CheckDepth(start, 1);
        _depth++;
        var node = collection(out var inside);
        _depth--;
        height = inside + 1;
        return node;
    }

    private YamlScalar Scalar(Scalar scalar, out int height)
    {
        parser.MoveNext();
        height = 0;
        return new(scalar.Value, scalar.Style is ScalarStyle.Plain && scalar.Tag.IsEmpty, (int)scalar.Start.Line, (int)scalar.Start.Column, Tag(scalar));
    }

    private YamlSequence Sequence(out int height)
    {
        var start = parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        height = 0;
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(out var inside));
            height = Math.Max(height, inside);
        }

        return new(items, (int)start.Start.Line, (int)start.Start.Column, Tag(start));
    }

    private YamlMapping Mapping(out int height)
    {
        var start = parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        height = 0;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var at = parser.Current!;
            var key = Node(out _) as YamlScalar ?? throw Refused(at, "yaml.key", "A key must be a single value.");
            if (!keys.Add(key.Value))
            {
                throw Refused(at, "yaml.duplicate-key", $"The key '{key.Value}' stands here twice. Keep one.");
            }

            entries.Add(new YamlEntry(key, Node(out var inside)));
            height = Math.Max(height, inside);
        }

        return new(entries, (int)start.Start.Line, (int)start.Start.Column, Tag(start));
    }

    private YamlNode Alias(AnchorAlias alias, out int height)
    {
        if (++_aliases > limits.Aliases)
        {
            throw Refused(alias, "yaml.aliases", $"It has more than {limits.Aliases:N0} aliases.");
        }

        if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
        {
            throw Refused(alias, "yaml.anchor", $"There is no anchor '{alias.Value.Value}' before this alias.");
        }

        var node = anchored.Node ?? throw Refused(alias, "yaml.anchor", $"The anchor '{alias.Value.Value}' contains itself.");
        Count(alias, anchored.Nodes);
        CheckDepth(alias, anchored.Height);
        height = anchored.Height;
        return node;
    }

    private void Count(ParsingEvent at, long nodes)
    {
        _nodes += nodes;
        if (_nodes > limits.Nodes)
        {
            throw Refused(at, "yaml.nodes", $"It has more than {limits.Nodes:N0} values, aliases expanded.");
        }
    }

    private void CheckDepth(ParsingEvent at, int more)
    {
        if (_depth + more > limits.Depth)
        {
            throw Refused(at, "yaml.depth", $"It is nested deeper than {limits.Depth} levels.");
        }
    }

    private static string? Tag(NodeEvent node) => node.Tag.IsEmpty ? null : node.Tag.Value;

    private YamlRefusedException Refused(ParsingEvent at, string rule, string what) => new(file, (int)at.Start.Line, (int)at.Start.Column, rule, what);
}
