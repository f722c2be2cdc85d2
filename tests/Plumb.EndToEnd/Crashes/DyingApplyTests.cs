using Plumb.TestKit;

namespace Plumb.EndToEnd.Crashes;

/// <summary>Dying at the failpoints of the steps of an apply.</summary>
public sealed class DyingApplyTests(SharedEngine shared) : DyingTests(shared)
{
    public static TheoryData<string> All => Of("apply");

    [Theory]
    [MemberData(nameof(All))]
    public Task It_converges_after_dying_there(string failpoint) => ConvergesAsync(failpoint);
}
