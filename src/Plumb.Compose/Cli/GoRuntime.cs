namespace Plumb.Compose.Cli;

/// <summary>
/// Spares a short run of Compose the collecting of its garbage, a quarter of the work of a rendering: Go's collector begins only when half of the
/// memory that the run may take is used. Measured in <c>bench/</c>.
/// </summary>
/// <remarks>Source: the documentation of Go's package <c>runtime</c>, "Environment Variables".</remarks>
internal static class GoRuntime
{
    /// <summary>Whether a text could ask for one of the variables: <c>${GOGC}</c>, or a service's variable without a value.</summary>
    public static bool IsNamedIn(ReadOnlySpan<byte> text) => text.IndexOf("GOGC"u8) >= 0 || text.IndexOf("GOMEMLIMIT"u8) >= 0;

    /// <param name="environment">Of the run; given back with the variables added.</param>
    /// <param name="named">A stack names them: then nothing is added, for Compose would give it ours.</param>
    /// <param name="memoryLimit">Bytes that the run may take.</param>
    public static Dictionary<string, string> Hasten(Dictionary<string, string> environment, bool named, long memoryLimit)
    {
        if (!named && !environment.ContainsKey("GOGC") && !environment.ContainsKey("GOMEMLIMIT"))
        {
            environment["GOGC"] = "off";
            environment["GOMEMLIMIT"] = (memoryLimit / 2).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return environment;
    }
}
