using System.Globalization;
using System.Text;

namespace Plumb.Platform.Paths;

/// <summary>A path was refused, by a rule. The message names both and never the content of a file.</summary>
public sealed class UntrustedPathException : Exception
{
    public UntrustedPathException()
    {
    }

    public UntrustedPathException(string message)
        : base(message)
    {
    }

    public UntrustedPathException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public UntrustedPathException(string path, string rule)
        : base($"The path '{Shown(path)}' is refused: {Meaning(rule)} ({rule}).")
    {
        Path = path;
        Rule = rule;
    }

    public string Path { get; } = "";

    /// <summary>A stable word such as <c>path.symlink</c>.</summary>
    public string Rule { get; } = "";

    /// <summary>What a rule demands, in words.</summary>
    public static string Meaning(string rule) => rule switch
    {
        "path.empty" or "path.empty-name" => "no part of it may be empty or '.'",
        "path.nul" => "it may not hold a NUL",
        "path.backslash" => "parts are separated by '/', and '\\' may not stand in it",
        "path.absolute" => "it must be relative",
        "path.parent" => "it may not hold '..'",
        "path.long" => "it is too long",
        "path.symlink" => "a symbolic link stands on the way",
        "path.not-a-directory" => "something that is no directory stands on the way",
        "path.not-a-file" => "what stands there is no regular file",
        "path.large" => "the file is larger than what is read",
        _ => "it may not be used",
    };

    private static string Shown(string path)
    {
        var shown = new StringBuilder();
        foreach (var one in path.Length > 200 ? path[..200] + "…" : path)
        {
            _ = char.IsControl(one) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}") : shown.Append(one);
        }

        return shown.ToString();
    }
}
