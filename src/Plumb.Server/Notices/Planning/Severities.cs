namespace Plumb.Server.Notices.Planning;

/// <summary>How severe a notice is.</summary>
public enum Severity
{
    Info,
    Warning,
    Error,
    Critical,
}

internal static class Severities
{
    /// <summary>What nobody here knows is taken for an error.</summary>
    public static Severity Of(string word) => word switch
    {
        "info" => Severity.Info,
        "warning" => Severity.Warning,
        "critical" => Severity.Critical,
        _ => Severity.Error,
    };

    public static string Word(this Severity severity) => severity switch
    {
        Severity.Info => "info",
        Severity.Warning => "warning",
        Severity.Error => "error",
        Severity.Critical => "critical",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, message: null),
    };
}
