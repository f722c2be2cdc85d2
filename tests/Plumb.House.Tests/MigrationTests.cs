namespace Plumb.House.Tests;

/// <summary>Migrations run by their number: two with one number, or a hole for a later one to fall into, would run on some stores and not on others.</summary>
public sealed class MigrationTests
{
    private const string Place = "src/Plumb.Server/Storage/Migrations/";

    [Fact]
    public void Their_numbers_go_up_by_one_from_the_first()
    {
        var names = Checkout.All.Select(file => file.Path).Where(path => path.StartsWith(Place, StringComparison.Ordinal)).Select(path => path[Place.Length..]).Order(StringComparer.Ordinal).ToList();

        Assert.All(names, name => Assert.Matches("^[0-9]{4}_[a-z_]+\\.sql$", name));
        Assert.Equal(Enumerable.Range(1, names.Count).Select(number => $"{number:0000}"), names.Select(name => name[..4]));
    }
}
