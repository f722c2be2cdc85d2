namespace Plumb.Cli.Up;

/// <summary>How a control plane is reached from its own machine.</summary>
internal static class ReachableAddress
{
    /// <summary>Who listens everywhere is reached from here on loopback.</summary>
    public static Uri Of(Uri address) => address.Host switch
    {
        "0.0.0.0" => new UriBuilder(address) { Host = "127.0.0.1" }.Uri,
        "[::]" => new UriBuilder(address) { Host = "[::1]" }.Uri,
        _ => address,
    };
}
