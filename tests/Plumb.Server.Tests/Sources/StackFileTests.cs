using System.Text;
using Plumb.Contracts.Stacks;
using Plumb.Server.Sources.Content;
using Plumb.Server.Sources.Settings;

namespace Plumb.Server.Tests.Sources;

public sealed class StackFileTests
{
    private const string Whole =
        """
        name: web
        project: web_1
        driver: compose
        files: [compose.yaml, compose.prod.yaml]
        profiles: [prod]
        envFiles: [prod.env]
        variables: { TAG: 1.4, EMPTY: '' }
        labels: [prod]
        annotations: { region: eu }
        selector: "env=prod,!spot"
        dependsOn: [db]
        driftPolicy: flag
        changePolicy: auto
        remove: { enabled: true, volumes: true }
        rollbackOnFailure: true
        repairUnhealthy: true
        health: { timeout: 1m30s }
        pull: always
        suspend: true
        """;

    [Fact]
    public void Every_key_is_read()
    {
        var s = Parse(Whole);
        Assert.Equal(("web", "web_1", "compose", "env=prod,!spot"), (s.Name, s.Project, s.Driver, s.Selector));
        Assert.Equal((DriftPolicy.Flag, ChangePolicy.Auto, PullPolicy.Always), (s.DriftPolicy, s.ChangePolicy, s.Pull));
        Assert.Equal((new RemovePolicy(true, true), TimeSpan.FromSeconds(90)), (s.Remove, s.Health.Timeout));
        Assert.True(s.RollbackOnFailure && s.RepairUnhealthy && s.Suspend);
        Assert.Equal("compose.yaml compose.prod.yaml prod prod.env prod db", string.Join(' ', [.. s.Files, .. s.Profiles, .. s.EnvFiles, .. s.Labels, .. s.DependsOn]));
        Assert.Equal("TAG=1.4 EMPTY= region=eu", string.Join(' ', s.Variables.Concat(s.Annotations).Select(p => $"{p.Key}={p.Value}")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("name:\nlabels:\nremove: {enabled: }\n")]
    public void What_is_not_said_has_its_default(string text) =>
        Assert.Equivalent(new StackSettings(), Parse(text), strict: true);

    [Theory]
    [InlineData("foo: 1", "settings.unknown-key", 1, "known are name, project")]
    [InlineData("name: a\nFiles: [x]", "settings.unknown-key", 2, "'Files'")]
    [InlineData("remove: {enable: true}", "settings.unknown-key", 1, "'remove.enable' is not known; known are enabled, volumes")]
    [InlineData("driftPolicy: ignore", "settings.value", 1, "allowed are revert, flag")]
    [InlineData("driftPolicy: Revert", "settings.value", 1, "allowed are revert, flag")]
    [InlineData("changePolicy: flg", "settings.value", 1, "allowed are auto, flag")]
    [InlineData("pull: never!", "settings.value", 1, "allowed are missing, always, never")]
    [InlineData("driver: kubernetes", "settings.value", 1, "allowed are compose")]
    [InlineData("health: {timeout: 120}", "settings.value", 1, "30s, 5m or 1h30m")]
    [InlineData("health: {timeout: 0s}", "settings.value", 1, "30s, 5m or 1h30m")]
    [InlineData("health: {timeout: -1m}", "settings.value", 1, "30s, 5m or 1h30m")]
    [InlineData("suspend: yes", "settings.value", 1, "allowed are true and false")]
    [InlineData("suspend: 'true'", "settings.value", 1, "allowed are true and false")]
    [InlineData("suspend: 1", "settings.value", 1, "allowed are true and false")]
    [InlineData("remove: true", "settings.type", 1, "must be a mapping and is a single value")]
    [InlineData("labels: prod", "settings.type", 1, "must be a list and is a single value")]
    [InlineData("files: compose.yaml", "settings.type", 1, "must be a list")]
    [InlineData("name: [a]", "settings.type", 1, "must be a single value and is a list")]
    [InlineData("variables: [A=1]", "settings.type", 1, "must be a mapping and is a list")]
    [InlineData("variables: {A: }", "settings.value", 1, "write '' for an empty one")]
    [InlineData("variables: {1A: x}", "settings.name", 1, "'variables.1A'")]
    [InlineData("labels: [ok, -bad]", "settings.name", 1, "'labels[1]'")]
    [InlineData("name: 'a b'", "settings.name", 1, "1 to 63 of")]
    [InlineData("annotations: {k: \"a\\nb\"}", "settings.value", 1, "no control character")]
    [InlineData("annotations: {'k k': v}", "settings.name", 1, "'annotations.k k'")]
    [InlineData("selector: 'a in b'", "settings.value", 1, "is no selector")]
    [InlineData("project: My.App", "settings.value", 1, "Compose project name")]
    [InlineData("files: [/etc/passwd]", "path.absolute", 1, "files[0]")]
    [InlineData("envFiles: ['a\\b']", "path.backslash", 1, "envFiles[0]")]
    [InlineData("- a", "settings.type", 1, "must be a mapping and is a list")]
    [InlineData("a: [", "yaml.syntax", 2, "not YAML")]
    [InlineData("name: a\nname: b", "yaml.duplicate-key", 2, "stands here twice")]
    [InlineData("name: a\n---\nname: b", "yaml.documents", 3, "one is allowed")]
    public void A_wrong_file_is_refused_by_line_and_rule_with_what_is_allowed(string text, string rule, int line, string says)
    {
        var refusal = Assert.Throws<StackRefusedException>(() => Parse(text)).Refusal;
        Assert.Equal(("plumb.stack.yaml", rule), (refusal.File, refusal.Rule));
        Assert.StartsWith($"plumb.stack.yaml:{line}:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_settings_file_refuses_its_stack_alone()
    {
        using var repository = await Repository.CreateAsync(("bad/compose.yaml", "services: {}\n"), ("bad/plumb.stack.yaml", "driftPolicy: x\n"), ("good/compose.yaml", "services: {}\n"), ("good/plumb.stack.yaml", "suspend: true\n"),
            ("named/compose.yaml", "services: {}\n"), ("named/plumb.stack.yml", "suspend: true\n"), ("out/compose.yaml", "services: {}\n"), ("out/plumb.stack.yaml", "files: [../../x.yaml]\n"));
        var stacks = (await repository.ReadAsync()).Stacks;
        Assert.Equal(["settings.value", null, "settings.file", "path.outside"], stacks.Select(s => s.Refusal?.Rule));
        Assert.True(stacks[1].Settings.Suspend);
    }

    private static StackSettings Parse(string text) => StackFile.Parse(Encoding.UTF8.GetBytes(text));
}
