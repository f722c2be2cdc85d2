using Plumb.Cli.Applying.Reading;

namespace Plumb.Cli.Applying.Planning;

/// <summary>Where a thing is in the API.</summary>
internal static class ApiPlace
{
    public static string Of(Manifest manifest) => $"api/v1/{manifest.Word}s/{Escaped(manifest.FullName)}";

    public static string Escaped(string name) => Uri.EscapeDataString(name);
}
