using Plumb.Server.Storage;
using Plumb.Server.Storage.Sqlite;

namespace Plumb.Server.Tests.Storage;

public sealed class SqliteSuiteTests : StoreSuite
{
    private readonly string _directory = Directory.CreateTempSubdirectory("plumb-store-").FullName;

    public override Task InitializeAsync()
    {
        Use();
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private protected override Database Open() => new SqliteDatabase(Path.Combine(_directory, "plumb.db"));
}
