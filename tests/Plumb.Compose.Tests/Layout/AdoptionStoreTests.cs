using Plumb.Compose.Layout;
using Plumb.Compose.Model;

namespace Plumb.Compose.Tests.Layout;

public sealed class AdoptionStoreTests : IDisposable
{
    private static readonly AdoptionRecord Record = new(
        "shop", new Ownership("i", "source/infra", "shop"), DateTimeOffset.UnixEpoch, "ann", new Dictionary<string, string> { ["abc"] = "hash" });

    private readonly TempDir _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_record_outlives_the_process_and_only_we_may_read_it()
    {
        new AdoptionStore(_directory.At("a")).Save(Record);
        var found = new AdoptionStore(_directory.At("a")).Find("shop");
        Assert.Equal((Record.Ownership, Record.At, Record.By), (found!.Ownership, found.At, found.By));
        Assert.Equal("hash", found.Containers["abc"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_directory.At("a", "shop.json")));
    }

    [Fact]
    public void What_was_given_up_stays_given_up()
    {
        var store = new AdoptionStore(_directory.At("a"));
        store.Save(Record);
        store.Remove("shop");
        Assert.Null(store.Find("shop"));
        Assert.Empty(new AdoptionStore(_directory.At("a")).All);
    }

    [Fact]
    public void A_damaged_record_is_none()
    {
        _directory.Write("a/shop.json", "{");
        Assert.Null(new AdoptionStore(_directory.At("a")).Find("shop"));
    }
}
