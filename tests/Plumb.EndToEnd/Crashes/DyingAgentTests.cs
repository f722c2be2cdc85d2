using Plumb.TestKit;

namespace Plumb.EndToEnd.Crashes;

/// <summary>Dying at the failpoints of what the agent keeps.</summary>
public sealed class DyingAgentTests(SharedEngine shared) : DyingTests(shared)
{
    public static TheoryData<string> All => Of("agent");

    [Theory]
    [MemberData(nameof(All))]
    public Task It_converges_after_dying_there(string failpoint) => ConvergesAsync(failpoint);
}
