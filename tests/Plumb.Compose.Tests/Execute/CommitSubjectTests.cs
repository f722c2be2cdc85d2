using Plumb.Compose.Execute;

namespace Plumb.Compose.Tests.Execute;

public sealed class CommitSubjectTests
{
    [Theory]
    [InlineData("fix: one line", "fix: one line")]
    [InlineData("first\nsecond", "first")]
    [InlineData("first\r\nsecond", "first")]
    [InlineData("", "")]
    public void Is_the_first_line(string message, string subject) => Assert.Equal(subject, CommitSubject.Of(message));

    [Fact]
    public void Is_cut_at_200_characters_and_never_within_one()
    {
        Assert.Equal(new string('x', 200), CommitSubject.Of(new string('x', 300)));
        Assert.Equal(new string('x', 199), CommitSubject.Of(new string('x', 199) + "🚀 and more"));
        Assert.Equal(new string('x', 198) + "🚀", CommitSubject.Of(new string('x', 198) + "🚀 and more"));
    }
}
