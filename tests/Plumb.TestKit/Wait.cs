using System.Diagnostics;

namespace Plumb.TestKit;

/// <summary>Waiting for a condition, with a bound. The only way a test may wait.</summary>
public static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when <paramref name="condition"/> holds; fails with <paramref name="describe"/> when it never does.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan timeout, Func<string> describe)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > timeout)
                throw new TimeoutException($"Not seen within {timeout.TotalSeconds:0.#} s: {describe()}");
            await Task.Delay(Pause);
        }
    }

    public static Task UntilAsync(Func<bool> condition, TimeSpan timeout, Func<string> describe) =>
        UntilAsync(() => Task.FromResult(condition()), timeout, describe);

    public static Task UntilAsync(Func<Task<bool>> condition, TimeSpan timeout, string describe) =>
        UntilAsync(condition, timeout, () => describe);

    public static Task UntilAsync(Func<bool> condition, TimeSpan timeout, string describe) =>
        UntilAsync(condition, timeout, () => describe);

    /// <summary>Returns the first answer that is not null.</summary>
    public static async Task<T> ForAsync<T>(Func<Task<T?>> probe, TimeSpan timeout, Func<string> describe)
        where T : class
    {
        T? found = null;
        await UntilAsync(async () => (found = await probe()) is not null, timeout, describe);
        return found!;
    }
}
