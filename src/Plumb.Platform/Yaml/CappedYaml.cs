using System.Text;
using YamlDotNet.Core;

namespace Plumb.Platform.Yaml;

/// <summary>The one place where YAML is read. A text over a limit is refused before it takes memory.</summary>
public static class CappedYaml
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Every document of a text; none for an empty one.</summary>
    /// <param name="file">As people know it, for messages.</param>
    /// <param name="bytes">UTF-8.</param>
    /// <exception cref="YamlRefusedException">It is wrong, or over a limit.</exception>
    public static IReadOnlyList<YamlNode> Parse(string file, ReadOnlySpan<byte> bytes, YamlLimits? limits = null)
    {
        limits ??= YamlLimits.Default;
        if (bytes.Length > limits.Bytes)
        {
            throw new YamlRefusedException(file, 0, 0, "yaml.size", $"It has {bytes.Length:N0} bytes; {limits.Bytes:N0} are allowed.");
        }

        using var text = new StringReader(Text(file, bytes));
        try
        {
            return new YamlReader(new Parser(text), file, limits).Documents();
        }
        catch (YamlException wrong)
        {
            throw new YamlRefusedException(file, (int)wrong.Start.Line, (int)wrong.Start.Column, "yaml.syntax", $"It is not YAML: {wrong.Message.TrimEnd('.')}.");
        }
        catch (Exception bug) when (bug is not YamlRefusedException and not OutOfMemoryException)
        {
            // The library's parser trips over some wrong texts, such as "...\n...": hostile input must not end in anything but a refusal.
            throw new YamlRefusedException(file, 0, 0, "yaml.syntax", $"It is not YAML: {bug.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>The only document of a text; null for an empty one.</summary>
    /// <exception cref="YamlRefusedException">It is wrong, over a limit, or holds several documents.</exception>
    public static YamlNode? ParseOne(string file, ReadOnlySpan<byte> bytes, YamlLimits? limits = null) => Parse(file, bytes, limits) switch
    {
        [] => null,
        [var one] => one,
        [_, var second, ..] => throw new YamlRefusedException(file, second.Line, second.Column, "yaml.documents", "It holds several documents; one is allowed."),
    };

    private static string Text(string file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new YamlRefusedException(file, 0, 0, "yaml.encoding", "It is not UTF-8. Save it as UTF-8.");
        }
    }
}
