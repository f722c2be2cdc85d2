using Plumb.TestKit;

namespace Plumb.EndToEnd.Crashes;

/// <summary>Dying at the failpoints of content, and what was read of a source.</summary>
public sealed class DyingLayoutTests(SharedEngine shared) : DyingTests(shared)
{
    public static TheoryData<string> All => Of("layout");

    [Theory]
    [MemberData(nameof(All))]
    public Task It_converges_after_dying_there(string failpoint) => ConvergesAsync(failpoint);
}
