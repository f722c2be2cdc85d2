using Plumb.Platform.Secrets;
using Plumb.Server.Storage;
using Plumb.Server.Storage.Postgres;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Storage;

public sealed class PostgresSuiteTests : StoreSuite
{
    private string _store = "";

    public override async Task InitializeAsync()
    {
        _store = await (await SharedPostgres.GetAsync()).NewStoreAsync();
        Use();
    }

    private protected override Database Open() => new PostgresDatabase(_store, new SecretMask());
}
