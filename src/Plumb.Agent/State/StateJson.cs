using System.Text.Json.Serialization;
using Plumb.Agent.Reporting;
using Plumb.Agent.Rollback;
using Plumb.Kernel.Failures;

namespace Plumb.Agent.State;

/// <summary>How the agent's own files are written. Unknown members are left out: a newer version may have written them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ObjectMemory))]
[JsonSerializable(typeof(WorldMemory))]
[JsonSerializable(typeof(SyncRecord))]
[JsonSerializable(typeof(ActiveAlert))]
[JsonSerializable(typeof(CachedTarget))]
[JsonSerializable(typeof(Removal))]
[JsonSerializable(typeof(HandledList))]
[JsonSerializable(typeof(GoodRecord))]
[JsonSerializable(typeof(Plumb.Contracts.Targets.TargetStack))]
internal sealed partial class StateJson : JsonSerializerContext;
