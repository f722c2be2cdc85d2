using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

public sealed class DifferenceFingerprintTests
{
    private static readonly Difference Drift = new("state", "web", Field: null, "running", "exited");
    private static readonly Difference Told = new("foreign", "extra", Field: null, Desired: null, "web-extra-1") { OnlyTold = true };

    [Fact]
    public void What_is_only_told_is_no_part_of_it()
    {
        Assert.Null(DifferenceFingerprint.Of([Told]));
        Assert.Equal(DifferenceFingerprint.Of([Drift]), DifferenceFingerprint.Of([Told, Drift]));
    }

    [Fact]
    public void A_plan_that_only_tells_does_not_differ()
    {
        Assert.False(new Plan { Differences = [Told] }.Differs);
        Assert.True(new Plan { Differences = [Told, Drift] }.Differs);
    }
}
