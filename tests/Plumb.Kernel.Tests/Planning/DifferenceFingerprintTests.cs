using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

public sealed class DifferenceFingerprintTests
{
    private static readonly Difference State = new("state", "web", "state", "running", "exited");
    private static readonly Difference Scale = new("scale", "web", null, "3", "2") { ValuesVary = true };

    private static readonly Difference Told = new("foreign", "extra", Field: null, Desired: null, "web-extra-1") { OnlyTold = true };

    [Fact]
    public void No_difference_has_none() => Assert.Null(DifferenceFingerprint.Of([]));

    [Fact]
    public void Order_does_not_matter() =>
        Assert.Equal(DifferenceFingerprint.Of([State, Scale]), DifferenceFingerprint.Of([Scale, State]));

    [Fact]
    public void Values_matter_unless_they_vary()
    {
        Assert.NotEqual(DifferenceFingerprint.Of([State]), DifferenceFingerprint.Of([State with { Actual = "dead" }]));
        Assert.Equal(DifferenceFingerprint.Of([Scale]), DifferenceFingerprint.Of([Scale with { Actual = "1" }]));
    }

    [Fact]
    public void An_empty_value_is_not_a_missing_one() =>
        Assert.NotEqual(DifferenceFingerprint.Of([State with { Actual = "" }]), DifferenceFingerprint.Of([State with { Actual = null }]));

    [Fact]
    public void It_is_a_sha256_in_lower_case_hex() =>
        Assert.Matches("^[0-9a-f]{64}$", DifferenceFingerprint.Of([State]));

    [Fact]
    public void What_is_only_told_is_no_part_of_it()
    {
        Assert.Null(DifferenceFingerprint.Of([Told]));
        Assert.Equal(DifferenceFingerprint.Of([State]), DifferenceFingerprint.Of([Told, State]));
    }

    [Fact]
    public void A_plan_that_only_tells_does_not_differ()
    {
        Assert.False(new Plan { Differences = [Told] }.Differs);
        Assert.True(new Plan { Differences = [Told, State] }.Differs);
    }
}
