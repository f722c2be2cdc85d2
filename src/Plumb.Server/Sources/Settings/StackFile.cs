using Plumb.Contracts.Stacks;
using Plumb.Platform.Yaml;
using Plumb.Server.Sources.Content;

namespace Plumb.Server.Sources.Settings;

/// <summary>Reads <c>plumb.stack.yaml</c>. Every key is optional; an unknown key or a wrong value refuses the stack, and no default stands in for it.</summary>
internal static class StackFile
{
    public const string Name = "plumb.stack.yaml";

    private static readonly Dictionary<string, Func<RemovePolicy, Setting, RemovePolicy>> RemoveKeys = new(StringComparer.Ordinal)
    {
        ["enabled"] = (r, v) => r with { Enabled = v.Truth() },
        ["volumes"] = (r, v) => r with { Volumes = v.Truth() },
    };

    private static readonly Dictionary<string, Func<HealthSettings, Setting, HealthSettings>> HealthKeys = new(StringComparer.Ordinal)
    {
        ["timeout"] = (h, v) => h with { Timeout = v.Duration() },
    };

    private static readonly Dictionary<string, Func<StackSettings, Setting, StackSettings>> Keys = new(StringComparer.Ordinal)
    {
        ["name"] = (s, v) => s with { Name = v.Name() },
        ["project"] = (s, v) => s with { Project = v.Project() },
        ["driver"] = (s, v) => s with { Driver = v.Word("compose") },
        ["files"] = (s, v) => s with { Files = v.List(i => i.Path()) },
        ["profiles"] = (s, v) => s with { Profiles = v.List(i => i.Profile()) },
        ["envFiles"] = (s, v) => s with { EnvFiles = v.List(i => i.Path()) },
        ["variables"] = (s, v) => s with { Variables = v.Map(k => k.VariableName(), i => i.Text()) },
        ["labels"] = (s, v) => s with { Labels = v.List(i => i.Name()) },
        ["annotations"] = (s, v) => s with { Annotations = v.Map(k => k.Name(), i => i.AnnotationValue()) },
        ["selector"] = (s, v) => s with { Selector = v.Selector() },
        ["dependsOn"] = (s, v) => s with { DependsOn = v.List(i => i.StackPath()) },
        ["driftPolicy"] = (s, v) => s with { DriftPolicy = v.OneOf(("revert", DriftPolicy.Revert), ("flag", DriftPolicy.Flag)) },
        ["changePolicy"] = (s, v) => s with { ChangePolicy = v.OneOf(("auto", ChangePolicy.Auto), ("flag", ChangePolicy.Flag)) },
        ["remove"] = (s, v) => s with { Remove = v.Object(s.Remove, RemoveKeys) },
        ["rollbackOnFailure"] = (s, v) => s with { RollbackOnFailure = v.Truth() },
        ["repairUnhealthy"] = (s, v) => s with { RepairUnhealthy = v.Truth() },
        ["health"] = (s, v) => s with { Health = v.Object(s.Health, HealthKeys) },
        ["pull"] = (s, v) => s with { Pull = v.OneOf(("missing", PullPolicy.Missing), ("always", PullPolicy.Always), ("never", PullPolicy.Never)) },
        ["suspend"] = (s, v) => s with { Suspend = v.Truth() },
    };

    /// <exception cref="StackRefusedException">By line and rule.</exception>
    public static StackSettings Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return CappedYaml.ParseOne(Name, bytes) is { } root ? new Setting(Name, "the file", root).Object(new StackSettings(), Keys) : new StackSettings();
        }
        catch (YamlRefusedException refused)
        {
            throw new StackRefusedException(Name, refused.Rule, refused.Message);
        }
    }
}
