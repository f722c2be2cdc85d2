using Plumb.Platform.Yaml;

namespace Plumb.Server.Sources.Content;

/// <summary>What compose files reach for, read once for each content.</summary>
internal sealed class ReferenceCache
{
    private Dictionary<string, ComposeReferences> _known = new(StringComparer.Ordinal);
    private Dictionary<string, ComposeReferences> _used = new(StringComparer.Ordinal);

    /// <param name="file">Relative to the stack's directory.</param>
    /// <exception cref="StackRefusedException">The file is no YAML, over a limit, or asks for what is not done.</exception>
    public ComposeReferences Read(string blob, string file, byte[] bytes)
    {
        if (!_used.TryGetValue(blob, out var found))
        {
            found = _known.GetValueOrDefault(blob) ?? Parse(file, bytes);
            _used[blob] = found;
        }

        return found;
    }

    /// <summary>Drops what was not used since the last call.</summary>
    public void Forget() => (_known, _used) = (_used, new(StringComparer.Ordinal));

    private static ComposeReferences Parse(string file, byte[] bytes)
    {
        try
        {
            return ComposeReader.Read(file, bytes);
        }
        catch (YamlRefusedException refused)
        {
            throw new StackRefusedException(file, refused.Rule, refused.Message);
        }
        catch (StackRefusedException refused) when (refused.Refusal.File.Length == 0)
        {
            throw new StackRefusedException(file, refused.Refusal.Rule, $"{file}: {refused.Refusal.Message}");
        }
    }
}
