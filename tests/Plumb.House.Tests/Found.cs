namespace Plumb.House.Tests;

internal static class Found
{
    /// <summary>Fails with all that was found, a line each.</summary>
    public static void None(IEnumerable<string> found)
    {
        var all = found.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
