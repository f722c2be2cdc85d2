using Plumb.Compose.Cli;
using Plumb.Compose.Execute;

namespace Plumb.Compose.Tests.Execute;

/// <summary>The words are those of engine 20.10 after it was killed while it started a container.</summary>
public sealed class StuckTaskTests
{
    private static readonly string Id = string.Concat(Enumerable.Repeat("a4f0df5f", 8));

    [Fact]
    public void A_task_that_already_exists_names_the_container_that_can_never_be_started() =>
        Assert.Equal(Id, StuckTask.ContainerOf(Failed($"Error response from daemon: task {Id}: already exists")));

    [Theory]
    [InlineData("network web_default already exists")]
    [InlineData("task a4f0: already exists")]
    [InlineData("No such image: nobody/nothing:1")]
    public void Other_words_name_none(string words) => Assert.Null(StuckTask.ContainerOf(Failed(words)));

    private static ComposeRun.Failed Failed(string words) => new(1, [new ServiceError(Service: null, words)]);
}
