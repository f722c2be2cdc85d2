using System.Runtime.CompilerServices;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Kernel.Gates;

namespace Plumb.Server.Tests.Explain;

public sealed class ExplainTests
{
    public static TheoryData<HoldReason> Reasons => [.. Enum.GetValues<HoldReason>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_hold_is_explained_as_its_golden_file_says(HoldReason reason) => Golden.Matches($"{reason}", ExplainSamples.Held(reason).Text);

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_explanation_names_the_hold_since_when_and_what_lifts_it(HoldReason reason)
    {
        var view = ExplainSamples.Held(reason);
        Assert.Contains($"  - {reason}, since 2026-03-01 11:55:00 UTC, ", view.Text, StringComparison.Ordinal);
        Assert.Contains($"What lifts it: {Assert.Single(view.WhatLifts)}", view.Text, StringComparison.Ordinal);
        Assert.Equal(reason.ToString(), view.Stack.Record.Held);
    }

    [Fact]
    public void There_is_no_golden_file_without_a_hold()
    {
        var files = Directory.GetFiles(Path.Combine(Here(), "golden"), "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)!).Where(name => char.IsUpper(name[0]));
        Assert.Equal(Enum.GetNames<HoldReason>().Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stack_that_is_as_it_should_be() => Golden.Matches("in-sync", ExplainSamples.Explain(ExplainSamples.Web, ExplainSamples.Report).Text);

    [Fact]
    public void A_stack_that_nobody_has_looked_at() => Golden.Matches("not-reported", ExplainSamples.Explain(ExplainSamples.Web, report: null).Text);

    [Fact]
    public void A_stack_whose_agent_is_silent() => Golden.Matches("agent-unreachable", ExplainSamples.Explain(ExplainSamples.Web, ExplainSamples.Report, reachable: false).Text);

    [Fact]
    public void A_stack_that_failed_and_is_asked_for() => Golden.Matches("failed", ExplainSamples.Explain(
        ExplainSamples.Web with { Requests = [new StackRequest("q1", StackAsk.Sync, "admin", ExplainSamples.Noon)] },
        ExplainSamples.Report with
        {
            Status = StackStatus.Failed,
            Health = "unhealthy",
            HealthMessage = "Service front is restarting again and again.",
            Differences = [ExplainSamples.Scale],
            LastSyncStatus = "failed",
            LastSyncError = "service front: exit code 1\nno such table: users",
            Failures = [new FailureView("up", 1, "service front: exit code 1", ExplainSamples.Noon.AddMinutes(-1), NextTryAt: null)],
        },
        [ExplainSamples.Failed]).Text);

    [Fact]
    public void An_orphaned_stack() => Golden.Matches("orphaned", ExplainSamples.Explain(ExplainSamples.Web with { GoneAt = ExplainSamples.Noon }, ExplainSamples.Report).Text);

    [Fact]
    public void An_orphaned_stack_that_waits_for_a_person_is_not_said_to_stay()
    {
        var hold = new HoldView($"{HoldReason.AwaitingAcknowledgement}", "its removal waits for a person", ExplainSamples.Noon, null, "acknowledge it");
        var text = ExplainSamples.Explain(ExplainSamples.Web with { GoneAt = ExplainSamples.Noon }, ExplainSamples.Report with { Status = StackStatus.Failed, Holds = [hold] }).Text;

        Assert.Contains("It is gone from its source, and goes once nothing holds it.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("removal is off", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_whose_last_container_went_has_drifted_and_was_applied()
    {
        var report = ExplainSamples.Report with
        {
            Status = StackStatus.Missing,
            Differences = [ExplainSamples.Scale with { Actual = "0" }],
            Containers = [],
            SyncedRevision = null,
            SyncedCommitMessage = null,
            SyncedComposeHash = null,
            SyncedAt = null,
        };
        var view = ExplainSamples.Explain(ExplainSamples.Web, report);

        Assert.Equal(("True", "Drifted"), view.Stack.Conditions.Where(condition => condition.Type == "Drifted").Select(condition => (condition.Status, condition.Reason)).Single());
        Assert.Contains("It was applied at 2026-03-01 11:57:00 UTC, and nothing is left of that.", view.Text, StringComparison.Ordinal);
        var never = ExplainSamples.Explain(ExplainSamples.Web, report with { LastSyncAt = null, LastSyncStatus = null });
        Assert.Equal("NeverApplied", never.Stack.Conditions.Single(condition => condition.Type == "Drifted").Reason);
        Assert.Contains("It was never applied.", never.Text, StringComparison.Ordinal);
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
