namespace Plumb.Cli.Output;

/// <summary>How data is written.</summary>
internal enum OutputFormat
{
    /// <summary>Columns for people.</summary>
    Table,

    /// <summary>More columns.</summary>
    Wide,

    /// <summary>The API's own shape.</summary>
    Json,

    /// <summary>The same as YAML.</summary>
    Yaml,

    /// <summary><c>KIND/NAME</c>, a line each.</summary>
    Name,
}
