using Plumb.Kernel.Planning;
using Plumb.Platform.Git;
using Plumb.Platform.Processes;

namespace Plumb.Workspaces.Execute;

/// <summary>What steps do in one repository: git, and the end of a step that cannot go on.</summary>
internal sealed class GitHands(WorkingGit git, string repository)
{
    public string Repository { get; } = repository;

    /// <summary>Its answer; git that refuses ends the step.</summary>
    /// <param name="tried">For messages: <c>making the branch 'x'</c>.</param>
    /// <exception cref="StepEnding">It failed, or took too long.</exception>
    public async Task<string> MustAsync(string tried, IReadOnlyList<string> arguments, CancellationToken cancellation, string? directory = null, TimeSpan? deadline = null) =>
        (await RunAsync(tried, arguments, accepted: 0, cancellation, directory, deadline)).Output;

    /// <summary>Yes with exit code 0, no with 1.</summary>
    /// <exception cref="StepEnding">Any other end.</exception>
    public async Task<bool> AsksAsync(string tried, IReadOnlyList<string> arguments, CancellationToken cancellation, string? directory = null) =>
        (await RunAsync(tried, arguments, accepted: 1, cancellation, directory)).ExitCode == 0;

    private async Task<ProcessResult> RunAsync(string tried, IReadOnlyList<string> arguments, int accepted, CancellationToken cancellation, string? directory = null, TimeSpan? deadline = null)
    {
        var call = new GitCall(tried, directory ?? Repository, arguments) { Accepted = accepted };
        var answer = await git.RunAsync(deadline is { } time ? call with { Deadline = time } : call, cancellation);
        return answer.Succeeded ? answer.Value : throw new StepEnding(new StepOutcome.Failed(answer.Failure.ToString()));
    }
}
