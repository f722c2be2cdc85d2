using System.Collections.Concurrent;
using Plumb.TestKit;

namespace Plumb.Server.Tests;

/// <summary><c>PLUMB_TEST_STORE=postgres</c>: every control plane of these tests has a PostgreSQL store in place of a file; the same again where its directory is.</summary>
internal static class ChosenStore
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Stores = new(StringComparer.Ordinal);

    public static async Task<string?> OfAsync(string directory) => Environment.GetEnvironmentVariable("PLUMB_TEST_STORE") == "postgres"
        ? await Stores.GetOrAdd(directory, _ => new(async () => await (await SharedPostgres.GetAsync()).NewStoreAsync())).Value
        : null;
}
