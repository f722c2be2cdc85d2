using System.Reflection;

namespace Plumb.Server.Api;

/// <summary>Files that are part of the build.</summary>
internal static class Shipped
{
    public static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The file '{name}' is not in this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
