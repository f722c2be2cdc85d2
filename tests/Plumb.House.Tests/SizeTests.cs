namespace Plumb.House.Tests;

public sealed class SizeTests
{
    private const int Ceiling = 400;
    private const int Median = 60;

    [Fact]
    public void No_file_of_code_is_longer_than_the_ceiling()
    {
        var longer = from root in (string[])["src", "tests", "bench"]
                     from file in Checkout.Code(root)
                     let lines = file.Lines.Count
                     where lines > Ceiling
                     select $"{file.Path}: {lines} lines";

        Found.None(longer);
    }

    [Fact]
    public void The_median_file_of_the_product_is_short()
    {
        var lengths = Checkout.Code("src").Select(file => file.Lines.Count).Order().ToList();

        Assert.InRange(lengths[lengths.Count / 2], 1, Median - 1);
    }
}
