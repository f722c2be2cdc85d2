using Plumb.Compose.Cli;
using Plumb.Platform.Processes;

namespace Plumb.Compose.Tests.Cli;

/// <summary>The texts are what the two versions of Compose wrote on a real engine.</summary>
public sealed class ErrorReaderTests
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["nosuch.invalid/x:1"] = "a",
        ["fixed-name"] = "named",
    };

    private static IReadOnlyList<ServiceError> Read(int exitCode, string error, params string[] asked) =>
        new ErrorReader("e", asked, Names).Read(new ProcessResult(exitCode, "", error, false, false), TimeSpan.FromSeconds(1)) switch
        {
            ComposeRun.Failed failed => failed.Errors,
            ComposeRun.Succeeded => [],
            var other => throw new InvalidOperationException(other.ToString()),
        };

    [Fact]
    public void Nothing_wrong_is_no_error() => Assert.Empty(Read(0, " Container e-a-1  Creating\n Container e-a-1  Created\n"));

    [Fact]
    public void An_image_that_cannot_be_pulled_is_its_services_error_though_the_exit_code_is_0()
    {
        var errors = Read(0, " a Pulling \n c Pulling \n c Error Get \"http://localhost:1/v2/\": connection refused\n");
        Assert.Equal([new ServiceError("c", "Get \"http://localhost:1/v2/\": connection refused")], errors);
    }

    [Fact]
    public void The_same_error_at_the_end_is_not_told_twice()
    {
        var errors = Read(
            1,
            " Container e-a-1  Creating\n Container e-a-1  Error response from daemon: No such image: x:1\nError response from daemon: No such image: x:1\n");
        Assert.Equal([new ServiceError("a", "No such image: x:1")], errors);
    }

    [Fact]
    public void The_only_container_that_did_not_start_is_whose_error_it_is()
    {
        var errors = Read(
            1,
            " Container e-a-x-1  Starting\n Container e-b-1  Starting\n Container e-b-1  Started\nError response from daemon: failed to create shim task: exec: \"nosuch\"\n",
            "a-x",
            "b");
        Assert.Equal("a-x", Assert.Single(errors).Service);
    }

    [Theory]
    [InlineData("Error response from daemon: driver failed programming external connectivity on endpoint e-a-1 (914345a4): Bind for 127.0.0.1:8080 failed: port is already allocated", "a")]
    [InlineData("Error response from daemon: no such image: nosuch.invalid/x:1: No such image: nosuch.invalid/x:1", "a")]
    [InlineData("unable to get image 'nosuch.invalid/x:1': Error response from daemon: no", "a")]
    [InlineData("validating -: services.web additional properties 'commnd' not allowed", "web")]
    [InlineData("service \"b\" didn't complete successfully: exit 1", "b")]
    [InlineData("network nonet declared as external, but could not be found", null)]
    public void An_error_says_itself_whose_it_is(string error, string? service) =>
        Assert.Equal(service, Assert.Single(Read(1, error + "\n", "a", "b")).Service);

    [Fact]
    public void A_container_with_a_name_of_its_own_is_known() =>
        Assert.Equal("named", Assert.Single(Read(1, " Container fixed-name  Error response from daemon: Conflict.\n")).Service);

    [Fact]
    public void A_failed_build_stage_names_its_service()
    {
        var errors = Read(1, "#11 ERROR: executor failed\n------\n > [b-x 2/2] RUN false:\n------\nfailed to solve: executor failed\n", "a", "b-x");
        Assert.Equal([new ServiceError("b-x", "failed to solve: executor failed")], errors);
    }

    [Fact]
    public void Warnings_are_no_errors() =>
        Assert.Empty(Read(0, "time=\"2026-01-01T00:00:00Z\" level=warning msg=\"The \\\"y\\\" variable is not set.\"\n"));

    [Fact]
    public void An_engine_that_is_away_is_not_a_failure_of_the_service()
    {
        var run = new ErrorReader("e", ["a"], Names).Read(
            new ProcessResult(1, "", "unable to get image 'busybox': Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?\n", false, false),
            TimeSpan.FromSeconds(1));
        Assert.IsType<ComposeRun.Unreachable>(run);
    }

    [Fact]
    public void Silence_with_an_exit_code_is_still_an_error() =>
        Assert.Contains("exit code 137", Assert.Single(Read(137, "")).Message, StringComparison.Ordinal);
}
