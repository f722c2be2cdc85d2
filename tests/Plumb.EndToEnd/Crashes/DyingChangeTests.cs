using Plumb.TestKit;

namespace Plumb.EndToEnd.Crashes;

/// <summary>Dying at the failpoints of the steps that change and take away.</summary>
public sealed class DyingChangeTests(SharedEngine shared) : DyingTests(shared)
{
    public static TheoryData<string> All => Of("change");

    [Theory]
    [MemberData(nameof(All))]
    public Task It_converges_after_dying_there(string failpoint) => ConvergesAsync(failpoint);
}
