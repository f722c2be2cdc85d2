namespace Plumb.Kernel.Loop;

/// <summary>The keys of the kernel's alerts.</summary>
internal static class AlertKeys
{
    public static string Failing(ObjectId id, string action) => $"failing:{id}:{action}";

    public static string Blocked(ObjectId id) => $"blocked:{id}";

    public static string Contested(ObjectId id) => $"contested:{id}";

    public static string Breaker(string world) => $"breaker:{world}";

    public static string Unreachable(string world) => $"unreachable:{world}";
}
