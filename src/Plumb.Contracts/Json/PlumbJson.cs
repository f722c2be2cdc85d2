using System.Text.Json;
using System.Text.Json.Serialization;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Alerts;
using Plumb.Contracts.Applying;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Events;
using Plumb.Contracts.Keys;
using Plumb.Contracts.Notices;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Publishers;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Server;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Contracts.Json;

/// <summary>The one way JSON is written and read: camelCase, enums as camelCase words, null and absent the same, unknown fields refused.</summary>
/// <remarks>
/// The generated reader gives an <c>init</c> property that is absent the zero of its type, not its initializer's value. So lists and
/// words fall back in their own <c>init</c>, and the few numbers with a default of their own have a <c>set</c>, which is left alone.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(CamelCaseEnums), typeof(DurationConverter), typeof(UtcTimeConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    MaxDepth = 64)]
[JsonSerializable(typeof(TargetState))]
[JsonSerializable(typeof(StackContent))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SessionGrant))]
[JsonSerializable(typeof(ReportBatch))]
[JsonSerializable(typeof(ReportItem))]
[JsonSerializable(typeof(StackRecord))]
[JsonSerializable(typeof(IReadOnlyList<StackRecord>))]
[JsonSerializable(typeof(IReadOnlyList<ContainerView>))]
[JsonSerializable(typeof(StackView))]
[JsonSerializable(typeof(StackSettings))]
[JsonSerializable(typeof(DiffView))]
[JsonSerializable(typeof(ExplainView))]
[JsonSerializable(typeof(Page<StackView>))]
[JsonSerializable(typeof(Page<SourceView>))]
[JsonSerializable(typeof(Page<DecisionView>))]
[JsonSerializable(typeof(Page<AlertView>))]
[JsonSerializable(typeof(Page<AgentView>))]
[JsonSerializable(typeof(SourceView))]
[JsonSerializable(typeof(SourceSpec))]
[JsonSerializable(typeof(SourceBody))]
[JsonSerializable(typeof(RefreshStatus))]
[JsonSerializable(typeof(DecisionView))]
[JsonSerializable(typeof(AlertView))]
[JsonSerializable(typeof(AgentView))]
[JsonSerializable(typeof(AgentBody))]
[JsonSerializable(typeof(TargetView))]
[JsonSerializable(typeof(Page<TargetView>))]
[JsonSerializable(typeof(Page<SubscriptionView>))]
[JsonSerializable(typeof(ApplySetBody))]
[JsonSerializable(typeof(ApplySetView))]
[JsonSerializable(typeof(PublishCheck))]
[JsonSerializable(typeof(SubscriptionView))]
[JsonSerializable(typeof(PublisherView))]
[JsonSerializable(typeof(Page<PublisherView>))]
[JsonSerializable(typeof(PublisherBody))]
[JsonSerializable(typeof(StackBody))]
[JsonSerializable(typeof(PolicyBody))]
[JsonSerializable(typeof(PublishBody))]
[JsonSerializable(typeof(AnnotationBody))]
[JsonSerializable(typeof(DeploymentObjectView))]
[JsonSerializable(typeof(WorldView))]
[JsonSerializable(typeof(IReadOnlyList<WorldView>))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(Page<DeploymentObjectView>))]
[JsonSerializable(typeof(AuditView))]
[JsonSerializable(typeof(Page<AuditView>))]
[JsonSerializable(typeof(ActionView))]
[JsonSerializable(typeof(AckBody))]
[JsonSerializable(typeof(RollbackBody))]
[JsonSerializable(typeof(AckView))]
[JsonSerializable(typeof(RemovalAckView))]
[JsonSerializable(typeof(Acknowledgement))]
[JsonSerializable(typeof(StackSnapshotEvent))]
[JsonSerializable(typeof(StackUpsertEvent))]
[JsonSerializable(typeof(StackDeleteEvent))]
[JsonSerializable(typeof(RefreshStatusEvent))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(ReadyView))]
[JsonSerializable(typeof(RefreshAnswer))]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(NoticeBody))]
[JsonSerializable(typeof(NoticeEvent))]
[JsonSerializable(typeof(NoticeView))]
[JsonSerializable(typeof(Page<NoticeView>))]
[JsonSerializable(typeof(NoticeTestBody))]
[JsonSerializable(typeof(NoticeReplayBody))]
[JsonSerializable(typeof(NoticesQueued))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(Page<KeyView>))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(KeyChangeBody))]
[JsonSerializable(typeof(KeyRotateBody))]
[JsonSerializable(typeof(KeyMade))]
[JsonSerializable(typeof(IReadOnlyList<long>))]
[JsonSerializable(typeof(IReadOnlyList<ProblemCode>))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(long?))]
public sealed partial class PlumbJson : JsonSerializerContext;

/// <summary>Enums as camelCase words.</summary>
public sealed class CamelCaseEnums() : JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
