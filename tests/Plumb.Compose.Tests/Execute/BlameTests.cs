using Plumb.Compose.Execute;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Tests.Execute;

public sealed class BlameTests
{
    /// <summary>As an engine and Compose say it.</summary>
    [Theory]
    [InlineData("web did not come up: its image 127.0.0.1:5000/none:1 could not be pulled: manifest for 127.0.0.1:5000/none:1 not found: manifest unknown: manifest unknown", Fault.Desired)]
    [InlineData("pull access denied for nobody/nothing, repository does not exist or may require 'docker login'", Fault.Desired)]
    [InlineData("failed to resolve reference \"docker.io/library/busybox:none\": docker.io/library/busybox:none: not found", Fault.Desired)]
    [InlineData("its image nobody/nothing:1 is not on this host, and its pull policy asks for no pull", Fault.Desired)]
    [InlineData("failed to create task: OCI runtime create failed: exec: \"nosuch\": executable file not found in $PATH: unknown", Fault.Desired)]
    [InlineData("Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup registry-1.docker.io: no such host", Fault.Unclear)]
    [InlineData("Get \"http://127.0.0.1:1/v2/\": dial tcp 127.0.0.1:1: connect: connection refused", Fault.Unclear)]
    [InlineData("net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)", Fault.Unclear)]
    [InlineData("driver failed programming external connectivity: Bind for 0.0.0.0:80 failed: port is already allocated", Fault.Unclear)]
    [InlineData("web ended with exit code 3", Fault.Unclear)]
    [InlineData("write /var/lib/docker/tmp/GetImageBlob1: no space left on device", Fault.World)]
    public void The_cause_lies_where_the_words_say(string error, Fault fault) => Assert.Equal(fault, Blame.Of(error));

    [Fact]
    public void Of_several_failures_the_one_that_trying_again_cannot_mend_counts()
    {
        Assert.Equal(Fault.Desired, Blame.Of([Fault.World, Fault.Desired, Fault.Unclear]));
        Assert.Equal(Fault.World, Blame.Of([Fault.Unclear, Fault.World]));
        Assert.Equal(Fault.Unclear, Blame.Of([]));
    }
}
