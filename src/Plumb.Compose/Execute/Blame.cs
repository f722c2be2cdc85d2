using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>
/// Where the cause of a failed step lies, by what the engine and Compose said of it. What is not known is unclear: an engine's words change, and a
/// registry that cannot be reached may be away or may be named wrongly.
/// </summary>
/// <remarks>Source: the engine's and its registry client's errors (moby daemon/errors, distribution/errors.go), OCI runtimes' and the kernel's.</remarks>
internal static class Blame
{
    private static readonly string[] OfDesired =
    [
        "its pull policy asks for no pull", "manifest unknown", "name unknown", "no matching manifest", "pull access denied", "repository does not exist",
        "invalid reference format", "no such image", "executable file not found",
    ];

    private static readonly string[] OfWorld =
    [
        "no space left on device", "disk quota exceeded", "read-only file system", "too many open files", "cannot allocate memory", "input/output error",
    ];

    /// <param name="error">What was said, without what the stack's own programs wrote.</param>
    public static Fault Of(string error) =>
        Says(error, OfDesired) || error.TrimEnd().EndsWith(": not found", StringComparison.Ordinal) ? Fault.Desired : Says(error, OfWorld) ? Fault.World : Fault.Unclear;

    /// <summary>Of several at once: one that lies in what is desired is enough for all of it to fail again.</summary>
    public static Fault Of(IEnumerable<Fault> faults) =>
        faults.Aggregate(Fault.Unclear, static (one, other) => (one, other) switch
        {
            (Fault.Desired, _) or (_, Fault.Desired) => Fault.Desired,
            (Fault.World, _) or (_, Fault.World) => Fault.World,
            _ => Fault.Unclear,
        });

    private static bool Says(string error, string[] words) => words.Any(word => error.Contains(word, StringComparison.OrdinalIgnoreCase));
}
