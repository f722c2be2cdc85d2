namespace Plumb.Platform.Yaml;

/// <summary>A YAML text is not read: it is wrong, or over a limit.</summary>
public sealed class YamlRefusedException : Exception
{
    public YamlRefusedException()
    {
    }

    public YamlRefusedException(string message)
        : base(message)
    {
    }

    public YamlRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <param name="file">As people know it.</param>
    /// <param name="line">From 1; 0: the whole file.</param>
    /// <param name="column">From 1.</param>
    /// <param name="rule">A stable word.</param>
    /// <param name="what">What is wrong and what to do, a sentence.</param>
    public YamlRefusedException(string file, int line, int column, string rule, string what)
        : base(line == 0 ? $"{file}: {what} ({rule})" : $"{file}:{line}:{column}: {what} ({rule})")
    {
        File = file;
        Line = line;
        Column = column;
        Rule = rule;
    }

    public string File { get; } = "";

    public int Line { get; }

    public int Column { get; }

    /// <summary>
    /// <c>yaml.size</c> <c>yaml.encoding</c> <c>yaml.syntax</c> <c>yaml.depth</c> <c>yaml.nodes</c> <c>yaml.aliases</c> <c>yaml.anchor</c>
    /// <c>yaml.duplicate-key</c> <c>yaml.key</c> <c>yaml.documents</c>.
    /// </summary>
    public string Rule { get; } = "";
}
